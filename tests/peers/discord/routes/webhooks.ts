import { composed, rewrite } from "../compose.ts";
import type { Interaction } from "../interaction.ts";
import type { Message } from "../message.ts";
import { refuse } from "../refusal.ts";
import type { MessageBody } from "../shapes.ts";
import type { World } from "../world.ts";
import { type Answer, type Call, noContent, ok, type Route, route } from "./route.ts";

/**
 * What a bot that a person brought along may add to its answer.
 * https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
 */
const outsidersFollowUps = 5;

/** An interaction's token is a webhook for a quarter of an hour. */
export const webhookRoutes: Route[] = [
  route("POST", "webhooks/:/:", followUp),
  route("GET", "webhooks/:/:/messages/:", (world, _, _application, token = "", id = "") =>
    ok(messageOf(answered(world, token), id).wire()),
  ),
  route("PATCH", "webhooks/:/:/messages/:", (world, { body, files }, _application, token = "", id = "") => {
    const message = messageOf(answered(world, token), id);
    rewrite(world, message, body as MessageBody, files);
    return ok(message.wire());
  }),
  route("DELETE", "webhooks/:/:/messages/:", (world, _, _application, token = "", id = "") => {
    world.remove(messageOf(answered(world, token), id));
    return noContent;
  }),
];

function followUp(world: World, { body, files }: Call, _application = "", token = ""): Answer {
  const interaction = answered(world, token);
  const { original, channel } = interaction;
  if (original?.isLoading && !original.isDeleted) {
    rewrite(world, original, body as MessageBody, files); // the first one is the answer that was put off
    return ok(original.wire());
  }
  if (interaction.isOutsider && interaction.followUps.length >= outsidersFollowUps) refuse(40094);
  const message = composed(world, { channel, body: body as MessageBody, files, interaction });
  interaction.followUps.push(message);
  world.post(message);
  return ok(message.wire({ isNew: true }));
}

function answered(world: World, token: string): Interaction {
  const interaction = world.interactions.get(token);
  if (!interaction?.response) refuse(10015);
  return interaction.isTokenDead ? refuse(50027) : interaction;
}

function messageOf({ original, followUps }: Interaction, id: string): Message {
  const message = id === "@original" ? original : [original, ...followUps].find((one) => one?.id === id);
  return message && !message.isDeleted ? message : refuse(10008);
}

/** The message that a request is about to change. */
export function messageToEdit(
  world: World,
  { method, path, body }: Pick<Call, "method" | "path" | "body">,
): Message | undefined {
  const [, root, first = "", second = "", fourth = ""] =
    /^\/(channels|webhooks|interactions)\/([^/]+)\/([^/]+)(?:\/(?:messages\/)?([^/]+))?$/.exec(path) ?? [];
  if (root === "channels" && method === "PATCH") return world.messages.get(fourth);
  const interaction = world.interactions.get(second);
  if (root === "interactions") {
    return interaction?.id === first && (body as { type?: number } | undefined)?.type === 7
      ? interaction.source
      : undefined;
  }
  if (root !== "webhooks" || !interaction) return undefined;
  const { original } = interaction;
  if (method === "POST") return original?.isLoading && !original.isDeleted ? original : undefined;
  return fourth === "@original" ? interaction.original : world.messages.get(fourth);
}
