/** Brings the commands that Discord knows in line with ours, and touches none that is as it should be. */
import { isDeepStrictEqual } from "node:util";
import {
  type APIApplicationCommand,
  ApplicationCommandType,
  OAuth2Scopes,
  PermissionFlagsBits,
  type REST,
  type RESTGetCurrentApplicationResult,
  Routes,
} from "discord.js";
import type { CommandBody } from "./commands.ts";

export type Changes = {
  create: CommandBody[];
  update: { id: string; body: CommandBody }[];
  remove: { id: string; name: string }[];
  same: number;
};

/** @param published what Discord holds */
export function compareCommands(wanted: readonly CommandBody[], published: readonly APIApplicationCommand[]): Changes {
  const changes: Changes = { create: [], update: [], remove: [], same: 0 };
  const unwanted = new Map(published.map((one) => [keyOf(one), one]));
  for (const body of wanted) {
    const before = unwanted.get(keyOf(body));
    unwanted.delete(keyOf(body));
    if (!before) changes.create.push(body);
    else if (isDeepStrictEqual(essence(asFarAs(body, before)), essence(body))) changes.same += 1;
    else changes.update.push({ id: before.id, body });
  }
  changes.remove.push(...[...unwanted.values()].map(({ id, name }) => ({ id, name })));
  return changes;
}

const keyOf = ({ type, name }: CommandBody | APIApplicationCommand) =>
  `${type ?? ApplicationCommandType.ChatInput}/${name}`;

/** On one server, Discord says of places what nobody told it. */
function asFarAs(body: CommandBody, { contexts, integration_types, ...before }: APIApplicationCommand) {
  return body.contexts === undefined ? before : { ...before, contexts, integration_types };
}

/** What of a command is its maker's: Discord adds ids and versions, and writes down what was left out. */
const ours = [
  "type",
  "name",
  "description",
  "options",
  "default_member_permissions",
  "contexts",
  "integration_types",
  "name_localizations",
  "description_localizations",
  "required",
  "choices",
  "autocomplete",
  "min_value",
  "max_value",
  "value",
];

function essence(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all = value.map(essence);
    // Contexts and kinds of installation are sets.
    return all.every((one) => typeof one === "number") ? all.toSorted((a, b) => a - b) : all;
  }
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries({ type: ApplicationCommandType.ChatInput, ...value })
    .filter(([key, one]) => isOurs(key) && !isLeftOut(one))
    .map(([key, one]) => [key, key.endsWith("_localizations") ? one : essence(one)]);
  return Object.fromEntries(kept);
}

const isOurs = (key: string) => ours.includes(key);
const isLeftOut = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === false ||
  value === "" ||
  (Array.isArray(value) && value.length === 0);

/** The commands of an application, everywhere or on one server. */
export class CommandBook {
  readonly #rest: REST;
  readonly #routes: { all: `/${string}`; one: (id: string) => `/${string}` };

  constructor(rest: REST, application: string, server?: string) {
    this.#rest = rest;
    this.#routes =
      server === undefined
        ? { all: Routes.applicationCommands(application), one: (id) => Routes.applicationCommand(application, id) }
        : {
            all: Routes.applicationGuildCommands(application, server),
            one: (id) => Routes.applicationGuildCommand(application, server, id),
          };
  }

  async read(): Promise<APIApplicationCommand[]> {
    const query = new URLSearchParams({ with_localizations: "true" });
    return (await this.#rest.get(this.#routes.all, { query })) as APIApplicationCommand[];
  }

  async apply({ create, update, remove }: Changes): Promise<void> {
    for (const { id } of remove) await this.#rest.delete(this.#routes.one(id));
    for (const { id, body } of update) await this.#rest.patch(this.#routes.one(id), { body });
    for (const body of create) await this.#rest.post(this.#routes.all, { body });
  }
}

export async function findApplication(rest: REST): Promise<RESTGetCurrentApplicationResult> {
  return (await rest.get(Routes.currentApplication())) as RESTGetCurrentApplicationResult;
}

/** Read, write, in threads too, with links and files; the ids of questions that answers refer to. */
const permissions =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory;

/** Where an administrator lets the bot into a server, and where anybody takes it along. */
export function inviteLinks(application: string): { server: string; person: string } {
  const link = (query: Record<string, string>) =>
    `https://discord.com/oauth2/authorize?${new URLSearchParams({ client_id: application, ...query })}`;
  const commands = OAuth2Scopes.ApplicationsCommands;
  return {
    server: link({
      scope: `${OAuth2Scopes.Bot} ${commands}`,
      permissions: String(permissions),
      integration_type: "0",
    }),
    person: link({ scope: commands, integration_type: "1" }),
  };
}
