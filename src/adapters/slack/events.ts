/** bolt's events as happenings of ours: acknowledged at once, then handed on. */
import type { Context, RespondFn, types } from "@slack/bolt";
import type { Incoming, Origin } from "../../core/incoming.ts";
import { isDirectChannel } from "./ids.ts";
import {
  mentions,
  readCommand,
  readForm,
  readMessage,
  readPress,
  readShortcut,
  type Said,
  threadOf,
  type Whereabouts,
  whereIs,
} from "./incoming.ts";
import type { SlackApp } from "./receivers.ts";
import { tenantOfContext } from "./tenants.ts";

/** Ways to answer that come along with an interaction. */
export type AnswerBy = { respond?: RespondFn; trigger?: string; isCommand?: true };

export type Happening =
  | { kind: "said"; said: Said; addressed: "mention" | "direct" | "overheard" }
  /** `name` is what they are called there, if nobody says better. */
  | { kind: "done"; where: Whereabouts; name: string | undefined; read: (origin: Origin) => Incoming; by: AnswerBy }
  | { kind: "opened"; event: types.AppHomeOpenedEvent };

export type Listening = {
  overhears: boolean;
  prefix: string;
  /** @param id of the event, the same when it is delivered again @param team the tenant it is of */
  take: (id: string, team: string, happening: Happening) => void;
  /** The tenant has thrown us out. */
  forget: (id: string, context: Context) => Promise<void>;
};

export function listen(app: SlackApp, { overhears, prefix, take, forget }: Listening): void {
  app.event("app_mention", async ({ event, body, context }) => {
    const { user, channel, text, ts, thread_ts: thread } = event;
    // Two bots that mention each other would never end.
    if (user === undefined || event.bot_id !== undefined) return;
    const said: Said = { user, channel, text, ts, ...(thread !== undefined && { thread }) };
    take(body.event_id, tenantOfContext(context), { kind: "said", said, addressed: "mention" });
  });
  app.event("message", async ({ event, body, context }) => {
    const said = readMessage(event);
    if (!said) return;
    const isDirect = isDirectChannel(said.channel);
    // What mentions us comes as an event of its own as well.
    if (!isDirect && (!overhears || mentions(said.text, context.botUserId))) return;
    const addressed = isDirect ? "direct" : "overheard";
    take(body.event_id, tenantOfContext(context), { kind: "said", said, addressed });
  });
  app.command(/.*/, async ({ command, ack, respond, context }) => {
    await ack();
    const { user_id: user, user_name: name, channel_id: channel, trigger_id: trigger } = command;
    const team = tenantOfContext(context);
    take(trigger, team, {
      kind: "done",
      where: whereIs(team, user, channel),
      name,
      read: (origin) => ({ kind: "command", origin, ...readCommand(command, prefix) }),
      by: { respond, trigger, isCommand: true },
    });
  });
  app.shortcut({ type: "message_action" }, async ({ shortcut, ack, respond, context }) => {
    await ack();
    if (shortcut.type !== "message_action") return;
    const meant = readShortcut(shortcut);
    if (!meant) return;
    const { user, channel, message, trigger_id: trigger } = shortcut;
    const team = tenantOfContext(context);
    // An answer to what somebody said belongs below it.
    const thread = threadOf(message);
    const where: Whereabouts = {
      ...whereIs(team, user.id, channel.id, thread ?? message.ts),
      isNewThread: thread === undefined,
    };
    const read = (origin: Origin): Incoming => ({ kind: "command", origin, ...meant });
    take(trigger, team, { kind: "done", where, name: user.name, read, by: { respond, trigger } });
  });
  app.action({ type: "block_actions" }, async ({ body, ack, respond, context }) => {
    await ack();
    if (body.type !== "block_actions") return;
    const { user, channel, message, container, trigger_id: trigger } = body;
    const team = tenantOfContext(context);
    const press = readPress(body, team);
    if (!press) return;
    take(trigger, team, {
      kind: "done",
      where: whereIs(team, user.id, channel?.id, threadOf(message ?? container)),
      name: user.name,
      read: (origin) => ({ kind: "press", origin, ...press }),
      by: { ...(channel && { respond }), trigger },
    });
  });
  app.view({ type: "view_submission" }, async ({ body, ack, context }) => {
    await ack();
    const form = body.type === "view_submission" ? readForm(body) : undefined;
    if (!form) return;
    const { opened, values } = form;
    const team = tenantOfContext(context);
    // A view is sent in once: it closes.
    take(body.view.id, team, {
      kind: "done",
      where: whereIs(team, body.user.id, opened.channel, opened.thread),
      name: body.user.name,
      read: (origin) => ({ kind: "form", origin, id: opened.id, values }),
      by: {},
    });
  });
  app.event("app_home_opened", async ({ event, body, context }) =>
    take(body.event_id, tenantOfContext(context), { kind: "opened", event }),
  );
  app.event("app_uninstalled", async ({ body, context }) => forget(body.event_id, context));
  app.event("tokens_revoked", async ({ event, body, context }) => {
    // People's own tokens are none of ours.
    if ((event.tokens.bot ?? []).length > 0) await forget(body.event_id, context);
  });
}
