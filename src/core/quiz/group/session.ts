/**
 * A group's game in one conversation, as a pure state machine: every step takes the session and the instant, and gives
 * the next session.
 *
 * ```
 *           time up, all answered, skip            results are in
 *  asking ─────────────────────────────▶ closing ─────────────────▶ revealing
 *    ▲  │                                   ▲                         │   │
 *    │  └─ pause ─▶ paused ─ resume ─▶ …    └────── stop ─────────────┘   │
 *    └──────────── pause over, next ◀─────────────────────────────────────┤
 *                                                                         ▼
 *                 over (finished, stopped, abandoned) ◀─ last round, two idle rounds
 * ```
 *
 * `until` is the session's alarm in every state, so there is none without an exit.
 */
import type { Result, Session } from "./session-schema.ts";

/** Time to read why, before the next question. */
const revealMs = 12_000;
/** The standings may come while people still read. */
const lastRevealMs = 5000;
/** What was not sent is sent again after this, so often. */
const resendMs = 10_000;
const mostTries = 3;
/** Counting a round takes less. */
const countMs = 3000;
/** Without a clock somebody has to go on; this long after the last sign of life nobody will. */
const idleMs = 15 * 60_000;
const pausedMs = 24 * 60 * 60_000;
const mostIdleRounds = 2;

const after = (at: Date, ms: number) => new Date(at.getTime() + ms).toISOString();

/** What a game starts with; the rest follows. */
export type Opening = Pick<
  Session,
  "game" | "where" | "space" | "starter" | "topic" | "questions" | "clock" | "speed" | "roundTimes"
>;

export function open(opening: Opening, order: readonly number[], at: Date): Session {
  const rest = { round: 0, idle: 0, players: {}, isSent: false, tries: 0 };
  return ask({ ...opening, ...rest, state: { kind: "paused", until: at.toISOString() } }, order, at);
}

/** Show the round's question, or show it again. */
function ask(session: Session, order: readonly number[], at: Date, spent = 0): Session {
  const { message: _, ...rest } = session;
  const until = after(at, session.clock ? (session.roundTimes[session.round] ?? idleMs) : idleMs);
  return {
    ...rest,
    isSent: false,
    tries: 1,
    state: { kind: "asking", shown: [...order], since: at.toISOString(), spentMs: spent, until },
  };
}

/**
 * What the state shows is on everybody's screen: only now its time begins.
 *
 * @param message where it is, if the platform says so
 */
export function sent(session: Session, message: string | undefined, at: Date): Session {
  if (session.isSent) return session;
  const next = { ...session, isSent: true, ...(message !== undefined && { message }) };
  if (session.state.kind !== "asking") return next;
  const time = session.clock ? (session.roundTimes[session.round] ?? idleMs) : idleMs;
  return { ...next, state: { ...session.state, since: at.toISOString(), until: after(at, time) } };
}

/** Take no more guesses. @param isLast whether the game ends with this round */
export function close(session: Session, at: Date, isLast = false): Session {
  if (session.state.kind !== "asking") return session;
  // Whoever closes a round counts it; the alarm is for when they die over it.
  const until = after(at, countMs);
  return { ...session, state: { kind: "closing", shown: session.state.shown, until, isLast } };
}

/** How long the open question has been on everybody's screen, pauses left out. */
export function elapsedMs({ state }: Session, at: Date): number {
  return state.kind === "asking" ? state.spentMs + Math.max(at.getTime() - Date.parse(state.since), 0) : 0;
}

/** Count a closed round. @param results one for each person who answered */
export function reveal(session: Session, results: readonly Result[], at: Date): Session {
  if (session.state.kind !== "closing") return session;
  const players = { ...session.players };
  for (const { person, name, points, grade } of results) {
    const known = players[person] ?? { points: 0, answered: 0, right: 0 };
    players[person] = {
      name,
      points: known.points + points,
      answered: known.answered + 1,
      right: known.right + (grade === 1 ? 1 : 0),
      lastRound: session.round,
    };
  }
  const idle = results.length > 0 ? 0 : session.idle + 1;
  const counted: Session = { ...session, players, idle, isSent: false, tries: 1 };
  const isStopped = session.state.isLast;
  const isLast = session.round + 1 >= session.questions.length;
  const pauseMs = isLast ? lastRevealMs : session.clock ? revealMs : idleMs;
  const until = isStopped ? at.toISOString() : after(at, pauseMs);
  const next: Session = {
    ...counted,
    state: { kind: "revealing", shown: session.state.shown, results: [...results], until },
  };
  return isStopped ? end(next, "stopped", at) : next;
}

