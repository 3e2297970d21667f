import { entryButtons } from "../answers.ts";
import { choose, offer } from "../choose.ts";
import { personKey } from "../conversation-key.ts";
import { type Effect, say } from "../effects.ts";
import { unlessUnavailable } from "../errors.ts";
import type { KnowledgeBase, Question, Quiz } from "../knowledge/base.ts";
import { levels } from "../knowledge/fields.ts";
import { phrases } from "../phrases.ts";
import type { Random } from "../ports.ts";
import { encodePress } from "../press.ts";
import { askReply, type Open, revealReply } from "../quiz/replies.ts";
import {
  choices,
  isRightPick,
  isRightText,
  openNext,
  readLetters,
  type SoloQuiz,
  sessions,
  startSolo,
} from "../quiz/solo.ts";
import { type Button, heading, paragraph, type Reply } from "../reply.ts";
import { mostQuestions, readSettings } from "../settings.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

const words = phrases.quiz;
/** Options or items of a question, by the schema. */
const mostOptions = 6;
/** An unfinished quiz is kept this long. */
const keepMs = 7 * 24 * 60 * 60_000;

export const quizCommand = defineCommand({
  name: "quiz",
  summary: "Play a quiz, or go on with yours",
  options: {
    topic: { kind: "text", summary: "what to be asked about, such as databases; or “skip”, “stop”" },
    count: { kind: "integer", summary: "how many questions", min: 1, max: mostQuestions },
    difficulty: { kind: "choice", summary: "how hard", values: levels },
  },
  examples: ["quiz databases", "quiz security 10", "quiz stop"],
  async run({ topic, count, difficulty }, context): Promise<Turn> {
    if (topic?.toLowerCase() === "stop") return stop(context);
    if (topic?.toLowerCase() === "skip") return (await step(context, "skip")) ?? stop(context);
    if (topic !== undefined) return start(topic, { count, difficulty }, context);
    const open = await openQuestion(context);
    if (!open) return { effects: [say(topicList(context.base))], outcome: "listed" };
    return { effects: [say([paragraph(words.resumed), ...askReply(open)])], outcome: "resumed" };
  },
  async press([action = "", id = "", picked = ""], context) {
    if (action === "start") return start(id, {}, context);
    if (action === "stop") return stop(context);
    const open = await openQuestion(context);
    if (open?.question.id !== id) return undefined;
    if (action === "skip") return step(context, "skip", id);
    const index = Number(picked);
    return action === "pick" && /^\d$/.test(picked) ? step(context, { picked: [index] }, id) : undefined;
  },
});

type Guess = "skip" | { picked: number[] } | { text: string };

/** A typed answer to the open question; undefined when none is open, or it is answered with buttons. */
export async function answerQuiz(text: string, context: Context): Promise<Turn | undefined> {
  const open = await unlessUnavailable(openQuestion(context));
  if (!open) return undefined;
  switch (open.question.kind) {
    case "single":
    case "true-false": {
      // There are buttons; but who types the answer's very words means it.
      const offered = open.question.kind === "single" ? choices(open.question) : [words.yes, words.no];
      const picked = offered.findIndex((option) => option.toLowerCase() === text.trim().toLowerCase());
      return picked < 0 ? undefined : step(context, { picked: [picked] });
    }
    case "short":
      return looksLikeQuestion(text, context) ? undefined : step(context, { text });
    case "multiple":
    case "order": {
      const count = choices(open.question).length;
      const letters = readLetters(text, count);
      if (!letters || (open.question.kind === "order" && letters.length !== count)) {
        // Something else they want to know: the question stays open.
        return /[?]|\p{L}{3}/u.test(text.replaceAll(/\band\b/gi, " "))
          ? undefined
          : { effects: [say([paragraph(words.notLetters(count))])], outcome: "unread" };
      }
      return step(context, { picked: letters.map((shown) => open.session.shown[shown] ?? 0) });
    }
    default:
      return open.question satisfies never;
  }
}

/** Words of the longest answer that a question with a typed answer could want. */
const mostGuessWords = 8;

/** Somebody with an open quiz may still want to know something else. */
function looksLikeQuestion(text: string, { base, answerer }: Context): boolean {
  const words = text.toLowerCase().trim().split(/\s+/);
  if (text.includes("?") || words.length > mostGuessWords || base.slang.asks.includes(words[0] ?? "")) return true;
  return words.length > 2 && answerer.answer({ text, overheard: false, carried: [] }).kind === "answered";
}

const sessionKey = (context: Context) => personKey(context.origin);

function findQuestion(base: KnowledgeBase, session: SoloQuiz): Question | undefined {
  const id = session.questions[session.at];
  return base.quizzes.get(session.topic)?.questions.find((question) => question.id === id);
}

async function openQuestion(context: Context): Promise<Open | undefined> {
  const session = await context.store.read(sessions, sessionKey(context));
  const quiz = session && context.base.quizzes.get(session.topic);
  const question = session && findQuestion(context.base, session);
  return session && quiz && question ? { session, question, quiz } : undefined;
}

