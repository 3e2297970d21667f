import type { Channel } from "../channel.ts";
import { type Fields, optionalString, stringOf } from "../json.ts";
import type { Message } from "../message.ts";
import { Refusal } from "../refusal.ts";
import type { Workspace } from "../workspace.ts";
import { channelOf, joinedChannelOf, type Method } from "./method.ts";

const scopes = { channel: "channels:history", group: "groups:history", im: "im:history" } as const;
const usualLimit = 100;
const greatestLimit = 999;
const cursorPrefix = "next_ts:";

/** What the app may read: it needs the scope for that kind of place, and to be a member. */
function readableChannel(workspace: Workspace, body: Fields): Channel {
  const scope = scopes[channelOf(workspace, body).type];
  if (workspace.missingScopes.has(scope)) throw new Refusal("missing_scope", [], scope);
  return joinedChannelOf(workspace, body);
}

/** In seconds, to the microsecond. */
function timeOf(body: Fields, name: "oldest" | "latest"): number | undefined {
  const given = body[name];
  if (given === undefined || given === "") return undefined;
  const time = Number(given);
  if (!(time >= 0)) throw new Refusal(`invalid_ts_${name}`);
  return time;
}

/** @returns whether a message is between the times that were asked about */
function rangeOf(body: Fields): (message: Message) => boolean {
  const [oldest, latest] = [timeOf(body, "oldest"), timeOf(body, "latest")];
  return ({ ts }) => {
    const time = Number(ts);
    if (time === oldest || time === latest) return body.inclusive === true;
    return (oldest === undefined || time > oldest) && (latest === undefined || time < latest);
  };
}

function limitOf(body: Fields): number {
  const limit = Number(body.limit ?? usualLimit);
  if (!Number.isInteger(limit) || limit < 1) throw new Refusal("invalid_limit");
  return Math.min(limit, greatestLimit);
}

/**
 * One page of messages, as the Web API shows them. Its cursor names the message that the next page begins with, so that
 * what is posted in the meantime moves nothing.
 *
 * @param isPast whether the first time comes after the second, as the messages are ordered
 */
function pageOf(messages: readonly Message[], body: Fields, isPast: (time: number, other: number) => boolean): Fields {
  const from = startOf(optionalString(body.cursor));
  const left = from === undefined ? messages : messages.filter(({ ts }) => !isPast(from, Number(ts)));
  const limit = limitOf(body);
  const next = left[limit];
  return {
    messages: left.slice(0, limit).map((message) => shown(message, body.include_all_metadata === true)),
    has_more: next !== undefined,
    response_metadata: { next_cursor: next ? btoa(`${cursorPrefix}${next.ts}`) : "" },
  };
}

function startOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const named = Buffer.from(cursor, "base64").toString();
  const time = Number(named.slice(cursorPrefix.length));
  if (!named.startsWith(cursorPrefix) || !(time > 0)) throw new Refusal("invalid_cursor");
  return time;
}

function shown(message: Message, withMetadata: boolean): Fields {
  const { metadata, ...rest } = message.toJSON();
  return withMetadata && metadata !== undefined ? { ...rest, metadata } : rest;
}

/** What was said, as far as an app may read it later. */
export const history: Readonly<Record<string, Method>> = {
  /** The newest first. @see https://docs.slack.dev/reference/methods/conversations.history */
  "conversations.history": (workspace, body) => {
    const { messages } = readableChannel(workspace, body);
    const isInRange = rangeOf(body);
    const listed = messages.filter(
      (message) => (message.threadTs === undefined || message.isBroadcast) && isInRange(message),
    );
    return pageOf(listed.reverse(), body, (time, other) => time < other);
  },

  /** The oldest first, after the thread's beginning. @see https://docs.slack.dev/reference/methods/conversations.replies */
  "conversations.replies": (workspace, body) => {
    const channel = readableChannel(workspace, body);
    const ts = stringOf(body.ts);
    if (!channel.find(ts)) throw new Refusal("thread_not_found");
    const isInRange = rangeOf(body);
    const listed = channel.thread(ts).filter((message) => message.ts === ts || isInRange(message));
    return pageOf(listed, body, (time, other) => time > other);
  },
};
