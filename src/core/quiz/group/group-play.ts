/** What people do in a group's game: answer, reveal, go on, skip, stop, pause, resume. */
import type { Context, Turn } from "../../commands/command.ts";
import { whisper } from "../../effects.ts";
import type { Question } from "../../knowledge/base.ts";
import { displayName } from "../../people/display-name.ts";
import { quiz as words } from "../../phrases/quiz.ts";
import { codeSpans, inlineText, paragraph } from "../../reply.ts";
import { findQuestion, shuffledOptions } from "../bank.ts";
import type { Guess } from "../question.ts";
import { offered } from "../replies.ts";
import { change, gameId, nextRound, openQuestion, proceed, readGame, show } from "./game.ts";
import { gamePress } from "./game-replies.ts";
import { asGuess, countGuesses, finishGuess, forgetGuess, type Outcome, readGuesses, storeGuess } from "./guesses.ts";
import { close, elapsedMs, isComplete, pause, resume, stop } from "./session.ts";
import type { Session } from "./session-schema.ts";

const { game: say } = words;
/** Forms are cut by the platform as well, but anybody can send one. */
const longestAnswer = 100;
const tell = (text: string, outcome: string): Turn => ({ effects: [whisper([paragraph(text)])], outcome });

/** A button of the game; undefined when it is of another game. */
export async function pressGame(
  [game, round, action, given = ""]: readonly string[],
  context: Context,
): Promise<Turn | undefined> {
  const id = gameId(context.origin);
  const session = await readGame(context, id);
  if (!session || session.game !== game) return undefined;
  if (String(session.round) !== round) return tell(say.tooLate, "late");
  const asked = openQuestion(context, session);
  if (!asked) return undefined;
  switch (action) {
    case "pick": {
      const option = /^\d$/.test(given) ? Number(given) : Number.NaN;
      return option < offered(asked.question).length
        ? guess({ picked: [option] }, session, asked.question, context)
        : undefined;
    }
    case "type": {
      if (asked.question.kind !== "short") return undefined;
      if (session.state.kind !== "asking") return tell(say.tooLate, "late");
      const field = { name: "text", label: say.answerLabel, longest: longestAnswer, isLong: false };
      const form = { title: say.answer, id: gamePress(session, "type"), fields: [field] };
      return { effects: [{ kind: "form", form }], outcome: "asked" };
    }
    case "done": {
      if (session.state.kind !== "asking") return tell(say.tooLate, "late");
      const done = await finishGuess(context.store, { game, round: session.round }, context.origin.person);
      if (!done) return tell(say.nothingYet, "empty");
      const outcome: Outcome = { kind: "building", guess: done };
      return afterGuess(session, answerTo({ kind: "taken", guess: done }, asked.question, session), outcome, context);
    }
    case "reveal":
      if (session.clock || session.state.kind !== "asking") return tell(say.tooLate, "late");
      return mayLead(session, context) ? skipGame(context) : tell(say.notYours, "refused");
    case "next":
      if (session.clock || session.state.kind !== "revealing") return tell(say.tooLate, "late");
      return { effects: await nextRound(id, session, context), outcome: "next" };
    default:
      return undefined;
  }
}

export async function submitGame(
  [game, round]: readonly string[],
  text: string,
  context: Context,
): Promise<Turn | undefined> {
  const session = await readGame(context, gameId(context.origin));
  if (!session || session.game !== game) return undefined;
  const asked = openQuestion(context, session);
  if (String(session.round) !== round || !asked) return tell(say.tooLate, "late");
  const said = text.trim().slice(0, longestAnswer);
  return said === "" ? tell(say.nothingYet, "empty") : guess({ text: said }, session, asked.question, context);
}

/**
 * Take a guess. It counts once it is stored while the round is open: a round is counted only after it is closed, so
 * whoever is told that they have chosen is counted.
 */
async function guess(given: Guess, session: Session, question: Question, context: Context): Promise<Turn> {
  const { store, clock, origin } = context;
  if (session.state.kind === "paused") return tell(say.isPaused, "paused");
  if (session.state.kind !== "asking") return tell(say.tooLate, "late");
  const { game, round } = session;
  const now = clock.now();
  const player = {
    person: origin.person,
    name: displayName(origin.name),
    at: now.getTime(),
    elapsedMs: elapsedMs(session, now),
  };
  const outcome = await storeGuess(store, { game, round }, given, question, player);
  return afterGuess(session, answerTo(outcome, question, session), outcome, context);
}

