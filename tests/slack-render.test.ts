import type { types } from "@slack/bolt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pressOf, type Rendered, renderForm, renderHome, renderReply } from "../src/adapters/slack/render.ts";
import {
  type Block,
  type Button,
  heading,
  type Inline,
  inlineText,
  paragraph,
  plain,
  type Reply,
} from "../src/core/reply.ts";
import { largeReplies, replies } from "./fakes/replies.ts";
import {
  actions,
  button,
  link,
  list,
  plainText,
  preformatted,
  reading,
  rich,
  section,
  text,
} from "./fakes/slack-payloads.ts";
import { violationsOf } from "./peers/slack/validate.ts";

const buttons = (...labels: string[]): Button[] => labels.map((label) => ({ label, press: `ask:${label}` }));
const docs: Inline = { kind: "link", url: "https://x.org", content: plain("docs") };
const code = (words: string): Inline => ({ kind: "code", text: words });
const listOf = (ordered: boolean, ...items: Block[][]): Block => ({ kind: "list", ordered, items });
const wordsOf = (count: number) => Array.from({ length: count }, (_, at) => `word${at}`).join(" ");

/** @throws when a reply is not one message */
function rendered(...reply: Block[]): Rendered {
  const [message, ...more] = renderReply(reply);
  if (!message || more.length > 0) throw new Error(`${more.length + (message ? 1 : 0)} messages`);
  return message;
}

const blocksOf = (...reply: Block[]) => rendered(...reply).blocks;
const readings = (reply: Reply) => renderReply(reply).map((message) => reading([message]));
const typesOf = (message: Rendered | undefined) => message?.blocks.map(({ type }) => type);

type Golden = { block: Block; blocks: types.KnownBlock[]; text: string; more?: Partial<Rendered> };

