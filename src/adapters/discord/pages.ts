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
  for (const part of parts) {
    if (!fits([...page, part])) {
      // A heading goes with what it is over.
      const moves = page.length > 1 && isHeading(page.at(-1)) && fits([...page.slice(-1), part]);
      const heading = moves ? page.splice(-1) : [];
      if (page.length > 0) pages.push(page);
      page = heading;
    }
    page.push(part);
  }
  return page.length > 0 ? [...pages, page] : pages;
}

const isHeading = (part: Part | undefined) => part?.kind === "text" && part.text.startsWith("## ");

export function stretches(page: readonly Part[]): Stretch[] {
  const all: Stretch[] = [];
  for (const part of page) {
    const last = all.at(-1);
    if (part.kind === "text" && last?.kind === "text") {
      all[all.length - 1] = { kind: "text", text: `${last.text}${part.isTight ? "\n" : "\n\n"}${part.text}` };
    } else {
      all.push(part);
    }
  }
  return all;
}

function fits(page: readonly Part[]): boolean {
  const all = stretches(page);
  const components = all.reduce((sum, one) => sum + weight(one), 1);
  const characters = all.reduce((sum, one) => sum + ("text" in one && one.kind !== "file" ? one.text.length : 0), 0);
  const files = all.filter(({ kind }) => kind === "image" || kind === "file").length;
  return components <= mostComponents && characters <= longestTexts && files <= mostFiles;
}

/** Components, those within it included. */
function weight(stretch: Stretch): number {
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
