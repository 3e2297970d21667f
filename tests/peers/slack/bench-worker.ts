/**
 * A peer in a process of its own, so that what it costs is not counted as the bot's: `bench-slack.ts` forks it and tells
 * it what to do. Times are of this process's clock, to a fraction of a millisecond.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { Channel } from "./channel.ts";
import { stringOf } from "./json.ts";
import { SlackPeer } from "./peer.ts";
import type { User } from "./user.ts";

export type Order =
  | { kind: "open"; channels: number; people: number }
  /** The address at which the bot listens; without it, everything goes over its sockets. */
  | { kind: "deliver-over"; url: string | undefined }
  /** Mentions at a steady rate, over all channels in turn. */
  | { kind: "ask"; questions: readonly string[]; perSecond: number; seconds: number };

export type Done =
  | { kind: "open"; url: string; appToken: string; botToken: string; signingSecret: string }
  | { kind: "deliver-over" }
  /**
   * Milliseconds from an event's first delivery to its acknowledgement, and to the first message of its answer; without
   * those that never came; `seconds` until the last of them came.
   */
  | { kind: "ask"; acksMs: number[]; answersMs: number[]; seconds: number };

type Room = { peer: SlackPeer; people: readonly User[]; channels: readonly Channel[] };
/** How long the last answers may take. */
const patienceMs = 90_000;

async function open({ channels, people }: Order & { kind: "open" }): Promise<Room> {
  const now = () => performance.timeOrigin + performance.now();
  const peer = await SlackPeer.open({ validate: false, now });
  const { workspace } = peer;
  // An app that does not overhear subscribes to mentions, and hears of nothing else in channels.
  workspace.announce = () => {};
  return {
    peer,
    people: Array.from({ length: people }, (_, at) => workspace.addUser(`person${at}`)),
    channels: Array.from({ length: channels }, (_, at) => workspace.addChannel(`channel${at}`)),
  };
}

async function ask(room: Room, { questions, perSecond, seconds }: Order & { kind: "ask" }): Promise<Done> {
  const { peer, people, channels } = room;
  const mention = `<@${peer.workspace.bot.userId}>`;
  const [firstRequest, firstAck] = [peer.requests.length, peer.acks.length];
  const total = perSecond * seconds;
  const began = performance.now();
  const askedAt = new Map<string, number>();
  for (let asked = 0; asked < total; ) {
    const due = Math.min(Math.floor(((performance.now() - began) / 1000) * perSecond), total);
    for (; asked < due; asked++) {
      const [person, channel] = [people[asked % people.length], channels[asked % channels.length]];
      if (!person || !channel) throw new Error("there is nobody to ask, or nowhere");
      const { ts } = person.says(channel, `${mention} ${questions[asked % questions.length]}`);
      askedAt.set(ts, performance.timeOrigin + performance.now());
    }
    await pause(1);
  }
  const until = performance.now() + patienceMs;
  const answers = () => peer.requests.slice(firstRequest).filter(({ method }) => method === "chat.postMessage");
  while (performance.now() < until) {
    if (answers().length >= total && peer.acks.length - firstAck >= total) break;
    await pause(50);
  }
  const answeredAt = new Map<string, number>();
  for (const { body, at } of answers().reverse()) answeredAt.set(stringOf(body.thread_ts), at);
  const answersMs = [...askedAt].flatMap(([ts, at]) => {
    const answered = answeredAt.get(ts);
    return answered === undefined ? [] : [answered - at];
  });
  const acks = peer.acks.slice(firstAck).filter(({ delivery }) => !delivery.retry);
  const acksMs = acks.map(({ tookMs }) => tookMs);
  return { kind: "ask", acksMs, answersMs, seconds: (performance.now() - began) / 1000 };
}

let room: Room | undefined;

async function obey(order: Order): Promise<Done> {
  if (order.kind === "open") {
    room = await open(order);
    const { url, appToken, signingSecret, workspace } = room.peer;
    return { kind: "open", url, appToken, signingSecret, botToken: workspace.botToken };
  }
  if (!room) throw new Error("the peer is not open yet");
  if (order.kind === "ask") return ask(room, order);
  room.peer.deliverOver(order.url === undefined ? "socket" : { http: order.url });
  return { kind: "deliver-over" };
}

process.on("message", (order: Order) => {
  void obey(order).then((done) => process.send?.(done));
});
process.on("disconnect", () => void room?.peer[Symbol.asyncDispose]());
