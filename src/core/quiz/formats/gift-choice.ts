/** GIFT's multiple choice, told apart into one right option, several, and true or false. */
import type { Answers } from "./draft.ts";
import type { Faulty, GiftAnswer } from "./gift-answers.ts";
import { startOf } from "./gift-text.ts";

export type Choice = { kind: "given"; given: Answers; leftOut: string[] } | Faulty;

/**
 * Moodle lets pick one when any option has a `=`, and else as many as one likes.
 *
 * @param texts the options' texts, as our fields hold them
 */
export function readChoice(answers: readonly GiftAnswer[], texts: readonly string[], at: number): Choice {
  const picksOne = answers.some((one) => one.mark === "=");
  const right = answers.map(({ mark, weight }) =>
    picksOne ? (mark === "=" ? (weight ?? 100) === 100 : weight === 100) : (weight ?? 0) > 0,
  );
  const count = right.filter(Boolean).length;
  if (count === 0) {
    return { kind: "faulty", at, problem: "no option is right", remedy: "put = before the right one in place of ~" };
  }
  if (picksOne && count > 1) {
    const second = answers.filter((_, index) => right[index])[1];
    const remedy = `keep one =, or let people pick several: ~%${writeWeight(count)}% before each right option`;
    return {
      kind: "faulty",
      at: second ? startOf(second.text, at) : at,
      problem: `${count} right options of which one is to be picked`,
      remedy,
    };
  }
  const leftOut = answers.flatMap((one, index) =>
    picksOne && !right[index] && (one.weight ?? 0) > 0
      ? [`${one.weight} % of the points for "${texts[index]}" are left out: here an option is right or wrong`]
      : [],
  );
  const options = texts.map((text, index) => ({ text, right: right[index] === true }));
  const claims = options.map((option) => option.text.toLowerCase());
  if (picksOne && claims.length === 2 && claims.includes("true") && claims.includes("false")) {
    return { kind: "given", given: { kind: "true-false", answer: right[claims.indexOf("true")] === true }, leftOut };
  }
  return { kind: "given", given: { kind: picksOne ? "single" : "multiple", options }, leftOut };
}

/** The share of each of several right options, as Moodle spells the ones it knows: 33.33333, not 33.3. */
export const writeWeight = (count: number) => String(Number((100 / count).toFixed(5)));
