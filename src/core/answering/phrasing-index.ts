/** A wording of an entry as units: stems, and the marks that stand for subjects. */
export type Phrasing = { entry: string; units: readonly string[] };

/** How well an entry's phrasings match a question. */
export type Match = {
  entry: string;
  /** Cosine similarity of the closest phrasing, 0..1. */
  best: number;
  /** Mean of the three closest, 0..1: several fair matches speak for an entry as one lucky one does not. */
  three: number;
};

/** A pair of neighbours says less than two words: most pairs of a question never occurred before. */
const pairWeight = 0.6;
/** Marks a word that neither the knowledge nor common English knows. */
export const strangeMark = "?";
/** Weight of a word that says little in any question, and of a common word that no wording has. */
const lightFactor = Number(process.env.LF ?? 0.15);
const commonFactor = Number(process.env.CF ?? 0.6);
/** Marks a subject by its class. A reading has one because it was made so, which proves little. */
export const classMarkPrefix = "§§";
const classFactor = Number(process.env.MF ?? 0.4);

/**
 * Nearest phrasings by cosine over TF-IDF of units and neighbouring pairs of units.
 *
 * Document frequency is counted over entries, not phrasings: an entry with twelve wordings of "salary" must not make
 * the word look common.
 */
export class PhrasingIndex {
  readonly #entries: string[] = [];
  readonly #entryOf: Int32Array;
  readonly #features = new Map<string, { id: number; idf: number }>();
  readonly #postings: { documents: Int32Array; weights: Float32Array }[];
  readonly #rarest: number;
  readonly #scores: Float32Array;
  readonly #light: ReadonlySet<string>;

  /** @param light units that say little in any question, whatever their frequency */
  constructor(phrasings: readonly Phrasing[], light: ReadonlySet<string>) {
    this.#light = light;
    const entryIds = new Map<string, number>();
    this.#entryOf = Int32Array.from(phrasings, ({ entry }) => {
      const known = entryIds.get(entry);
      if (known !== undefined) return known;
      entryIds.set(entry, this.#entries.length);
      return this.#entries.push(entry) - 1;
    });
    const documents = phrasings.map(({ units }) => features(units));
    const seenIn = new Map<string, Set<number>>();
    for (const [index, document] of documents.entries()) {
      for (const feature of document.keys()) {
        const entries = seenIn.get(feature);
        if (entries) entries.add(this.#entryOf[index] ?? 0);
        else seenIn.set(feature, new Set([this.#entryOf[index] ?? 0]));
      }
    }
    this.#rarest = Math.log(this.#entries.length + 1);
    for (const [feature, entries] of seenIn) {
      const idf = Math.log((this.#entries.length + 1) / entries.size) * this.#factor(feature);
      this.#features.set(feature, { id: this.#features.size, idf });
    }
    const postings: { documents: number[]; weights: number[] }[] = Array.from(seenIn, () => ({
      documents: [],
      weights: [],
    }));
    for (const [index, document] of documents.entries()) {
      for (const [id, weight] of this.#vector(document)) {
        postings[id]?.documents.push(index);
        postings[id]?.weights.push(weight);
      }
    }
    this.#postings = postings.map((posting) => ({
      documents: Int32Array.from(posting.documents),
      weights: Float32Array.from(posting.weights),
    }));
    this.#scores = new Float32Array(phrasings.length);
  }

  /** How much a unit tells, in nats: a unit that no phrasing has tells the most. */
  weight(unit: string): number {
    return this.#features.get(unit)?.idf ?? this.#unseen(unit);
  }

  /** Features of a text and their weights, of unit length over those that are known. */
  features(units: readonly string[]): Map<string, number> {
    const all = new Map<string, number>();
    let squares = 0;
    for (const [feature, share] of features(units)) {
      const weight = (this.#features.get(feature)?.idf ?? 0) * share;
      if (weight === 0) continue;
      all.set(feature, weight);
      squares += weight * weight;
    }
    const length = Math.sqrt(squares) || 1;
    for (const [feature, weight] of all) all.set(feature, weight / length);
    return all;
  }

  /** Entries that share anything with a question, best first. */
  search(units: readonly string[], limit: number): Match[] {
    const scores = this.#scores.fill(0);
    for (const [id, weight] of this.#vector(features(units))) {
      const posting = this.#postings[id];
      if (!posting) continue;
      for (let at = 0; at < posting.documents.length; at++) {
        const document = posting.documents[at] ?? 0;
        scores[document] = (scores[document] ?? 0) + weight * (posting.weights[at] ?? 0);
      }
    }
    return this.#rank(scores, limit);
  }

  #factor(feature: string): number {
    if (this.#light.has(feature)) return lightFactor;
    return feature.startsWith(classMarkPrefix) && !feature.includes(" ") ? classFactor : 1;
  }

  #unseen(unit: string): number {
    if (this.#light.has(unit)) return this.#rarest * lightFactor;
    return this.#rarest * (unit.startsWith(strangeMark) ? 1 : commonFactor);
  }

  #rank(scores: Float32Array, limit: number): Match[] {
    const tops = new Map<number, [number, number, number]>();
    for (let document = 0; document < scores.length; document++) {
      const score = scores[document] ?? 0;
      if (score < 0.05) continue;
      const entry = this.#entryOf[document] ?? 0;
      const top = tops.get(entry);
      if (!top) tops.set(entry, [score, 0, 0]);
      else if (score > top[0]) tops.set(entry, [score, top[0], top[1]]);
      else if (score > top[1]) tops.set(entry, [top[0], score, top[1]]);
      else if (score > top[2]) tops.set(entry, [top[0], top[1], score]);
    }
    return Array.from(tops, ([entry, [first, second, third]]) => ({
      entry: this.#entries[entry] ?? "",
      best: first,
      three: (first + second + third) / 3,
    }))
      .sort((a, b) => b.best + b.three - (a.best + a.three))
      .slice(0, limit);
  }

  /** Feature ids and weights, of unit length over all features, known or not. */
  #vector(document: ReadonlyMap<string, number>): [id: number, weight: number][] {
    let squares = 0;
    const known: [number, number][] = [];
    for (const [feature, share] of document) {
      const found = this.#features.get(feature);
      // A pair nobody wrote before is no news; a word nobody wrote before is.
      const idf = found?.idf ?? (share < 1 ? 0 : this.#unseen(feature));
      const weight = idf * share;
      squares += weight * weight;
      if (found) known.push([found.id, weight]);
    }
    const length = Math.sqrt(squares) || 1;
    return known.map(([id, weight]) => [id, weight / length]);
  }
}

/** Units at full weight, neighbouring pairs at `pairWeight`; a repeated one counts once. */
function features(units: readonly string[]): Map<string, number> {
  const all = new Map<string, number>();
  for (const [index, unit] of units.entries()) {
    all.set(unit, 1);
    const next = units[index + 1];
    if (next !== undefined) all.set(`${unit} ${next}`, pairWeight);
  }
  return all;
}