/** One of every kind: a new kind does not compile until it stands here. */
const golden: Record<Block["kind"], Golden> = {
  heading: {
    block: heading("Roles"),
    blocks: [{ type: "header", text: plainText("Roles") }],
    text: "Roles",
  },
  text: {
    block: {
      kind: "text",
      content: [
        ...plain("Read "),
        { kind: "strong", content: [...plain("all "), { kind: "emphasis", content: plain("now") }] },
        ...plain(" & run "),
        code("ls"),
        ...plain(": "),
        docs,
      ],
    },
    blocks: [
      rich(
        section(
          text("Read "),
          text("all ", { bold: true }),
          text("now", { bold: true, italic: true }),
          text(" & run "),
          text("ls", { code: true }),
          text(": "),
          link("https://x.org/", "docs"),
        ),
      ),
    ],
    text: "Read all now &amp; run ls: docs",
  },
  list: {
    block: listOf(true, [paragraph("One")], [paragraph("Two"), listOf(false, [paragraph("in")])], [paragraph("Three")]),
    blocks: [
      rich(
        list("ordered", ["One", "Two"]),
        list("bullet", ["in"], { indent: 1 }),
        list("ordered", ["Three"], { offset: 2 }),
      ),
    ],
    text: "1. One\n2. Two\n• in\n3. Three",
  },
  quote: {
    block: { kind: "quote", blocks: [paragraph("Wise"), paragraph("words"), listOf(false, [paragraph("listed")])] },
    blocks: [
      rich({ type: "rich_text_quote", elements: [text("Wise\n\nwords")] }, list("bullet", ["listed"], { border: 1 })),
    ],
    text: "Wise\n\nwords\n• listed",
  },
  code: {
    block: { kind: "code", language: "sql", text: "SELECT 1;\n\tSELECT 2;" },
    blocks: [rich(preformatted("SELECT 1;\n  SELECT 2;"))],
    text: "SELECT 1;\n  SELECT 2;",
  },
  table: {
    block: {
      kind: "table",
      header: [[], plain("SQL")],
      rows: [[plain("Asks with"), [code("SELECT")]], [plain("Old")]],
    },
    blocks: [
      {
        type: "table",
        rows: [
          [{ type: "raw_text", text: " " }, rich(section(text("SQL", { bold: true })))],
          [rich(section(text("Asks with"))), rich(section(text("SELECT", { code: true })))],
          [rich(section(text("Old"))), { type: "raw_text", text: " " }],
        ],
        column_settings: [{ is_wrapped: true }, { is_wrapped: true }],
      },
    ],
    text: "| SQL\nAsks with | SELECT\nOld |",
  },
  fields: {
    block: {
      kind: "fields",
      fields: [
        { label: "Used for", value: plain("rows") },
        { label: "Known", value: [docs] },
      ],
    },
    blocks: [
      rich(
        section(
          text("Used for", { bold: true }),
          text(": rows\n"),
          text("Known", { bold: true }),
          text(": "),
          link("https://x.org/", "docs"),
        ),
      ),
    ],
    text: "Used for: rows\nKnown: docs",
  },
  buttons: {
    block: { kind: "buttons", buttons: buttons("SQL", "👍 :smile:", "SQL") },
    blocks: [
      actions(button(0, "SQL", "ask:SQL"), button(1, "👍 :smile:", "ask:👍 :smile:"), button(2, "SQL", "ask:SQL")),
    ],
    text: "[SQL] [👍 :smile:] [SQL]",
  },
  select: {
    block: { kind: "select", prompt: "Which?", choices: buttons("SQL", "Redis", "SQL") },
    blocks: [
      actions({
        type: "static_select",
        action_id: "press:0",
        placeholder: plainText("Which?"),
        options: [
          { text: plainText("SQL"), value: "ask:SQL" },
          { text: plainText("Redis"), value: "ask:Redis" },
          { text: plainText("SQL"), value: "ask:SQL#2" },
        ],
      }),
    ],
    text: "Which? [SQL] [Redis] [SQL]",
  },
  image: {
    block: { kind: "image", png: Uint8Array.of(1), alt: "A chart of pay" },
    blocks: [rich(section(text("A chart of pay")))],
    text: "A chart of pay",
    more: { images: [{ name: "image-1.png", png: Uint8Array.of(1), alt: "A chart of pay" }] },
  },
  file: {
    block: { kind: "file", name: "about.json", text: '{ "a": 1 }' },
    blocks: [rich(section(text("about.json", { code: true })))],
    text: "about.json",
    more: { files: [{ name: "about.json", text: '{ "a": 1 }' }] },
  },
  progress: {
    block: { kind: "progress", label: "Quiz", done: 1, of: 4 },
    blocks: [rich(section(text("Quiz ▰▰▰▱▱▱▱▱▱▱▱▱ 1/4")))],
    text: "Quiz ▰▰▰▱▱▱▱▱▱▱▱▱ 1/4",
  },
  sources: {
    block: {
      kind: "sources",
      checked: "2026-11-01",
      sources: [
        { title: "Q&A | *MDN*", url: "https://x.org/a?b=1&c=<2>|3" },
        { title: "A :book:", url: "javascript:alert(1)" },
      ],
    },
    blocks: [
      {
        type: "context",
        elements: [
          {
            type: "mrkdwn",
            text: "checked 2026-11-01 · <https://x.org/a?b=1&amp;c=%3C2%3E%7C3|Q&amp;A │ ∗MDN∗> · A ∶book:",
            verbatim: true,
          },
        ],
      },
    ],
    text: "checked 2026-11-01 · Q&amp;A | *MDN* · A :book:",
  },
  divider: { block: { kind: "divider" }, blocks: [{ type: "divider" }], text: "…" },
};

