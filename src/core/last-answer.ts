/** What the last answer in a thread was, so that "and the salary?" is understood. */
import { z } from "zod";
import { personKey, threadKey } from "./conversation-key.ts";
import type { Origin } from "./incoming.ts";
import type { EntryId } from "./knowledge/entry.ts";
import { defineNamespace } from "./namespace.ts";
import type { Store } from "./ports.ts";

/** How long a message counts as a follow-up. */
const followUpMs = 30 * 60_000;

const lastAnswers = defineNamespace("last-answer", z.object({ entry: z.string() }));

/** For the thread, and for whoever asked: where each answer gets a thread of its own, they go on beside it. */
export async function rememberAnswer(store: Store, origin: Origin, entry: EntryId): Promise<void> {
  const change = () => ({ after: { entry }, result: undefined, ttlMs: followUpMs });
  await Promise.all(keysOf(origin).map((key) => store.update(lastAnswers, key, change)));
}

/** The thread's, else the person's own. Undefined when there was none, or it was too long ago. */
export async function recallAnswer(store: Store, origin: Origin): Promise<EntryId | undefined> {
  for (const key of keysOf(origin)) {
    const last = await store.read(lastAnswers, key);
    if (last) return last.entry;
  }
  return undefined;
}

const keysOf = (origin: Origin) => [...new Set([threadKey(origin), personKey(origin)])];

/** A person's own; what was answered in threads is everybody's there. @param person a `personId` */
export async function answersOf(store: Store, person: string): Promise<EntryId[]> {
  const entries: EntryId[] = [];
  for await (const [, { entry }] of store.entries(lastAnswers, `${person}/`)) entries.push(entry);
  return entries;
}

export async function forgetAnswers(store: Store, person: string): Promise<void> {
  for await (const id of store.keys(lastAnswers, `${person}/`)) {
    await store.update(lastAnswers, id, () => ({ after: undefined, result: undefined }));
  }
}
