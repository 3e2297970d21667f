/** Texts of several platforms as the words that people read, whatever marks stand around them. */
import { type Block, type Reply, replyText } from "../../src/core/reply.ts";

/** Numbers of buttons and of items, and addresses behind words, which only some platforms write out. */
const written = /\[\d+\] |\s*<https?:\/\/[^>]*>|^\s*\d+\. /gm;

const wordsIn = (text: string): string[] => text.replaceAll(written, " ").match(/[\p{L}\p{N}]+/gu) ?? [];

/** Blocks whose words each platform puts in an order of its own: cells, and options beside their letters. */
function isLoose(block: Block, next: Block | undefined): boolean {
  const isLettered = block.kind === "fields" && next?.kind === "buttons" && next.buttons[0]?.label === "A";
  return block.kind === "table" || isLettered;
}

/**
 * What has to be the same of a reply on every platform: the words of its tables, which some repeat in every row, in no
 * order; and all other words in theirs.
 */
export function comparable(text: string, reply: Reply): { inOrder: string[]; inTables: string[] } {
  const loose = reply.filter((block, at) => isLoose(block, reply[at + 1]));
  const unordered = new Set(wordsIn(replyText(loose)));
  const words = wordsIn(text);
  return {
    inOrder: words.filter((word) => !unordered.has(word)),
    inTables: [...new Set(words.filter((word) => unordered.has(word)))].toSorted(),
  };
}
