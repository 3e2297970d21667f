/** What people tell those who look after the bot in their space, without their names. */
import { z } from "zod";
import type { Origin } from "../incoming.ts";
import { defineNamespace } from "../namespace.ts";
import type { Clock, Random, Store } from "../ports.ts";
import { spaceOf } from "./asked.ts";

export const longestFeedback = 1000;
const keepMs = 365 * 24 * 60 * 60_000;

const feedback = defineNamespace("feedback", z.object({ text: z.string(), day: z.iso.date() }));
export type Feedback = z.infer<typeof feedback.schema>;

type Parts = { store: Store; clock: Clock; random: Random; origin: Origin };

export async function recordFeedback({ store, clock, random, origin }: Parts, text: string): Promise<void> {
  const now = clock.now().toISOString();
  // Two may say something in the same millisecond.
  const id = `${spaceOf(origin)}/${now}-${Math.floor(random.next() * 1e6)}`;
  const after: Feedback = { text: text.trim().slice(0, longestFeedback), day: now.slice(0, 10) };
  await store.update(feedback, id, () => ({ after, result: undefined, ttlMs: keepMs }));
}

/** What was said in a space from an instant on, the oldest first. */
export async function feedbackSince(store: Store, origin: Origin, from: Date): Promise<Feedback[]> {
  const start = `${spaceOf(origin)}/`;
  const found: Feedback[] = [];
  for await (const [id, one] of store.entries(feedback, start)) {
    if (id.slice(start.length) >= from.toISOString()) found.push(one);
  }
  return found;
}
