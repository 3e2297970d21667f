import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { readYaml } from "../src/core/knowledge/document.ts";
import { schemas } from "../src/core/knowledge/schema.ts";
import { smallKnowledgeFolder } from "./fakes/parts.ts";

const project = join(import.meta.dirname, "..");
const fixtures = join(import.meta.dirname, "fixtures", "quiz-formats");
const scratch = mkdtempSync(join(tmpdir(), "waymark-quiz-"));
const folder = join(scratch, "knowledge");
const quizFile = (topic: string) => join(folder, "en", "quizzes", `${topic}.yaml`);
const before = readFileSync(join(smallKnowledgeFolder, "en", "quizzes", "databases.yaml"), "utf8");

/** A base with the topic "databases", which has a quiz, and "tools", which has none. */
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  cpSync(smallKnowledgeFolder, folder, { recursive: true });
  const topics = join(folder, "en", "topics.yaml");
  writeFileSync(topics, `${readFileSync(topics, "utf8").trimEnd()}\n  - { id: tools, title: Tools, aliases: [] }\n`);
});
afterAll(() => rmSync(scratch, { recursive: true }));

async function run(script: string, ...args: string[]) {
  const child = spawn(process.execPath, [`src/cli/${script}.ts`, ...args, "--knowledge", folder], { cwd: project });
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { stdout, stderr, code };
}

const given = [
  "--learn-more",
  "sql",
  "--source-title",
  "Our course",
  "--source-url",
  "https://example.org/course",
  "--difficulty",
  "mid",
];
/** Import a fixture, or a file of these lines, into a topic; later options win over earlier ones. */
function importing(file: string, format: string, ...more: string[]) {
  return run(
    "quiz",
    "import",
    file,
    "--format",
    format,
    "--licence",
    "own work",
    "--topic",
    "databases",
    ...given,
    ...more,
  );
}
const fixture = (name: string) => join(fixtures, name);
function scratchFile(name: string, ...lines: string[]): string {
  writeFileSync(join(scratch, name), `${lines.join("\n")}\n`);
  return join(scratch, name);
}
function questionsOf(topic: string) {
  const sheet = readYaml("quiz", readFileSync(quizFile(topic), "utf8"), schemas.quizzes);
  if (sheet.kind === "faulty") throw new Error(JSON.stringify(sheet.faults));
  return sheet.document.value.questions;
}

