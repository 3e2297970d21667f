/** At once: enough to keep a server busy. */
const size = 32;

/** Do something for all, some at once: a store answers many questions in the time of one. */
export async function inBatches<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += size) await Promise.all(all.slice(from, from + size).map(act));
}
