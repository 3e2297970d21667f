/** What comes next, so that nothing comes twice before all has come. */
import type { Random } from "../ports.ts";

/** What was drawn, and what has been shown by then, the latest last. */
export type Draw = { id: string; shown: string[] };

/**
 * Draw from what was not shown yet; when all was, a new season begins, and not with what came last. Of the bag only what
 * is out of it is kept, so that what is new in the pool is in the bag at once, and what has left it is gone.
 *
 * @param shown ids of this season, the latest last
 * @returns undefined when the pool is empty
 */
export function draw(pool: readonly string[], shown: readonly string[], random: Random): Draw | undefined {
  const out = new Set(shown);
  const left = pool.filter((id) => !out.has(id));
  const isNewSeason = left.length === 0;
  const others = pool.filter((id) => id !== shown.at(-1));
  const from = isNewSeason ? (others.length > 0 ? others : pool) : left;
  const id = from[Math.floor(random.next() * from.length)];
  return id === undefined ? undefined : { id, shown: [...(isNewSeason ? [] : shown), id] };
}
