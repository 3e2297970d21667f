import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { OperatorError, StoreUnavailable } from "../src/core/errors.ts";
import { defineNamespace } from "../src/core/namespace.ts";
import { MemoryEngine } from "../src/runtime/stores/memory.ts";
import { type OpenStore, openStore } from "../src/runtime/stores/open-store.ts";
import { PostgresEngine } from "../src/runtime/stores/postgres.ts";
import { RedisEngine } from "../src/runtime/stores/redis.ts";
import { SqliteEngine } from "../src/runtime/stores/sqlite.ts";
import { storeContract } from "./contracts/store.ts";
import { CollectedLog, HandSetClock } from "./fakes/parts.ts";
import {
  Cable,
  closedPort,
  describeWithServer,
  postgres,
  redis,
  removeFromPostgres,
  removeFromRedis,
  unusedName,
  withRedis,
} from "./fakes/servers.ts";

storeContract("memory", () => {
  const engine = new MemoryEngine();
  return { open: () => engine };
});

storeContract("sqlite", () => {
  const folder = mkdtempSync(join(tmpdir(), "waymark-store-"));
  return {
    open: () => new SqliteEngine(join(folder, "waymark.sqlite")),
    remove: async () => rmSync(folder, { recursive: true }),
  };
});

const things = defineNamespace("things", z.unknown());
const put = (after: unknown) => () => ({ after, result: undefined });

const open = (url: string, name?: string) => openStore(url, new HandSetClock(), new CollectedLog(), name);

await describeWithServer(redis, "the store in Redis", () => {
  storeContract("redis", () => {
    const name = unusedName();
    return {
      open: () => RedisEngine.open(redis.url, name),
      expire: (keys) =>
        withRedis(async (client) => {
          await Promise.all(keys.map((key) => client.pExpireAt(`${name}::${key}`, 1)));
        }),
      remove: () => removeFromRedis(name),
    };
  });
  withoutServer(redis, removeFromRedis);
});

await describeWithServer(postgres, "the store in PostgreSQL", () => {
  storeContract("postgres", () => {
    const table = unusedName();
    return { open: () => PostgresEngine.open(postgres.url, table), remove: () => removeFromPostgres(table) };
  });
  withoutServer(postgres, removeFromPostgres);
});

/** What a store does that somebody else serves, when they don't. */
function withoutServer(server: typeof redis, remove: (name: string) => Promise<void>): void {
  describe("a server", () => {
    let cable: Cable;
    let name: string;
    let log: CollectedLog;
    let url: string;
    let opened: OpenStore;
    beforeEach(async () => {
      cable = new Cable(server);
      await cable.join();
      name = unusedName();
      log = new CollectedLog();
      url = cable.through(server);
      opened = await openStore(url, new HandSetClock(), log, name);
    });
    afterEach(async () => {
      await cable.cut();
      await opened.close();
      await remove(name);
    });
    const goneLine = () => ({ level: "error", fields: { store: url }, message: "the store cannot be reached" });

    it("that goes away is reported once, and gone on with when it is back", async () => {
      const { store } = opened;
      await store.update(things, "id", put("kept"));
      expect(log.lines).toEqual([]);

      await cable.cut();
      for (let turn = 0; turn < 3; turn += 1) {
        await expect(store.read(things, "id")).rejects.toThrow(StoreUnavailable);
        await expect(store.update(things, "id", put("lost"))).rejects.toThrow(StoreUnavailable);
      }
      expect(log.lines).toMatchObject([goneLine()]);

      await cable.join();
      expect(await vi.waitFor(() => store.read(things, "id"), { timeout: 10_000 })).toBe("kept");
      expect(log.lines).toMatchObject([
        goneLine(),
        { level: "info", fields: { store: url }, message: "the store is back" },
      ]);
    });

    it("that no longer answers is not waited for, at the end neither", { timeout: 10_000 }, async () => {
      const other = await openStore(url, new HandSetClock(), log, name);
      cable.silence();
      const asked = [other.store.read(things, "id"), other.store.claim("tip", 60_000), other.records.count()];
      for (const answer of await Promise.allSettled(asked)) {
        expect(answer).toEqual({ status: "rejected", reason: expect.any(StoreUnavailable) });
      }
      expect(log.lines).toMatchObject([goneLine()]);
      await other.close();
    });

    it("that never answers is refused with a remedy", { timeout: 10_000 }, async () => {
      cable.silence();
      const error = await refusalOf(url);
      expect(error.message).toContain(url);
      expect(error.remedy).toContain("STORE_URL");
    });
  });
}

