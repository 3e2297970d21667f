export type PatientLineParts = {
  /** Do what stands in the line under a key; never fails. */
  act: (key: string) => Promise<void>;
  /** How many begin in a second at most. */
  perSecond: number;
};

const mostAtOnce = 8;
/** So many that were held up may follow one another at once, so that the pace is kept over time. */
const mostCaughtUp = 2;

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

  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#inHand.size === 0;
  }

  /** At the end, unless it stands there already. */
  add(key: string): void {
    this.#waiting.add(key);
    this.#working ??= this.#work();
  }

  /** Leave be what has not begun. */
  clear(): void {
    this.#waiting.clear();
  }

  /** Wait until all that stands here is done. */
  async idle(): Promise<void> {
    while (!this.isIdle) await Promise.all([this.#working, ...this.#inHand]);
  }

  /** One begins at a time, each in its turn, also after the last of those that came before. */
  async #work(): Promise<void> {
    const gapMs = 1000 / this.#parts.perSecond;
    let turn = performance.now();
    for (let key = this.#next(); key !== undefined; key = this.#next()) {
      const mine = this.#parts.act(key).finally(() => this.#inHand.delete(mine));
      this.#inHand.add(mine);
      turn = Math.max(turn + gapMs, performance.now() - mostCaughtUp * gapMs);
      const wait = Math.max(turn - performance.now(), 0);
      await new Promise((resolve) => setTimeout(resolve, wait));
      while (this.#inHand.size >= mostAtOnce) await Promise.race(this.#inHand);
    }
    this.#working = undefined;
  }

  #next(): string | undefined {
    const [key] = this.#waiting;
    if (key !== undefined) this.#waiting.delete(key);
    return key;
  }
}
