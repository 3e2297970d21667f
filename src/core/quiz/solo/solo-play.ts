/** Plays a quiz with one person: their answers in, what was right and the next question out. */
import { entryButtons } from "../../answers.ts";
import type { Context, Turn } from "../../commands/command.ts";
import { personKey } from "../../conversation-key.ts";
import { type Effect, say, whisper } from "../../effects.ts";
import { unlessUnavailable } from "../../errors.ts";
import type { Question } from "../../knowledge/base.ts";
import { displayName } from "../../people/display-name.ts";
import { personId } from "../../people/people.ts";
import { quiz as words } from "../../phrases/quiz.ts";
import type { Store } from "../../ports.ts";
import { encodePress } from "../../press.ts";
import { type Button, paragraph, type Reply } from "../../reply.ts";
import { findQuestion, nextPlace, shuffledOptions } from "../bank.ts";
import { award } from "../boards/boards.ts";
import { recordHealth } from "../health.ts";
import { recordAnswer } from "../progress/progress.ts";
import { type Guess, grade, readLetters } from "../question.ts";
import { explanation, offered } from "../replies.ts";
import { reportButton } from "../reports.ts";
import { roundTime, score } from "../scoring.ts";
import { afterAnswer, type SoloQuiz, seasonAnswers, soloQuizzes, startSolo, toggle } from "./solo.ts";
import { type Open, soloPress, soloQuestion } from "./solo-replies.ts";

/** An unfinished quiz is kept this long. */
const keepMs = 7 * 24 * 60 * 60_000;
/** A question scores a person once a season, which is a month; the month after, it is forgotten. */
const seasonMs = 62 * 24 * 60 * 60_000;

/** Forms are cut by the platform as well, but anybody can send one. */
const longestAnswer = 100;

const keyOf = (context: Context) => personKey(context.origin);

/** What is said in a space is for the player's eyes only. */
const tell = ({ origin }: Context, reply: Reply): Effect => (origin.isDirect ? say(reply) : whisper(reply));

export async function openSolo(context: Context): Promise<Open | undefined> {
  const { base, store, random } = context;
  const stored = await store.read(soloQuizzes, keyOf(context));
  const at = stored && nextPlace(base, stored, stored.at);
  const quiz = stored && base.quizzes.get(stored.topic);
  const question = at === undefined ? undefined : findQuestion(base, stored?.topic ?? "", stored?.questions[at]);
  if (!stored || at === undefined || !quiz || !question) return undefined;
  if (at === stored.at) return { session: stored, quiz, question };
  // An edit of the knowledge has removed the open question.
  const shown = shuffledOptions(question, random);
  const session = await change(context, stored, (one) => ({ ...one, at, shown, picked: [] }));
  return session && { session, quiz, question };
}

export async function beginSolo(
  topic: string,
  questions: readonly Question[],
  game: string,
  context: Context,
): Promise<Turn> {
  const drawn = { game, topic, questions: questions.map(({ id }) => id) };
  const session = startSolo(drawn, shuffledOptions(questions[0], context.random), context.clock.now());
  await context.store.update(soloQuizzes, keyOf(context), () => ({ after: session, result: undefined, ttlMs: keepMs }));
  const open = await openSolo(context);
  return { effects: open ? [ask(open, [], context)] : [], outcome: "started" };
}

export function resumeSolo(open: Open, context: Context): Turn {
  return { effects: [tell(context, [paragraph(words.resumed)]), ask(open, [], context)], outcome: "resumed" };
}

/** @param more buttons that belong to the question before; none where a number that is typed is an answer */
function ask(open: Open, more: readonly Button[], context: Context): Effect {
  const mayType = context.origin.isDirect;
  const isTyped = mayType && open.question.kind === "short";
  const effect = tell(context, soloQuestion(open, mayType, isTyped ? [] : more));
  return isTyped && effect.kind === "reply" ? { ...effect, takesText: true } : effect;
}

/** @returns undefined when there is none */
export async function stopSolo(context: Context): Promise<Turn | undefined> {
  const stopped = await context.store.update(soloQuizzes, keyOf(context), (before) => ({
    after: undefined,
    result: before,
  }));
  if (!stopped) return undefined;
  return { effects: [tell(context, [paragraph(words.stopped(stopped.right, stopped.at))])], outcome: "stopped" };
}

export async function skipSolo(context: Context): Promise<Turn | undefined> {
  const open = await openSolo(context);
  return open && answer(open, "skip", context);
}

/** A button of the quiz; undefined when it is of another question. */
export async function pressSolo(
  [game, at, action, given = ""]: readonly string[],
  context: Context,
): Promise<Turn | undefined> {
  const open = await openSolo(context);
  if (!open || open.session.game !== game || String(open.session.at) !== at) return undefined;
  const { question, session } = open;
  const option = /^\d$/.test(given) ? Number(given) : undefined;
  switch (action) {
    case "pick": {
      if (option === undefined || option >= offered(question).length) return undefined;
      if (question.kind === "single" || question.kind === "true-false")
        return answer(open, { picked: [option] }, context);
      const after = await change(context, session, (one) => toggle(one, option));
      const next = after && { ...open, session: after };
      return next && { effects: [ask(next, [], context)], outcome: "picked" };
    }
    case "check":
      return session.picked.length > 0 ? answer(open, { picked: session.picked }, context) : undefined;
    case "type":
      return question.kind === "short"
        ? { effects: [{ kind: "form", form: form(open) }], outcome: "asked" }
        : undefined;
    default:
      return undefined;
  }
}

