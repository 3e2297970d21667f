import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { defineNamespace } from "../src/core/namespace.ts";
import { recordHealth } from "../src/core/quiz/health.ts";
import { recordReport } from "../src/core/quiz/reports.ts";
import type { KeyvStore } from "../src/runtime/stores/keyv-store.ts";
import { openStore } from "../src/runtime/stores/open-store.ts";
import { systemClock, systemRandom } from "../src/runtime/system.ts";
import { smallKnowledgeFolder } from "./fakes/parts.ts";

const scripts = join(import.meta.dirname, "..", "src", "cli");
const notes = defineNamespace("notes", z.object({ text: z.string() }));
const dayMs = 24 * 60 * 60_000;
const logger = { info: () => {}, warn: () => {}, error: () => {} };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "waymark-state-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const url = (name: string) => `sqlite:${join(folder, name)}`;
const path = (name: string) => join(folder, name);

function run(script: string, ...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(scripts, script), ...given], {
    encoding: "utf8",
    env: { ...process.env, STORE_URL: "" },
  });
  return { status, stdout, stderr };
}
const state = (...given: string[]) => run("state.ts", ...given);

async function fill(name: string, work: (store: KeyvStore) => Promise<void>): Promise<void> {
  const { store, close } = await openStore(url(name), systemClock, logger);
  await work(store);
  await close();
}

/** One note for good, one for a day, one with an alarm, and one that is over. */
async function fillNotes(name: string): Promise<void> {
  await fill(name, async (store) => {
    const put = (id: string, rest: { ttlMs?: number; due?: Date }) =>
      store.update(notes, id, () => ({ after: { text: `${id} “böb”\n` }, result: undefined, ...rest }));
    await put("kept", {});
    await put("day", { ttlMs: dayMs });
    await put("alarm", { due: new Date("2030-01-01T09:00:00Z") });
    await put("over", { ttlMs: -1000 });
  });
}

const lines = (name: string) => readFileSync(path(name), "utf8").trimEnd().split("\n").toSorted();

