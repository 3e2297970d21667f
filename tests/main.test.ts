import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepHouse } from "../src/core/housekeeping.ts";
import { openStore } from "../src/runtime/stores/open-store.ts";
import { systemClock } from "../src/runtime/system.ts";
import { CollectedLog, HandSetClock } from "./fakes/parts.ts";
import { closedPort, describeWithServer, postgres, unusedName } from "./fakes/servers.ts";

const main = join(import.meta.dirname, "..", "src", "main.ts");
const small = join(import.meta.dirname, "fakes", "small-knowledge");

let folder: string;
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "waymark-main-"));
  cpSync(small, join(folder, "knowledge"), { recursive: true });
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL"); // those that a failed test left behind
  rmSync(folder, { recursive: true });
});

const sqlite = () => `sqlite:${join(folder, "data", "bot.sqlite")}`;

function start(storeUrl = sqlite()) {
  const child = spawn(process.execPath, [main, "--knowledge", join(folder, "knowledge")], {
    env: { ...process.env, STORE_URL: storeUrl, LOG_LEVEL: "info" },
  });
  children.push(child);
  const heard = { output: "", log: "" };
  child.stdout.on("data", (text) => (heard.output += text));
  child.stderr.on("data", (text) => (heard.log += text));
  const until = async (stream: "stdout" | "stderr", isThere: () => boolean) => {
    while (!isThere()) await once(child[stream], "data");
  };
  return { child, heard, until };
}

/** Pino's number. */
const errorLevel = 50;
const isLogged = (line: string) => line.startsWith("{");
const linesOf = (log: string) => log.split("\n").filter((line) => line !== "");
/** Lines for a person to read, among those of the log. */
const wordsOf = (log: string) => linesOf(log).filter((line) => !isLogged(line));
const levelsOf = (log: string) =>
  linesOf(log)
    .filter(isLogged)
    .map((line): unknown => JSON.parse(line).level);

describe("npm start", () => {
  it("answers what is piped in, and ends with the input", async () => {
    const { child, heard } = start();
    child.stdin.end("/help\n");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(heard.output).toContain("bot> What I can do");
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "ends with 0 when it is told to stop by %s, and leaves a memory that opens",
    async (signal) => {
      const { child, heard, until } = start();
      child.stdin.write("/settings quiz-count 7\n/help\n");
      await until("stdout", () => heard.output.includes("/quiz databases"));
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([0, null]);
      expect(levelsOf(heard.log)).not.toContain(errorLevel);
      const { records, close } = await openStore(sqlite(), new HandSetClock(), new CollectedLog());
      expect((await records.get("settings/terminal/conversation/terminal"))?.record.data).toEqual({ quizCount: 7 });
      await close();
    },
  );

  it("still knows what was set, after it was killed", async () => {
    const { child, heard, until } = start();
    child.stdin.write("/settings quiz-count 7\nHow do I find my first job?\n");
    await until("stdout", () => heard.output.includes("Ask the people you know first."));
    child.kill("SIGKILL");
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
    const again = start();
    again.child.stdin.end("/settings\n");
    expect(await once(again.child, "exit")).toEqual([0, null]);
    const rows = again.heard.output.split("\n").filter((line) => line.includes("quiz-count"));
    expect(rows[0]).toMatch(/\b7\b/);
    expect(levelsOf(again.heard.log)).not.toContain(errorLevel);
  });

  it.each([
    ["redis", ""],
    ["postgres", "/test"],
  ])("says what to check when nobody listens where %s:// should be, without the password", async (scheme, path) => {
    const port = await closedPort();
    const { child, heard } = start(`${scheme}://bot:hunter2@127.0.0.1:${port}${path}`);
    child.stdin.end("/help\n");
    expect(await once(child, "close")).toEqual([1, null]);
    const [problem, remedy, ...more] = wordsOf(heard.log);
    expect(problem).toContain(`${scheme}://bot:***@127.0.0.1:${port}${path}`);
    expect(remedy).toMatch(/check.*STORE_URL/);
    expect(more).toEqual([]);
    expect(heard.log).not.toContain("hunter2");
    expect(heard.output).toBe("");
  });

  it("ends at once where the store cannot be reached, whatever the knowledge is like", async () => {
    appendFileSync(join(folder, "knowledge", "en", "topics.yaml"), "typo: 1\n");
    const { child, heard } = start(`redis://127.0.0.1:${await closedPort()}`);
    // Nothing is typed, and the input stays open.
    expect(await once(child, "close")).toEqual([1, null]);
    expect(wordsOf(heard.log)[0]).toContain("cannot reach the bot's memory");
    expect(heard.log).not.toContain("typo");
  });

  it("lists what a store's URL may be when it is something else, without repeating it", async () => {
    const { child, heard } = start("mongodb://bot:hunter2@127.0.0.1/test");
    child.stdin.end("/help\n");
    expect(await once(child, "close")).toEqual([1, null]);
    for (const known of ["STORE_URL", "sqlite:FILE", "redis://", "rediss://", "postgres://", "memory:"]) {
      expect(heard.log).toContain(known);
    }
    expect(heard.log).not.toContain("hunter2");
  });

  it("keeps the last good knowledge when an edit is broken, and says where", async () => {
    const { child, heard, until } = start();
    child.stdin.write("/help\n");
    await until("stdout", () => heard.output.includes("/quiz databases"));
    appendFileSync(join(folder, "knowledge", "en", "topics.yaml"), "typo: 1\n");
    await until("stderr", () => heard.log.includes("the edit is not served"));
    expect(heard.log).toContain('unknown field \\"typo\\"');
    heard.output = "";
    child.stdin.end("/help\n");
    await once(child, "exit");
    expect(heard.output).toContain("bot> What I can do");
  });
});

await describeWithServer(postgres, "npm start with a question in hand", () => {
  const database = unusedName();
  const inDatabase = () => Object.assign(new URL(postgres.url), { pathname: `/${database}` }).href;
  const connect = async (url: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    return client;
  };
  const say = async (sql: string) => {
    const client = await connect(postgres.url);
    await client.query(sql).finally(() => client.end());
  };
  beforeEach(async () => {
    await say(`CREATE DATABASE ${database}`);
    const { store, close } = await openStore(inDatabase(), systemClock, new CollectedLog());
    // Done for the next hour: so nothing but the question reads from the table.
    await keepHouse({ store, clock: systemClock });
    await close();
  });
  afterEach(() => say(`DROP DATABASE ${database} WITH (FORCE)`));

  it("still gives its answer when it is told to stop, and ends with 0", async () => {
    const { child, heard, until } = start(inDatabase());
    child.stdin.write("/help\n");
    await until("stdout", () => heard.output.includes("/quiz databases"));
    const locking = await connect(inDatabase());
    // A transaction would see the same activity again and again.
    const watching = await connect(inDatabase());
    try {
      await locking.query("BEGIN; LOCK TABLE waymark IN ACCESS EXCLUSIVE MODE");
      child.stdin.write("How do I find my first job?\n");
      const reading = `SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'SELECT * FROM %waymark WHERE key%'`;
      await vi.waitFor(async () => expect((await watching.query(reading)).rowCount).toBe(1), { timeout: 5000 });
      expect(heard.output).not.toContain("Ask the people you know first.");
      child.kill("SIGTERM");
    } finally {
      await Promise.all([locking.end(), watching.end()]);
    }
    expect(await once(child, "close")).toEqual([0, null]);
    expect(heard.output).toContain("Ask the people you know first.");
  });
});
