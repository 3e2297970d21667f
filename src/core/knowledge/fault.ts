/** Something wrong in a knowledge file, addressed to the person who edits it. Lines and columns count from 1. */
export type Fault = {
  file: string;
  line: number;
  column: number;
  problem: string;
  remedy: string;
};

const unsafe = /[\p{Cc}\p{Bidi_Control}]/gu;

/** `file:line:column  what is wrong  what to write instead`: editors and terminals make it a link. */
export function formatFault(fault: Fault): string {
  // A file may hold anything, and what it holds is quoted: nothing of it may move a cursor or break the line.
  return `${fault.file}:${fault.line}:${fault.column}  ${fault.problem}  ${fault.remedy}`.replaceAll(unsafe, "");
}

export function byPosition(a: Fault, b: Fault): number {
  return a.file.localeCompare(b.file, "en") || a.line - b.line || a.column - b.column;
}

/** Where in a document: the keys and indexes that lead there, as in a zod issue. */
export type FieldPath = readonly PropertyKey[];
