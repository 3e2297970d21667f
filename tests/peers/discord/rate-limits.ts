import { type FaultAnswer, matches, type RateLimit, tooMany } from "./faults.ts";

/** How often requests were turned away by one limit. */
export type RateCount = { refused: number };

type Window = { used: number; resetsAt: number };

/** A limit, and how much of it is used up; by the machine's clock, since clients wait by theirs. */
class Bucket {
  readonly what: RateLimit;
  readonly count: RateCount = { refused: 0 };
  readonly #name: string;
  readonly #windows = new Map<string, Window>();

  constructor(what: RateLimit, name: string) {
    this.what = what;
    this.#name = name;
  }

  use(path: string): { headers: Record<string, string>; refusal?: FaultAnswer } {
    const { limit, perChannel } = this.what;
    const key = perChannel ? (/^\/(?:channels|webhooks|guilds)\/([^/]+)/.exec(path)?.[1] ?? "") : "";
    const window = this.#windowOf(key);
    const isOver = window.used >= limit;
    if (isOver) this.count.refused += 1;
    else window.used += 1;
    const resetAfter = Math.max(1, window.resetsAt - Date.now()) / 1000;
    const headers = {
      "X-RateLimit-Limit": String(limit),
      "X-RateLimit-Remaining": String(limit - window.used),
      "X-RateLimit-Reset": String(window.resetsAt / 1000),
      "X-RateLimit-Reset-After": String(resetAfter),
      "X-RateLimit-Bucket": this.#name,
    };
    return isOver ? { headers, refusal: tooMany(resetAfter, headers) } : { headers };
  }

  #windowOf(key: string): Window {
    const open = this.#windows.get(key);
    const now = Date.now();
    if (open && open.resetsAt > now) return open;
    const window = { used: 0, resetsAt: now + this.what.perMs };
    this.#windows.set(key, window);
    return window;
  }
}

export class RateLimits {
  readonly #buckets: Bucket[] = [];

  add(what: RateLimit): RateCount {
    const bucket = new Bucket(what, `bucket${this.#buckets.length}`);
    this.#buckets.push(bucket);
    return bucket.count;
  }

  /** Count a request. */
  use(asked: { method: string; path: string }): { headers: Record<string, string>; refusal?: FaultAnswer } {
    return this.#buckets.find(({ what }) => matches(what, asked))?.use(asked.path) ?? { headers: {} };
  }
}
