/**
 * Inline nodes laid flat: stretches of text that look alike. A platform writes each in its own markup, and a long
 * text is cut between words without cutting the markup.
 */
import type { Inline } from "../../core/reply.ts";
import { clean } from "./clean.ts";

export type Run = { text: string; isStrong: boolean; isEmphasis: boolean; isCode: boolean; url?: string };

/** How a platform writes runs that stand beside each other. */
export type WriteRuns = (runs: readonly Run[]) => string;

const plainRun = { isStrong: false, isEmphasis: false, isCode: false };

export function toRuns(content: readonly Inline[], style: Omit<Run, "text"> = plainRun): Run[] {
  return content.flatMap((node): Run[] => {
    switch (node.kind) {
      case "text":
        return [{ ...style, text: clean(node.text) }];
      case "code":
        return [{ ...style, text: clean(node.text), isCode: true }];
      case "strong":
        return toRuns(node.content, { ...style, isStrong: true });
      case "emphasis":
        return toRuns(node.content, { ...style, isEmphasis: true });
      case "link":
        return toRuns(node.content, { ...style, url: node.url });
      default:
        return node satisfies never;
    }
  });
}

/**
 * Write runs as texts of at most `longest` characters each, cut between words; a link, or a word, only when it alone
 * is longer.
 *
 * @returns no text for no words
 */
export function writeWithin(runs: readonly Run[], longest: number, write: WriteRuns): string[] {
  const whole = write(runs);
  if (whole.length <= longest) return whole.trim() === "" ? [] : [whole];
  const texts: string[] = [];
  let open: Run[] = [];
  const flush = () => {
    const text = write(merged(open)).trim();
    if (text !== "") texts.push(text);
    open = [];
  };
  let length = 0;
  for (const piece of runs.flatMap((run) => pieces(run, longest, write))) {
    // Alone a piece is never shorter than among others that look like it, save for a mark between two styles.
    const size = write([piece]).length + 1;
    if (length + size > longest) {
      flush();
      length = 0;
    }
    open.push(piece);
    length += size;
  }
  flush();
  return texts;
}

/** A run's words, each with the space behind it; the run itself if it should stay whole and can. */
function pieces(run: Run, longest: number, write: WriteRuns): Run[] {
  if (run.url !== undefined) {
    if (write([run]).length <= longest) return [run];
    const { url: _, ...unlinked } = run;
    return pieces(unlinked, longest, write);
  }
  const words = run.text.match(/\S*\s+|\S+/g) ?? [];
  return words.flatMap((text): Run[] => {
    const word = { ...run, text };
    if (write([word]).length <= longest) return [word];
    // Every character may have to be escaped.
    const size = Math.max(Math.floor(longest / 4), 1);
    return inSlices(text, size).map((slice) => ({ ...run, text: slice }));
  });
}

/** Between characters, never within one. @param size in UTF-16 units, at least 2 for characters that take two */
export function inSlices(text: string, size: number): string[] {
  const slices: string[] = [];
  let open = "";
  for (const character of text) {
    if (open !== "" && open.length + character.length > size) {
      slices.push(open);
      open = "";
    }
    open += character;
  }
  return open === "" ? slices : [...slices, open];
}

/** Neighbours that look alike are one run again; those that say nothing are none. */
export function merged(runs: readonly Run[]): Run[] {
  const all: Run[] = [];
  for (const run of runs) {
    const last = all.at(-1);
    if (last && isAlike(last, run)) all[all.length - 1] = { ...last, text: last.text + run.text };
    else if (run.text !== "") all.push(run);
  }
  return all;
}

const isAlike = (one: Run, other: Run) =>
  one.isStrong === other.isStrong &&
  one.isEmphasis === other.isEmphasis &&
  one.isCode === other.isCode &&
  one.url === other.url;
