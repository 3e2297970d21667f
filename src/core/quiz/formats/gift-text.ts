/**
 * The letters of Moodle's GIFT: blocks between blank lines, comments, and characters that a backslash takes their
 * meaning from. https://docs.moodle.org/en/GIFT_format
 */
/**
 * A stretch of the file. `mask` is as long as `text` and has an x for each escaped character, so that a search for `=`
 * finds only those that mean something; `at` holds the offset of each character in the file.
 */
export type Span = { text: string; mask: string; at: readonly number[] };

/** What stands between two blank lines. `comments` and `categories` are without their marks. */
export type GiftBlock = {
  body: Span;
  comments: string[];
  categories: { offset: number; name: string }[];
};

export function giftBlocks(text: string): GiftBlock[] {
  const blocks: GiftBlock[] = [];
  let block: GiftBlock | undefined;
  for (const { 0: whole, index } of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    const line = whole.trim(); // as Moodle does: indentation is layout
    if (line === "") {
      block = undefined;
      continue;
    }
    if (!block) {
      block = { body: emptySpan, comments: [], categories: [] };
      blocks.push(block);
    }
    const offset = index + whole.indexOf(line);
    if (line.startsWith("//")) block.comments.push(line.slice(2).trim());
    else if (/^\$CATEGORY:/i.test(line)) block.categories.push({ offset, name: line.slice(10).trim() });
    else {
      const span = unescapeGift(line, offset);
      block.body = block.body === emptySpan ? span : join([block.body, span], "\n");
    }
  }
  return blocks;
}

const emptySpan: Span = { text: "", mask: "", at: [] };
/** What a backslash may stand before; before anything else it is a backslash. */
const escapable = "~=#{}:\\";

function unescapeGift(line: string, offset: number): Span {
  let text = "";
  let mask = "";
  const at: number[] = [];
  for (let index = 0; index < line.length; index += 1) {
    const char = line[index] ?? "";
    const next = line[index + 1] ?? "";
    at.push(offset + index);
    const escapes = char === "\\" && next !== "" && (next === "n" || escapable.includes(next));
    text += escapes ? (next === "n" ? "\n" : next) : char;
    mask += escapes ? "x" : char;
    if (escapes) index += 1;
  }
  return { text, mask, at };
}

/** Texts for a place where `~ = # { } : \` would mean something, on one line. */
export function escapeGift(text: string): string {
  return text.replaceAll(/[~=#{}:\\]/g, "\\$&").replaceAll(/\r\n|\r|\n/g, "\\n");
}

export function cut(span: Span, from: number, to?: number): Span {
  return { text: span.text.slice(from, to), mask: span.mask.slice(from, to), at: span.at.slice(from, to) };
}

/** Without white space at either end; an escaped line break stays. */
export function trim(span: Span): Span {
  const from = span.mask.length - span.mask.trimStart().length;
  return cut(span, from, Math.max(from, span.mask.trimEnd().length));
}

/** The pieces before, between and after the places that match; each mark is the start of its piece, but the first's. */
export function split(span: Span, marks: RegExp): Span[] {
  const starts = [0, ...[...span.mask.matchAll(marks)].map((mark) => mark.index)];
  return starts.map((start, index) => cut(span, start, starts[index + 1]));
}

export function join(spans: readonly Span[], between: string): Span {
  return spans.reduce((one, other) => ({
    text: one.text + between + other.text,
    mask: one.mask + between + other.mask,
    at: [...one.at, ...Array.from(between, () => other.at[0] ?? one.at.at(-1) ?? 0), ...other.at],
  }));
}

/** Where a span starts in the file, or `otherwise` when it is empty. */
export const startOf = (span: Span, otherwise = 0) => span.at[0] ?? otherwise;
