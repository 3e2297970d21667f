import type { Fault } from "../../knowledge/fault.ts";

/** Where something stands in the imported file; lines and columns count from 1. */
export type Place = { line: number; column: number };

/** What is wrong with one item, before it is known which file it is in. */
export type Problem = Omit<Fault, "file">;

/** Something that our questions have no room for, left behind while the rest of the item comes in. */
export type Note = { line: number; text: string };

/** What a question takes as an answer. */
export type Answers =
  | { kind: "single" | "multiple"; options: { text: string; right: boolean }[] }
  | { kind: "true-false"; answer: boolean }
  | { kind: "short"; accept: string[]; margin?: number }
  | { kind: "short"; number: number; margin: number }
  | { kind: "order"; items: string[] };

/**
 * A question as far as another format tells it. `prompt` and `explanation` are Markdown; options, items and accepted
 * answers are plain text in which backticks mark code. Nothing is validated yet.
 */
export type Draft = Place & {
  prompt: string;
  answers: Answers;
  id?: string | undefined;
  difficulty?: string | undefined;
  explanation?: string | undefined;
  learnMore?: string | undefined;
  source?: { title: string; url: string; checked?: string | undefined } | undefined;
};

/** A whole file read: the items that could be, and what is wrong with each of the others. */
export type Reading = { drafts: Draft[]; problems: Problem[]; notes: Note[] };

/** A whole topic written, and what the format has no room for. */
export type Writing = { text: string; notes: string[] };

/** The places of a text's offsets, which count UTF-16 units as strings do. */
export function placesOf(text: string): (offset: number) => Place {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

/** A text without the byte-order mark that Windows programs start a file with. */
export const withoutMark = (text: string) => text.replace(/^\uFEFF/, "");
