/** How many chose what, and who scored: what everybody sees of a round that is over. */
import type { Question } from "../../knowledge/base.ts";
import { quiz as words } from "../../phrases/quiz.ts";
import { type Block, codeSpans, paragraph, plain } from "../../reply.ts";
import { offered } from "../replies.ts";
import type { Result } from "./session-schema.ts";

const { game } = words;
/** Alone one could play the same questions all day. */
const fewestPlayers = 2;
export const countsForBoards = (players: number) => players >= fewestPlayers;

/** Everybody is counted, a few are named. */
const mostNamed = 10;

export type Tally = {
  answered: number;
  /** Wholly. */
  right: number;
  /** By an option's place in the file; empty for typed answers and orders, which have too many forms. */
  chosen: number[];
  /** The best first. */
  scorers: Scored[];
  /** Others with points. */
  more: number;
};
type Scored = { name: string; points: number };

/** Whoever has as many stands by the alphabet, on every platform alike. */
export const byPoints = (a: Scored, b: Scored) => b.points - a.points || a.name.localeCompare(b.name, "en");

export function tallyOf(question: Question, results: readonly Result[]): Tally {
  const isCounted = question.kind !== "short" && question.kind !== "order";
  const scored = results.filter(({ points }) => points > 0).toSorted(byPoints);
  const scorers = scored.slice(0, mostNamed).map(({ name, points }) => ({ name, points }));
  return {
    answered: results.length,
    right: results.filter(({ grade }) => grade === 1).length,
    chosen: isCounted
      ? offered(question).map((_, index) => results.filter(({ picked }) => picked?.includes(index)).length)
      : [],
    scorers,
    more: scored.length - scorers.length,
  };
}

/** @param order in which the options were shown */
export function tallyBlocks(question: Question, order: readonly number[], tally: Tally): Block[] {
  const { answered, right } = tally;
  if (answered === 0) return [paragraph(game.nobody)];
  return [paragraph(game.everybody(answered, right)), ...distribution(question, order, tally), ...scorers(tally)];
}

function distribution(question: Question, order: readonly number[], { chosen }: Tally): Block[] {
  if (chosen.length === 0 || question.kind === "short" || question.kind === "order") return [];
  const all = offered(question);
  const isRight = (index: number) =>
    question.kind === "true-false" ? (index === 0) === question.answer : question.options[index]?.right === true;
  const rows = order.map((index) => [
    codeSpans(`${isRight(index) ? "✓ " : ""}${all[index] ?? ""}`),
    plain(game.chosenBy(chosen[index] ?? 0)),
  ]);
  return [{ kind: "table", header: [plain(game.option), plain(game.chosen)], rows }];
}

function scorers({ scorers: best, more }: Tally): Block[] {
  if (best.length === 0) return [];
  const named = best.map(({ name, points }) => `${name} ${game.plus(points)}`);
  const text = [...named, ...(more > 0 ? [game.more(more)] : [])].join(", ");
  return [{ kind: "fields", fields: [{ label: game.scored, value: plain(text) }] }];
}
