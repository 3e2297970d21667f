import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderForm, renderHome, renderReply } from "../src/adapters/slack/render.ts";
import { type Block, heading, type Inline, paragraph, plain } from "../src/core/reply.ts";
import { hostileText } from "./fakes/replies.ts";
import { reading } from "./fakes/slack-payloads.ts";
import { fieldsOf, isFields } from "./peers/slack/json.ts";
import { violationsOf } from "./peers/slack/validate.ts";

const ours = "https://ours.org/a?b=1&c=2";

const hostile = [
  "<!channel> <!here> <!everyone> <!subteam^S1>",
  "<@U1> @here @channel <#C1|general> #general",
  "<https://evil.org|text> https://evil.org evil.org",
  "a|b> <https://evil.org|c",
  "*bold* _italic_ ~struck~ `code` ```fence```",
  "&lt;!here&gt; &amp;lt; &#60;!here&#62;",
  "> quoted\n>>> all\n* listed\n1. counted\n# titled",
  ":smile: :+1: :skin-tone-2: 👍",
  "[text](https://evil.org) **bold** <!date^0^{date}^https://evil.org|x>",
  "<mailto:ana@evil.org|write> <javascript:alert(1)|x> <slack://open>",
  '"},{"type":"mrkdwn","text":"<!channel>"}',
  "\u202eright to left\u202c \u2066isolated\u2069 \u061cmarked",
  `zalgo ${"z\u0301\u0302\u0303\u0304\u0305\u0306\u0307".repeat(5)}`,
  "bell\u0007 escape\u001b[2J return\r back\b null\u0000 c1\u009b",
  "lone \ud83d surrogate \udc4d",
];

/** Every place where a text can stand; addresses apart, which are in links that say it. */
function everywhere(text: string): Block[] {
  const content: Inline[] = [
    ...plain(`${text} `),
    { kind: "strong", content: plain(text) },
    { kind: "emphasis", content: plain(` ${text}`) },
    { kind: "code", text },
    { kind: "link", url: ours, content: plain(text) },
  ];
  return [
    heading(text),
    { kind: "text", content },
    { kind: "list", ordered: true, items: [[paragraph(text), { kind: "quote", blocks: [paragraph(text)] }]] },
    { kind: "code", language: text, text },
    { kind: "table", header: [plain(text), []], rows: [[content, plain(text)]] },
    { kind: "fields", fields: [{ label: text, value: plain(text) }] },
    { kind: "fields", fields: [{ label: "A", value: plain(text) }] },
    { kind: "buttons", buttons: [{ label: "A", press: "quiz:a" }] },
    { kind: "buttons", buttons: [{ label: text, press: "ask:sql" }] },
    { kind: "select", prompt: text, choices: [{ label: text, press: "ask:sql" }] },
    { kind: "image", png: new Uint8Array(), alt: text },
    { kind: "file", name: text, text },
    { kind: "progress", label: text, done: 1, of: 2 },
    { kind: "sources", checked: text, sources: [{ title: text, url: ours }] },
  ];
}

const harmless = [
  ...["header", "section", "actions", "context", "table", "divider", "input"],
  ...["rich_text", "rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted", "text", "link"],
  ...["plain_text", "raw_text", "mrkdwn", "button", "static_select", "plain_text_input"],
];

/** All objects within, and all texts. */
function* within(value: unknown): Generator<unknown> {
  yield value;
  if (typeof value !== "object" || value === null) return;
  for (const one of Object.values(value)) yield* within(one);
}

/** What is in blocks that acts, save for links to us; nothing, if texts are no more than texts. */
function actsOf(blocks: unknown): string[] {
  return [...within(blocks)].flatMap((node): string[] => {
    if (typeof node === "string") return acting.test(node) ? [`acts: ${JSON.stringify(node)}`] : [];
    if (!isFields(node)) return [];
    const { type, text, url, emoji, verbatim } = node;
    if (type === undefined) return [];
    if (typeof type !== "string" || !harmless.includes(type)) return [`is a ${String(type)}`];
    if (type === "link") return url === ours ? [] : [`leads to ${String(url)}`];
    if (type === "plain_text") return emoji === false ? [] : ["makes emoji"];
    if (type !== "mrkdwn") return [];
    return verbatim === true ? parsedMarks(String(text)) : ["is not verbatim"];
  });
}