/** Why a store is refused. One that opens after all is closed again, and fails the test. */
async function refusalOf(url: string): Promise<OperatorError> {
  const opened = await open(url).catch((error: unknown) => error);
  if (opened instanceof OperatorError) return opened;
  if (opened instanceof Error) throw opened;
  await (opened as Awaited<ReturnType<typeof open>>).close();
  throw new Error(`${url} was opened`);
}

const openStoreFile = new URL("../src/runtime/stores/open-store.ts", import.meta.url);

/** A process of its own that opens a store, does something with it, and ends when nothing keeps it. */
function script(doing: string): string[] {
  const text = `
    import { openStore } from ${JSON.stringify(openStoreFile.href)};
    const clock = { now: () => new Date(), elapsedMs: () => performance.now() };
    const logger = { info() {}, error() {} };
    const space = { name: "things", schema: { safeParse: (data) => ({ success: true, data }) }, upgrades: [] };
    const [url] = process.argv.slice(1);
    ${doing}`;
  return ["--input-type=module", "--eval", text];
}

const openOnly = `
  try {
    const { store, close } = await openStore(url, clock, logger);
    await store.update(space, "id", () => ({ after: "new", result: undefined }));
    await close();
    console.log(JSON.stringify({ name: "opened" }));
  } catch ({ name, message, remedy }) {
    console.log(JSON.stringify({ name, message, remedy }));
  }`;

