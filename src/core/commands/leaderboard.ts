import { choose, offer } from "../choose.ts";
import { say, whisper } from "../effects.ts";
import type { KnowledgeBase, Quiz } from "../knowledge/base.ts";
import { displayName } from "../people/display-name.ts";
import { personId } from "../people/people.ts";
import { boards as words } from "../phrases/boards.ts";
import { phrases } from "../phrases.ts";
import { encodePress } from "../press.ts";
import { hideFromBoards, readBoard, type Standing, showOnBoards } from "../quiz/boards/boards.ts";
import { type Period, periods } from "../quiz/boards/periods.ts";
import { rankMark } from "../quiz/rank-mark.ts";
import { type Block, type Button, heading, type Inline, paragraph, plain, type Reply } from "../reply.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

export const leaderboardCommand = defineCommand({
  name: "leaderboard",
  summary: "See who has the most points here, or choose not to be seen",
  options: {
    what: {
      kind: "choice",
      summary: "which time; or “hide” to be on no leaderboard, “show” to be back",
      values: [...periods, "hide", "show"],
    },
    topic: { kind: "text", summary: "one topic only, such as databases", suggest: named },
  },
  examples: ["leaderboard", "leaderboard month databases", "leaderboard hide"],
  async run({ what, topic }, context): Promise<Turn> {
    if (what === "hide") return hide(context);
    // “show databases” asks for a board.
    if (what === "show" && topic === undefined) return show(context);
    const period = what === undefined || what === "show" ? "week" : what;
    if (context.origin.space === undefined) return direct;
    return topic === undefined ? showBoard(period, undefined, context) : findBoard(period, topic, context);
  },
  async press([given, topic], context) {
    const period = periods.find((one) => one === given);
    const quiz = topic === undefined ? undefined : context.base.quizzes.get(topic);
    if (period === undefined || (topic !== undefined && !quiz)) return undefined;
    return context.origin.space === undefined ? direct : showBoard(period, quiz, context);
  },
});

const direct: Turn = { effects: [say([paragraph(words.direct)])], outcome: "nowhere" };

async function hide({ store, origin }: Context): Promise<Turn> {
  await hideFromBoards(store, personId(origin));
  return { effects: [whisper([paragraph(words.hidden)])], outcome: "hidden" };
}

async function show({ store, origin }: Context): Promise<Turn> {
  await showOnBoards(store, personId(origin));
  return { effects: [whisper([paragraph(words.shown)])], outcome: "shown" };
}

async function findBoard(period: Period, given: string, context: Context): Promise<Turn> {
  const topics = named(context.base);
  const choice = choose(topics, given);
  if (choice.kind === "found") return showBoard(period, choice.one.quiz, context);
  const buttons = offer(topics, choice.nearest).map(({ quiz }) => boardButton(quiz.title, period, quiz));
  const text = `${phrases.noSuch("quiz", given)} ${phrases.choose("topic")}`;
  return { effects: [say([paragraph(text), { kind: "buttons", buttons }])], outcome: "unknown-topic" };
}

function named(base: KnowledgeBase) {
  return [...base.quizzes.values()].map((quiz) => ({ id: quiz.id, names: [quiz.title, ...quiz.aliases], quiz }));
}

async function showBoard(period: Period, quiz: Quiz | undefined, context: Context): Promise<Turn> {
  const { store, clock, origin } = context;
  const { top, own, players } = await readBoard(store, {
    space: `${origin.platform}/${origin.space}`,
    period,
    topic: quiz?.id,
    person: personId(origin),
    at: clock.now(),
  });
  const others = periods.filter((one) => one !== period).map((one) => boardButton(words.periods[one], one, quiz));
  const reply: Reply = [
    heading(words.title(period, quiz?.title)),
    ...(top.length === 0
      ? [paragraph(words.empty(quiz?.title))]
      : [table(top, own), paragraph(words.players(players))]),
    { kind: "buttons", buttons: [...others, ...playButtons(quiz)] },
  ];
  return { effects: [say(reply)], outcome: top.length === 0 ? "empty" : "answered" };
}

function table(top: readonly Standing[], own: Standing | undefined): Block {
  const rows = top.map((one) => row(one, one.person === own?.person));
  const isBelow = own !== undefined && !top.some(({ person }) => person === own.person);
  const gap = [words.gap, "", ""].map(plain);
  const below = isBelow ? [...(own.rank > top.length + 1 ? [gap] : []), row(own, true)] : [];
  return { kind: "table", header: [words.rank, words.name, words.points].map(plain), rows: [...rows, ...below] };
}

function row({ rank, name, points }: Standing, isOwn: boolean): Inline[][] {
  const [shownRank = "", ...rest] = [rankMark(rank) ?? String(rank), displayName(name), words.number(points)];
  const cell = (text: string): Inline[] => (isOwn ? [{ kind: "strong", content: plain(text) }] : plain(text));
  return [plain(shownRank), ...rest.map(cell)];
}

function boardButton(label: string, period: Period, quiz: Quiz | undefined): Button {
  return { label, press: encodePress({ command: "leaderboard", arguments: [period, ...(quiz ? [quiz.id] : [])] }) };
}

/** How to get onto the board of a topic. */
function playButtons(quiz: Quiz | undefined): Button[] {
  if (!quiz) return [];
  return [
    { label: phrases.quizButton(quiz.title), press: encodePress({ command: "quiz", arguments: ["start", quiz.id] }) },
  ];
}
