/** Slack takes about one message a second in a channel: https://docs.slack.dev/apis/web-api/rate-limits */

import { TooLate } from "../adapter.ts";

export type PaceParts = {
  /** Milliseconds from some fixed point, never going back. */
  now: () => number;
  wait: (ms: number) => Promise<void>;
  /** Between two messages in one place. */
  gapMs: number;
  /** How long Slack said to wait, when a call failed because there were too many; else undefined. */
  retryAfterMs: (error: unknown) => number | undefined;
};

const mostTries = 5;
/** Places remembered before those are forgotten in which nothing waits. */
const mostPlaces = 2000;

type Queue = { last: Promise<unknown>; freeAt: number; waiting: number };

/** Does things in order and at a distance, each place by itself. */
export class Pace {
  readonly #parts: PaceParts;
  readonly #places = new Map<string, Queue>();

  constructor(parts: PaceParts) {
    this.#parts = parts;
  }

  /**
   * @param until when to begin no more, by `now`
   * @throws TooLate when its turn would come later
   */
  run<T>(place: string, act: () => Promise<T>, until = Number.POSITIVE_INFINITY): Promise<T> {
    if (this.#places.size >= mostPlaces) this.#forget();
    const queue = this.#places.get(place) ?? { last: Promise.resolve(), freeAt: 0, waiting: 0 };
    this.#places.set(place, queue);
    queue.waiting += 1;
    const done = queue.last.then(async () => {
      try {
        return await this.#inTime(queue, act, until);
      } finally {
        queue.waiting -= 1;
      }
    });
    queue.last = done.catch(() => {});
    return done;
  }

  async #inTime<T>(queue: Queue, act: () => Promise<T>, until: number): Promise<T> {
    const { now, wait, gapMs, retryAfterMs } = this.#parts;
    for (let tries = 1; ; tries++) {
      if (Math.max(queue.freeAt, now()) >= until) throw new TooLate();
      const early = queue.freeAt - now();
      if (early > 0) await wait(early);
      queue.freeAt = now() + gapMs;
      try {
        return await act();
      } catch (error) {
        const ms = retryAfterMs(error);
        if (ms === undefined || tries >= mostTries) throw error;
        queue.freeAt = now() + ms;
      }
    }
  }

  #forget(): void {
    const now = this.#parts.now();
    for (const [place, { waiting, freeAt }] of this.#places) {
      if (waiting === 0 && freeAt <= now) this.#places.delete(place);
    }
  }
}
