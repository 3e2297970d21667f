import { begin, type Manner } from "./begin-interaction.ts";
import type { Channel } from "./channel.ts";
import type { Published } from "./command-book.ts";
import type { Interaction } from "./interaction.ts";
import type { Message } from "./message.ts";
import type { CommandOption, Json } from "./shapes.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

export type { Manner } from "./begin-interaction.ts";

/** Options as somebody filled them in. */
export type Given = Record<string, string | number | boolean>;

const chatInput = 1;
const onMessage = 3;
const administrator = 1n << 3n;

export function beginCommand(
  world: World,
  user: User,
  channel: Channel,
  name: string,
  options: Given,
  manner: Manner,
): Interaction {
  const data = slashData(world, user, channel, { name, options }, manner);
  return begin(world, user, { kind: "command", channel, data, manner });
}

export function beginCompletion(
  world: World,
  user: User,
  channel: Channel,
  typed: { name: string; options: Given; focused: string },
  manner: Manner,
): Interaction {
  const data = slashData(world, user, channel, typed, manner);
  return begin(world, user, { kind: "autocomplete", channel, data, manner });
}

export function beginMessageCommand(
  world: World,
  user: User,
  name: string,
  message: Message,
  manner: Manner,
): Interaction {
  const { channel } = message;
  const command = published(world, user, channel, { name, type: onMessage }, manner);
  const data = {
    id: command?.id ?? world.ids.next(),
    name,
    type: onMessage,
    target_id: message.id,
    resolved: { messages: { [message.id]: message.wire() } },
  };
  return begin(world, user, { kind: "message-command", channel, data, manner });
}

type Typed = { name: string; options: Given; focused?: string };

function slashData(world: World, user: User, channel: Channel, typed: Typed, manner: Manner): Json {
  const [name = "", ...subcommands] = typed.name.split(" ");
  const command = published(world, user, channel, { name, type: chatInput }, manner);
  const options = nested(subcommands, typed, command?.options ?? []);
  return { id: command?.id ?? world.ids.next(), name, type: chatInput, options };
}

/** Options inside their subcommand, which is itself an option. */
function nested(subcommands: readonly string[], typed: Typed, described: readonly CommandOption[]): Json[] {
  const [name, ...rest] = subcommands;
  if (name !== undefined) {
    const inside = described.find((option) => option.name === name)?.options ?? [];
    return [{ name, type: rest.length > 0 ? 2 : 1, options: nested(rest, typed, inside) }];
  }
  return Object.entries(typed.options).map(([key, value]) => ({
    name: key,
    value,
    type: described.find((option) => option.name === key)?.type ?? typeOf(value),
    ...(key === typed.focused && { focused: true }),
  }));
}

function typeOf(value: string | number | boolean): number {
  if (typeof value === "boolean") return 5;
  if (typeof value === "string") return 3;
  return Number.isInteger(value) ? 4 : 10;
}

/** @throws if people see only what was published, and this isn't, or isn't for them */
function published(
  world: World,
  user: User,
  channel: Channel,
  { name, type }: { name: string; type: number },
  { permissions = user.permissions }: Manner,
): Published | undefined {
  const command = world.commands.find(name, type, channel.server?.id);
  if (!world.requirePublished) return command;
  if (!command) throw new Error(`no command "${name}" was published`);
  const context = channel.server ? 0 : 1;
  if (command.contexts && !command.contexts.includes(context)) throw new Error(`"${name}" is not for here`);
  const needed = BigInt(command.default_member_permissions ?? 0);
  const may = channel.isDirect || (permissions & administrator) !== 0n || (permissions & needed) === needed;
  if (!may) throw new Error(`${user.name} may not use "${name}"`);
  return command;
}
