/**
 * A peer in a process of its own, so that what it costs is not counted as the bot's: `bench-discord.ts` and
 * `bench-tips.ts` fork it and tell it what to do. Times are of this process's clock, to a fraction of a millisecond.
 */
import { setTimeout as pause } from "node:timers/promises";
import { DiscordPeer, type Interaction, type Message, type Server, type User } from "./peer.ts";
import type { RateCount } from "./rate-limits.ts";

export type Order =
  /** In each server people talk in the first channel and play in the second; the others are quiet. */
  | { kind: "open"; servers: number; channels: number; roles: number; people: number }
  /** Slash questions at a steady rate. */
  | { kind: "ask"; questions: readonly string[]; perSecond: number; seconds: number }
  /** From now on there are so many requests in all, and messages in a channel. */
  | { kind: "limit"; perSecond: number; inChannel: { limit: number; perMs: number } }
  | { kind: "list-quiet" }
  /** Slash questions and presses of what was asked about before, in turns; beside them people mention the bot. */
  | { kind: "mingle"; questions: readonly string[]; perSecond: number; mentionsPerSecond: number; seconds: number }
  /** Group games, in which two people answer in turns for as long as there are questions. */
  | { kind: "play"; games: number; topic: string; count: number }
  /** What came into quiet channels since an instant, and which rounds were to be revealed meanwhile. */
  | { kind: "count"; since: number };

export type Done =
  | { kind: "open"; url: string; token: string }
  /** Milliseconds from an event's dispatch to the arrival of its answer, in the order of the events. */
  | { kind: "ask"; latenciesMs: readonly number[]; unanswered: number; seconds: number }
  | { kind: "limit" }
  | { kind: "list-quiet"; channels: readonly { server: string; channel: string }[] }
  | { kind: "mingle"; interactionsMs: readonly number[]; mentionsMs: readonly number[]; unanswered: number }
  | { kind: "play" }
  /**
   * `postedAt` are the first messages, `twice` the channels with more; `lateMs` are rounds, those that are not revealed
   * yet as late as they are by now. `refused` are requests that were one too many.
   */
  | { kind: "count"; postedAt: readonly number[]; twice: number; lateMs: readonly number[]; refused: number };

type Round = { message: Message; revealAt: number };
type Room = {
  peer: DiscordPeer;
  people: readonly User[];
  servers: readonly Server[];
  channels: Server["channels"];
  /** How many have acted. */
  turns: number;
  /** What was asked last. */
  asked: Interaction[];
  limits: RateCount[];
  rounds: Round[];
};
/** How long the last answers may take. */
const patienceMs = 10_000;
const lookMs = 50;

async function open({ servers, channels, roles, people }: Order & { kind: "open" }): Promise<Room> {
  const now = () => performance.timeOrigin + performance.now();
  const peer = await DiscordPeer.open({ validate: false, now, heartbeatMs: 1000 });
  const all = Array.from({ length: servers }, (_, at) => peer.addServer({ name: `server ${at}`, channels, roles }));
  return {
    peer,
    people: Array.from({ length: people }, (_, at) => peer.addUser(`person${at}`)),
    servers: all,
    channels: all.flatMap((server) => server.channels.slice(0, 1)),
    turns: 0,
    asked: [],
    limits: [],
    rounds: [],
  };
}

async function ask(room: Room, { questions, perSecond, seconds }: Order & { kind: "ask" }): Promise<Done> {
  const before = room.peer.requests.length;
  const began = performance.now();
  room.asked = [];
  await steadily(perSecond, seconds, (nth) => {
    const { person, channel } = nextTurn(room);
    room.asked.push(person.commands(channel, "ask", { question: questions[nth % questions.length] ?? "" }));
  });
  const answeredAt = await answersTo(room.asked, before, room);
  const last = Math.max(...answeredAt.values()) - performance.timeOrigin;
  const latenciesMs = latencies(room.asked, answeredAt);
  const unanswered = room.asked.length - latenciesMs.length;
  return { kind: "ask", latenciesMs, unanswered, seconds: (last - began) / 1000 };
}

async function mingle(room: Room, order: Order & { kind: "mingle" }): Promise<Done> {
  const { questions, perSecond, mentionsPerSecond, seconds } = order;
  const buttons = room.asked.flatMap(({ user, original }) =>
    (original?.buttons ?? []).flatMap(({ customId }) => (original && customId ? [{ user, original, customId }] : [])),
  );
  const before = room.peer.requests.length;
  const done: Interaction[] = [];
  const mentions: Message[] = [];
  let worded = 0;
  const nextQuestion = () => questions[worded++ % questions.length] ?? "";
  await Promise.all([
    steadily(perSecond, seconds, (nth) => {
      const { person, channel, turn } = nextTurn(room);
      const button = nth % 2 === 1 && buttons[turn % buttons.length];
      if (button) done.push(button.user.pressesId(button.original, button.customId));
      else done.push(person.commands(channel, "ask", { question: nextQuestion() }));
    }),
    steadily(mentionsPerSecond, seconds, () => {
      const { person, channel } = nextTurn(room);
      mentions.push(person.says(channel, nextQuestion(), { mentionsBot: true }));
    }),
  ]);
  const [answeredAt, repliedAt] = [await answersTo(done, before, room), await repliesTo(mentions)];
  const [interactionsMs, mentionsMs] = [latencies(done, answeredAt), latencies(mentions, repliedAt)];
  const unanswered = done.length + mentions.length - interactionsMs.length - mentionsMs.length;
  return { kind: "mingle", interactionsMs, mentionsMs, unanswered };
}

