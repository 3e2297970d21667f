import { Files } from "./files.ts";
import { Ids } from "./ids.ts";
import type { Fields } from "./json.ts";
import type { Outbox } from "./outbox.ts";
import { eventCallback } from "./payloads.ts";
import { ResponseUrls } from "./response-urls.ts";
import { Tokens } from "./tokens.ts";
import { Triggers } from "./triggers.ts";
import { Views } from "./views.ts";
import type { Workspace } from "./workspace.ts";

type Options = { now: () => number; validate: boolean; changed: () => void };

/** Everything that is in Slack, and the app's registration with it. */
export class Platform {
  readonly now: () => number;
  readonly validate: boolean;
  readonly ids: Ids;
  readonly appId: string;
  readonly clientId: string;
  readonly clientSecret = crypto.randomUUID().replaceAll("-", "");
  readonly signingSecret = crypto.randomUUID().replaceAll("-", "");
  readonly verificationToken = crypto.randomUUID().replaceAll("-", "");
  readonly tokens: Tokens;
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly views: Views;
  readonly files: Files;
  readonly outbox: Outbox;
  readonly workspaces: Workspace[] = [];
  /** What Slack would have rejected. */
  readonly violations: string[] = [];
  /** Codes of installations that were approved, each good for one token. */
  readonly codes = new Map<string, Workspace>();
  /** Where it can be reached, `http://127.0.0.1:4000`. */
  origin = "";
  readonly #changed: () => void;

  constructor(outbox: Outbox, { now, validate, changed }: Options) {
    this.outbox = outbox;
    this.now = now;
    this.validate = validate;
    this.#changed = changed;
    this.ids = new Ids(now);
    this.appId = this.ids.next("A");
    this.clientId = `${this.ids.next("1")}.${this.ids.next("2")}`;
    this.tokens = new Tokens(this.appId);
    this.triggers = new Triggers(now, this.ids);
    this.responseUrls = new ResponseUrls(this);
    this.views = new Views(this);
    this.files = new Files(this);
  }

  /** Sends an event, unless the app is not there to hear it. */
  emit(workspace: Workspace, event: Fields): void {
    if (!workspace.isInstalled) return;
    this.outbox.deliver("events_api", eventCallback(workspace, event));
  }

  complain(problem: string): void {
    this.violations.push(problem);
    this.#changed();
  }

  /** The bot's token is taken back: the app hears of that, and of being removed if it was. */
  revoke(workspace: Workspace, { isUninstalled, userIds = [] }: { isUninstalled: boolean; userIds?: string[] }): void {
    this.tokens.revokeAll(workspace);
    const tokens = { oauth: userIds, bot: [workspace.bot.userId] };
    this.emit(workspace, { type: "tokens_revoked", tokens, event_ts: this.ids.timestamp() });
    if (!isUninstalled) return;
    this.emit(workspace, { type: "app_uninstalled", event_ts: this.ids.timestamp() });
    workspace.isInstalled = false;
  }
}
