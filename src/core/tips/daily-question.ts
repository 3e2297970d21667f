/** The question of the day: everybody may answer in private, and the next one reveals what was right. */
import { type Context, type Turn, tell, type WakeContext } from "../commands/command.ts";
import type { KnowledgeBase, Question } from "../knowledge/base.ts";
import { displayName } from "../people/display-name.ts";
import { quiz as quizWords } from "../phrases/quiz.ts";
import { tips as words } from "../phrases/tips.ts";
import type { Random } from "../ports.ts";
import { findQuestion, shuffledOptions } from "../quiz/bank.ts";
import { awardAll } from "../quiz/boards/award-all.ts";
import { forgetGuess, forgetGuesses, type Outcome, storeGuess } from "../quiz/group/guesses.ts";
import { gradeRound } from "../quiz/group/results.ts";
import { countsForBoards, tallyOf } from "../quiz/group/tally.ts";
import { offered } from "../quiz/replies.ts";
import { randomName } from "../random-name.ts";
import { codeSpans, inlineText, paragraph } from "../reply.ts";
import { draw } from "./shuffle-bag.ts";
import {
  changeSubscription,
  type OpenQuestion,
  type Reveal,
  readSubscription,
  type Subscription,
  subscriptionId,
} from "./subscription.ts";

/** A question is open until the next one comes: a week later, and more when that could not be posted. */
const keepMs = 35 * 24 * 60 * 60_000;
const gameDigits = 8;
/** It is a game of one round. */
const round = 0;

/** Questions that one press answers, with their topic. */
function pool(base: KnowledgeBase, topics: readonly string[]): { question: Question; topic: string }[] {
  return [...base.quizzes.values()]
    .filter(({ id }) => topics.length === 0 || topics.includes(id))
    .flatMap(({ id, questions }) => questions.map((question) => ({ question, topic: id })))
    .filter(({ question: { kind } }) => kind === "single" || kind === "true-false");
}

/** @returns undefined when there is none on the topics */
export function drawQuestion(
  base: KnowledgeBase,
  { topics, shown, last }: Pick<Subscription, "topics" | "shown"> & { last?: string | undefined },
  random: Random,
): { open: OpenQuestion; shown: string[] } | undefined {
  const all = pool(base, topics);
  const drawn = draw(
    all.map(({ question }) => question.id),
    shown,
    random,
    last,
  );
  const asked = drawn && all.find(({ question }) => question.id === drawn.id);
  if (!drawn || !asked) return undefined;
  const order = shuffledOptions(asked.question, random);
  const open = { question: drawn.id, topic: asked.topic, game: randomName(random, gameDigits), shown: order };
  return { open: { ...open, isShown: false, isClosed: false }, shown: drawn.shown };
}

/** A press on one of its options; undefined when it is none of ours. */
export async function answerQuestion(
  [token = "", game = "", given = ""]: readonly string[],
  context: Context,
): Promise<Turn | undefined> {
  const { store, base, clock, origin } = context;
  const id = subscriptionId(origin, token);
  const subscription = await readSubscription(store, id);
  const open = subscription?.open;
  const question = open && findQuestion(base, open.topic, open.question);
  if (!question || open.game !== game || open.isClosed) return tell([paragraph(words.question.over)], "late");
  const option = /^\d$/.test(given) ? Number(given) : Number.NaN;
  if (!(option < offered(question).length)) return undefined;
  const player = { person: origin.person, name: displayName(origin.name), at: clock.now().getTime(), elapsedMs: 0 };
  const outcome = await storeGuess(store, { game, round }, { picked: [option] }, question, player, keepMs);
  // It counts if the question was still open once it was stored: guesses are counted after that is over.
  const now = (await readSubscription(store, id))?.open;
  if (now?.game === game && !now.isClosed) return tell([paragraph(answerTo(outcome, question))], outcome.kind);
  if (now?.game !== game) await forgetGuess(store, { game, round }, origin.person);
  return tell([paragraph(quizWords.game.atTheBell)], "late");
}

function answerTo({ kind, guess }: Outcome, question: Question): string {
  const { game } = quizWords;
  const choice = `“${inlineText(codeSpans(offered(question)[guess.picked?.[0] ?? -1] ?? ""))}”`;
  switch (kind) {
    case "changed":
      return game.yoursNow(choice);
    case "same":
      return game.same(choice);
    case "refused":
      return game.noMoreChanges(choice);
    case "taken":
    case "building":
      return words.question.yours(choice);
    default:
      return kind satisfies never;
  }
}

/**
 * Close the open question, count the guesses, and give out the points. Safe to do again, and by two processes at once.
 *
 * @returns what it came to; undefined when none is open, when nobody has seen it, or when an edit has removed it
 */
export async function closeQuestion(
  id: string,
  { to: { platform }, space, open: asking }: Pick<Subscription, "to" | "space"> & { open: OpenQuestion },
  { store, base, clock }: WakeContext,
): Promise<Reveal | undefined> {
  await changeSubscription(store, id, (one) =>
    one.open?.game === asking.game && !one.open.isClosed ? { ...one, open: { ...one.open, isClosed: true } } : one,
  );
  const open = (await readSubscription(store, id))?.open;
  // Another process was faster, and has asked the next one.
  if (open?.game !== asking.game) return undefined;
  const { question: asked, topic, game, shown } = open;
  const question = findQuestion(base, topic, asked);
  if (!question) return undefined;
  const restOf = () => undefined;
  const results = await gradeRound(
    { game, round, platform, topic, roundMs: undefined, speed: false, restOf },
    question,
    { store },
  );
  const isScored = space !== undefined && countsForBoards(results.length);
  if (isScored) await awardAll(store, { platform, space, topic, game, at: clock.now() }, results);
  // Whoever has answered has seen it, whatever became of the receipt.
  if (!open.isShown && results.length === 0) return undefined;
  // Points that no leaderboard counts are none.
  const counted = isScored ? results : results.map((result) => ({ ...result, points: 0 }));
  return { question: asked, topic, shown, tally: tallyOf(question, counted) };
}

/** Once it is counted, nobody needs to know who answered what. @param person whose alone; everybody's, if left out */
export const forgetAnswers = ({ store }: Pick<WakeContext, "store">, game: string, person?: string): Promise<void> =>
  person === undefined ? forgetGuesses(store, game, round) : forgetGuess(store, { game, round }, person);
