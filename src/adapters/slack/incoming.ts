/** What people do on Slack, as the bot takes it. */
import type { BlockAction, MessageShortcut, SlackCommandMiddlewareArgs, types, ViewSubmitAction } from "@slack/bolt";
import { z } from "zod";
import { registry } from "../../core/commands/registry.ts";
import type { Origin } from "../../core/incoming.ts";
import type { Profile } from "./directory.ts";
import { isDirectChannel, platform, refOf, scoped } from "./ids.ts";
import { meantName, shortcutId } from "./manifest.ts";
import { pressOf } from "./render.ts";

export type SlashCommand = SlackCommandMiddlewareArgs["command"];

/** Where something was done, as Slack says it; `channel` is absent on the home page. */
export type Whereabouts = {
  team: string;
  user: string;
  channel?: string | undefined;
  thread?: string | undefined;
  /** Whether the thread begins with our answer: until then Slack shows nothing private in it. */
  isNewThread?: boolean;
  isDirect: boolean;
  /** Whether we can only answer the person who called us. */
  isGuest?: true;
};

/** What is done on the home page counts as done in direct messages. */
export function whereIs(team: string, user: string, channel?: string, thread?: string): Whereabouts {
  return { team, user, channel, thread, isDirect: channel === undefined || isDirectChannel(channel) };
}

/** @param who what Slack says of the person @param isCreator whether they made the channel */
export function originOf(where: Whereabouts, who: Profile, isCreator: boolean): Origin {
  const { team, user, channel, thread, isDirect, isGuest } = where;
  return {
    platform,
    space: team,
    conversation: scoped(team, channel ?? user),
    ...(thread !== undefined && { thread }),
    person: scoped(team, user),
    ...(who.name !== undefined && { name: who.name }),
    locale: who.locale,
    isDirect,
    ...(isGuest && { isGuest }),
    mayAdminister: who.isAdmin,
    ...(isCreator && { isOwner: true as const }),
  };
}

/** A message that somebody wrote: not a bot's, not one about joining or editing. */
export type Said = { user: string; channel: string; text: string; ts: string; thread?: string };

export function readMessage(event: types.AllMessageEvents): Said | undefined {
  if (event.subtype !== undefined && event.subtype !== "file_share" && event.subtype !== "thread_broadcast") {
    return undefined;
  }
  if (!("user" in event) || event.user === undefined || ("bot_id" in event && event.bot_id)) return undefined;
  const thread = "thread_ts" in event ? event.thread_ts : undefined;
  const text = "text" in event ? (event.text ?? "") : "";
  return { user: event.user, channel: event.channel, text, ts: event.ts, ...(thread !== undefined && { thread }) };
}

export const mentions = (text: string, user: string | undefined) =>
  user !== undefined && new RegExp(`<@${user}(\\|[^>]*)?>`).test(text);

/** Words as they were typed: https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages */
export function spoken(text: string): string {
  return text
    .replaceAll(/<[@!][^>]*>/g, " ")
    .replaceAll(/<#[^>|]*(?:\|([^>]*))?>/g, (_, name: string | undefined) => name ?? " ")
    .replaceAll(/<([^>|]*)(?:\|([^>]*))?>/g, (_, url: string, label: string | undefined) => label ?? url)
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}

/** @param prefix of the commands in this workspace */
export function readCommand({ command, text }: SlashCommand, prefix: string): { name: string; given: string } {
  return { name: meantName(command.replace(/^\//, ""), prefix), given: spoken(text) };
}

/** The command that is meant by a shortcut on a message, and what it is given. */
export function readShortcut({ callback_id, message }: MessageShortcut) {
  const command = registry.find(({ shortcut }) => shortcut && callback_id === shortcutId(shortcut.title));
  if (!command?.shortcut) return undefined;
  return { name: command.name, given: { [command.shortcut.option]: spoken(message.text ?? "") } };
}

export function readPress({ actions, channel, message, container }: BlockAction, team: string) {
  const [action] = actions;
  if (!action) return undefined;
  const chosen = action.type === "static_select" ? action.selected_option?.value : undefined;
  const id = pressOf(action.action_id, chosen ?? ("value" in action ? action.value : undefined));
  const ts: unknown = message?.ts ?? container.message_ts;
  const thread = threadOf(message ?? container);
  if (!channel || typeof ts !== "string" || container.is_ephemeral === true) return { id };
  return { id, message: refOf(scoped(team, channel.id), ts, thread) };
}

/** A message that begins a thread is not in it: games and their buttons stay where they are. */
export function threadOf(message: Record<string, unknown>): string | undefined {
  const { thread_ts: thread, ts, message_ts } = message;
  return typeof thread === "string" && thread !== (ts ?? message_ts) ? thread : undefined;
}

/** What a form remembers of where it was opened: Slack does not say that when it comes back. */
const openedSchema = z.object({ id: z.string(), channel: z.string().optional(), thread: z.string().optional() });
export type Opened = z.infer<typeof openedSchema>;

export const writeOpened = (opened: Opened) => JSON.stringify(opened);

/** @returns undefined for a form that is none of ours */
export function readForm({ view }: ViewSubmitAction): { opened: Opened; values: Record<string, string> } | undefined {
  const opened = openedSchema.safeParse(parsed(view.private_metadata));
  if (!opened.success) return undefined;
  const inputs = Object.values(view.state.values).flatMap((block) => Object.entries(block));
  return { opened: opened.data, values: Object.fromEntries(inputs.map(([name, { value }]) => [name, value ?? ""])) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
