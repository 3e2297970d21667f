import type { Answer } from "./http.ts";

/**
 * How a call should fail.
 *
 * @property method exactly, or a pattern; any call, if left out. What goes to a response_url is called that.
 * @property times how often; once, if left out
 * @property retryAfter seconds of a 429, which it is then by default
 * @property afterDoing whether what was asked is done all the same, and only the answer is lost
 */
export type Failure = {
  method?: string | RegExp;
  status?: number;
  error?: string;
  times?: number;
  retryAfter?: number;
  afterDoing?: boolean;
};

export type RateLimit = { method: string; perChannel?: boolean; limit: number; perMs: number };

type Hold = { method: string | RegExp; released: Promise<void> };

/** What goes wrong with calls, on purpose. */
export class Faults {
  /** Calls that came too fast for a limit. */
  limited = 0;
  readonly #now: () => number;
  readonly #failures: { failure: Failure; left: number }[] = [];
  readonly #limits: { limit: RateLimit; calls: Map<string, number[]> }[] = [];
  readonly #holds = new Map<Hold, () => void>();

  constructor(now: () => number) {
    this.#now = now;
  }

  failNext(failure: Failure): void {
    this.#failures.push({ failure, left: failure.times ?? 1 });
  }

  limitRate(limit: RateLimit): void {
    this.#limits.push({ limit, calls: new Map() });
  }

  /** @returns lets go of those that are held, and holds no more */
  hold({ method }: { method: string | RegExp }): () => void {
    const { promise: released, resolve } = Promise.withResolvers<void>();
    const hold = { method, released };
    const release = () => {
      this.#holds.delete(hold);
      resolve();
    };
    this.#holds.set(hold, release);
    return release;
  }

  releaseAll(): void {
    for (const release of [...this.#holds.values()]) release();
  }

  async pass(method: string): Promise<void> {
    for (const hold of [...this.#holds.keys()]) if (matches(hold.method, method)) await hold.released;
  }

  /** @returns the answer to fail with, or nothing if the call may go on */
  take(method: string, isDone: boolean): Answer | undefined {
    const planned = this.#failures.find(
      ({ failure, left }) =>
        left > 0 && (failure.afterDoing ?? false) === isDone && matches(failure.method ?? /^/, method),
    );
    if (!planned) return undefined;
    planned.left -= 1;
    return answerOf(planned.failure);
  }

  /** Counts the call, where it is within the limits. */
  limit(method: string, channel: string): Answer | undefined {
    for (const { limit, calls } of this.#limits) {
      if (limit.method !== method) continue;
      const key = limit.perChannel ? channel : "";
      const since = this.#now() - limit.perMs;
      const recent = (calls.get(key) ?? []).filter((at) => at > since);
      calls.set(key, recent);
      const [oldest] = recent;
      if (oldest !== undefined && recent.length >= limit.limit) {
        this.limited += 1;
        return answerOf({ retryAfter: Math.max(1, Math.ceil((oldest - since) / 1000)) });
      }
      recent.push(this.#now());
    }
    return undefined;
  }
}

function matches(pattern: string | RegExp, method: string): boolean {
  return typeof pattern === "string" ? pattern === method : pattern.test(method);
}

function answerOf({ status, error, retryAfter }: Failure): Answer {
  if (retryAfter !== undefined || status === 429) {
    const headers = { "retry-after": String(retryAfter ?? 1) };
    return { status: 429, headers, body: { ok: false, error: "ratelimited" } };
  }
  if (error !== undefined) return { status: status ?? 200, body: { ok: false, error } };
  return { status: status ?? 500, body: "" };
}
