import type { Channel } from "../channel.ts";
import { type Fields, optionalString, stringOf } from "../json.ts";
import type { Message } from "../message.ts";
import { Refusal } from "../refusal.ts";
import type { Workspace } from "../workspace.ts";
import { channelOf, type Method, userOf } from "./method.ts";

/** Where it may post: a channel that it is in, or direct messages, also by the id of the person. */
function destinationOf(workspace: Workspace, body: Fields): Channel {
  const person = workspace.users.get(stringOf(body.channel));
  const channel = person ? person.im : channelOf(workspace, body);
  if (channel.isArchived) throw new Refusal("is_archived");
  if (!channel.isMember) throw new Refusal("not_in_channel");
  return channel;
}

function threadOf(channel: Channel, body: Fields): string | undefined {
  const ts = optionalString(body.thread_ts);
  if (ts === undefined) return undefined;
  const parent = channel.find(ts);
  if (!parent) throw new Refusal("thread_not_found");
  return parent.threadTs ?? parent.ts;
}

function ownMessageOf(workspace: Workspace, body: Fields, refusal: string): Message {
  const message = channelOf(workspace, body).find(stringOf(body.ts));
  if (!message) throw new Refusal("message_not_found");
  if (message.author.botId !== workspace.bot.botId) throw new Refusal(refusal);
  return message;
}

/** @see https://docs.slack.dev/reference/methods#chat */
export const chat: Readonly<Record<string, Method>> = {
  "chat.postMessage": (workspace, body) => {
    const channel = destinationOf(workspace, body);
    const where = { threadTs: threadOf(channel, body), isBroadcast: body.reply_broadcast === true };
    const message = workspace.post(channel, body, where);
    return { channel: channel.id, ts: message.ts, message: message.toJSON() };
  },

  "chat.postEphemeral": (workspace, body) => {
    const channel = destinationOf(workspace, body);
    const user = userOf(workspace, body);
    if (channel.partner && channel.partner !== user) throw new Refusal("user_not_in_channel");
    const where = { threadTs: threadOf(channel, body), ephemeralTo: user.id };
    return { message_ts: workspace.post(channel, body, where).ts };
  },

  "chat.update": (workspace, body) => {
    const message = ownMessageOf(workspace, body, "cant_update_message");
    workspace.edit(message, body);
    return { channel: message.channel.id, ts: message.ts, text: message.text, message: message.toJSON() };
  },

  "chat.delete": (workspace, body) => {
    const message = ownMessageOf(workspace, body, "cant_delete_message");
    workspace.remove(message);
    return { channel: message.channel.id, ts: message.ts };
  },

  "chat.getPermalink": (workspace, body) => {
    const channel = channelOf(workspace, body);
    const message = channel.find(stringOf(body.message_ts));
    if (!message) throw new Refusal("message_not_found");
    const path = `archives/${channel.id}/p${message.ts.replace(".", "")}`;
    return { channel: channel.id, permalink: `https://${workspace.domain}.slack.com/${path}` };
  },

  "reactions.add": (workspace, body) => {
    const message = channelOf(workspace, body).find(stringOf(body.timestamp));
    if (!message) throw new Refusal("message_not_found");
    const [name, user] = [stringOf(body.name), workspace.bot.userId];
    if (message.reactions.some((one) => one.name === name && one.user === user)) throw new Refusal("already_reacted");
    message.reactions.push({ name, user });
    return {};
  },
};
