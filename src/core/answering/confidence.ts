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
  /** Share of the subjects in the question that the entry has nothing to do with. */
  foreign: number;
  /** It is a comparison of two subjects. */
  pair: number;
  /** Similarity of the closest message that is none of our business. */
  elsewhere: number;
  /** Whether the question reads like ours or like chatter, -1..1; and whether the whole message does. */
  scope: number;
  messageScope: number;
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
  bias: -9.29,
  best: 3.25,
  three: 0.71,
  lead: 0.86,
  covered: 0.41,
  mentioned: 3.22,
  unknown: 0.33,
  named: 0.24,
  foreign: -1.14,
  pair: -1.10,
  elsewhere: -1.34,
  scope: 1.29,
  messageScope: -0.96,
  assumed: -2.80,
  asks: 0.17,
  share: 2.03,
  length: 1.80,
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
