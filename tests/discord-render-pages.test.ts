import { ComponentType } from "discord.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Rendered, renderReply } from "../src/adapters/discord/render.ts";
import { type Block, heading, type Inline, paragraph, plain, type Reply } from "../src/core/reply.ts";
import { markdownOf, readMarkdown, screenText } from "./fakes/discord-payloads.ts";

/** Numbered, so that each is told from the others. */
const words = (count: number, first = 0) => Array.from({ length: count }, (_, at) => `word${first + at}`);
const prose = (characters: number, first = 0) =>
  words(characters, first).join(" ").slice(0, characters).replace(/ \S*$/, "");
const codeLines = (count: number) => Array.from({ length: count }, (_, at) => `SELECT ${at};`).join("\n");
const question: Block[] = [
  {
    kind: "fields",
    fields: [
      { label: "A", value: plain("one") },
      { label: "B", value: plain("two") },
    ],
  },
  {
    kind: "buttons",
    buttons: [
      { label: "A", press: "quiz:a" },
      { label: "B", press: "quiz:b" },
    ],
  },
];

const areV2 = (messages: readonly Rendered[]) => messages.every(({ body }) => body.flags === 1 << 15 && !body.embeds);
const wordsIn = (messages: readonly Rendered[]) => screenText(messages).split(/\s+/);

describe("a long reply on Discord", () => {
  const long: Reply = [
    heading("Roles"),
    ...[0, 1000, 2000].map((first) => paragraph(prose(1700, first))),
    { kind: "buttons", buttons: [{ label: "More", press: "ask:more" }] },
  ];

  it("comes as embeds in one message, with the buttons below, where those hold it", () => {
    const [message, ...more] = renderReply(long);
    expect(more).toEqual([]);
    expect(message?.body).toMatchObject({
      flags: 0,
      embeds: [
        { description: expect.stringMatching(/^## Roles\n\nword0 /) },
        { description: expect.stringMatching(/^word2000 /) },
      ],
      components: [{ type: ComponentType.ActionRow, components: [{ label: "More", custom_id: "ask:more" }] }],
      allowed_mentions: { parse: [] },
    });
  });

  it("comes as pages in the place of another message, the buttons on the last", () => {
    const messages = renderReply(long, false);
    expect(areV2(messages)).toBe(true);
    expect(messages.map((one) => screenText([one]).slice(0, 8))).toEqual(["Roles\n\nw", "word2000"]);
    expect(screenText(messages.slice(0, 1))).not.toContain("More");
    expect(screenText(messages)).toMatch(/More$/);
  });

  it.each<[string, Reply]>([
    ["more text than embeds take", [paragraph(prose(6100))]],
    ["options beside buttons", [{ kind: "code", language: "sql", text: codeLines(420) }, ...question]],
    ["an image", [paragraph(prose(4100)), { kind: "image", png: Uint8Array.of(1), alt: "Pay" }]],
    [
      "text after buttons",
      [paragraph(prose(3900)), { kind: "buttons", buttons: [{ label: "a", press: "a" }] }, paragraph(prose(400))],
    ],
  ])("comes as pages where embeds cannot hold it: %s", (_, reply) => {
    const messages = renderReply(reply);
    expect(messages.length).toBeGreaterThan(1);
    expect(areV2(messages)).toBe(true);
  });

  it("takes a heading along with what it is over", () => {
    const messages = renderReply([
      paragraph(prose(1800)),
      paragraph(prose(1800)),
      heading("Pay"),
      paragraph(prose(1800)),
      ...question,
    ]);
    expect(messages.map((one) => screenText([one]).slice(0, 4))).toEqual(["word", "Pay\n"]);
  });

  it("is cut between words, each of them whole and in its order", () => {
    const sizes = fc.integer({ min: 1, max: 1500 });
    fc.assert(
      fc.property(sizes, sizes, fc.constantFrom("strong", "emphasis", "code", "plain"), (before, count, style) => {
        const all = words(before + count);
        const [start, rest] = [all.slice(0, before).join(" "), all.slice(before).join(" ")];
        const content: Inline[] = [...plain(`${start} `), styled(style, rest)];
        expect(wordsIn(renderReply([{ kind: "text", content }], false))).toEqual(all);
      }),
      { numRuns: 200 },
    );
  });

  it("keeps a long line of code in whole words too", () => {
    const all = words(900);
    expect(wordsIn(renderReply([{ kind: "code", language: "", text: all.join(" ") }]))).toEqual(all);
  });

  it("cuts a word only when no message holds it", () => {
    const word = "w".repeat(9000);
    const messages = renderReply([paragraph(word)]);
    expect(screenText(messages).replaceAll(/\s/g, "")).toBe(word);
  });

  it("does not cut a link", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1780, max: 1910 }), (before) => {
        const link: Inline = { kind: "link", url: "https://x.org/", content: plain("all about databases and queues") };
        const content = [...plain(`${"x".repeat(before - 300)} ${prose(290)} `), link, ...plain(" end")];
        const spans = renderReply([{ kind: "text", content }])
          .flatMap(markdownOf)
          .flatMap((text) => readMarkdown(text));
        const links = spans.filter(({ styles }) => styles.includes("link:https://x.org/")).map(({ text }) => text);
        expect(links).toEqual(["all about databases and queues"]);
      }),
    );
  });

  it("does not cut code that a message holds", () => {
    const text = codeLines(230);
    for (const before of [0, 500, 1800]) {
      const messages = renderReply([paragraph(prose(before)), { kind: "code", language: "sql", text }], false);
      expect(screenText(messages).replaceAll("\u200b", ""), `after ${before} characters`).toContain(text);
      const blocks = messages
        .flatMap(markdownOf)
        .flatMap((one) => readMarkdown(one).filter(({ styles }) => styles.length > 0));
      expect(blocks, `after ${before} characters`).toHaveLength(1);
    }
  });

  it("closes the code that it does cut, at the end of a line", () => {
    const messages = renderReply([{ kind: "code", language: "sql", text: codeLines(500) }]);
    const blocks = messages
      .flatMap(markdownOf)
      .flatMap((one) => readMarkdown(one))
      .filter(({ styles }) => styles.length > 0);
    expect(blocks.every(({ styles }) => styles.join() === "code block")).toBe(true);
    expect(blocks.map(({ text }) => text).join("\n")).toBe(codeLines(500));
  });

  it("has no empty page and no page too long for the marks of a quote or list before short lines", () => {
    const lines = paragraph("a\n".repeat(940));
    const inside: Block = { kind: "quote", blocks: [{ kind: "list", ordered: true, items: [[lines]] }] };
    for (const message of renderReply([heading("A"), inside], false)) {
      const length = markdownOf(message).join("").length;
      expect(length).toBeGreaterThan(0);
      expect(length).toBeLessThanOrEqual(4000);
    }
  });
});

function styled(style: string, text: string): Inline {
  if (style === "strong" || style === "emphasis") return { kind: style, content: plain(text) };
  return { kind: style === "code" ? style : "text", text };
}
