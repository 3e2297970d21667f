/** Whether what a game revealed agrees with itself, and with what its players were told. */
import { grade } from "../../src/core/quiz/question.ts";
import { score } from "../../src/core/quiz/scoring.ts";
import type { Player } from "./quiz-player.ts";
import type { AskedRound, GameEnd, RevealedRound } from "./quiz-screen.ts";

export type Seen = { asked: AskedRound[]; revealed: RevealedRound[]; ends: GameEnd[] };

/** @returns everything that is wrong, in words */
export function judge(seen: Seen, players: readonly Player[], rounds: number): string[] {
  const wrong = players.flatMap(({ contradictions }) => contradictions);
  for (let round = 0; round < rounds; round++) {
    const asked = seen.asked.find((one) => one.round === round);
    const reveals = seen.revealed.filter((one) => one.round === round);
    const [first] = reveals;
    if (!asked || !first) {
      wrong.push(`round ${round} was ${asked ? "never revealed" : "never asked"}`);
      continue;
    }
    if (reveals.some(({ body }) => body !== first.body)) wrong.push(`round ${round} was revealed in two ways`);
    wrong.push(...judgeRound(asked, first, players).map((problem) => `round ${round}: ${problem}`));
  }
  const [end] = seen.ends;
  if (end?.how !== "finished") wrong.push(`the game is ${end?.how ?? "not over"}`);
  if (seen.ends.some(({ body }) => body !== end?.body)) wrong.push("the game ended in two ways");
  for (const { name } of players) {
    const revealed = pointsOf(seen, name);
    const stands = end?.standings.get(name)?.points ?? 0;
    if (revealed !== stands) wrong.push(`${name}: ${revealed} points revealed, ${stands} in the standings`);
  }
  return wrong;
}

/** The points that the reveals gave somebody, each round once. */
export function pointsOf({ revealed }: Seen, name: string): number {
  const byRound = new Map(revealed.map(({ round, points }) => [round, points.get(name) ?? 0]));
  return [...byRound.values()].reduce((sum, points) => sum + points, 0);
}

function judgeRound({ question, round, options }: AskedRound, revealed: RevealedRound, players: readonly Player[]) {
  const wrong: string[] = [];
  const expect = (what: string, count: number, fits: readonly boolean[][]) => {
    const least = fits.filter((one) => one.every(Boolean)).length;
    const most = fits.filter((one) => one.some(Boolean)).length;
    if (count < least || count > most) wrong.push(`${what}: ${count} instead of ${least} to ${most}`);
  };
  const all = players.map(({ guesses }) =>
    (guesses.get(round) ?? [undefined]).map((guess) => {
      const isEmpty = guess === undefined || ("picked" in guess && guess.picked.length === 0);
      const value = isEmpty ? 0 : grade(question, guess);
      return { isEmpty, value, picked: guess && "picked" in guess ? guess.picked : [] };
    }),
  );
  expect(
    "answered",
    revealed.answered,
    all.map((possible) => possible.map(({ isEmpty }) => !isEmpty)),
  );
  expect(
    "right",
    revealed.right,
    all.map((possible) => possible.map(({ value }) => value === 1)),
  );
  for (const { index, text } of revealed.chosen ? options : []) {
    const count = revealed.chosen?.get(text) ?? -1;
    expect(
      `“${text}”`,
      count,
      all.map((possible) => possible.map(({ picked }) => picked.includes(index))),
    );
  }
  for (const [at, possible] of all.entries()) {
    const name = players[at]?.name ?? "";
    const points = revealed.points.get(name) ?? 0;
    const isRange = ({ value }: { value: number }) =>
      points >= score(question, value, undefined) && points <= score(question, value, 1);
    if (!possible.some(isRange)) wrong.push(`${name} got ${points} points for ${JSON.stringify(possible)}`);
  }
  return wrong;
}
