import type { CommandBody, CommandOption } from "../shapes.ts";
import { countFaults, duplicates, faultIf, lengthFaults } from "./check.ts";

/** https://docs.discord.com/developers/interactions/application-commands, under naming */
const slashName = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const limits = { name: 32, text: 100, options: 25, choices: 25, total: 8000 } as const;
const types = { slash: 1, user: 2, message: 3 } as const;
const subcommandTypes: readonly number[] = [1, 2];
/** How many commands of a type there can be. */
const perType: Record<number, number> = { [types.slash]: 100, [types.user]: 15, [types.message]: 15 };

export function commandListFaults(commands: readonly CommandBody[]): string[] {
  const keys = commands.map(({ name, type }) => `${name} (type ${type ?? types.slash})`);
  const over = Object.entries(perType).filter(
    ([type, most]) => commands.filter((command) => (command.type ?? types.slash) === Number(type)).length > most,
  );
  return [
    ...duplicates(keys).map((key) => `two commands are called ${key}`),
    ...over.map(([type, most]) => `more than ${most} commands of type ${type}`),
    ...commands.flatMap(commandFaults),
  ];
}

export function commandFaults(command: CommandBody): string[] {
  const { name, description, type, options } = command;
  const total = charactersOf(command);
  const isSlash = (type ?? types.slash) === types.slash;
  const own = isSlash
    ? [...nameFaults(name), ...lengthFaults(`${name}: description`, description, 1, limits.text)]
    : [
        ...lengthFaults("a command's name", name, 1, limits.name),
        ...faultIf(Boolean(description) || (options?.length ?? 0) > 0, `${name} is in a menu and has no description`),
      ];
  return [
    ...own,
    ...Object.values(command.name_localizations ?? {}).flatMap((translated) =>
      isSlash ? nameFaults(translated) : lengthFaults("a translated name", translated, 1, limits.name),
    ),
    ...translatedFaults(command.description_localizations, limits.text),
    ...optionsFaults(name, options ?? []),
    ...faultIf(total > limits.total, `${name} has ${total} characters, of ${limits.total}`),
  ];
}

function optionsFaults(where: string, options: readonly CommandOption[]): string[] {
  const isSubcommand = ({ type }: CommandOption) => subcommandTypes.includes(type);
  const firstFree = options.findIndex((option) => !option.required);
  return [
    ...countFaults(`options of ${where}`, options.length, 0, limits.options),
    ...duplicates(options.map(({ name }) => name)).map((name) => `${where} has two options ${name}`),
    ...faultIf(
      firstFree >= 0 && options.slice(firstFree).some(({ required }) => required),
      `${where} has a required option after one that is not`,
    ),
    ...faultIf(options.some(isSubcommand) && !options.every(isSubcommand), `${where} mixes subcommands and options`),
    ...options.flatMap((option) => optionFaults(where, option)),
  ];
}

function optionFaults(where: string, option: CommandOption): string[] {
  const { name, description, choices, options, autocomplete } = option;
  const at = `${where} ${name}`;
  return [
    ...nameFaults(name),
    ...Object.values(option.name_localizations ?? {}).flatMap(nameFaults),
    ...lengthFaults(`${at}: description`, description, 1, limits.text),
    ...translatedFaults(option.description_localizations, limits.text),
    ...faultIf((choices?.length ?? 0) > 0 && autocomplete === true, `${at} has choices and completes`),
    ...choiceFaults(at, choices ?? []),
    ...optionsFaults(at, options ?? []),
  ];
}

function choiceFaults(where: string, choices: NonNullable<CommandOption["choices"]>): string[] {
  return [
    ...countFaults(`choices of ${where}`, choices.length, 0, limits.choices),
    ...duplicates(choices.map(({ name }) => name)).map((name) => `${where} has two choices ${name}`),
    ...duplicates(choices.map(({ value }) => value)).map((value) => `${where} has two choices of ${value}`),
    ...choices.flatMap(({ name, value, name_localizations }) => [
      ...lengthFaults(`${where}: a choice's name`, name, 1, limits.text),
      ...(typeof value === "string" ? lengthFaults(`${where}: a choice's value`, value, 1, limits.text) : []),
      ...translatedFaults(name_localizations, limits.text),
    ]),
  ];
}

export function autocompleteFaults({ choices }: { choices?: { name: string; value: string | number }[] }): string[] {
  return choices ? choiceFaults("what was typed", choices) : ["a completion without choices"];
}

function nameFaults(name: string): string[] {
  return faultIf(!slashName.test(name) || name !== name.toLowerCase(), `"${name}" is no name for a command or option`);
}

function translatedFaults(translated: Record<string, string> | null | undefined, most: number): string[] {
  return Object.entries(translated ?? {}).flatMap(([locale, text]) =>
    lengthFaults(`a text for ${locale}`, text, 1, most),
  );
}

type Described = Pick<CommandBody, "name" | "name_localizations" | "description_localizations"> & {
  description?: string | null;
  options?: CommandOption[] | null;
  choices?: CommandOption["choices"];
};

/** All that counts together: names, descriptions and values; of translations the longest. */
function charactersOf(described: Described): number {
  const { name, description, options, choices } = described;
  const own = longest(name, described.name_localizations) + longest(description, described.description_localizations);
  const offered = (choices ?? []).reduce(
    (sum, choice) => sum + longest(choice.name, choice.name_localizations) + String(choice.value).length,
    0,
  );
  return own + offered + (options ?? []).reduce((sum, option) => sum + charactersOf(option), 0);
}

function longest(text: string | null | undefined, translated: Record<string, string> | null | undefined): number {
  return Math.max(text?.length ?? 0, ...Object.values(translated ?? {}).map(({ length }) => length));
}
