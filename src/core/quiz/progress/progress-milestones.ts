/** Numbers worth a word: days in a row, and questions answered. */
import { z } from "zod";
import type { LocalDay } from "../../time/local-day.ts";

const counts = {
  days: [3, 7, 14, 30, 60, 100, 200, 365],
  questions: [10, 50, 100, 250, 500, 1000],
} as const;
export const milestoneKinds = ["days", "questions"] as const;
export type MilestoneKind = (typeof milestoneKinds)[number];

export const milestoneSchema = z.object({
  kind: z.enum(milestoneKinds),
  count: z.number().int().positive(),
  /** The local day on which it was reached, for the first time. */
  day: z.iso.date(),
});
export type Milestone = z.infer<typeof milestoneSchema>;

/** How far somebody has come. */
export type Come = Record<MilestoneKind, number>;

/** The milestones reached so far, with those that are new by now. */
export function reach(before: readonly Milestone[], come: Come, today: LocalDay): Milestone[] {
  const isKnown = (kind: MilestoneKind, count: number) =>
    before.some((milestone) => milestone.kind === kind && milestone.count === count);
  const fresh = milestoneKinds.flatMap((kind) =>
    counts[kind]
      .filter((count) => count <= come[kind] && !isKnown(kind, count))
      .map((count): Milestone => ({ kind, count, day: today })),
  );
  return [...before, ...fresh];
}

/** The next one of a kind; undefined beyond the last. */
export function nextMilestone(kind: MilestoneKind, come: Come): number | undefined {
  return counts[kind].find((count) => count > come[kind]);
}
