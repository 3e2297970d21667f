import type { KeyvStoreAdapter } from "keyv";

/**
 * What is stored under a key. Instants in milliseconds since 1970; `ttlMs` is what is left until `expires`, for engines
 * that have a clock of their own.
 */
export type Row = { text: string; expires?: number | undefined; ttlMs?: number | undefined; due?: number | undefined };

/** A stretch of keys in the order of their UTF-8 bytes: those that start with `prefix` and come after `after`. */
export type Range = { prefix: string; after: string; limit: number };

/**
 * What an engine does beyond Keyv's storage adapter: the few steps that have to be atomic, each with the engine's own
 * primitive, and keys in order.
 */
export interface Engine {
  /** What Keyv reads from, and what it disconnects. */
  readonly adapter: KeyvStoreAdapter | Map<string, string>;
  /** A namespace for Keyv, where the engine is shared with others. */
  readonly namespace?: string;
  /** How long an answer may take, where the client itself would wait for good. */
  readonly deadlineMs?: number;
  /**
   * Put `after` in place of the text `before` (undefined: nothing), if that is what is there. @returns whether it was
   */
  swap(key: string, before: string | undefined, after: Row | undefined): Promise<boolean>;
  list(range: Range): Promise<{ key: string; text: string }[]>;
  /** The records that have an alarm and are not over by now, the earliest alarm first. */
  due(limit: number, now: number): Promise<{ key: string; due: number }[]>;
  /** How many keys there are from one up to another, without it; what is over counts until it is pruned. */
  count(from: string, to: string): Promise<number>;
  /** Remove what expired before an instant. @returns how many */
  prune(now: number): Promise<number>;
  /** Drop the connection, for when it does not close by itself. */
  abandon?(): void;
}

/** The first key after all that start with a prefix: no character comes after this one. */
export const endOf = (prefix: string) => `${prefix}\u{10ffff}`;
