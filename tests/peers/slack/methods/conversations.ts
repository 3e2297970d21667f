import { optionalString } from "../json.ts";
import { channelOf, joinedChannelOf, type Method, pageOf, userOf } from "./method.ts";

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

  /** Everybody is in every channel; who is, beside the bot, makes no difference to an app. */
  "conversations.members": (workspace, body) => {
    const channel = joinedChannelOf(workspace, body);
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
