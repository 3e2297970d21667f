/** Text that was never meant as Markdown, on its way into fields that are. */
import { parseMarkdown } from "../../knowledge/markdown.ts";
import { codeSpans, type Inline, inlineText, plain } from "../../reply.ts";

/**
 * Markdown that shows a plain text as it is, apart from line breaks and runs of spaces. Backticks go on marking code,
 * as in all our one-line fields. Nothing is escaped that reads the same without.
 */
export function asMarkdown(text: string): string {
  return readsAsIs(text) ? text : escapeMarkdown(text);
}

/** Whether Markdown shows nothing of the text otherwise than it is written. */
export function readsAsIs(text: string): boolean {
  const { blocks, sections, unsupported } = parseMarkdown(text);
  if (unsupported.length > 0 || sections.length > 0) return false;
  const shown = blocks.map((block) =>
    block.kind === "text" && block.content.every((node) => node.kind === "text" || node.kind === "code")
      ? inlineText(block.content)
      : undefined,
  );
  return !shown.includes(undefined) && folded(shown.join(" ")) === folded(inlineText(spans(text)));
}

/** Backslashes before whatever could start a construct of Markdown, outside code. */
export function escapeMarkdown(text: string): string {
  return outsideCode(text, (part, index) => {
    // What follows code does not start a line, whatever it starts with.
    const before = index === 0 ? "" : "\0";
    return (before + escapeMarks(part)).replaceAll(lineStart, escapeStart).slice(before.length);
  });
}

/** The same for a text that goes on in the middle of a line. */
export const escapeInline = (text: string) => outsideCode(text, escapeMarks);

const lineStart = /^[ \t]+|(?<=^[ \t]*)([#>+=~*_-]|\d+(?=[.)]))/gm;
/** Backslashes; stars and underscores next to a letter or sign, but not underscores inside a word; tags; references. */
const marks =
  /[\\[|`]|\*(?=\S)|(?<=\S)\*|(?<![\p{L}\p{N}])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}])|<(?=[\p{L}/!?])|&(?=#?\w+;)/gu;

const escapeMarks = (text: string) => text.replaceAll(marks, "\\$&");

/** Backticks mark code one by one; two in a row are for Markdown itself to make sense of, so there they are plain. */
const hasRuns = (text: string) => text.includes("``");
const spans = (text: string): Inline[] => (hasRuns(text) ? plain(text) : codeSpans(text));

function outsideCode(text: string, change: (part: string, index: number) => string): string {
  if (hasRuns(text)) return change(text, 0);
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? padCode(part) : change(part, index)))
    .join("");
}

/** Markdown takes a space off both ends of code that has one at both (CommonMark 0.31, section 6.1). */
const padCode = (code: string) => code.replace(/^` (.*[^ ].*) `$/s, "`  $1  `");

/** A number that starts a line would start a list, but only its full stop or bracket can be escaped. */
function escapeStart(start: string, mark: string | undefined, offset: number, whole: string): string {
  if (mark === undefined) return "";
  if (!/^\d/.test(mark)) return `\\${mark}`;
  return whole[offset + start.length] === undefined ? mark : `${mark}\\`;
}

const folded = (text: string) => text.replaceAll(/\s+/g, " ").trim();
