import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { registry } from "../src/core/commands/registry.ts";

const root = join(import.meta.dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");

describe("the README", () => {
  it("lists every command as the registry describes it", () => {
    const rows = registry.map(({ name, summary, examples }) => `| \`/${name}\` | ${summary} | \`/${examples[0]}\` |`);
    const table = readme.split("\n").filter((line) => line.startsWith("| `/"));
    expect(table).toEqual(rows);
  });

  it("names only scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
    const named = [...readme.matchAll(/npm run (?:--silent )?([a-z]+)/g)].map(([, name]) => name ?? "");
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    expect(named).not.toEqual([]);
  });
});