describe("a reply on Slack", () => {
  it.each(Object.entries(golden))("shows %s", (_, { block, blocks, text: fallback, more }) => {
    expect(rendered(block)).toEqual({ text: fallback, blocks, files: [], images: [], ...more });
  });

  it("is no message when there is nothing to say", () => {
    expect(renderReply([paragraph(" \n"), { kind: "buttons", buttons: [] }, heading(""), listOf(true, [])])).toEqual(
      [],
    );
  });

  it("sets paragraphs apart by an empty line, and has lists and code right under what leads to them", () => {
    const reply = [paragraph("One"), paragraph("Two"), listOf(false, [paragraph("in")]), paragraph("Three")];
    expect(blocksOf(...reply, { kind: "code", language: "", text: "x" })).toEqual([
      rich(section(text("One\n\nTwo")), list("bullet", ["in"])),
      rich(section(text("Three")), preformatted("x")),
    ]);
  });

  it("keeps the paragraphs of an item together, and goes on counting after code", () => {
    const items = [[paragraph("One"), paragraph("more")], [{ kind: "code" as const, language: "", text: "x" }], []];
    expect(blocksOf(listOf(true, ...items, [paragraph("Four")]))).toEqual([
      rich(list("ordered", ["One\nmore", "\u00a0"]), preformatted("x"), list("ordered", ["Four"], { offset: 3 })),
    ]);
  });

  it("says a heading too long for a header in bold", () => {
    const long = wordsOf(30);
    expect(blocksOf(heading(long))).toEqual([rich(section(text(long, { bold: true })))]);
  });

  it("puts lettered options beside their buttons, unless there is code in them", () => {
    const [one, two] = buttons("A", "B");
    if (!one || !two) throw new Error("two buttons");
    const options = (value: Inline): Block[] => [
      {
        kind: "fields",
        fields: [
          { label: "A", value: plain("Tables") },
          { label: "B", value: [value] },
        ],
      },
      { kind: "buttons", buttons: [one, two] },
    ];
    expect(blocksOf(...options({ kind: "text", text: "*Rows*" }))).toEqual([
      { type: "section", text: plainText("A: Tables"), accessory: button(0, "A", "ask:A") },
      { type: "section", text: plainText("B: *Rows*"), accessory: button(1, "B", "ask:B") },
    ]);
    expect(blocksOf(...options(code("JOIN")))).toEqual([
      rich(
        section(
          text("A", { bold: true }),
          text(": Tables\n"),
          text("B", { bold: true }),
          text(": "),
          text("JOIN", { code: true }),
        ),
      ),
      actions(button(0, "A", "ask:A"), button(1, "B", "ask:B")),
    ]);
  });

  it("reads labels too long for a button above, and numbers the buttons", () => {
    const long = wordsOf(13);
    expect(blocksOf({ kind: "buttons", buttons: buttons("SQL", long) })).toEqual([
      rich(section(text(`1. SQL\n2. ${long}`))),
      actions(button(0, "1", "ask:SQL"), button(1, "2", `ask:${long}`)),
    ]);
  });

  it("reads choices and prompts too long for a select above it", () => {
    const [prompt, choice] = [wordsOf(30), wordsOf(13)];
    const [above, below] = blocksOf({ kind: "select", prompt, choices: buttons("SQL", choice) });
    expect(above).toEqual(rich(section(text(`${prompt}\n• ${choice}`))));
    expect(below && reading([{ blocks: [below] }])).toBe(`…\nSQL\n${choice.slice(0, 74)}…`);
  });

  it("has at most a hundred choices in a select, and five buttons in a row", () => {
    const many = buttons(...Array.from({ length: 120 }, (_, at) => `b${at}`));
    expect(typesOf(rendered({ kind: "select", prompt: "?", choices: many }))).toEqual(["actions", "actions"]);
    expect(
      blocksOf({ kind: "buttons", buttons: many.slice(0, 12) }).map((block) => reading([{ blocks: [block] }])),
    ).toEqual(["b0\nb1\nb2\nb3\nb4", "b5\nb6\nb7\nb8\nb9", "b10\nb11"]);
  });

  it("has the alternative text of an image that is none, and cuts that of an upload", () => {
    expect(rendered({ kind: "image", png: new Uint8Array(), alt: "A chart" }).images).toEqual([]);
    const [image] = rendered({ kind: "image", png: Uint8Array.of(1), alt: wordsOf(300) }).images;
    expect(image?.alt).toHaveLength(1000);
  });

  it("shows more progress than there is as all of it", () => {
    const over = blocksOf({ kind: "progress", label: "Quiz", done: 5, of: 4 });
    expect(reading([{ blocks: over }])).toBe(`Quiz ${"▰".repeat(12)} 5/4`);
  });

  it("has a fallback of at most 3,000 characters, cut between words", () => {
    const { text: fallback } = rendered(paragraph("a&b ".repeat(700)));
    expect(fallback).toMatch(/^(a&amp;b )+a&amp;b…$/);
    expect(fallback.length).toBeLessThanOrEqual(3000);
    expect(rendered(paragraph("&".repeat(2900))).text).toMatch(/^(&amp;)+…$/);
  });
});

