/** Comma-separated values as RFC 4180 has them: https://www.rfc-editor.org/rfc/rfc4180 */
import { type Place, type Problem, placesOf, withoutMark } from "./draft.ts";

export type Cell = Place & { text: string };
export type Rows = { rows: Cell[][]; problems: Problem[] };

/**
 * Rows of cells with their places, blank lines left out. Lines may end in CRLF, LF or CR; a cell keeps the line breaks
 * between its quotes as they are. A row with a problem is reported and left out.
 */
export function readRows(given: string): Rows {
  const text = withoutMark(given);
  const placeOf = placesOf(text);
  const rows: Cell[][] = [];
  const problems: Problem[] = [];
  let row: Cell[] = [];
  let faulty = false;
  let at = 0;
  const report = (offset: number, problem: string, remedy: string) => {
    if (!faulty) problems.push({ ...placeOf(offset), problem, remedy });
    faulty = true;
  };
  while (at < text.length) {
    const start = at;
    let value = "";
    if (text[at] === '"') {
      const closing = closingQuote(text, at + 1);
      if (closing === -1) {
        report(
          start,
          'a cell starts with a quote (") that nothing closes',
          'end the cell with ", and write "" for a quote inside it',
        );
        break;
      }
      value = text.slice(at + 1, closing).replaceAll('""', '"');
      at = closing + 1;
    }
    const rest = /[^,\r\n]*/y;
    rest.lastIndex = at;
    const bare = rest.exec(text)?.[0] ?? "";
    if (text[start] === '"' && bare !== "")
      report(at, "there is text after a cell's closing quote", 'write "" for a quote inside a cell');
    if (text[start] !== '"' && bare.includes('"')) {
      report(
        at + bare.indexOf('"'),
        'a quote (") inside a cell that has none around it',
        'put the cell in quotes and write "" for each quote inside it',
      );
    }
    row.push({ ...placeOf(start), text: value + bare });
    at += bare.length;
    if (text[at] === ",") {
      at += 1;
      if (at < text.length) continue;
      row.push({ ...placeOf(at), text: "" });
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    if (!faulty && row.some((cell) => cell.text !== "")) rows.push(row);
    row = [];
    faulty = false;
  }
  return { rows, problems };
}

/** The quote that ends a cell, or -1. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

export function writeRows(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(",")}\r\n`).join("");
}

/** Quoted where a reader would otherwise cut, trim or misread it. */
function writeCell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
