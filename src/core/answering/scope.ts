/** Pseudo-count that keeps a unit seen on one side only from deciding alone. */
const smoothing = 0.5;
/** Log-odds a unit, averaged: beyond this a message is as clear as it gets. */
const clear = 1.5;

/**
 * Tells questions for the bot from everything else that is written in a channel: naive Bayes between the wordings of
 * the entries and the counter-examples, over units and neighbouring pairs. Subjects are marked by their class, so that
 * the name of a technology speaks for neither side.
 */
export class Scope {
  readonly #odds = new Map<string, number>();
  readonly #unseen: number;

  constructor(ours: readonly (readonly string[])[], others: readonly (readonly string[])[]) {
    const own = count(ours);
    const foreign = count(others);
    const units = new Set([...own.counts.keys(), ...foreign.counts.keys()]);
    const rate = ({ counts, total }: Counted, unit: string) =>
      ((counts.get(unit) ?? 0) + smoothing) / (total + smoothing * units.size);
    for (const unit of units) this.#odds.set(unit, Math.log(rate(own, unit) / rate(foreign, unit)));
    // What neither side ever said is rather not about careers: the wordings cover our own subject well.
    this.#unseen = others.length === 0 ? 0 : -0.5;
  }

  /** @returns -1 for chatter, 1 for a question we could have written ourselves, 0 where nothing tells */
  of(units: readonly string[]): number {
    const all = features(units);
    if (all.length === 0) return 0;
    let odds = 0;
    for (const unit of all) odds += this.#odds.get(unit) ?? (unit.includes(" ") ? 0 : this.#unseen);
    return Math.max(-1, Math.min(1, odds / all.length / clear));
  }
}

type Counted = { counts: Map<string, number>; total: number };

function count(texts: readonly (readonly string[])[]): Counted {
  const counts = new Map<string, number>();
  let total = 0;
  for (const text of texts) {
    for (const unit of features(text)) {
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
      total++;
    }
  }
  return { counts, total };
}

function features(units: readonly string[]): string[] {
  const edged = ["^", ...units, "$"];
  const pairs = edged.slice(1).map((unit, at) => `${edged[at]} ${unit}`);
  return [...new Set([...units, ...pairs])];
}
