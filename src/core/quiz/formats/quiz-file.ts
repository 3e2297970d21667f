/** Questions as a file of the base, written as people write them here: see knowledge/README.md. */
import { Document, isMap, isScalar, isSeq, type Node, parseDocument, Scalar, stringify } from "yaml";
import type { QuestionFields } from "../../knowledge/question-schema.ts";

export type Appended = { kind: "appended"; text: string } | { kind: "refused"; problem: string; remedy: string };

const width = 120;
/** What still fits on the line of its field. */
const longestPlain = 90;

/** @param comments lines that start with #, to stand above the questions */
export function newQuizFile(
  title: string,
  top: readonly string[],
  comments: readonly string[],
  questions: readonly QuestionFields[],
): string {
  return [
    "# yaml-language-server: $schema=../../schema/quizzes.json",
    ...top,
    `title: ${scalar(title)}`,
    "aliases: []",
    "questions:",
    ...indented([...comments, questionsText(questions)].join("\n"), 2),
    "",
  ].join("\n");
}

/** The file with more questions after its last one; not a character of what was there changes. */
export function appendQuestions(
  text: string,
  comments: readonly string[],
  questions: readonly QuestionFields[],
): Appended {
  const { contents } = parseDocument(text);
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === "questions")
    : undefined;
  const list = pair?.value;
  const [first] = isSeq(list) ? list.items : [];
  const last = isSeq(list) ? (list.items.at(-1) as Node | undefined) : undefined;
  if (!isSeq(list) || list.flow || !first || !last?.range || !list.range) {
    const remedy = "write its questions as a list with one - for each, then import again";
    return { kind: "refused", problem: "the file has no list of questions to add to", remedy };
  }
  const isLastKey = isMap(contents) && contents.items.at(-1) === pair;
  const end = isLastKey ? text.length : endOfLine(text, text.slice(0, last.range[1]).trimEnd().length);
  const before = text.slice(0, end).trimEnd();
  const dash = list.range[0] - (text.lastIndexOf("\n", list.range[0] - 1) + 1);
  const added = indented([...comments, questionsText(questions)].join("\n"), dash).join("\n");
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const block = `\n\n${added}\n`.replaceAll("\n", newline);
  return { kind: "appended", text: before + block + text.slice(end).replace(/^\r?\n/, "") };
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

const questionsText = (questions: readonly QuestionFields[]) => questions.map(questionText).join("\n\n");

function questionText(question: QuestionFields): string {
  const { id, kind, difficulty, prompt, explanation, learnMore, source } = question;
  const fields = { id, kind, difficulty, prompt, ...answerFields(question), explanation, learnMore };
  // What YAML 1.1 reads otherwise, such as yes or 1:30, goes in quotes: editors' tools still differ.
  const document = new Document(fields, { compat: "yaml-1.1" });
  const why = document.get("explanation", true);
  if (isScalar(why) && explanation.length > longestPlain) why.type = Scalar.BLOCK_FOLDED;
  const accept = document.get("accept", true);
  if (isSeq(accept)) accept.flow = !String(accept).includes("\\n") && String(accept).length <= longestPlain;
  const lines = document
    .toString({ lineWidth: width - 4, flowCollectionPadding: false })
    .trimEnd()
    .split("\n");
  const link = `source: { title: ${quoted(source.title)}, url: ${quoted(source.url)}, checked: ${source.checked} }`;
  return ["- ", ...lines.map((line) => (line === "" ? "" : `  ${line}`)), `  ${link}`]
    .join("\n")
    .replace("- \n  ", "- ");
}

function answerFields(question: QuestionFields): Record<string, unknown> {
  switch (question.kind) {
    case "single":
    case "multiple":
      return { options: question.options.map(({ text, right }) => (right ? { text, right } : { text })) };
    case "true-false":
      return { answer: question.answer };
    case "short": {
      const margin = question.margin === 0 ? {} : { margin: question.margin };
      return question.number === undefined
        ? { accept: question.accept, ...margin }
        : { number: question.number, ...margin };
    }
    case "order":
      return { items: question.items };
    default:
      return question satisfies never;
  }
}

const scalar = (text: string) => stringify(text, { lineWidth: 0, compat: "yaml-1.1" }).trimEnd();
const quoted = (text: string) => stringify(text, { lineWidth: 0, defaultStringType: Scalar.QUOTE_DOUBLE }).trimEnd();

const indented = (text: string, by: number) =>
  text.split("\n").map((line) => (line === "" ? "" : " ".repeat(by) + line));
