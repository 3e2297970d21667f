/** A group's game as it is stored; `session.ts` says how it goes on. */
import { z } from "zod";
import { defineNamespace } from "../../namespace.ts";

const instant = z.iso.datetime();
/** Order in which the options are shown: indexes into the file's order. */
const shown = z.array(z.number().int().nonnegative());
const spentMs = z.number().nonnegative();
const result = z.object({
  person: z.string(),
  name: z.string(),
  /** Undefined for typed answers. */
  picked: z.array(z.number().int().nonnegative()).optional(),
  text: z.string().optional(),
  grade: z.number().min(0).max(1),
  points: z.number().int().nonnegative(),
});
export type Result = z.infer<typeof result>;

const state = z.discriminatedUnion("kind", [
  /** `since` is when the question was shown, `spentMs` how long it had been before the game was paused. */
  z.object({ kind: z.literal("asking"), shown, since: instant, spentMs, until: instant }),
  /** No more guesses are taken, and those that were are being counted. */
  z.object({ kind: z.literal("closing"), shown, until: instant, isLast: z.boolean() }),
  z.object({ kind: z.literal("revealing"), shown, results: z.array(result), until: instant }),
  /** `open` when a question was: its guesses count, whatever becomes of the game. */
  z.object({ kind: z.literal("paused"), open: z.object({ shown, spentMs }).optional(), until: instant }),
  z.object({ kind: z.literal("over"), how: z.enum(["finished", "stopped", "abandoned"]), until: instant }),
]);
const player = z.object({
  name: z.string(),
  points: z.number().int().nonnegative(),
  /** Rounds answered, and those of them that were wholly right. */
  answered: z.number().int().nonnegative(),
  right: z.number().int().nonnegative(),
  /** The last round answered: who has left is not waited for. */
  lastRound: z.number().int().nonnegative(),
});
export type Player = z.infer<typeof player>;

export const sessionSchema = z.object({
  /** Names the game in buttons, guesses and awards. */
  game: z.string(),
  where: z.object({ platform: z.string(), conversation: z.string(), thread: z.string().optional() }),
  space: z.string().optional(),
  starter: z.string(),
  topic: z.string(),
  questions: z.array(z.string()).min(1),
  /** Counted from 0. */
  round: z.number().int().nonnegative(),
  state,
  /** Whether rounds have a time limit, and whether speed adds points. */
  clock: z.boolean(),
  speed: z.boolean(),
  /** Milliseconds of each round. */
  roundTimes: z.array(z.number().int().positive()),
  /** Rounds in a row that nobody answered. */
  idle: z.number().int().nonnegative(),
  /** Whether what the state has to show has been sent, and how often that was tried. */
  isSent: z.boolean(),
  tries: z.number().int().nonnegative(),
  /** When its alarm rings: one that was set before something else happened is nobody's any more. */
  wakeAt: instant.optional(),
  /** The open question's message, once it is known. */
  message: z.string().optional(),
  players: z.record(z.string(), player),
});
export type Session = z.infer<typeof sessionSchema>;
export const sessions = defineNamespace("games", sessionSchema);