describe("a table on Slack", () => {
  const wide = Array.from({ length: 21 }, (_, at) => plain(`c${at}`));
  const ranking: Block = {
    kind: "table",
    header: [[], plain("Player"), plain("Points")],
    rows: [[plain("🥇"), plain("Ana"), plain("30")]],
  };

  it("starts another message when there is one already, and takes its heading along", () => {
    const messages = renderReply([ranking, heading("Month"), ranking, paragraph("end")]);
    expect(messages.map(typesOf)).toEqual([["table"], ["header", "table", "rich_text"]]);
  });

  it("is lines where it has too many columns, rows or characters", () => {
    const tables: Block[] = [
      { kind: "table", header: wide, rows: [wide] },
      { kind: "table", header: [plain("n")], rows: Array.from({ length: 100 }, () => [plain("x")]) },
      { kind: "table", header: [plain("n")], rows: [[plain(wordsOf(1500))]] },
    ];
    expect(tables.flatMap((table) => renderReply([table]).flatMap(typesOf))).not.toContain("table");
  });

  it("as lines is a line a row under small titles, with the rank before the name", () => {
    expect(renderHome([ranking], "more").blocks).toEqual([
      rich(
        section(text("Player · Points", { italic: true }), text("\n🥇 "), text("Ana", { bold: true }), text(" · 30")),
      ),
    ]);
  });

  it("as lines has an item for each cell of long rows", () => {
    const long = wordsOf(12);
    const rows = [[plain("SQL"), plain(long), plain("old")]];
    const table: Block = { kind: "table", header: [plain("DB"), plain("For"), []], rows };
    expect(renderHome([table], "more").blocks).toEqual([
      rich(
        section(text("DB", { italic: true }), text("\n"), text("SQL", { bold: true })),
        list("bullet", [`For: ${long}`, "old"]),
      ),
    ]);
  });
});

