/** The bot on a Discord of our own: the real adapter and client, timers that are rung by hand, answers as told. */
import { inspect } from "node:util";
import { expect } from "vitest";
import type { Listener } from "../../src/adapters/adapter.ts";
import { DiscordAdapter, type DiscordOptions } from "../../src/adapters/discord/adapter.ts";
import type { Effect, Receipt } from "../../src/core/effects.ts";
import type { Incoming, MessageRef } from "../../src/core/incoming.ts";
import { paragraph, type Reply } from "../../src/core/reply.ts";
import { type Channel, DiscordPeer } from "../peers/discord/peer.ts";
import { CollectedLog, HandSetClock } from "./parts.ts";

const patienceMs = 10_000;

/** Tells those who wait for something whenever it may have come true. */
class Lookout {
  readonly #waiting = new Set<() => void>();

  changed(): void {
    for (const look of this.#waiting) look();
  }

  until<T>(condition: () => T | undefined | false): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const look = () => {
      const found = condition();
      if (found !== undefined && found !== false) resolve(found);
    };
    const limit = setTimeout(() => reject(new Error(`waited in vain for ${condition}`)), patienceMs);
    this.#waiting.add(look);
    look();
    return promise.finally(() => {
      clearTimeout(limit);
      this.#waiting.delete(look);
    });
  }
}

/** A listener that answers as it is told, and keeps what it has heard. */
export class ScriptedBot extends Lookout implements Listener {
  readonly heard: Incoming[] = [];
  readonly receipts: { receipt: Receipt; message: MessageRef | undefined }[] = [];
  readonly #answer: (incoming: Incoming) => readonly Effect[] | Promise<readonly Effect[]>;

  constructor(answer: (incoming: Incoming) => readonly Effect[] | Promise<readonly Effect[]>) {
    super();
    this.#answer = answer;
  }

