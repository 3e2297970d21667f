/** What a community's administrators decide, for a whole space or for one conversation in it. */
import { z } from "zod";
import type { Origin } from "./incoming.ts";
import { defineNamespace } from "./namespace.ts";
import type { Store } from "./ports.ts";
import { difficulties } from "./quiz/draw.ts";

/** The languages there is knowledge in. */
export const locales = ["en"] as const;
export const mostQuestions = 20;

const settingsSchema = z.object({
  /** Whether questions are answered that nobody addressed to the bot. */
  overhear: z.boolean(),
  locale: z.enum(locales),
  quizCount: z.number().int().min(1).max(mostQuestions),
  quizDifficulty: z.enum(difficulties),
  /** Whether rounds of a group's game have a time limit; without one everybody has all the points there are. */
  quizClock: z.boolean(),
  /** Whether quick answers get more points, up to half as many again. */
  quizSpeed: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;
/** Where a setting was made; the conversation's comes before the space's. */
export type Scope = "conversation" | "space";

const defaults: Settings = {
  overhear: false,
  locale: "en",
  quizCount: 5,
  quizDifficulty: "any",
  quizClock: true,
  quizSpeed: true,
};

const stored = defineNamespace("settings", settingsSchema.partial());
export type Made = z.infer<typeof stored.schema>;

/** The settings in force where something was said. */
export async function readSettings(store: Store, origin: Origin): Promise<Settings> {
  const { space, conversation } = await readMade(store, origin);
  return Object.assign({ ...defaults }, space, conversation);
}

/** What was set where. */
export async function readMade(store: Store, origin: Origin): Promise<Record<Scope, Made>> {
  const [space, conversation] = await Promise.all([
    origin.space === undefined ? undefined : store.read(stored, idOf(origin, "space")),
    store.read(stored, idOf(origin, "conversation")),
  ]);
  return { space: space ?? {}, conversation: conversation ?? {} };
}

/** @param change a value, or undefined to go back to what is set further out */
export async function changeSettings(
  store: Store,
  origin: Origin,
  scope: Scope,
  change: { [K in keyof Settings]?: Settings[K] | undefined },
): Promise<void> {
  await store.update(stored, idOf(origin, scope), (before) => {
    const after = Object.fromEntries(
      Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined),
    );
    return { after: Object.keys(after).length > 0 ? (after as Made) : undefined, result: undefined };
  });
}

function idOf(origin: Origin, scope: Scope): string {
  return [origin.platform, scope, scope === "space" ? (origin.space ?? "direct") : origin.conversation].join("/");
}
