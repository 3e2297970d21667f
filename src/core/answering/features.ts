/**
 * From units to features. A unit is a word's stem, or a mark that stands for a subject; a feature is a unit or a pair of
 * neighbouring units, weighted by how much it tells.
 */

/** Marks a word that neither the knowledge nor common English knows. */
export const strangeMark = "?";
/** Marks a subject by its class. A reading has one because it was made so, which proves little. */
export const classMarkPrefix = "§§";

/** A pair of neighbours says less than two words: most pairs of a question never occurred before. */
const pairWeight = 0.6;
/** Weight of a word that says little in any question, of a class mark, and of a common word that no wording has. */
const lightFactor = 0.15;
const classFactor = 0.4;
const commonFactor = 0.6;

/** A wording of an entry as units. */
export type Phrasing = { entry: string; units: readonly string[] };

/** Plain data: every feature of the wordings with its weight, and the entries in the order of their ids. */
export type FeatureModel = {
  entries: string[];
  features: string[];
  weights: Float32Array;
  light: string[];
};

/** Known features of a text by id, with weights of unit length over all its features, known or not. */
export type Vector = ReadonlyMap<number, number>;

/**
 * Weights are inverse document frequencies, counted over entries and not over phrasings: an entry with twelve wordings
 * of "salary" must not make the word look common.
 *
 * @param light units that say little in any question, whatever their frequency
 */
export function trainFeatures(phrasings: readonly Phrasing[], light: readonly string[]): FeatureModel {
  const lightUnits = new Set(light);
  const entries = [...new Set(phrasings.map(({ entry }) => entry))];
  const seenIn = new Map<string, Set<string>>();
  for (const { entry, units } of phrasings) {
    for (const feature of shares(units).keys()) {
      const known = seenIn.get(feature);
      if (known) known.add(entry);
      else seenIn.set(feature, new Set([entry]));
    }
  }
  const weights = Float32Array.from(
    seenIn,
    ([feature, found]) => Math.log((entries.length + 1) / found.size) * factorOf(feature, lightUnits),
  );
  return { entries, features: [...seenIn.keys()], weights, light: [...light] };
}

/** Reads texts in the terms of a trained model. */
export class Features {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #weights: Float32Array;
  readonly #light: ReadonlySet<string>;
  readonly #rarest: number;

  constructor(model: FeatureModel) {
    this.#ids = new Map(model.features.map((feature, id) => [feature, id]));
    this.#weights = model.weights;
    this.#light = new Set(model.light);
    this.#rarest = Math.log(model.entries.length + 1);
  }

  get count(): number {
    return this.#weights.length;
  }

  idOf(unit: string): number | undefined {
    return this.#ids.get(unit);
  }

  /** How much a unit tells, in nats: what no phrasing has tells the most. */
  weightOf(unit: string): number {
    const id = this.#ids.get(unit);
    return id === undefined ? this.#unseen(unit) : (this.#weights[id] ?? 0);
  }

  vector(units: readonly string[]): Vector {
    const vector = new Map<number, number>();
    let squares = 0;
    for (const [feature, share] of shares(units)) {
      const id = this.#ids.get(feature);
      // A pair that nobody wrote before is no news; a word that nobody wrote before is.
      const weight = share * (id === undefined ? (share < 1 ? 0 : this.#unseen(feature)) : (this.#weights[id] ?? 0));
      squares += weight * weight;
      if (id !== undefined) vector.set(id, weight);
    }
    const length = Math.sqrt(squares) || 1;
    for (const [id, weight] of vector) vector.set(id, weight / length);
    return vector;
  }

  #unseen(unit: string): number {
    // Numbers are years, amounts and versions: a detail of a question, seldom its subject.
    if (this.#light.has(unit) || /^\??\d+$/.test(unit)) return this.#rarest * lightFactor;
    return this.#rarest * (unit.startsWith(strangeMark) ? 1 : commonFactor);
  }
}

function factorOf(feature: string, light: ReadonlySet<string>): number {
  if (light.has(feature)) return lightFactor;
  return feature.startsWith(classMarkPrefix) && !feature.includes(" ") ? classFactor : 1;
}

/** Units at full weight, neighbouring pairs at `pairWeight`; a repeated one counts once. */
function shares(units: readonly string[]): Map<string, number> {
  const all = new Map<string, number>();
  for (const [index, unit] of units.entries()) {
    all.set(unit, 1);
    const next = units[index + 1];
    if (next !== undefined) all.set(`${unit} ${next}`, pairWeight);
  }
  return all;
}
