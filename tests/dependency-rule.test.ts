import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const core = join(import.meta.dirname, "..", "src", "core");
const allowed = [
  "zod",
  "fuse.js",
  "js-yaml",
  "yaml",
  "mdast",
  "mdast-util-from-markdown",
  "mdast-util-gfm-table",
  "micromark-extension-gfm-table",
  "stemmer",
  "ts-fsrs",
  "croner",
];
const imports = /(?:from|import)\s*\(?\s*"([^"]+)"/g;
const ambient = /\bDate\.now\b|\bnew Date\b(?!\s*\(\s*[^\s)])|\bMath\.random\b|\bperformance\.|\bprocess(?:\.\w+|\[)/g;

/** What a file of the core takes from where it must not. */
function strays(file: string, text: string): string[] {
  const foreign = [...text.matchAll(imports)]
    .map(([, from = ""]) => from)
    .filter((from) => (from.startsWith(".") ? join(file, "..", from).startsWith("..") : !allowed.includes(from)))
    .map((from) => `${file} imports ${from}`);
  return [...foreign, ...[...text.matchAll(ambient)].map(([what]) => `${file} uses ${what}`)];
}

describe("the core", () => {
  const files = readdirSync(core, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

  it("imports only itself and a short list of packages, and takes time and chance from its ports", () => {
    expect(files).toContain("bot.ts");
    expect(files.flatMap((file) => strays(file, readFileSync(join(core, file), "utf8")))).toEqual([]);
  });

  it.each([
    ['import { readFileSync } from "node:fs";', "imports node:fs"],
    ['import "discord.js";', "imports discord.js"],
    ['export { openStore } from "../../runtime/stores/open-store.ts";', "imports ../../runtime/stores/open-store.ts"],
    ['const bolt = await import("@slack/bolt");', "imports @slack/bolt"],
    ["const at = Date.now();", "uses Date.now"],
    ["const at = new Date();", "uses new Date"],
    ["const at = new Date;", "uses new Date"],
    ["const draw = Math.random();", "uses Math.random"],
    ["const key = process.env;", "uses process.env"],
  ])("would be told about %s", (line, fault) => {
    expect(strays("quiz/solo.ts", line)).toEqual([`quiz/solo.ts ${fault}`]);
  });

  it("may import from its own folders and make a date of what it was given", () => {
    const lines = ['import { plain } from "../reply.ts";', 'import { z } from "zod";', "const at = new Date(day);"];
    expect(strays("quiz/solo.ts", lines.join("\n"))).toEqual([]);
  });
});
