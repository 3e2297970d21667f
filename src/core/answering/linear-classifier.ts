import type { Features, Phrasing, Vector } from "./features.ts";
import { addRow, type SparseRows, toSparseRows } from "./sparse.ts";

/** Plain data. For each feature the entries that have it and what it gains them; for each entry its floor. */
export type ClassifierModel = { gains: SparseRows; floors: Float32Array };

/** Lidstone smoothing: pseudo-weight of every feature in every entry. */
const smoothing = 0.05;
/** The posterior of naive Bayes is overconfident; dividing its log-odds by this spreads it. */
const temperature = 0.6;

export function trainClassifier(
  phrasings: readonly Phrasing[],
  features: Features,
  entries: readonly string[],
): ClassifierModel {
  const ids = new Map(entries.map((entry, id) => [entry, id]));
  const sums = entries.map(() => new Map<number, number>());
  for (const { entry, units } of phrasings) {
    const sum = sums[ids.get(entry) ?? 0];
    for (const [feature, weight] of features.vector(units)) sum?.set(feature, (sum.get(feature) ?? 0) + weight);
  }
  const gains = Array.from({ length: features.count }, () => new Map<number, number>());
  const floors = sums.map((sum, entry) => {
    for (const [feature, weight] of sum) gains[feature]?.set(entry, Math.log((weight + smoothing) / smoothing));
    const total = [...sum.values()].reduce((all, weight) => all + weight, smoothing * features.count);
    return Math.log(smoothing / total);
  });
  return { gains: toSparseRows(gains), floors: Float32Array.from(floors) };
}

/**
 * Multinomial naive Bayes over length-normalised features, every entry equally likely beforehand (Rennie et al.,
 * Tackling the Poor Assumptions of Naive Bayes Text Classifiers, ICML 2003, sections 4.1–4.2).
 *
 * Where the index asks how close the nearest wording is, this adds up what all wordings of an entry say together.
 */
export class LinearClassifier {
  readonly #model: ClassifierModel;

  constructor(model: ClassifierModel) {
    this.#model = model;
  }

  /** @returns the posterior of each entry by id, 0..1, together 1 */
  classify(vector: Vector): Float32Array {
    const { gains, floors } = this.#model;
    let length = 0;
    for (const weight of vector.values()) length += weight;
    const posteriors = floors.map((floor) => floor * length);
    for (const [feature, weight] of vector) addRow(gains, feature, weight, posteriors);
    const highest = posteriors.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    let total = 0;
    for (let entry = 0; entry < posteriors.length; entry++) {
      const power = Math.exp(((posteriors[entry] ?? 0) - highest) / temperature);
      posteriors[entry] = power;
      total += power;
    }
    return posteriors.map((power) => power / total);
  }

  /** Whether any wording of an entry has a feature. */
  holds(feature: number, entry: number): boolean {
    const { starts, columns } = this.#model.gains;
    const end = starts[feature + 1] ?? 0;
    for (let at = starts[feature] ?? 0; at < end; at++) if (columns[at] === entry) return true;
    return false;
  }
}