describe("a long reply on Slack", () => {
  it("is cut between paragraphs", () => {
    const paragraphs = Array.from({ length: 40 }, (_, at) => `${at} ${"word ".repeat(100)}`.trim());
    const texts = readings(paragraphs.map(paragraph));
    expect(texts.length).toBe(2);
    expect(texts.join("\n").split(/\n+/)).toEqual(paragraphs);
  });

  it("is cut between words where a paragraph is too long, whatever their styles", () => {
    const content = Array.from({ length: 4000 }, (): Inline[] => [
      ...plain("be"),
      { kind: "strong", content: plain("fo") },
      ...plain("re "),
    ]).flat();
    const texts = readings([{ kind: "text", content }]);
    expect(texts.join("\n").split(/\s+/)).toEqual(Array.from({ length: 4000 }, () => "before"));
  });

  it("cuts no link", () => {
    const label = wordsOf(40);
    const content = Array.from({ length: 60 }, (): Inline[] => [
      { kind: "link", url: "https://x.org", content: plain(label) },
      ...plain(" "),
    ]).flat();
    const links = renderReply([{ kind: "text", content }])
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) => (block.type === "rich_text" ? block.elements : []))
      .flatMap((element) => (element.type === "rich_text_section" ? element.elements : []))
      .filter(({ type }) => type === "link");
    expect(links).toEqual(Array.from({ length: 60 }, () => link("https://x.org/", label)));
  });

  it("keeps code whole in the next message, and cuts it between lines only when no message holds it", () => {
    const line = "SELECT name FROM roles;";
    const block = (lines: number): Block => ({
      kind: "code",
      language: "sql",
      text: Array(lines).fill(line).join("\n"),
    });
    expect(renderReply([paragraph(wordsOf(700)), block(400)]).map(({ blocks }) => blocks.length)).toEqual([2, 1]);
    const shown = readings([block(1000)]);
    expect(shown.length).toBe(3);
    expect(shown.join("\n").split("\n")).toEqual(Array(1000).fill(line));
  });

  it("goes on counting the items of a list", () => {
    const items = Array.from({ length: 100 }, (_, at) => [paragraph(`item${at} ${wordsOf(30)}`)]);
    const lists = renderReply([listOf(true, ...items)])
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) => (block.type === "rich_text" ? block.elements : []));
    let count = 0;
    for (const one of lists) {
      expect(one).toMatchObject({ type: "rich_text_list", ...(count > 0 && { offset: count }) });
      count += one.elements.length;
    }
    expect([count, lists.length > 1]).toEqual([100, true]);
  });

  it("has at most fifty blocks a message, and no heading at the end of one", () => {
    const dividers = Array.from({ length: 49 }, (): Block => ({ kind: "divider" }));
    const messages = renderReply([...dividers, heading("Roles"), paragraph("many")]);
    expect(messages.map(({ blocks }) => blocks.length)).toEqual([49, 2]);
  });
});

describe("a press on Slack", () => {
  it("is in the value of a button or of what was chosen, whichever of the same it is", () => {
    expect([pressOf("press:0", "ask:sql"), pressOf("press:1", "ask:sql#2")]).toEqual(["ask:sql", "ask:sql"]);
    expect(pressOf("press:3", undefined)).toBe("press:3");
  });
});

describe("a Home tab on Slack", () => {
  it("shows a file as its text, and an image by what is on it", () => {
    const view = renderHome(
      [
        { kind: "file", name: "a.txt", text: "words" },
        { kind: "image", png: Uint8Array.of(1), alt: "pay" },
      ],
      "",
    );
    expect(view).toEqual({
      type: "home",
      blocks: [rich(section(text("a.txt", { code: true })), preformatted("words")), rich(section(text("pay")))],
    });
  });

  it("says that there is more where it ends", () => {
    const dividers = Array.from({ length: 100 }, (): Block => ({ kind: "divider" }));
    expect(renderHome(dividers, "There is more.").blocks).toHaveLength(100);
    const { blocks } = renderHome([...dividers, paragraph("x")], "There is more.");
    expect([blocks.length, blocks.at(-1)]).toEqual([100, rich(section(text("There is more.")))]);
  });
});

describe("a form on Slack", () => {
  const words = { submit: "Send", close: "Never mind" };
  const form = {
    title: "What do you think of it all?",
    id: "feedback:form",
    fields: [
      { name: "text", label: "Your words", longest: 4000, isLong: true },
      { name: "more", label: "x".repeat(2001), longest: 10, isLong: false },
    ],
  };

  it("is a modal that brings back what it was given", () => {
    const view = renderForm(form, "feedback:form", words);
    expect(violationsOf("views.open", { view })).toEqual([]);
    expect(view).toEqual({
      type: "modal",
      callback_id: "form",
      private_metadata: "feedback:form",
      title: plainText("What do you think of it…"),
      submit: plainText("Send"),
      close: plainText("Never mind"),
      blocks: [
        {
          type: "input",
          optional: true,
          label: plainText("Your words"),
          element: { type: "plain_text_input", action_id: "text", multiline: true, max_length: 3000 },
        },
        {
          type: "input",
          optional: true,
          label: plainText(`${"x".repeat(1999)}…`),
          element: { type: "plain_text_input", action_id: "more", multiline: false, max_length: 10 },
        },
      ],
    });
  });

  it("is refused with more to bring back than Slack takes", () => {
    expect(() => renderForm(form, "x".repeat(3001), words)).toThrow("3001 characters");
  });
});

