/** Tables: Slack's own where it takes them, else lines. */
import type { types } from "@slack/bolt";
import type { Inline } from "../../core/reply.ts";
import { type Run, toRuns } from "../text/runs.ts";
import { longestTable, longestText, mostColumns, mostRows } from "./limits.ts";
import { emphasis, inPieces, oneLine, plainRun, strong, textOf, toElements, trimmed } from "./rich-text.ts";
import { paragraphs, type Rich } from "./rich-text-blocks.ts";

/** A table, and the lines that it is where there can be none. */
export type Table = { kind: "table"; rows: Run[][][]; lines: Rich[] };

/** Rows up to this long are one line. */
const longestRow = 64;
const longestRank = 4;

export function tableParts(header: readonly Inline[][], rows: readonly Inline[][][]): (Table | Rich)[] {
  const titles = header.map(cellRuns);
  const body = rows.map((row) => row.map(cellRuns));
  const lines = tableLines(titles, body);
  const all = titles.every((title) => title.length === 0) ? body : [titles.map(strong), ...body];
  const columns = Math.max(0, ...all.map((row) => row.length));
  const isTable = columns > 0 && columns <= mostColumns && all.length <= mostRows && lines.length > 0;
  const full = all.map((row) => Array.from({ length: columns }, (_, at) => row[at] ?? []));
  return isTable && tableText(full).length <= longestTable ? [{ kind: "table", rows: full, lines }] : lines;
}

const cellRuns = (cell: readonly Inline[]): Run[] => trimmed(toRuns(cell));

/** As long as Slack might count it, where an empty cell is a space. */
export function tableText(rows: readonly Run[][][]): string {
  return rows.map((row) => row.map((cell) => textOf(cell) || " ").join(" | ")).join("\n");
}

export function tableBlock(rows: readonly Run[][][]): types.TableBlock {
  return {
    type: "table",
    rows: rows.map((row) => row.map(toCell)),
    column_settings: (rows[0] ?? []).map(() => ({ is_wrapped: true })),
  };
}

function toCell(runs: Run[]): types.TableBlock["rows"][number][number] {
  if (runs.length === 0) return { type: "raw_text", text: " " };
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: toElements(runs) }] };
}

/**
 * Rows that fit a line are one, under their titles; in others each cell has a line of its own, under the first.
 *
 * The first column of a ranking has no title: its place is no more than a lead to the name in the second.
 */
function tableLines(header: readonly Run[][], rows: readonly Run[][][]): Rich[] {
  const isShort = rows.every((row) => textOf(joined(row)).length <= longestRow);
  const titles = line(emphasis(joined(isShort ? header : header.slice(0, 1))));
  const body = rows.flatMap((row): Rich[] => {
    const [first = [], ...rest] = row;
    if (!isShort) return [...line(strong(first)), ...cellItems(rest, header.slice(1))];
    const isRank = (header[0] ?? []).length === 0 && textOf(first).length <= longestRank;
    const [second = [], ...others] = rest;
    return isRank
      ? line(joined([[...first, plainRun(" "), ...strong(second)], ...others]))
      : line(joined([strong(first), ...rest]));
  });
  return [...titles, ...body].map((part, at) =>
    part.kind === "paragraph" && at > 0 ? { ...part, isTight: true } : part,
  );
}

/** Cells beside each other; the empty ones leave no mark. */
function joined(cells: readonly Run[][]): Run[] {
  const full = cells.map(trimmed).filter((cell) => cell.length > 0);
  return full.flatMap((cell, at) => (at === 0 ? cell : [plainRun(" · "), ...cell]));
}

const line = (runs: readonly Run[]) => paragraphs(inLine(runs));
const inLine = (runs: readonly Run[]) => runs.map((run) => ({ ...run, text: oneLine(run.text) }));

function cellItems(cells: readonly Run[][], header: readonly Run[][]): Rich[] {
  return cells.flatMap((cell, at): Rich[] => {
    const title = header[at] ?? [];
    const named = title.length === 0 ? cell : [...title, plainRun(": "), ...cell];
    const [first, ...more] = inPieces(trimmed(inLine(named)), longestText);
    if (first === undefined || first.length === 0) return [];
    const item: Rich = { kind: "item", runs: first, ordered: false, number: at, indent: 0 };
    return [item, ...more.flatMap(paragraphs)];
  });
}
