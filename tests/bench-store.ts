/**
 * `npm run bench`, second part: updates a second on every engine, and how that compares to the bare client doing the
 * same reads and conditional writes. An engine whose server is not there is left out with a line.
 */
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@keyv/redis";
import pg from "pg";
import { z } from "zod";
import { defineNamespace } from "../src/core/namespace.ts";
import { openStore } from "../src/runtime/stores/open-store.ts";
import { systemClock } from "../src/runtime/system.ts";
import { postgres, redis, removeFromPostgres, removeFromRedis } from "./fakes/servers.ts";

const keys = 10_000;
const rounds = 2;
const runs = 3;
const workers = 64;
const logger = { info: () => {}, warn: () => {}, error: console.error };
/** About what an open quiz is. */
const sample = {
  topic: "databases",
  questions: ["db-index", "db-acid", "db-join"],
  at: 1,
  right: 0,
  shown: [2, 0, 3, 1],
};
const sessions = defineNamespace(
  "bench",
  z.object({
    topic: z.string(),
    questions: z.array(z.string()),
    at: z.number(),
    right: z.number(),
    shown: z.array(z.number()),
  }),
);

/** Work through all keys with so many at once. @returns operations a second */
async function rate(operate: (id: string) => Promise<unknown>, total = keys * rounds): Promise<number> {
  let next = 0;
  const started = performance.now();
  const work = async () => {
    for (let at = next++; at < total; at = next++) await operate(String(at % keys));
  };
  await Promise.all(Array.from({ length: workers }, work));
  return total / ((performance.now() - started) / 1000);
}

/** Updates a second through the store, and through `bare` on the same server: the medians of runs that take turns. */
async function compare(
  url: string,
  remove: (name: string) => Promise<void>,
  bare?: (id: string) => Promise<unknown>,
): Promise<[ours: number, bare: number]> {
  const name = `waymark_bench_${randomBytes(4).toString("hex")}`;
  const { store, close } = await openStore(url, systemClock, logger, name);
  const update = (id: string) =>
    store.update(sessions, id, (before = sample) => ({ after: { ...before, right: before.right + 1 }, result: true }));
  const ours: number[] = [];
  const theirs: number[] = [];
  await rate(update, keys); // sets all of them
  if (bare) await rate(bare, keys);
  for (let run = 0; run < runs; run++) {
    ours.push(await rate(update));
    if (bare) theirs.push(await rate(bare));
  }
  await close();
  await remove(name);
  return [median(ours), median(theirs)];
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const show = (engine: string, text: string) => console.log(`updates on ${engine.padEnd(9)} ${text}`);
const perSecond = (value: number) => `${Math.round(value).toLocaleString("en")}/s`;
const value = (count: number) => JSON.stringify({ value: { version: 1, data: { ...sample, right: count } } });

async function onSqlite(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "waymark-bench-"));
  const [ours] = await compare(`sqlite:${join(folder, "bench.sqlite")}`, async () => {});
  show("sqlite", `${perSecond(ours)}, ${keys} keys, journal_mode WAL, synchronous NORMAL`);
  rmSync(folder, { recursive: true });
}

async function onRedis(): Promise<void> {
  const client = createClient({ url: redis.url });
  await client.connect();
  const swap = `local now = redis.call('GET', KEYS[1])
    if (now or '') ~= ARGV[1] then return 0 end
    redis.call('SET', KEYS[1], ARGV[2])
    return 1`;
  const sha = createHash("sha1").update(swap).digest("hex");
  await client.scriptLoad(swap);
  const [ours, bare] = await compare(redis.url, removeFromRedis, async (id) => {
    const key = `waymark_bare::${id}`;
    const before = await client.get(key);
    const count = before === null ? 0 : JSON.parse(before).value.data.right + 1;
    await client.evalSha(sha, { keys: [key], arguments: [before ?? "", value(count)] });
  });
  for (let id = 0; id < keys; id++) client.del(`waymark_bare::${id}`);
  await client.close();
  show("redis", `${perSecond(ours)}, bare client ${perSecond(bare)}, ratio ${(ours / bare).toFixed(2)}`);
}

async function onPostgres(): Promise<void> {
  const pool = new pg.Pool({ connectionString: postgres.url, max: 10 });
  await pool.query("CREATE TABLE IF NOT EXISTS waymark_bare (key VARCHAR(255) PRIMARY KEY, value TEXT)");
  const select = { name: "select", text: "SELECT value FROM waymark_bare WHERE key = $1" };
  const insert = { name: "insert", text: "INSERT INTO waymark_bare VALUES ($1, $2) ON CONFLICT DO NOTHING" };
  const update = { name: "update", text: "UPDATE waymark_bare SET value = $3 WHERE key = $1 AND value = $2" };
  const [ours, bare] = await compare(postgres.url, removeFromPostgres, async (id) => {
    const { rows } = await pool.query({ ...select, values: [id] });
    const before: string | undefined = rows[0]?.value;
    if (before === undefined) return pool.query({ ...insert, values: [id, value(0)] });
    return pool.query({ ...update, values: [id, before, value(JSON.parse(before).value.data.right + 1)] });
  });
  await pool.query("DROP TABLE waymark_bare");
  await pool.end();
  show("postgres", `${perSecond(ours)}, bare client ${perSecond(bare)}, ratio ${(ours / bare).toFixed(2)}`);
}

for (const bench of [onSqlite, onRedis, onPostgres]) {
  try {
    await bench();
  } catch (error) {
    console.log(`left out: ${error instanceof Error ? error.message : error}`);
  }
}
