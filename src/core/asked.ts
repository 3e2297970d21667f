/** What was asked and what came of it, for the insights: by space and day, never who asked. */
import { z } from "zod";
import { hash64 } from "./hash.ts";
import type { Origin } from "./incoming.ts";
import type { EntryId } from "./knowledge/entry.ts";
import { defineNamespace } from "./namespace.ts";
import type { Clock, Store } from "./ports.ts";

/** A question longer than this is a story; its beginning is enough to recognise it. */
const longestKept = 300;
const mostComments = 20;
const dayMs = 24 * 60 * 60_000;
/** How long a person's vote is known, so that they can change it and not vote twice. */
const voteMs = 7 * dayMs;
/** How long counts are kept when no utterance is. */
const countsMs = 30 * dayMs;

export const dislikeReasons = ["other-question", "wrong", "unclear", "long"] as const;
export type DislikeReason = (typeof dislikeReasons)[number];
export type Vote = "up" | "down";

const count = z.number().int().nonnegative();
const askedSchema = z.object({
  /** As it was first worded; absent when it was a command or a button, or utterances are not kept. */
  text: z.string().optional(),
  outcome: z.enum(["answered", "ambiguous", "unknown"]),
  /** The answer's entry. */
  entry: z.string().optional(),
  count,
  /** What people then chose of the suggestions, by entry id. */
  chosen: z.record(z.string(), count),
  up: count,
  down: count,
  reasons: z.partialRecord(z.enum(dislikeReasons), count),
  comments: z.array(z.string()),
});
export type Asked = z.infer<typeof askedSchema>;

const asked = defineNamespace("asked", askedSchema);
const votes = defineNamespace("votes", z.enum(["up", "down"]));

/**
 * Names one record within a space: the day and a hash of what was asked, both in base 36. Eleven characters, so that it
 * fits a button's id beside the longest entry's.
 */
export type Handle = string;
const dayDigits = 3;
const hashDigits = 8;

/** Where records are kept, and for how long: `keepDays` 0 keeps no utterances, only how often an entry was the answer. */
export type Notes = { store: Store; clock: Clock; origin: Origin; keepDays: number };

export type Question = Pick<Asked, "text" | "outcome" | "entry">;

/**
 * Count a question; the same wording in the same space on the same day is one record.
 *
 * @returns undefined when nothing of it is to be kept
 */
export async function recordAsked(notes: Notes, { text, outcome, entry }: Question): Promise<Handle | undefined> {
  const kept = notes.keepDays > 0 ? text?.replaceAll(/\s+/g, " ").trim().slice(0, longestKept) : undefined;
  const what = kept?.toLowerCase() ?? entry;
  if (what === undefined) return undefined;
  const handle: Handle = dayOf(notes.clock.now()) + base36(hash64(what), hashDigits);
  await notes.store.update(asked, idOf(notes.origin, handle), (before) => {
    const known = before ?? { chosen: {}, count: 0, up: 0, down: 0, reasons: {}, comments: [] };
    const about = { ...(kept !== undefined && { text: kept }), outcome, ...(entry !== undefined && { entry }) };
    return { after: { ...known, ...about, count: known.count + 1 }, result: undefined, ttlMs: keepMs(notes) };
  });
  return handle;
}

/** Count that somebody took a suggestion: evidence for what the question meant. */
export async function recordChoice(notes: Notes, handle: Handle, entry: EntryId): Promise<void> {
  await change(notes, handle, (known) => ({
    ...known,
    chosen: { ...known.chosen, [entry]: (known.chosen[entry] ?? 0) + 1 },
  }));
}

/**
 * Count a person's vote on an answer, or move it when they voted otherwise before.
 *
 * @returns false when the record is gone
 */
export async function recordVote(notes: Notes, handle: Handle, vote: Vote): Promise<boolean> {
  const id = idOf(notes.origin, handle);
  if ((await notes.store.read(asked, id)) === undefined) return false;
  // A hash, so that the store does not say who voted on what.
  const ballot = hash64(`${id}/${notes.origin.person}`).toString(36);
  const before = await notes.store.update(votes, ballot, (known) => ({ after: vote, result: known, ttlMs: voteMs }));
  if (before === vote) return true;
  return change(notes, handle, (known) => ({
    ...known,
    ...(before !== undefined && { [before]: Math.max(known[before] - 1, 0) }),
    [vote]: known[vote] + 1,
  }));
}

/** Why an answer was disliked: one of the reasons offered, or words. @returns false when the record is gone */
export async function recordReason(
  notes: Notes,
  handle: Handle,
  reason: DislikeReason | { words: string },
): Promise<boolean> {
  return change(notes, handle, (known) => {
    if (typeof reason === "object") {
      const comment = reason.words.trim().slice(0, longestKept);
      return { ...known, comments: [...known.comments, comment].slice(-mostComments) };
    }
    return { ...known, reasons: { ...known.reasons, [reason]: (known.reasons[reason] ?? 0) + 1 } };
  });
}

/** Everything recorded in a space from a day on, the oldest first. */
export async function* askedSince(store: Store, origin: Origin, from: Date): AsyncGenerator<Asked, void> {
  const start = `${spaceOf(origin)}/`;
  const first = dayOf(from);
  for await (const [id, record] of store.entries(asked, start)) {
    if (id.slice(start.length) >= first) yield record;
  }
}

/** A server or workspace; what is asked in direct messages is kept apart from both. */
export const spaceOf = (origin: Origin) => `${origin.platform}/${origin.space ?? "direct"}`;
/** Days since 1970 in UTC, so written that later days sort later, until 2097. */
const dayOf = (at: Date) => base36(BigInt(Math.floor(at.getTime() / dayMs)), dayDigits);
/** The last digits of a number. */
const base36 = (number: bigint, digits: number) => number.toString(36).padStart(digits, "0").slice(-digits);

const idOf = (origin: Origin, handle: Handle) => `${spaceOf(origin)}/${handle}`;
const keepMs = (notes: Notes) => (notes.keepDays > 0 ? notes.keepDays * dayMs : countsMs);

async function change(notes: Notes, handle: Handle, next: (known: Asked) => Asked): Promise<boolean> {
  return notes.store.update(asked, idOf(notes.origin, handle), (known) => ({
    after: known && next(known),
    result: known !== undefined,
    ttlMs: keepMs(notes),
  }));
}
