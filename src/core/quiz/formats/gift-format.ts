/** The text formats of GIFT: a marker such as [html] before a text says what it is written in. */
import { cut, type Span, trim } from "./gift-text.ts";
import { fromHtml, looksLikeHtml } from "./html-text.ts";
import { asMarkdown } from "./plain-text.ts";

/** "moodle" is what a text without a marker is in: plain text in which HTML works. */
export type TextFormat = "moodle" | "plain" | "html" | "markdown";

/** The stated format, or the one it inherits, and the text without its marker. */
export function takeFormat(span: Span, inherited: TextFormat): { format: TextFormat; body: Span } {
  const trimmed = trim(span);
  const marker = /^\[(moodle|plain|html|markdown)\]/.exec(trimmed.mask);
  if (!marker) return { format: inherited, body: trimmed };
  return { format: marker[1] as TextFormat, body: trim(cut(trimmed, marker[0].length)) };
}

/** Told about each HTML tag that our fields cannot hold. */
type Lost = (tag: string) => void;

/** A text as our fields hold it, in the format that its marker says, or else the one it inherits. */
export function convert(span: Span, inherited: TextFormat, into: "markdown" | "line", lost: Lost): string {
  const { format, body } = takeFormat(span, inherited);
  return convertFrom(format, body.text.trim(), into, lost);
}

export function convertFrom(format: TextFormat, text: string, into: "markdown" | "line", lost: Lost): string {
  if (format === "html" || (format === "moodle" && looksLikeHtml(text))) {
    const html = fromHtml(text, into);
    for (const tag of html.lost) lost(tag);
    return html.text;
  }
  return into === "markdown" && format !== "markdown" ? asMarkdown(text) : text;
}
