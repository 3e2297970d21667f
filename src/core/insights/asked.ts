/** What was asked and what came of it, for the insights: by space and day, never who asked. */
import { z } from "zod";
import { hash64 } from "../hash.ts";
import type { Origin } from "../incoming.ts";
import type { EntryId } from "../knowledge/entry.ts";
import { defineNamespace } from "../namespace.ts";
import type { Clock, Store } from "../ports.ts";

/** A question longer than this is a story; its beginning is enough to recognise it. */
const longestKept = 300;
const mostComments = 20;
const dayMs = 24 * 60 * 60_000;
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
  last: z.iso.datetime(),
  /** What people then chose of the suggestions, by entry id. */
  chosen: z.record(z.string(), count),
  up: count,
  down: count,
  reasons: z.partialRecord(z.enum(dislikeReasons), count),
  comments: z.array(z.string()),
});
export type Asked = z.infer<typeof askedSchema>;

const asked = defineNamespace("asked", askedSchema);
/** What one person said of one record, so that they can change it and not say it twice. */
const ballots = defineNamespace(
  "ballots",
  z.object({ vote: z.enum(["up", "down"]).optional(), reasons: z.array(z.enum(dislikeReasons)) }),
);
type Ballot = z.infer<typeof ballots.schema>;

/**
 * Names one record within a space: the day and a hash of what was asked, both in base 36. Eleven characters, so that it
 * fits a button's id beside the longest entry's.
 */
export type Handle = string;
const dayDigits = 3;
const hashDigits = 8;
const handlePattern = /^[0-9a-z]{11}$/;

/**
 * Where records are kept, and for how long: `keepDays` 0 keeps no utterances, only how often an entry was the answer.
 */
export type Notes = { store: Store; clock: Clock; origin: Origin; keepDays: number };

export type Question = Pick<Asked, "text" | "outcome" | "entry">;

/**
 * Count a question; the same wording in the same space on the same day is one record.
 *
 * @returns undefined when nothing of it is to be kept
 */
export async function recordAsked(notes: Notes, { text, outcome, entry }: Question): Promise<Handle | undefined> {
  const kept = notes.keepDays > 0 ? text?.replaceAll(/\s+/g, " ").trim().slice(0, longestKept) : undefined;
  if (kept === undefined && entry === undefined) return undefined;
  const now = notes.clock.now();
  // A follow-up means something else in every conversation, so what came of it counts as well as the wording.
  const what = [kept?.toLowerCase() ?? "", outcome, entry ?? ""].join("\n");
  const handle: Handle = dayOf(now) + base36(hash64(what), hashDigits);
  await notes.store.update(asked, idOf(notes.origin, handle), (before) => {
    const about = { ...(kept !== undefined && { text: kept }), outcome, ...(entry !== undefined && { entry }) };
    const known = before ?? { ...about, chosen: {}, count: 0, up: 0, down: 0, reasons: {}, comments: [] };
    const after = { ...known, count: known.count + 1, last: now.toISOString() };
    return { after, result: undefined, ttlMs: keepMs(notes) };
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
  if (!(await isRecorded(notes, handle))) return false;
  const before = await mark(notes, id, (known) => ({ ...known, vote }));
  if (before?.vote === vote) return true;
  return change(notes, handle, (known) => ({
    ...known,
    ...(before?.vote && { [before.vote]: Math.max(known[before.vote] - 1, 0) }),
    [vote]: known[vote] + 1,
  }));
}

/**
 * Why an answer was disliked: one of the reasons offered, each once a person, or words.
 *
 * @returns false when the record is gone
 */
export async function recordReason(
  notes: Notes,
  handle: Handle,
  reason: DislikeReason | { words: string },
): Promise<boolean> {
  if (typeof reason === "object") {
    const comment = reason.words.trim().slice(0, longestKept);
    return change(notes, handle, (known) => ({
      ...known,
      comments: [...known.comments, comment].slice(-mostComments),
    }));
  }
  const id = idOf(notes.origin, handle);
  if (!(await isRecorded(notes, handle))) return false;
  const before = await mark(notes, id, (known) => ({ ...known, reasons: [...new Set([...known.reasons, reason])] }));
  if (before?.reasons.includes(reason)) return true;
  return change(notes, handle, (known) => ({
    ...known,
    reasons: { ...known.reasons, [reason]: (known.reasons[reason] ?? 0) + 1 },
  }));
}

/** Whether a record is still there to be voted on. */
export async function isRecorded({ store, origin }: Notes, handle: Handle): Promise<boolean> {
  return handlePattern.test(handle) && (await store.read(asked, idOf(origin, handle))) !== undefined;
}

/** Change a person's ballot. @returns what it was */
function mark(notes: Notes, id: string, next: (known: Ballot) => Ballot): Promise<Ballot | undefined> {
  // A hash, so that the store does not say who voted on what.
  const ballot = hash64(`${id}/${notes.origin.person}`).toString(36);
  return notes.store.update(ballots, ballot, (before) => ({
    after: next(before ?? { reasons: [] }),
    result: before,
    ttlMs: keepMs(notes),
  }));
}

/** Everything recorded in a space from a day on, the oldest first. */
export async function* askedSince(store: Store, origin: Origin, from: Date): AsyncGenerator<Asked, void> {
  const start = `${spaceOf(origin)}/`;
  const first = dayOf(from);
  for await (const [id, record] of store.entries(asked, start)) {
    if (id.slice(start.length) >= first) yield record;
  }
}

/** A server or workspace, or what belongs to none. */
export const spaceOf = (origin: Origin) => `${origin.platform}/${origin.space ?? "direct"}`;
/** What people ask alone with us is kept apart from what their server or workspace gets to see. */
const askedIn = (origin: Origin) =>
  origin.isDirect && origin.space !== undefined ? `${spaceOf(origin)}.direct` : spaceOf(origin);
/** Days since 1970 in UTC, so written that later days sort later, until 2097. */
const dayOf = (at: Date) => base36(BigInt(Math.floor(at.getTime() / dayMs)), dayDigits);
/** The last digits of a number. */
const base36 = (number: bigint, digits: number) => number.toString(36).padStart(digits, "0").slice(-digits);

const idOf = (origin: Origin, handle: Handle) => `${askedIn(origin)}/${handle}`;
const keepMs = (notes: Notes) => (notes.keepDays > 0 ? notes.keepDays * dayMs : countsMs);

/** Whatever is said of a question later does not make it stay longer. */
async function change(notes: Notes, handle: Handle, next: (known: Asked) => Asked): Promise<boolean> {
  if (!handlePattern.test(handle)) return false;
  return notes.store.update(asked, idOf(notes.origin, handle), (known) => {
    if (!known) return { after: known, result: false };
    const left = Date.parse(known.last) + keepMs(notes) - notes.clock.now().getTime();
    return { after: next(known), result: true, ttlMs: left };
  });
}
