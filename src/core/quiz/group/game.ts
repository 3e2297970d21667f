/** Runs a group's games: events and alarms in, steps of the session stored, messages out. */

import type { Alarm } from "../../alarm.ts";
import { entryButtons } from "../../answers.ts";
import type { WakeContext } from "../../commands/command.ts";
import type { OutwardEffect } from "../../effects.ts";
import type { MessageRef, Origin } from "../../incoming.ts";
import type { Question, Quiz } from "../../knowledge/base.ts";
import { quiz as words } from "../../phrases/quiz.ts";
import type { Button } from "../../reply.ts";
import { findQuestion, nextPlace, shuffledOptions } from "../bank.ts";
import { awardAll } from "../boards/award-all.ts";
import { finalReply, questionReply, revealReply } from "./game-replies.ts";
import { forgetGuesses } from "./guesses.ts";
import { countRound } from "./results.ts";
import { annul, close, isGivenUp, next, resend, reveal, sent, stop, withAlarm } from "./session.ts";
import { type Session, sessions } from "./session-schema.ts";
import { countsForBoards } from "./tally.ts";

/** A finished game is remembered this long, in case its end was not shown. */
const keepMs = 3 * 24 * 60 * 60_000;

/** One game a conversation, or a thread. */
export const gameId = ({ platform, conversation, thread }: Pick<Origin, "platform" | "conversation" | "thread">) =>
  [platform, conversation, ...(thread === undefined ? [] : [thread])].join("/");

export const readGame = ({ store }: WakeContext, id: string) => store.read(sessions, id);

/** Store a step of a session together with its alarm. @returns the session after it, undefined when there is none */
export function change(
  { store, clock }: WakeContext,
  id: string,
  step: (session: Session, at: Date) => Session | undefined,
): Promise<Session | undefined> {
  const at = clock.now();
  return store.update(sessions, id, (before) => {
    const after = before && step(before, at);
    if (after === before || !after) return { after, result: after };
    const stored = withAlarm(after, at);
    return { after: stored, result: stored, ttlMs: keepMs, due: new Date(stored.wakeAt) };
  });
}

/** Put a new session in the place of one that is over. @returns whether there was none that is not */
export function begin({ store, clock }: WakeContext, id: string, session: Session): Promise<boolean> {
  return store.update(sessions, id, (before) => {
    if (before && before.state.kind !== "over") return { after: before, result: false };
    const stored = withAlarm(session, clock.now());
    return { after: stored, result: true, ttlMs: keepMs, due: new Date(stored.wakeAt) };
  });
}

export type Asked = { question: Question; quiz: Quiz };

/** The open question; undefined when an edit of the knowledge has removed it. */
export function openQuestion({ base }: WakeContext, session: Session): Asked | undefined {
  const quiz = base.quizzes.get(session.topic);
  const question = findQuestion(base, session.topic, session.questions[session.round]);
  return quiz && question && { quiz, question };
}

/**
 * The alarm of a session rang. What the state waited for has come, or what it should have shown was never sent.
 *
 * @returns what to send
 */
export async function wakeGame({ id, due }: Alarm, context: WakeContext): Promise<OutwardEffect[]> {
  const session = await readGame(context, id);
  // Something has happened since it was set, and has set another.
  if (session?.wakeAt !== due.toISOString()) return [];
  const { kind } = session.state;
  const isGone = (kind === "asking" || kind === "revealing") && !openQuestion(context, session);
  if (!session.isSent && !isGone && kind !== "closing") return resendTo(id, session, context);
  switch (kind) {
    case "asking":
      await change(context, id, (one, at) => (isSame(one, session) ? close(one, at) : one));
      return proceed(id, context);
    case "closing":
    case "over":
      return proceed(id, context);
    case "revealing":
      return nextRound(id, session, context);
    case "paused":
      await change(context, id, (one, at) => (isSame(one, session) ? stop(one, at) : one));
      return proceed(id, context);
    default:
      return kind satisfies never;
  }
}

/** Show again what was not sent, or give up. */
async function resendTo(id: string, session: Session, context: WakeContext): Promise<OutwardEffect[]> {
  // Whatever is shown of its end, the points of a game that is over are given out first.
  if (session.state.kind === "over") await giveAwards(session, context);
  let isOurs = false;
  const after = await change(context, id, (one, at) => {
    isOurs = isSame(one, session) && one.wakeAt === session.wakeAt;
    if (!isOurs) return one;
    return isGivenUp(one) ? undefined : resend(one, at);
  });
  if (!after || !isOurs) return [];
  const isCounting = after.state.kind === "closing" || (after.state.kind === "over" && session.state.kind !== "over");
  return isCounting ? proceed(id, context) : show(id, after, context);
}

