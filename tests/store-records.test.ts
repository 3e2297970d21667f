import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { StoreUnavailable } from "../src/core/errors.ts";
import { defineNamespace } from "../src/core/namespace.ts";
import type { Range, Row } from "../src/runtime/stores/engine.ts";
import { KeyvStore } from "../src/runtime/stores/keyv-store.ts";
import { MemoryEngine } from "../src/runtime/stores/memory.ts";
import { Records } from "../src/runtime/stores/records.ts";
import { CollectedLog, HandSetClock } from "./fakes/parts.ts";

const minute = 60_000;
const secret = "kept-to-oneself";

const scores = defineNamespace("scores", z.object({ points: z.number().int(), topic: z.string() }));

let engine: MemoryEngine;
let clock: HandSetClock;
let log: CollectedLog;
let records: Records;
let store: KeyvStore;
beforeEach(() => {
  engine = new MemoryEngine();
  clock = new HandSetClock();
  log = new CollectedLog();
  records = new Records(engine, clock);
  store = new KeyvStore(records, log);
});

/** Put a text into the store past all checks, as an older version or somebody's hand has left it. */
async function plant(key: string, row: Row): Promise<void> {
  expect(await engine.swap(key, engine.adapter.get(key), row)).toBe(true);
}
const textOf = (record: unknown) => JSON.stringify({ value: record });

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

/** What was moved aside, by the key under which it now is. */
async function quarantined(): Promise<Record<string, unknown>> {
  const found = await gather(records.list("quarantine/"));
  return Object.fromEntries(found.map(([key, { record }]) => [key, record.data]));
}
const asideKey = (key: string) => `quarantine/${clock.now().toISOString()}/${key}`;
const moved = "moved aside a record that does not fit";

describe("a record that does not fit its namespace", () => {
  const record = { version: 1, data: { points: secret, topic: "apis" }, due: Date.parse("2026-11-22T09:00:00Z") };
  const text = textOf(record);
  const row = { text, due: record.due };

  it("counts as missing, and is moved aside with all that it has", async () => {
    await plant("scores/ana", row);
    expect(await store.read(scores, "ana")).toBeUndefined();
    expect(engine.adapter.has("scores/ana")).toBe(false);
    expect(await quarantined()).toEqual({ [asideKey("scores/ana")]: { key: "scores/ana", record } });
    expect(await records.due(10)).toEqual([]);
  });

  it("is reported once, with its key and what is wrong, but without what it holds", async () => {
    await plant("scores/ana", row);
    for (let turn = 0; turn < 3; turn += 1) await store.read(scores, "ana");
    const [line, ...more] = log.lines;
    expect(more).toEqual([]);
    expect(line).toEqual({
      level: "error",
      fields: { key: asideKey("scores/ana"), problem: "value.points: invalid_type" },
      message: moved,
    });
    expect(JSON.stringify(line)).not.toContain(secret);
  });

  it("is nothing to start from for an update, whose record then stays", async () => {
    await plant("scores/ana", row);
    const seen = await store.update(scores, "ana", (before) => ({
      after: { points: 1, topic: "apis" },
      result: before,
    }));
    expect(seen).toBeUndefined();
    expect(await store.read(scores, "ana")).toEqual({ points: 1, topic: "apis" });
    expect(await quarantined()).toEqual({ [asideKey("scores/ana")]: { key: "scores/ana", record } });
    expect(log.lines).toHaveLength(1);
  });

  it("is passed over among entries, and moved aside", async () => {
    for (const id of ["a", "c"]) {
      await store.update(scores, id, () => ({ after: { points: 1, topic: id }, result: undefined }));
    }
    await plant("scores/b", row);
    expect(await gather(store.entries(scores))).toEqual([
      ["a", { points: 1, topic: "a" }],
      ["c", { points: 1, topic: "c" }],
    ]);
    expect(await gather(store.keys(scores))).toEqual(["a", "c"]);
    expect(Object.keys(await quarantined())).toEqual([asideKey("scores/b")]);
    expect(log.lines).toHaveLength(1);
  });

  it("is moved aside each time that one turns up under the same key", async () => {
    await plant("scores/ana", row);
    await store.read(scores, "ana");
    const first = asideKey("scores/ana");
    clock.advance(1);
    await plant("scores/ana", { text: textOf({ version: 1, data: "another" }) });
    await store.read(scores, "ana");
    expect(Object.keys(await quarantined())).toEqual([first, asideKey("scores/ana")]);
    expect(log.lines).toHaveLength(2);
  });

  it("stays aside for good", async () => {
    await plant("scores/ana", { ...row, expires: clock.now().getTime() + minute });
    await store.read(scores, "ana");
    clock.advance(1_000_000 * minute);
    expect(await store.prune()).toBe(0);
    expect(Object.values(await quarantined())).toHaveLength(1);
  });

  it("is left where it is once its time is over", async () => {
    const expires = clock.now().getTime() - 1;
    await plant("scores/ana", { text: JSON.stringify({ value: record, expires }), expires });
    expect(await store.read(scores, "ana")).toBeUndefined();
    expect(await quarantined()).toEqual({});
    expect(log.lines).toEqual([]);
  });

  it("does no harm to another of its namespace", async () => {
    await store.update(scores, "ben", () => ({ after: { points: 2, topic: "apis" }, result: undefined }));
    await plant("scores/ana", row);
    await store.read(scores, "ana");
    expect(await store.read(scores, "ben")).toEqual({ points: 2, topic: "apis" });
  });
});

