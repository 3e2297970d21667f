/**
 * Runs of text as elements of Slack's rich text. Nothing is parsed there, so whatever somebody wrote stands as it was
 * written; the only addresses are those of our links.
 */
import type { types } from "@slack/bolt";
import { inSlices, merged, type Run } from "../text/runs.ts";
import { longestText, longestUrl } from "./limits.ts";

type TextElement = types.RichTextText | types.RichTextLink;

export const plainRun = (text: string): Run => ({ text, isStrong: false, isEmphasis: false, isCode: false });
export const strong = (runs: readonly Run[]): Run[] => runs.map((run) => ({ ...run, isStrong: true }));
export const emphasis = (runs: readonly Run[]): Run[] => runs.map((run) => ({ ...run, isEmphasis: true }));
export const textOf = (runs: readonly Run[]) => runs.map(({ text }) => text).join("");
export const oneLine = (text: string) => text.replaceAll(/\s*\n\s*/g, " ");

/** Without the space at both ends; no run is empty. */
export function trimmed(runs: readonly Run[]): Run[] {
  const isBlank = ({ text }: Run) => text.trim() === "";
  const start = runs.findIndex((run) => !isBlank(run));
  if (start < 0) return [];
  const end = runs.findLastIndex((run) => !isBlank(run));
  return runs
    .slice(start, end + 1)
    .map((run, at, all) => {
      const text = at === 0 ? run.text.trimStart() : run.text;
      return { ...run, text: at === all.length - 1 ? text.trimEnd() : text };
    })
    .filter(({ text }) => text !== "");
}

export function toElements(runs: readonly Run[]): TextElement[] {
  return merged(runs).flatMap((run) => inSlices(run.text, longestText).map((text) => toElement({ ...run, text })));
}

function toElement({ text, url, isStrong, isEmphasis, isCode }: Run): TextElement {
  const style = { ...(isStrong && { bold: true }), ...(isEmphasis && { italic: true }), ...(isCode && { code: true }) };
  const styled = { ...(Object.keys(style).length > 0 && { style }) };
  const target = url === undefined || text.trim() === "" ? undefined : webAddress(url);
  const line = isCode || target !== undefined ? oneLine(text) : text;
  return target === undefined
    ? { type: "text", text: line, ...styled }
    : { type: "link", url: target, text: line, ...styled };
}

/** @returns undefined for what is no address of a page, or longer than Slack takes */
export function webAddress(url: string): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return undefined;
  const { href } = new URL(url);
  return href.length <= longestUrl ? href : undefined;
}

/** Runs of at most `longest` characters in all, cut between words; within a link or a word only when it is longer. */
export function inPieces(runs: readonly Run[], longest: number): Run[][] {
  if (textOf(runs).length <= longest) return [[...runs]];
  const pieces: Run[][] = [];
  let open: Run[] = [];
  let length = 0;
  for (const token of tokens(runs).flatMap((one) => shorter(one, longest))) {
    const size = textOf(token).length;
    if (open.length > 0 && length + size > longest) {
      pieces.push(open);
      [open, length] = [[], 0];
    }
    open.push(...token);
    length += size;
  }
  return [...pieces, open].map(trimmed).filter((piece) => piece.length > 0);
}

/** What should stay together: a word, whatever its styles, or a link, each with the space behind it. */
function tokens(runs: readonly Run[]): Run[][] {
  const all: Run[][] = [];
  let open: Run[] = [];
  for (const run of runs) {
    for (const text of run.url === undefined ? words(run.text) : [run.text]) {
      open.push({ ...run, text });
      if (run.url !== undefined || !/\s$/.test(text)) continue;
      all.push(open);
      open = [];
    }
  }
  return open.length > 0 ? [...all, open] : all;
}

const words = (text: string) => text.match(/\S*\s+|\S+/g) ?? [];

function shorter(token: readonly Run[], longest: number): Run[][] {
  if (textOf(token).length <= longest) return [[...token]];
  return token.flatMap((run) =>
    words(run.text).flatMap((word) => inSlices(word, longest).map((text) => [{ ...run, text }])),
  );
}
