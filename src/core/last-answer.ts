/** What the last answer in a thread was, so that "and the salary?" is understood. */
import { z } from "zod";
import { threadKey } from "./conversation-key.ts";
import type { Origin } from "./incoming.ts";
import type { EntryId } from "./knowledge/entry.ts";
import type { Store } from "./ports.ts";

/** How long a message counts as a follow-up. */
const followUpMs = 30 * 60_000;

const stored = z.object({ entry: z.string() });

export async function rememberAnswer(store: Store, origin: Origin, entry: EntryId): Promise<void> {
  await store.update(threadKey("last-answer", origin), () => ({
    after: { entry },
    result: undefined,
    ttlMs: followUpMs,
  }));
}

/** Undefined when there was none, or it was too long ago. */
export async function recallAnswer(store: Store, origin: Origin): Promise<EntryId | undefined> {
  return stored.safeParse(await store.read(threadKey("last-answer", origin))).data?.entry;
}