describe("a text that is no record", () => {
  const texts: [string, string][] = [
    ["no JSON", `{"value": ${secret}`],
    ["empty", ""],
    ["null", "null"],
    ["JSON without an envelope", JSON.stringify({ points: 1, topic: secret })],
    ["a value without a version", textOf({ data: { points: 1, topic: secret } })],
    ["of version 0", textOf({ version: 0, data: { points: 1, topic: secret } })],
    ["of version 1.5", textOf({ version: 1.5, data: { points: 1, topic: secret } })],
    ["with an alarm at no instant", textOf({ version: 1, data: { points: 1, topic: secret }, due: "soon" })],
  ];
  const ways: [string, () => Promise<unknown>][] = [
    ["read", () => store.read(scores, "ana")],
    ["updated", () => store.update(scores, "ana", (before) => ({ after: undefined, result: before }))],
    ["listed", async () => (await gather(store.entries(scores)))[0]],
  ];

  it.each(texts.flatMap(([what, text]) => ways.map(([way, ask]) => [what, way, text, ask] as const)))(
    "(%s) counts as missing when it is %s, and is moved aside as it was",
    async (_what, _way, text, ask) => {
      await plant("scores/ana", { text });
      expect(await ask()).toBeUndefined();
      expect(engine.adapter.has("scores/ana")).toBe(false);
      const key = asideKey("scores/ana");
      expect(await quarantined()).toEqual({ [key]: { key: "scores/ana", record: { version: 0, data: text } } });
      expect(log.lines).toEqual([{ level: "error", fields: { key, problem: "no record" }, message: moved }]);
    },
  );
});

describe("a namespace with upgrades", () => {
  const upgrades = [
    (old: unknown) => ({ total: z.number().parse(old) }),
    (old: unknown) => ({ points: z.object({ total: z.number() }).parse(old).total * 10, topic: "apis" }),
  ];
  const current = defineNamespace("scores", scores.schema, upgrades);

  it.each([
    [1, 4],
    [2, { total: 4 }],
    [3, { points: 40, topic: "apis" }],
  ])("reads a record of version %i through the steps that are left, in order", async (version, data) => {
    await plant("scores/ana", { text: textOf({ version, data }) });
    expect(await store.read(current, "ana")).toEqual({ points: 40, topic: "apis" });
    expect(await gather(store.entries(current))).toEqual([["ana", { points: 40, topic: "apis" }]]);
    expect((await records.get("scores/ana"))?.record).toEqual({ version, data });
    expect(log.lines).toEqual([]);
  });

  it("writes the present version with the next update, which starts from the upgraded value", async () => {
    await plant("scores/ana", { text: textOf({ version: 1, data: 4 }) });
    await store.update(current, "ana", (before) => ({
      after: { points: (before?.points ?? 0) + 1, topic: "apis" },
      result: undefined,
    }));
    expect((await records.get("scores/ana"))?.record).toEqual({ version: 3, data: { points: 41, topic: "apis" } });
  });

  it("leaves an older record as it is when an update does", async () => {
    await plant("scores/ana", { text: textOf({ version: 1, data: 4 }) });
    await store.update(current, "ana", (before) => ({ after: before, result: undefined }));
    expect(engine.adapter.get("scores/ana")).toBe(textOf({ version: 1, data: 4 }));
  });

  it("moves a record aside, as it was, whose upgrade throws", async () => {
    const record = { version: 2, data: { total: null, note: secret } };
    await plant("scores/ana", { text: textOf(record) });
    expect(await store.read(current, "ana")).toBeUndefined();
    expect(await quarantined()).toEqual({ [asideKey("scores/ana")]: { key: "scores/ana", record } });
    expect(log.lines).toMatchObject([
      { fields: { problem: expect.stringContaining("cannot be upgraded from version 2") }, message: moved },
    ]);
    expect(JSON.stringify(log.lines)).not.toContain(secret);
  });

  it("moves a record aside, as it was, that does not fit after its upgrades", async () => {
    const record = { version: 1, data: 0.05 };
    await plant("scores/ana", { text: textOf(record) });
    expect(await store.read(current, "ana")).toBeUndefined();
    expect(await quarantined()).toEqual({ [asideKey("scores/ana")]: { key: "scores/ana", record } });
  });
});