/** @param said what the player is told, if the round is still open */
async function afterGuess(
  session: Session,
  said: string,
  { kind, guess: stored }: Outcome,
  context: Context,
): Promise<Turn> {
  const { game, round } = session;
  const id = gameId(context.origin);
  const now = await readGame(context, id);
  if (now?.game !== game || now.round !== round || now.state.kind !== "asking") {
    // Once the round is counted, nobody needs to know who else would have answered what.
    const isPending = now?.game === game && now.round === round && ["closing", "paused"].includes(now.state.kind);
    if (!isPending) await forgetGuess(context.store, { game, round }, context.origin.person);
    return tell(say.atTheBell, "late");
  }
  const { effects } = tell(said, kind);
  if (stored.isDone && kind !== "changed" && (await haveAllAnswered(now, context))) {
    // Many may press last at the same moment: one of them closes the round, and counts it.
    let isOurs = false;
    await change(context, id, (one, at) => {
      isOurs = one.game === game && one.round === round && one.state.kind === "asking";
      return isOurs ? close(one, at) : one;
    });
    if (isOurs) effects.push(...(await proceed(id, context)));
  }
  return { effects, outcome: kind };
}

async function haveAllAnswered(session: Session, { store }: Context): Promise<boolean> {
  const players = Object.values(session.players).filter(({ lastRound }) => lastRound === session.round - 1).length;
  // Counting is cheap, reading is not: many press at once.
  if (players === 0 || (await countGuesses(store, session.game, session.round)) < players) return false;
  const answered = (await readGuesses(store, session.game, session.round)).filter((one) => one.isDone && asGuess(one));
  return isComplete(session, new Set(answered.map(({ person }) => person)));
}

/** What a player is told of their guess, and nobody else. */
function answerTo({ kind, guess: stored }: Outcome, question: Question, { state }: Session): string {
  const order = state.kind === "asking" ? state.shown : [];
  const options = offered(question);
  const picked = stored.picked ?? [];
  const inOrder = question.kind === "order" ? picked : picked.toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  const choice = stored.text ?? inOrder.map((index) => inlineText(codeSpans(options[index] ?? ""))).join(", ");
  const shown = `“${choice}”`;
  switch (kind) {
    case "taken":
      return say.yours(shown);
    case "changed":
      return say.yoursNow(shown);
    case "same":
      return say.same(shown);
    case "refused":
      return say.noMoreChanges(shown);
    case "building":
      return choice === "" ? say.nothingYet : say.soFar(shown);
    default:
      return kind satisfies never;
  }
}

const mayLead = ({ starter }: Session, { origin }: Context) =>
  origin.person === starter || origin.mayAdminister || origin.isOwner === true;

type Step = (session: Session, at: Date) => Session;

/**
 * A step that only whoever leads the game may take.
 *
 * @param refusal when the game is not in a state for it
 * @returns undefined when no game is running here
 */
async function lead(step: Step, words: { said: string; refusal: string }, context: Context): Promise<Turn | undefined> {
  const id = gameId(context.origin);
  const session = await readGame(context, id);
  if (!session || session.state.kind === "over") return undefined;
  if (!mayLead(session, context)) return tell(say.notYours, "refused");
  let isTaken = false;
  const after = await change(context, id, (one, at) => {
    const next = one.game === session.game ? step(one, at) : one;
    isTaken = next !== one;
    return next;
  });
  if (!isTaken) return tell(words.refusal, "refused");
  const shown = after?.state.kind === "asking" ? show(id, after, context) : await proceed(id, context);
  return { effects: [whisper([paragraph(words.said)]), ...shown], outcome: "led" };
}

export async function skipGame(context: Context): Promise<Turn | undefined> {
  const id = gameId(context.origin);
  const session = await readGame(context, id);
  if (session?.state.kind === "revealing" && mayLead(session, context)) {
    return { effects: await nextRound(id, session, context), outcome: "led" };
  }
  return lead((one, at) => close(one, at), { said: say.skipping, refusal: say.nothingToSkip }, context);
}

export const stopGame = (context: Context) => lead(stop, { said: say.stopping, refusal: say.stopping }, context);
export const pauseGame = (context: Context) => lead(pause, { said: say.paused, refusal: say.cannotPause }, context);

export async function resumeGame(context: Context): Promise<Turn | undefined> {
  const session = await readGame(context, gameId(context.origin));
  if (session?.state.kind !== "paused") return undefined;
  const question = findQuestion(context.base, session.topic, session.questions[session.round]);
  const order = shuffledOptions(question, context.random);
  return lead((one, at) => resume(one, order, at), { said: say.resuming, refusal: say.resuming }, context);
}
