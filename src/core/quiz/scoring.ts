import type { Question } from "../knowledge/base.ts";
import { inlineText, type Reply } from "../reply.ts";
import { choices } from "./question.ts";

/** Points of a question that is wholly right, without any bonus. */
export const pointsOf: Readonly<Record<Question["difficulty"], number>> = { junior: 100, mid: 200, senior: 300 };
/** The most that speed adds, as a share of the points: it spices a game, it does not decide it. */
const mostSpeedBonus = 0.5;

/**
 * @param grade how far the guess was right, 0..1
 * @param timeLeft share of the round's time that was left, 0..1; undefined where speed counts for nothing
 * @returns whole points, none for a guess that is wholly wrong
 */
export function score(question: Question, grade: number, timeLeft: number | undefined): number {
  const bonus = timeLeft === undefined ? 0 : mostSpeedBonus * Math.min(Math.max(timeLeft, 0), 1);
  return Math.round(pointsOf[question.difficulty] * grade * (1 + bonus));
}

const thinkingMs = 15_000;
/** Choosing several or sorting takes more than one press. */
const severalMs = 10_000;
const typingMs = 10_000;
/**
 * Adults read 238 words a minute silently (Brysbaert 2019, J. Mem. Lang. 109), about 24 characters a second; half that
 * for what is not one's own language.
 */
const readingMsACharacter = 80;
const longestRoundMs = 90_000;

/** How long a round stays open: time to read all of it, and to think. */
export function roundTime(question: Question): number {
  const characters = textLength(question.prompt) + choices(question).join("").length;
  const handling = { single: 0, "true-false": 0, multiple: severalMs, order: severalMs, short: typingMs }[
    question.kind
  ];
  const time = thinkingMs + handling + characters * readingMsACharacter;
  return Math.min(Math.round(time / 1000) * 1000, longestRoundMs);
}

function textLength(blocks: Reply): number {
  return blocks
    .map((block) =>
      block.kind === "text" ? inlineText(block.content).length : block.kind === "code" ? block.text.length : 0,
    )
    .reduce((sum, length) => sum + length, 0);
}
