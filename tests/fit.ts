import type { Evidence } from "../src/core/answering/confidence.ts";
import { evidenceNames } from "../src/core/answering/confidence.ts";
import type { Sample } from "./question-sets.ts";

/** L2 penalty on every weight but the bias: the features overlap, and the questions are few. */
const penalty = 1;
const steps = 3000;
const rate = 0.03;

type Option = { x: number[]; isRight: boolean };

/**
 * A conditional logit by gradient ascent (Adam): for each message the right ones of its candidates, or none of them,
 * should hold the probability.
 *
 * @returns source text for `confidence.ts`
 */
export function fitWeights(
  samples: readonly Sample[],
  find: (text: string) => readonly { entry: string; evidence: Evidence }[],
): string {
  const choices = samples.map(({ text, entries }) =>
    find(text).map(
      ({ entry, evidence }): Option => ({
        x: [1, ...evidenceNames.map((name) => evidence[name])],
        isRight: entries.includes(entry),
      }),
    ),
  );
  const size = evidenceNames.length + 1;
  const weights = new Float64Array(size);
  const mean = new Float64Array(size);
  const square = new Float64Array(size);
  for (let step = 1; step <= steps; step++) {
    const gradient = Float64Array.from(weights, (weight, at) => (at === 0 ? 0 : -penalty * weight));
    choices.forEach((options, at) => {
      addGradient(gradient, weights, options, (samples[at]?.entries.length ?? 0) === 0);
    });
    for (let at = 0; at < size; at++) {
      const slope = gradient[at] ?? 0;
      mean[at] = 0.9 * (mean[at] ?? 0) + 0.1 * slope;
      square[at] = 0.999 * (square[at] ?? 0) + 0.001 * slope * slope;
      const step1 = (mean[at] ?? 0) / (1 - 0.9 ** step);
      const step2 = (square[at] ?? 0) / (1 - 0.999 ** step);
      weights[at] = (weights[at] ?? 0) + (rate * step1) / (Math.sqrt(step2) + 1e-8);
    }
  }
  const lines = ["bias", ...evidenceNames].map((name, at) => `  ${name}: ${(weights[at] ?? 0).toFixed(2)},`);
  return `${lines.join("\n")}\n// ${fitCalibration(choices, weights)}`;
}

/** Logistic regression of "the best candidate is right" on the log-odds of its probability, by gradient descent. */
function fitCalibration(choices: readonly Option[][], weights: Float64Array): string {
  const tops = choices.flatMap((options) => {
    const powers = options.map(({ x }) => Math.exp(x.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0)));
    const all = powers.reduce((sum, power) => sum + power, 1);
    const best = powers.indexOf(Math.max(...powers));
    const share = Math.min((powers[best] ?? 0) / all, 1 - 1e-9);
    return best < 0 ? [] : [{ odds: Math.log(share / (1 - share)), right: options[best]?.isRight ? 1 : 0 }];
  });
  let slope = 1;
  let offset = 0;
  for (let step = 0; step < 20_000; step++) {
    let bySlope = 0;
    let byOffset = 0;
    for (const { odds, right } of tops) {
      const error = right - 1 / (1 + Math.exp(-(slope * odds + offset)));
      bySlope += error * odds;
      byOffset += error;
    }
    slope += (0.02 * bySlope) / tops.length;
    offset += (0.02 * byOffset) / tops.length;
  }
  return `calibration = { slope: ${slope.toFixed(2)}, offset: ${offset.toFixed(2)} }`;
}

/** Adds d log P(right) / d weights, where P is over the candidates and "none", which scores 0. */
function addGradient(
  gradient: Float64Array,
  weights: Float64Array,
  options: readonly Option[],
  noneIsRight: boolean,
): void {
  const powers = options.map(({ x }) => Math.exp(x.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0)));
  const all = powers.reduce((sum, power) => sum + power, 1);
  // A question whose right entry is no candidate teaches only that none of these is right.
  const rightIsThere = options.some(({ isRight }) => isRight);
  const none = noneIsRight || !rightIsThere;
  const right = none ? 1 : options.reduce((sum, { isRight }, at) => sum + (isRight ? (powers[at] ?? 0) : 0), 0);
  options.forEach(({ x, isRight }, option) => {
    const power = powers[option] ?? 0;
    const pull = (!none && isRight ? power / right : 0) - power / all;
    x.forEach((value, at) => {
      gradient[at] = (gradient[at] ?? 0) + pull * value;
    });
  });
}
