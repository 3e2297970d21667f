/** Which questions a game asks. */

import type { Question } from "../knowledge/base.ts";
import { levels } from "../knowledge/fields.ts";
import type { Random } from "../ports.ts";
import { shuffle } from "./question.ts";

/** A level, all of them mixed, or from easy to hard. */
export const difficulties = ["any", ...levels, "rising"] as const;
export type Difficulty = (typeof difficulties)[number];

/**
 * Draw questions for a game, fewer when there are fewer.
 *
 * @param recent ids of questions asked lately in this conversation, the latest last: they come only when nothing else is
 *   left, the longest ago first
 */
export function draw(
  pool: readonly Question[],
  { count, difficulty, recent }: { count: number; difficulty: Difficulty; recent: readonly string[] },
  random: Random,
): Question[] {
  const fitting = pool.filter(
    (one) => difficulty === "any" || difficulty === "rising" || one.difficulty === difficulty,
  );
  const askedAt = new Map(recent.map((id, at) => [id, at]));
  const byAge = shuffle(fitting, random).sort((a, b) => (askedAt.get(a.id) ?? -1) - (askedAt.get(b.id) ?? -1));
  if (difficulty !== "rising") return byAge.slice(0, count);
  const perLevel = levels.map((level) => byAge.filter((one) => one.difficulty === level));
  return rise(perLevel, count);
}

/** As many of each level as there are, evenly, the easy ones first. */
function rise(perLevel: readonly (readonly Question[])[], count: number): Question[] {
  const taken = perLevel.map(() => 0);
  const all = perLevel.reduce((sum, level) => sum + level.length, 0);
  for (let left = Math.min(count, all); left > 0; ) {
    for (const [level, questions] of perLevel.entries()) {
      if (left === 0 || (taken[level] ?? 0) >= questions.length) continue;
      taken[level] = (taken[level] ?? 0) + 1;
      left--;
    }
  }
  return perLevel.flatMap((questions, level) => questions.slice(0, taken[level]));
}
