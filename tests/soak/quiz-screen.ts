/** What players see of a game, read back from its replies. */
import type { KnowledgeBase, Question } from "../../src/core/knowledge/base.ts";
import { quiz as words } from "../../src/core/phrases/quiz.ts";
import { decodePress, type PressId } from "../../src/core/press.ts";
import { offered } from "../../src/core/quiz/replies.ts";
import { type Block, codeSpans, inlineText, type Reply } from "../../src/core/reply.ts";

/** An open question: what may be pressed, in the order shown; nothing to pick for a typed answer. */
export type AskedRound = {
  kind: "asked";
  round: number;
  question: Question;
  options: { index: number; text: string; press: PressId }[];
  /** Opens the form of a typed answer, and is that form's id. */
  type: PressId | undefined;
};
/** Points by name; `body` is all that is said. */
export type RevealedRound = {
  kind: "revealed";
  round: number;
  answered: number;
  right: number;
  /** By an option's text; undefined for kinds of which nothing is counted up. */
  chosen: Map<string, number> | undefined;
  points: Map<string, number>;
  body: string;
};
export type GameEnd = {
  kind: "over";
  how: "finished" | "stopped" | "abandoned";
  standings: Map<string, { points: number; answered: number }>;
  body: string;
};
export type Scene = AskedRound | RevealedRound | GameEnd;

const { game } = words;
const hows = ["finished", "stopped", "abandoned"] as const;
const isKind =
  <K extends Block["kind"]>(kind: K) =>
  (block: Block): block is Extract<Block, { kind: K }> =>
    block.kind === kind;

const titleOf = (reply: Reply) => reply.find(isKind("heading"))?.text ?? "";

/** How a game has ended; undefined for what says nothing of that. */
export function readEnd(reply: Reply, base: KnowledgeBase): GameEnd["how"] | undefined {
  const titles = [...base.quizzes.values()].map((quiz) => quiz.title);
  return hows.find((how) => titles.some((title) => game[how](title) === titleOf(reply)));
}

/** @returns undefined for what is none of a game's scenes */
export function readScene(reply: Reply, base: KnowledgeBase): Scene | undefined {
  const how = readEnd(reply, base);
  if (how) return { kind: "over", how, standings: readStandings(reply), body: JSON.stringify(reply) };
  return readAsked(reply, base) ?? readRevealed(reply);
}

/** The buttons of a question's reply with which it is answered. */
export function answerPresses(reply: Reply): { press: PressId; round: number; action: string; index: number }[] {
  const buttons = reply.filter(isKind("buttons")).flatMap((block) => block.buttons);
  return buttons.flatMap(({ press }) => {
    const [kind, , round, action = "", given] = decodePress(press)?.arguments ?? [];
    const isAnswer = kind === "game" && (action === "pick" || action === "type");
    return isAnswer ? [{ press, round: Number(round), action, index: Number(given) }] : [];
  });
}

function readAsked(reply: Reply, base: KnowledgeBase): AskedRound | undefined {
  const presses = answerPresses(reply);
  const [first] = presses;
  const question = [...base.quizzes.values()]
    .flatMap((quiz) => quiz.questions)
    .find((one) => JSON.stringify(reply).includes(JSON.stringify(one.prompt).slice(1, -1)));
  if (!first || !question) return undefined;
  const texts = offered(question).map((text) => inlineText(codeSpans(text)));
  const options = presses
    .filter(({ action }) => action === "pick")
    .map(({ press, index }) => ({ press, index, text: texts[index] ?? "" }));
  const type = presses.find(({ action }) => action === "type")?.press;
  return { kind: "asked", round: first.round, question, options, type };
}

/** @returns undefined for what is no reveal */
export function readCount(reply: Reply): { round: number; answered: number; right: number } | undefined {
  const [, number, of] = /(\d+)\D+(\d+)/.exec(titleOf(reply)) ?? [];
  if (number === undefined || titleOf(reply) !== game.revealed(Number(number), Number(of))) return undefined;
  const texts = reply.filter(isKind("text")).map((block) => inlineText(block.content));
  const [, answered = 0, right = 0] =
    texts.map((text) => /^(\d+) answers?, (\d+) right\.$/.exec(text)).find(Boolean) ?? [];
  return { round: Number(number) - 1, answered: Number(answered), right: Number(right) };
}

function readRevealed(reply: Reply): RevealedRound | undefined {
  const count = readCount(reply);
  if (!count) return undefined;
  const table = reply.find(isKind("table"));
  const rows = table?.rows.map(([option = [], count = []]): [string, number] => [
    inlineText(option).replace(/^✓ /, ""),
    Number(inlineText(count).replace("–", "0")),
  ]);
  const scored = reply
    .filter(isKind("fields"))
    .flatMap(({ fields }) => fields)
    .find(({ label }) => label === game.scored);
  const points = [...inlineText(scored?.value ?? []).matchAll(/(\S+) \+(\d+)/g)];
  return {
    kind: "revealed",
    ...count,
    chosen: rows && new Map(rows),
    points: new Map(points.map(([, name = "", count]) => [name, Number(count)])),
    body: JSON.stringify(reply),
  };
}

function readStandings(reply: Reply): GameEnd["standings"] {
  const rows = reply.find(isKind("table"))?.rows ?? [];
  return new Map(
    rows.map((row) => {
      const [, name = "", points, share] = row.map(inlineText);
      return [name, { points: Number(points), answered: Number(share?.split("/")[1]) }];
    }),
  );
}