describe("a record that a newer version of the bot has written", () => {
  const text = textOf({ version: 2, data: { points: 1, topic: "apis" } });

  it.each([
    ["read", () => store.read(scores, "ana")],
    ["updated", () => store.update(scores, "ana", () => ({ after: { points: 0, topic: "" }, result: undefined }))],
    ["removed", () => store.update(scores, "ana", () => ({ after: undefined, result: undefined }))],
  ])("is not %s, moved or changed: it counts as out of reach", async (_what, ask) => {
    await plant("scores/ana", { text });
    const error = await ask().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).toMatchObject({ cause: { message: "scores: version 2 is newer than this bot" } });
    expect([...engine.adapter]).toEqual([["scores/ana", text]]);
    expect(log.lines).toEqual([]);
  });

  it("is passed over in a list, which shows the others", async () => {
    await plant("scores/ana", { text });
    await store.update(scores, "bea", () => ({ after: { points: 2, topic: "apis" }, result: undefined }));
    expect(await gather(store.entries(scores))).toEqual([["bea", { points: 2, topic: "apis" }]]);
    expect(engine.adapter.get("scores/ana")).toBe(text);
  });
});

/** An engine like any other, until it is lost. */
class LosableEngine extends MemoryEngine {
  readonly #lost: { error: Error | undefined };
  override readonly adapter: Map<string, string>;

  constructor(lost: { error: Error | undefined }) {
    super();
    this.#lost = lost;
    this.adapter = new (class extends Map<string, string> {
      override get(key: string): string | undefined {
        if (lost.error) throw lost.error;
        return super.get(key);
      }
    })();
  }

  #ask<T>(ask: () => Promise<T>): Promise<T> {
    return this.#lost.error ? Promise.reject(this.#lost.error) : ask();
  }

  override swap(key: string, before: string | undefined, after: Row | undefined): Promise<boolean> {
    return this.#ask(() => super.swap(key, before, after));
  }

  override list(range: Range): Promise<{ key: string; text: string }[]> {
    return this.#ask(() => super.list(range));
  }

  override due(...given: Parameters<MemoryEngine["due"]>): Promise<{ key: string; due: number }[]> {
    return this.#ask(() => super.due(...given));
  }

  override count(from: string, to: string): Promise<number> {
    return this.#ask(() => super.count(from, to));
  }

  override prune(now: number): Promise<number> {
    return this.#ask(() => super.prune(now));
  }
}

describe("a store that cannot be reached", () => {
  const cause = new Error("connection lost");
  let lost: { error: Error | undefined };
  let reached: [isReached: boolean, error: unknown][];
  beforeEach(() => {
    lost = { error: undefined };
    reached = [];
    records = new Records(new LosableEngine(lost), clock);
    records.onReach = (isReached, error) => reached.push([isReached, error]);
    store = new KeyvStore(records, log);
  });

  const addPoint = (before: { points: number; topic: string } | undefined) => {
    return { after: { points: (before?.points ?? 0) + 1, topic: "apis" }, result: undefined };
  };

  it.each<[string, () => Promise<unknown>]>([
    ["read", () => store.read(scores, "ana")],
    ["update", () => store.update(scores, "ana", addPoint)],
    ["claim", () => store.claim("tip", minute)],
    ["keys", () => gather(store.keys(scores))],
    ["entries", () => gather(store.entries(scores))],
    ["count", () => store.count(scores, "")],
    ["prune", () => store.prune()],
    ["its records' due", () => records.due(10)],
  ])("says so from %s, and why", async (_what, ask) => {
    lost.error = cause;
    const error = await ask().catch((error: unknown) => error);
    expect(error).toBeInstanceOf(StoreUnavailable);
    expect(error).toMatchObject({ message: "the store cannot be reached", cause });
  });

  it("tells whoever listens once that it is lost, and once that it is back", async () => {
    await store.update(scores, "ana", addPoint);
    expect(reached).toEqual([]);
    lost.error = cause;
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(store.read(scores, "ana")).rejects.toThrow(StoreUnavailable);
      await expect(store.prune()).rejects.toThrow(StoreUnavailable);
    }
    expect(reached).toEqual([[false, cause]]);
    lost.error = undefined;
    for (let turn = 0; turn < 3; turn += 1) await store.read(scores, "ana");
    expect(reached).toEqual([
      [false, cause],
      [true, undefined],
    ]);
    lost.error = cause;
    await expect(store.read(scores, "ana")).rejects.toThrow(StoreUnavailable);
    expect(reached).toHaveLength(3);
  });

  it("goes on where it was when it is back", async () => {
    await store.update(scores, "ana", addPoint);
    lost.error = cause;
    const failed = [1, 2, 3].map(() => store.update(scores, "ana", addPoint));
    for (const result of await Promise.allSettled(failed)) expect(result.status).toBe("rejected");
    lost.error = undefined;
    await store.update(scores, "ana", addPoint);
    expect(await store.read(scores, "ana")).toEqual({ points: 2, topic: "apis" });
  });

  it("is not what a change says that fails by itself", async () => {
    const broken = store.update(scores, "ana", () => {
      throw new RangeError("no change");
    });
    await expect(broken).rejects.toThrow(RangeError);
    expect(reached).toEqual([]);
  });
});
