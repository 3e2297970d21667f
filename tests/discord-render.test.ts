import { ComponentType } from "discord.js";
import { describe, expect, it } from "vitest";
import { renderForm } from "../src/adapters/discord/modal.ts";
import { pressOf, type Rendered, renderReply } from "../src/adapters/discord/render.ts";
import { longestPressId } from "../src/core/press.ts";
import { type Block, type Button, heading, type Inline, paragraph, plain, type Reply } from "../src/core/reply.ts";
import { markdownOf, screenText } from "./fakes/discord-payloads.ts";
import { violationsOf } from "./peers/discord/validate.ts";

const png = Uint8Array.of(137, 80, 78, 71);
const buttons = (...labels: string[]): Button[] => labels.map((label) => ({ label, press: `ask:${label}` }));
const link: Inline = { kind: "link", url: "https://x.org/a", content: plain("docs") };
const strong = (text: string): Inline => ({ kind: "strong", content: plain(text) });
const code = (text: string): Inline => ({ kind: "code", text });
const cells = (...texts: string[]): Inline[][] => texts.map(plain);

const text = (content: string) => ({ type: ComponentType.TextDisplay, content });
const button = (label: string, custom_id: string) => ({ type: ComponentType.Button, style: 2, label, custom_id });
const row = (...components: object[]) => ({ type: ComponentType.ActionRow, components });
const option = (label: string) => ({ label, value: `ask:${label}` });
const select = (placeholder: string, ...options: object[]) =>
  row({ type: ComponentType.StringSelect, custom_id: "select:", placeholder, options });

/** What stands in the one container of a message. */
function inside({ body }: Rendered): unknown[] {
  const [container, ...more] = body.components ?? [];
  if (container?.type !== ComponentType.Container || more.length > 0) throw new Error("not one container");
  return container.components;
}
const render = (...reply: Reply) => renderReply(reply).map(inside);
const markdown = (...reply: Reply) => renderReply(reply).flatMap(markdownOf);

/** One of every kind: a new kind does not compile until it stands here. */
const golden: Record<Block["kind"], { block: Block; shown: object[]; files?: object[] }> = {
  heading: { block: heading("Roles"), shown: [text("## Roles")] },
  text: {
    block: {
      kind: "text",
      content: [
        ...plain("Read "),
        strong("all"),
        ...plain(", "),
        { kind: "emphasis", content: plain("then") },
        ...plain(" run "),
        code("ls"),
        { kind: "strong", content: [{ kind: "emphasis", content: [...plain(" now "), code("a`b")] }] },
        ...plain(": "),
        link,
      ],
    },
    shown: [text("Read **all**, *then* run `ls` ***now*** ***`` a`b ``***: [docs](<https://x.org/a>)")],
  },
  list: {
    block: {
      kind: "list",
      ordered: true,
      items: [
        [paragraph("First")],
        [paragraph("Second\nline"), { kind: "list", ordered: false, items: [[paragraph("in")], [paragraph("it")]] }],
      ],
    },
    shown: [text("1. First\n2. Second\n   line\n   - in\n   - it")],
  },
  quote: {
    block: { kind: "quote", blocks: [paragraph("Wise"), paragraph("words\nof hers")] },
    shown: [text("> Wise\n> words\n> of hers")],
  },
  code: {
    block: { kind: "code", language: "sql", text: "SELECT 1;\n\tSELECT 2;" },
    shown: [text("```sql\nSELECT 1;\n  SELECT 2;\n```")],
  },
  table: {
    block: {
      kind: "table",
      header: cells("", "Player", "Points"),
      rows: [cells("🥇", "ana", "12"), cells("🥈", "ben", "9"), cells("3.", "eve", "")],
    },
    shown: [text("-# Player · Points\n🥇 **ana** · 12\n🥈 **ben** · 9\n3\\. **eve**")],
  },
  fields: {
    block: {
      kind: "fields",
      fields: [
        { label: "Used for", value: [...plain("rows of a "), strong("shop")] },
        { label: "Strengths", value: plain("known") },
      ],
    },
    shown: [text("**Used for**: rows of a **shop**\n**Strengths**: known")],
  },
  buttons: {
    block: { kind: "buttons", buttons: buttons("SQL", "Redis", "a", "b", "c", "d") },
    shown: [row(...["SQL", "Redis", "a", "b", "c"].map((one) => button(one, `ask:${one}`))), row(button("d", "ask:d"))],
  },
  select: {
    block: { kind: "select", prompt: "Which?", choices: buttons("SQL", "Redis") },
    shown: [select("Which?", option("SQL"), option("Redis"))],
  },
  image: {
    block: { kind: "image", png, alt: "A chart of *pay*" },
    shown: [
      {
        type: ComponentType.MediaGallery,
        items: [{ media: { url: "attachment://image-1.png" }, description: "A chart of *pay*" }],
      },
    ],
    files: [{ name: "image-1.png", data: Buffer.from(png), contentType: "image/png" }],
  },
  file: {
    block: { kind: "file", name: "about.json", text: '{ "a": 1 }' },
    shown: [{ type: ComponentType.File, file: { url: "attachment://about.json" } }],
    files: [{ name: "about.json", data: '{ "a": 1 }', contentType: "text/plain" }],
  },
  progress: {
    block: { kind: "progress", label: "Quiz", done: 1, of: 4 },
    shown: [text("Quiz ▰▰▰▱▱▱▱▱▱▱▱▱ 1/4")],
  },
  sources: {
    block: {
      kind: "sources",
      checked: "2026-11-01",
      sources: [
        { title: "MDN", url: "https://x.org/" },
        { title: "https://y.org/", url: "https://y.org/" },
      ],
    },
    shown: [text("-# checked 2026-11-01 · [MDN](<https://x.org/>) · <https://y.org/>")],
  },
  divider: { block: { kind: "divider" }, shown: [{ type: ComponentType.Separator }] },
};