/** Do something at a steady rate, with its place in the order. */
async function steadily(perSecond: number, seconds: number, act: (nth: number) => void): Promise<void> {
  const began = performance.now();
  const total = perSecond * seconds;
  for (let nth = 0; nth < total; ) {
    const due = Math.min(Math.floor(((performance.now() - began) / 1000) * perSecond), total);
    for (; nth < due; nth++) act(nth);
    await pause(1);
  }
}

function nextTurn(room: Room) {
  const { people, channels } = room;
  const turn = room.turns++;
  const [person, channel] = [people[turn % people.length], channels[turn % channels.length]];
  if (!person || !channel) throw new Error("there is nobody to ask, or nowhere");
  return { person, channel, turn };
}

/** When each was answered first, by its id, once all are. @param before how many requests there had been till then */
async function answersTo(asked: readonly Interaction[], before: number, { peer }: Room): Promise<Map<string, number>> {
  await until(() => asked.every(({ response }) => response));
  const answers = peer.requests.slice(before).filter(({ path }) => path.endsWith("/callback"));
  // Where one was tried again, the first is set last.
  return new Map(answers.toReversed().map(({ path, at }) => [path.split("/")[2] ?? "", at]));
}

async function repliesTo(mentions: readonly Message[]): Promise<Map<string, number>> {
  const replyTo = (one: Message) => one.channel.history.find(({ reference }) => reference === one);
  await until(() => mentions.every(replyTo));
  return new Map(mentions.map((one) => [one.id, replyTo(one)?.createdAt ?? Number.NaN]));
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + patienceMs; performance.now() < end && !isSo(); ) await pause(lookMs);
}

function latencies(asked: readonly { id: string; createdAt: number }[], answeredAt: ReadonlyMap<string, number>) {
  return asked
    .map(({ id, createdAt }) => (answeredAt.get(id) ?? Number.NaN) - createdAt)
    .filter((one) => !Number.isNaN(one));
}

function limit({ peer, limits }: Room, { perSecond, inChannel }: Order & { kind: "limit" }): Done {
  const path = /^\/channels\/\d+\/messages$/;
  limits.push(peer.limitGlobally(perSecond), peer.limitRate({ method: "POST", path, perChannel: true, ...inChannel }));
  return { kind: "limit" };
}

const quietChannels = ({ servers }: Room) =>
  servers.flatMap((server) => server.channels.slice(2).map((channel) => ({ server, channel })));

function play(room: Room, { games, topic, count }: Order & { kind: "play" }): Done {
  const tables = room.servers.slice(0, games).map((server, at) => ({
    channel: server.channels[1],
    players: room.people.slice(2 * at, 2 * at + 2),
    rounds: new Set<Message>(),
  }));
  for (const { channel, players } of tables) if (channel) players[0]?.commands(channel, "quiz", { topic, count });
  setInterval(() => {
    for (const { channel, players, rounds } of tables) {
      const message = channel?.messages.at(-1);
      const revealAt = message && revealTimeOf(message);
      if (!message || revealAt === undefined || rounds.has(message)) continue;
      // Whoever played the last round stays away: else all would have answered, and none would wait for the clock.
      void answer(players[rounds.size % players.length], message);
      rounds.add(message);
      room.rounds.push({ message, revealAt });
    }
  }, lookMs).unref();
  return { kind: "play" };
}

/** @returns undefined for what is no open question */
function revealTimeOf({ text, edits, createdAt }: Message): number | undefined {
  const seconds = /, for (\d+) seconds\./.exec(text)?.[1];
  return edits > 0 || seconds === undefined ? undefined : createdAt + Number(seconds) * 1000;
}

/** Whether that is right does not matter: it keeps the game from ending. */
async function answer(player: User | undefined, message: Message): Promise<void> {
  const customId = message.buttons.find((one) => /:(?:pick|type)\b/.test(one.customId ?? ""))?.customId;
  if (!player || customId === undefined) return;
  const pressed = player.pressesId(message, customId);
  await until(() => pressed.response !== undefined);
  if (pressed.modal) player.submits(pressed, ["42"]);
}

function count(room: Room, { since }: Order & { kind: "count" }): Done {
  const { peer, limits, rounds } = room;
  const posts = quietChannels(room)
    .map(({ channel }) => channel.messages.filter(({ author }) => author === peer.bot))
    .filter(({ length }) => length > 0);
  const now = performance.timeOrigin + performance.now();
  return {
    kind: "count",
    postedAt: posts.map(([first]) => first?.createdAt ?? Number.NaN),
    twice: posts.filter(({ length }) => length > 1).length,
    lateMs: rounds
      .filter(({ revealAt }) => revealAt >= since && revealAt <= now)
      .map(({ message, revealAt }) => (message.editedAt ?? now) - revealAt),
    refused: limits.reduce((sum, { refused }) => sum + refused, 0),
  };
}

let room: Room | undefined;

async function obey(order: Order): Promise<Done> {
  if (order.kind === "open") {
    room = await open(order);
    return { kind: "open", url: room.peer.url, token: room.peer.token };
  }
  if (!room) throw new Error("the peer is not open yet");
  switch (order.kind) {
    case "ask":
      return ask(room, order);
    case "limit":
      return limit(room, order);
    case "list-quiet": {
      const channels = quietChannels(room).map(({ server, channel }) => ({ server: server.id, channel: channel.id }));
      return { kind: "list-quiet", channels };
    }
    case "mingle":
      return mingle(room, order);
    case "play":
      return play(room, order);
    case "count":
      return count(room, order);
    default:
      return order satisfies never;
  }
}

process.on("message", (order: Order) => {
  void obey(order).then((done) => process.send?.(done));
});
process.on("disconnect", () => void room?.peer[Symbol.asyncDispose]());