/** A closed round whose question an edit of the knowledge has removed: nobody gets anything, and on it goes. */
export function annul(session: Session, at: Date): Session {
  if (session.state.kind !== "closing") return session;
  if (session.state.isLast) return end(session, "stopped", at);
  const state = { kind: "revealing" as const, shown: [], results: [], until: at.toISOString() };
  return { ...session, isSent: true, state };
}

/**
 * The next round after a reveal, or the end.
 *
 * @param round undefined when none is left whose question there still is
 * @param order of that question's options
 */
export function next(session: Session, round: number | undefined, order: readonly number[], at: Date): Session {
  if (session.state.kind !== "revealing") return session;
  if (session.idle >= mostIdleRounds) return end(session, "abandoned", at);
  return round === undefined ? end(session, "finished", at) : ask({ ...session, round }, order, at);
}

export function pause(session: Session, at: Date): Session {
  if (session.state.kind !== "asking" && session.state.kind !== "revealing") return session;
  // After a reveal it goes on with the next question, which is not yet there to be shown again.
  const round = session.state.kind === "revealing" ? session.round + 1 : session.round;
  if (round >= session.questions.length) return session;
  const { state } = session;
  const open = state.kind === "asking" ? { open: { shown: state.shown, spentMs: elapsedMs(session, at) } } : {};
  return { ...session, round, isSent: true, state: { kind: "paused", ...open, until: after(at, pausedMs) } };
}

/** The question that was open is asked again, with all its time; guesses that were made count. */
export function resume(session: Session, order: readonly number[], at: Date): Session {
  if (session.state.kind !== "paused") return session;
  const { open } = session.state;
  return ask(session, open?.shown ?? order, at, open?.spentMs);
}

/** Stop at once; an open round has to be closed first, because its guesses count. */
export function stop(session: Session, at: Date): Session {
  switch (session.state.kind) {
    case "asking":
      return close(session, at, true);
    case "closing":
      return { ...session, state: { ...session.state, isLast: true } };
    case "paused": {
      const { open } = session.state;
      if (!open) return end(session, "stopped", at);
      return { ...session, state: { kind: "closing", shown: open.shown, until: at.toISOString(), isLast: true } };
    }
    case "revealing":
      return end(session, "stopped", at);
    case "over":
      return session;
    default:
      return session.state satisfies never;
  }
}

/** What never reached anybody is shown again a few times; then the game is given up. */
export function resend(session: Session, at: Date): Session {
  if (session.isSent) return session;
  // It may be that only the receipt was lost: then people have answered.
  if (session.tries >= mostTries) {
    return session.state.kind === "asking" ? close(session, at, true) : end(session, "abandoned", at);
  }
  const tries = session.tries + 1;
  if (session.state.kind === "asking") {
    return { ...ask(session, session.state.shown, at, session.state.spentMs), tries };
  }
  // It may be that only the receipt of an edit was lost; a message that cannot be edited gets one beside it.
  const { message, ...rest } = session;
  const kept = message !== undefined && session.tries < 2 && { message };
  const isOver = session.state.kind === "over";
  const time = isOver ? resendMs : session.clock ? revealMs : idleMs;
  return { ...rest, ...kept, tries, state: { ...session.state, until: after(at, time) } };
}

/** Whether its end was shown in vain often enough. */
export const isGivenUp = ({ state, tries }: Session) => state.kind === "over" && tries >= mostTries;

export function end(session: Session, how: "finished" | "stopped" | "abandoned", at: Date): Session {
  if (session.state.kind === "over") return session;
  return { ...session, isSent: false, tries: 1, state: { kind: "over", how, until: after(at, resendMs) } };
}

/** When the session has to be seen to: what was not sent is missed soon, whatever its time. */
export function dueAt(session: Session, at: Date): Date {
  const until = Date.parse(session.state.until);
  const isMissing = !session.isSent && (session.state.kind === "asking" || session.state.kind === "revealing");
  return new Date(isMissing ? Math.min(until, at.getTime() + resendMs) : until);
}

/** The session with its alarm. */
export function withAlarm(session: Session, at: Date): Session & { wakeAt: string } {
  return { ...session, wakeAt: dueAt(session, at).toISOString() };
}

/** Whether everybody who played in the round before has answered this one. */
export function isComplete(session: Session, answered: ReadonlySet<string>): boolean {
  const active = Object.entries(session.players).filter(([, { lastRound }]) => lastRound === session.round - 1);
  return active.length > 0 && active.every(([person]) => answered.has(person));
}
