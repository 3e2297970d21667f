import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderForm } from "../src/adapters/discord/modal.ts";
import { type Rendered, renderReply } from "../src/adapters/discord/render.ts";
import { type Block, heading, type Inline, paragraph, plain, type Reply } from "../src/core/reply.ts";
import { markdownOf, piecesOf, readMarkdown, type Span, screenText } from "./fakes/discord-payloads.ts";
import { hostileMarkup, hostileText } from "./fakes/replies.ts";

const hostile = fc.oneof({ weight: 3, arbitrary: hostileMarkup }, { weight: 1, arbitrary: hostileText });

const directions = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";

/** What of a text is to be seen: no controls, no room, at most four marks on a letter. Written apart from the source. */
function ink(text: string): string {
  let kept = "";
  let marks = 0;
  for (const character of text.toWellFormed().replaceAll(/[\t\n]/g, " ")) {
    if (/\p{Cc}/u.test(character) || directions.includes(character)) continue;
    marks = /\p{M}/u.test(character) ? marks + 1 : 0;
    if (marks <= 4) kept += character;
  }
  return kept.replaceAll(/[\s\u200b]/g, "");
}

const inkOf = (spans: readonly Span[]) => ink(spans.map(({ text }) => text).join(""));
const spansOf = (messages: readonly Rendered[]) => messages.flatMap(markdownOf).flatMap((text) => readMarkdown(text));
const button = (label: string) => ({ label, press: "ask:sql" });

/** Every place a reply has for somebody's words, each with the styles that are the reply's own. */
const places: Record<string, { block: (text: string) => Block; own: string[] }> = {
  heading: { block: heading, own: ["heading"] },
  text: { block: paragraph, own: [] },
  strong: { block: (text) => ({ kind: "text", content: [{ kind: "strong", content: plain(text) }] }), own: ["bold"] },
  emphasis: {
    block: (text) => ({ kind: "text", content: [{ kind: "emphasis", content: plain(text) }] }),
    own: ["italic"],
  },
  item: { block: (text) => ({ kind: "list", ordered: false, items: [[paragraph(text)]] }), own: ["list"] },
  "numbered item": {
    block: (text) => ({ kind: "list", ordered: true, items: [[paragraph(text)]] }),
    own: ["list"],
  },
  quote: { block: (text) => ({ kind: "quote", blocks: [paragraph(text)] }), own: ["quote"] },
  "code block": { block: (text) => ({ kind: "code", language: "", text }), own: ["code block"] },
  "language of code": { block: (text) => ({ kind: "code", language: text, text: "SELECT" }), own: ["code block"] },
  label: { block: (text) => ({ kind: "fields", fields: [{ label: text, value: [] }] }), own: ["bold"] },
  value: { block: (text) => ({ kind: "fields", fields: [{ label: "A", value: plain(text) }] }), own: ["bold"] },
  "title of a column": {
    block: (text) => ({ kind: "table", header: [plain(text)], rows: [] }),
    own: ["small"],
  },
  "first cell": { block: (text) => ({ kind: "table", header: [], rows: [[plain(text)]] }), own: ["bold"] },
  "second cell": {
    block: (text) => ({ kind: "table", header: [], rows: [[plain("a"), plain(text)]] }),
    own: ["bold", "list"],
  },
  "cell of a long row": {
    block: (text) => ({ kind: "table", header: [], rows: [[plain("a"), plain(text + "word ".repeat(20))]] }),
    own: ["bold", "list"],
  },
  "label of a button": { block: (text) => ({ kind: "buttons", buttons: [button(text)] }), own: [] },
  "long label": { block: (text) => ({ kind: "buttons", buttons: [button(text + "word ".repeat(20))] }), own: [] },
  prompt: { block: (text) => ({ kind: "select", prompt: text, choices: [] }), own: [] },
  choice: {
    block: (text) => ({ kind: "select", prompt: "a", choices: [button(text + "word ".repeat(30))] }),
    own: [],
  },
  alt: { block: (text) => ({ kind: "image", png: new Uint8Array(), alt: text }), own: [] },
  "alt of an image": { block: (text) => ({ kind: "image", png: Uint8Array.of(1), alt: text }), own: [] },
  progress: { block: (text) => ({ kind: "progress", label: text, done: 1, of: 2 }), own: [] },
  source: {
    block: (text) => ({ kind: "sources", checked: text, sources: [] }),
    own: ["small"],
  },
};

