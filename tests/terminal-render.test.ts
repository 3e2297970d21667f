import fc from "fast-check";
import stringWidth from "fast-string-width";
import { describe, expect, it } from "vitest";
import { renderReply, type Screen } from "../src/adapters/terminal/render.ts";
import { type Block, type Button, heading, type Inline, paragraph, plain, replyText } from "../src/core/reply.ts";
import { hostileText, replies } from "./fakes/replies.ts";

const paper: Screen = { width: 40, styled: false };
const colours: Screen = { width: 40, styled: true };
const render = (block: Block, screen = paper) => renderReply([block], screen).text;
/** Escape sequences as one can read them. */
const visible = (text: string) => text.replaceAll("\u001b", "␛").replaceAll("\u0007", "␇");
const buttons = (...labels: string[]): Button[] => labels.map((label) => ({ label, press: `ask:${label}` }));
const link: Inline = { kind: "link", url: "https://x.org", content: plain("docs") };
const dimLine = "─".repeat(40);

type Golden = { block: Block; onPaper: string; inColours: string };

/** One of every kind: a new kind does not compile until it stands here. */
const golden: Record<Block["kind"], Golden> = {
  heading: { block: heading("Roles"), onPaper: "Roles", inColours: "␛[1mRoles␛[22m" },
  text: {
    block: {
      kind: "text",
      content: [
        ...plain("Read "),
        { kind: "strong", content: plain("all") },
        ...plain(", "),
        { kind: "emphasis", content: plain("then") },
        ...plain(" run "),
        { kind: "code", text: "ls" },
        ...plain(": "),
        link,
      ],
    },
    onPaper: "Read all, then run `ls`: docs\n<https://x.org>",
    inColours: "Read ␛[1mall␛[22m, ␛[3mthen␛[23m run ␛[36mls␛[39m: ␛]8;;https://x.org␇␛[4mdocs␛[24m␛]8;;␇",
  },
  list: {
    block: {
      kind: "list",
      ordered: true,
      items: [
        [paragraph("First")],
        [paragraph("Second"), { kind: "list", ordered: false, items: [[paragraph("in")]] }],
      ],
    },
    onPaper: "1. First\n2. Second\n   • in",
    inColours: "1. First\n2. Second\n   • in",
  },
  file: {
    block: { kind: "file", name: "about.json", text: '{ "a": 1 }' },
    onPaper: '    { "a": 1 }',
    inColours: '    ␛[36m{ "a": 1 }␛[39m',
  },
  quote: {
    block: { kind: "quote", blocks: [paragraph("Wise"), paragraph("words")] },
    onPaper: "│ Wise\n│ words",
    inColours: "│ Wise\n│ words",
  },
  code: {
    block: { kind: "code", language: "sql", text: "SELECT 1;\nSELECT 2;" },
    onPaper: "    SELECT 1;\n    SELECT 2;",
    inColours: "    ␛[36mSELECT 1;\n    SELECT 2;␛[39m",
  },
  table: {
    block: {
      kind: "table",
      header: [plain("DB"), plain("SQL"), plain("Redis")],
      rows: [[plain("Asks with"), [{ kind: "code", text: "SELECT" }], plain("commands")]],
    },
    onPaper: "DB         SQL       Redis\nAsks with  `SELECT`  commands",
    inColours:
      "␛[1mDB␛[22m         ␛[1mSQL␛[22m     ␛[1mRedis␛[22m\n␛[1mAsks with␛[22m  ␛[0m␛[36mSELECT␛[39m␛[0m  ␛[0mcommands␛[0m",
  },
  fields: {
    block: {
      kind: "fields",
      fields: [
        { label: "Used for", value: plain("keeping the rows of a small shop") },
        { label: "Strengths", value: plain("known") },
      ],
    },
    onPaper: "Used for   keeping the rows of a small\n           shop\nStrengths  known",
    inColours: "␛[1mUsed for   ␛[22mkeeping the rows of a small\n           shop\n␛[1mStrengths  ␛[22mknown",
  },
  buttons: {
    block: { kind: "buttons", buttons: buttons("SQL", "Redis") },
    onPaper: "[1] SQL   [2] Redis",
    inColours: "␛[33m[1]␛[39m SQL   ␛[33m[2]␛[39m Redis",
  },
  select: {
    block: { kind: "select", prompt: "Which?", choices: buttons("SQL", "Redis") },
    onPaper: "Which?\n[1] SQL   [2] Redis",
    inColours: "Which?\n␛[33m[1]␛[39m SQL   ␛[33m[2]␛[39m Redis",
  },
  image: {
    block: { kind: "image", png: new Uint8Array(), alt: "A chart of pay" },
    onPaper: "[A chart of pay]",
    inColours: "[A chart of pay]",
  },
  progress: {
    block: { kind: "progress", label: "Quiz", done: 1, of: 4 },
    onPaper: "Quiz █████░░░░░░░░░░░░░░░ 1/4",
    inColours: "Quiz █████░░░░░░░░░░░░░░░ 1/4",
  },
  sources: {
    block: { kind: "sources", checked: "2026-11-01", sources: [{ title: "MDN", url: "https://x.org" }] },
    onPaper: "checked 2026-11-01\n· MDN <https://x.org>",
    inColours: "␛[2mchecked 2026-11-01 · ␛]8;;https://x.org␇␛[4mMDN␛[24m␛]8;;␇␛[22m",
  },
  divider: { block: { kind: "divider" }, onPaper: dimLine, inColours: `␛[2m${dimLine}␛[22m` },
};

