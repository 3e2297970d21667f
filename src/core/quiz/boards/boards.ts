/** Leaderboards: who has how many points in a space, by week, by month and over all time, on each topic and on all. */
import { changePreferences, readPreferences } from "../../people/people.ts";
import type { Store } from "../../ports.ts";
import {
  mostPoints,
  noScore,
  order,
  orderId,
  repair,
  type Score,
  scoreId,
  scores,
  scoresOf,
  settle,
  settleAll,
  shownAt,
  standAt,
  whileHiddenOrNot,
} from "./board-scores.ts";
import { type BoardId, type BoardOf, boardId, keepOf, type Period, periods, readBoardId } from "./periods.ts";

/** One game's points for one person. */
export type Award = {
  /** Platform and space: `discord/1234`. */
  space: string;
  /** A `personId`. */
  person: string;
  /** What they are called there, for others to read; the latest one counts. */
  name: string;
  topic: string;
  /** A whole number, not negative. */
  points: number;
  /** Names what the points are for; it gives a person points once in a space. */
  game: string;
  at: Date;
};

/**
 * After as many others a game is no longer known, and would count again. A repeat comes soon after; in between there may
 * be some questions that somebody answered alone.
 */
const mostGames = 32;
/** How often a reader sets right what it finds, before it shows what is right already. */
const patience = 3;
const usualSize = 10;

/**
 * Count a game. The same game again changes nothing, whatever it is said to be then; it finishes what a process left
 * undone that died in the middle of it.
 *
 * @throws RangeError for points that are none: a fault in the scoring
 */
export async function award(store: Store, given: Award): Promise<void> {
  const { space, person, name, game } = given;
  if (!Number.isInteger(given.points) || given.points < 0 || given.points > mostPoints) {
    throw new RangeError(`${given.points} points`);
  }
  if (given.points === 0) return;
  const add = (points: number) => (before: Score | undefined) => count(before ?? noScore, { game, points, name });
  // The first score remembers the game as it was first told: another try may come in another week.
  const first = boardId(space, "all", undefined, given.at);
  let told: Score["open"][number] | undefined;
  await whileHiddenOrNot(store, person, async (isHidden, place) => {
    const total = await settle(store, place(first), isHidden, (before = noScore) => {
      if (isCounted(before, game)) return before;
      const { topic, points, at } = given;
      return { ...add(points)(before), open: [...before.open, { game, topic, points, at: at.toISOString() }] };
    });
    told ??= total?.open.find((one) => one.game === game);
    if (!told) return;
    const { topic, points, at } = told;
    const others = periods
      .flatMap((period) => [undefined, topic].map((about) => boardId(space, period, about, new Date(at))))
      .filter((board) => board !== first);
    await Promise.all(others.map((board) => settle(store, place(board), isHidden, add(points))));
  });
  if (!told) return;
  await store.update(scores, scoreId(person, first), (total) => ({
    after: total && { ...total, open: total.open.filter((one) => one.game !== game) },
    result: undefined,
  }));
}

const isCounted = ({ games, open }: Score, game: string) =>
  games.includes(game) || open.some((one) => one.game === game);

/** Pure. */
function count(before: Score, { game, points, name }: Pick<Award, "game" | "points" | "name">): Score {
  if (isCounted(before, game)) return before;
  const sum = Math.min(before.points + points, mostPoints);
  return { ...before, points: sum, name, games: [...before.games, game].slice(-mostGames) };
}

export type Standing = {
  /** From 1; ties share one: 1, 2, 2, 4. */
  rank: number;
  person: string;
  name: string;
  points: number;
};
export type Board = {
  top: Standing[];
  /** The asker's own, wherever it is; undefined while they have no points, or are hidden. */
  own: Standing | undefined;
  players: number;
};
type BoardQuery = {
  space: string;
  period: Period;
  /** All topics together, if left out. */
  topic?: string | undefined;
  /** Who asks. */
  person: string;
  at: Date;
  /** How many at the top. */
  size?: number;
};

