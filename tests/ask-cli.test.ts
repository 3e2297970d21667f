import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { noEvidence, scoreOf } from "../src/core/answering/confidence.ts";
import { phrases } from "../src/core/phrases.ts";
import { smallKnowledgeFolder } from "./fakes/parts.ts";

const project = join(import.meta.dirname, "..");
const scratch = mkdtempSync(join(tmpdir(), "waymark-ask-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Run `ask` on the small knowledge, unless told otherwise. */
async function ask(args: readonly string[], input = "", folder = smallKnowledgeFolder) {
  const child = spawn(process.execPath, ["src/cli/ask.ts", "--knowledge", folder, ...args], { cwd: project });
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { stdout, stderr, code };
}

const lineSchema = z.strictObject({
  question: z.string(),
  kind: z.enum(["answer", "suggest", "none"]),
  entry: z.string().nullable(),
  confidence: z.number().min(0).max(1),
  score: z.number(),
  text: z.string(),
  candidates: z.array(z.strictObject({ entry: z.string(), title: z.string(), score: z.number() })),
});
const keys = ["question", "kind", "entry", "confidence", "score", "text", "candidates"];

const readLines = (stdout: string) =>
  stdout
    .trimEnd()
    .split("\n")
    .map((line) => lineSchema.parse(JSON.parse(line)));

describe("ask --json", async () => {
  const questions = ["what is sql", "", "how do i find my first job?", "my cat is purple 🙂", "  what is sql\t", "???"];
  const { stdout, stderr, code } = await ask(["--json"], `${questions.join("\n")}\n`);
  const [answered, empty, , none, , marks] = readLines(stdout);

  it("prints one line for each question, in order, and ends well", () => {
    expect(readLines(stdout).map((line) => line.question)).toEqual(questions);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });

  it("gives every line the same keys in the same order", () => {
    for (const line of stdout.trimEnd().split("\n")) expect(Object.keys(JSON.parse(line))).toEqual(keys);
  });

  it("names the entry that answers, with the whole answer as text", () => {
    expect(answered).toMatchObject({ kind: "answer", entry: "sql" });
    expect(answered?.text).toMatch(/^SQL\n\nA language to ask databases with\.\n/);
    expect(answered?.candidates[0]).toEqual({ entry: "sql", title: "SQL", score: answered?.score });
  });

  it("keeps score and candidates when it has no answer", () => {
    expect(none).toMatchObject({ kind: "none", entry: null });
    expect(none?.score).toBe(none?.candidates[0]?.score);
    expect(none?.text).toContain(phrases.unknown);
  });

  it("lists candidates by falling score", () => {
    for (const { candidates } of readLines(stdout)) {
      expect(candidates.map(({ score }) => score)).toEqual(
        candidates.map(({ score }) => score).toSorted((a, b) => b - a),
      );
    }
  });

  it("answers a line without words with what can be asked", () => {
    const nothing = {
      kind: "none",
      entry: null,
      confidence: 0,
      score: scoreOf(noEvidence),
      text: phrases.empty,
      candidates: [],
    };
    expect(empty).toEqual({ question: "", ...nothing });
    expect(marks).toEqual({ question: "???", ...nothing });
  });

  it("remembers nothing from line to line", () => {
    const again = readLines(stdout)[4];
    expect({ ...again, question: "" }).toEqual({ ...answered, question: "" });
  });

  it("reads lines that end as on Windows, and a last one that does not end", async () => {
    const { stdout: windows } = await ask(["--json"], "what is sql\r\nwhat is sql");
    expect(readLines(windows).map((line) => line.question)).toEqual(["what is sql", "what is sql"]);
  });

  it("prints nothing for no questions", async () => {
    expect(await ask(["--json"])).toEqual({ stdout: "", stderr: "", code: 0 });
  });

  it("has an empty text where an overheard message gets silence", async () => {
    const overheard = await ask(["--json", "--overheard"], "my cat sleeps on the keyboard\n");
    expect(readLines(overheard.stdout)).toMatchObject([{ kind: "none", entry: null, text: "" }]);
  });
});

describe("ask", () => {
  it("prints the answer as a person sees it", async () => {
    const { stdout, code } = await ask(["what", "is", "sql"]);
    expect(stdout).toMatch(
      /^SQL\n\nA language to ask databases with\.\n\nUsed for {2,}Reading and changing tables\.\n/,
    );
    expect(stdout).not.toContain("\u001b");
    expect(code).toBe(0);
  });

  it("answers from the shipped knowledge", async () => {
    const { stdout } = await ask(["backend vs frontend?"], "", "knowledge");
    expect(stdout).toMatch(/^Backend developer vs Frontend developer\n/);
  });

  it("prints nothing for an overheard message that gets silence", async () => {
    expect(await ask(["--overheard", "my cat sleeps on the keyboard"])).toEqual({ stdout: "", stderr: "", code: 0 });
  });

  it("ends with 1 and says how it is used when there is no question", async () => {
    const { stdout, stderr, code } = await ask([]);
    expect({ stdout, code }).toEqual({ stdout: "", code: 1 });
    expect(stderr).toMatch(/^no question\nusage: npm run --silent ask/);
  });

  it("ends with 1 and names an option that does not exist", async () => {
    const { stdout, stderr, code } = await ask(["--jsno"]);
    expect({ stdout, code }).toEqual({ stdout: "", code: 1 });
    expect(stderr).toMatch(/^Unknown option '--jsno'/);
  });

  it("ends with 1 and names a knowledge folder that is not there", async () => {
    const missing = join(scratch, "nowhere");
    const { stdout, stderr, code } = await ask(["--json"], "what is sql\n", missing);
    expect({ stdout, code }).toEqual({ stdout: "", code: 1 });
    expect(stderr).toContain(missing);
    expect(stderr).toContain("--knowledge DIR");
  });

  it("ends with 1 and lists every fault of a broken knowledge with its place", async () => {
    const broken = join(scratch, "broken");
    cpSync(smallKnowledgeFolder, broken, { recursive: true });
    const edit = (path: string, from: string, to: string) => {
      const file = join(broken, "en", path);
      const before = readFileSync(file, "utf8");
      expect(before).toContain(from);
      writeFileSync(file, before.replace(from, to));
      return file;
    };
    const faq = edit("faq/first-job.md", "topics: [jobs]", "topic: [jobs]");
    const terms = edit("terms/databases.yaml", "level: junior", "level: expert");
    const { stdout, stderr, code } = await ask(["what is sql"], "", broken);
    expect({ stdout, code }).toEqual({ stdout: "", code: 1 });
    const problems = stderr.split("\n").map((line) => line.split("  ").slice(0, 2).join("  "));
    expect(problems.slice(0, 3)).toEqual([
      `${faq}:2:1  "topics" is missing`,
      `${faq}:3:1  unknown field "topic"`,
      `${terms}:10:5  "terms[1].level" is "expert"`,
    ]);
    expect(stderr).toMatch(/^3 faults in the knowledge/m);
  });
});
