/** The bot on a Slack of our own: the real adapter and SDK, time that passes when it is waited for, answers as told. */
import { inspect } from "node:util";
import { expect } from "vitest";
import type { Listener } from "../../src/adapters/adapter.ts";
import { SlackAdapter, type SlackOptions } from "../../src/adapters/slack/adapter.ts";
import type { Effect, OutwardEffect, Receipt } from "../../src/core/effects.ts";
import type { Incoming, MessageRef } from "../../src/core/incoming.ts";
import { paragraph, type Reply } from "../../src/core/reply.ts";
import type { Channel } from "../peers/slack/channel.ts";
import { type PeerOptions, SlackPeer } from "../peers/slack/peer.ts";
import type { User } from "../peers/slack/user.ts";
import { CollectedLog } from "./parts.ts";

const patienceMs = 10_000;

/** Tells those who wait for something whenever it may have come true. */
class Lookout {
  readonly #waiting = new Set<() => void>();

  changed(): void {
    for (const look of [...this.#waiting]) look();
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

  /** As soon as so many things have been heard. */
  hears(count = 1): Promise<readonly Incoming[]> {
    return this.until(() => this.heard.length >= count && this.heard);
  }
}

/** A log that others can wait for. */
class AwaitedLog extends CollectedLog {
  readonly #lookout = new Lookout();
  #forgiven = 0;

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
    return this.#lookout.until(() => this.lines.filter((line) => line.message === message).length >= times);
  }

  /** What has gone wrong since this was asked the last time; `leaveSlack` takes it ill if that is never asked. */
  complaints(): string[] {
    const since = this.lines.slice(this.#forgiven);
    this.#forgiven = this.lines.length;
    return since.filter(({ level }) => level !== "info").map(({ message }) => message);
  }
}

/** Time that passes as soon as somebody waits for it, so nobody does; or by hand, once it stands still. */
class SlackTime extends Lookout {
  #now = Date.parse("2026-11-21T18:00:00Z");
  #isStill = false;
  readonly #waiting = new Set<{ due: number; resolve: () => void }>();

  readonly now = (): number => this.#now;

  readonly wait = (ms: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = { due: this.#now + ms, resolve };
    this.#waiting.add(waiting);
    this.changed();
    if (!this.#isStill) setImmediate(() => this.#reach(waiting.due));
    return promise;
  };

  standStill(): void {
    this.#isStill = true;
  }

  pass(ms: number): void {
    this.#reach(this.#now + ms);
  }

  /** Milliseconds that are left of all that is waited for. */
  get waits(): number[] {
    return [...this.#waiting].map(({ due }) => due - this.#now);
  }

  #reach(instant: number): void {
    this.#now = Math.max(this.#now, instant);
    for (const waiting of this.#waiting) {
      if (waiting.due > this.#now) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
    this.changed();
  }
}

/** Socket Mode, or signed requests. */
export const ways = ["sockets", "http"] as const;
type Way = (typeof ways)[number];

type Given = Partial<Omit<SlackOptions, "mode">> & { way?: Way; sockets?: number; appToken?: string };
type Started = { adapter: SlackAdapter; log: AwaitedLog; peer: SlackPeer; isOver: boolean };
const started: Started[] = [];
const peers: SlackPeer[] = [];

/** One process of the bot's; `ended` gives what `run` rejected with. */
export function startAdapter(peer: SlackPeer, bot: Listener, { way, sockets, appToken, ...given }: Given = {}) {
  const log = new AwaitedLog();
  const time = new SlackTime();
  const adapter = new SlackAdapter({
    mode:
      way === "http"
        ? { kind: "http", signingSecret: peer.signingSecret, port: 0 }
        : { kind: "sockets", appToken: appToken ?? peer.appToken, sockets: sockets ?? 1 },
    access: { botToken: peer.workspace.botToken },
    apiUrl: peer.url,
    prefix: "",
    overhears: false,
    logger: log,
    isFirstDelivery: async () => true,
    now: time.now,
    wait: time.wait,
    retries: { retries: 2, minTimeout: 1, maxTimeout: 2 },
    ...given,
  });
  const process: Started = { adapter, log, peer, isOver: false };
  started.push(process);
  const ended: Promise<unknown> = adapter.run(bot).then(
    () => {
      process.isOver = true;
    },
    (error: unknown) => error,
  );
  return { adapter, log, time, ended };
}

/** A Slack with one workspace, where Ana can talk to the bot once that is there. */
export async function openSlack(given: PeerOptions = {}) {
  const peer = await SlackPeer.open(given);
  peers.push(peer);
  const { workspace } = peer;
  return { peer, workspace, general: workspace.addChannel("general"), ana: workspace.addUser("ana") };
}

/** What a scripted bot answers: the same to everything, or what it makes of what it hears. */
export type Script = ConstructorParameters<typeof ScriptedBot>[0] | readonly Effect[];

/** The same, with a bot that gives scripted answers and is there already. */
export async function onSlack(answer: Script = [], given: Given & { peer?: PeerOptions } = {}) {
  const { peer: peerOptions, ...options } = given;
  const slack = await openSlack(peerOptions);
  const bot = new ScriptedBot(typeof answer === "function" ? answer : () => answer);
  return { ...slack, bot, ...(await joins(slack.peer, bot, options)) };
}

/** A process that is there already. */
export async function joins(peer: SlackPeer, bot: Listener, given: Given = {}) {
  const process = startAdapter(peer, bot, given);
  await process.log.said("on Slack");
  const port = process.log.lines.find(({ message }) => message === "on Slack")?.fields.port;
  if (given.way === "http") peer.deliverOver({ http: `http://127.0.0.1:${String(port)}` });
  return process;
}

/** For `afterEach`: close everything that was opened; nothing sent was wrong, nothing logged a secret or a text. */
export async function leaveSlack(): Promise<void> {
  const [processes, open] = [started.splice(0), peers.splice(0)];
  await Promise.all(processes.map(({ adapter, isOver }) => isOver || adapter.stop()));
  // A peer that is closed hangs up on sockets that say goodbye, which the SDK takes ill.
  const complaints = processes.flatMap(({ log }) => log.complaints());
  await Promise.all(open.map((peer) => peer[Symbol.asyncDispose]()));
  expect(complaints).toEqual([]);
  expect(open.flatMap(({ violations }) => violations)).toEqual([]);
  for (const { log, peer } of processes) {
    const written = inspect(log.lines, everything);
    for (const secret of secretsOf(peer)) expect(written).not.toContain(secret);
  }
}

const everything = { depth: 10, maxArrayLength: Infinity, maxStringLength: Infinity } as const;
/** Shorter texts are words of any log line. */
const shortestText = 8;

function secretsOf({ appToken, signingSecret, workspace, requests }: SlackPeer): string[] {
  const texts = [...workspace.channels.values()].flatMap(({ messages, ephemerals }) =>
    [...messages, ...ephemerals].flatMap(({ text, fullText }) => [text, fullText]),
  );
  const tokens = requests.flatMap(({ token }) => token ?? []);
  return [appToken, signingSecret, "/response/", ...tokens, ...texts.filter(({ length }) => length >= shortestText)];
}

/** Something that is heard after everything that was said before. */
export async function afterEverything({ ana, bot }: { ana: User; bot: ScriptedBot }): Promise<void> {
  ana.writes("the last");
  await bot.until(() => bot.texts.includes("the last"));
}

/** What everybody reads in a channel that the bot has written. */
export const botTexts = (channel: Channel): string[] =>
  channel.messages.filter(({ isByApp }) => isByApp).map(({ fullText }) => fullText);

/** What the bot has told people alone in a channel. */
export const whispers = (channel: Channel): string[] => channel.ephemerals.map(({ fullText }) => fullText);

/** Reads in as many messages as there are names, each of which begins with its name. */
export const pages = (...names: string[]): Reply => names.map((name) => paragraph(`${name} ${"word ".repeat(2300)}`));

/** The first words of texts. */
export const starts = (texts: readonly string[]): string[] => texts.map((text) => text.split(/\s/)[0] ?? "");

/** A reply whose place is handed in. */
export const sayWith = (receipt: Receipt, reply: Reply): Effect => ({
  kind: "reply",
  audience: "conversation",
  reply,
  receipt,
});

export const postTo = ({ workspace, id }: Channel, text: string): OutwardEffect & { kind: "post" } => ({
  kind: "post",
  to: { platform: "slack", conversation: `${workspace.id}.${id}` },
  reply: [paragraph(text)],
});

/** Something that is waited for until it is let go. */
export function gate<T>(value: T) {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { passed: promise, open: () => resolve(value) };
}