/** The board as it is at an instant. It costs the same however many players there are, but for a count of ids. */
export async function readBoard(store: Store, query: BoardQuery): Promise<Board> {
  const { space, period, topic, person, at, size = usualSize } = query;
  const board = boardId(space, period, topic, at);
  const top = await readTop(store, board, size);
  const inTop = top.find((one) => one.person === person);
  const own = inTop ?? (await readOwn(store, board, person));
  const isAll = top.length < size && own === inTop;
  const players = isAll ? top.length : await store.count(order, `${board}/`);
  return { top, own, players };
}

async function readTop(store: Store, board: BoardId, size: number): Promise<Standing[]> {
  for (let attempt = 1; ; attempt++) {
    const found = await Promise.all((await firstOf(store, board, size)).map((one) => check(store, board, one)));
    const fitting = found.filter(({ fits }) => fits);
    if (fitting.length === found.length || attempt === patience) {
      const rank = (points: number) => 1 + fitting.findIndex((one) => one.points === points);
      return fitting.map(({ person, name, points }) => ({ rank: rank(points), person, name, points }));
    }
    for (const { person, points, fits } of found) if (!fits) await repair(store, board, person, points);
  }
}

type Listed = { person: string; points: number };

async function firstOf(store: Store, board: BoardId, size: number): Promise<Listed[]> {
  const first: Listed[] = [];
  if (size < 1) return first;
  for await (const id of store.keys(order, `${board}/`)) {
    const [stand = "", person = ""] = id.slice(board.length + 1).split("/");
    first.push({ person: decodeURIComponent(person), points: mostPoints - Number(stand) });
    if (first.length >= size) break;
  }
  return first;
}

/** Whether the index is right about a person. */
async function check(store: Store, board: BoardId, { person, points }: Listed) {
  const [score, { hidden }] = await Promise.all([
    store.read(scores, scoreId(person, board)),
    readPreferences(store, person),
  ]);
  return { person, points, name: score?.name ?? "", fits: shownAt(score, hidden) === points };
}

async function readOwn(store: Store, board: BoardId, person: string): Promise<Standing | undefined> {
  const score = await store.read(scores, scoreId(person, board));
  const points = shownAt(score, (await readPreferences(store, person)).hidden);
  if (!score || points === undefined) return undefined;
  if (!(await store.read(order, orderId(board, points, person)))) await repair(store, board, person, points);
  const before = await store.count(order, `${board}/`, standAt(board, points));
  return { rank: 1 + before, person, name: score.name, points };
}

/** Take a person off all boards, until they want to be shown again; their points are kept, and go on to be counted. */
export async function hideFromBoards(store: Store, person: string): Promise<void> {
  await changePreferences(store, person, { hidden: true });
  await settleAll(store, person);
}

export async function showOnBoards(store: Store, person: string): Promise<void> {
  await changePreferences(store, person, { hidden: false });
  await settleAll(store, person);
}

/** Forget all of a person's points, everywhere. @returns how many scores that were */
export async function removeFromBoards(store: Store, person: string): Promise<number> {
  const kept = await scoresOf(store, person);
  await whileHiddenOrNot(store, person, async (isHidden, place) => {
    for (const [board] of kept) {
      // What is left of it says where the index may still have it; once that is nowhere, it goes as well.
      await settle(store, place(board), isHidden, (before) => before && { ...noScore, listed: before.listed });
      await store.update(scores, scoreId(person, board), (now) => {
        const isOver = now?.points === 0 && now.listed.length === 0;
        return { after: isOver ? undefined : now, result: undefined, ...keepOf(board) };
      });
    }
  });
  return kept.length;
}

type KeptScore = BoardOf & Pick<Score, "points" | "name" | "games">;

/** What is held about a person. */
export async function exportBoards(store: Store, person: string): Promise<KeptScore[]> {
  const kept = await scoresOf(store, person);
  return kept.map(([board, { points, name, games }]) => ({ ...readBoardId(board), points, name, games }));
}
