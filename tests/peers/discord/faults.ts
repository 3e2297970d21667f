type Matching = { method?: string; path?: RegExp };

export type Fault = Matching & {
  status: number;
  times?: number;
  /** Seconds, as Discord gives them. */
  retryAfter?: number;
  body?: unknown;
  /** Whether the request takes effect, and only the answer is lost. */
  afterDoing?: boolean;
};

export type RateLimit = { method?: string; path: RegExp; limit: number; perMs: number; perChannel?: boolean };

type Asked = { method: string; path: string };

export type FaultAnswer = { status: number; body: unknown; headers: Record<string, string> };

/** The code that goes with a status, where nothing else was asked for. */
const usualCodes: Record<number, [code: number, message: string]> = {
  400: [50035, "Invalid Form Body"],
  401: [0, "401: Unauthorized"],
  403: [50013, "Missing Permissions"],
  404: [10008, "Unknown Message"],
};

/** What goes wrong on purpose. */
export class Faults {
  #queue: { fault: Fault; left: number }[] = [];
  #holds: (Matching & { released: Promise<void> })[] = [];
  readonly #releases = new Set<() => void>();

  add(fault: Fault): void {
    this.#queue.push({ fault, left: fault.times ?? 1 });
  }

  /** The fault that meets this request; it is used up by that. */
  take(asked: Asked): Fault | undefined {
    const next = this.#queue.find(({ fault }) => matches(fault, asked));
    if (!next) return undefined;
    next.left -= 1;
    if (next.left <= 0) this.#queue = this.#queue.filter((one) => one !== next);
    return next.fault;
  }

  hold(what: Matching): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    const held = { ...what, released: promise };
    this.#holds.push(held);
    const release = () => {
      this.#holds = this.#holds.filter((one) => one !== held);
      this.#releases.delete(release);
      resolve();
    };
    this.#releases.add(release);
    return release;
  }

  /** When the answer may go out. */
  released(asked: Asked): Promise<unknown> | undefined {
    const holding = this.#holds.filter((hold) => matches(hold, asked));
    return holding.length > 0 ? Promise.all(holding.map(({ released }) => released)) : undefined;
  }

  releaseAll(): void {
    for (const release of this.#releases) release();
  }
}

export function matches({ method, path }: Matching, asked: Asked): boolean {
  return (method === undefined || method === asked.method) && (path?.test(asked.path) ?? true);
}

export function answerOf({ status, retryAfter = 1, body }: Fault): FaultAnswer {
  if (status === 429) return tooMany(retryAfter, {}, body);
  const [code, message] = usualCodes[status] ?? [0, `${status}: something broke`];
  return { status, body: body ?? { message, code }, headers: {} };
}

/** @param seconds after which to try again */
export function tooMany(seconds: number, headers: Record<string, string>, body?: unknown): FaultAnswer {
  const told = { message: "You are being rate limited.", retry_after: seconds, global: false };
  const after = { "Retry-After": String(seconds), "X-RateLimit-Scope": "user" };
  return { status: 429, body: body ?? told, headers: { ...after, ...headers } };
}

/** As {@link tooMany}, for a limit that is on all requests together. */
export function tooManyInAll(seconds: number): FaultAnswer {
  const { status, body, headers } = tooMany(seconds, { "X-RateLimit-Global": "true", "X-RateLimit-Scope": "global" });
  return { status, body: { ...(body as object), global: true }, headers };
}
