/** The ports as tests need them: time that is set by hand, seeded chance, a log and a memory one can look into. */
import { join } from "node:path";
import type { KeyvStoreAdapter, StoredData } from "keyv";
import { Answerer } from "../../src/core/answering/answerer.ts";
import { type BotParts, createBot } from "../../src/core/bot.ts";
import { toBase } from "../../src/core/knowledge/base.ts";
import { loadKnowledge } from "../../src/core/knowledge/load.ts";
import type { Clock, Logger, Random, Store } from "../../src/core/ports.ts";
import { AlarmRunner } from "../../src/runtime/alarms.ts";
import { readCommonWords } from "../../src/runtime/common-words.ts";
import { openKnowledge } from "../../src/runtime/knowledge.ts";
import { readKnowledgeFiles } from "../../src/runtime/knowledge-files.ts";
import type { Engine } from "../../src/runtime/stores/engine.ts";
import { KeyvStore } from "../../src/runtime/stores/keyv-store.ts";
import { MemoryEngine } from "../../src/runtime/stores/memory.ts";
import { Records } from "../../src/runtime/stores/records.ts";
import { Chat, Person } from "./person.ts";

/** A locale with one role, one FAQ entry, one term, one tip and a quiz of every kind of question. */
export const smallKnowledgeFolder = join(import.meta.dirname, "small-knowledge");

export class HandSetClock implements Clock {
  #now = Date.parse("2026-11-21T18:00:00Z");

