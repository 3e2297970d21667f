/** Which boards a space has, and what they are called in the store: one for each stretch of time and each topic. */
import { weekOf } from "../../time/local-day.ts";

export const periods = ["week", "month", "all"] as const;
export type Period = (typeof periods)[number];

/** `<space>/<stretch>/<topic>`. */
export type BoardId = string;

/** The topic of the board over all topics; those of quizzes are words with hyphens. */
const allTopics = "*";
const dayMs = 24 * 60 * 60_000;
/** How long after its last change a score is kept: a little more than four weeks, or a year, after its period. */
const keptMs: Readonly<Record<Period, number | undefined>> = {
  week: 5 * 7 * dayMs,
  month: 13 * 31 * dayMs,
  all: undefined,
};

/** @param topic all of them together, if undefined */
export function boardId(space: string, period: Period, topic: string | undefined, at: Date): BoardId {
  return [space, stretchOf(period, at), topic ?? allTopics].map(encodeURIComponent).join("/");
}

/** A week goes by its Monday, `2026-11-16` (ISO 8601), a month by `2026-11`; both are UTC's. */
function stretchOf(period: Period, at: Date): string {
  const day = at.toISOString().slice(0, 10);
  return { week: weekOf(day), month: day.slice(0, 7), all: "all" }[period];
}

/** What a board is of; `from` is when its period began, absent for all time. */
export type BoardOf = { space: string; period: Period; from?: string; topic?: string };

export function readBoardId(board: BoardId): BoardOf {
  const [space = "", stretch = "", topic = ""] = board.split("/").map(decodeURIComponent);
  const period = stretch === "all" ? "all" : stretch.length === "2026-11".length ? "month" : "week";
  const from = { all: undefined, month: `${stretch}-01`, week: stretch }[period];
  return { space, period, ...(from !== undefined && { from }), ...(topic !== allTopics && { topic }) };
}

/** How long what is written about a board is kept, as the store wants to be told. */
export function keepOf(board: BoardId): { ttlMs?: number } {
  const ttlMs = keptMs[readBoardId(board).period];
  return ttlMs === undefined ? {} : { ttlMs };
}