type Wishes = { count?: number | undefined; difficulty?: (typeof levels)[number] | undefined };

/** @param wishes what is not among them is as the settings say */
async function start(topic: string, wishes: Wishes, context: Context): Promise<Turn> {
  const all = [...context.base.quizzes.values()].map((quiz) => ({
    id: quiz.id,
    names: [quiz.title, ...quiz.aliases],
    quiz,
  }));
  const choice = choose(all, topic);
  if (choice.kind === "unclear") {
    const nearest = offer(all, choice.nearest);
    return {
      effects: [
        say([
          paragraph(`${phrases.noSuch("quiz", topic)} ${phrases.choose("topic")}`),
          { kind: "buttons", buttons: nearest.map(({ quiz }) => startButton(quiz, quiz.title)) },
        ]),
      ],
      outcome: "unknown-topic",
    };
  }
  const { quiz } = choice.one;
  const { quizCount, quizDifficulty } = await readSettings(context.store, context.origin);
  const difficulty = wishes.difficulty ?? quizDifficulty;
  const pool = quiz.questions.filter((question) => difficulty === "any" || question.difficulty === difficulty);
  if (pool.length === 0) {
    const text = words.noneOf(quiz.title, words.difficulty[difficulty as (typeof levels)[number]]);
    return { effects: [say([paragraph(text)])], outcome: "no-questions" };
  }
  const session = startSolo(quiz.id, pool, wishes.count ?? quizCount, context.random);
  await save(context, session);
  const question = findQuestion(context.base, session);
  return { effects: question ? [say(askReply({ session, question, quiz }))] : [], outcome: "started" };
}

async function stop(context: Context): Promise<Turn> {
  const { result } = await takeSession(context, () => undefined);
  const text = result ? words.stopped(result.right, result.at) : words.nothingToStop;
  return { effects: [say([paragraph(text)])], outcome: "stopped" };
}

/** Judge a guess, say why, and open the next question. */
async function step(context: Context, guess: Guess, expected?: string): Promise<Turn | undefined> {
  const { base, random } = context;
  const draws = Array.from({ length: mostOptions }, () => random.next());
  const { result: before, after } = await takeSession(context, (session) => {
    const question = findQuestion(base, session);
    if (!question) return undefined;
    // Somebody pressed twice at once: the other press has answered it.
    if (expected !== undefined && question.id !== expected) return session;
    const right = session.right + (isRight(question, guess) ? 1 : 0);
    const upcoming = findQuestion(base, { ...session, at: session.at + 1 });
    return openNext({ ...session, right }, upcoming, replay(draws));
  });
  const question = before && findQuestion(base, before);
  if (question && expected !== undefined && question.id !== expected) return undefined;
  const quiz = before && base.quizzes.get(before.topic);
  if (!question || !quiz || !after) return { effects: [say([paragraph(words.nothingToStop)])], outcome: "no-quiz" };
  const verdict = guess === "skip" ? words.skipped : isRight(question, guess) ? words.right : words.wrong;
  const effects: Effect[] = [say(revealReply(question, verdict))];
  const more = entryButtons(base, [question.learnMore]).map((one) => ({ ...one, label: words.learnMore(one.label) }));
  const next = findQuestion(base, after);
  if (next) {
    effects.push(say(askReply({ session: after, question: next, quiz }, more)));
  } else {
    await takeSession(context, () => undefined);
    const buttons = [startButton(quiz, words.again), ...more];
    effects.push(say([paragraph(words.finished(after.right, after.questions.length)), { kind: "buttons", buttons }]));
  }
  return { effects, outcome: isRight(question, guess) ? "right" : "wrong" };
}

function isRight(question: Question, guess: Guess): boolean {
  if (guess === "skip") return false;
  if ("picked" in guess) return isRightPick(question, guess.picked);
  return question.kind === "short" && isRightText(question, guess.text);
}

/** Draws made beforehand, so that a change that `update` calls again shuffles the same way. */
function replay(draws: readonly number[]): Random {
  let at = 0;
  return { next: () => draws[at++ % draws.length] ?? 0 };
}

async function save(context: Context, session: SoloQuiz): Promise<void> {
  await context.store.update(sessions, sessionKey(context), () => ({
    after: session,
    result: undefined,
    ttlMs: keepMs,
  }));
}

/** Change or remove the session in one step. @returns the session before and after */
async function takeSession(context: Context, change: (session: SoloQuiz) => SoloQuiz | undefined) {
  return context.store.update(sessions, sessionKey(context), (session) => {
    const after = session && change(session);
    return { after, result: { result: session, after }, ttlMs: keepMs };
  });
}

function startButton(quiz: Quiz, label: string): Button {
  return { label, press: encodePress({ command: "quiz", arguments: ["start", quiz.id] }) };
}

function topicList(base: KnowledgeBase): Reply {
  const quizzes = [...base.quizzes.values()];
  return [
    heading(words.topics),
    paragraph(words.topicsHint),
    { kind: "buttons", buttons: quizzes.map((quiz) => startButton(quiz, `${quiz.title} (${quiz.questions.length})`)) },
  ];
}
