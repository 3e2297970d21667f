import { refuse } from "./refusal.ts";
import type { CommandBody, CommandOption, Json } from "./shapes.ts";
import type { Snowflakes } from "./snowflakes.ts";

export type Published = CommandBody & { id: string; type: number; version: string; guild_id?: string };

/** The commands that a bot has published, for everybody and for single servers. */
export class CommandBook {
  readonly #ids: Snowflakes;
  readonly #applicationId: string;
  readonly #everywhere = new Map<string, Published>();
  readonly #byServer = new Map<string, Map<string, Published>>();

  constructor(ids: Snowflakes, applicationId: string) {
    this.#ids = ids;
    this.#applicationId = applicationId;
  }

  /** @param guildId whose commands; those for everybody, if left out */
  list(guildId?: string): Published[] {
    return [...this.#of(guildId).values()];
  }

  /** What somebody there can use: a server's own command hides one for everybody. */
  find(name: string, type: number, guildId?: string): Published | undefined {
    const fits = (command: Published) => command.name === name && command.type === type;
    return (guildId === undefined ? undefined : this.list(guildId).find(fits)) ?? this.list().find(fits);
  }

  get(id: string, guildId?: string): Published {
    return this.#of(guildId).get(id) ?? refuse(10063);
  }

  /** Put a list in the place of all that was published; who keeps the name keeps the id. */
  replaceAll(bodies: readonly CommandBody[], guildId?: string): Published[] {
    const before = new Map(this.list(guildId).map((command) => [keyOf(command), command]));
    this.#of(guildId).clear();
    return bodies.map((body) => this.#store(body, before.get(keyOf(body))?.id, guildId));
  }

  add(body: CommandBody, guildId?: string): { command: Published; isNew: boolean } {
    const before = this.list(guildId).find((command) => keyOf(command) === keyOf(body));
    return { command: this.#store(body, before?.id, guildId), isNew: !before };
  }

  change(id: string, body: Partial<CommandBody>, guildId?: string): Published {
    return this.#store({ ...this.get(id, guildId), ...body }, id, guildId);
  }

  remove(id: string, guildId?: string): void {
    this.get(id, guildId);
    this.#of(guildId).delete(id);
  }

  /** @param withLocalizations Discord leaves the translations out unless asked for them */
  wire({ name_localizations, description_localizations, ...rest }: Published, withLocalizations: boolean): Json {
    const options = rest.options?.map((option) => (withLocalizations ? option : untranslated(option)));
    return {
      default_member_permissions: null,
      nsfw: false,
      integration_types: [0],
      contexts: null,
      ...rest,
      application_id: this.#applicationId,
      description: rest.description ?? "",
      ...(options && { options }),
      ...(withLocalizations && {
        name_localizations: name_localizations ?? null,
        description_localizations: description_localizations ?? null,
      }),
    };
  }

  #of(guildId: string | undefined): Map<string, Published> {
    if (guildId === undefined) return this.#everywhere;
    const commands = this.#byServer.get(guildId) ?? new Map<string, Published>();
    this.#byServer.set(guildId, commands);
    return commands;
  }

  #store(body: CommandBody, id = this.#ids.next(), guildId?: string): Published {
    const version = this.#ids.next();
    const command = { ...body, id, version, type: body.type ?? 1, ...(guildId !== undefined && { guild_id: guildId }) };
    this.#of(guildId).set(id, command);
    return command;
  }
}

function keyOf({ name, type }: CommandBody): string {
  return `${type ?? 1}:${name}`;
}

function untranslated({ name_localizations: _, description_localizations: __, ...rest }: CommandOption): CommandOption {
  const { options, choices } = rest;
  return {
    ...rest,
    ...(options && { options: options.map(untranslated) }),
    ...(choices && { choices: choices.map(({ name, value }) => ({ name, value })) }),
  };
}
