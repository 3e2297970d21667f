import { setImmediate as nextTurn } from "node:timers/promises";

/** Starts work when its turn comes. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Work that costs time of the processor, each begun in a turn of the event loop of its own: what is urgent and quick,
 * such as telling a platform that it was heard, comes in between, however much there is to do. Whoever waits for a store
 * holds nobody up.
 */
export function takeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(() => nextTurn());
    last = turn;
    return turn.then(work);
  };
}