describe("a reply on the terminal", () => {
  it.each(Object.entries(golden))("shows %s on paper and in colours", (_, { block, onPaper, inColours }) => {
    expect(render(block)).toBe(onPaper);
    expect(visible(render(block, colours))).toBe(inColours);
  });

  it("separates its blocks with an empty line and leaves out those with nothing to say", () => {
    const { text } = renderReply([heading("A"), { kind: "buttons", buttons: [] }, paragraph("b")], paper);
    expect(text).toBe("A\n\nb");
  });

  it("numbers buttons on from the replies before it, in the order of what they press", () => {
    const reply: Block[] = [
      { kind: "buttons", buttons: buttons("a") },
      { kind: "select", prompt: "Or", choices: buttons("b", "c") },
    ];
    const first = renderReply(reply, paper);
    const second = renderReply([{ kind: "buttons", buttons: buttons("d") }], paper, first.presses.length + 1);
    expect([first.text, second.text]).toEqual(["[1] a\n\nOr\n[2] b   [3] c", "[4] d"]);
    expect([...first.presses, ...second.presses]).toEqual(["ask:a", "ask:b", "ask:c", "ask:d"]);
  });

  it("gives every button a line of its own once one label is long", () => {
    const long = "How do backend and frontend work together?";
    const wide = { width: 60, styled: false };
    expect(render({ kind: "buttons", buttons: buttons("SQL", long) }, wide)).toBe(`[1] SQL\n[2] ${long}`);
  });

  it("narrows the widest columns of a table until it fits", () => {
    const table: Block = {
      kind: "table",
      header: [plain("DB"), plain("Known for")],
      rows: [[plain("SQL"), plain("being asked by everybody")]],
    };
    expect(render(table, { width: 20, styled: false })).toBe("DB   Known for\nSQL  being asked by\n     everybody");
  });

  it("sets a value apart from its label, however long the label", () => {
    const fields: Block = { kind: "fields", fields: [{ label: "Full-stack developer", value: plain("both halves") }] };
    expect(render(fields)).toMatch(/^Full-stack developer\s+both halves$/);
  });

  it("keeps the indentation of code that is written with tabs", () => {
    expect(render({ kind: "code", language: "make", text: "all:\n\tnode ." })).toMatch(/^ {4}all:\n {5,}node \.$/);
  });
});

describe("any reply on the terminal", () => {
  const width = fc.integer({ min: 20, max: 100 });

  it("has no line wider than the screen, but for an address on paper, which is to be copied whole", () => {
    fc.assert(
      fc.property(replies, width, fc.boolean(), (reply, columns, styled) => {
        const lines = renderReply(reply, { width: columns, styled }).text.split("\n");
        const wide = lines.filter((line) => stringWidth(line) > columns);
        expect(wide.filter((line) => styled || !/<https?:\S+>/.test(line))).toEqual([]);
      }),
    );
  });

  it("loses no word", () => {
    fc.assert(
      fc.property(replies, width, (reply, columns) => {
        // A word too long for its line is cut there; inside a quote the next line starts with the quote's mark.
        const shown = renderReply(reply, { width: columns, styled: false }).text.replaceAll(/[\s│]/g, "");
        const words = replyText(reply).match(/[\p{L}\d]+/gu) ?? [];
        expect(words.filter((word) => !shown.includes(word))).toEqual([]);
      }),
    );
  });

  it("keeps control, escape and direction characters out, whatever a text holds", () => {
    const bidiOrControl = /[\p{Bidi_Control}\p{Cc}]/u;
    fc.assert(
      fc.property(hostileText, (text) => {
        const everywhere: Block[] = [
          heading(text),
          {
            kind: "text",
            content: [
              { kind: "code", text },
              { kind: "link", url: text, content: plain(text) },
            ],
          },
          { kind: "code", language: text, text },
          { kind: "table", header: [plain(text)], rows: [[plain(text)]] },
          { kind: "fields", fields: [{ label: text, value: plain(text) }] },
          { kind: "select", prompt: text, choices: [{ label: text, press: "ask:sql" }] },
          { kind: "image", png: new Uint8Array(), alt: text },
          { kind: "progress", label: text, done: 0, of: 0 },
          { kind: "sources", checked: "2026-11-01", sources: [{ title: text, url: text }] },
        ];
        expect(renderReply(everywhere, paper).text.replaceAll("\n", "")).not.toMatch(bidiOrControl);
      }),
    );
  });
});
