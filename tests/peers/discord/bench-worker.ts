/**
 * A peer in a process of its own, so that what it costs is not counted as the bot's: `bench-discord.ts` forks it and
 * tells it what to do. Times are of this process's clock, to a fraction of a millisecond.
 */
import { setTimeout as pause } from "node:timers/promises";
import { DiscordPeer, type User } from "./peer.ts";

export type Order =
  | { kind: "open"; servers: number; channels: number; roles: number; people: number }
  /** Slash questions at a steady rate. */
  | { kind: "ask"; questions: readonly string[]; perSecond: number; seconds: number };

export type Done =
  | { kind: "open"; url: string; token: string }
  /** Milliseconds from an event's dispatch to the arrival of its answer, in the order of the events. */
  | { kind: "ask"; latenciesMs: readonly number[]; unanswered: number; seconds: number };

type Room = { peer: DiscordPeer; people: readonly User[]; channels: ReturnType<DiscordPeer["addServer"]>["channels"] };
/** How long the last answers may take. */
const patienceMs = 10_000;

async function open({ servers, channels, roles, people }: Order & { kind: "open" }): Promise<Room> {
  const now = () => performance.timeOrigin + performance.now();
  const peer = await DiscordPeer.open({ validate: false, now, heartbeatMs: 1000 });
  const all = Array.from({ length: servers }, (_, at) => peer.addServer({ name: `server ${at}`, channels, roles }));
  return {
    peer,
    people: Array.from({ length: people }, (_, at) => peer.addUser(`person${at}`)),
    channels: all.flatMap((server) => server.channels.slice(0, 1)),
  };
}

async function ask(room: Room, { questions, perSecond, seconds }: Order & { kind: "ask" }): Promise<Done> {
  const { peer, people, channels } = room;
  const before = peer.requests.length;
  const total = perSecond * seconds;
  const began = performance.now();
  const askedAt = new Map<string, number>();
  for (let asked = 0; asked < total; ) {
    const due = Math.min(Math.floor(((performance.now() - began) / 1000) * perSecond), total);
    for (; asked < due; asked++) {
      const [person, channel] = [people[asked % people.length], channels[asked % channels.length]];
      if (!person || !channel) throw new Error("there is nobody to ask, or nowhere");
      const question = questions[asked % questions.length] ?? "";
      const { id, createdAt } = person.commands(channel, "ask", { question });
      askedAt.set(id, createdAt);
    }
    await pause(1);
  }
  const answers = () => peer.requests.slice(before).filter(({ path }) => path.endsWith("/callback"));
  const until = performance.now() + patienceMs;
  while (answers().length < total && performance.now() < until) await pause(50);
  const answeredAt = new Map(answers().map(({ path, at }) => [path.split("/")[2] ?? "", at]));
  const latenciesMs = [...askedAt].flatMap(([id, at]) => {
    const answered = answeredAt.get(id);
    return answered === undefined ? [] : [answered - at];
  });
  const last = Math.max(...answeredAt.values()) - performance.timeOrigin;
  return { kind: "ask", latenciesMs, unanswered: total - latenciesMs.length, seconds: (last - began) / 1000 };
}

let room: Room | undefined;

async function obey(order: Order): Promise<Done> {
  if (order.kind === "open") {
    room = await open(order);
    return { kind: "open", url: room.peer.url, token: room.peer.token };
  }
  if (!room) throw new Error("the peer is not open yet");
  return ask(room, order);
}

process.on("message", (order: Order) => {
  void obey(order).then((done) => process.send?.(done));
});
process.on("disconnect", () => void room?.peer[Symbol.asyncDispose]());
