/** Blocks as the parts that a Discord message is put together from; no part is too large for a message of its own. */
import { type Block, type Button, type Inline, inlineText } from "../../core/reply.ts";
import { clean } from "../text/clean.ts";
import { cutLine, packLines } from "../text/lines.ts";
import { inSlices } from "../text/runs.ts";
import {
  longestAlt,
  longestButtonLabel,
  longestOptionLabel,
  longestPlaceholder,
  mostButtonsARow,
  mostOptions,
} from "./limits.ts";
import { apart, writeInline } from "./markup.ts";

export type Part =
  /** Markdown. `isTight`: on the next line, with no room in between. */
  | { kind: "text"; text: string; isTight?: true }
  /** A text with a button beside it. */
  | { kind: "section"; text: string; button: Button }
  | { kind: "buttons"; buttons: Button[] }
  | { kind: "select"; placeholder: string; choices: Button[] }
  | { kind: "divider" }
  | { kind: "image"; png: Uint8Array; alt: string }
  | { kind: "file"; name: string; text: string };

/** Paragraphs are cut here: what stands in a list or quote grows by its marks, and messages are packed from these. */
const longestParagraph = 1900;
/** Code is cut only when a message cannot hold it. */
const longestCode = 3900;
/** Rows of a table up to this long are one line. */
const longestRow = 64;
const longestRank = 4;
const progressCells = 12;

export function toParts(reply: readonly Block[]): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < reply.length; at++) {
    const [block, next] = [reply[at], reply[at + 1]];
    const sections = block && next && asSections(block, next);
    if (sections) at++;
    parts.push(...(sections ?? (block ? knownParts(block) : [])));
  }
  return parts;
}

/** Options too long for a label stand beside the button that has their letter. */
function asSections(block: Block, next: Block): Part[] | undefined {
  if (block.kind !== "fields" || next.kind !== "buttons" || block.fields.length !== next.buttons.length)
    return undefined;
  const isPair = block.fields.every(
    ({ label }, at) => label === next.buttons[at]?.label && label.length <= longestRank,
  );
  if (!isPair) return undefined;
  return block.fields.flatMap(({ label, value }, at): Part[] => {
    const button = next.buttons[at];
    const [text, ...more] = writeInline(
      [{ kind: "strong", content: [{ kind: "text", text: label }] }, ...space, ...value],
      longestParagraph,
    );
    if (!button) return [];
    if (text === undefined) return buttonParts([button]);
    return [{ kind: "section", text, button: { ...button, label: labelOf(button.label) } }, ...texts(more)];
  });
}

const space: Inline[] = [{ kind: "text", text: " " }];
const texts = (all: readonly string[]): Part[] => all.map((text) => ({ kind: "text", text }));
const tight = (all: readonly string[]): Part[] =>
  all.map((text, at) => ({ kind: "text", text, ...(at > 0 && { isTight: true as const }) }));

/** Blocks never change, and those of the knowledge are said again and again. */
const known = new WeakMap<Block, readonly Part[]>();

function knownParts(block: Block): readonly Part[] {
  const parts = known.get(block) ?? blockParts(block);
  known.set(block, parts);
  return parts;
}

function blockParts(block: Block): Part[] {
  switch (block.kind) {
    case "heading":
      return texts(paragraphs(oneLine(block.text)).map((text) => `## ${text}`));
    case "text":
      return texts(writeInline(block.content, longestParagraph));
    case "list":
      return block.items.flatMap((item, at) => {
        const mark = block.ordered ? `${at + 1}. ` : "- ";
        return prefixed(item.flatMap(blockParts), mark, " ".repeat(mark.length), at > 0);
      });
    case "quote":
      return prefixed(block.blocks.flatMap(blockParts), "> ", "> ", false);
    case "code":
      return codeBlocks(block.text, block.language);
    case "table":
      return tight(tableLines(block.header, block.rows));
    case "fields":
      return tight(block.fields.flatMap(({ label, value }) => labelled(label, value)));
    case "buttons":
      return buttonParts(block.buttons);
    case "select":
      return selectParts(block.prompt, block.choices);
    case "image": {
      const alt = clean(block.alt);
      const isCaption = block.png.length === 0 || alt.length > longestAlt;
      const image: Part[] = block.png.length > 0 ? [{ kind: "image", png: block.png, alt: isCaption ? "" : alt }] : [];
      return [...image, ...(isCaption ? texts(paragraphs(block.alt)) : [])];
    }
    case "file":
      return [{ kind: "file", name: block.name, text: block.text }];
    case "progress": {
      const share = block.of === 0 ? 0 : Math.min(Math.max(block.done / block.of, 0), 1);
      const full = Math.round(share * progressCells);
      const bar = `${"▰".repeat(full)}${"▱".repeat(progressCells - full)} ${block.done}/${block.of}`;
      return texts(paragraphs(`${oneLine(block.label)} ${bar}`));
    }
    case "sources": {
      const links = block.sources.flatMap(({ title, url }): Inline[] => [
        { kind: "text", text: " · " },
        { kind: "link", url, content: [{ kind: "text", text: oneLine(title).trim() || url }] },
      ]);
      const small = writeInline([{ kind: "text", text: `checked ${block.checked}` }, ...links], longestParagraph);
      return texts(small.map((text) => `-# ${text}`));
    }
    case "divider":
      return [{ kind: "divider" }];
    default:
      return block satisfies never;
  }
}

