/**
 * Trivia lists in the style of Red: a YAML map of each question to the answers that count.
 * https://docs.discord.red/en/stable/guide_trivia_list_creation.html
 */
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from "yaml";
import type { Draft, Place, Problem, Reading } from "./draft.ts";
import { asMarkdown } from "./plain-text.ts";

/** Keys that describe the list. */
const aboutTheList = ["AUTHOR", "AUTHORS", "CONFIG", "DESCRIPTION", "LICENCE", "LICENSE", "NAME", "TITLE"];

export function readRed(text: string): Reading {
  const lines = new LineCounter();
  // Two questions in the same words are told apart below, so that the others still come in.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  const placeOf = (node: unknown): Place => {
    const { line, col } = lines.linePos((node as Node | undefined)?.range?.[0] ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const syntax = document.errors.map((error): Problem => {
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {};
    const [problem = ""] = error.message.split(/ at line \d+|\n/);
    return {
      line,
      column: col,
      problem: `not valid YAML: ${problem}`,
      remedy: 'put a text that holds ": " or " #" in quotes',
    };
  });
  if (syntax.length > 0) return { drafts: [], problems: syntax, notes: [] };
  if (!isMap(document.contents)) {
    const remedy = "write each question, a colon, and its answers as a list below";
    return {
      drafts: [],
      problems: [{ line: 1, column: 1, problem: "the file is no map of questions to answers", remedy }],
      notes: [],
    };
  }
  const reading: Reading = { drafts: [], problems: [], notes: [] };
  const asked = new Map<string, number>();
  for (const pair of document.contents.items) {
    const place = placeOf(pair.key);
    const key = textOf(pair.key)?.trim() ?? "";
    if (aboutTheList.includes(key) || (/^[A-Z][A-Z\d_ ]*$/.test(key) && isMap(pair.value))) {
      reading.notes.push({
        line: place.line,
        text: `${key} is about the list and left out: credit its author with --source-title`,
      });
      continue;
    }
    const earlier = asked.get(key);
    asked.set(key, earlier ?? place.line);
    const read =
      earlier === undefined
        ? toDraft(pair, key, place, placeOf)
        : {
            ...place,
            problem: "the question is there twice",
            remedy: `give all its answers in one list; the other is on line ${earlier}`,
          };
    if ("problem" in read) reading.problems.push(read);
    else reading.drafts.push(read);
  }
  return reading;
}

function toDraft(pair: Pair, key: string, place: Place, placeOf: (node: unknown) => Place): Draft | Problem {
  if (key === "") return { ...place, problem: "the question is empty", remedy: "write the question before the colon" };
  const nodes = isSeq(pair.value) ? pair.value.items : [pair.value];
  const strange = nodes.find((node) => !textOf(node)?.trim());
  if (strange !== undefined || nodes.length === 0) {
    const at = strange === undefined || strange === null ? place : placeOf(strange);
    return {
      ...at,
      problem: "an answer is empty or no text",
      remedy: "write a list of texts, one - and a space before each",
    };
  }
  const accept = [...new Set(nodes.map((node) => textOf(node)?.trim() ?? ""))];
  const [only = ""] = accept;
  const isClaim = accept.length === 1 && /^(true|false)$/i.test(only);
  return {
    ...place,
    prompt: asMarkdown(key),
    answers: isClaim ? { kind: "true-false", answer: /^true$/i.test(only) } : { kind: "short", accept },
  };
}

/** As it is written: an unquoted 1.10 is a text here, not the number 1.1. */
function textOf(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === "string" ? node.value : (node.source ?? String(node.value));
}
