import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderReply } from "../src/adapters/discord/render.ts";
import { plain } from "../src/core/reply.ts";
import { markdownOf, readMarkdown } from "./fakes/discord-payloads.ts";
import { hostileMarkup } from "./fakes/replies.ts";

describe("a link on Discord", () => {
  const render = (url: string, text = "docs") =>
    renderReply([{ kind: "text", content: [{ kind: "link", url, content: plain(text) }] }])
      .flatMap(markdownOf)
      .join("\n");

  it.each([
    ["https://x.org/a(b)", "[docs](<https://x.org/a%28b%29>)"],
    ["https://x.org/a b", "[docs](<https://x.org/a%20b>)"],
    ['https://x.org/?q="a"\'', "[docs](<https://x.org/?q=%22a%22%27>)"],
    ["https://x.org/\n> **a**", "[docs](<https://x.org/%3E%20**a**>)"],
    ["https://x.org/>)[a](https://y.org)", "[docs](<https://x.org/%3E%29[a]%28https://y.org%29>)"],
    ["https://x.org/?a|b\\c", "[docs](<https://x.org/?a%7Cb%5Cc>)"],
    ["HTTPS://X.org", "[docs](<https://x.org/>)"],
  ])("keeps %j within its brackets", (url, markdown) => {
    expect(render(url)).toBe(markdown);
    const links = readMarkdown(markdown).flatMap(({ styles }) => styles);
    expect(links).toEqual([`link:${markdown.slice(8, -2)}`]);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,a",
    "ftp://x.org",
    "discord://x",
    "//x.org",
    "x.org",
    "https://",
    "",
    " https://x.org",
  ])("is only its text for %j", (url) => {
    expect(render(url)).toBe("docs");
  });

  it("goes nowhere but to an address of a page, whatever is written there", () => {
    const path = fc
      .array(fc.oneof(hostileMarkup, fc.constantFrom('"', "'", "\t", "\r", "%", "é", "?", "#")))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(path, fc.constantFrom("https://x.org/", "http://", "javascript:", ""), (rest, start) => {
        const spans = readMarkdown(render(start + rest, "docs"));
        expect(spans.map(({ text }) => text)).toEqual(["docs"]);
        expect(spans.flatMap(({ styles }) => styles).every((style) => /^link:https?:\/\/[^\s<>()]+$/.test(style))).toBe(
          true,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
