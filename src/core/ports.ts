/** What the core needs from the outside. Implementations are in `runtime/`; tests bring their own. */

export interface Clock {
  now(): Date;
  /** Milliseconds from some fixed point, never going back: for durations only. */
  elapsedMs(): number;
}

/** Uniform draws in [0, 1); seeded in tests, so that a failing quiz can be replayed. */
export interface Random {
  next(): number;
}

/** `ttlMs` counts from the change; a key without one is kept. `after: undefined` removes the key. */
export type Change<R> = { after: unknown; result: R; ttlMs?: number };

export interface Store {
  /** The value under a key; undefined when there is none or it has expired. */
  read(key: string): Promise<unknown>;
  /**
   * An atomic read-modify-write: updates of one key happen one after another. `change` may be called again, so it must
   * be pure. Engines that several processes share are not among those there are yet.
   */
  update<R>(key: string, change: (before: unknown) => Change<R>): Promise<R>;
}

export interface Logger {
  info(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}
