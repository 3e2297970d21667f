/** Replies as Slack's messages and Home tabs. */
import type { types } from "@slack/bolt";
import type { Reply } from "../../core/reply.ts";
import { asText, toParts } from "./blocks.ts";
import { shortened } from "./blocks-controls.ts";
import { fallbackText } from "./blocks-mrkdwn.ts";
import { longestAlt, mostHomeBlocks } from "./limits.ts";
import { type Piece, paginate, toPieces } from "./pages.ts";
import { plainRun } from "./rich-text.ts";
import { paragraphs, richTextBlocks } from "./rich-text-blocks.ts";

export { renderForm } from "./modal.ts";

/** One message: `blocks`, and `text` for notifications and screen readers. */
export type Rendered = {
  text: string;
  blocks: types.KnownBlock[];
  /** Come along as uploads of their own; the blocks say what they are. */
  files: { name: string; text: string }[];
  images: { name: string; png: Uint8Array; alt: string }[];
};

/** A reply as messages, in order; nothing of its text is left out. */
export function renderReply(reply: Reply): Rendered[] {
  return paginate(toPieces(toParts(reply))).map(toMessage);
}

/**
 * A reply as a Home tab, which is one page: there are no tables on it, nothing to download, and it ends somewhere.
 *
 * @param more what to say below when there is more than the tab holds
 */
export function renderHome(reply: Reply, more: string): types.HomeView {
  const blocks = blocksOf(toPieces(toParts(reply).flatMap(asText)));
  if (blocks.length <= mostHomeBlocks) return { type: "home", blocks };
  const end = richTextBlocks(paragraphs([plainRun(more)])).map(({ block }) => block);
  return { type: "home", blocks: [...blocks.slice(0, mostHomeBlocks - end.length), ...end] };
}

/**
 * The press behind an action.
 *
 * @param value of the button, or of what was chosen in a select
 */
export function pressOf(actionId: string, value: string | undefined): string {
  return (value ?? actionId).replace(/#\d+$/, "");
}

function toMessage(page: readonly Piece[]): Rendered {
  const texts = page.flatMap((piece) => (piece.kind === "block" && piece.text !== "" ? [piece.text] : []));
  return {
    text: fallbackText(texts.join("\n\n")),
    blocks: blocksOf(page),
    files: page.flatMap((piece) => (piece.kind === "file" ? [{ name: piece.name, text: piece.text }] : [])),
    images: page
      .filter((piece) => piece.kind === "image")
      .map(({ png, alt }, at) => ({ name: `image-${at + 1}.png`, png, alt: shortened(alt, longestAlt) })),
  };
}

function blocksOf(pieces: readonly Piece[]): types.KnownBlock[] {
  return pieces.flatMap((piece) => (piece.kind === "block" ? [piece.block] : []));
}
