import { EventEmitter, once } from "node:events";

const patienceMs = 10_000;

/** Something that changes, and those who wait for it to have become what they want. */
export class Changes {
  readonly #emitter = new EventEmitter();
  readonly #describe: () => string;

  /** @param describe how things stand, for whoever has waited in vain */
  constructor(describe: () => string) {
    this.#describe = describe;
  }

  happened(): void {
    this.#emitter.emit("change");
  }

  /** @returns what the condition gave */
  async until<T>(condition: () => T | undefined | false): Promise<T> {
    const signal = AbortSignal.timeout(patienceMs);
    for (;;) {
      const found = condition();
      if (found !== undefined && found !== false) return found;
      await once(this.#emitter, "change", { signal }).catch((cause: unknown) => {
        throw new Error(`waited in vain for ${condition}\n${this.#describe()}`, { cause });
      });
    }
  }
}
