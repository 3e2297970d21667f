import { fieldsOf, isFields, listOf, optionalString, stringOf } from "../json.ts";
import { Refusal } from "../refusal.ts";
import { channelOf, type Method, userOf } from "./method.ts";

/** Of a thread with the app, which exists as soon as somebody has written to it. */
const checkThread: Method = (workspace, body) => {
  channelOf(workspace, { channel: body.channel_id });
  return {};
};

/** @see https://docs.slack.dev/reference/methods */
export const people: Readonly<Record<string, Method>> = {
  "auth.test": ({ id, name, domain, bot }) => ({
    url: `https://${domain}.slack.com/`,
    team: name,
    team_id: id,
    user: "waymark",
    user_id: bot.userId,
    bot_id: bot.botId,
    is_enterprise_install: false,
  }),

  "auth.revoke": (workspace, body) => {
    if (body.test === true) return { revoked: false };
    workspace.platform.revoke(workspace, { isUninstalled: true });
    return { revoked: true };
  },

  "users.info": (workspace, body) => {
    const { bot } = workspace;
    if (body.user === bot.userId) return { user: { id: bot.userId, is_bot: true, profile: { bot_id: bot.botId } } };
    const user = userOf(workspace, body);
    return { user: { ...user.toJSON(), ...(body.include_locale === true && { locale: user.locale }) } };
  },

  "bots.info": ({ bot, platform }, body) => {
    if (body.bot !== bot.botId) throw new Refusal("bot_not_found");
    const { botId: id, userId } = bot;
    return { bot: { id, deleted: false, name: "waymark", user_id: userId, app_id: platform.appId } };
  },

  "assistant.threads.setStatus": checkThread,
  "assistant.threads.setTitle": checkThread,
  "assistant.threads.setSuggestedPrompts": (workspace, body) => {
    const prompts = listOf(body.prompts);
    const isWhole = prompts.every((one) => isFields(one) && stringOf(one.title) !== "" && stringOf(one.message) !== "");
    if (!isWhole || prompts.length < 1 || prompts.length > 4) throw new Refusal("invalid_arguments");
    return checkThread(workspace, body);
  },

  "files.getUploadURLExternal": ({ platform }, body) => platform.files.announce(body),

  "files.completeUploadExternal": (workspace, body) => {
    const files = listOf(body.files).map((file) => workspace.platform.files.complete(fieldsOf(file)));
    if (files.length === 0) throw new Refusal("invalid_arguments");
    const id = optionalString(body.channel_id);
    if (id === undefined) return { files };
    const channel = channelOf(workspace, { channel: id });
    if (!channel.isMember) throw new Refusal("not_in_channel");
    const { initial_comment: text, blocks } = body;
    workspace.post(channel, { text, blocks, files }, { threadTs: optionalString(body.thread_ts) });
    return { files };
  },
};
