/** What people read in a message of Discord's, and what its Markdown makes of it. */
import { type APIComponentInContainer, type APIMessageTopLevelComponent, ComponentType } from "discord.js";
import type { Rendered } from "../../src/adapters/discord/render.ts";

/** A stretch of text that looks alike. The mark of a list, quote, heading or small print is a span without text. */
export type Span = { text: string; styles: string[] };
/** Something to read, in the order of the screen; only Markdown has marks. */
export type Piece = { kind: "markdown" | "plain"; text: string };

const attachment = "attachment://";

export function piecesOf({ body, files }: Rendered): Piece[] {
  const contents = new Map(files.map(({ name, data }) => [name, String(data)]));
  const embeds = (body.embeds ?? []).map(({ description = "" }): Piece => ({ kind: "markdown", text: description }));
  return [...embeds, ...(body.components ?? []).flatMap((component) => componentPieces(component, contents))];
}

export const markdownOf = (rendered: Rendered): string[] =>
  piecesOf(rendered).flatMap(({ kind, text }) => (kind === "markdown" ? [text] : []));

/** Everything on the screen, as it looks once marks are read as marks. */
export function screenText(messages: readonly Rendered[]): string {
  const pieces = messages.flatMap(piecesOf);
  return pieces.map(({ kind, text }) => (kind === "plain" ? text : visibleText(readMarkdown(text)))).join("\n");
}

const visibleText = (spans: readonly Span[]) => spans.map(({ text }) => text).join("");

type Component = APIMessageTopLevelComponent | APIComponentInContainer;

function componentPieces(component: Component, contents: ReadonlyMap<string, string>): Piece[] {
  switch (component.type) {
    case ComponentType.Container:
      return component.components.flatMap((inner) => componentPieces(inner, contents));
    case ComponentType.TextDisplay:
      return [{ kind: "markdown", text: component.content }];
    case ComponentType.Section: {
      const texts = component.components.map(({ content }): Piece => ({ kind: "markdown", text: content }));
      return [...texts, ...("label" in component.accessory ? labels([component.accessory]) : [])];
    }
    case ComponentType.ActionRow:
      return component.components.flatMap((inner): Piece[] => {
        if (inner.type !== ComponentType.StringSelect) return "label" in inner ? labels([inner]) : [];
        return [{ kind: "plain", text: inner.placeholder ?? "" }, ...labels(inner.options)];
      });
    case ComponentType.MediaGallery:
      return component.items.map(({ description }) => ({ kind: "plain", text: description ?? "" }));
    case ComponentType.File: {
      const name = component.file.url.replace(attachment, "");
      return [{ kind: "plain", text: `${name}\n${contents.get(name) ?? ""}` }];
    }
    case ComponentType.Separator:
      return [];
    default:
      return component satisfies never;
  }
}

const labels = (all: readonly { label?: string }[]): Piece[] =>
  all.map((one) => ({ kind: "plain", text: one.label ?? "" }));

/** A place in the text: what stands there, and how far it reaches. */
type Found = { spans: Span[]; end: number };
type Rule = (source: string, at: number, styles: string[]) => Found | undefined;

/**
 * Markdown as Discord's clients read it: at each place the first rule that fits wins. Stricter than they are where they
 * differ, so that what means nothing here means nothing anywhere.
 */
export function readMarkdown(source: string, styles: string[] = [], startsLine = true): Span[] {
  const spans: Span[] = [];
  const add = (more: readonly Span[]) => {
    for (const span of more) {
      const last = spans.at(-1);
      const isAlike =
        last !== undefined && last.text !== "" && span.text !== "" && `${last.styles}` === `${span.styles}`;
      if (isAlike) spans[spans.length - 1] = { text: last.text + span.text, styles: last.styles };
      else spans.push(span);
    }
  };
  for (let at = 0; at < source.length; ) {
    const isLineStart = at === 0 ? startsLine : source[at - 1] === "\n";
    const found = (isLineStart ? blockMark(source, at, styles) : undefined) ?? inline(source, at, styles);
    add(found.spans);
    at = found.end;
  }
  return spans;
}

