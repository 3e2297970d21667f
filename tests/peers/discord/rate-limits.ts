import { type FaultAnswer, matches, type RateLimit, tooMany, tooManyInAll } from "./faults.ts";

/** How often requests were turned away by one limit. */
export type RateCount = { refused: number };

type Asked = { method: string; path: string };

/** What a limit says to a request: headers of its answer, or the answer itself when it is turned away. */
type Verdict = { headers: Record<string, string>; refusal?: FaultAnswer };

type Window = { used: number; resetsAt: number };

/** So many requests in a window, which opens with the first; by the machine's clock, since clients wait by theirs. */
class Allowance {
  readonly count: RateCount = { refused: 0 };
  readonly #limit: number;
  readonly #perMs: number;
  readonly #windows = new Map<string, Window>();

  constructor(limit: number, perMs: number) {
    this.#limit = limit;
    this.#perMs = perMs;
  }

  /** @param key of what has a window of its own @returns times in seconds */
  use(key = ""): { isOver: boolean; remaining: number; reset: number; resetAfter: number } {
    const window = this.#windowOf(key);
    const isOver = window.used >= this.#limit;
    if (isOver) this.count.refused += 1;
    else window.used += 1;
    const resetAfter = Math.max(1, window.resetsAt - Date.now()) / 1000;
    return { isOver, remaining: this.#limit - window.used, reset: window.resetsAt / 1000, resetAfter };
  }

  #windowOf(key: string): Window {
    const open = this.#windows.get(key);
    const now = Date.now();
    if (open && open.resetsAt > now) return open;
    const window = { used: 0, resetsAt: now + this.#perMs };
    this.#windows.set(key, window);
    return window;
  }
}

/** A limit on requests of a kind. */
class Bucket {
  readonly what: RateLimit;
  readonly allowance: Allowance;
  readonly #name: string;

  constructor(what: RateLimit, name: string) {
    this.what = what;
    this.allowance = new Allowance(what.limit, what.perMs);
    this.#name = name;
  }

  use(path: string): Verdict {
    const { limit, perChannel } = this.what;
    const key = perChannel ? (/^\/(?:channels|webhooks|guilds)\/([^/]+)/.exec(path)?.[1] ?? "") : "";
    const { isOver, remaining, reset, resetAfter } = this.allowance.use(key);
    const headers = {
      "X-RateLimit-Limit": String(limit),
      "X-RateLimit-Remaining": String(remaining),
      "X-RateLimit-Reset": String(reset),
      "X-RateLimit-Reset-After": String(resetAfter),
      "X-RateLimit-Bucket": this.#name,
    };
    return isOver ? { headers, refusal: tooMany(resetAfter, headers) } : { headers };
  }
}

/** Not counted among all requests. https://docs.discord.com/developers/topics/rate-limits#global-rate-limit */
const uncounted = /^\/(?:interactions|webhooks)\//;
const globalWindowMs = 1000;

export class RateLimits {
  readonly #buckets: Bucket[] = [];
  #global: Allowance | undefined;

  add(what: RateLimit): RateCount {
    const bucket = new Bucket(what, `bucket${this.#buckets.length}`);
    this.#buckets.push(bucket);
    return bucket.allowance.count;
  }

  /** From now on so many requests in all; a later limit takes the place of this one. */
  limitGlobally(perSecond: number): RateCount {
    this.#global = new Allowance(perSecond, globalWindowMs);
    return this.#global.count;
  }

  /** Count a request: among all, and unless that was one too many, in its bucket. */
  use(asked: Asked): Verdict {
    const inAll = uncounted.test(asked.path) ? undefined : this.#global?.use();
    if (inAll?.isOver) return { headers: {}, refusal: tooManyInAll(inAll.resetAfter) };
    return this.#buckets.find(({ what }) => matches(what, asked))?.use(asked.path) ?? { headers: {} };
  }
}
