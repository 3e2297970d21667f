/**
 * What speaks for and against a candidate, each about 0..1, and how much it weighs.
 *
 * The weights are fitted on the development questions in `tests/questions/`, so that of the answers given at 0.8 about
 * four in five are right. `npm run eval -- --fit` prints new ones.
 */
export type Evidence = {
  /** Similarity of the closest phrasing. */
  best: number;
  /** It is one of the entry's own wordings, but for a word that says little. */
  exact: number;
  /** Mean similarity of the three closest phrasings. */
  three: number;
  /** Log of the linear classifier's posterior, from 0 (impossible) to 1 (certain). */
  linear: number;
  /** How far the best similarity is above that of the next entry. */
  lead: number;
  /** Share of the question's weight that the entry's own wordings hold. */
  covered: number;
  /** Share of the question's weight that at least the entry's text holds. */
  mentioned: number;
  /** The question names the entry's role or term. */
  named: number;
  /** Share of the subjects in the question that the entry has nothing to do with. */
  foreign: number;
  /** The role in the question was read as any developer. */
  generic: number;
  /** It is a comparison, and the question compares. */
  pair: number;
  /** It is a comparison, but the question only happens to name two subjects. */
  loosePair: number;
  /** Similarity of the closest message that is none of our business. */
  elsewhere: number;
  /** Whether the question reads like ours or like chatter, -1..1; and whether the whole message does. */
  scope: number;
  messageScope: number;
  /** No subject was named, and the one of an earlier clause or message was carried over. */
  carried: number;
  /** No subject was named at all, so that any role is as good. */
  assumed: number;
  /** It is put as a question. */
  asks: number;
  /** Length of the question, in tens of words, at most 3. */
  length: number;
};

const weights: Record<keyof Evidence | "bias", number> = {
  bias: -13.46,
  best: 0.75,
  exact: 0.83,
  three: 3.1,
  linear: 5.42,
  lead: 0.97,
  covered: 1.14,
  mentioned: 1.97,
  named: 0.45,
  foreign: -1.06,
  generic: -0.51,
  loosePair: -2.04,
  pair: -0.36,
  elsewhere: -1.49,
  scope: 1.8,
  messageScope: 3.59,
  carried: -1.59,
  assumed: -3.01,
  asks: 1.36,
  length: 3.09,
};

const calibration = { slope: 1.53, offset: 0.63 };

/** How much speaks for a candidate: unbounded, 0 where an answer and none are equally likely. */
export function scoreOf(evidence: Evidence): number {
  let score = weights.bias;
  for (const name of evidenceNames) score += weights[name] * evidence[name];
  return score;
}

/**
 * The probability that each candidate answers the question, given that one of them does or none: a conditional logit
 * in which "none" scores 0 (McFadden, 1974).
 *
 * @returns one value in 0..1 for each score
 */
export function confidencesOf(scores: readonly number[]): number[] {
  const highest = Math.max(0, ...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, Math.exp(-highest));
  return powers.map((power) => calibrate(power / total));
}

/**
 * Platt scaling: several entries often answer one question and share its probability, so the best one's alone is too
 * low. Fitted together with the weights.
 */
function calibrate(probability: number): number {
  const bounded = Math.min(Math.max(probability, 1e-9), 1 - 1e-9);
  return 1 / (1 + Math.exp(-(calibration.slope * Math.log(bounded / (1 - bounded)) + calibration.offset)));
}

export const evidenceNames = Object.keys(weights).filter((name) => name !== "bias") as (keyof Evidence)[];

/** Of an answer that needs none. */
export const noEvidence = Object.fromEntries(evidenceNames.map((name) => [name, 0])) as Evidence;
