/** Plain data: log-odds of each feature, positive where it speaks for our subject. */
export type ScopeModel = { features: string[]; odds: Float32Array };

/** Pseudo-count that keeps a feature seen on one side only from deciding alone. */
const smoothing = 0.5;
/** Log-odds a feature, averaged: beyond this a message is as clear as it gets. */
const clear = 1.5;
/** What neither side ever said is rather not about careers: the wordings cover our own subject well. */
const unseenOdds = -0.5;

/** @param ours units of the wordings, subjects marked by their class; `others` the same of the counter-examples */
export function trainScope(ours: readonly (readonly string[])[], others: readonly (readonly string[])[]): ScopeModel {
  const own = count(ours);
  const foreign = count(others);
  const isPairSeenOnce = (one: string) =>
    one.includes(" ") && (own.counts.get(one) ?? 0) + (foreign.counts.get(one) ?? 0) < 2;
  const features = [...new Set([...own.counts.keys(), ...foreign.counts.keys()])].filter((one) => !isPairSeenOnce(one));
  const rate = ({ counts, total }: Counted, feature: string) =>
    ((counts.get(feature) ?? 0) + smoothing) / (total + smoothing * features.length);
  return { features, odds: Float32Array.from(features, (one) => Math.log(rate(own, one) / rate(foreign, one))) };
}

/**
 * Tells questions for the bot from everything else that is written in a channel: naive Bayes between the wordings of
 * the entries and the counter-examples. Subjects are marked by their class, so that the name of a technology speaks
 * for neither side.
 */
export class Scope {
  readonly #odds: ReadonlyMap<string, number>;

  constructor({ features, odds }: ScopeModel) {
    this.#odds = new Map(features.map((feature, at) => [feature, odds[at] ?? 0]));
  }

  /** @returns -1 for chatter, 1 for a question we could have written ourselves, 0 where nothing tells */
  of(units: readonly string[]): number {
    const all = scopeFeatures(units);
    let odds = 0;
    for (const feature of all) odds += this.#odds.get(feature) ?? (feature.includes(" ") ? 0 : unseenOdds);
    return all.length === 0 ? 0 : Math.max(-1, Math.min(1, odds / all.length / clear));
  }
}

type Counted = { counts: Map<string, number>; total: number };

function count(texts: readonly (readonly string[])[]): Counted {
  const counts = new Map<string, number>();
  let total = 0;
  for (const text of texts) {
    for (const feature of scopeFeatures(text)) {
      counts.set(feature, (counts.get(feature) ?? 0) + 1);
      total++;
    }
  }
  return { counts, total };
}

/** Units and neighbouring pairs, the ends of the text included. */
function scopeFeatures(units: readonly string[]): string[] {
  const edged = ["^", ...units, "$"];
  const pairs = edged.slice(1).map((unit, at) => `${edged[at]} ${unit}`);
  return [...new Set([...units, ...pairs])];
}
