/** The columns of our own CSV: together they hold everything that a question has. */
export const columns = [
  "id",
  "kind",
  "difficulty",
  "prompt",
  "option1",
  "option2",
  "option3",
  "option4",
  "option5",
  "option6",
  "right",
  "accept",
  "number",
  "margin",
  "items",
  "explanation",
  "learnMore",
  "sourceTitle",
  "sourceUrl",
  "sourceChecked",
] as const;
export type Column = (typeof columns)[number];

export const optionColumns = columns.filter((column) => column.startsWith("option"));

/** Columns that only some kinds of question use. `right` holds option numbers ("2", "1 3") or true or false. */
export const columnsByKind = {
  single: [...optionColumns, "right"],
  multiple: [...optionColumns, "right"],
  "true-false": ["right"],
  short: ["accept", "number", "margin"],
  order: ["items"],
} as const satisfies Record<string, readonly Column[]>;

/** A list in one cell, one a line: a line break inside of one is written \n, and a backslash \\. */
export function writeList(list: readonly string[]): string {
  return list.map((one) => one.replaceAll("\\", "\\\\").replaceAll("\r", "\\r").replaceAll("\n", "\\n")).join("\n");
}

export function readList(cell: string): string[] {
  return cell
    .split(/\r\n|\r|\n/)
    .map((line) => line.replaceAll(/\\([\\rn])/g, (_, mark) => ({ n: "\n", r: "\r" })[mark as string] ?? "\\").trim())
    .filter((one) => one !== "");
}

/** A number so that reading it gives the same one: `String` would forget that zero can be negative. */
export const writeNumber = (number: number) => (Object.is(number, -0) ? "-0" : String(number));
