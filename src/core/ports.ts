/** What the core needs from the outside. Implementations are in `runtime/`; tests bring their own. */
import type { Namespace } from "./namespace.ts";

export interface Clock {
  now(): Date;
  /** Milliseconds from some fixed point, never going back: for durations only. */
  elapsedMs(): number;
}

/** Uniform draws in [0, 1); seeded in tests, so that a failing quiz can be replayed. */
export interface Random {
  next(): number;
}

/** What becomes of a record. */
export type Change<T, R> = {
  /**
   * `undefined` removes the record; the very value that was there leaves all of it as it is, time and alarm included.
   */
  after: T | undefined;
  result: R;
  /** Counted from now; left out, the record is kept for good. */
  ttlMs?: number;
  /** The record's alarm: when the bot is woken for it, once. Left out, it has none. */
  due?: Date;
};

/**
 * What the bot remembers. Every record is of a namespace, whose schema it fits; one that no longer does is moved aside
 * and reported, and counts as missing.
 *
 * Every method throws `StoreUnavailable` when the store cannot be reached.
 */
export interface Store {
  /** Undefined when there is none, or its time is over. */
  read<T>(space: Namespace<T>, id: string): Promise<T | undefined>;
  /**
   * An atomic read-modify-write, also among processes that share the store: updates of one record happen one after
   * another. The record and its alarm change together. `change` may be called again, so it must be pure.
   */
  update<T, R>(space: Namespace<T>, id: string, change: (before: T | undefined) => Change<T, R>): Promise<R>;
  /** Take a name for a while, unless somebody has it: true for exactly one of all who ask. */
  claim(name: string, ttlMs: number): Promise<boolean>;
  /** Ids that start with a prefix, in the order of their UTF-8 bytes; fetched a page at a time. */
  keys<T>(space: Namespace<T>, prefix?: string): AsyncIterable<string>;
  /** The same with their values. */
  entries<T>(space: Namespace<T>, prefix?: string): AsyncIterable<[id: string, value: T]>;
  /**
   * How many ids start with a prefix and come before another id, which need not exist; all with the prefix without one.
   * Fast however many there are. What is over counts until it is pruned.
   */
  count<T>(space: Namespace<T>, prefix: string, before?: string): Promise<number>;
  /** Free the room of records whose time is over. @returns how many */
  prune(): Promise<number>;
}

export interface Logger {
  info(fields: Record<string, unknown>, message: string): void;
  /** Something that mends itself, or that only an operator can mend, and nobody has lost anything yet. */
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}
