/** Makes up what Slack makes up: ids, and the timestamps that are the ids of messages. */
export class Ids {
  readonly #now: () => number;
  #count = 0;
  #lastMicros = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param kind the letters it begins with: `U` for a person, `C` for a channel */
  next(kind: string): string {
    this.#count += 1;
    return `${kind}${this.#count.toString(36).toUpperCase().padStart(10, "0")}`;
  }

  /** Seconds with six decimals, later than any before, also when the clock stands still. */
  timestamp(): string {
    this.#lastMicros = Math.max(this.#lastMicros + 1, Math.floor(this.#now() * 1000));
    const seconds = Math.floor(this.#lastMicros / 1_000_000);
    return `${seconds}.${String(this.#lastMicros % 1_000_000).padStart(6, "0")}`;
  }
}