const isSame = (one: Session, other: Session) =>
  one.game === other.game && one.round === other.round && one.state.kind === other.state.kind;

/** The next question after a reveal, or the end. */
export async function nextRound(id: string, session: Session, context: WakeContext): Promise<OutwardEffect[]> {
  const { base, random } = context;
  const round = nextPlace(base, session, session.round + 1);
  const question = round === undefined ? undefined : findQuestion(base, session.topic, session.questions[round]);
  const order = shuffledOptions(question, random);
  let isOurs = false;
  const after = await change(context, id, (one, at) => {
    isOurs = isSame(one, session);
    return isOurs ? next(one, round, order, at) : one;
  });
  if (!after || !isOurs) return [];
  return after.state.kind === "over" ? proceed(id, context) : show(id, after, context);
}

/**
 * Count a round that is closed, and give out the points of a game that is over. Safe to do again, and by two processes
 * at once: only one of them shows what came of it.
 */
export async function proceed(id: string, context: WakeContext): Promise<OutwardEffect[]> {
  const session = await readGame(context, id);
  if (session?.state.kind === "closing") {
    const asked = openQuestion(context, session);
    const results = await countRound(session, asked?.question, context);
    let isOurs = false;
    const after = await change(context, id, (one, at) => {
      isOurs = isSame(one, session);
      return isOurs ? (asked ? reveal(one, results, at) : annul(one, at)) : one;
    });
    if (!after || !isOurs) return [];
    await forgetGuesses(context.store, session.game, session.round);
    if (!asked) return after.state.kind === "over" ? proceed(id, context) : nextRound(id, after, context);
    const shown = { ...session, state: { kind: "revealing" as const, shown: session.state.shown, results, until: "" } };
    if (after.state.kind === "over") {
      return [...reveals(shown, context), ...(await proceed(id, context))];
    }
    return show(id, after, context);
  }
  if (session?.state.kind !== "over") return [];
  await giveAwards(session, context);
  return show(id, session, context);
}

/** What everybody has to see of a session as it is. */
export function show(id: string, session: Session, context: WakeContext): OutwardEffect[] {
  const asked = openQuestion(context, session);
  const quiz = context.base.quizzes.get(session.topic);
  const { game, round, state, where } = session;
  const receipt = { command: "quiz", arguments: [id, game, String(round), state.kind] };
  // A question that is shown again after a pause is shown; one whose receipt was lost is there already.
  const once = [game, round, state.kind, ...(state.kind === "asking" ? [state.spentMs] : [])].join("/");
  switch (state.kind) {
    case "asking":
      return asked
        ? [{ kind: "post", to: where, reply: questionReply(session, asked.question, asked.quiz), receipt, once }]
        : [];
    case "revealing":
      return reveals(session, context).map((effect) => ({ ...effect, receipt }));
    case "over":
      return quiz ? [{ kind: "post", to: where, reply: finalReply(session, quiz), receipt, once }] : [];
    case "closing":
    case "paused":
      return [];
    default:
      return state satisfies never;
  }
}

/** The reveal takes the question's place, so that nobody presses what is over; or stands below it. */
function reveals(session: Session, context: WakeContext): OutwardEffect[] {
  const asked = openQuestion(context, session);
  if (!asked) return [];
  const reply = revealReply(session, asked.question, learnMore(asked.question, context));
  const { message, where } = session;
  if (message === undefined) return [{ kind: "post", to: where, reply }];
  return [{ kind: "edit", message: { ...where, message }, reply }];
}

function learnMore(question: Question, { base }: WakeContext): Button[] {
  return entryButtons(base, [question.learnMore]).map((one) => ({ ...one, label: words.learnMore(one.label) }));
}

async function giveAwards(session: Session, { store, clock }: WakeContext): Promise<void> {
  if (session.space === undefined || !countsForBoards(Object.keys(session.players).length)) return;
  const { space, topic, game, players, where } = session;
  const scorers = Object.entries(players).map(([person, { name, points }]) => ({ person, name, points }));
  await awardAll(store, { platform: where.platform, space, topic, game, at: clock.now() }, scorers);
}

/** A message of ours was sent: its time begins, and an end that was shown may be forgotten. */
export async function onSent(
  receipt: readonly string[],
  message: MessageRef | undefined,
  context: WakeContext,
): Promise<undefined> {
  const [id = "", game, round, kind] = receipt;
  await change(context, id, (one, at) => {
    if (one.game !== game || String(one.round) !== round || one.state.kind !== kind) return one;
    return kind === "over" ? undefined : sent(one, message?.message, at);
  });
}
