import type { Channel } from "../channel.ts";
import { type Fields, optionalString, stringOf } from "../json.ts";
import { Refusal } from "../refusal.ts";
import type { Workspace } from "../workspace.ts";
import { channelOf, type Method, pageOf, userOf } from "./method.ts";

/** Only members may read. */
function readableChannel(workspace: Workspace, body: Fields): Channel {
  const channel = channelOf(workspace, body);
  if (!channel.isMember) throw new Refusal("not_in_channel");
  return channel;
}

function isWithin(ts: string, { oldest, latest, inclusive }: Fields): boolean {
  const [after, before] = [optionalString(oldest), optionalString(latest)];
  if (inclusive === true && (ts === after || ts === before)) return true;
  return (after === undefined || ts > after) && (before === undefined || ts < before);
}

const typeNames = { channel: "public_channel", group: "private_channel", im: "im" } as const;

/** @see https://docs.slack.dev/reference/methods#conversations */
export const conversations: Readonly<Record<string, Method>> = {
  "conversations.info": (workspace, body) => {
    const channel = channelOf(workspace, body);
    const members = channel.partner ? 2 : workspace.users.size + 1;
    return { channel: { ...channel.toJSON(), ...(body.include_num_members === true && { num_members: members }) } };
  },

  "conversations.open": (workspace, body) => {
    const { im } = userOf(workspace, body, "users");
    return { channel: body.return_im === true ? im.toJSON() : { id: im.id } };
  },

  "conversations.history": (workspace, body) => {
    const messages = readableChannel(workspace, body).messages.filter(
      ({ ts, threadTs }) => threadTs === undefined && isWithin(ts, body),
    );
    const { page, rest } = pageOf(messages.reverse(), body);
    return { messages: page.map((message) => message.toJSON()), ...rest };
  },

  "conversations.replies": (workspace, body) => {
    const channel = readableChannel(workspace, body);
    const ts = stringOf(body.ts);
    if (!channel.find(ts)) throw new Refusal("thread_not_found");
    const { page, rest } = pageOf(
      channel.thread(ts).filter((message) => message.ts === ts || isWithin(message.ts, body)),
      body,
    );
    return { messages: page.map((message) => message.toJSON()), ...rest };
  },

  /** Everybody is in every channel; who is, beside the bot, makes no difference to an app. */
  "conversations.members": (workspace, body) => {
    const channel = readableChannel(workspace, body);
    const people = channel.partner ? [channel.partner.id] : [...workspace.users.keys()];
    const { page, rest } = pageOf([...people, workspace.bot.userId], body);
    return { members: page, ...rest };
  },

  "users.conversations": (workspace, body) => {
    const types = (optionalString(body.types) ?? "public_channel").split(",").map((type) => type.trim());
    const channels = [...workspace.channels.values()].filter(
      ({ isMember, isArchived, type }) =>
        isMember && !(isArchived && body.exclude_archived === true) && types.includes(typeNames[type]),
    );
    const { page, rest } = pageOf(channels, body);
    return { channels: page.map((channel) => channel.toJSON()), ...rest };
  },
};
