import type { Keyv } from "keyv";
import type { Change, Store } from "../../core/ports.ts";

/** A `Store` over any Keyv engine. Updates of one key are queued, so within this process each sees the one before it. */
export class KeyvStore implements Store {
  readonly #keyv: Keyv;
  readonly #last = new Map<string, Promise<unknown>>();

  constructor(keyv: Keyv) {
    this.#keyv = keyv;
  }

  async read(key: string): Promise<unknown> {
    return this.#keyv.get(key);
  }

  async update<R>(key: string, change: (before: unknown) => Change<R>): Promise<R> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const mine = before.then(
      () => this.#change(key, change),
      () => this.#change(key, change), // the one before me failed its own caller; it doesn't fail me
    );
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }

  async #change<R>(key: string, change: (before: unknown) => Change<R>): Promise<R> {
    const { after, result, ttlMs } = change(await this.#keyv.get(key));
    if (after === undefined) await this.#keyv.delete(key);
    else await this.#keyv.set(key, after, ttlMs);
    return result;
  }

  async close(): Promise<void> {
    await this.#keyv.disconnect();
  }
}