describe("npm run state", () => {
  it("exports everything that is not over, for its owner's eyes, and imports it elsewhere as it was", async () => {
    await fillNotes("one.sqlite");
    expect(state("export", path("copy.jsonl"), "--store", url("one.sqlite"))).toMatchObject({
      status: 0,
      stderr: "Exported 3 records.\n",
    });
    expect(statSync(path("copy.jsonl")).mode & 0o777).toBe(0o600);
    expect(lines("copy.jsonl").map((line) => JSON.parse(line))).toEqual([
      {
        key: "notes/alarm",
        record: { version: 1, data: { text: "alarm “böb”\n" }, due: Date.parse("2030-01-01T09:00:00Z") },
      },
      { key: "notes/day", record: { version: 1, data: { text: "day “böb”\n" } }, expires: expect.any(Number) },
      { key: "notes/kept", record: { version: 1, data: { text: "kept “böb”\n" } } },
    ]);
    expect(state("import", path("copy.jsonl"), "--store", url("two.sqlite"))).toMatchObject({
      status: 0,
      stderr: "Imported 3 records.\n",
    });
    state("export", path("again.jsonl"), "--store", url("two.sqlite"));
    expect(lines("again.jsonl")).toEqual(lines("copy.jsonl"));
  });

  it("writes to standard output where it is asked to", async () => {
    await fillNotes("one.sqlite");
    const { stdout } = state("export", "-", "--store", url("one.sqlite"));
    expect(stdout.trimEnd().split("\n")).toHaveLength(3);
  });

  it("leaves nothing half written where it may not write", async () => {
    await fillNotes("one.sqlite");
    const { status, stderr } = state("export", join(folder, "nowhere", "copy.jsonl"), "--store", url("one.sqlite"));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^cannot write .*nowhere/);
    expect(stderr).not.toContain("    at ");
    expect(readdirSync(folder).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("names every faulty line of a file, and imports none of it", () => {
    const good = JSON.stringify({ key: "notes/a", record: { version: 1, data: {} } });
    writeFileSync(
      path("bad.jsonl"),
      [good, "{", '{"key":"notes/b"}', "", '{"key":"","record":{"version":1}}'].join("\n"),
    );
    const { status, stderr } = state("import", path("bad.jsonl"), "--store", url("new.sqlite"));
    expect(status).toBe(1);
    expect(stderr).toMatch(/bad\.jsonl:2 {2}is not JSON\n.*bad\.jsonl:3 {2}record: .*\n.*bad\.jsonl:5 {2}key: /);
    expect(stderr).toContain("nothing was imported");
    expect(state("stats", "--store", url("new.sqlite")).stdout).toContain("0  in all");
  });

  it("replaces records with the same key, and keeps the others", async () => {
    await fillNotes("one.sqlite");
    writeFileSync(
      path("new.jsonl"),
      JSON.stringify({ key: "notes/kept", record: { version: 1, data: { text: "new" } } }),
    );
    state("import", path("new.jsonl"), "--store", url("one.sqlite"));
    await fill("one.sqlite", async (store) => {
      expect(await store.read(notes, "kept")).toEqual({ text: "new" });
      expect(await store.read(notes, "day")).toEqual({ text: "day “böb”\n" });
    });
  });

  it("counts what there is by kind, what is to prune, and names the next alarm", async () => {
    await fillNotes("one.sqlite");
    const { stdout } = state("stats", "--store", url("one.sqlite"));
    expect(stdout).toMatch(/^ +3 {2}notes$/m);
    expect(stdout).toMatch(/^ +3 {2}in all, and 1 to prune$/m);
    expect(stdout).toContain("The next alarm: notes/alarm at 2030-01-01T09:00:00.000Z");
  });

  it("prunes what is over, once", async () => {
    await fillNotes("one.sqlite");
    expect(state("prune", "--store", url("one.sqlite")).stdout).toBe("Removed 1 expired records.\n");
    expect(state("prune", "--store", url("one.sqlite")).stdout).toBe("Removed 0 expired records.\n");
  });

  it("names what it cannot read as a record, and exports the rest", async () => {
    await fillNotes("one.sqlite");
    const database = new DatabaseSync(path("one.sqlite"));
    database.exec("INSERT INTO entries (key, value) VALUES ('notes/torn', '{\"value\":')");
    database.close();
    const { stderr } = state("export", path("copy.jsonl"), "--store", url("one.sqlite"));
    expect(stderr).toContain("notes/torn");
    expect(lines("copy.jsonl")).toHaveLength(3);
  });

  it.each([
    [[], "nothing to do"],
    [["dump"], 'there is no "dump" here'],
    [["export"], "export takes a file"],
    [["stats", "file"], "stats takes no file"],
    [["stats", "--store", "memory:"], "memory: holds nothing that lasts"],
    [["stats", "--verbose"], "Unknown option"],
  ])("tells what is wrong with %j", (given, problem) => {
    const { status, stderr } = state(...given);
    expect(status).toBe(1);
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain("    at ");
  });

  it.each(["stats", "prune"])("makes no new file to see that there is nothing in it (%s)", (what) => {
    expect(state(what, "--store", url("none.sqlite")).stderr).toContain("there is no");
    expect(existsSync(path("none.sqlite"))).toBe(false);
  });

  it.each(["none.jsonl", "."])("says that it cannot read %j", (file) => {
    const { status, stderr } = state("import", path(file), "--store", url("one.sqlite"));
    expect(status).toBe(1);
    expect(stderr).toMatch(/^cannot read/);
    expect(stderr).not.toContain("    at ");
  });
});

describe("npm run knowledge -- quiz-health", () => {
  const health = (name: string) =>
    run("knowledge.ts", "quiz-health", "--knowledge", smallKnowledgeFolder, "--store", url(name));

  it("lists what answers and reports speak against, with the figures", async () => {
    await fill("one.sqlite", async (store) => {
      const wrong = Array.from({ length: 20 }, () => ({ grade: 0, rest: 0.5 }));
      await recordHealth(store, "db-single", "game.0", wrong);
      const fine = Array.from({ length: 20 }, (_, at) => ({ grade: at % 2, rest: at % 2 }));
      await recordHealth(store, "db-true-false", "game.1", fine);
      await recordReport({ store, clock: systemClock, random: systemRandom }, "db-short", "two\nare \u001b[2Jright");
    });
    const { status, stdout } = health("one.sqlite");
    expect(status).toBe(0);
    expect(stdout).toMatch(/databases\/db-single {2}\w+, 20 answers, 0 % right\n {2}nobody gets it right/);
    expect(stdout).toMatch(
      /databases\/db-short {2}\w+, no answers yet\n {2}reported \d{4}-\d\d-\d\d: two are \[2Jright/,
    );
    expect(stdout).not.toContain("db-true-false");
    expect(stdout).toContain("2 to look at.");
  });

  it("says so when nothing is suspicious, and when there is no store", async () => {
    await fill("one.sqlite", (store) => recordHealth(store, "db-single", "game.0", [{ grade: 1, rest: undefined }]));
    expect(health("one.sqlite").stdout).toBe("Nothing suspicious among 1 answered questions.\n");
    expect(health("none.sqlite")).toMatchObject({ status: 1, stderr: expect.stringContaining("there is no") });
  });
});
