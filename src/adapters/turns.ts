import { setImmediate as nextTurn } from "node:timers/promises";
import pLimit from "p-limit";

/** Runs work when its turn comes. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Work that costs time of the processor, a few at once and each in a turn of the event loop of its own: what is urgent
 * and quick, such as telling a platform that it was heard, comes in between, however much there is to do.
 */
export function takeTurns(atOnce: number): Turns {
  const limit = pLimit(atOnce);
  return (work) =>
    limit(async () => {
      await nextTurn();
      return work();
    });
}
