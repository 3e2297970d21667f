import type { Answer } from "./http.ts";
import type { Interaction } from "./interaction.ts";
import { type Fields, optionalString } from "./json.ts";
import type { Message } from "./message.ts";
import type { Platform } from "./platform.ts";
import { violationsOf } from "./validate.ts";

/** Slack's own. @see https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const maxUses = 5;
const lifetimeMs = 30 * 60_000;

/** The addresses at which an app answers an interaction, also where it is no member. */
export class ResponseUrls {
  readonly #platform: Platform;
  readonly #issued = new Map<string, { interaction: Interaction; at: number; uses: number }>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  issue(interaction: Interaction): string {
    const id = this.#platform.ids.next("");
    this.#issued.set(id, { interaction, at: this.#platform.now(), uses: 0 });
    return `${this.#platform.origin}/response/${id}`;
  }

  use(id: string, body: Fields): Answer {
    const issued = this.#issued.get(id);
    if (!issued) return { status: 404, body: "invalid_url" };
    if (this.#platform.now() - issued.at > lifetimeMs) return { status: 404, body: "expired_url" };
    if (issued.uses >= maxUses) return { status: 404, body: "used_url" };
    issued.uses += 1;
    return this.answer(issued.interaction, body)
      ? { status: 200, body: "ok" }
      : { status: 400, body: "invalid_blocks" };
  }

  /** Shows what the app says to an interaction. @returns false for what Slack would reject */
  answer(interaction: Interaction, body: Fields): boolean {
    const problems = this.#platform.validate ? violationsOf("response_url", body) : [];
    for (const problem of problems) this.#platform.complain(`response_url: ${problem}`);
    if (problems.length > 0) return false;
    const { workspace } = interaction.user;
    const original = originalOf(interaction);
    if (body.delete_original === true) {
      if (original) workspace.remove(original);
    } else if (body.replace_original === true && original) {
      workspace.edit(original, { blocks: [], ...body });
    } else this.#post(interaction, body);
    return true;
  }

  #post(interaction: Interaction, body: Fields): void {
    const { channel, user, messages } = interaction;
    if (!channel) return;
    const ephemeralTo = body.response_type === "in_channel" ? undefined : user.id;
    const threadTs = optionalString(body.thread_ts);
    messages.push(user.workspace.post(channel, body, { threadTs, ephemeralTo }));
  }
}

/** Only what the app itself has said can be replaced. */
function originalOf({ message }: Interaction): Message | undefined {
  return message?.isByApp && !message.isDeleted ? message : undefined;
}
