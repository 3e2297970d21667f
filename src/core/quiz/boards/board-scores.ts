/**
 * What leaderboards are kept in. A score is one record for each person and board. Beside it stands an index whose ids
 * sort a board by points, the most first, so that nothing ever reads or writes all players:
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
import { defineNamespace } from "../../namespace.ts";
import { readPreferences } from "../../people/people.ts";
import type { Store } from "../../ports.ts";
import { type BoardId, keepOf } from "./periods.ts";

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
export type Score = z.infer<typeof scoreSchema>;

export const noScore: Score = { points: 0, name: "", games: [], open: [], listed: [] };

export const scores = defineNamespace("board-scores", scoreSchema);
export const order = defineNamespace("board-order", z.literal(true));

const pointDigits = 12;
export const mostPoints = 10 ** pointDigits - 1;

export const scoreId = (person: string, board: BoardId) => `${encodeURIComponent(person)}/${board}`;
export const standAt = (board: BoardId, points: number) =>
  `${board}/${String(mostPoints - points).padStart(pointDigits, "0")}`;
export const orderId = (board: BoardId, points: number, person: string) =>
  `${standAt(board, points)}/${encodeURIComponent(person)}`;

/** A person's place on a board, and all points under which the index was seen to have them there, or made to. */
type Place = { board: BoardId; person: string; seen: Set<number> };

/** Do something that depends on whether a person is hidden, and again as often as they changed that meanwhile. */
export async function whileHiddenOrNot(
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
export async function settle(
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
export const shownAt = (score: Score | undefined, isHidden: boolean | undefined) =>
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

export async function scoresOf(store: Store, person: string): Promise<[BoardId, Score][]> {
  const start = scoreId(person, "");
  const found: [BoardId, Score][] = [];
  for await (const [id, score] of store.entries(scores, start)) found.push([id.slice(start.length), score]);
  return found;
}

export async function settleAll(store: Store, person: string): Promise<void> {
  const kept = await scoresOf(store, person);
  await whileHiddenOrNot(store, person, async (isHidden, place) => {
    for (const [board] of kept) await settle(store, place(board), isHidden);
  });
}

/** Set the index right about a person whom it has under points that do not fit, or not where it should. */
export async function repair(store: Store, board: BoardId, person: string, points: number): Promise<void> {
  await whileHiddenOrNot(store, person, async (isHidden, place) => {
    place(board).seen.add(points);
    await settle(store, place(board), isHidden);
  });
}
