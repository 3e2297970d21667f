/** Discord counts the milliseconds of its ids from the first second of 2015. */
const epochMs = 1_420_070_400_000;
const counterMask = (1n << 22n) - 1n;

/** Ids as Discord makes them: the upper bits say when, so that clients read the time from them. */
export class Snowflakes {
  readonly #now: () => number;
  #counter = 0n;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(): string {
    return this.at(this.#now());
  }

  /** The id of something that was made at another time than now. */
  at(ms: number): string {
    this.#counter += 1n;
    const sinceEpoch = BigInt(Math.max(1, Math.floor(ms - epochMs)));
    return String((sinceEpoch << 22n) | (this.#counter & counterMask));
  }
}
