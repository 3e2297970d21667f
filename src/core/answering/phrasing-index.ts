import type { Features, Phrasing, Vector } from "./features.ts";
import { type SparseRows, toSparseRows } from "./sparse.ts";

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

/** Features that weigh less in a question are in half of all phrasings: much to add up, nothing to learn. */
const leastWeight = 0.03;
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
  /** Kept between searches, and zero in between. */
  readonly #similarities: Float32Array;
  readonly #touched: Int32Array;

  constructor(model: IndexModel) {
    this.#model = model;
    this.#similarities = new Float32Array(model.entryOf.length);
    this.#touched = new Int32Array(model.entryOf.length);
  }

  /** Entries that share anything with a text, best first. */
  search(vector: Vector): Match[] {
    const similarities = this.#similarities;
    const tops = new Map<number, [number, number, number]>();
    for (const document of this.#add(vector)) {
      const similarity = similarities[document] ?? 0;
      similarities[document] = 0;
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

  /** Adds up similarities. @returns the phrasings that have any, a view that the next search overwrites */
  #add(vector: Vector): Int32Array {
    const { starts, columns, values } = this.#model.postings;
    const similarities = this.#similarities;
    let count = 0;
    for (const [feature, weight] of vector) {
      if (weight < leastWeight) continue;
      const end = starts[feature + 1] ?? 0;
      for (let at = starts[feature] ?? 0; at < end; at++) {
        const document = columns[at] ?? 0;
        const before = similarities[document] ?? 0;
        if (before === 0) this.#touched[count++] = document;
        similarities[document] = before + weight * (values[at] ?? 0);
      }
    }
    return this.#touched.subarray(0, count);
  }
}
