import type { Channel } from "./channel.ts";
import type { Interaction } from "./interaction.ts";
import { type Attachment, Message } from "./message.ts";
import { refuse } from "./refusal.ts";
import {
  type AllowedMentions,
  type Component,
  eachComponent,
  type MessageBody,
  messageFlags,
  type Upload,
} from "./shapes.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

/** Flags that a sender may set: no link previews, V2 components, silent, voice. The others are Discord's. */
const sendersFlags = (1 << 2) | (1 << 12) | (1 << 13) | messageFlags.componentsV2;

type Written = { channel: Channel; body: MessageBody; files: readonly Upload[]; interaction?: Interaction | undefined };

/** A message of the bot's, not posted yet. */
export function composed(world: World, { channel, body, files, interaction }: Written): Message {
  const isEphemeral = interaction !== undefined && ((body.flags ?? 0) & messageFlags.ephemeral) !== 0;
  const message = new Message({
    id: world.ids.next(),
    channel,
    author: world.bot,
    createdAt: world.now(),
    reference: referenced(world, channel, body),
    interaction,
    ephemeralTo: isEphemeral ? interaction.user : undefined,
  });
  message.flags = isEphemeral ? messageFlags.ephemeral : 0;
  message.nonce = body.nonce ?? undefined;
  write(world, message, body, files);
  return message;
}

/** Change a message of the bot's: what the body leaves out stays as it is. */
export function rewrite(world: World, message: Message, body: MessageBody, files: readonly Upload[]): void {
  const wasLoading = message.isLoading;
  write(world, message, body, files);
  if (!wasLoading) {
    message.edits += 1;
    message.editedAt = world.now();
  }
  world.updated(message);
}

/** @throws Refusal before anything has changed */
function write(world: World, message: Message, body: MessageBody, files: readonly Upload[]): void {
  const next = {
    flags: (message.flags & ~messageFlags.loading) | ((body.flags ?? 0) & sendersFlags),
    content: body.content === undefined ? message.content : (body.content ?? ""),
    embeds: body.embeds === undefined ? message.embeds : (body.embeds ?? []),
    components: body.components === undefined ? message.components : numbered(body.components ?? []),
    attachments: attached(world, message, body, files),
  };
  const besides = next.content.length + next.embeds.length + (body.poll ? 1 : 0);
  if ((next.flags & messageFlags.componentsV2) !== 0 && besides > 0) {
    refuse(50035, "a message of V2 components holds no content, embeds or poll beside them");
  }
  const holds = besides + next.components.length + next.attachments.length + (body.sticker_ids?.length ?? 0);
  if (holds === 0) refuse(50006);
  Object.assign(message, next);
  message.mentions = pinged(world, message, body.allowed_mentions ?? undefined);
}

/** Discord gives every component a number, in reading order, unless its sender did. */
function numbered(components: readonly Component[]): Component[] {
  const copy = structuredClone([...components]);
  let next = 1;
  for (const component of eachComponent(copy)) component.id ??= next++;
  return copy;
}

function attached(world: World, message: Message, body: MessageBody, files: readonly Upload[]): Attachment[] {
  const { attachments } = body;
  const kept = attachments
    ? message.attachments.filter(({ id }) => attachments.some((one) => String(one.id) === id))
    : message.attachments;
  const added = files.map(({ field, name, bytes }) => {
    const index = field.match(/^files\[(\d+)\]$/)?.[1];
    const described = attachments?.find(({ id }) => String(id) === index);
    const { filename = name, description } = described ?? {};
    return { id: world.ids.next(), filename, size: bytes.length, bytes, ...(description && { description }) };
  });
  return [...kept, ...added];
}

/** Whom the bot's message pings, which is nobody when it parses nothing. */
function pinged(world: World, message: Message, allowed: AllowedMentions | undefined): User[] {
  const named = new Set([...message.text.matchAll(/<@!?(\d+)>/g)].map(([, id = ""]) => id));
  const parses = allowed === undefined || (allowed.parse?.includes("users") ?? false);
  const ids = [...named].filter((id) => parses || allowed.users?.includes(id));
  const users = ids.flatMap((id) => world.users.get(id) ?? []);
  const answered = message.reference?.author;
  const pingsAnswered = allowed === undefined || allowed.replied_user === true;
  return answered && pingsAnswered && !users.includes(answered) ? [...users, answered] : users;
}

function referenced(world: World, channel: Channel, { message_reference }: MessageBody): Message | undefined {
  if (!message_reference?.message_id) return undefined;
  const message = world.messages.get(message_reference.message_id);
  if (message && message.channel === channel && !message.ephemeralTo) return message;
  if (message_reference.fail_if_not_exists ?? true) refuse(50035, "message_reference: Unknown message");
  return undefined;
}
