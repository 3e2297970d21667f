import type { Phrasing } from "./phrasing-index.ts";

/** Lidstone smoothing: pseudo-weight of every feature in every entry. */
const smoothing = 0.05;
/** The posterior of naive Bayes is overconfident; dividing its log-odds by this spreads it. */
const temperature = 0.6;

/**
 * Multinomial naive Bayes over length-normalised features, every entry equally likely beforehand (Rennie et al.,
 * Tackling the Poor Assumptions of Naive Bayes Text Classifiers, ICML 2003, sections 4.1–4.2).
 *
 * Where the index asks how close the nearest wording is, this adds up what all wordings of an entry say together.
 */
export class LinearClassifier {
  readonly #entries: string[];
  /** Per feature: the entries that have it, and by how much they beat an entry that has not. */
  readonly #weights = new Map<string, { entries: number[]; gains: number[] }>();
  /** Per entry: log-probability of a feature that it has not. */
  readonly #floor: number[];
  readonly #features: (units: readonly string[]) => ReadonlyMap<string, number>;

  /** @param features weights of a text's features, by name */
  constructor(phrasings: readonly Phrasing[], features: (units: readonly string[]) => ReadonlyMap<string, number>) {
    this.#features = features;
    const sums = new Map<string, Map<string, number>>();
    const vocabulary = new Set<string>();
    for (const { entry, units } of phrasings) {
      const sum = sums.get(entry) ?? new Map<string, number>();
      sums.set(entry, sum);
      for (const [feature, weight] of features(units)) {
        vocabulary.add(feature);
        sum.set(feature, (sum.get(feature) ?? 0) + weight);
      }
    }
    this.#entries = [...sums.keys()];
    this.#floor = [];
    for (const sum of sums.values()) {
      const total = [...sum.values()].reduce((all, weight) => all + weight, smoothing * vocabulary.size);
      const index = this.#floor.push(Math.log(smoothing / total)) - 1;
      for (const [feature, weight] of sum) {
        const gain = Math.log((weight + smoothing) / smoothing);
        const known = this.#weights.get(feature);
        if (known) {
          known.entries.push(index);
          known.gains.push(gain);
        } else this.#weights.set(feature, { entries: [index], gains: [gain] });
      }
    }
  }

  /** @returns the posterior of each entry, 0..1, together 1; entries that share nothing with the text are left out */
  classify(units: readonly string[]): Map<string, number> {
    const features = this.#features(units);
    let known = 0;
    for (const [feature, weight] of features) if (this.#weights.has(feature)) known += weight;
    const scores = this.#floor.map((floor) => floor * known);
    const touched = new Set<number>();
    for (const [feature, weight] of features) {
      const found = this.#weights.get(feature);
      if (!found) continue;
      for (let at = 0; at < found.entries.length; at++) {
        const entry = found.entries[at] ?? 0;
        scores[entry] = (scores[entry] ?? 0) + weight * (found.gains[at] ?? 0);
        touched.add(entry);
      }
    }
    const highest = Math.max(...scores);
    let total = 0;
    const powers = scores.map((score) => {
      const power = Math.exp((score - highest) / temperature);
      total += power;
      return power;
    });
    return new Map([...touched].map((entry) => [this.#entries[entry] ?? "", (powers[entry] ?? 0) / total]));
  }
}
