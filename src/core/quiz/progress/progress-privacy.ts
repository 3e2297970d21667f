/** All that is kept about a person's learning: to be shown to them, and to be forgotten. */
import type { Namespace } from "../../namespace.ts";
import type { Store } from "../../ports.ts";
import { cardsOf, type ReviewCard, removeCard } from "../review/review.ts";
import { type Reminder, readReminder, reminders } from "../review/review-reminder.ts";
import { type OpenReview, reviews } from "../review/review-session.ts";
import { type Progress, progresses, readProgress } from "./progress.ts";

export type ProgressExport = {
  progress: Progress | undefined;
  reviewCards: ReviewCard[];
  openReview: OpenReview | undefined;
  reviewReminder: Reminder | undefined;
};

/** @param person a `personId` */
export async function exportProgress(store: Store, person: string): Promise<ProgressExport> {
  return {
    progress: await readProgress(store, person),
    reviewCards: await cardsOf(store, person),
    openReview: await store.read(reviews, person),
    reviewReminder: await readReminder(store, person),
  };
}

/** @param person a `personId` */
export async function removeProgress(store: Store, person: string): Promise<void> {
  await remove(store, reminders, person);
  await remove(store, reviews, person);
  for (const { question } of await cardsOf(store, person)) await removeCard(store, person, question);
  await remove(store, progresses, person);
}

async function remove<T>(store: Store, space: Namespace<T>, id: string): Promise<void> {
  await store.update(space, id, () => ({ after: undefined, result: undefined }));
}
