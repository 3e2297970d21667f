/** What a person has chosen for themselves, on one platform. */
import { z } from "zod";
import type { Origin } from "../incoming.ts";
import { defineNamespace } from "../namespace.ts";
import type { Store } from "../ports.ts";

const personSchema = z.object({
  /** IANA name; UTC until they say. */
  timeZone: z.string().optional(),
  /** Whether they want to be on no leaderboard. */
  hidden: z.boolean().optional(),
});
export type Preferences = z.infer<typeof personSchema>;

export const people = defineNamespace("people", personSchema);

/** The id of what belongs to a person wherever they are on a platform. */
export const personId = (origin: Pick<Origin, "platform" | "person">) => `${origin.platform}/${origin.person}`;

export async function readPreferences(store: Store, person: string): Promise<Preferences> {
  return (await store.read(people, person)) ?? {};
}

export async function changePreferences(store: Store, person: string, change: Preferences): Promise<void> {
  await store.update(people, person, (before) => ({ after: { ...before, ...change }, result: undefined }));
}
