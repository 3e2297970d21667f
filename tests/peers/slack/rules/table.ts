import { isFields } from "../json.ts";
import { readableText } from "../reading.ts";
import { checkList, checkString, type Report } from "./report.ts";
import { checkRichText } from "./rich-text.ts";

const maxRows = 100;
const maxColumns = 20;
const maxTableLength = 10_000;

/** @see https://docs.slack.dev/reference/block-kit/blocks/table-block */
export function checkTable(block: { rows?: unknown; column_settings?: unknown }, where: string, report: Report): void {
  const rows = checkList(block.rows, { where: `${where}.rows`, max: maxRows, report });
  for (const [at, row] of rows.entries()) {
    const place = `${where}.rows[${at}]`;
    const cells = checkList(row, { where: place, max: maxColumns, report });
    for (const [column, cell] of cells.entries()) checkCell(cell, `${place}[${column}]`, report);
  }
  const length = readableText(rows).length;
  if (length > maxTableLength) report(where, `must have ${maxTableLength} or fewer characters, has ${length}`);
  if (block.column_settings === undefined) return;
  const place = `${where}.column_settings`;
  const settings = checkList(block.column_settings, { where: place, max: maxColumns, min: 0, report });
  for (const [at, setting] of settings.entries()) checkColumn(setting, `${place}[${at}]`, report);
}

function checkCell(cell: unknown, where: string, report: Report): void {
  const type = isFields(cell) ? cell.type : undefined;
  if (!isFields(cell)) report(where, "must be an object");
  else if (type === "rich_text") checkRichText(cell, where, report);
  else if (type === "raw_text") checkString(cell.text, { where: `${where}.text`, max: maxTableLength, report });
  else if (type === "raw_number") {
    if (typeof cell.value !== "number") report(`${where}.value`, "must be a number");
    checkString(cell.text, { where: `${where}.text`, max: maxTableLength, report });
  } else report(where, "must be raw_text, raw_number or rich_text");
}

function checkColumn(setting: unknown, where: string, report: Report): void {
  if (setting === null) return; // leaves the column as it is
  if (!isFields(setting)) {
    report(where, "must be an object");
    return;
  }
  const { align = "left", is_wrapped: isWrapped = false } = setting;
  if (align !== "left" && align !== "center" && align !== "right") {
    report(`${where}.align`, "must be left, center or right");
  }
  if (typeof isWrapped !== "boolean") report(`${where}.is_wrapped`, "must be true or false");
}
