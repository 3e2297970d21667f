import type { Store } from "../../ports.ts";
import { inBatches } from "../in-batches.ts";
import { type Award, award } from "./boards.ts";

/** A player of a platform, by their id there. */
type Scorer = Pick<Award, "name" | "points"> & { person: string };
type Game = Pick<Award, "topic" | "game" | "at"> & { platform: string; space: string };

/** Give everybody their points of one game, where they have any; the same again changes nothing. */
export async function awardAll(
  store: Store,
  { platform, space, ...game }: Game,
  scorers: readonly Scorer[],
): Promise<void> {
  const scored = scorers.filter(({ points }) => points > 0);
  await inBatches(scored, ({ person, name, points }) =>
    award(store, { ...game, space: `${platform}/${space}`, person: `${platform}/${person}`, name, points }),
  );
}