describe("quiz import", () => {
  it("adds to a topic's file, keeps what was there, and the base still loads", async () => {
    const { stdout, stderr, code } = await importing(fixture("every-construct.gift"), "gift");
    expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
    expect(readFileSync(quizFile("databases"), "utf8").startsWith(before.trimEnd())).toBe(true);
    expect(readFileSync(quizFile("databases"), "utf8")).toContain(
      "# Licence: own work. Credit: Our course, https://example.org/course",
    );
    expect(questionsOf("databases")).toHaveLength(6 + 22);
    expect(stdout).toContain("Wrote 22 questions");
    expect(stdout).toContain("  db-fixture-index  (single, mid)");
    expect(stdout).toContain('line 6: the tag "indexes" is left out');
    expect(stdout).toMatch(/15 questions had no explanation/);
    expect(stdout).toContain("npm run knowledge -- check");
    expect((await run("knowledge", "check")).stdout).toContain("28 quiz questions");
  });

  it("says the right answer, and no more, where nobody explained anything", async () => {
    await importing(fixture("every-construct.gift"), "gift");
    const explanations = new Map(questionsOf("databases").map((one) => [one.prompt, one.explanation]));
    expect(explanations.get("Which statement adds a row?")).toBe("The right answer is INSERT.");
    expect(explanations.get("A unique column may be indexed.")).toBe("The statement is true.");
    expect(explanations.get("How many bits has a byte?")).toBe("The right answer is 8.");
    expect(explanations.get("Sort the steps of a deployment.")).toBe("The right order is build, test, ship.");
    expect(explanations.get("Which of these are kinds of joins? Pick all that apply.")).toBe(
      "The right answers are An inner join and A left join.",
    );
  });

  it("lists every fault with its line and writes nothing", async () => {
    const { stdout, stderr, code } = await importing(fixture("faulty.csv"), "csv");
    expect({ stdout, code }).toEqual({ stdout: "", code: 1 });
    const faults = stderr.split("\n").filter((line) => line.startsWith(fixture("faulty.csv")));
    expect(faults.map((line) => line.split(":")[1])).toEqual([
      "3",
      "4",
      "5",
      "6",
      "7",
      "8",
      "9",
      "10",
      "11",
      "12",
      "13",
    ]);
    expect(faults[9]).toContain("the question has 2 options  questions here have 3 to 6");
    expect(stderr).toContain(
      "11 faults, and nothing was written. Mend what is wrong, or add --skip-faulty to import the other 1.",
    );
    expect(readFileSync(quizFile("databases"), "utf8")).toBe(before);
  });

  it("imports the good ones and lists the others with --skip-faulty", async () => {
    const { stdout, code } = await importing(fixture("faulty.gift"), "gift", "--skip-faulty");
    expect(code).toBe(0);
    expect(
      questionsOf("databases")
        .slice(6)
        .map((one) => one.prompt),
    ).toEqual(["Which statement removes rows?", "Which statement changes rows?"]);
    expect(stdout).toContain("Not imported, with 14 faults:");
    expect(stdout).toContain("faulty.gift:17:1  the question has 2 options");
  });

  it("writes nothing when all are faulty, whatever the options", async () => {
    const { stderr, code } = await importing(scratchFile("essay.gift", "Why? {}"), "gift", "--skip-faulty");
    expect(code).toBe(1);
    expect(stderr).toContain("1 fault, and nothing was written. Mend what is wrong.");
  });

  it("asks once for what neither the file nor the command says", async () => {
    const { stderr, code } = await run(
      "quiz",
      "import",
      fixture("trivia.yaml"),
      "--format",
      "red",
      "--licence",
      "CC0",
      "--topic",
      "databases",
    );
    expect(code).toBe(1);
    for (const option of ["--difficulty", "--learn-more", "--source-title"]) expect(stderr).toContain(option);
    expect(stderr).toContain("5 questions without a difficulty (line 6, 9, 12, 14, 15)");
    expect(readFileSync(quizFile("databases"), "utf8")).toBe(before);
  });

  it("takes no question twice and gives no id twice, in any file", async () => {
    await importing(fixture("trivia.yaml"), "red");
    const again = await importing(fixture("trivia.yaml"), "red", "--topic", "tools");
    expect(again.stderr).toContain(
      "trivia.yaml:6:1  the same question is there already, as databases-port-https-use-number",
    );
    const csv = scratchFile(
      "ids.csv",
      "id,kind,prompt,right",
      "db-single,true-false,One?,true",
      "sql,true-false,Two?,true",
      "x,true-false,Three?,true",
      "x,true-false,Four?,true",
    );
    const ids = await importing(csv, "csv", "--skip-faulty");
    expect(ids.stdout).toContain('ids.csv:2:1  the id "db-single" is used already');
    expect(ids.stdout).toContain('ids.csv:3:1  the id "sql" is used already');
    expect(ids.stdout).toContain('ids.csv:5:1  the id "x" is used already');
    const alike = scratchFile(
      "alike.csv",
      "kind,prompt,right",
      "true-false,A table has rows?,true",
      "true-false,Has a table the rows!,true",
      "true-false,A table has rows: many?,true",
    );
    await importing(alike, "csv");
    expect(
      questionsOf("databases")
        .slice(-3)
        .map((one) => one.id),
    ).toEqual(["databases-table-rows", "databases-table-rows-2", "databases-table-rows-many"]);
  });

  it.each([
    ["GPL-3.0", "would bind"],
    ["CC BY-NC 4.0", "forbids commercial use"],
    ["CC BY-ND 4.0", "forbids changed versions"],
    ["CC BY-SA 4.0", "would bind all of quizzes/databases.yaml"],
    ["whatever", "is no licence known here"],
  ])("refuses the licence %s and says why", async (licence, why) => {
    const { stderr, code } = await importing(fixture("trivia.yaml"), "red", "--licence", licence);
    expect(code).toBe(1);
    expect(stderr).toContain(why);
    expect(readFileSync(quizFile("databases"), "utf8")).toBe(before);
  });

  it("refuses collections that are known to be closed, whatever licence is claimed", async () => {
    const url = "https://github.com/Cog-Creators/Red-DiscordBot";
    const { stderr, code } = await importing(fixture("trivia.yaml"), "red", "--licence", "MIT", "--source-url", url);
    expect(code).toBe(1);
    expect(stderr).toContain("GPL");
  });

  it("keeps share-alike questions in a file of their own, which says so, and credits them", async () => {
    const alike = [
      "--licence",
      "CC BY-SA 4.0",
      "--topic",
      "tools",
      "--source-title",
      "Open Trivia Database",
      "--source-url",
      "https://opentdb.com/",
    ];
    expect((await importing(fixture("opentdb-html.json"), "opentdb", ...alike)).code).toBe(0);
    expect(readFileSync(quizFile("tools"), "utf8")).toContain(
      "# Licence of this whole file: CC BY-SA 4.0. What is added to it comes under it as well.\ntitle: Tools\n",
    );
    expect(questionsOf("tools").map((one) => [one.difficulty, one.source.title])).toEqual([
      ["junior", "Open Trivia Database (CC BY-SA 4.0)"],
      ["senior", "Open Trivia Database (CC BY-SA 4.0)"],
      ["mid", "Open Trivia Database (CC BY-SA 4.0)"],
    ]);
    const more = await importing(fixture("trivia.yaml"), "red", "--topic", "tools", "--title", "Other");
    expect(more.stdout).toContain("The file is kept under CC BY-SA 4.0, and so is what was added to it.");
    expect(more.stdout).toContain("--title is left out");
    expect((await run("quiz", "export", "tools", "--format", "csv")).stderr).toContain(
      "these questions are under CC BY-SA 4.0",
    );
    expect((await run("knowledge", "check")).code).toBe(0);
  });

  it.each([
    [["--topic", "tolls"], "did you mean tools"],
    [["--topic", "No Topic"], "cannot be a topic"],
    [["--learn-more", "slq"], "did you mean sql"],
    [["--difficulty", "easy"], "write one of junior, mid, senior"],
    [["--source-url", "example.org"], "is no address"],
    [["--format", "moodle"], "--format gift|opentdb|red|csv"],
    [["--colour", "red"], "--colour"],
  ])("says what is wrong with %j", async (options, said) => {
    const { stderr, code } = await importing(fixture("trivia.yaml"), "red", ...options);
    expect(code).toBe(1);
    expect(stderr).toContain(said);
    expect(stderr).not.toContain("    at ");
  });

  it("says so when there is no such file, or nothing in it", async () => {
    expect((await importing(join(scratch, "none.gift"), "gift")).stderr).toContain("cannot read");
    expect((await importing(scratchFile("empty.gift", "// nothing"), "gift")).stderr).toContain(
      "there are no questions in",
    );
  });
});

