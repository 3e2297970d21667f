/** Parts as Slack's blocks, packed into as few messages as hold them, in order. */
import type { types } from "@slack/bolt";
import type { Button } from "../../core/reply.ts";
import { isRich, type Part } from "./blocks.ts";
import { tableBlock, tableText } from "./blocks-table.ts";
import { longestBlocks, longestHeader, mostBlocks } from "./limits.ts";
import { boldHeading, type Rich, richTextBlocks } from "./rich-text-blocks.ts";

/** A block with how it reads as plain text, or what comes along with the blocks around it. */
export type Piece =
  | { kind: "block"; block: types.KnownBlock; text: string; isHeading?: true }
  | { kind: "image"; png: Uint8Array; alt: string }
  | { kind: "file"; name: string; text: string };

export function toPieces(parts: readonly Part[]): Piece[] {
  const id = actionIds();
  const pieces: Piece[] = [];
  let open: Rich[] = [];
  const flush = () => {
    for (const { block, text } of richTextBlocks(open)) pieces.push({ kind: "block", block, text });
    open = [];
  };
  for (const part of parts) {
    if (isRich(part)) {
      open.push(part);
      continue;
    }
    flush();
    pieces.push(...otherPieces(part, id));
  }
  flush();
  return pieces;
}

function otherPieces(part: Exclude<Part, Rich>, id: ActionId): Piece[] {
  switch (part.kind) {
    case "header":
      return headings(part.text).map((heading) => ({ kind: "block", ...heading, isHeading: true }));
    case "table":
      return [{ kind: "block", block: tableBlock(part.rows), text: tableText(part.rows) }];
    case "section": {
      const block: types.SectionBlock = {
        type: "section",
        text: plainText(part.text),
        accessory: toButton(part.button, id),
      };
      return [{ kind: "block", block, text: `${part.text} ${bracketed([part.button])}` }];
    }
    case "buttons": {
      const elements = part.buttons.map((button) => toButton(button, id));
      return [{ kind: "block", block: { type: "actions", elements }, text: bracketed(part.buttons) }];
    }
    case "select": {
      const block: types.ActionsBlock = { type: "actions", elements: [toSelect(part.placeholder, part.choices, id)] };
      return [{ kind: "block", block, text: `${part.placeholder} ${bracketed(part.choices)}` }];
    }
    case "context": {
      const { mrkdwn, text } = part;
      // Verbatim: names of channels and addresses within are not made into links.
      const elements = [{ type: "mrkdwn" as const, text: mrkdwn, verbatim: true }];
      return [{ kind: "block", block: { type: "context", elements }, text }];
    }
    case "divider":
      return [{ kind: "block", block: { type: "divider" }, text: "" }];
    case "image":
    case "file":
      return [part];
    default:
      return part satisfies never;
  }
}

function headings(text: string): { block: types.KnownBlock; text: string }[] {
  if (text.length > longestHeader) return richTextBlocks(boldHeading(text));
  return [{ block: { type: "header", text: plainText(text) }, text }];
}

const bracketed = (buttons: readonly Button[]) => buttons.map(({ label }) => `[${label}]`).join(" ");

/** Text as typed: `:smile:` stays one word, and 👍 is 👍 anyway. */
const plainText = (text: string): types.PlainTextElement => ({ type: "plain_text", text, emoji: false });

/** Slack refuses two elements of a block with one id, so each has its own; the press is in the value. */
type ActionId = () => string;

function actionIds(): ActionId {
  let count = 0;
  return () => `press:${count++}`;
}

function toButton({ label, press }: Button, id: ActionId): types.Button {
  return { type: "button", text: plainText(label), action_id: id(), value: press };
}

/** Slack refuses two options with one value: presses that are the same are told apart by a count at their end. */
function toSelect(placeholder: string, choices: readonly Button[], id: ActionId): types.StaticSelect {
  const counts = new Map<string, number>();
  const options = choices.map(({ label, press }) => {
    const count = (counts.get(press) ?? 0) + 1;
    counts.set(press, count);
    return { text: plainText(label), value: count > 1 ? `${press}#${count}` : press };
  });
  return { type: "static_select", action_id: id(), placeholder: plainText(placeholder), options };
}

export function paginate(pieces: readonly Piece[]): Piece[][] {
  const pages: Piece[][] = [];
  let page: Piece[] = [];
  for (const piece of pieces) {
    if (!fits([...page, piece])) {
      const headings = headingsAtEnd(page, piece);
      pages.push(page.slice(0, page.length - headings.length));
      page = headings;
    }
    page.push(piece);
  }
  return page.length > 0 ? [...pages, page] : pages;
}

/** Headings go with what they are over, unless there is nothing else, or no room. */
function headingsAtEnd(page: readonly Piece[], next: Piece): Piece[] {
  const start = page.findLastIndex((piece) => piece.kind !== "block" || !piece.isHeading) + 1;
  const headings = page.slice(start);
  return start > 0 && fits([...headings, next]) ? headings : [];
}

function fits(page: readonly Piece[]): boolean {
  const blocks = page.filter((piece) => piece.kind === "block");
  const characters = blocks.reduce((sum, { text }) => sum + text.length + 1, 0);
  // Slack refuses a second one.
  const tables = blocks.filter(({ block }) => block.type === "table").length;
  return blocks.length <= mostBlocks && characters <= longestBlocks && tables <= 1;
}
