import { setTimeout as pause } from "node:timers/promises";
import { Keyv } from "keyv";
import { z } from "zod";
import { StoreUnavailable } from "../../core/errors.ts";
import type { Clock } from "../../core/ports.ts";
import { type Engine, endOf } from "./engine.ts";
import { within } from "./within.ts";

/** A process that is seeing to a record's alarm; when it has not said that it is done until then, another may. */
const leaseSchema = z.object({ by: z.string(), until: z.number(), attempt: z.number().int().positive() });

/** Instants in milliseconds since 1970. */
export const recordSchema = z.object({
  version: z.number().int().positive(),
  data: z.unknown(),
  due: z.number().optional(),
  lease: leaseSchema.optional(),
});
export type StoredRecord = z.infer<typeof recordSchema>;

/** A record as found; version 0 is text in the store that is no record of ours. */
export type Found = { record: StoredRecord; expires: number | undefined };

/** `after` as it was found leaves everything as it is; else it expires when it says, or never. */
type RecordChange<R> = { after: StoredRecord | undefined; result: R; expires?: number | undefined };
type MakeChange<R> = (before: StoredRecord | undefined, expires: number | undefined) => RecordChange<R>;

const pageSize = 500;
/** Another process was faster this often before this one steps back for a moment, longer each time. */
const patience = 3;
const longestPauseMs = 64;
const closeDeadlineMs = 2000;
/** A failure that took this long was a wait for nothing, which is not repeated at once. */
const hangMs = 500;
const hangPauseMs = 1000;

/**
 * Versioned records over Keyv's storage adapters, in Keyv's format: atomic changes, keys in order, alarms. Knows no
 * schemas. Keyv itself would read by the machine's clock and write whatever was there before, so it only opens and
 * closes.
 *
 * A change reads the text, and swaps it for the new one if it is still there: optimistic concurrency control, with the
 * engine's atomic step as its only primitive. Changes of one key also queue within the process, so that a hot key has
 * one contender a process.
 */
export class Records {
  readonly clock: Clock;
  /** Called with each alarm that is set here. */
  onDue: (due: number) => void = () => {};
  /** Called when the engine is lost, and when it is back. */
  onReach: (isReached: boolean, error?: unknown) => void = () => {};
  readonly #engine: Engine;
  readonly #keyv: Keyv;
  readonly #last = new Map<string, Promise<unknown>>();
  #isReached = true;
  /** Of `performance.now()`: the server hangs, and is left alone until then. */
  #askAgainAt = 0;

  constructor(engine: Engine, clock: Clock) {
    this.clock = clock;
    this.#engine = engine;
    this.#keyv = new Keyv({
      store: engine.adapter,
      // Engines that others share put the namespace before their keys themselves.
      ...(engine.namespace === undefined ? {} : { namespace: engine.namespace }),
      useKeyPrefix: false,
    });
    this.#keyv.on("error", () => {}); // thrown to the caller as well
  }

  /** Undefined when there is none, or its time is over. */
  async get(key: string): Promise<Found | undefined> {
    return this.#parse(await this.#text(key));
  }

  async change<R>(key: string, change: MakeChange<R>): Promise<R> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(
      () => this.#swap(key, change),
      () => this.#swap(key, change), // the one before me failed its own caller; it doesn't fail me
    );
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }

  /** All under a prefix, in the order of their keys, without what is over. */
  async *list(prefix: string): AsyncGenerator<[key: string, found: Found], void> {
    for (let after = ""; ; ) {
      const page = await this.#reach(() => this.#engine.list({ prefix, after, limit: pageSize }));
      for (const { key, text } of page) {
        const found = this.#parse(text);
        if (found) yield [key, found];
      }
      const last = page.at(-1);
      if (!last || page.length < pageSize) return;
      after = last.key;
    }
  }

  /** Keys of records with an alarm, or with one whose lease runs out, the earliest first. */
  async due(limit: number): Promise<{ key: string; due: number }[]> {
    return this.#reach(() => this.#engine.due(limit, this.clock.now().getTime()));
  }

  /**
   * How many keys there are from one up to another, without it; all of them by default. What is over counts until it is
   * pruned.
   */
  async count(from = "", to = endOf("")): Promise<number> {
    return this.#reach(() => this.#engine.count(from, to));
  }

  async prune(): Promise<number> {
    return this.#reach(() => this.#engine.prune(this.clock.now().getTime()), { takesTime: true });
  }

  /** Waits for what was asked, but not for good. */
  async close(): Promise<void> {
    await within(closeDeadlineMs, this.#keyv.disconnect()).catch(() => this.#engine.abandon?.());
  }

  async #swap<R>(key: string, change: MakeChange<R>): Promise<R> {
    for (let attempt = 1; ; attempt++) {
      const text = await this.#text(key);
      const before = this.#parse(text);
      const { after, result, expires } = change(before?.record, before?.expires);
      if (after === before?.record) return result;
      const due = after?.lease?.until ?? after?.due;
      const row = after && { text: serialize({ value: after, expires }), expires, ttlMs: this.#left(expires), due };
      if (await this.#reach(() => this.#engine.swap(key, text, row))) {
        if (due !== undefined) this.onDue(due);
        return result;
      }
      if (attempt > patience) await pause(Math.random() * Math.min(2 ** (attempt - patience), longestPauseMs));
    }
  }

  #text(key: string): Promise<string | undefined> {
    return this.#reach(async () => {
      const text: unknown = await this.#engine.adapter.get(key);
      return typeof text === "string" ? text : undefined;
    });
  }

  #left(expires: number | undefined): number | undefined {
    return expires === undefined ? undefined : expires - this.clock.now().getTime();
  }

  /** A record whose time is over is none. */
  #parse(text: string | undefined): Found | undefined {
    if (text === undefined) return undefined;
    const found = parse(text);
    const isOver = found.expires !== undefined && found.expires <= this.clock.now().getTime();
    return isOver ? undefined : found;
  }

  async #reach<T>(ask: () => T | Promise<T>, { takesTime = false } = {}): Promise<T> {
    const deadlineMs = takesTime ? undefined : this.#engine.deadlineMs;
    const started = performance.now();
    if (started < this.#askAgainAt) throw new StoreUnavailable({ cause: new Error("it did not answer just now") });
    try {
      const answer = await (deadlineMs === undefined ? ask() : within(deadlineMs, ask()));
      if (!this.#isReached) this.onReach(true);
      this.#isReached = true;
      return answer;
    } catch (cause) {
      // The server is there, and refuses what it was asked: our fault.
      if (isDataError(cause)) throw cause;
      if (this.#isReached) this.onReach(false, cause);
      this.#isReached = false;
      const now = performance.now();
      // Who waits for an answer asks several times in a row: not each of them has to find out by itself.
      if (now - started > hangMs) this.#askAgainAt = now + hangPauseMs;
      throw new StoreUnavailable({ cause });
    }
  }
}

/** Keyv's own format, so that any Keyv with the same serializer reads it. */
const serialize = (stored: { value?: unknown; expires?: number | undefined }) => JSON.stringify(stored);
/** PostgreSQL's class 22, "data exception" (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const isDataError = (error: unknown) =>
  error instanceof Error && "code" in error && typeof error.code === "string" && error.code.startsWith("22");

const storedSchema = z.object({ value: recordSchema, expires: z.number().nullish() });

function parse(text: string): Found {
  try {
    const { value, expires } = storedSchema.parse(JSON.parse(text));
    return { record: value, expires: expires ?? undefined };
  } catch {
    return { record: { version: 0, data: text }, expires: undefined };
  }
}
