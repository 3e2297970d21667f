import { quizFor } from "../answers.ts";
import { choose, offer } from "../choose.ts";
import { say, whisper } from "../effects.ts";
import type { KnowledgeBase, Quiz } from "../knowledge/base.ts";
import { personId } from "../people/people.ts";
import { quiz as words } from "../phrases/quiz.ts";
import { phrases } from "../phrases.ts";
import type { Random } from "../ports.ts";
import { encodePress } from "../press.ts";
import { shuffledOptions } from "../quiz/bank.ts";
import { difficulties, draw } from "../quiz/draw.ts";
import { begin, gameId, onSent, openQuestion, proceed, readGame, show, wakeGame } from "../quiz/group/game.ts";
import { questionReply } from "../quiz/group/game-replies.ts";
import { pauseGame, pressGame, resumeGame, skipGame, stopGame, submitGame } from "../quiz/group/group-play.ts";
import { open as openSession } from "../quiz/group/session.ts";
import { sessions } from "../quiz/group/session-schema.ts";
import { recentQuestions, rememberQuestions } from "../quiz/recent.ts";
import { recordReport, reportForm } from "../quiz/reports.ts";
import { roundTime } from "../quiz/scoring.ts";
import {
  beginSolo,
  openSolo,
  pressSolo,
  resumeSolo,
  skipSolo,
  stopSolo,
  submitSolo,
  typedAnswer,
} from "../quiz/solo/solo-play.ts";
import { randomName } from "../random-name.ts";
import { type Button, heading, paragraph, type Reply } from "../reply.ts";
import { mostQuestions, readSettings } from "../settings.ts";
import { type Context, defineCommand, type Given, type Turn } from "./command.ts";

const gameDigits = 8;
const modes = ["group", "solo"] as const;
/** What may be done to a quiz that runs, in a topic's place. */
const acts = ["skip", "stop", "pause", "resume"] as const;

const options = {
  topic: {
    kind: "text",
    summary: "what to be asked about, such as databases; or skip, stop, pause, resume",
    suggest: (base: KnowledgeBase) => [...topics(base), ...acts.map((id) => ({ id, names: [id] }))],
  },
  count: { kind: "integer", summary: "how many questions", min: 1, max: mostQuestions },
  difficulty: { kind: "choice", summary: "how hard; “rising” starts easy", values: difficulties },
  mode: { kind: "choice", summary: "everybody here, or you alone", values: modes },
} as const;
type Wishes = Omit<Given<typeof options>, "topic">;

export const quizCommand = defineCommand({
  name: "quiz",
  summary: "Play a quiz, with everybody here or alone",
  options,
  examples: ["quiz databases", "quiz security 10 rising", "quiz stop"],
  async run({ topic, ...wishes }, context): Promise<Turn> {
    switch (topic?.toLowerCase()) {
      case undefined:
        return resumeOrList(context);
      case "stop":
        return (await either(stopGame, stopSolo, context)) ?? nothing;
      case "skip":
        return (await either(skipGame, skipSolo, context)) ?? nothing;
      case "pause":
        return (await pauseGame(context)) ?? nothing;
      case "resume":
        return (await resumeGame(context)) ?? resumeOrList(context);
      default:
        return start(topic ?? "", wishes, context);
    }
  },
  async press([kind = "", ...rest], context) {
    switch (kind) {
      case "start": {
        const mode = modes.find((one) => one === rest[1]);
        return start(rest[0] ?? "", { ...noWishes, mode }, context);
      }
      case "about":
        return startAbout(rest[0], context);
      case "game":
        return pressGame(rest, context);
      case "solo":
        return pressSolo(rest, context);
      case "report": {
        const [question = ""] = rest;
        const isKnown = [...context.base.quizzes.values()].some(({ questions }) =>
          questions.some(({ id }) => id === question),
        );
        return isKnown ? { effects: [{ kind: "form", form: reportForm(question) }], outcome: "asked" } : undefined;
      }
      default:
        return undefined;
    }
  },
  async submit([kind = "", ...rest], { text = "" }, context) {
    switch (kind) {
      case "game":
        return submitGame(rest, text, context);
      case "solo":
        return submitSolo(rest, text, context);
      case "report": {
        const [question = ""] = rest;
        if (!isQuestion(context.base, question)) return undefined;
        if (text.trim() === "") return { effects: [whisper([paragraph(phrases.feedback.empty)])], outcome: "empty" };
        await recordReport(context, question, text);
        return { effects: [whisper([paragraph(words.reported)])], outcome: "noted" };
      }
      default:
        return undefined;
    }
  },
  typed: typedAnswer,
  wakesFor: [sessions.name],
  wake: wakeGame,
  sent: onSent,
});

const newGame = (random: Random) => randomName(random, gameDigits);

type Act = (context: Context) => Promise<Turn | undefined>;

/** The game here, if that is theirs to lead; else what they play alone. */
async function either(inGame: Act, alone: Act, context: Context): Promise<Turn | undefined> {
  const led = await inGame(context);
  return led === undefined || led.outcome === "refused" ? ((await alone(context)) ?? led) : led;
}

const noWishes: Wishes = { count: undefined, difficulty: undefined, mode: undefined };
const nothing: Turn = { effects: [whisper([paragraph(words.nothingToStop)])], outcome: "no-quiz" };

const isQuestion = (base: KnowledgeBase, id: string) =>
  [...base.quizzes.values()].some(({ questions }) => questions.some((question) => question.id === id));

