/** Blocks as the parts that Slack's blocks are made from; no part is too large for a message of its own. */
import type { Block, Button } from "../../core/reply.ts";
import { clean } from "../text/clean.ts";
import { inSlices, toRuns } from "../text/runs.ts";
import { asSections, buttonParts, selectParts } from "./blocks-controls.ts";
import { sourceParts } from "./blocks-mrkdwn.ts";
import { type Table, tableParts } from "./blocks-table.ts";
import { deepestIndent, longestText } from "./limits.ts";
import { oneLine, plainRun, textOf } from "./rich-text.ts";
import { boldHeading, paragraphs, type Rich, tight } from "./rich-text-blocks.ts";

export type Part =
  | Rich
  | Table
  | { kind: "header"; text: string }
  /** A text with a button beside it. */
  | { kind: "section"; text: string; button: Button }
  | { kind: "buttons"; buttons: Button[] }
  | { kind: "select"; placeholder: string; choices: Button[] }
  /** Small print, and how it reads. */
  | { kind: "context"; mrkdwn: string; text: string }
  | { kind: "divider" }
  /** Comes after a paragraph that says what is on it. */
  | { kind: "image"; png: Uint8Array; alt: string }
  /** Comes after a paragraph with its name. */
  | { kind: "file"; name: string; text: string };

/** Leaves room for a heading in the same message. */
const longestCode = 10_000;
const progressCells = 12;

export function toParts(reply: readonly Block[]): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < reply.length; at++) {
    const [block, next] = [reply[at], reply[at + 1]];
    const sections = block && next && asSections(block, next);
    if (sections) at++;
    parts.push(...(sections ?? (block ? blockParts(block) : [])));
  }
  return parts;
}

/** Where there are no tables and nothing to download, they are read on the page. */
export function asText(part: Part): Part[] {
  if (part.kind === "table") return part.lines;
  if (part.kind === "file") return codeParts(part.text);
  return part.kind === "image" ? [] : [part];
}

function blockParts(block: Block): Part[] {
  switch (block.kind) {
    case "heading": {
      const text = oneLine(clean(block.text)).trim();
      return text === "" ? [] : [{ kind: "header", text }];
    }
    case "text":
      return paragraphs(toRuns(block.content));
    case "list":
      return block.items.flatMap((item, at) => itemParts(item.flatMap(blockParts).flatMap(inText), block.ordered, at));
    case "quote":
      return block.blocks
        .flatMap(blockParts)
        .flatMap(inText)
        .map((part) => (isRich(part) ? { ...part, isQuoted: true } : part));
    case "code":
      return codeParts(block.text);
    case "table":
      return tableParts(block.header, block.rows);
    case "fields":
      return tight(
        block.fields.flatMap(({ label, value }) => {
          const name = { ...plainRun(oneLine(clean(label))), isStrong: true };
          return paragraphs([name, plainRun(": "), ...toRuns(value)]);
        }),
      );
    case "buttons":
      return buttonParts(block.buttons);
    case "select":
      return selectParts(block.prompt, block.choices);
    case "image": {
      const alt = clean(block.alt).trim();
      const said = paragraphs([plainRun(alt)]);
      return block.png.length === 0 ? said : [...said, { kind: "image", png: block.png, alt }];
    }
    case "file":
      return [...paragraphs([{ ...plainRun(clean(block.name)), isCode: true }]), fileOf(block)];
    case "progress": {
      const share = block.of > 0 ? Math.min(Math.max(block.done / block.of, 0), 1) : 0;
      const full = Math.round(share * progressCells);
      const bar = `${"▰".repeat(full)}${"▱".repeat(progressCells - full)} ${block.done}/${block.of}`;
      return paragraphs([plainRun(`${oneLine(clean(block.label))} ${bar}`)]);
    }
    case "sources":
      return sourceParts(block);
    case "divider":
      return [{ kind: "divider" }];
    default:
      return block satisfies never;
  }
}

const fileOf = ({ name, text }: { name: string; text: string }): Part => ({ kind: "file", name, text });
export const isRich = (part: Part): part is Rich =>
  part.kind === "paragraph" || part.kind === "item" || part.kind === "code";

/** In a list or a quote there are neither headers nor tables. */
function inText(part: Part): Part[] {
  if (part.kind === "header") return boldHeading(part.text);
  return part.kind === "table" ? part.lines : [part];
}

/**
 * What an item starts with stands behind its mark, a paragraph a line, as much as a section holds. The rest stands
 * below: lists further in, and by itself what is no text.
 */
function itemParts(parts: readonly Part[], ordered: boolean, number: number): Part[] {
  const first = parts.findIndex((part) => part.kind !== "paragraph" || part.isQuoted === true);
  const leading = (first < 0 ? parts : parts.slice(0, first)).filter((part) => part.kind === "paragraph");
  let length = 0;
  const behind = leading.filter((part) => {
    length += textOf(part.runs).length + 1;
    return length <= longestText + 1;
  });
  const below = parts.slice(behind.length).map((part): Part => {
    if (part.kind === "item") return { ...part, indent: Math.min(part.indent + 1, deepestIndent) };
    return part.kind === "paragraph" && !part.isQuoted ? { ...part, isTight: true } : part;
  });
  if (parts.length === 0) return [];
  const runs = behind.flatMap((part, at) => (at === 0 ? part.runs : [plainRun("\n"), ...part.runs]));
  // The mark of an item that starts with code needs something to stand before.
  const item: Rich = { kind: "item", runs: runs.length > 0 ? runs : [plainRun("\u00a0")], ordered, number, indent: 0 };
  return [item, ...below];
}

/** Cut between lines, and only when it is longer than a message should hold. */
function codeParts(text: string): Part[] {
  const safe = clean(text);
  if (safe.trim() === "") return [];
  const blocks: string[] = [];
  for (const line of safe.split("\n").flatMap((one) => (one === "" ? [""] : inSlices(one, longestCode)))) {
    const last = blocks.at(-1);
    if (last !== undefined && last.length + line.length < longestCode) blocks[blocks.length - 1] = `${last}\n${line}`;
    else blocks.push(line);
  }
  return blocks.map((block) => ({ kind: "code", text: block }));
}
