/** HTML, as other formats keep their texts, turned into the little Markdown that our questions are made of. */
import { fromMarkdown } from "mdast-util-from-markdown";
import { escapeInline, escapeMarkdown } from "./plain-text.ts";

/** `lost` names the tags that had a meaning which Markdown, or a one-line field, cannot hold. */
export type Converted = { text: string; lost: string[] };

const tag = /<!--[\s\S]*?-->|<(\/?)([a-z][a-z0-9]*)\b((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const known =
  /^(?:a|abbr|audio|b|big|blockquote|br|code|div|em|font|h[1-6]|hr|i|iframe|img|kbd|li|ol|p|pre|q|s|samp|script|small|span|strong|style|sub|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video)$/i;

/** Whether a text of no stated format is HTML: `List<String>` is not. */
export function looksLikeHtml(text: string): boolean {
  return (
    /&(?:#\d+|#x[\da-f]+|[a-z][a-z0-9]*);/i.test(text) ||
    [...text.matchAll(tag)].some(([, , name]) => known.test(name ?? ""))
  );
}

/** @param into a prompt or an explanation is Markdown; an option is one line in which backticks mark code */
export function fromHtml(html: string, into: "markdown" | "line"): Converted {
  const lost: string[] = [];
  let text = "";
  let at = 0;
  let fence = false;
  const take = (end: number) => {
    const raw = decodeEntities(html.slice(at, end));
    if (fence) text += raw;
    else {
      const run = raw.replaceAll(/[ \t\r\n\u00A0]+/g, " ");
      if (into === "line" || insideCode(text)) text += run;
      else text += /(?:^|\n)$/.test(text) ? escapeMarkdown(run) : escapeInline(run);
    }
  };
  const links: string[] = [];
  for (const match of html.matchAll(tag)) {
    take(match.index);
    at = match.index + match[0].length;
    const name = match[2]?.toLowerCase();
    if (name === undefined) continue; // a comment
    const closes = match[1] === "/";
    if (name === "pre" && into === "markdown") {
      fence = !closes;
      const language = /\blanguage-([\w+#-]+)/.exec(html.slice(match.index, at + 80))?.[1] ?? "";
      text = closes ? `${text.trimEnd()}\n\`\`\`\n\n` : `${text.trimEnd()}\n\n\`\`\`${language}\n`;
    } else if (!fence) {
      const mark = into === "line" ? lineMark(name) : markdownMark(name, closes, match[3] ?? "", links);
      if (mark === undefined) {
        if (!closes) lost.push(name);
      } else text += mark;
    } else if (name === "br") text += "\n";
  }
  take(html.length);
  const tidy = into === "line" ? text.replaceAll(/\s+/g, " ") : tidyMarkdown(text);
  return { text: tidy.trim(), lost };
}

function markdownMark(name: string, closes: boolean, attributes: string, links: string[]): string | undefined {
  switch (name) {
    case "p":
    case "div":
    case "ul":
    case "ol":
      return "\n\n";
    case "li":
      return closes ? "" : "\n- ";
    case "br":
      return "\\\n";
    case "b":
    case "strong":
      return "**";
    case "i":
    case "em":
      return "*";
    case "a": {
      const url = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(attributes);
      if (!closes) links.push(decodeEntities(url?.[1] ?? url?.[2] ?? ""));
      return closes ? `](${links.pop() ?? ""})` : "[";
    }
    default:
      return lineMark(name);
  }
}

/** Marks that also a one-line field knows; nothing for tags that only set off or colour what is said anyway. */
function lineMark(name: string): string | undefined {
  if (/^(?:code|tt|kbd|samp|pre)$/.test(name)) return "`";
  if (/^(?:p|div|br|li|ul|ol)$/.test(name)) return " ";
  return /^(?:span|font|small|big|u|b|strong|i|em|abbr|q)$/.test(name) ? "" : undefined;
}

/** Inside code nothing is escaped: an odd number of backticks on the line so far. */
const insideCode = (text: string) => (text.slice(text.lastIndexOf("\n") + 1).match(/(?<!\\)`/g) ?? []).length % 2 === 1;

function tidyMarkdown(text: string): string {
  return text
    .split(/(^```[^\n]*\n[\s\S]*?^```$)/m)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .replaceAll(/ *\n */g, "\n")
            .replaceAll(/(?:\\\n)+(?=\n|$)/g, "\n")
            .replaceAll(/\n{3,}/g, "\n\n"),
    )
    .join("");
}

/** Every character reference of HTML replaced by its character; what is none stays as it is written. */
export function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|[a-z][a-z0-9]*);/gi, (reference, decimal, hex) => {
    const code = decimal !== undefined ? Number(decimal) : hex !== undefined ? Number.parseInt(hex, 16) : undefined;
    return code === undefined ? named(reference) : numbered(code);
  });
}

/** Markdown knows all 2,125 names of HTML, so its parser is asked. */
function named(reference: string): string {
  const [paragraph] = fromMarkdown(reference).children;
  const [text] = paragraph?.type === "paragraph" ? paragraph.children : [];
  return text?.type === "text" ? text.value : reference;
}

/** 128 to 159 mean Windows-1252: https://html.spec.whatwg.org/#numeric-character-reference-end-state */
function numbered(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return new TextDecoder("windows-1252").decode(Uint8Array.of(code));
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return String.fromCodePoint(isCharacter ? code : 0xfffd);
}
