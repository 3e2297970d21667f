import type { Features, Phrasing, Vector } from "./features.ts";
import { addRow, type SparseRows, toSparseRows } from "./sparse.ts";

/** Plain data: for each feature the phrasings that have it, and for each phrasing its entry. */
export type IndexModel = { postings: SparseRows; entryOf: Int32Array };

/** How well an entry's phrasings match a question. */
export type Match = {
  /** Id of the entry in the feature model. */
  entry: number;
  /** Cosine similarity of the closest phrasing, 0..1. */
  best: number;
  /** Mean of the three closest, 0..1: several fair matches speak for an entry as one lucky one does not. */
  three: number;
};

/** Phrasings less similar than this say nothing. */
const leastSimilarity = 0.05;

export function trainIndex(phrasings: readonly Phrasing[], features: Features, entries: readonly string[]): IndexModel {
  const ids = new Map(entries.map((entry, id) => [entry, id]));
  const postings = Array.from({ length: features.count }, () => new Map<number, number>());
  for (const [document, { units }] of phrasings.entries()) {
    for (const [feature, weight] of features.vector(units)) postings[feature]?.set(document, weight);
  }
  return {
    postings: toSparseRows(postings),
    entryOf: Int32Array.from(phrasings, ({ entry }) => ids.get(entry) ?? 0),
  };
}

/** Nearest phrasings by cosine. */
export class PhrasingIndex {
  readonly #model: IndexModel;
  readonly #similarities: Float32Array;

  constructor(model: IndexModel) {
    this.#model = model;
    this.#similarities = new Float32Array(model.entryOf.length);
  }

  /** Entries that share anything with a text, best first. */
  search(vector: Vector): Match[] {
    const similarities = this.#similarities.fill(0);
    for (const [feature, weight] of vector) addRow(this.#model.postings, feature, weight, similarities);
    const tops = new Map<number, [number, number, number]>();
    for (let document = 0; document < similarities.length; document++) {
      const similarity = similarities[document] ?? 0;
      if (similarity < leastSimilarity) continue;
      const entry = this.#model.entryOf[document] ?? 0;
      const top = tops.get(entry);
      if (!top) tops.set(entry, [similarity, 0, 0]);
      else if (similarity > top[0]) tops.set(entry, [similarity, top[0], top[1]]);
      else if (similarity > top[1]) tops.set(entry, [top[0], similarity, top[1]]);
      else if (similarity > top[2]) tops.set(entry, [top[0], top[1], similarity]);
    }
    return Array.from(tops, ([entry, [first, second, third]]) => ({
      entry,
      best: first,
      three: (first + second + third) / 3,
    })).sort((a, b) => b.best + b.three - (a.best + a.three));
  }
}
