/** The question that somebody is reviewing right now. It survives restarts; each asking has a token of its own. */
import { z } from "zod";
import type { KnowledgeBase, Question, Quiz } from "../../knowledge/base.ts";
import { defineNamespace } from "../../namespace.ts";
import { readPreferences } from "../../people/people.ts";
import type { Random, Store } from "../../ports.ts";
import { zoneOf } from "../../time/local-day.ts";
import { countAnswer } from "../progress/progress.ts";
import { choices, type Guess, grade, shuffle } from "../question.ts";
import { cardsOf, inferRating, isDue, type ReviewCard, ratings, removeCard, reviewCard } from "./review.ts";

const instant = z.number();
const openSchema = z.object({
  /** Names this asking: buttons of another one are stale. */
  token: z.string(),
  question: z.string(),
  /** Order in which its options or items are shown: indexes into the file's order. */
  shown: z.array(z.number().int().nonnegative()),
  askedAt: instant,
  answered: z
    .object({ at: instant, grade: z.number(), elapsedMs: z.number().optional(), rating: z.enum(ratings) })
    .optional(),
});
export type OpenReview = z.infer<typeof openSchema>;

/** By person. */
export const reviews = defineNamespace("reviews", openSchema);

const keepMs = 30 * 24 * 60 * 60_000;
/** From when on a right answer counts as slow: reading and pressing, or putting together what to type. */
const slowMs = { single: 20_000, "true-false": 20_000, multiple: 45_000, order: 45_000, short: 45_000 };
/** Whoever took longer was away, and how long they thought is not known. */
const awayMs = 10 * 60_000;
const tokenDigits = 8;

export const markOf = (open: OpenReview) => `review/${open.token}`;

export type Asked = { quiz: Quiz; question: Question };

/** The questions that there are, by their ids. */
export function questionsOf(base: KnowledgeBase): Map<string, Asked> {
  const pairs = [...base.quizzes.values()].flatMap((quiz) =>
    quiz.questions.map((question): [string, Asked] => [question.id, { quiz, question }]),
  );
  return new Map(pairs);
}

/** The question that is open, unless an edit has removed it or changed what it offers. */
export function askedBy(base: KnowledgeBase, open: OpenReview): Asked | undefined {
  const asked = questionsOf(base).get(open.question);
  return asked && open.shown.length === indexes(asked.question).length ? asked : undefined;
}

const indexes = (question: Question) => (question.kind === "true-false" ? [0, 1] : [...choices(question).keys()]);

export type Queue = { zone: string; due: ReviewCard[]; later: ReviewCard[] };

/** A person's cards by whether they are due, the first one first. Those whose questions are gone are dropped. */
export async function readQueue(store: Store, base: KnowledgeBase, person: string, now: Date): Promise<Queue> {
  const zone = zoneOf(await readPreferences(store, person));
  const known = questionsOf(base);
  const all = await cardsOf(store, person);
  for (const { question } of all) if (!known.has(question)) await removeCard(store, person, question);
  const cards = all.filter(({ question }) => known.has(question));
  return {
    zone,
    due: cards.filter((card) => isDue(card, now, zone)),
    later: cards.filter((card) => !isDue(card, now, zone)),
  };
}

/** Ask a question anew. */
export function openReview({ question }: Asked, at: Date, random: Random): OpenReview {
  const token = Math.floor(random.next() * 36 ** tokenDigits).toString(36);
  const all = indexes(question);
  const shown = question.kind === "true-false" ? all : shuffle(all, random);
  return { token, question: question.id, shown, askedAt: at.getTime() };
}

/**
 * Put a question, or none, in the place of the one that is open.
 *
 * @param before token of the one that is open; undefined when none is
 * @returns false when another one is open by now
 */
export async function replaceReview(store: Store, person: string, before: string | undefined, after?: OpenReview) {
  return store.update(reviews, person, (open) =>
    open?.token === before ? { after, result: true, ttlMs: keepMs } : { after: open, result: false },
  );
}

/**
 * Answer the open question; the first answer counts.
 *
 * @returns the question as it is then; undefined when another one is open by now
 */
export async function answerReview(store: Store, person: string, { open, asked, guess, at }: Given) {
  const { question } = asked;
  const elapsed = at.getTime() - open.askedAt;
  const judged = {
    at: at.getTime(),
    grade: grade(question, guess),
    ...(elapsed >= 0 && elapsed <= awayMs && { elapsedMs: elapsed }),
  };
  const rating = inferRating({ elapsedMs: undefined, ...judged, slowMs: slowMs[question.kind] });
  return store.update(reviews, person, (now) => {
    if (now?.token !== open.token || now.answered) {
      return { after: now, result: now?.token === open.token ? now : undefined };
    }
    const after: OpenReview = { ...now, answered: { ...judged, rating } };
    return { after, result: after, ttlMs: keepMs };
  });
}
export type Given = { open: OpenReview; asked: Asked; guess: Guess; at: Date };

/** Let an answer count. Who was stopped in the middle may do it again: nothing counts twice. */
export async function settleReview(store: Store, person: string, open: OpenReview, { quiz, question }: Asked) {
  if (!open.answered) return;
  const { grade, elapsedMs, rating } = open.answered;
  const answer = { topic: quiz.id, question: question.id, mark: markOf(open), at: new Date(open.answered.at) };
  await reviewCard(store, person, { ...answer, rating });
  await countAnswer(store, { ...answer, person, grade, elapsedMs, slowMs: slowMs[question.kind] });
}