const acting = /(?!\n)[\p{Cc}\p{Bidi_Control}]|\p{M}{5}|\p{Surrogate}/u;
const ourLink = `<${ours.replace("&", "&amp;")}|`;

/** What Slack would find in small print besides our links. */
function parsedMarks(mrkdwn: string): string[] {
  const [before = "", ...links] = mrkdwn.split(ourLink);
  const bare = [before, ...links.map((link) => link.replace(/^[^<>|]*>/, ""))].join("");
  return bare.match(/[<>|*_~`]|&(?!(?:amp|lt|gt);)|:[\w+'-]+:/g) ?? [];
}

const calls = (blocks: unknown, text: string) =>
  violationsOf("chat.postMessage", { channel: "C1", unfurl_links: false, unfurl_media: false, text, blocks });

function expectHarmless(text: string): void {
  for (const message of renderReply(everywhere(text))) {
    expect(actsOf(message.blocks)).toEqual([]);
    expect(calls(message.blocks, message.text)).toEqual([]);
    expect(message.text).not.toMatch(/[<>]/);
  }
  const home = renderHome(everywhere(text), text);
  expect(actsOf(home.blocks)).toEqual([]);
  expect(violationsOf("views.publish", { view: home })).toEqual([]);
  const field = { name: "text", label: text, longest: 100, isLong: false };
  const view = renderForm({ title: text, id: "feedback:form", fields: [field] }, "", { submit: text, close: text });
  expect(actsOf(view.blocks)).toEqual([]);
  expect(violationsOf("views.open", { view })).toEqual([]);
}

describe("a hostile text on Slack", () => {
  it.each(hostile)("is only a text: %j", expectHarmless);

  it("is only a text, whatever is in it", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostileText,
          fc.array(fc.constantFrom(...hostile)).map((all) => all.join("")),
        ),
        expectHarmless,
      ),
      { numRuns: 2000 },
    );
  });

  it.each(hostile.slice(0, 11))("is read as it was written: %j", (text) => {
    expect(reading(renderReply([paragraph(text)]))).toBe(text);
    expect(reading(renderReply([{ kind: "code", language: "", text }]))).toBe(text);
    expect(reading(renderReply([{ kind: "buttons", buttons: [{ label: text, press: "ask:sql" }] }]))).toContain(
      text.split("\n")[0],
    );
  });

  it("is the same text in small print, but for marks that have no escape", () => {
    const sources = (title: string): Block => ({ kind: "sources", checked: "2026", sources: [{ title, url: ours }] });
    const read = (title: string) => reading(renderReply([sources(title)]));
    expect(read("<!channel> &lt;!here&gt; <@U1>")).toBe("checked 2026 · <!channel> &lt;!here&gt; <@U1>");
    expect(read("*a* _b_ ~c~ `d` e|f :g: h: i")).toBe("checked 2026 · ∗a∗ ˍbˍ ∼c∼ ˋdˋ e│f ∶g: h: i");
    expect(read("<".repeat(1000))).toBe(`checked 2026\n${"<".repeat(1000)}`);
  });

  it("is in no address: what is none of a page leads nowhere, and nothing ends one early", () => {
    const addresses = fc.oneof(
      hostileText,
      fc.constantFrom(...hostile, "javascript:alert(1)", "slack://open", "mailto:ana@evil.org", "https://"),
      fc.tuple(fc.webUrl(), fc.constantFrom(...hostile)).map((parts) => parts.join("")),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
    );
    fc.assert(
      fc.property(addresses, (url) => {
        const link: Block = { kind: "text", content: [{ kind: "link", url, content: plain("here") }] };
        const blocks = renderReply([
          link,
          { kind: "sources", checked: "2026", sources: [{ title: "here", url }] },
        ]).flatMap((message) => message.blocks);
        expect(calls(blocks, "text")).toEqual([]);
        expect(reading([{ blocks }])).toBe("here\nchecked 2026 · here");
        const links = [...within(blocks)].map(fieldsOf).filter(({ type }) => type === "link");
        const isOfPage = /^https?:\/\//i.test(url) && URL.canParse(url);
        expect(links.map((one) => one.url)).toEqual(isOfPage ? [new URL(url).href] : []);
      }),
      { numRuns: 2000 },
    );
  });
});
