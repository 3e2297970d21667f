/**
 * Leaderboards: who has how many points in a space, by week, by month and over all time, on each topic and on all.
 *
 * A score is one record for each person and board. Beside it stands an index whose ids sort a board by points, the most
 * first, so that nothing ever reads or writes all players:
 *
 * ```
 *  board-scores  <person>/<board>                 points, name, the games they are from
 *  board-order   <board>/<most − points>/<person>
 * ```
 *
 * The store changes one record at a time, so the index follows the score: `settle` notes in the score where the index is
 * about to have it, puts it there, takes it away everywhere else, and looks whether all of that still holds. Whoever
 * changes something settles it afterwards, and does so again until nothing has changed in between. What a process leaves
 * that dies in the middle is set right by the same award again, or by whoever reads the board and finds an id that does
 * not fit its score.
 */
import { z } from "zod";
import { defineNamespace } from "../namespace.ts";
import { changePreferences, readPreferences } from "../people.ts";
import type { Store } from "../ports.ts";
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

const points = z.number().int().nonnegative();
const scoreSchema = z.object({
  points,
  name: z.string(),
  /** The latest games that are counted, the latest last. */
  games: z.array(z.string()),
  /** Only over all time and topics: games that are not yet known to be counted everywhere else. */
  open: z.array(z.object({ game: z.string(), topic: z.string(), points, at: z.iso.datetime() })),
  /** The points under which the index may have the score. */
  listed: z.array(points),
});
type Score = z.infer<typeof scoreSchema>;

const noScore: Score = { points: 0, name: "", games: [], open: [], listed: [] };

const scores = defineNamespace("board-scores", scoreSchema);
const order = defineNamespace("board-order", z.literal(true));

/**
 * After as many others a game is no longer known, and would count again. A repeat comes soon after; in between there may
 * be some questions that somebody answered alone.
 */
const mostGames = 32;
const pointDigits = 12;
const mostPoints = 10 ** pointDigits - 1;
/** How often a reader sets right what it finds, before it shows what is right already. */
const patience = 3;
const usualSize = 10;

const scoreId = (person: string, board: BoardId) => `${encodeURIComponent(person)}/${board}`;
const standAt = (board: BoardId, points: number) =>
  `${board}/${String(mostPoints - points).padStart(pointDigits, "0")}`;
const orderId = (board: BoardId, points: number, person: string) =>
  `${standAt(board, points)}/${encodeURIComponent(person)}`;

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

async function scoresOf(store: Store, person: string): Promise<[BoardId, Score][]> {
  const start = scoreId(person, "");
  const found: [BoardId, Score][] = [];
  for await (const [id, score] of store.entries(scores, start)) found.push([id.slice(start.length), score]);
  return found;
}

async function settleAll(store: Store, person: string): Promise<void> {
  const kept = await scoresOf(store, person);
  await whileHiddenOrNot(store, person, async (isHidden, place) => {
    for (const [board] of kept) await settle(store, place(board), isHidden);
  });
}

/** Set the index right about a person whom it has under points that do not fit, or not where it should. */
async function repair(store: Store, board: BoardId, person: string, points: number): Promise<void> {
  await whileHiddenOrNot(store, person, async (isHidden, place) => {
    place(board).seen.add(points);
    await settle(store, place(board), isHidden);
  });
}

/** A person's place on a board, and all points under which the index was seen to have them there, or made to. */
type Place = { board: BoardId; person: string; seen: Set<number> };

/** Do something that depends on whether a person is hidden, and again as often as they changed that meanwhile. */
async function whileHiddenOrNot(
  store: Store,
  person: string,
  act: (isHidden: boolean, place: (board: BoardId) => Place) => Promise<void>,
): Promise<void> {
  const places = new Map<BoardId, Place>();
  const place = (board: BoardId) => {
    const known = places.get(board) ?? { board, person, seen: new Set() };
    places.set(board, known);
    return known;
  };
  for (;;) {
    const { hidden } = await readPreferences(store, person);
    await act(hidden === true, place);
    const now = await readPreferences(store, person);
    if ((now.hidden === true) === (hidden === true)) return;
  }
}

/**
 * Change a score, and have the index agree with it.
 *
 * @param change pure; it may leave the score as it is
 * @returns the score as it was changed
 */
async function settle(
  store: Store,
  { board, person, seen }: Place,
  isHidden: boolean,
  change?: (before: Score | undefined) => Score | undefined,
): Promise<Score | undefined> {
  const id = scoreId(person, board);
  let changed: Score | undefined;
  for (let isFirst = true; ; isFirst = false) {
    const score = await store.update(scores, id, (before) => {
      const next = isFirst && change ? change(before) : before;
      const shown = shownAt(next, isHidden);
      const isNoted = shown === undefined || next?.listed.includes(shown);
      const after = next && !isNoted ? withListed(next, [...next.listed, shown]) : next;
      return { after, result: after, ...keepOf(board) };
    });
    if (isFirst) changed = score;
    const shown = shownAt(score, isHidden);
    for (const points of score?.listed ?? []) seen.add(points);
    // First there, then no longer elsewhere: so nobody is missing in between, and who reads sees which one is right.
    if (shown !== undefined) await list(store, board, person, shown);
    for (const points of seen) if (points !== shown) await unlist(store, board, person, points);
    const isSettled = await store.update(scores, id, (now) => {
      if (shownAt(now, isHidden) !== shown) return { after: now, result: false };
      // What somebody else has noted meanwhile may still be there.
      const left = now?.listed.filter((points) => points === shown || !seen.has(points));
      return { after: now && withListed(now, left ?? []), result: true, ...keepOf(board) };
    });
    if (isSettled) return changed;
  }
}

/** The points under which a score is on its board, if it is. */
const shownAt = (score: Score | undefined, isHidden: boolean | undefined) =>
  isHidden || score?.points === 0 ? undefined : score?.points;
const withListed = (score: Score, listed: number[]): Score =>
  listed.join() === score.listed.join() ? score : { ...score, listed };

async function list(store: Store, board: BoardId, person: string, points: number): Promise<void> {
  await store.update(order, orderId(board, points, person), (before) => ({
    after: before ?? true,
    result: undefined,
    ...keepOf(board),
  }));
}

async function unlist(store: Store, board: BoardId, person: string, points: number): Promise<void> {
  await store.update(order, orderId(board, points, person), () => ({ after: undefined, result: undefined }));
}