  now(): Date {
    return new Date(this.#now);
  }

  elapsedMs(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

/** Mulberry32: the same seed draws the same numbers. */
export function seededRandom(seed: number): Random {
  let state = seed;
  return {
    next() {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}

type LogLine = { level: "info" | "warn" | "error"; fields: Record<string, unknown>; message: string };

export class CollectedLog implements Logger {
  readonly lines: LogLine[] = [];

  info(fields: Record<string, unknown>, message: string): void {
    this.lines.push({ level: "info", fields, message });
  }

  warn(fields: Record<string, unknown>, message: string): void {
    this.lines.push({ level: "warn", fields, message });
  }

  error(fields: Record<string, unknown>, message: string): void {
    this.lines.push({ level: "error", fields, message });
  }
}

/** The real store on its simplest engine. */
class MemoryStore extends KeyvStore {
  readonly #engine: MemoryEngine;

  constructor(clock: Clock, logger: Logger, engine = new MemoryEngine()) {
    super(new Records(engine, clock), logger);
    this.#engine = engine;
  }

  /** What is kept under keys with a prefix, by key, whether its time is over or not. */
  under(prefix: string): Record<string, unknown> {
    const kept = [...this.#engine.adapter].filter(([key]) => key.startsWith(prefix));
    return Object.fromEntries(kept.map(([key, text]) => [key, JSON.parse(text).value.data]));
  }
}

/** What happens to a process around everything that it asks of its store; it may fail, wait, or never go on. */
export type Fate = { before(): void | Promise<void>; after(): void | Promise<void> };

/** One process's line to an engine that others may share. */
function lineTo(engine: MemoryEngine, { before, after }: Fate): Engine {
  const through = async <T>(ask: () => T | Promise<T>): Promise<T> => {
    await before();
    const answer = await ask();
    await after();
    return answer;
  };
  const adapter: KeyvStoreAdapter = {
    opts: {},
    get: <V>(key: string) => through(() => engine.adapter.get(key) as StoredData<V> | undefined),
    // Records read through Keyv's adapter, and write with the engine's own step.
    set: () => {},
    delete: async () => false,
    clear: async () => {},
    on: () => adapter,
  };
  return {
    adapter,
    swap: (...given) => through(() => engine.swap(...given)),
    list: (...given) => through(() => engine.list(...given)),
    due: (...given) => through(() => engine.due(...given)),
    count: (...given) => through(() => engine.count(...given)),
    prune: (...given) => through(() => engine.prune(...given)),
  };
}

/** Processes that come and go on one memory and one platform, with time that is set by hand. */
export class Club {
  readonly clock = new HandSetClock();
  readonly log = new CollectedLog();
  readonly engine = new MemoryEngine();
  readonly chat = new Chat();
  readonly #random;
  /** What the club's bots know; another may take its place between two events. */
  knowledge: Knowledge;

  constructor(knowledge: Knowledge, seed = 1) {
    this.knowledge = knowledge;
    this.#random = seededRandom(seed);
  }

  /** A process of its own: nothing is shared with others but the engine. */
  start(fate?: Fate) {
    const { clock, log, engine, chat } = this;
    const records = new Records(fate ? lineTo(engine, fate) : engine, clock);
    const store = new KeyvStore(records, log);
    const bot = createBot({
      knowledge: () => this.knowledge,
      store,
      clock,
      random: this.#random,
      logger: log,
      logUtterances: false,
      keepDays: 30,
    });
    const alarms = new AlarmRunner({
      records,
      logger: log,
      async wake(alarm) {
        for (const effect of await bot.wake(alarm)) await chat.perform(effect, bot);
      },
    });
    return { bot, store, records, alarms };
  }

  /** Records under a prefix of their keys, whether their time is over or not. */
  under(prefix: string): Record<string, unknown> {
    return new MemoryStore(this.clock, this.log, this.engine).under(prefix);
  }

  /** When the next alarm of any process is due, in milliseconds from now; undefined when there is none. */
  async nextDue(): Promise<number | undefined> {
    const now = this.clock.now().getTime();
    const [next] = await this.engine.due(1, now);
    return next && Math.max(next.due - now, 0);
  }

  /** Let time pass, ringing each alarm at its instant. @param alarms of the processes that look for them */
  async pass(ms: number, ...alarms: AlarmRunner[]): Promise<void> {
    let left = ms;
    for (let next = await this.nextDue(); next !== undefined && next <= left; next = await this.nextDue()) {
      this.clock.advance(next);
      left -= next;
      await Promise.all(alarms.map((one) => one.runDue()));
    }
    this.clock.advance(left);
  }
}

/** A store of which everything that is asked fails. */
export function failingStore(error: Error): Store {
  const fail = () => Promise.reject(error);
  const failPages = () => ({ [Symbol.asyncIterator]: () => ({ next: fail }) });
  return { read: fail, update: fail, claim: fail, keys: failPages, entries: failPages, count: fail, prune: fail };
}

type Knowledge = ReturnType<BotParts["knowledge"]>;
const loaded = new Map<string, Promise<Knowledge>>();

function once(name: string, load: () => Promise<Knowledge>): Promise<Knowledge> {
  const known = loaded.get(name) ?? load();
  loaded.set(name, known);
  return known;
}

/** What the project ships, compiled once in a test file. */
export function shippedKnowledge(): Promise<Knowledge> {
  return once("shipped", async () => {
    const { base, model } = await openKnowledge(join(import.meta.dirname, "..", "..", "knowledge"));
    return { base, answerer: new Answerer(base, readCommonWords(), model) };
  });
}

export function smallKnowledge(): Promise<Knowledge> {
  return once("small", async () => {
    const read = loadKnowledge(readKnowledgeFiles(smallKnowledgeFolder, "en"));
    if (read.kind === "faulty") throw new Error(JSON.stringify(read.faults, undefined, 2));
    const base = toBase(read.content);
    return { base, answerer: new Answerer(base, readCommonWords()) };
  });
}

/** A bot with its parts in reach. Parts handed over replace the fakes: a store to share, another seed. */
export function makeBot(knowledge: Knowledge, given: Partial<BotParts> = {}) {
  const clock = new HandSetClock();
  const log = new CollectedLog();
  const store = new MemoryStore(clock, log);
  const random = seededRandom(1);
  const bot = createBot({
    knowledge: () => knowledge,
    store,
    clock,
    random,
    logger: log,
    logUtterances: false,
    keepDays: 30,
    ...given,
  });
  return { bot, clock, store, log, ana: new Person("ana", bot) };
}
