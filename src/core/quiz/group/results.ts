/** What a closed round comes to. */
import type { WakeContext } from "../../commands/command.ts";
import type { Question } from "../../knowledge/base.ts";
import { recordHealth } from "../health.ts";
import { inBatches } from "../in-batches.ts";
import { recordAnswer } from "../progress/progress.ts";
import { grade } from "../question.ts";
import { score } from "../scoring.ts";
import { asGuess, readGuesses, type StoredGuess } from "./guesses.ts";
import type { Result, Session } from "./session-schema.ts";

/** One question that several people have answered, and for which no more guesses are taken. */
export type ClosedRound = {
  game: string;
  round: number;
  platform: string;
  topic: string;
  /** How long it could be answered, in milliseconds; undefined where nobody had to hurry. */
  roundMs: number | undefined;
  /** Whether quick answers get more points. */
  speed: boolean;
  /** A person's share of right answers to other questions of the game, 0..1; undefined when there were none. */
  restOf: (person: string) => number | undefined;
};

/** @param question undefined when an edit has removed it: then nobody gets anything */
export async function countRound(
  session: Session,
  question: Question | undefined,
  context: Pick<WakeContext, "store">,
): Promise<Result[]> {
  if (session.state.kind !== "closing" || !question) return [];
  const { game, round, topic, clock, speed, where, players } = session;
  const restOf = (person: string) => {
    const player = players[person];
    return player && player.answered > 0 ? player.right / player.answered : undefined;
  };
  const roundMs = session.roundTimes[round] ?? 0;
  const closed = { game, round, platform: where.platform, topic, roundMs, speed: clock && speed, restOf };
  return gradeRound(closed, question, context);
}

/**
 * Grade every guess of a closed round, and put it into everybody's progress. The same round again comes to the same, and
 * is recorded once.
 */
export async function gradeRound(
  { game, round, platform, topic, roundMs, speed, restOf }: ClosedRound,
  question: Question,
  { store }: Pick<WakeContext, "store">,
): Promise<Result[]> {
  const results = (await readGuesses(store, game, round)).flatMap((guess) => {
    const given = asGuess(guess);
    if (!given) return [];
    const value = grade(question, given);
    const timeLeft = speed && roundMs !== undefined ? 1 - guess.elapsedMs / roundMs : undefined;
    return [{ guess, result: toResult(guess, value, score(question, value, timeLeft)) }];
  });
  const mark = `${game}.${round}`;
  await inBatches(results, ({ guess: { at, elapsedMs }, result: { person, grade: value } }) =>
    recordAnswer(
      { store },
      {
        person: `${platform}/${person}`,
        topic,
        question: question.id,
        grade: value,
        elapsedMs: roundMs === undefined ? undefined : elapsedMs,
        slowMs: roundMs ?? 0,
        mark,
        at: new Date(at),
      },
    ),
  );
  const samples = results.map(({ result }) => ({ grade: result.grade, rest: restOf(result.person) }));
  await recordHealth(store, question.id, mark, samples);
  return results.map(({ result }) => result);
}

function toResult({ person, name, picked, text }: StoredGuess, value: number, points: number): Result {
  return { person, name, grade: value, points, ...(picked && { picked }), ...(text !== undefined && { text }) };
}
