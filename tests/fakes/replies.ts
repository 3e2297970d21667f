/** Arbitrary replies: what the core might ever say, words to find again, and texts that mean harm. */
import fc from "fast-check";
import { type Block, heading, type Inline, paragraph, plain, type Reply } from "../../src/core/reply.ts";

const letters = [..."abcdefgñß漢字"];
const word = (maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: maxLength });
const words = (longest: number) => fc.array(word(longest), { minLength: 1, maxLength: 8 }).map((all) => all.join(" "));
const line = words(50);

const inlines = (text: fc.Arbitrary<string>): fc.Arbitrary<Inline[]> =>
  fc
    .array(
      fc.oneof(
        text.map((one): Inline => ({ kind: "text", text: one })),
        text.map((one): Inline => ({ kind: "strong", content: plain(one) })),
        text.map((one): Inline => ({ kind: "code", text: one })),
        word(50).map((one): Inline => ({ kind: "link", url: `https://${one}.org`, content: plain(one) })),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((all) => all.flatMap((one) => [one, ...plain(" ")]));

/** Words so short that no column cuts one: what stands beside it would come between its halves. */
const cell = words(2).map((text): Inline[] => [{ kind: "code", text: text.split(" ")[0] ?? "" }, ...plain(` ${text}`)]);
const table = fc.integer({ min: 1, max: 3 }).chain((columns) => {
  const row = fc.array(cell, { minLength: columns, maxLength: columns });
  return fc.record({ kind: fc.constant("table" as const), header: row, rows: fc.array(row, { maxLength: 3 }) });
});

const button = line.map((label) => ({ label, press: "ask:sql" }));
const simple: fc.Arbitrary<Block> = fc.oneof(
  line.map(heading),
  inlines(line).map((content): Block => ({ kind: "text", content })),
  fc
    .array(fc.record({ label: words(20), value: inlines(line) }), { minLength: 1, maxLength: 3 })
    .map((fields): Block => ({ kind: "fields", fields })),
  fc.array(button, { maxLength: 4 }).map((buttons): Block => ({ kind: "buttons", buttons })),
  fc.record({ kind: fc.constant("select" as const), prompt: line, choices: fc.array(button, { maxLength: 3 }) }),
  line.map((alt): Block => ({ kind: "image", png: new Uint8Array(), alt })),
  line.map((title): Block => ({ kind: "sources", checked: "2026-11-01", sources: [{ title, url: "https://x.org" }] })),
  line.map((text): Block => ({ kind: "code", language: "", text })),
  fc.constant<Block>({ kind: "divider" }),
  table,
);

const nested: fc.Arbitrary<Block> = fc.oneof(
  fc.array(simple, { minLength: 1, maxLength: 2 }).map((blocks): Block => ({ kind: "quote", blocks })),
  fc.record({
    kind: fc.constant("list" as const),
    ordered: fc.boolean(),
    items: fc.array(
      line.map((text) => [paragraph(text)]),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);

export const replies: fc.Arbitrary<Reply> = fc.array(fc.oneof(simple, nested), { maxLength: 5 });

/** Words among characters that move the cursor, turn the text round or end a line. */
export const hostileText = fc
  .array(
    fc.oneof(
      word(8),
      fc.constantFrom("\u001b[2J", "\u001b]8;;", "\u0007", "\u009b", "\b", "\r", "\t", "\u202e", "\u2066", "\u061c"),
      fc.string({ unit: "binary" }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
