import { setTimeout as pause } from "node:timers/promises";

export type PatientLineParts = {
  /** Do what stands in the line under a key; never fails. */
  act: (key: string) => Promise<void>;
  /** How many begin in a second at most. */
  perSecond: number;
};

const mostAtOnce = 8;

/** Things that nobody sits waiting for, done in order and in peace, so that they leave room for others. */
export class PatientLine {
  readonly #parts: PatientLineParts;
  /** In the order in which they came. */
  readonly #waiting = new Set<string>();
  readonly #inHand = new Set<Promise<void>>();
  #working: Promise<void> | undefined;

  constructor(parts: PatientLineParts) {
    this.#parts = parts;
  }

  /** How many have not begun yet. */
  get size(): number {
    return this.#waiting.size;
  }

  has(key: string): boolean {
    return this.#waiting.has(key);
  }

  add(key: string): void {
    this.#waiting.add(key);
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#inHand.size === 0;
  }

  /** Leave be what has not begun. */
  clear(): void {
    this.#waiting.clear();
  }

  /** Wait until all that stands here is done. */
  async idle(): Promise<void> {
    await this.#working;
    await Promise.all(this.#inHand);
  }

  async #work(): Promise<void> {
    const gapMs = 1000 / this.#parts.perSecond;
    for (const key of this.#waiting) {
      if (this.#inHand.size >= mostAtOnce) await Promise.race(this.#inHand);
      // Left since, while we waited.
      if (!this.#waiting.delete(key)) continue;
      const mine = this.#parts.act(key).finally(() => this.#inHand.delete(mine));
      this.#inHand.add(mine);
      if (gapMs > 0 && this.#waiting.size > 0) await pause(gapMs);
    }
  }
}
