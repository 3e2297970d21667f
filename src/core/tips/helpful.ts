/** Which tips people found helpful: one record a person and tip, for a year, that does not say who. */
import { z } from "zod";
import { hash64 } from "../hash.ts";
import type { Origin } from "../incoming.ts";
import { spaceOf } from "../insights/asked.ts";
import { defineNamespace } from "../namespace.ts";
import type { Store } from "../ports.ts";

const keepMs = 365 * 24 * 60 * 60_000;

const helpful = defineNamespace("helpful-tips", z.literal(true));

/** Count that somebody found a tip helpful, once. @returns how many in their space have */
export async function recordHelpful(store: Store, origin: Origin, tip: string): Promise<number> {
  const about = `${spaceOf(origin)}/${tip}/`;
  const person = hash64(`${about}${origin.person}`).toString(36);
  await store.update(helpful, about + person, () => ({ after: true, result: undefined, ttlMs: keepMs }));
  return store.count(helpful, about);
}

/** Tips by how many people of a space found them helpful, the most helpful first. */
export async function mostHelpful(store: Store, origin: Origin): Promise<[tip: string, count: number][]> {
  const start = `${spaceOf(origin)}/`;
  const counts = new Map<string, number>();
  for await (const id of store.keys(helpful, start)) {
    const tip = id.slice(start.length, id.lastIndexOf("/"));
    counts.set(tip, (counts.get(tip) ?? 0) + 1);
  }
  return [...counts].sort(([one, a], [other, b]) => b - a || one.localeCompare(other, "en"));
}
