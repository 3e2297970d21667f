import type { Channel } from "../channel.ts";
import { type Fields, optionalString, stringOf } from "../json.ts";
import { Refusal } from "../refusal.ts";
import type { User } from "../user.ts";
import type { Workspace } from "../workspace.ts";

/** @throws Refusal for what Slack answers with an error */
export type Method = (workspace: Workspace, body: Fields) => Fields;

/** What the app can see: its own channels, the public ones, and direct messages. */
export function channelOf(workspace: Workspace, body: Fields): Channel {
  const channel = workspace.channels.get(stringOf(body.channel));
  if (!channel || (channel.isPrivate && !channel.isMember)) throw new Refusal("channel_not_found");
  return channel;
}

/** As {@link channelOf}, where only members get an answer. */
export function joinedChannelOf(workspace: Workspace, body: Fields): Channel {
  const channel = channelOf(workspace, body);
  if (!channel.isMember) throw new Refusal("not_in_channel");
  return channel;
}

export function userOf(workspace: Workspace, body: Fields, name = "user"): User {
  const user = workspace.users.get(stringOf(body[name]));
  if (!user) throw new Refusal("user_not_found");
  return user;
}

/** One page of a list, as Slack's cursors go through it. */
export function pageOf<T>(all: readonly T[], body: Fields, defaultLimit = 100) {
  const start = Number(optionalString(body.cursor) ?? 0);
  const end = start + Number(body.limit ?? defaultLimit);
  const hasMore = end < all.length;
  return {
    page: all.slice(start, end),
    rest: { has_more: hasMore, response_metadata: { next_cursor: hasMore ? String(end) : "" } },
  };
}
