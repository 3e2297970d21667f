/** Parts packed into as few messages as hold them, in order, within Discord's limits. */
import { longestTexts, mostComponents, mostFiles } from "./limits.ts";
import type { Part } from "./parts.ts";

/** What stands in one message. */
export type Page = Part[];
/** Texts that follow each other are one. */
export type Stretch = Exclude<Part, { kind: "text" }> | { kind: "text"; text: string };

export function paginate(parts: readonly Part[]): Page[] {
  const pages: Page[] = [];
  let page: Page = [];
  let size = nothing;
  for (const part of parts) {
    let grown = plus(size, page.at(-1), part);
    if (!fits(grown)) {
      // A heading goes with what it is over.
      const last = page.at(-1);
      const withHeading = last && isHeading(last) ? plus(plus(nothing, undefined, last), last, part) : undefined;
      const moves = page.length > 1 && withHeading !== undefined && fits(withHeading);
      const heading = moves ? page.splice(-1) : [];
      if (page.length > 0) pages.push(page);
      page = heading;
      grown = moves ? withHeading : plus(nothing, undefined, part);
    }
    page.push(part);
    size = grown;
  }
  return page.length > 0 ? [...pages, page] : pages;
}

const isHeading = (part: Part | undefined) => part?.kind === "text" && part.text.startsWith("## ");

export function stretches(page: readonly Part[]): Stretch[] {
  const all: Stretch[] = [];
  for (const part of page) {
    const last = all.at(-1);
    if (part.kind === "text" && last?.kind === "text") {
      all[all.length - 1] = { kind: "text", text: `${last.text}${gapOf(part)}${part.text}` };
    } else {
      all.push(part);
    }
  }
  return all;
}

/** Of a message so far; the container itself is a component. */
type Size = { components: number; characters: number; files: number };
const nothing: Size = { components: 1, characters: 0, files: 0 };

const fits = ({ components, characters, files }: Size) =>
  components <= mostComponents && characters <= longestTexts && files <= mostFiles;

/** @param last what the part follows */
function plus({ components, characters, files }: Size, last: Part | undefined, part: Part): Size {
  const isMore = part.kind === "text" && last?.kind === "text";
  const gap = isMore ? gapOf(part).length : 0;
  const text = part.kind === "text" || part.kind === "section" ? part.text.length : 0;
  return {
    components: components + (isMore ? 0 : weight(part)),
    characters: characters + gap + text,
    files: files + (part.kind === "image" || part.kind === "file" ? 1 : 0),
  };
}

const gapOf = ({ isTight }: Part & { kind: "text" }) => (isTight ? "\n" : "\n\n");

/** Components, those within it included. */
function weight(stretch: Part): number {
  switch (stretch.kind) {
    case "text":
    case "divider":
    case "image":
    case "file":
      return 1;
    case "section":
      return 3;
    case "buttons":
      return 1 + stretch.buttons.length;
    case "select":
      return 2;
    default:
      return stretch satisfies never;
  }
}
