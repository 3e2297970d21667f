import { composed, rewrite } from "../compose.ts";
import type { Choice, Interaction, InteractionKind, Modal } from "../interaction.ts";
import { Message } from "../message.ts";
import { refuse } from "../refusal.ts";
import { type Json, type MessageBody, messageFlags, type Upload } from "../shapes.ts";
import type { World } from "../world.ts";
import { type Answer, type Call, noContent, ok, type Route, route } from "./route.ts";

/** Types of first answers. https://docs.discord.com/developers/interactions/receiving-and-responding */
const pong = 1;
const reply = 4;
const deferReply = 5;
const deferUpdate = 6;
const update = 7;
const completion = 8;
const openModal = 9;

const answers: Record<InteractionKind, readonly number[]> = {
  command: [reply, deferReply, openModal],
  "message-command": [reply, deferReply, openModal],
  press: [reply, deferReply, deferUpdate, update, openModal],
  select: [reply, deferReply, deferUpdate, update, openModal],
  autocomplete: [completion],
  form: [reply, deferReply, deferUpdate, update],
};

export const callbackRoutes: Route[] = [route("POST", "interactions/:/:/callback", callBack)];

function callBack(world: World, { body, query, files }: Call, id = "", token = ""): Answer {
  const interaction = world.interactions.get(token);
  if (interaction?.id !== id) refuse(10062);
  if (interaction.response) refuse(40060);
  if (interaction.isLate) refuse(10062);
  const { type, data } = body as { type: number; data?: Json };
  const needsSource = type === deferUpdate || type === update;
  if (type !== pong && (!answers[interaction.kind].includes(type) || (needsSource && !interaction.source))) {
    refuse(50035, `type: ${interaction.kind} can't be answered with ${type}`);
  }
  const message = answer(world, interaction, { type, data, files });
  interaction.response = { type, data };
  return query.get("with_response") === "true" ? ok(result(interaction, type, message)) : noContent;
}

type First = { type: number; data: Json | undefined; files: readonly Upload[] };

/** @returns the message that it made or changed */
function answer(world: World, interaction: Interaction, { type, data = {}, files }: First): Message | undefined {
  const { channel, source } = interaction;
  switch (type) {
    case reply: {
      const message = composed(world, { channel, body: data as MessageBody, files, interaction });
      interaction.original = message;
      world.post(message);
      return message;
    }
    case deferReply: {
      const message = thinking(world, interaction, (data as MessageBody).flags ?? 0);
      interaction.original = message;
      world.post(message);
      return message;
    }
    case deferUpdate:
      interaction.original = source;
      return undefined;
    case update:
      if (source) rewrite(world, source, data as MessageBody, files);
      interaction.original = source;
      return source;
    case completion:
      interaction.choices = (data as { choices?: Choice[] }).choices ?? [];
      return undefined;
    case openModal:
      interaction.modal = data as Modal;
      return undefined;
    default:
      return undefined;
  }
}

/** What stands there until a put-off answer has come. */
function thinking(world: World, interaction: Interaction, flags: number): Message {
  const isEphemeral = (flags & messageFlags.ephemeral) !== 0;
  const message = new Message({
    id: world.ids.next(),
    channel: interaction.channel,
    author: world.bot,
    createdAt: world.now(),
    interaction,
    ephemeralTo: isEphemeral ? interaction.user : undefined,
  });
  message.flags = messageFlags.loading | (isEphemeral ? messageFlags.ephemeral : 0);
  return message;
}

function result({ id, payload }: Interaction, type: number, message: Message | undefined): Json {
  return {
    interaction: {
      id,
      type: payload.type,
      ...(message && {
        response_message_id: message.id,
        response_message_loading: message.isLoading,
        response_message_ephemeral: message.ephemeralTo !== undefined,
      }),
    },
    resource: { type, ...(message && { message: message.wire({ isNew: type !== update }) }) },
  };
}
