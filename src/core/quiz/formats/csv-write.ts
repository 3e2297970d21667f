import type { QuestionFields } from "../../knowledge/question-schema.ts";
import { type Column, columns, optionColumns, writeList, writeNumber } from "./csv-columns.ts";
import { writeRows } from "./csv-rows.ts";
import type { Writing } from "./draft.ts";

/** Questions as CSV, with nothing left out: reading it gives the same questions. */
export function writeCsv(questions: readonly QuestionFields[]): Writing {
  const rows = questions.map((question) => {
    const cells = toCells(question);
    return columns.map((column) => cells[column] ?? "");
  });
  return { text: writeRows([columns, ...rows]), notes: [] };
}

function toCells(question: QuestionFields): Partial<Record<Column, string>> {
  const { id, kind, difficulty, prompt, explanation, learnMore, source } = question;
  return {
    id,
    kind,
    difficulty,
    prompt,
    ...answerCells(question),
    explanation,
    learnMore,
    sourceTitle: source.title,
    sourceUrl: source.url,
    sourceChecked: source.checked,
  };
}

function answerCells(question: QuestionFields): Partial<Record<Column, string>> {
  switch (question.kind) {
    case "single":
    case "multiple": {
      const right = question.options.flatMap((option, index) => (option.right ? [index + 1] : []));
      const options = question.options.map((option, index) => [optionColumns[index] ?? "", option.text]);
      return { ...Object.fromEntries(options), right: right.join(" ") };
    }
    case "true-false":
      return { right: String(question.answer) };
    case "short":
      return question.number === undefined
        ? {
            accept: writeList(question.accept ?? []),
            margin: question.margin === 0 ? "" : writeNumber(question.margin),
          }
        : { number: writeNumber(question.number), margin: writeNumber(question.margin) };
    case "order":
      return { items: writeList(question.items) };
    default:
      return question satisfies never;
  }
}
