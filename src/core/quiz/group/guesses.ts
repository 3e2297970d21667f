/** What each player has answered in a round, a record each: many press at the same moment. */
import { z } from "zod";
import type { Question } from "../../knowledge/base.ts";
import { defineNamespace } from "../../namespace.ts";
import type { Store } from "../../ports.ts";
import { choices, type Guess } from "../question.ts";

const keepMs = 3 * 24 * 60 * 60_000;

const guessSchema = z.object({
  person: z.string(),
  name: z.string(),
  picked: z.array(z.number().int().nonnegative()).optional(),
  text: z.string().optional(),
  /** When it was made, in milliseconds since 1970, and how long its question had been shown. */
  at: z.number(),
  elapsedMs: z.number().nonnegative(),
  /** Whether nothing is to come: several presses may make one guess. */
  isDone: z.boolean(),
  changes: z.number().int().nonnegative(),
});
export type StoredGuess = z.infer<typeof guessSchema>;
const guesses = defineNamespace("guesses", guessSchema);

/** What came of a guess: `taken` at first, `changed` once, more only where several presses make one guess. */
export type Outcome = { kind: "taken" | "changed" | "same" | "refused" | "building"; guess: StoredGuess };

type Player = Pick<StoredGuess, "person" | "name" | "at" | "elapsedMs">;

/** A guess after another. Pure. */
export function takeGuess(before: StoredGuess | undefined, given: Guess, question: Question, player: Player): Outcome {
  if ("picked" in given && (question.kind === "multiple" || question.kind === "order")) {
    const picked = build(before?.picked ?? [], given.picked, question);
    const isDone = question.kind === "order" && picked.length === choices(question).length;
    return { kind: "building", guess: { ...player, picked, isDone, changes: 0 } };
  }
  const guess: StoredGuess = { ...player, ...given, isDone: true, changes: 0 };
  if (!before) return { kind: "taken", guess };
  const isSame = "picked" in given ? before.picked?.[0] === given.picked[0] : before.text === given.text;
  if (isSame) return { kind: "same", guess: before };
  if (before.changes > 0) return { kind: "refused", guess: before };
  return { kind: "changed", guess: { ...guess, changes: 1 } };
}

/** Presses that add up: options are taken and given back; a whole order that is pressed again starts over. */
function build(before: readonly number[], pressed: readonly number[], question: Question): number[] {
  const isOver = question.kind === "order" && before.length === choices(question).length;
  let picked = isOver ? [] : [...before];
  for (const index of pressed) {
    picked = picked.includes(index) ? picked.filter((one) => one !== index) : [...picked, index];
  }
  return picked;
}

/** What a stored guess answers; undefined when all was taken back. */
export function asGuess({ picked, text }: StoredGuess): Guess | undefined {
  if (text !== undefined) return { text };
  return picked && picked.length > 0 ? { picked } : undefined;
}

const roundId = (game: string, round: number) => `${game}/${round}/`;

export function storeGuess(
  store: Store,
  where: { game: string; round: number },
  given: Guess,
  question: Question,
  player: Player,
  ttlMs = keepMs,
): Promise<Outcome> {
  return store.update(guesses, roundId(where.game, where.round) + player.person, (before) => {
    const outcome = takeGuess(before, given, question, player);
    return { after: outcome.guess === before ? before : outcome.guess, result: outcome, ttlMs };
  });
}

/** Whoever has chosen several says that this is all. @returns undefined when they have chosen nothing */
export function finishGuess(
  store: Store,
  where: { game: string; round: number },
  person: string,
): Promise<StoredGuess | undefined> {
  return store.update(guesses, roundId(where.game, where.round) + person, (before) => {
    const after = before?.picked?.length ? { ...before, isDone: true } : undefined;
    return after ? { after, result: after, ttlMs: keepMs } : { after: before, result: undefined };
  });
}

export async function readGuesses(store: Store, game: string, round: number): Promise<StoredGuess[]> {
  const all: StoredGuess[] = [];
  for await (const [, guess] of store.entries(guesses, roundId(game, round))) all.push(guess);
  return all;
}

/** Once a round is counted, nobody needs to know who answered what. */
export async function forgetGuesses(store: Store, game: string, round: number): Promise<void> {
  const ids: string[] = [];
  for await (const id of store.keys(guesses, roundId(game, round))) ids.push(id);
  await Promise.all(ids.map((id) => remove(store, id)));
}

export const forgetGuess = (store: Store, { game, round }: { game: string; round: number }, person: string) =>
  remove(store, roundId(game, round) + person);

const remove = (store: Store, id: string) => store.update(guesses, id, () => ({ after: undefined, result: undefined }));

/** How many have answered a round; those who took all back included. */
export const countGuesses = (store: Store, game: string, round: number) => store.count(guesses, roundId(game, round));
