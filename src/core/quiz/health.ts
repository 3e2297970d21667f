/** How well a question does its work: asked how often, right how often, and whether the better players get it right. */
import { z } from "zod";
import { defineNamespace } from "../namespace.ts";
import type { Store } from "../ports.ts";

/** Answers are told apart by the latest marks; nothing is repeated later than that. */
const mostMarks = 20;

const healthSchema = z.object({
  asked: z.number().int().nonnegative(),
  right: z.number().int().nonnegative(),
  /** Sums over answers by players with other answers: x the grade here, y their share right elsewhere in the game. */
  sums: z.object({ n: z.number(), x: z.number(), y: z.number(), xx: z.number(), yy: z.number(), xy: z.number() }),
  marks: z.array(z.string()),
});
export type Health = z.infer<typeof healthSchema>;
export const health = defineNamespace("question-health", healthSchema);

/** `rest`: the player's share of right answers to other questions, 0..1; undefined when there were none. */
export type Sample = { grade: number; rest: number | undefined };

const nothing = { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };

/** @param mark names the round; the same one twice counts once */
export async function recordHealth(
  store: Store,
  question: string,
  mark: string,
  samples: readonly Sample[],
): Promise<void> {
  if (samples.length === 0) return;
  await store.update(health, question, (before) => {
    const known = before ?? { asked: 0, right: 0, sums: nothing, marks: [] };
    if (known.marks.includes(mark)) return { after: before, result: undefined };
    const sums = { ...known.sums };
    for (const { grade: x, rest: y } of samples) {
      if (y === undefined) continue;
      sums.n += 1;
      sums.x += x;
      sums.y += y;
      sums.xx += x * x;
      sums.yy += y * y;
      sums.xy += x * y;
    }
    const after: Health = {
      asked: known.asked + samples.length,
      right: known.right + samples.filter(({ grade }) => grade === 1).length,
      sums,
      marks: [...known.marks, mark].slice(-mostMarks),
    };
    return { after, result: undefined };
  });
}

/**
 * Corrected item-total correlation, −1..1: between the grade here and the share right elsewhere (Nunnally & Bernstein,
 * Psychometric Theory, 3rd ed., 1994, chapter 8). Undefined while nothing varies.
 */
export function discrimination({ sums: { n, x, y, xx, yy, xy } }: Health): number | undefined {
  const [varianceX, varianceY] = [n * xx - x * x, n * yy - y * y];
  return varianceX > 1e-9 && varianceY > 1e-9 ? (n * xy - x * y) / Math.sqrt(varianceX * varianceY) : undefined;
}

/** Answers from which on a share says something. */
const enough = 20;

export type Suspicion = "nobody-right" | "everybody-right" | "strong-players-wrong";

/** What is suspicious about a question, if anything. */
export function suspicionsOf(one: Health): Suspicion[] {
  const suspicions: Suspicion[] = [];
  if (one.asked >= enough && one.right === 0) suspicions.push("nobody-right");
  if (one.asked >= enough && one.right === one.asked) suspicions.push("everybody-right");
  if (one.sums.n >= enough && (discrimination(one) ?? 0) < 0) suspicions.push("strong-players-wrong");
  return suspicions;
}