async function resumeOrList(context: Context): Promise<Turn> {
  const solo = await openSolo(context);
  if (solo) return resumeSolo(solo, context);
  return { effects: [say(topicList(context.base))], outcome: "listed" };
}

function topics({ quizzes }: KnowledgeBase) {
  return [...quizzes.values()].map((quiz) => ({ id: quiz.id, names: [quiz.title, ...quiz.aliases], quiz }));
}

async function start(topic: string, wishes: Wishes, context: Context): Promise<Turn> {
  const all = topics(context.base);
  const choice = choose(all, topic);
  if (choice.kind === "unclear") {
    const buttons = offer(all, choice.nearest).map(({ quiz }) => startButton(quiz, quiz.title, wishes.mode));
    const text = `${phrases.noSuch("quiz", topic)} ${phrases.choose("topic")}`;
    return { effects: [say([paragraph(text), { kind: "buttons", buttons }])], outcome: "unknown-topic" };
  }
  const { quiz } = choice.one;
  const settings = await readSettings(context.store, context.origin);
  const { isDirect, isGuest } = context.origin;
  // A game posts by itself, which guests cannot.
  const mode = isGuest ? "solo" : (wishes.mode ?? (isDirect ? "solo" : "group"));
  const difficulty = wishes.difficulty ?? settings.quizDifficulty;
  const count = wishes.count ?? settings.quizCount;
  const where = mode === "solo" ? personId(context.origin) : gameId(context.origin);
  const recent = await recentQuestions(context.store, where, quiz.id);
  const questions = draw(quiz.questions, { count, difficulty, recent }, context.random);
  if (questions.length === 0) {
    const text = words.noneOf(quiz.title, words.difficulty[difficulty as keyof typeof words.difficulty]);
    return { effects: [whisper([paragraph(text)])], outcome: "no-questions" };
  }
  const game = newGame(context.random);
  const begun =
    mode === "solo"
      ? await beginSolo(quiz.id, questions, game, context)
      : await beginGame(quiz, questions, game, settings, context);
  if (begun.outcome === "started") {
    await rememberQuestions(
      context.store,
      where,
      quiz.id,
      questions.map(({ id }) => id),
    );
  }
  return begun;
}

async function beginGame(
  quiz: Quiz,
  questions: readonly Quiz["questions"][number][],
  game: string,
  { quizClock, quizSpeed }: { quizClock: boolean; quizSpeed: boolean },
  context: Context,
): Promise<Turn> {
  const { origin, clock } = context;
  const id = gameId(origin);
  const drawn = { topic: quiz.id, questions: questions.map((one) => one.id) };
  const opening = {
    game,
    where: {
      platform: origin.platform,
      conversation: origin.conversation,
      ...(origin.thread !== undefined && { thread: origin.thread }),
    },
    ...(origin.space !== undefined && { space: origin.space }),
    starter: origin.person,
    ...drawn,
    clock: quizClock,
    speed: quizSpeed,
    roundTimes: questions.map(roundTime),
  };
  const session = openSession(opening, shuffledOptions(questions[0], context.random), clock.now());
  // Points of a game that is over are given out before its place is taken.
  const last = await proceed(id, context);
  if (!(await begin(context, id, session))) {
    const running = await readGame(context, id);
    const asked = running && openQuestion(context, running);
    const text = paragraph(words.game.busy(asked?.quiz.title ?? quiz.title));
    // The question itself is a better way to it than a link.
    const isOpen = running?.state.kind === "asking";
    const question = asked && isOpen ? questionReply(running, asked.question, asked.quiz) : [];
    return { effects: [...last, whisper([text, ...question])], outcome: "busy" };
  }
  const starting = say([paragraph(words.game.starting(quiz.title, questions.length))]);
  return { effects: [...last, starting, ...show(id, session, context)], outcome: "started" };
}

/** One question on what a tip says, or else on its topic, for whoever wants to try. */
async function startAbout(tipId: string | undefined, context: Context): Promise<Turn | undefined> {
  const tip = context.base.tips.find(({ id }) => id === tipId);
  const quiz = tip && quizFor(context.base, tip.topics);
  if (!quiz) return undefined;
  // What they are in the middle of is not thrown away for it.
  const open = await openSolo(context);
  if (open) return resumeSolo(open, context);
  const { store, random, origin } = context;
  const about = quiz.questions.filter(({ learnMore }) => learnMore === tip.read);
  const recent = await recentQuestions(store, personId(origin), quiz.id);
  const pool = about.some(({ id }) => !recent.includes(id)) ? about : quiz.questions;
  const questions = draw(pool, { count: 1, difficulty: "any", recent }, random);
  const begun = await beginSolo(quiz.id, questions, newGame(random), context);
  await rememberQuestions(
    store,
    personId(origin),
    quiz.id,
    questions.map(({ id }) => id),
  );
  return begun;
}

function startButton(quiz: Quiz, label: string, mode?: (typeof modes)[number]): Button {
  const given = ["start", quiz.id, ...(mode === undefined ? [] : [mode])];
  return { label, press: encodePress({ command: "quiz", arguments: given }) };
}

function topicList(base: KnowledgeBase): Reply {
  const quizzes = [...base.quizzes.values()];
  return [
    heading(words.topics),
    paragraph(words.topicsHint),
    { kind: "buttons", buttons: quizzes.map((quiz) => startButton(quiz, `${quiz.title} (${quiz.questions.length})`)) },
  ];
}