  async handle(incoming: Incoming): Promise<Effect[]> {
    this.heard.push(incoming);
    this.changed();
    return [...(await this.#answer(incoming))];
  }

  complete(): string[] {
    return [];
  }

  async sent(receipt: Receipt, message: MessageRef | undefined): Promise<undefined> {
    this.receipts.push({ receipt, message });
    this.changed();
  }

  /** What was said in messages. */
  get texts(): string[] {
    return this.heard.flatMap((one) => (one.kind === "utterance" ? [one.text] : []));
  }
}

type Timer = { ms: number; act: () => void };

/** Timers that go off when they are rung. */
class HandBells extends Lookout {
  readonly #set = new Set<Timer>();

  readonly schedule = (ms: number, act: () => void): (() => void) => {
    const timer = { ms, act };
    this.#set.add(timer);
    this.changed();
    return () => {
      this.#set.delete(timer);
      this.changed();
    };
  };

  get waits(): number[] {
    return [...this.#set].map(({ ms }) => ms);
  }

  /** Let all timers of one length go off, as soon as there is one. */
  async ring(ms: number): Promise<void> {
    const rung = await this.until(() => {
      const found = [...this.#set].filter((timer) => timer.ms === ms);
      return found.length > 0 && found;
    });
    for (const timer of rung) {
      this.#set.delete(timer);
      timer.act();
    }
  }
}

/** A log that others can wait for. */
class AwaitedLog extends CollectedLog {
  readonly #lookout = new Lookout();

  override info(fields: Record<string, unknown>, message: string): void {
    super.info(fields, message);
    this.#lookout.changed();
  }

  override warn(fields: Record<string, unknown>, message: string): void {
    super.warn(fields, message);
    this.#lookout.changed();
  }

  override error(fields: Record<string, unknown>, message: string): void {
    super.error(fields, message);
    this.#lookout.changed();
  }

  /** @param times how many such lines there have to be */
  said(message: string, times = 1): Promise<unknown> {
    return this.#lookout.until(() => this.count(message) >= times);
  }

  count(message: string): number {
    return this.lines.filter((line) => line.message === message).length;
  }

  /** What went wrong, in the words of the log. */
  get complaints(): string[] {
    return this.lines.filter(({ level }) => level !== "info").map(({ message }) => message);
  }
}

type Started = { adapter: DiscordAdapter; log: AwaitedLog; peer: DiscordPeer };
const started: Started[] = [];
const peers: DiscordPeer[] = [];

/** One process of the bot's; `ended` gives what `run` rejected with. */
export function startAdapter(peer: DiscordPeer, bot: Listener, given: Partial<DiscordOptions> = {}) {
  const log = new AwaitedLog();
  const bells = new HandBells();
  const adapter = new DiscordAdapter({
    token: peer.token,
    apiUrl: peer.url,
    overhears: false,
    logger: log,
    isFirstDelivery: async () => true,
    schedule: bells.schedule,
    ...given,
  });
  started.push({ adapter, log, peer });
  const ended: Promise<unknown> = adapter.run(bot).catch((error: unknown) => error);
  return { adapter, log, bells, ended };
}

/** A Discord with one server, where Ana can talk to the bot once that is there. */
export async function openDiscord(given: { shards?: number } = {}) {
  const clock = new HandSetClock();
  const peer = await DiscordPeer.open({ ...given, now: () => clock.now().getTime() });
  peers.push(peer);
  const server = peer.addServer();
  return { clock, peer, server, general: server.channel("general"), ana: peer.addUser("ana") };
}

type Answering = ConstructorParameters<typeof ScriptedBot>[0];

/** The same, with a bot that gives scripted answers and is there already. */
export async function onDiscord(answer: Answering | readonly Effect[] = [], given: Partial<DiscordOptions> = {}) {
  const discord = await openDiscord();
  const bot = new ScriptedBot(typeof answer === "function" ? answer : () => answer);
  const process = startAdapter(discord.peer, bot, given);
  await process.log.said("on Discord");
  return { ...discord, bot, ...process };
}

/** For `afterEach`: close everything that was opened; nothing sent was wrong, and nothing logged a secret. */
export async function leaveDiscord(): Promise<void> {
  const [processes, open] = [started.splice(0), peers.splice(0)];
  await Promise.all(processes.map(({ adapter }) => adapter.stop()));
  await Promise.all(open.map((peer) => peer[Symbol.asyncDispose]()));
  expect(open.flatMap(({ violations }) => violations)).toEqual([]);
  for (const { log, peer } of processes) {
    const written = logged(log);
    expect(written).not.toContain(peer.token);
    for (const { path } of peer.requests) {
      const token = /^\/(?:interactions|webhooks)\/\d+\/([^/]+)/.exec(path)?.[1];
      if (token !== undefined) expect(written).not.toContain(token);
    }
  }
}

/** All that log lines hold, errors with what hangs on them. */
export const logged = (log: CollectedLog): string => inspect(log.lines, { depth: 10 });

/** What everybody reads in a channel that the bot has written. */
export const botTexts = (channel: Channel): string[] =>
  channel.messages.filter(({ author }) => author.isBot).map(({ text }) => text);

/** Reads in as many messages as there are names, each of which begins with its name. */
export function pages(...names: string[]): Reply {
  const filler = "x".repeat(1700);
  return names.flatMap((name) => [paragraph(`${name} ${filler}`), paragraph(filler), { kind: "divider" as const }]);
}

/** The first words of texts. */
export const starts = (texts: readonly string[]): string[] => texts.map((text) => text.split(/\s/)[0] ?? "");

/** A reply whose place is handed in. */
export const sayWith = (receipt: Receipt, reply: Reply): Effect => ({
  kind: "reply",
  audience: "conversation",
  reply,
  receipt,
});

/** Something that is waited for until it is let go. */
export function gate<T>(value: T) {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { passed: promise, open: () => resolve(value) };
}