describe("a sqlite file", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "waymark-sqlite-"));
    file = join(folder, "waymark.sqlite");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function fill(records: number): Promise<void> {
    const { store, close } = await open(`sqlite:${file}`);
    for (let at = 0; at < records; at += 1) await store.update(things, `id ${at}`, put(`value ${at}`.repeat(10)));
    await close();
  }

  it("keeps its values after it is closed, and makes the folder it needs", async () => {
    const url = `sqlite:${join(folder, "new", "deep", "waymark.sqlite")}`;
    const first = await open(url);
    await first.store.update(things, "id", put({ right: 3 }));
    await first.close();
    const second = await open(url);
    expect(await second.store.read(things, "id")).toEqual({ right: 3 });
    await second.close();
  });

  it("is seen by a second process while it is open", async () => {
    const one = await open(`sqlite:${file}`);
    await one.store.update(things, "id", put("said"));
    const other = await open(`sqlite:${file}`);
    expect(await other.store.read(things, "id")).toBe("said");
    await Promise.all([one.close(), other.close()]);
  });

  it("counts every change of several processes that open and change it at once", async () => {
    const count = `
      const { store, close } = await openStore(url, clock, logger);
      for (let turn = 0; turn < 100; turn += 1)
        await store.update(space, "count", (before = 0) => ({ after: before + 1, result: undefined }));
      await close();`;
    const children = [1, 2, 3].map(() => spawn(process.execPath, [...script(count), `sqlite:${file}`]));
    const ends = await Promise.all(children.map((child) => once(child, "exit")));
    expect(ends).toEqual([0, 0, 0].map((code) => [code, null]));
    const { store, close } = await open(`sqlite:${file}`);
    expect(await store.read(things, "count")).toBe(300);
    await close();
  });

  it("of a version that knew no alarms is read, and has them from then on", async () => {
    const old = new DatabaseSync(file);
    old.exec("CREATE TABLE entries (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER) WITHOUT ROWID");
    const text = JSON.stringify({ value: { version: 1, data: "old" } });
    old.prepare("INSERT INTO entries (key, value) VALUES (?, ?)").run("things/id", text);
    old.close();
    for (const before of ["old", "new"]) {
      const { store, records, close } = await open(`sqlite:${file}`);
      expect(await store.read(things, "id")).toBe(before);
      const due = new Date("2026-11-22T09:00:00Z");
      await store.update(things, "id", () => ({ after: "new", result: undefined, due }));
      expect(await records.due(10)).toEqual([{ key: "things/id", due: due.getTime() }]);
      await close();
    }
  });

  it("that is a folder is refused with a remedy", async () => {
    const error = await refusalOf(`sqlite:${folder}`);
    expect(error.message).toContain(folder);
    expect(error.remedy).toContain("STORE_URL");
  });

  it("that is no database is refused with a remedy, and left as it was", async () => {
    const notes = join(folder, "notes.txt");
    const text = "Remember the milk.\n".repeat(300);
    writeFileSync(notes, text);
    const error = await refusalOf(`sqlite:${notes}`);
    expect(error.message).toContain(notes);
    expect(error.remedy).toContain("STORE_URL");
    expect(readFileSync(notes, "utf8")).toBe(text);
    expect(readdirSync(folder)).toEqual(["notes.txt"]);
  });

  it("that is broken in the middle is refused with a remedy, and left as it was", async () => {
    await fill(500);
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 2);
    const broken = Buffer.from(bytes).fill(0xff, middle, middle + 8192);
    writeFileSync(file, broken);
    const error = await refusalOf(`sqlite:${file}`);
    expect(error.message).toContain(file);
    expect(error.remedy).toContain("move a broken file aside");
    expect(error.remedy).toContain("STORE_URL");
    expect(readFileSync(file).equals(broken)).toBe(true);
  });

  it("that is cut off is refused with a remedy, and left as it was", async () => {
    await fill(500);
    const bytes = readFileSync(file);
    const half = bytes.subarray(0, Math.floor(bytes.length / 8192) * 4096);
    writeFileSync(file, half);
    expect((await refusalOf(`sqlite:${file}`)).message).toContain(file);
    expect(readFileSync(file).equals(half)).toBe(true);
  });

  it("below something that is no folder is refused with a remedy", async () => {
    writeFileSync(join(folder, "file"), "");
    expect((await refusalOf(`sqlite:${join(folder, "file", "a.sqlite")}`)).remedy).toContain("STORE_URL");
  });

  // Permissions do not bind root, who becomes nobody for this.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const asNobody = (args: string[]) => spawnSync(process.execPath, args, { ...nobody, encoding: "utf8" });
  const canRun = asNobody(["--eval", `require("node:fs").accessSync(${JSON.stringify(openStoreFile.pathname)})`]);

  it.skipIf(canRun.status !== 0).each([
    ["in a folder that may be written to", 0o777],
    ["in a folder that may not", 0o555],
  ])("that is read-only, %s, is refused with a remedy, and left as it was", async (_where, mode) => {
    await fill(10);
    const bytes = readFileSync(file);
    chmodSync(file, 0o444);
    chmodSync(folder, mode);
    const { stdout } = asNobody([...script(openOnly), `sqlite:${file}`]);
    chmodSync(folder, 0o700);
    expect(JSON.parse(stdout)).toMatchObject({
      name: "OperatorError",
      message: expect.stringContaining(file),
      remedy: expect.stringContaining("make the file and its folder writable"),
    });
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });

  it.skipIf(canRun.status !== 0)("in a folder that may not be written to is refused with a remedy", () => {
    mkdirSync(join(folder, "locked"), { mode: 0o555 });
    chmodSync(folder, 0o755);
    const { stdout } = asNobody([...script(openOnly), `sqlite:${join(folder, "locked", "a.sqlite")}`]);
    expect(JSON.parse(stdout)).toMatchObject({ name: "OperatorError", remedy: expect.stringContaining("STORE_URL") });
  });
});

