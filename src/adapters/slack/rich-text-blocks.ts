/**
 * Paragraphs, list items and code as rich text blocks.
 *
 * Sections that follow each other in a block have no room in between, whereas blocks do. So paragraphs of a block are
 * one section with an empty line between them, as the composer of Slack's own clients writes them; a list or code
 * stands right under the paragraph that leads to it, and the next paragraph starts a block.
 */
import type { types } from "@slack/bolt";
import type { Run } from "../text/runs.ts";
import { longestText } from "./limits.ts";
import { inPieces, plainRun, strong, textOf, toElements, trimmed } from "./rich-text.ts";

export type Paragraph = {
  kind: "paragraph";
  runs: Run[];
  /** On the next line, with no room in between. */
  isTight?: true;
  isQuoted?: true;
};
/** `number` counts from 0; `indent` is 0 in a list that is in no other. */
type Item = {
  kind: "item";
  runs: Run[];
  ordered: boolean;
  number: number;
  indent: number;
  isQuoted?: true;
};
type Code = { kind: "code"; text: string; isQuoted?: true };
export type Rich = Paragraph | Item | Code;
/** A block, and how it reads as plain text. */
export type RichBlock = { block: types.RichTextBlock; text: string };
/** The SDK's types lack how many items of an ordered list came before. */
type List = types.RichTextList & { offset?: number };

/** @returns none for a blank text */
export function paragraphs(runs: readonly Run[]): Paragraph[] {
  const whole = trimmed(runs);
  return whole.length === 0 ? [] : inPieces(whole, longestText).map((piece) => ({ kind: "paragraph", runs: piece }));
}

export const boldHeading = (text: string) => paragraphs(strong([plainRun(text)]));

/** Each on a line of its own, right below the one before. */
export const tight = (all: readonly Paragraph[]): Paragraph[] =>
  all.map((one, at) => (at > 0 ? { ...one, isTight: true } : one));

export function richTextBlocks(parts: readonly Rich[]): RichBlock[] {
  const groups: Rich[][] = [];
  let length = 0;
  for (const part of parts) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const size = plainText(part).length + 2;
    if (group && last && isBelow(part, last) && length + size <= longestText) {
      group.push(part);
      length += size;
    } else {
      groups.push([part]);
      length = size;
    }
  }
  return groups.map((group) => ({ block: richTextBlock(group), text: joinedText(group) }));
}

/** Whether a part goes into the block of the one before it. */
function isBelow(part: Rich, last: Rich): boolean {
  if (part.isQuoted !== last.isQuoted) return false;
  switch (part.kind) {
    case "paragraph":
      return last.kind === "paragraph" || part.isTight === true;
    case "item":
      return true;
    case "code":
      return last.kind !== "code";
    default:
      return part satisfies never;
  }
}

function plainText(part: Rich): string {
  if (part.kind === "code") return part.text;
  const text = textOf(part.runs);
  if (part.kind === "paragraph") return text;
  return `${part.ordered ? `${part.number + 1}.` : "•"} ${text}`;
}

const gap = (part: Rich, last: Rich | undefined) =>
  part.kind === "paragraph" && last?.kind === "paragraph" && !part.isTight ? "\n\n" : "\n";

function joinedText(group: readonly Rich[]): string {
  return group.map((part, at) => (at === 0 ? "" : gap(part, group[at - 1])) + plainText(part)).join("");
}

function richTextBlock(group: readonly Rich[]): types.RichTextBlock {
  const stretches: Rich[][] = [];
  for (const part of group) {
    const stretch = stretches.at(-1);
    const last = stretch?.at(-1);
    if (stretch && last && isOneElement(last, part)) stretch.push(part);
    else stretches.push([part]);
  }
  return { type: "rich_text", elements: stretches.flatMap(toElement) };
}

function isOneElement(last: Rich, part: Rich): boolean {
  if (last.kind === "item" && part.kind === "item") {
    const isNext = !part.ordered || part.number === last.number + 1;
    return last.ordered === part.ordered && last.indent === part.indent && isNext;
  }
  return last.kind === "paragraph" && part.kind === "paragraph";
}

/** @param stretch parts of one kind */
function toElement(stretch: readonly Rich[]): types.RichTextBlock["elements"] {
  const [first] = stretch;
  if (!first) return [];
  const border = { ...(first.isQuoted && { border: 1 as const }) };
  switch (first.kind) {
    case "paragraph": {
      const runs = stretch.flatMap((part, at) => {
        if (part.kind !== "paragraph") return [];
        return at === 0 ? part.runs : [plainRun(gap(part, stretch[at - 1])), ...part.runs];
      });
      return [{ type: first.isQuoted ? "rich_text_quote" : "rich_text_section", elements: toElements(runs) }];
    }
    case "item": {
      const list: List = {
        type: "rich_text_list",
        style: first.ordered ? "ordered" : "bullet",
        indent: first.indent,
        ...(first.ordered && first.number > 0 && { offset: first.number }),
        ...border,
        elements: stretch.flatMap((part) =>
          part.kind === "item" ? [{ type: "rich_text_section" as const, elements: toElements(part.runs) }] : [],
        ),
      };
      return [list];
    }
    case "code":
      return [{ type: "rich_text_preformatted", elements: toElements([plainRun(first.text)]), ...border }];
    default:
      return first satisfies never;
  }
}
