/** What a question offers, and how far a guess is right. */
import type { Question } from "../knowledge/base.ts";
import type { Random } from "../ports.ts";
import { isRightText } from "./text-answer.ts";

/** `picked` are indexes into the file's order; of a true-false question 0 is true and 1 is false. */
export type Guess = { picked: number[] } | { text: string };

/** What a question offers to choose from or to put in order, in the file's order. */
export function choices(question: Question): string[] {
  switch (question.kind) {
    case "single":
    case "multiple":
      return question.options.map((option) => option.text);
    case "order":
      return question.items;
    case "true-false":
    case "short":
      return [];
    default:
      return question satisfies never;
  }
}

/** Fisher–Yates (Knuth, TAOCP 2, algorithm P). */
export function shuffle<T>(all: readonly T[], random: Random): T[] {
  const shuffled = [...all];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}

/**
 * How far a guess is right, 0..1. Only two kinds know degrees: of several right options each is worth its share, and a
 * wrong one takes as much away; of an order, each pair of neighbours that stands right counts.
 */
export function grade(question: Question, guess: Guess): number {
  if ("text" in guess) return question.kind === "short" && isRightText(question, guess.text) ? 1 : 0;
  const { picked } = guess;
  switch (question.kind) {
    case "single":
      return picked.length === 1 && question.options[picked[0] ?? -1]?.right ? 1 : 0;
    case "true-false":
      return picked.length === 1 && (picked[0] === 0) === question.answer ? 1 : 0;
    case "multiple": {
      const right = question.options.filter((option) => option.right).length;
      const hits = picked.filter((index) => question.options[index]?.right).length;
      return Math.max((hits - (picked.length - hits)) / right, 0);
    }
    case "order": {
      if (picked.length !== question.items.length) return 0;
      const inOrder = picked.filter((item, at) => at > 0 && picked[at - 1] === item - 1).length;
      const share = inOrder / (question.items.length - 1);
      // All but one pair may stand right in a list that starts in its middle; only the whole is whole.
      return share === 1 ? 1 : share / 2;
    }
    case "short":
      return 0;
    default:
      return question satisfies never;
  }
}

/** The right answer in words. */
export function rightAnswer(question: Question, yes: string, no: string): string {
  switch (question.kind) {
    case "single":
    case "multiple":
      return question.options
        .filter((option) => option.right)
        .map((option) => option.text)
        .join("; ");
    case "order":
      return question.items.join(" → ");
    case "true-false":
      return question.answer ? yes : no;
    case "short":
      return question.accept?.[0] ?? String(question.number);
    default:
      return question satisfies never;
  }
}

/** Letters of the options as shown; undefined when the text is no choice of such letters. */
export function readLetters(text: string, count: number): number[] | undefined {
  const letters = text.toLowerCase().replaceAll(/\band\b|[\s,;.)>-]+/g, "");
  if (!/^[a-z]+$/.test(letters)) return undefined;
  const indexes = [...letters].map((letter) => letter.charCodeAt(0) - 97);
  const isDistinct = new Set(indexes).size === indexes.length;
  return isDistinct && indexes.every((index) => index < count) ? indexes : undefined;
}
