import { setImmediate as nextTurn } from "node:timers/promises";

/** Starts work when its turn comes. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** A request is read, and told that it was heard, in about as many turns of the event loop. */
const turnsBetween = 4;

/**
 * Work that costs time of the processor, begun one after another with turns of the event loop in between: what is urgent
 * and quick, such as telling a platform that it was heard, comes first, however much there is to do. Whoever waits for a
 * store holds nobody up.
 */
export function takeTurns(): Turns {
  let last: Promise<void> = Promise.resolve();
  return (work) => {
    last = last.then(pass);
    return last.then(work);
  };
}

async function pass(): Promise<void> {
  for (let turn = 0; turn < turnsBetween; turn++) await nextTurn();
}
