/** Something wrong in a knowledge file, addressed to the person who edits it. Lines and columns count from 1. */
export type Fault = {
  file: string;
  line: number;
  column: number;
  problem: string;
  remedy: string;
};

/** `file:line:column  what is wrong  what to write instead`: editors and terminals make it a link. */
export function formatFault(fault: Fault): string {
  return `${fault.file}:${fault.line}:${fault.column}  ${fault.problem}  ${fault.remedy}`;
}

export function byPosition(a: Fault, b: Fault): number {
  return a.file.localeCompare(b.file, "en") || a.line - b.line || a.column - b.column;
}

/** Where in a document: the keys and indexes that lead there, as in a zod issue. */
export type FieldPath = readonly PropertyKey[];
