/** Arbitrary replies: what the core might ever say, words to find again, and texts that mean harm. */
import fc from "fast-check";
import { longestPressId } from "../../src/core/press.ts";
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

/** A few words, over and over: thousands of characters at the price of one draw. */
const longText = fc
  .record({ text: words(12), times: fc.integer({ min: 2, max: 80 }), gap: fc.constantFrom(" ", "\n", "\n\n") })
  .map(({ text, times, gap }) => Array.from({ length: times }, () => text).join(gap));
const anyText = fc.oneof({ weight: 9, arbitrary: line }, { weight: 1, arbitrary: longText });

/** Few enough that two buttons often press the same, and one as long as an id may be. */
const press = fc.constantFrom("ask:sql", "quiz:go", "x".repeat(longestPressId));
const anyButton = fc.record({ label: anyText, press });
const optionLetters = ["A", "B", "C", "D"];

const large: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant("file" as const), name: fc.constantFrom("about.json", "cards.csv"), text: anyText }),
  fc
    .record({ label: anyText, of: fc.nat(20), part: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ label, of, part }): Block => ({ kind: "progress", label, of, done: Math.round(of * part) })),
  anyText.map((alt): Block => ({ kind: "image", png: Uint8Array.of(137, 80, 78, 71), alt })),
  anyText.map(paragraph),
  inlines(anyText).map((content): Block => ({ kind: "text", content })),
  fc.record({ kind: fc.constant("code" as const), language: fc.constantFrom("", "sql", "c++"), text: anyText }),
  fc.array(anyButton, { maxLength: 30 }).map((buttons): Block => ({ kind: "buttons", buttons })),
  fc.record({ kind: fc.constant("select" as const), prompt: anyText, choices: fc.array(anyButton, { maxLength: 30 }) }),
  fc.integer({ min: 1, max: 4 }).chain((columns) => {
    const row = fc.array(inlines(anyText), { minLength: columns, maxLength: columns });
    return fc.record({ kind: fc.constant("table" as const), header: row, rows: fc.array(row, { maxLength: 6 }) });
  }),
);

const { block: deep } = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(simple, large),
    fc.array(tie("block"), { minLength: 1, maxLength: 2 }).map((blocks): Block => ({ kind: "quote", blocks })),
    fc.record({
      kind: fc.constant("list" as const),
      ordered: fc.boolean(),
      items: fc.array(fc.array(tie("block"), { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 }),
    }),
  ),
}));

/** Options of a question, and the buttons that have their letters. */
const lettered = fc.array(anyText, { minLength: 2, maxLength: optionLetters.length }).map((all): Block[] => {
  const labels = optionLetters.slice(0, all.length);
  return [
    { kind: "fields", fields: labels.map((label, at) => ({ label, value: plain(all[at] ?? "") })) },
    { kind: "buttons", buttons: labels.map((label) => ({ label, press: `quiz:${label}` })) },
  ];
});

/** Replies of every kind of block, in each other, of any length; those above and what outgrows a message. */
export const largeReplies: fc.Arbitrary<Reply> = fc
  .array(
    fc.oneof(
      simple.map((one) => [one]),
      large.map((one) => [one]),
      deep.map((one) => [one]),
      lettered,
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) => all.flat());

/** Words among everything that means something to Discord, at the start of a line or within. */
export const hostileMarkup = fc
  .array(
    fc.oneof(
      fc.constantFrom("a", "b c", "1", "0.5", "漢字", " ", "\n", "\n\n", "\u200b", "\\"),
      fc.constantFrom("*", "**", "***", "_", "__", "~~", "||", "`", "``", "```", "`````", "```sql\n"),
      fc.constantFrom("#", "# ", "### ", "-# ", "- ", "+ ", "1. ", "2) ", "> ", ">>> ", ".", ")", ">", "-"),
      fc.constantFrom("[", "]", "(", "](", "](https://x.org)", "](<https://x.org>)", "[a](https://x.org)", "[", "]"),
      fc.constantFrom("@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "<:a:1>", "<a:a:1>", "<t:1:R>", "</a:1>"),
      fc.constantFrom("https://x.org", "<https://x.org>", "https:", "//x", "/", "<id:home>", "<mailto:a@b.c>", "://"),
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(""));
