/** What comes next, so that nothing comes twice before all has come. */
import type { Random } from "../ports.ts";

/** What was drawn, and what has been shown by then, the latest last. */
export type Draw = { id: string; shown: string[] };

/**
 * Draw from what was not shown yet; when all was, a new season begins, and not with what came last. Of the bag only what
 * is out of it is kept, so that what is new in the pool is in the bag at once, and what has left it is gone.
 *
 * @param shown ids of this season, the latest last
 * @param last what came last, where that is not the latest of the season
 * @returns undefined when the pool is empty
 */
export function draw(
  pool: readonly string[],
  shown: readonly string[],
  random: Random,
  last = shown.at(-1),
): Draw | undefined {
  const out = new Set(shown);
  const left = pool.filter((id) => !out.has(id));
  const isNewSeason = left.length === 0;
  const inBag = isNewSeason ? pool : left;
  const others = inBag.filter((id) => id !== last);
  const from = others.length > 0 ? others : inBag;
  const id = from[Math.floor(random.next() * from.length)];
  return id === undefined ? undefined : { id, shown: [...(isNewSeason ? [] : shown), id] };
}
