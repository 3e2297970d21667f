import { nearest } from "../../nearest.ts";
import { type Column, columns, columnsByKind, optionColumns, readList } from "./csv-columns.ts";
import { type Cell, readRows } from "./csv-rows.ts";
import type { Answers, Draft, Place, Problem, Reading } from "./draft.ts";

/** One row by column; a column that the file doesn't have reads as empty, at the row's start. */
type Row = (column: Column) => Cell;

/** Read our own CSV, whose header names the columns in any order. */
export function readCsv(text: string): Reading {
  const { rows, problems } = readRows(text);
  const [header, ...rest] = rows;
  if (header === undefined) {
    const remedy = `start with a line of column names: ${columns.join(",")}`;
    return {
      drafts: [],
      problems: problems.length > 0 ? problems : [at(undefined, "the file is empty", remedy)],
      notes: [],
    };
  }
  const headless = problems.some((problem) => problem.line < (header[0]?.line ?? 1));
  const wrongHeader = headless ? [] : headerProblems(header);
  // Without its columns no row can be read, and each of them would only repeat what is wrong with the header.
  if (headless || wrongHeader.length > 0) return { drafts: [], problems: [...wrongHeader, ...problems], notes: [] };
  const drafts: Draft[] = [];
  for (const cells of rest) {
    const read = readRow(header, cells);
    if ("prompt" in read) drafts.push(read);
    else problems.push(...read.problems);
  }
  return { drafts, problems, notes: [] };
}

function headerProblems(header: readonly Cell[]): Problem[] {
  const names = header.map((cell) => cell.text.trim());
  if (header.length === 1 && /[;\t]/.test(names[0] ?? "")) {
    return [
      at(header[0], "the columns are not parted by commas", "save the sheet again with a comma as the delimiter"),
    ];
  }
  const unknown = header.flatMap((cell, index) => {
    const name = names[index] ?? "";
    if (!columns.some((column) => column === name)) {
      const [close] = nearest(name, columns, 1);
      const remedy = `${close ? `write "${close}"? ` : ""}the columns are ${columns.join(", ")}`;
      return [at(cell, name === "" ? "a column has no name" : `unknown column "${name}"`, remedy)];
    }
    return names.indexOf(name) < index ? [at(cell, `the column "${name}" is there twice`, "keep one of them")] : [];
  });
  const missing = (["kind", "prompt"] as const).filter((column) => !names.includes(column));
  return [
    ...unknown,
    ...missing.map((name) => at(header[0], `the column "${name}" is missing`, `add it to the first line`)),
  ];
}

function readRow(header: readonly Cell[], cells: readonly Cell[]): Draft | { problems: Problem[] } {
  const [first] = cells;
  if (cells.length !== header.length) {
    const problem = `${cells.length} cells under ${header.length} columns`;
    return { problems: [at(first, problem, "put a cell that holds a comma or a line break in quotes")] };
  }
  const row: Row = (column) => {
    const index = header.findIndex((cell) => cell.text.trim() === column);
    return cells[index] ?? { line: first?.line ?? 1, column: 1, text: "" };
  };
  const answers = readAnswers(row);
  if (!("kind" in answers)) return answers;
  const used: readonly Column[] = columnsByKind[answers.kind];
  const stray = Object.values(columnsByKind)
    .flat()
    .filter((column, index, all) => all.indexOf(column) === index && !used.includes(column) && row(column).text !== "")
    .map((column) =>
      at(row(column), `a ${answers.kind} question has no "${column}"`, `empty the cell; it has ${used.join(", ")}`),
    );
  if (stray.length > 0) return { problems: stray };
  const filled = (column: Column) => row(column).text.trim() || undefined;
  const [title, url, checked] = [filled("sourceTitle"), filled("sourceUrl"), filled("sourceChecked")];
  return {
    line: first?.line ?? 1,
    column: first?.column ?? 1,
    prompt: row("prompt").text.trim(),
    answers,
    id: filled("id"),
    difficulty: filled("difficulty"),
    explanation: filled("explanation"),
    learnMore: filled("learnMore"),
    source: title || url ? { title: title ?? "", url: url ?? "", checked } : undefined,
  };
}

function readAnswers(row: Row): Answers | { problems: Problem[] } {
  const kind = row("kind").text.trim();
  switch (kind) {
    case "single":
    case "multiple":
      return readOptions(kind, row);
    case "true-false": {
      const right = row("right");
      const said = /^\s*(?:(true)|false)\s*$/i.exec(right.text);
      return said
        ? { kind, answer: said[1] !== undefined }
        : { problems: [at(right, `"right" is ${show(right.text)}`, "write true or false")] };
    }
    case "short":
      return readShort(row);
    case "order":
      return { kind, items: readList(row("items").text) };
    default: {
      const remedy = `write one of ${Object.keys(columnsByKind).join(", ")}`;
      return { problems: [at(row("kind"), `"kind" is ${show(kind)}`, remedy)] };
    }
  }
}

function readOptions(kind: "single" | "multiple", row: Row): Answers | { problems: Problem[] } {
  const cells = optionColumns.map(row);
  const count = cells.findLastIndex((cell) => cell.text.trim() !== "") + 1;
  const gap = cells.findIndex((cell, index) => index < count && cell.text.trim() === "");
  if (gap !== -1)
    return { problems: [at(cells[gap], `option${gap + 1} is empty`, "leave no gap between the options")] };
  const numbers = row("right")
    .text.split(/[\s,;]+/)
    .filter((one) => one !== "");
  const strange = numbers.find((one) => !/^[1-9]$/.test(one) || Number(one) > count);
  if (numbers.length === 0 || strange !== undefined) {
    const remedy = `write the number of the right option, 1 to ${Math.max(count, 1)}${kind === "multiple" ? ", or several with spaces" : ""}`;
    return { problems: [at(row("right"), `"right" is ${show(strange ?? "")}`, remedy)] };
  }
  const options = cells
    .slice(0, count)
    .map((cell, index) => ({ text: cell.text.trim(), right: numbers.includes(String(index + 1)) }));
  return { kind, options };
}

function readShort(row: Row): Answers | { problems: Problem[] } {
  const [accept, number, margin] = [row("accept"), row("number"), row("margin")];
  if ((accept.text.trim() === "") === (number.text.trim() === "")) {
    const remedy = 'fill in either "accept" (right answers, one a line) or "number"';
    return { problems: [at(accept, "a short question takes either text or a number", remedy)] };
  }
  const strange = [number, margin].find((cell) => cell.text.trim() !== "" && !Number.isFinite(Number(cell.text)));
  if (strange)
    return { problems: [at(strange, `${show(strange.text)} is no number`, "write digits, with a point for decimals")] };
  if (accept.text.trim() !== "") {
    return { kind: "short", accept: readList(accept.text), margin: Number(margin.text) };
  }
  return { kind: "short", number: Number(number.text), margin: Number(margin.text) };
}

const show = (text: string) => (text.trim() === "" ? "empty" : JSON.stringify(text.slice(0, 60)));

function at(cell: Place | undefined, problem: string, remedy: string): Problem {
  return { line: cell?.line ?? 1, column: cell?.column ?? 1, problem, remedy };
}
