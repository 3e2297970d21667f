/** What has to be done about the store from time to time, by one of the processes that share it. */
import { z } from "zod";
import { defineNamespace } from "./namespace.ts";
import type { Clock, Store } from "./ports.ts";

const everyMs = 60 * 60_000;
const id = "prune";

export const housekeeping = defineNamespace("housekeeping", z.object({ last: z.iso.datetime().optional() }));

type Parts = { store: Store; clock: Clock };

/** See to it that there is an alarm, at the latest an hour after the last time. */
export async function scheduleHousekeeping({ store, clock }: Parts): Promise<void> {
  await store.update(housekeeping, id, (before) => {
    const next = before?.last === undefined ? clock.now() : new Date(Date.parse(before.last) + everyMs);
    return { after: { ...before }, result: undefined, due: next };
  });
}

/** Set the next alarm, and free the room of what is over. @returns how many records were removed */
export async function keepHouse({ store, clock }: Parts): Promise<number> {
  const now = clock.now();
  await store.update(housekeeping, id, () => ({
    after: { last: now.toISOString() },
    result: undefined,
    due: new Date(now.getTime() + everyMs),
  }));
  return store.prune();
}