/** Texts that have to be found whole, and whether one after the other. */
type Strands = { texts: string[]; isOrdered: boolean };

const ordered = (...texts: string[]): Strands[] => [{ texts, isOrdered: true }];
const anyhow = (...texts: string[]): Strands[] => [{ texts, isOrdered: false }];

function strandsOf(block: Block): Strands[] {
  switch (block.kind) {
    case "heading":
      return ordered(block.text);
    case "text":
      return ordered(inlineText(block.content));
    case "list":
      return block.items.flat().flatMap(strandsOf);
    case "quote":
      return block.blocks.flatMap(strandsOf);
    case "code":
      return ordered(block.text);
    case "table":
      return anyhow(...[block.header, ...block.rows].flat().map(inlineText));
    case "fields":
      return anyhow(...block.fields.flatMap(({ label, value }) => [label, inlineText(value)]));
    case "buttons":
      return anyhow(...block.buttons.map(({ label }) => label));
    case "select":
      return anyhow(block.prompt, ...block.choices.map(({ label }) => label));
    case "image":
      return ordered(block.alt);
    case "file":
      return ordered(block.name);
    case "progress":
      return ordered(block.label, `${block.done}/${block.of}`);
    case "sources":
      return ordered(block.checked, ...block.sources.map(({ title }) => title));
    case "divider":
      return [];
    default:
      return block satisfies never;
  }
}

const onlyWords = (of: string) => ` ${(of.match(/[\p{L}\d]+/gu) ?? []).join(" ")} `;

/** The texts of a reply that messages don't say, or not in their order. */
function lost(reply: Reply, messages: readonly Rendered[]): string[] {
  const said = onlyWords(reading(messages));
  let from = 0;
  return reply.flatMap(strandsOf).flatMap(({ texts, isOrdered }) =>
    texts.filter((one) => {
      const words = onlyWords(one);
      const at = said.indexOf(words, from);
      if (isOrdered && at >= 0) from = at + words.length - 1;
      return words.trim() !== "" && at < 0;
    }),
  );
}

function leaves(reply: Reply): Reply {
  return reply.flatMap((block) => {
    if (block.kind === "list") return leaves(block.items.flat());
    return block.kind === "quote" ? leaves(block.blocks) : [block];
  });
}

describe("any reply on Slack", () => {
  const quiet = { channel: "C1", unfurl_links: false, unfurl_media: false };

  function check(reply: Reply): void {
    const messages = renderReply(reply);
    for (const { text: fallback, blocks } of messages) {
      expect(violationsOf("chat.postMessage", { ...quiet, text: fallback, blocks })).toEqual([]);
      expect(fallback.length).toBeLessThanOrEqual(3000);
      expect(reading([{ blocks }]).length).toBeLessThanOrEqual(12_000);
    }
    expect(lost(reply, messages)).toEqual([]);
    const all = leaves(reply);
    expect(messages.flatMap(({ files }) => files.map(({ text: words }) => words))).toEqual(
      all.flatMap((block) => (block.kind === "file" ? [block.text] : [])),
    );
    expect(messages.flatMap(({ images }) => images.map(({ png }) => png))).toEqual(
      all.flatMap((block) => (block.kind === "image" && block.png.length > 0 ? [block.png] : [])),
    );
    const view = renderHome(reply, "There is more.");
    expect(violationsOf("views.publish", { user_id: "U1", view })).toEqual([]);
  }

  it("is taken by Slack, and loses no word", () => {
    fc.assert(fc.property(replies, check), { numRuns: 10_000 });
  });

  it("is taken by Slack and loses no word however long it is", () => {
    fc.assert(fc.property(largeReplies, check), { numRuns: 2000 });
  });
});
