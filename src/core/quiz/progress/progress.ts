/** What a person has answered, how well they know each topic, and their streak: one record a person. */
import { z } from "zod";
import { defineNamespace } from "../../namespace.ts";
import { readPreferences } from "../../people/people.ts";
import type { Store } from "../../ports.ts";
import { localDay, zoneOf } from "../../time/local-day.ts";
import { inferRating, reviewCard } from "../review/review.ts";
import { milestoneSchema, reach } from "./progress-milestones.ts";
import { noStreak, practise, streakSchema } from "./streak.ts";

/** One answer to one question. */
export type Answer = {
  /** A `personId`. */
  person: string;
  topic: string;
  question: string;
  /** How far it is right, 0..1. */
  grade: number;
  /** Undefined when it is unknown. */
  elapsedMs: number | undefined;
  /** From when on a right answer counts as slow. */
  slowMs: number;
  /** Names this answer, such as a game and its round: the same mark twice counts once. */
  mark: string;
  at: Date;
};

const count = z.number().int().nonnegative();
const topicSchema = z.object({ answered: count, right: count, grades: z.number(), mastery: z.number().min(0).max(1) });
export type TopicProgress = z.infer<typeof topicSchema>;

const progressSchema = z.object({
  topics: z.record(z.string(), topicSchema),
  answered: count,
  right: count,
  streak: streakSchema,
  milestones: z.array(milestoneSchema),
  /** Marks of the latest answers, the latest last. */
  marks: z.array(z.string()),
});
export type Progress = z.infer<typeof progressSchema>;

export const progresses = defineNamespace("progress", progressSchema);

const noTopic: TopicProgress = { answered: 0, right: 0, grades: 0, mastery: 0 };
const noProgress: Progress = { topics: {}, answered: 0, right: 0, streak: noStreak, milestones: [], marks: [] };

/** A repeat comes within the game it is about; this is five of the longest games. */
const mostMarks = 100;
/** The newest answer's share of the mastery: what an answer weighs halves with every four or so that follow it. */
const newest = 0.15;
/** With fewer answers nothing can be said yet. */
const fewAnswers = 3;
const solidFrom = 0.6;
const strongFrom = 0.85;

/**
 * Mastery of a topic after one more answer, 0..1: exponential smoothing of the grades (R. G. Brown, Statistical
 * Forecasting for Inventory Control, 1959; NIST/SEMATECH e-Handbook of Statistical Methods, 6.4.3.1) that starts from 0.
 * So it has to be earned with several answers, follows what somebody knows by now, and forgives old mistakes: who
 * answers all right is at 0.62 after 6 answers and at 0.86 after 12; who answers four in five right settles at 0.8.
 */
export const masteryAfter = (mastery: number, grade: number) => mastery + newest * (grade - mastery);

export type MasteryLevel = "new" | "learning" | "solid" | "strong";

export function masteryLevel({ answered, mastery }: TopicProgress): MasteryLevel {
  if (answered < fewAnswers) return "new";
  if (mastery >= strongFrom) return "strong";
  return mastery >= solidFrom ? "solid" : "learning";
}

/**
 * Count an answer in the person's progress, and have its question reviewed when it was wrong or slow. Whoever was
 * stopped in the middle does it again with the same mark: what was done is not done twice.
 */
export async function recordAnswer({ store }: { store: Store }, answer: Answer): Promise<void> {
  const { person, topic, question, mark, at } = answer;
  // The card comes first: once the progress knows the mark, all of it is done.
  if ((await readProgress(store, person))?.marks.includes(mark)) return;
  const rating = inferRating(answer);
  await reviewCard(store, person, { topic, question, rating, mark, at });
  await countAnswer(store, answer);
}

/** The progress alone, for who looks after the card. */
export async function countAnswer(store: Store, answer: Answer): Promise<void> {
  const zone = zoneOf(await readPreferences(store, answer.person));
  await store.update(progresses, answer.person, (before) => {
    const isKnown = before?.marks.includes(answer.mark);
    return { after: isKnown ? before : counted(before ?? noProgress, answer, zone), result: undefined };
  });
}

export const readProgress = (store: Store, person: string) => store.read(progresses, person);

/** Pure. */
function counted(before: Progress, { topic, grade, mark, at }: Answer, zone: string): Progress {
  const known = Object.hasOwn(before.topics, topic) ? before.topics[topic] : undefined;
  const { answered, right, grades, mastery } = known ?? noTopic;
  const isRight = grade === 1 ? 1 : 0;
  const topicAfter = {
    answered: answered + 1,
    right: right + isRight,
    grades: grades + grade,
    mastery: masteryAfter(mastery, grade),
  };
  const streak = practise(before.streak, at, zone);
  const total = before.answered + 1;
  return {
    topics: { ...before.topics, [topic]: topicAfter },
    answered: total,
    right: before.right + isRight,
    streak,
    milestones: reach(before.milestones, { days: streak.length, questions: total }, localDay(at, zone)),
    marks: [...before.marks, mark].slice(-mostMarks),
  };
}