/** Applied one after the other, since a quote may hold a list and a list a heading. */
function blockMark(source: string, at: number, styles: string[]): Found | undefined {
  for (const [style, mark] of lineMarks) {
    const [found] = matchAt(mark, source, at) ?? [];
    if (found === undefined) continue;
    const inner = blockMark(source, at + found.length, styles);
    const span = { text: "", styles: [...styles, style] };
    return { spans: [span, ...(inner?.spans ?? [])], end: inner?.end ?? at + found.length };
  }
  return undefined;
}

const lineMarks: [string, RegExp][] = [
  ["quote", / *>(?:>>)? ?/y],
  ["heading", / *#{1,3}[ \t]+/y],
  ["small", / *-#[ \t]+/y],
  ["list", / *(?:[-*+]|\d+[.)])[ \t]+/y],
];

const plainStretch = /[^\\`<@:[*_~|\n]+/y;

function inline(source: string, at: number, styles: string[]): Found {
  const [stretch] = matchAt(plainStretch, source, at) ?? [];
  if (stretch !== undefined) return { spans: [{ text: stretch, styles }], end: at + stretch.length };
  for (const rule of rules) {
    const found = rule(source, at, styles);
    if (found) return found;
  }
  return { spans: [{ text: source[at] ?? "", styles }], end: at + 1 };
}

const escaped: Rule = (source, at, styles) => {
  const [, character] = matchAt(/\\([^\p{L}\d\s])/uy, source, at) ?? [];
  return character === undefined ? undefined : { spans: [{ text: character, styles }], end: at + 1 + character.length };
};

/** What a pattern finds is one span with a style of its own; its text is the first group, else all of it. */
function matching(pattern: RegExp, style: string): Rule {
  return (source, at, styles) => {
    const [all, inner = all] = matchAt(pattern, source, at) ?? [];
    if (all === undefined || inner === undefined) return undefined;
    return { spans: [{ text: inner, styles: [...styles, style] }], end: at + all.length };
  };
}

const codeSpan: Rule = (source, at, styles) => {
  const [all, , inner = ""] = matchAt(/(`+)([\s\S]*?[^`])\1(?!`)/y, source, at) ?? [];
  return all === undefined
    ? undefined
    : { spans: [{ text: inner, styles: [...styles, "code"] }], end: at + all.length };
};

/**
 * A backslash before a bracket does not count: an unpaired `[` keeps a text from being a link, and `](` ends it wherever
 * it stands.
 */
const link: Rule = (source, at, styles) => {
  if (source[at] !== "[") return undefined;
  for (const { index, 0: all, 1: target } of source.slice(at).matchAll(/\]\(<?([^\s<>)]+)>?\)/g)) {
    const text = source.slice(at + 1, at + index);
    if (!isPaired(text)) continue;
    return { spans: readMarkdown(text, [...styles, `link:${target}`], false), end: at + index + all.length };
  }
  return undefined;
};

function isPaired(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === "[") open++;
    if (character === "]") open = Math.max(open - 1, 0);
  }
  return open === 0;
}

/** Between two marks; backslashes count here, code does not. */
function between(mark: string, style: string): Rule {
  return (source, at, styles) => {
    if (!source.startsWith(mark, at) || /^\s/.test(source.slice(at + mark.length, at + mark.length + 1)))
      return undefined;
    const start = at + mark.length;
    for (let end = start; end < source.length; end++) {
      const isClosing = source.startsWith(mark, end) && source[end + mark.length] !== mark[0];
      if (isClosing && end > start)
        return { spans: readMarkdown(source.slice(start, end), [...styles, style], false), end: end + mark.length };
      if (source[end] === "\\" || (mark.length === 1 && source.startsWith(mark + mark, end))) end++;
    }
    return undefined;
  };
}

const rules: Rule[] = [
  escaped,
  matching(/```(?:[\w+#.-]+\n)?\n*([^\n][\s\S]*?)\n*```/y, "code block"),
  codeSpan,
  link,
  matching(/<([a-z][a-z+.-]*:\/\/[^\s>]+|(?:mailto|tel|sms):[^\s>]+)>/iy, "address"),
  matching(/<(?:@[!&]?|#|a?:\w+:|t:|id:|\/)[^>\n]*>/y, "mention"),
  matching(/@(?:everyone|here)/y, "mention"),
  matching(/:\/\/(?=\S)/y, "address"),
  between("**", "bold"),
  between("__", "underline"),
  between("~~", "strike"),
  between("||", "spoiler"),
  between("*", "italic"),
  between("_", "italic"),
];

/** @param pattern sticky */
function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
