/**
 * Slack's ids are of a workspace, and one process may serve many: what the bot is told, and gives back, is
 * `WORKSPACE.ID`.
 */
import type { MessageRef } from "../../core/incoming.ts";

export const platform = "slack";

export type Scoped = { team: string; id: string };

export const scoped = (team: string, id: string) => `${team}.${id}`;

/** @throws RangeError for an id that no event of ours had */
export function unscoped(text: string): Scoped {
  const [team, id] = text.split(".", 2);
  if (!team || !id) throw new RangeError("an id without its workspace");
  return { team, id };
}

/** @param channel the conversation as the bot knows it */
export const refOf = (channel: string, ts: string, thread?: string): MessageRef => ({
  platform,
  conversation: channel,
  thread,
  message: ts,
});

/** A conversation of two. */
export const isDirectChannel = (channel: string) => channel.startsWith("D");