export async function submitSolo(
  [game, at]: readonly string[],
  text: string,
  context: Context,
): Promise<Turn | undefined> {
  const open = await openSolo(context);
  if (!open || open.session.game !== game || String(open.session.at) !== at) return undefined;
  const said = text.trim().slice(0, longestAnswer);
  if (said === "") return { effects: [tell(context, [paragraph(words.game.nothingYet)])], outcome: "empty" };
  return answer(open, { text: said }, context);
}

function form(open: Open) {
  const field = { name: "text", label: words.game.answerLabel, longest: longestAnswer, isLong: false };
  return { title: words.game.answer, id: soloPress(open, "type"), fields: [field] };
}

/** A typed answer to the open question; undefined when it is something else they want to know. */
export async function typedAnswer(text: string, context: Context): Promise<Turn | undefined> {
  // Among others their words are for all to read, and so would be what came of them.
  const open = context.origin.isDirect ? await unlessUnavailable(openSolo(context)) : undefined;
  if (!open || text.trim() === "") return undefined;
  const { question, session } = open;
  switch (question.kind) {
    case "single":
    case "true-false": {
      // There are buttons; but who types the answer's very words means it.
      const typed = text.trim().toLowerCase();
      const picked = offered(question).findIndex((option) => option.toLowerCase() === typed);
      return picked < 0 ? undefined : answer(open, { picked: [picked] }, context);
    }
    case "short":
      return looksLikeQuestion(text, context) ? undefined : answer(open, { text }, context);
    case "multiple":
    case "order": {
      const count = session.shown.length;
      const letters = readLetters(text, count);
      if (letters && (question.kind === "multiple" || letters.length === count)) {
        return answer(open, { picked: letters.map((shown) => session.shown[shown] ?? 0) }, context);
      }
      const isWords = /[?]|\p{L}{3}/u.test(text.replaceAll(/\band\b/gi, " "));
      return isWords
        ? undefined
        : { effects: [tell(context, [paragraph(words.notLetters(count))])], outcome: "unread" };
    }
    default:
      return question satisfies never;
  }
}

/** Words of the longest answer that a question with a typed answer could want. */
const mostGuessWords = 8;

function looksLikeQuestion(text: string, { base, answerer }: Context): boolean {
  const said = text.toLowerCase().trim().split(/\s+/);
  if (text.includes("?") || said.length > mostGuessWords || base.slang.asks.includes(said[0] ?? "")) return true;
  return said.length > 2 && answerer.answer({ text, overheard: false, carried: [] }).kind === "answered";
}

/** Change the session, if it is still the same question of the same game. @returns undefined when it is not */
function change(
  context: Context,
  { game, at }: SoloQuiz,
  next: (session: SoloQuiz) => SoloQuiz,
): Promise<SoloQuiz | undefined> {
  return context.store.update(soloQuizzes, keyOf(context), (before) => {
    if (before?.game !== game || before.at !== at) return { after: before, result: undefined };
    const after = next(before);
    return { after: after.at < after.questions.length ? after : undefined, result: after, ttlMs: keepMs };
  });
}

async function answer(open: Open, guess: Guess | "skip", context: Context): Promise<Turn | undefined> {
  const { session, question, quiz } = open;
  const now = context.clock.now();
  const value = guess === "skip" ? 0 : grade(question, guess);
  const points = score(question, value, undefined);
  const upcoming = findQuestion(context.base, quiz.id, session.questions[session.at + 1]);
  const order = shuffledOptions(upcoming, context.random);
  const after = await change(context, session, (one) => afterAnswer(one, { grade: value, points }, order, now));
  // Somebody pressed twice at once: the other press has answered it.
  if (!after) return undefined;
  if (guess !== "skip") await record(open, value, points, context);
  const verdict = guess === "skip" ? words.skipped : value === 1 ? words.right : value > 0 ? words.partly : words.wrong;
  const effects = [tell(context, explanation(question, verdict))];
  const read = entryButtons(context.base, [question.learnMore]);
  const more: Button[] = [
    ...read.map((one) => ({ ...one, label: words.learnMore(one.label) })),
    reportButton(question.id),
  ];
  const next = await openSolo(context);
  if (next?.session.game === session.game) {
    effects.push(ask(next, more, context));
  } else {
    await change(context, after, () => ({ ...after, at: after.questions.length }));
    const again = {
      label: words.again,
      press: encodePress({ command: "quiz", arguments: ["start", quiz.id, "solo"] }),
    };
    const text = words.finished(after.right, after.questions.length, after.points);
    effects.push(tell(context, [paragraph(text), { kind: "buttons", buttons: [again, ...more] }]));
  }
  return { effects, outcome: value === 1 ? "right" : "wrong" };
}

async function record({ session, question }: Open, value: number, points: number, context: Context): Promise<void> {
  const { store, clock, origin } = context;
  const person = personId(origin);
  const mark = `${session.game}.${session.at}`;
  const at = clock.now();
  const elapsedMs = at.getTime() - Date.parse(session.since);
  const about = { topic: session.topic, question: question.id, grade: value, elapsedMs, slowMs: roundTime(question) };
  await recordAnswer({ store }, { person, ...about, mark, at });
  const rest = session.at > 0 ? session.right / session.at : undefined;
  await recordHealth(store, question.id, mark, [{ grade: value, rest }]);
  if (origin.space === undefined || points === 0) return;
  const space = `${origin.platform}/${origin.space}`;
  if (!(await isNewThisSeason(store, `${person}/${space}/${at.toISOString().slice(0, 7)}/${question.id}`))) return;
  const name = displayName(origin.name);
  await award(store, { space, person, name, topic: session.topic, points, game: mark, at });
}

/** Alone one could answer the same question all day, so it scores once. */
function isNewThisSeason(store: Store, id: string): Promise<boolean> {
  return store.update(seasonAnswers, id, (before) => ({
    after: before ?? true,
    result: before === undefined,
    ttlMs: seasonMs,
  }));
}
