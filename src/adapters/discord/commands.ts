/** The registry as Discord's application commands. */
import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  ContextMenuCommandBuilder,
  InteractionContextType,
  type LocalizationMap,
  PermissionFlagsBits,
  type RESTPostAPIApplicationCommandsJSONBody,
  SlashCommandBuilder,
} from "discord.js";
import type { Command, Option, Translations } from "../../core/commands/command.ts";

export type CommandBody = RESTPostAPIApplicationCommandsJSONBody;

/** Alone with the bot, and among others whether the bot is a member there or somebody has brought it along. */
const everywhere = [
  InteractionContextType.Guild,
  InteractionContextType.BotDM,
  InteractionContextType.PrivateChannel,
] as const;
const installedBy = [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall] as const;

/** Slash commands, and what the menu of a message offers. */
export function commandBodies(registry: readonly Command[]): CommandBody[] {
  return [...registry.map(slashCommand), ...registry.flatMap(messageCommand)];
}

/** The same for one server, where Discord knows no other places. */
export function serverCommandBodies(registry: readonly Command[]): CommandBody[] {
  return commandBodies(registry).map(({ contexts: _, integration_types: __, ...body }) => body);
}

function slashCommand(command: Command): CommandBody {
  const { name, summary, translations, options, isFor } = command;
  const builder = new SlashCommandBuilder()
    .setName(name)
    .setDescription(summary)
    .setNameLocalizations(localized(translations, "name"))
    .setDescriptionLocalizations(localized(translations, "summary"));
  if (isFor === "administrators") {
    // What a community decides about itself is no guest's business.
    builder
      .setDefaultMemberPermissions(PermissionFlagsBits.ManageGuild)
      .setContexts(InteractionContextType.Guild, InteractionContextType.BotDM)
      .setIntegrationTypes(ApplicationIntegrationType.GuildInstall);
  } else {
    builder.setContexts(...everywhere).setIntegrationTypes(...installedBy);
  }
  // Discord wants those that are required first.
  const ordered = Object.entries(options).toSorted(
    ([, a], [, b]) => Number(b.required ?? false) - Number(a.required ?? false),
  );
  for (const [optionName, option] of ordered) addOption(builder, optionName, option);
  return builder.toJSON();
}

function addOption(builder: SlashCommandBuilder, name: string, option: Option): void {
  const { summary, required = false, translations } = option;
  const describe = <B extends Describable<B>>(one: B): B =>
    one
      .setName(name)
      .setDescription(summary)
      .setRequired(required)
      .setNameLocalizations(localized(translations, "name"))
      .setDescriptionLocalizations(localized(translations, "summary"));
  switch (option.kind) {
    case "text":
      builder.addStringOption((one) => describe(one).setAutocomplete(option.suggest !== undefined));
      break;
    case "integer":
      builder.addIntegerOption((one) => describe(one).setMinValue(option.min).setMaxValue(option.max));
      break;
    case "choice":
      builder.addStringOption((one) =>
        describe(one).addChoices(option.values.map((value) => ({ name: value, value }))),
      );
      break;
    default:
      option satisfies never;
  }
}

interface Describable<B> {
  setName(name: string): B;
  setDescription(description: string): B;
  setRequired(required: boolean): B;
  setNameLocalizations(map: LocalizationMap | null): B;
  setDescriptionLocalizations(map: LocalizationMap | null): B;
}

function messageCommand({ shortcut }: Command): CommandBody[] {
  if (!shortcut) return [];
  const builder = new ContextMenuCommandBuilder()
    .setType(ApplicationCommandType.Message)
    .setName(shortcut.title)
    .setContexts(...everywhere)
    .setIntegrationTypes(...installedBy);
  return [builder.toJSON()];
}

/** Discord's locales are BCP 47 tags: https://docs.discord.com/developers/reference#locales */
function localized(translations: Translations | undefined, part: "name" | "summary"): LocalizationMap | null {
  const all = Object.entries(translations ?? {}).flatMap(([locale, words]) => {
    const text = words[part];
    return text === undefined ? [] : [[locale, text] as const];
  });
  return all.length > 0 ? Object.fromEntries(all) : null;
}
