/** Questions asked lately in a conversation, so that a game asks others first. */
import { z } from "zod";
import { defineNamespace } from "../namespace.ts";
import type { Store } from "../ports.ts";

const most = 100;
const keepMs = 90 * 24 * 60 * 60_000;

/** A game's conversation, or what belongs to a person who plays alone. */
export const recent = defineNamespace("recent-questions", z.array(z.string()));

/** Ids, the latest last. */
export async function recentQuestions(store: Store, where: string, topic: string): Promise<string[]> {
  return (await store.read(recent, `${where}/${topic}`)) ?? [];
}

export async function rememberQuestions(
  store: Store,
  where: string,
  topic: string,
  ids: readonly string[],
): Promise<void> {
  await store.update(recent, `${where}/${topic}`, (before = []) => ({
    after: [...before.filter((id) => !ids.includes(id)), ...ids].slice(-most),
    result: undefined,
    ttlMs: keepMs,
  }));
}
