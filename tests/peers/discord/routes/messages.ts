import type { Channel } from "../channel.ts";
import { composed, rewrite } from "../compose.ts";
import type { Message } from "../message.ts";
import { refuse } from "../refusal.ts";
import type { MessageBody } from "../shapes.ts";
import type { World } from "../world.ts";
import { type Call, noContent, ok, type Route, route } from "./route.ts";

/** For how long a nonce that is enforced names the message that was first sent with it. */
const nonceLivesMs = 3 * 60_000;

export const messageRoutes: Route[] = [
  route("POST", "channels/:/messages", create),
  route("GET", "channels/:/messages", (world, { query }, id = "") =>
    ok(page(channelOf(world, id).history.filter(isFetchable), query).map((message) => message.wire())),
  ),
  route("GET", "channels/:/messages/:", (world, _, id = "", messageId = "") =>
    ok(messageOf(world, id, messageId).wire()),
  ),
  route("PATCH", "channels/:/messages/:", (world, { body, files }, id = "", messageId = "") => {
    const message = messageOf(world, id, messageId);
    if (message.author !== world.bot) refuse(50005);
    rewrite(world, message, body as MessageBody, files);
    return ok(message.wire());
  }),
  route("DELETE", "channels/:/messages/:", (world, _, id = "", messageId = "") => {
    const message = messageOf(world, id, messageId);
    if (message.author !== world.bot) refuse(message.channel.isDirect ? 50003 : 50013);
    world.remove(message);
    return noContent;
  }),
  route("POST", "channels/:/typing", (world, _, id = "") => {
    mayPost(channelOf(world, id));
    return noContent;
  }),
];

function create(world: World, { body, files }: Call, id = ""): ReturnType<typeof ok> {
  const channel = channelOf(world, id);
  mayPost(channel);
  const written = body as MessageBody;
  const { nonce, enforce_nonce } = written;
  const key = enforce_nonce && nonce ? `${id} ${nonce}` : undefined;
  const earlier = key === undefined ? undefined : world.sentWith.get(key);
  if (earlier && world.now() - earlier.createdAt < nonceLivesMs) return ok(earlier.wire({ isNew: true }));
  const message = composed(world, { channel, body: written, files });
  if (key !== undefined) world.sentWith.set(key, message);
  world.post(message);
  return ok(message.wire({ isNew: true }));
}

function channelOf(world: World, id: string): Channel {
  const channel = world.channels.get(id) ?? refuse(10003);
  const isOpen = channel.botMaySee && (channel.server?.hasBot ?? true);
  return isOpen ? channel : refuse(50001);
}

function mayPost(channel: Channel): void {
  if (!channel.botMayPost) refuse(50013);
  if (channel.recipient && !channel.recipient.takesDirectMessages) refuse(50007);
}

function messageOf(world: World, channelId: string, id: string): Message {
  const channel = channelOf(world, channelId);
  const message = world.messages.get(id);
  return message && message.channel === channel && isFetchable(message) ? message : refuse(10008);
}

/** What is for one person's eyes is nothing that a channel's routes know. */
function isFetchable({ ephemeralTo, isDeleted }: Message): boolean {
  return !ephemeralTo && !isDeleted;
}

/** The newest first, as Discord lists them. */
function page(messages: readonly Message[], query: URLSearchParams): Message[] {
  const limit = Number(query.get("limit") ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) refuse(50035, "limit is 1 to 100");
  const [after, before, around] = ["after", "before", "around"].map((key) => query.get(key));
  const position = (id: string) => {
    const at = messages.findIndex((message) => BigInt(message.id) >= BigInt(id));
    return at < 0 ? messages.length : at;
  };
  let start = Math.max(0, messages.length - limit);
  let end = messages.length;
  if (after) {
    start = position(String(BigInt(after) + 1n));
    end = start + limit;
  } else if (before) {
    end = position(before);
    start = Math.max(0, end - limit);
  } else if (around) {
    start = Math.max(0, position(around) - Math.floor(limit / 2));
    end = start + limit;
  }
  return messages.slice(start, end).reverse();
}
