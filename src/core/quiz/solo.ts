/** A quiz one person plays at their own pace: pure steps over a small stored session. */
import { z } from "zod";
import { editDistance } from "../edit-distance.ts";
import type { Question } from "../knowledge/base.ts";
import { defineNamespace } from "../namespace.ts";
import type { Random } from "../ports.ts";

const soloSchema = z.object({
  topic: z.string(),
  questions: z.array(z.string()),
  /** Which question is open, counted from 0; the quiz is over when it equals their number. */
  at: z.number().int().nonnegative(),
  right: z.number().int().nonnegative(),
  /** Order in which the open question's options or items are shown: indexes into the file's order. */
  shown: z.array(z.number().int().nonnegative()),
});
export type SoloQuiz = z.infer<typeof soloSchema>;
export const sessions = defineNamespace("quiz", soloSchema);

/** Draw questions for a new quiz; fewer when the topic has fewer. */
export function startSolo(topic: string, pool: readonly Question[], count: number, random: Random): SoloQuiz {
  const drawn = shuffle(pool, random).slice(0, count);
  return openNext({ topic, questions: drawn.map(({ id }) => id), at: -1, right: 0, shown: [] }, drawn[0], random);
}

/** The session with its next question open. */
export function openNext(session: SoloQuiz, next: Question | undefined, random: Random): SoloQuiz {
  return { ...session, at: session.at + 1, shown: next ? shuffle([...choices(next).keys()], random) : [] };
}

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
function shuffle<T>(all: readonly T[], random: Random): T[] {
  const shuffled = [...all];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
  }
  return shuffled;
}

/** Letters of the options as shown; undefined when the text is no choice of such letters. */
export function readLetters(text: string, count: number): number[] | undefined {
  const letters = text.toLowerCase().replaceAll(/\band\b|[\s,;.)>-]+/g, "");
  if (!/^[a-z]+$/.test(letters)) return undefined;
  const indexes = [...letters].map((letter) => letter.charCodeAt(0) - 97);
  const isDistinct = new Set(indexes).size === indexes.length;
  return isDistinct && indexes.every((index) => index < count) ? indexes : undefined;
}

/** @param picked indexes into the file's order */
export function isRightPick(question: Question, picked: readonly number[]): boolean {
  switch (question.kind) {
    case "single":
    case "multiple":
      return question.options.every((option, index) => option.right === picked.includes(index));
    case "order":
      return picked.length === question.items.length && picked.every((item, at) => item === at);
    case "true-false":
      return (picked[0] === 0) === question.answer;
    case "short":
      return false;
    default:
      return question satisfies never;
  }
}

/** Letters of a typed answer that may be wrong without it being another word: one in five. */
const lettersASlip = 5;

/** A typed answer against the accepted ones; numbers within their margin. */
export function isRightText(question: Question & { kind: "short" }, text: string): boolean {
  const said = fold(text);
  if (question.number !== undefined) {
    return said !== "" && Math.abs(Number(said.replaceAll(/[\s,_]/g, "")) - question.number) <= question.margin;
  }
  return (question.accept ?? []).some((accepted) => {
    const wanted = fold(accepted);
    const most = Math.floor(wanted.length / lettersASlip);
    return editDistance(said, wanted, most) <= most;
  });
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/["'`“”‘’]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/^(an?|the) /, "")
    .replace(/[.!?\s]+$/, "")
    .trim();
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