const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, " ");

/** What is said in a list or quote has marks before its lines; what is no text stands by itself. */
function prefixed(parts: readonly Part[], first: string, rest: string, isTight: boolean): Part[] {
  const start = parts.findIndex(({ kind }) => kind === "text");
  return parts.flatMap((part, at): Part[] => {
    if (part.kind !== "text" || part.text.startsWith("```")) return [part];
    const lines = part.text.split("\n").map((line, row) => (at === start && row === 0 ? first : rest) + line);
    return packLines(lines, longestParagraph).map((text, row) => ({
      kind: "text",
      text,
      ...((at > start || isTight || row > 0) && { isTight: true as const }),
    }));
  });
}

/** A block of nothing would be the start of the next one. */
function codeBlocks(text: string, language: string): Part[] {
  const name = /^[\w+#.-]{1,20}$/.test(language) ? language : "";
  const lines = apart(clean(text))
    .split("\n")
    .flatMap((line) => cutLine(line, longestCode));
  const blocks = packLines(lines, longestCode).filter((block) => block.trim() !== "");
  return texts(blocks.map((block) => `\`\`\`${name}\n${block}\n\`\`\``));
}

function labelled(label: string, value: readonly Inline[]): string[] {
  const name: Inline = { kind: "strong", content: [{ kind: "text", text: oneLine(label) }] };
  return writeInline([name, { kind: "text", text: ": " }, ...value], longestParagraph);
}

/**
 * Columns don't hold on a phone. Rows that fit a line are one, under small print that says what is what; in others each
 * cell has a line of its own, under the first.
 */
function tableLines(header: readonly Inline[][], rows: readonly Inline[][][]): string[] {
  const isShort = rows.every((row) => write(joined(row)).length <= longestRow);
  const titles = isShort ? header : header.slice(0, 1);
  const heading = writeInline(joined(titles), longestParagraph).map((line) => `-# ${oneLine(line)}`);
  const body = rows.flatMap((row) => {
    const [first = [], ...rest] = row;
    if (!isShort) return [...writeInline(strong(first), longestParagraph), ...cellLines(rest, header.slice(1))];
    const isRank = write(header[0] ?? []) === "" && write(first).length <= longestRank;
    const lead = isRank ? [...first, ...space, ...strong(rest.shift() ?? [])] : strong(first);
    return [write(joined([lead, ...rest]))];
  });
  return [...heading, ...body].filter((line) => line !== "");
}

/** Cells beside each other; the empty ones leave no mark. */
function joined(cells: readonly Inline[][]): Inline[] {
  const full = cells.filter((cell) => inlineText(cell).trim() !== "");
  return full.flatMap((cell, at) => (at === 0 ? cell : [{ kind: "text" as const, text: " · " }, ...cell]));
}

const write = (cell: readonly Inline[]) => oneLine(writeInline(cell, longestParagraph).join(" "));
const strong = (content: Inline[]): Inline[] => [{ kind: "strong", content }];

function cellLines(cells: readonly Inline[][], header: readonly Inline[][]): string[] {
  return cells.flatMap((cell, at) => {
    const title = header[at] ?? [];
    const named = write(title) === "" ? cell : [...title, { kind: "text" as const, text: ": " }, ...cell];
    return writeInline(named, longestParagraph).map((text, row) => `${row === 0 ? "- " : "  "}${oneLine(text)}`);
  });
}

const labelOf = (text: string) => clean(oneLine(text)).trim() || "…";

/** Labels too long for a button are read above it, and the button has their number. */
function buttonParts(buttons: readonly Button[]): Part[] {
  const all = buttons.map((button) => ({ ...button, label: labelOf(button.label) }));
  const isLong = all.some((button) => button.label.length > longestButtonLabel);
  const lines = isLong ? all.flatMap((button, at) => paragraphs(`${at + 1}. ${button.label}`)) : [];
  const shown = isLong ? all.map((button, at) => ({ ...button, label: String(at + 1) })) : all;
  const rows = inGroups(shown, mostButtonsARow).map((group): Part => ({ kind: "buttons", buttons: group }));
  return [...tight(lines), ...rows];
}

/** A prompt or a choice too long for its place is read above it. */
function selectParts(prompt: string, choices: readonly Button[]): Part[] {
  const asked = labelOf(prompt);
  const isAbove = asked.length > longestPlaceholder || choices.length === 0;
  const all = choices.map((choice) => ({ ...choice, label: labelOf(choice.label) }));
  const long = all.filter((choice) => choice.label.length > longestOptionLabel);
  const cut = all.map((choice) => ({ ...choice, label: shortened(choice.label, longestOptionLabel) }));
  const selects = inGroups(cut, mostOptions).map(
    (group): Part => ({ kind: "select", placeholder: isAbove ? "…" : asked, choices: group }),
  );
  const above = [...(isAbove ? [asked] : []), ...long.map((choice) => `• ${choice.label}`)];
  return [...tight(above.flatMap(paragraphs)), ...selects];
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${inSlices(text, longest - 1)[0] ?? ""}…`;
}

const paragraphs = (text: string) => writeInline([{ kind: "text", text }], longestParagraph);

function inGroups<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