describe("somebody's words on Discord", () => {
  it.each(Object.entries(places))("have no style of their own as %s", (_, { block, own }) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const styles = new Set(spansOf(renderReply([block(text)])).map((span) => span.styles.join(" ")));
        expect([...styles].filter((style) => style !== "" && !own.includes(style))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each(Object.entries(places).filter(([name]) => name !== "language of code"))(
    "are all there as %s",
    (_, { block }) => {
      fc.assert(
        fc.property(hostile, (text) => {
          expect(ink(screenText(renderReply([block(text)])))).toContain(ink(text));
        }),
        { numRuns: 500 },
      );
    },
  );

  const style = fc.constantFrom("text", "strong", "emphasis", "code", "both");
  const runs = fc.array(fc.record({ text: hostileMarkup, style }), { minLength: 1, maxLength: 4 });

  it("mean nothing across the borders of runs either, and each run keeps its style", () => {
    fc.assert(
      fc.property(runs, (all) => {
        const content = all.map(({ text, style: name }) => styledNode(text, name));
        const spans = spansOf(renderReply([{ kind: "text", content }]));
        const expected = all.flatMap((run) => [...ink(run.text)].map((character) => ({ character, style: run.style })));
        const found = spans.flatMap(({ text, styles }) => [...ink(text)].map((character) => ({ character, styles })));
        expect(found.map(({ character }) => character).join("")).toBe(
          expected.map(({ character }) => character).join(""),
        );
        const strangers = found.filter(({ styles }, at) => !isStyledAs(expected[at]?.style ?? "", styles));
        expect(strangers).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it.each<[string, Inline[]]>([
    ["a list", [...plain("1"), ...plain(". x")]],
    ["an address", [...plain("https:"), ...plain("//x.org")]],
    ["a block of code", [{ kind: "code", text: "a``b" }]],
    ["what is behind code", [{ kind: "code", text: "a```**b**" }]],
    ["what is bold beside code", [{ kind: "strong", content: [{ kind: "code", text: "**kwargs" }] }]],
  ])("are not taken for %s", (_, content) => {
    const styles = spansOf(renderReply([{ kind: "text", content }])).map((span) => span.styles.join(" "));
    expect(styles.filter((one) => !["", "code"].includes(one))).toEqual([]);
  });

  it("leave no link that they are the text of", () => {
    const address = "https://own.org/";
    fc.assert(
      fc.property(hostile, fc.boolean(), (text, isCode) => {
        const content: Inline[] = isCode ? [{ kind: "code", text }] : plain(text);
        const reply: Reply = [
          { kind: "text", content: [{ kind: "link", url: address, content }, ...plain(" [end](")] },
        ];
        const spans = spansOf(renderReply(reply));
        const styles = spans.flatMap((span) => span.styles).filter((one) => one !== "code");
        expect(styles.filter((one) => one !== `link:${address}` && one !== "address")).toEqual([]);
        const addresses = spans.filter((span) => span.styles.includes("address")).map((span) => span.text);
        expect(addresses.filter((one) => one !== address)).toEqual([]);
        expect(inkOf(spans)).toContain(ink(text));
        if (ink(text) !== "") expect([...styles, ...addresses].some((one) => one.includes(address))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("are titles of sources, and no more", () => {
    fc.assert(
      fc.property(hostile, (title) => {
        const reply: Reply = [
          {
            kind: "sources",
            checked: "2026-11-01",
            sources: [
              { title, url: "https://own.org/" },
              { title: "MDN", url: "https://x.org/" },
            ],
          },
        ];
        const styles = new Set(spansOf(renderReply(reply)).flatMap((span) => span.styles));
        const own = ["small", "address", "link:https://own.org/", "link:https://x.org/"];
        expect([...styles].filter((one) => !own.includes(one))).toEqual([]);
        expect(styles).toContain("link:https://x.org/");
      }),
      { numRuns: 1000 },
    );
  });
});

function styledNode(text: string, style: string): Inline {
  switch (style) {
    case "strong":
    case "emphasis":
      return { kind: style, content: plain(text) };
    case "both":
      return { kind: "strong", content: [{ kind: "emphasis", content: plain(text) }] };
    case "code":
      return { kind: "code", text };
    default:
      return { kind: "text", text };
  }
}

const stylesOf: Record<string, string> = {
  text: "",
  strong: "bold",
  emphasis: "italic",
  both: "bold,italic",
  code: "code",
};
const isStyledAs = (style: string, styles: readonly string[]) => `${styles}` === stylesOf[style];

describe("characters that act on what stands around them", () => {
  it("are gone from everything that is shown, marks beyond four a letter too", () => {
    const acting = /[\p{Cc}\p{Bidi_Control}]|\p{M}{5}/u;
    const zalgo = fc.integer({ min: 1, max: 40 }).map((marks) => `a${"\u0301".repeat(marks)}`);
    fc.assert(
      fc.property(fc.oneof(hostileText, zalgo), (text) => {
        const blocks = Object.values(places).map(({ block }) => block(text));
        const lettered: Block[] = [
          { kind: "fields", fields: [{ label: text.slice(0, 4), value: plain(text) }] },
          { kind: "buttons", buttons: [button(text.slice(0, 4))] },
        ];
        const shown = renderReply([...blocks, ...lettered])
          .flatMap(piecesOf)
          .map((piece) => piece.text);
        expect(shown.filter((one) => acting.test(one.replaceAll("\n", "")))).toEqual([]);
        const form = renderForm({
          title: text,
          id: "f",
          fields: [{ name: "a", label: text, longest: 9, isLong: false }],
        });
        expect(JSON.stringify(form)).not.toMatch(/[\p{Bidi_Control}]|\\u00[01]|\\[bfrt]/u);
      }),
      { numRuns: 500 },
    );
  });
});
