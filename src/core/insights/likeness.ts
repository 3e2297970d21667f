/** Groups of texts that ask the same in other words. */

/** A text by what it says: its stems and subjects, each with how much it tells. */
export type Weights = ReadonlyMap<string, number>;

/** Texts whose cosine with the group's first is this much or more are alike. */
const alikeAt = 0.5;

/**
 * Greedy leader clustering (Hartigan, Clustering Algorithms, 1975, chapter 3): each one joins the most similar group
 * there is, by the group's first member, or starts its own. So hand in what counts most first.
 *
 * @returns groups in the order of their first members
 */
export function groupAlike<T>(all: readonly T[], weightsOf: (one: T) => Weights): T[][] {
  const groups: T[][] = [];
  /** For each unit the groups whose leader has it, with its weight in a leader of length one. */
  const postings = new Map<string, { group: number; weight: number }[]>();
  for (const one of all) {
    const weights = normalize(weightsOf(one));
    const similarities = new Map<number, number>();
    for (const [unit, weight] of weights) {
      for (const posting of postings.get(unit) ?? []) {
        similarities.set(posting.group, (similarities.get(posting.group) ?? 0) + weight * posting.weight);
      }
    }
    const [nearest] = [...similarities].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    if (nearest && nearest[1] >= alikeAt) {
      groups[nearest[0]]?.push(one);
      continue;
    }
    for (const [unit, weight] of weights) {
      const known = postings.get(unit);
      const posting = { group: groups.length, weight };
      if (known) known.push(posting);
      else postings.set(unit, [posting]);
    }
    groups.push([one]);
  }
  return groups;
}

function normalize(weights: Weights): Weights {
  const length = Math.hypot(...weights.values()) || 1;
  return new Map([...weights].map(([unit, weight]) => [unit, weight / length]));
}
