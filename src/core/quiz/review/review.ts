/** Questions that come back: one card for each that a person got wrong or was slow at, scheduled by FSRS. */
import { type Card, createEmptyCard, fsrs, type Grade, Rating, State } from "ts-fsrs";
import { z } from "zod";
import { defineNamespace } from "../../namespace.ts";
import type { Store } from "../../ports.ts";
import { type LocalDay, localDay } from "../../time/local-day.ts";

export const ratings = ["again", "hard", "good", "easy"] as const;
export type ReviewRating = (typeof ratings)[number];
const grades: Record<ReviewRating, Grade> = {
  again: Rating.Again,
  hard: Rating.Hard,
  good: Rating.Good,
  easy: Rating.Easy,
};

/** The algorithm's own default parameters; without fuzz the same answers always give the same days. */
const scheduler = fsrs({ request_retention: 0.9, enable_fuzz: false });

/** What FSRS knows about a card; instants in milliseconds since 1970. */
const memorySchema = z.object({
  due: z.number(),
  stability: z.number(),
  difficulty: z.number(),
  scheduledDays: z.number(),
  learningSteps: z.number(),
  reps: z.number(),
  lapses: z.number(),
  state: z.enum(State),
  lastReview: z.number().optional(),
});
export type Memory = z.infer<typeof memorySchema>;

const cardSchema = z.object({
  topic: z.string(),
  question: z.string(),
  memory: memorySchema,
  /** What it was before its last review, for who wants to rate that otherwise. */
  before: memorySchema,
  /** Marks of the latest reviews, the latest last. */
  marks: z.array(z.string()).min(1),
});
export type ReviewCard = z.infer<typeof cardSchema>;

/** By person and question. */
const cards = defineNamespace("review-cards", cardSchema);

const cardId = (person: string, question: string) => `${person}/${question}`;
const mostMarks = 8;
/** A right answer is very quick in this share of the time from which on it would be slow. */
const quickShare = 0.25;

/** How somebody remembered, by how right they were and how long it took: only a right answer is more than “again”. */
export function inferRating(answer: { grade: number; elapsedMs: number | undefined; slowMs: number }): ReviewRating {
  const { grade, elapsedMs, slowMs } = answer;
  if (grade < 1) return "again";
  if (elapsedMs === undefined) return "good";
  if (elapsedMs >= slowMs) return "hard";
  return elapsedMs <= slowMs * quickShare ? "easy" : "good";
}

/** A memory after one more review. Pure. @param at not before the last one */
export function schedule(memory: Memory, rating: ReviewRating, at: Date): Memory {
  return toMemory(scheduler.next(toCard(memory), at, grades[rating]).card);
}

/** What nobody has reviewed yet. */
export const newMemory = (at: Date): Memory => toMemory(createEmptyCard(at));

export type CardReview = { topic: string; question: string; rating: ReviewRating; mark: string; at: Date };

/**
 * Review a card; without one, make it, unless the rating says that there is no need. The same mark twice counts once,
 * and an answer from before the last review says nothing new.
 */
export async function reviewCard(store: Store, person: string, review: CardReview): Promise<void> {
  const { topic, question, rating, mark, at } = review;
  await store.update(cards, cardId(person, question), (card) => {
    const isNeeded = card !== undefined || rating === "again" || rating === "hard";
    const isOld = card && (card.marks.includes(mark) || at.getTime() < (card.memory.lastReview ?? 0));
    if (!isNeeded || isOld) return { after: card, result: undefined };
    const before = card?.memory ?? newMemory(at);
    const marks = [...(card?.marks ?? []), mark].slice(-mostMarks);
    return { after: { topic, question, memory: schedule(before, rating, at), before, marks }, result: undefined };
  });
}

/** Put another rating in the place of the one that a card's last review got, if that is the one with the mark. */
export async function rateAgain(store: Store, person: string, question: string, mark: string, rating: ReviewRating) {
  await store.update(cards, cardId(person, question), (card) => {
    const at = card?.memory.lastReview;
    if (card?.marks.at(-1) !== mark || at === undefined) return { after: card, result: undefined };
    return { after: { ...card, memory: schedule(card.before, rating, new Date(at)) }, result: undefined };
  });
}

export const readCard = (store: Store, person: string, question: string) => store.read(cards, cardId(person, question));

/** All cards of a person, the one due first before the others. */
export async function cardsOf(store: Store, person: string): Promise<ReviewCard[]> {
  const found: ReviewCard[] = [];
  for await (const [, card] of store.entries(cards, cardId(person, ""))) found.push(card);
  return found.sort((a, b) => a.memory.due - b.memory.due);
}

export async function removeCard(store: Store, person: string, question: string): Promise<void> {
  await store.update(cards, cardId(person, question), () => ({ after: undefined, result: undefined }));
}

/** A card that waits for minutes is due at its instant, one that waits for days from the start of its local day. */
export function isDue({ memory }: ReviewCard, now: Date, zone: string): boolean {
  return memory.due <= now.getTime() || (waitsForDays(memory) && dueDay(memory, zone) <= localDay(now, zone));
}

export const waitsForDays = (memory: Memory) => memory.state === State.Review;
export const dueDay = (memory: Memory, zone: string): LocalDay => localDay(new Date(memory.due), zone);

function toCard({ due, scheduledDays, learningSteps, lastReview, ...same }: Memory): Card {
  return {
    ...same,
    due: new Date(due),
    scheduled_days: scheduledDays,
    learning_steps: learningSteps,
    elapsed_days: 0, // worked out anew from the last review
    ...(lastReview !== undefined && { last_review: new Date(lastReview) }),
  };
}

function toMemory(card: Card): Memory {
  return {
    due: card.due.getTime(),
    stability: card.stability,
    difficulty: card.difficulty,
    scheduledDays: card.scheduled_days,
    learningSteps: card.learning_steps,
    reps: card.reps,
    lapses: card.lapses,
    state: card.state,
    ...(card.last_review && { lastReview: card.last_review.getTime() }),
  };
}
