/** Questions as Moodle's GIFT. Moodle and we read the same out of it; what only we have travels in comments. */
import type { QuestionFields } from "../../knowledge/question-schema.ts";
import { writeNumber } from "./csv-columns.ts";
import type { Writing } from "./draft.ts";
import { writeWeight } from "./gift-choice.ts";
import { writeTag } from "./gift-tags.ts";
import { escapeGift } from "./gift-text.ts";
import { readsAsIs } from "./plain-text.ts";

export function writeGift(questions: readonly QuestionFields[]): Writing {
  const notes: string[] = [];
  const blocks = questions.flatMap((question) => {
    if (question.kind === "short" && question.accept?.some((answer) => answer.includes("->"))) {
      notes.push(`${question.id} is left out: an accepted answer holds ->, which makes it a matching question in GIFT`);
      return [];
    }
    if (question.kind === "order") {
      notes.push(
        `${question.id} goes out as a matching question, 1 -> first and so on; reading it back makes it an order again`,
      );
    }
    return [writeQuestion(question)];
  });
  return { text: blocks.join("\n"), notes };
}

function writeQuestion(question: QuestionFields): string {
  const { id, difficulty, prompt, explanation, learnMore, source } = question;
  return [
    `// ${writeTag("id", id)} ${writeTag("tag", difficulty)} ${writeTag("learnMore", learnMore)}`,
    `// ${writeTag("sourceTitle", source.title)} ${writeTag("sourceUrl", source.url)} ${writeTag("sourceChecked", source.checked)}`,
    // Line breaks are written \n, since a blank line in a code block would end the question, and Moodle trims lines.
    `::${escapeGift(id)}::[markdown]${escapeGift(prompt)} {`,
    ...writeAnswers(question).map((line) => `\t${line}`),
    `\t####[markdown]${escapeGift(explanation)}`,
    "}",
    "",
  ].join("\n");
}

function writeAnswers(question: QuestionFields): string[] {
  switch (question.kind) {
    case "single":
      return question.options.map(({ text, right }) => `${right ? "=" : "~"}${guard(text, right)}${writeOption(text)}`);
    case "multiple": {
      const weight = writeWeight(question.options.filter((option) => option.right).length);
      // Wrong ones cost all the points, as Moodle advises: else ticking everything would win.
      return question.options.map(({ text, right }) => `~%${right ? weight : "-100"}%${writeOption(text)}`);
    }
    case "true-false":
      return [question.answer ? "TRUE" : "FALSE"];
    case "short":
      // An asterisk is a wildcard for Moodle unless a backslash stands before it.
      return question.number === undefined
        ? (question.accept ?? []).map((text) => `=${guard(text, true)}${escapeGift(text.replaceAll("*", "\\*"))}`)
        : [`#${writeNumber(question.number)}:${writeNumber(question.margin)}`];
    case "order":
      return question.items.map((text, index) => `=${index + 1} -> ${escapeGift(text)}`);
    default:
      return question satisfies never;
  }
}

/** A text that starts like a percentage would be taken for one, unless one is there already. */
const guard = (text: string, right: boolean) => (/^%-?\d/.test(text) ? (right ? "%100%" : "%0%") : "");

/** Options are plain text here; where Markdown would show one otherwise, or a marker stands in it, GIFT is told so. */
const writeOption = (text: string) => `${text.startsWith("[") || !readsAsIs(text) ? "[plain]" : ""}${escapeGift(text)}`;
