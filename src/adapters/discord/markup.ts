/** Inline nodes as Discord's Markdown, in which nothing that somebody wrote means anything. */
import type { Inline } from "../../core/reply.ts";
import { merged, type Run, toRuns, writeWithin } from "../text/runs.ts";

/** What starts a mention, a style, a spoiler, a link or a code span wherever it stands. */
const marks = /[\\*_~`|<>[\]@]/g;
/** What starts a heading, a list or small print at the start of a line. */
const lineStart = /^([ \t]*)([#+-]|\d+(?=[.)]))/gm;
/** Addresses in somebody's words are no links. */
const address = /:\/\//g;
/** Parts two styles whose marks would otherwise be read as one. */
const seam = "\u200b";

/** Text as it is, without a meaning to Discord. Line breaks stay. @param text that is clean already */
function escaped(text: string): string {
  return text
    .replaceAll(marks, "\\$&")
    .replaceAll(lineStart, (_, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
    )
    .replaceAll(address, ":\\//");
}

/** @returns texts of at most `longest` characters, cut between words */
export function writeInline(content: readonly Inline[], longest: number): string[] {
  return writeWithin(toRuns(content), longest, writeRuns);
}

function writeRuns(runs: readonly Run[]): string {
  let text = "";
  for (let at = 0; at < runs.length; ) {
    const { url } = runs[at] ?? {};
    const end = endOfLink(runs, at);
    const part = runs.slice(at, end);
    const written = url === undefined ? styled(part) : link(part, url);
    text += needsSeam(text, written) ? seam + written : written;
    at = end;
  }
  return text;
}

function endOfLink(runs: readonly Run[], from: number): number {
  const end = runs.findIndex(({ url }, at) => at > from && url !== runs[from]?.url);
  return end < 0 ? runs.length : end;
}

/** https://docs.discord.com/developers/reference#message-formatting; a link that is its own text needs no mask. */
function link(runs: readonly Run[], url: string): string {
  const target = linkTarget(url);
  const line = runs.map((run) => ({ ...run, text: run.text.replaceAll("\n", " ") }));
  const text = line.map((run) => run.text).join("");
  if (target === undefined || text.trim() === "") return styled(runs);
  if (text === url) return `<${target}>`;
  // Within a link's own brackets others could end it.
  return /[[\]]/.test(text) ? `${styled(line)} (<${target}>)` : `[${styled(line)}](<${target}>)`;
}

/** @returns undefined for what is no address of a page */
function linkTarget(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  return new URL(url).href.replaceAll(/[()<>\\|]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

function styled(runs: readonly Run[]): string {
  let text = "";
  // What two neighbours only say together, such as the number of a list, is seen in one.
  for (const run of merged(runs)) {
    const written = style(run);
    text += needsSeam(text, written) ? seam + written : written;
  }
  return text;
}

function style(run: Run): string {
  const { text, isCode, isStrong, isEmphasis } = run;
  // Lines may be parted from each other, by the marks of a list or the end of a message.
  if (text.includes("\n") && !isCode && (isStrong || isEmphasis)) {
    return text
      .split("\n")
      .map((line) => style({ ...run, text: line }))
      .join("\n");
  }
  const [, before = "", inner = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  if (inner === "") return text;
  let written = isCode ? codeSpan(inner) : escaped(inner);
  // Nothing is escaped in code, so its stars would end what is around it.
  if (isCode && inner.includes("*")) return before + written + after;
  if (isEmphasis) written = `*${written}*`;
  if (isStrong) written = `**${written}**`;
  return before + written + after;
}

function codeSpan(text: string): string {
  const line = text.replaceAll("\n", " ");
  if (!line.includes("`")) return `\`${line}\``;
  // Three ticks would be a code block.
  return `\`\` ${apart(line)} \`\``;
}

/** Ticks beside each other could be a fence: an invisible mark keeps them apart. */
export const apart = (code: string) => code.replaceAll(/`(?=`)/g, `\`${seam}`);

/** Whether what is written would grow together with the mark that stands before it. */
const needsSeam = (before: string, written: string) => /[*`]$/.test(before) && /^[*`]/.test(written);
