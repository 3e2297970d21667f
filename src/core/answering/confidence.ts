/**
 * What speaks for and against a candidate, each about 0..1, and how much it weighs.
 *
 * The weights are a logistic regression over the development questions in `tests/questions/development.yaml`, so that
 * of the answers given at 0.8 about four in five are right. `npm run eval -- --fit` prints new ones.
 */
export type Evidence = {
  /** Similarity of the closest phrasing. */
  best: number;
  /** Mean similarity of the three closest phrasings. */
  three: number;
  /** How far the best similarity is above that of the next entry. */
  lead: number;
  /** Share of the question's weight that the entry's own wordings hold. */
  covered: number;
  /** Share of the question's weight that at least the entry's text holds. */
  mentioned: number;
  /** Share of the question's weight in words that neither the knowledge nor common English knows. */
  unknown: number;
  /** The question names the entry's role or term. */
  named: number;
  /** The role was not named but carried over, or guessed. */
  assumed: number;
  /** It is put as a question. */
  asks: number;
  /** Share of the whole message that the question is. */
  share: number;
  /** Length of the question, in tens of words, at most 3. */
  length: number;
};

const weights: Record<keyof Evidence | "bias", number> = {
  bias: -5,
  best: 4,
  three: 2,
  lead: 2,
  covered: 4,
  mentioned: 1,
  unknown: -3,
  named: 0.5,
  assumed: -1.5,
  asks: 0.5,
  share: 0.5,
  length: 0,
};

/** @returns the probability that the candidate answers the question, 0..1 */
export function confidenceOf(evidence: Evidence): number {
  return 1 / (1 + Math.exp(-scoreOf(evidence)));
}

/** The log-odds behind the confidence: unbounded, and finer where confidence is near 0 or 1. */
export function scoreOf(evidence: Evidence): number {
  let score = weights.bias;
  for (const name of evidenceNames) score += weights[name] * evidence[name];
  return score;
}

export const evidenceNames = Object.keys(weights).filter((name) => name !== "bias") as (keyof Evidence)[];