describe("a store url", () => {
  it("that names no file is refused with a remedy", async () => {
    expect(await refusalOf("sqlite:")).toMatchObject({
      message: "STORE_URL names no file",
      remedy: expect.stringContaining("sqlite:FILE"),
    });
  });

  it.each([
    ["mysql://localhost/waymark", 'unknown scheme "mysql:"'],
    ["SQLITE:a", "it has no scheme"],
    ["waymark.sqlite", "it has no scheme"],
    ["", "it has no scheme"],
  ])("that names no engine (%s) gets the list of them", async (url, problem) => {
    const { message, remedy } = await refusalOf(url);
    expect(message).toContain(problem);
    for (const known of ["sqlite:FILE", "redis://HOST", "rediss://HOST", "postgres://HOST/DATABASE", "memory:"]) {
      expect(remedy).toContain(known);
    }
  });

  it.each([
    ["redis://bot:s3cret@HOST", "redis://bot:***@HOST"],
    ["redis://:s3cret@HOST/2", "redis://:***@HOST/2"],
    ["redis://:s3%40cret@HOST", "redis://:***@HOST"],
    ["redis://:s3@cret@HOST", "redis://:***@HOST"],
    ["rediss://bot:s3cret@HOST", "rediss://bot:***@HOST"],
    ["postgres://bot:s3cret@HOST/bot", "postgres://bot:***@HOST/bot"],
    ["postgresql://bot:s3%40cret@HOST/bot", "postgresql://bot:***@HOST/bot"],
    ["postgres://bot:s3@cret@HOST/bot", "postgres://bot:***@HOST/bot"],
    ["postgres://HOST/bot?user=bot&password=s3cret", "postgres://HOST/bot?user=bot&password=***"],
    ["postgres://HOST/bot?password=s3%40cret&user=bot", "postgres://HOST/bot?password=***&user=bot"],
    ["postgres://bot@HOST/bot?password=s3@cret", "postgres://bot@HOST/bot?password=***"],
  ])("that nobody answers (%s) is named without its password", async (template, shown) => {
    const host = `127.0.0.1:${await closedPort()}`;
    const error = await refusalOf(template.replace("HOST", host));
    expect(error.message).toContain(`${shown.replace("HOST", host)}: `);
    expect(error.remedy).toMatch(/host, port, name and password in STORE_URL/);
    // Whoever logs the whole of it must not give the password away either.
    expect(inspect(error, { depth: 10 })).not.toMatch(/s3.{0,3}cret/);
  });

  it.each(["redis://:s3/cret@HOST", "redis://:s3#cret@HOST", "postgres://bot:s3?cret@HOST/bot"])(
    "that is no address (%s) is refused with how to write it, and without its password",
    async (url) => {
      const error = await refusalOf(url);
      expect(error.message).toContain("STORE_URL is no valid address");
      expect(error.remedy).toContain("%2F");
      expect(inspect(error, { depth: 10 })).not.toMatch(/s3.{0,3}cret/);
    },
  );

  it.each(["redis", "postgres"])("of %s that nobody answers keeps nothing open", async (scheme) => {
    const url = `${scheme}://127.0.0.1:${await closedPort()}`;
    const child = spawn(process.execPath, [...script(openOnly), url]);
    let output = "";
    child.stdout.on("data", (text) => (output += text));
    // The process ends by itself only when no socket and no timer is left.
    expect(await once(child, "close")).toEqual([0, null]);
    expect(JSON.parse(output)).toMatchObject({
      name: "OperatorError",
      message: expect.stringMatching(/cannot reach the bot's memory at .*ECONNREFUSED/),
    });
  });
});
