/** What people do on Discord, as the bot takes it. */
import {
  ApplicationIntegrationType,
  type BaseInteraction,
  ChannelType,
  type ChatInputCommandInteraction,
  InteractionContextType,
  type Message,
  type MessageContextMenuCommandInteraction,
  PermissionFlagsBits,
} from "discord.js";
import { registry } from "../../core/commands/registry.ts";
import type { Incoming, MessageRef, Origin } from "../../core/incoming.ts";
import { pressOf } from "./render.ts";

export const platform = "discord";

export type Utterance = Incoming & { kind: "utterance" };

/** A message as something said, if the bot should hear it. */
export function readMessage(message: Message, overhears: boolean): Utterance | undefined {
  const us = message.client.user;
  if (message.author.bot || message.system || message.webhookId !== null) return undefined;
  const isDirect = message.guildId === null;
  const isMention =
    message.mentions.users.has(us.id) || message.mentions.roles.some((role) => role.tags?.botId === us.id);
  if (!isDirect && !isMention && (!overhears || message.content === "")) return undefined;
  const place = placeOf(message.channelId, message.channel);
  const name = message.member?.nickname ?? message.author.displayName;
  return {
    kind: "utterance",
    origin: {
      platform,
      ...(message.guildId !== null && { space: message.guildId }),
      ...place,
      person: message.author.id,
      name,
      // A message does not say which language its author has chosen.
      locale: message.guild?.preferredLocale ?? "en",
      isDirect,
      mayAdminister: false,
    },
    text: spoken(message.content),
    addressed: isDirect ? "direct" : isMention ? "mention" : "overheard",
  };
}

/** Mentions and emoji are no words: https://docs.discord.com/developers/reference#message-formatting */
function spoken(content: string): string {
  return content.replaceAll(/<(?:@[!&]?|#|a?:\w+:|id:)\w+>/g, " ").trim();
}

/** An interaction as what was done; undefined for those of no concern, such as autocomplete. */
export function readInteraction(interaction: BaseInteraction): Incoming | undefined {
  const origin = originOf(interaction);
  if (interaction.isChatInputCommand()) {
    return { kind: "command", origin, name: interaction.commandName, given: optionsOf(interaction) };
  }
  if (interaction.isMessageContextMenuCommand()) return shortcutOf(interaction, origin);
  if (interaction.isButton() || interaction.isStringSelectMenu()) {
    const chosen = interaction.isStringSelectMenu() ? interaction.values : undefined;
    const message: MessageRef = {
      platform,
      conversation: origin.conversation,
      thread: origin.thread,
      message: interaction.message.id,
    };
    return { kind: "press", origin, id: pressOf(interaction.customId, chosen), message };
  }
  if (interaction.isModalSubmit()) {
    const values = interaction.fields.fields.map((field) => [field.customId, "value" in field ? field.value : ""]);
    return { kind: "form", origin, id: interaction.customId, values: Object.fromEntries(values) };
  }
  return undefined;
}

function originOf(interaction: BaseInteraction): Origin {
  const { user, member, guildId, context, locale, memberPermissions, authorizingIntegrationOwners } = interaction;
  const isDirect = context === null ? guildId === null : context === InteractionContextType.BotDM;
  // Somebody brought us along; the server itself, or the group, has not let us in.
  const isGuest =
    !isDirect &&
    authorizingIntegrationOwners[ApplicationIntegrationType.GuildInstall] === undefined &&
    context !== null;
  const nickname = member && ("nickname" in member ? member.nickname : member.nick);
  return {
    platform,
    ...(guildId !== null && !isGuest && { space: guildId }),
    ...placeOf(interaction.channelId ?? user.id, interaction.channel),
    person: user.id,
    name: nickname ?? user.displayName,
    locale,
    isDirect,
    ...(isGuest && { isGuest }),
    mayAdminister: !isGuest && memberPermissions?.has(PermissionFlagsBits.ManageGuild) === true,
  };
}

/** A thread is a channel of its own, in another. */
function placeOf(
  channelId: string,
  channel: BaseInteraction["channel"] | Message["channel"],
): Pick<Origin, "conversation" | "thread" | "place"> {
  const threads = [ChannelType.PublicThread, ChannelType.PrivateThread, ChannelType.AnnouncementThread];
  const isThread = channel !== null && threads.some((type) => type === channel.type);
  const parent = isThread && "parentId" in channel ? channel.parentId : null;
  const name = channel !== null && "name" in channel ? channel.name : null;
  const place = name ? { place: `#${name}` } : {};
  return parent === null
    ? { conversation: channelId, ...place }
    : { conversation: parent, thread: channelId, ...place };
}

function optionsOf({ options }: ChatInputCommandInteraction): Record<string, string | number | boolean> {
  return Object.fromEntries(options.data.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

function shortcutOf(interaction: MessageContextMenuCommandInteraction, origin: Origin): Incoming | undefined {
  const command = registry.find(({ shortcut }) => shortcut?.title === interaction.commandName);
  if (!command?.shortcut) return undefined;
  const given = { [command.shortcut.option]: spoken(interaction.targetMessage.content) };
  return { kind: "command", origin, name: command.name, given };
}
