import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clean } from "../src/adapters/text/clean.ts";
import { inSlices, type Run, toRuns, writeWithin } from "../src/adapters/text/runs.ts";
import { type Inline, plain } from "../src/core/reply.ts";
import { hostileText } from "./fakes/replies.ts";

const run = (text: string, look: Partial<Run> = {}): Run => ({
  text,
  isStrong: false,
  isEmphasis: false,
  isCode: false,
  ...look,
});
/** A platform whose markup is as large as any: brackets around whatever has a look, doubled where they are text. */
const write = (runs: readonly Run[]) =>
  runs
    .map(({ text, isStrong, isCode, url }) => {
      const escaped = text.replaceAll(/[[\]]/g, "$&$&");
      const styled = isStrong || isCode ? `[${escaped}]` : escaped;
      return url === undefined ? styled : `[${styled}](${url})`;
    })
    .join("");

describe("clean text", () => {
  it.each([
    ["a\u0000b\u001b[2Jc\u007f\u009b", "ab[2Jc"],
    ["a\u202eb\u2066c\u061cd\u200fe", "abcde"],
    ["a\r\nb\tc", "a\nb  c"],
    [`e${"\u0301".repeat(30)}f`, `e${"\u0301".repeat(4)}f`],
    ["a\ud800b", "a\ufffdb"],
    ["漢字 👩🏽‍💻 ß", "漢字 👩🏽‍💻 ß"],
  ])("makes of %j %j", (text, cleaned) => {
    expect(clean(text)).toBe(cleaned);
  });

  it("has nothing more to clean", () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(clean(clean(text))).toBe(clean(text));
      }),
    );
  });
});

describe("runs", () => {
  it("are inline nodes laid flat, each with all that it stands in", () => {
    const content: Inline[] = [
      ...plain("a"),
      { kind: "strong", content: [...plain("b"), { kind: "emphasis", content: [{ kind: "code", text: "c" }] }] },
      { kind: "link", url: "https://x.org", content: [{ kind: "strong", content: plain("d") }] },
    ];
    expect(toRuns(content)).toEqual([
      run("a"),
      run("b", { isStrong: true }),
      run("c", { isStrong: true, isEmphasis: true, isCode: true }),
      run("d", { isStrong: true, url: "https://x.org" }),
    ]);
  });

  it("are one text as they are while they fit, and no text where there are no words", () => {
    expect(writeWithin([run(" a ", { isStrong: true })], 5, write)).toEqual(["[ a ]"]);
    expect(writeWithin([run(" \n"), run("")], 9, write)).toEqual([]);
    expect(writeWithin([], 9, write)).toEqual([]);
    expect(writeWithin([run(" ".repeat(30))], 9, write)).toEqual([]);
  });

  it("are cut between words, the style taken up again behind the cut", () => {
    const all = [run("one two "), run("three four", { isStrong: true }), run(" five")];
    expect(writeWithin(all, 20, write)).toEqual(["one two [three ]", "[four] five"]);
  });

  it("keep a link whole while it fits, and give up the address when it cannot", () => {
    const link = run("the docs", { url: "x.org" });
    expect(writeWithin([run("see "), link, run(" now")], 17, write)).toEqual(["see", "[the docs](x.org)", "now"]);
    expect(writeWithin([link], 16, write)).toEqual(["the docs"]);
  });

  const word = fc.oneof(
    fc.string({ minLength: 1, maxLength: 12 }),
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }),
  );
  const anyRun = fc.record({ words: fc.array(word), isStrong: fc.boolean(), isCode: fc.boolean() });

  it("fit, lose nothing but room, and keep a word whole that a text can hold", () => {
    const longest = 80;
    fc.assert(
      fc.property(fc.array(anyRun, { maxLength: 6 }), (all) => {
        const runs = all.map(({ words, ...look }) => run(words.join(" "), look));
        const texts = writeWithin(runs, longest, write);
        expect(texts.filter((text) => text.length > longest || text.trim() === "")).toEqual([]);
        const bare = (text: string) => text.replaceAll(/[\s[\]]/g, "");
        expect(bare(texts.join(""))).toBe(bare(runs.map(({ text }) => text).join("")));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("slices of a text", () => {
  it("are as long as they may be and put together the text again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 50 }), fc.integer({ min: 2, max: 9 }), (text, size) => {
        const slices = inSlices(text, size);
        expect(slices.join("")).toBe(text);
        expect(slices.filter((slice) => slice === "" || slice.length > size || !slice.isWellFormed())).toEqual([]);
      }),
    );
    expect(inSlices("abcde", 2)).toEqual(["ab", "cd", "e"]);
    expect(inSlices("a👍👍", 3)).toEqual(["a👍", "👍"]);
    expect(inSlices("", 3)).toEqual([]);
  });
});