describe("a reply on Discord", () => {
  it.each(Object.entries(golden))("shows %s", (_, { block, shown, files = [] }) => {
    const [message, ...more] = renderReply([block]);
    expect(message && inside(message)).toEqual(shown);
    expect(message?.files).toEqual(files);
    expect(more).toEqual([]);
  });

  it("is one container of Components V2 that mentions nobody", () => {
    expect(renderReply([paragraph("Hi")])).toEqual([
      {
        body: {
          flags: 1 << 15,
          components: [{ type: ComponentType.Container, accent_color: 0x1f8a8c, components: [text("Hi")] }],
          allowed_mentions: { parse: [] },
        },
        files: [],
      },
    ]);
  });

  it("puts an empty line between its blocks, and nothing for those with nothing to say", () => {
    const empty: Block[] = [paragraph(" "), { kind: "code", language: "", text: "" }, { kind: "buttons", buttons: [] }];
    expect(render(heading("A"), ...empty, paragraph("b"))).toEqual([[text("## A\n\nb")]]);
    expect(renderReply(empty)).toEqual([]);
  });

  it("lays a comparison, too wide for a line, out as a list under each first cell", () => {
    const rows = [
      [
        [code("SELECT")],
        plain("reads the rows of a table that a condition holds for"),
        plain("changes nothing at all"),
      ],
      cells("DELETE", "removes rows", "forgets them"),
    ];
    expect(markdown({ kind: "table", header: cells("Word", "Does", "Risk"), rows })).toEqual([
      [
        "-# Word",
        "**`SELECT`**",
        "- Does: reads the rows of a table that a condition holds for",
        "- Risk: changes nothing at all",
        "**DELETE**",
        "- Does: removes rows",
        "- Risk: forgets them",
      ].join("\n"),
    ]);
  });

  it("sets the options of a question beside the buttons with their letters", () => {
    const options: Block = {
      kind: "fields",
      fields: [
        { label: "A", value: [code("**kwargs")] },
        { label: "B", value: link.content },
      ],
    };
    const section = (content: string, label: string) => ({
      type: ComponentType.Section,
      components: [text(content)],
      accessory: button(label, `ask:${label}`),
    });
    const shown = [section("**A** `**kwargs`", "A"), section("**B** docs", "B")];
    expect(render(options, { kind: "buttons", buttons: buttons("A", "B") })).toEqual([shown]);
    expect(render(options, { kind: "buttons", buttons: buttons("A", "C") })[0]).toHaveLength(2);
  });

  it("writes labels too long for a button above it, and numbers the buttons", () => {
    const long = "How do backend and frontend work together, and which of the two should I start with?";
    const [shown] = render({
      kind: "buttons",
      buttons: buttons("SQL", long).map((one) => ({ ...one, press: "ask:sql" })),
    });
    expect(shown).toEqual([text(`1\\. SQL\n2\\. ${long}`), row(button("1", "ask:sql"), button("2", "ask:sql#2"))]);
  });

  it("writes a prompt and choices too long for a select above it", () => {
    const long = "word ".repeat(31).trim();
    const [shown] = render({ kind: "select", prompt: long, choices: [{ label: long, press: "ask:a" }] });
    const cut = `${long.slice(0, 99)}…`;
    expect(shown).toEqual([text(`${long}\n• ${long}`), select("…", { label: cut, value: "ask:a" })]);
  });

  it("makes a second select of more choices than one takes", () => {
    const choices = buttons(...Array.from({ length: 26 }, (_, at) => `c${at}`));
    const [shown] = renderReply([{ kind: "select", prompt: "Which?", choices }]);
    expect(shown && violationsOf({ method: "POST", path: "/channels/1/messages", body: shown.body })).toEqual([]);
    expect(shown && inside(shown)).toHaveLength(2);
  });

  it("finds the press again, whichever of several alike was pressed or chosen, and however long its id", () => {
    const press = "p".repeat(longestPressId);
    const same = Array.from({ length: 30 }, () => ({ label: "a", press }));
    const body = JSON.stringify(renderReply([{ kind: "buttons", buttons: same }]));
    const ids = [...body.matchAll(/"custom_id":"([^"]+)"/g)].map(([, id = ""]) => id);
    expect(new Set(ids).size).toBe(30);
    expect(ids.map((id) => pressOf(id)).every((id) => id === press)).toBe(true);
    expect(pressOf("select:#2", [`${press}#3`])).toBe(press);
  });

  it("keeps fences within code, of any length, from ending it", () => {
    for (const ticks of ["```", "````", "`````", "```````"]) {
      const [shown = ""] = markdown({ kind: "code", language: "md", text: `${ticks}sql\nSELECT\n${ticks}` });
      expect(shown.match(/```/g), ticks).toHaveLength(2);
    }
    expect(markdown({ kind: "text", content: [code("a```**b**")] })).not.toContainEqual(expect.stringContaining("```"));
  });

  it("keeps an image whose description is too long for it, and writes that out", () => {
    const alt = "word ".repeat(300).trim();
    const messages = renderReply([{ kind: "image", png, alt }]);
    expect(messages.flatMap(({ files }) => files)).toHaveLength(1);
    expect(screenText(messages)).toContain(alt);
  });

  it("shows more done than there was to do as all of it", () => {
    expect(markdown({ kind: "progress", label: "Quiz", done: 5, of: 4 })).toEqual([`Quiz ${"▰".repeat(12)} 5/4`]);
  });

  it("tells files with one name apart", () => {
    const file: Block = { kind: "file", name: "about.json", text: "{}" };
    const names = renderReply([file, file]).flatMap(({ files }) => files.map(({ name }) => name));
    expect(new Set(names).size).toBe(2);
  });
});

describe("a form on Discord", () => {
  it("has its fields under labels cut to what a modal takes", () => {
    const field = { name: "why", label: "l".repeat(50), longest: 5000, isLong: true };
    expect(renderForm({ title: "t".repeat(50), id: "feedback", fields: [field] })).toEqual({
      custom_id: "feedback",
      title: "t".repeat(45),
      components: [
        {
          type: ComponentType.Label,
          label: "l".repeat(45),
          component: { type: ComponentType.TextInput, custom_id: "why", style: 2, max_length: 4000, required: false },
        },
      ],
    });
  });
});