describe("quiz export", () => {
  it.each(["csv", "gift"])("writes a topic as %s that comes back as it was", async (format) => {
    const whole = questionsOf("databases");
    const file = join(scratch, `out.${format}`);
    const out = await run("quiz", "export", "databases", "--format", format, file);
    expect(out).toMatchObject({ code: 0, stdout: "", stderr: expect.stringContaining("Wrote 6 questions") });
    rmSync(quizFile("databases"));
    const back = await run("quiz", "import", file, "--format", format, "--licence", "own work", "--topic", "databases");
    expect(back).toMatchObject({ code: 0, stderr: "" });
    expect(questionsOf("databases")).toEqual(whole);
  });

  it("writes to standard output, and what is lost elsewhere", async () => {
    const { stdout, stderr, code } = await run("quiz", "export", "databases", "--format", "anki");
    expect(code).toBe(0);
    expect(stdout.startsWith("#separator:tab\n#html:true\n#tags column:3\n#deck:Waymark::Databases\n")).toBe(true);
    expect(stderr).toBe("note: what to read next (learnMore) is left out of the cards\n");
  });

  it("overwrites no file", async () => {
    const file = scratchFile("kept.csv", "mine");
    const { stderr, code } = await run("quiz", "export", "databases", "--format", "csv", file);
    expect(code).toBe(1);
    expect(stderr).toContain("kept.csv is there already");
    expect(readFileSync(file, "utf8")).toBe("mine\n");
  });

  it("suggests a topic for a misspelt one", async () => {
    const { stderr, code } = await run("quiz", "export", "databse", "--format", "csv");
    expect(code).toBe(1);
    expect(stderr).toContain("did you mean databases?");
    expect(existsSync(quizFile("databse"))).toBe(false);
  });

  it("shows its usage when nothing is asked of it", async () => {
    const { stderr, code } = await run("quiz");
    expect(code).toBe(1);
    expect(stderr).toContain("usage: npm run quiz -- import FILE");
  });
});
