/** Questions and answers as replies, alike in games of one and of many. */
import type { Question } from "../knowledge/base.ts";
import { quiz as words } from "../phrases/quiz.ts";
import { type Block, type Button, codeSpans, inlineText, plain, type Reply } from "../reply.ts";
import { choices, rightAnswer } from "./question.ts";

/** Longer options are lettered, and the buttons bear the letters: platforms cut labels at 75 characters. */
const longestLabel = 70;

export const letterOf = (at: number) => String.fromCharCode(65 + at);

/** What is offered, in the order shown; true and false as a question offers them. */
export function offered(question: Question): string[] {
  return question.kind === "true-false" ? [words.yes, words.no] : choices(question);
}

/** @param press of the option with an index into the file's order */
export function optionBlocks(question: Question, order: readonly number[], press: (index: number) => string): Block[] {
  const all = offered(question);
  const labels = order.map((index) => inlineText(codeSpans(all[index] ?? "")));
  const isLettered = labels.some((label) => label.length > longestLabel);
  const buttons = order.map(
    (index, at): Button => ({
      label: isLettered ? letterOf(at) : (labels[at] ?? ""),
      press: press(index),
    }),
  );
  return [...(isLettered ? [lettered(question, order)] : []), { kind: "buttons", buttons }];
}

export function lettered(question: Question, order: readonly number[]): Block {
  const all = offered(question);
  const fields = order.map((index, at) => ({ label: letterOf(at), value: codeSpans(all[index] ?? "") }));
  return { kind: "fields", fields };
}

/** The right answer and why. @param verdict what came of it, in a word */
export function explanation(question: Question, verdict?: string): Reply {
  const answer = codeSpans(words.rightAnswer(rightAnswer(question, words.yes, words.no)));
  const { source } = question;
  return [
    {
      kind: "text",
      content:
        verdict === undefined
          ? [{ kind: "strong", content: answer }]
          : [{ kind: "strong", content: plain(verdict) }, ...plain(" "), ...answer],
    },
    ...question.explanation,
    { kind: "sources", checked: source.checked, sources: [source] },
  ];
}
