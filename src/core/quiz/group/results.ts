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

/**
 * Grade every guess of a closed round, and put it into everybody's progress. The same round again comes to the same, and
 * is recorded once.
 *
 * @param question undefined when an edit has removed it: then nobody gets anything
 */
export async function countRound(
  session: Session,
  question: Question | undefined,
  { store }: WakeContext,
): Promise<Result[]> {
  if (session.state.kind !== "closing" || !question) return [];
  const roundMs = session.roundTimes[session.round] ?? 0;
  const results = (await readGuesses(store, session.game, session.round)).flatMap((guess) => {
    const given = asGuess(guess);
    if (!given) return [];
    const { elapsedMs } = guess;
    const value = grade(question, given);
    const timeLeft = session.clock && session.speed ? 1 - elapsedMs / roundMs : undefined;
    return [{ guess, result: toResult(guess, value, score(question, value, timeLeft)) }];
  });
  const mark = `${session.game}.${session.round}`;
  const { platform } = session.where;
  await inBatches(results, ({ guess: { at, elapsedMs }, result: { person, grade: value } }) =>
    recordAnswer(
      { store },
      {
        person: `${platform}/${person}`,
        topic: session.topic,
        question: question.id,
        grade: value,
        elapsedMs,
        slowMs: roundMs,
        mark,
        at: new Date(at),
      },
    ),
  );
  const samples = results.map(({ result }) => ({ grade: result.grade, rest: restOf(session, result.person) }));
  await recordHealth(store, question.id, mark, samples);
  return results.map(({ result }) => result);
}

function toResult({ person, name, picked, text }: StoredGuess, value: number, points: number): Result {
  return { person, name, grade: value, points, ...(picked && { picked }), ...(text !== undefined && { text }) };
}

/** A player's share of right answers in the rounds before. */
function restOf(session: Session, person: string): number | undefined {
  const player = session.players[person];
  return player && player.answered > 0 ? player.right / player.answered : undefined;
}
