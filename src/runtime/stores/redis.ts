import { createHash } from "node:crypto";
import KeyvRedis, { createClient } from "@keyv/redis";
import { type Engine, endOf, type Range, type Row } from "./engine.ts";
import { within } from "./within.ts";

const connectTimeoutMs = 3000;
const longestPauseMs = 5000;
/** The server does nothing else while it runs a script. */
const prunePage = 1000;

type Client = ReturnType<typeof connect>;

/**
 * One Redis or Valkey server, 6.2 or newer, shared by many processes. Every step is one script, which the server runs
 * by itself. Keys in order are a sorted set beside the values, and so are alarms; what the server has expired leaves
 * them when somebody comes across it.
 *
 * Scripts reach keys that they find in those sets, so a cluster will not do.
 */
export class RedisEngine implements Engine {
  readonly adapter: KeyvRedis<string>;
  readonly namespace: string;
  // The client's own time limit makes an abort signal for every command, which costs a third of its speed.
  readonly deadlineMs = 2000;
  readonly #client: Client;
  readonly #keys: string;
  readonly #alarms: string;

  static async open(url: string, namespace: string): Promise<RedisEngine> {
    const client = connect(url);
    client.on("error", () => {}); // it connects again by itself; until then every command says so
    try {
      // A server may take the connection and then say nothing.
      await within(connectTimeoutMs, client.connect());
    } catch (error) {
      if (client.isOpen) client.destroy();
      throw error;
    }
    return new RedisEngine(client, namespace);
  }

  private constructor(client: Client, namespace: string) {
    this.#client = client;
    this.namespace = namespace;
    this.adapter = new KeyvRedis(client, { throwOnErrors: true });
    // Beside the values, whose keys go on with two colons.
    this.#keys = `${namespace}:keys`;
    this.#alarms = `${namespace}:alarms`;
  }

  async swap(key: string, before: string | undefined, after: Row | undefined): Promise<boolean> {
    const ttl = after?.ttlMs === undefined ? "" : String(Math.max(Math.ceil(after.ttlMs), 1));
    const done = await this.#run(swapScript, [
      key,
      ...[before === undefined ? "0" : "1", before ?? "", after ? "1" : "0", after?.text ?? "", ttl],
      after?.due === undefined ? "" : String(after.due),
    ]);
    return done === 1;
  }

  async list({ prefix, after, limit }: Range): Promise<{ key: string; text: string }[]> {
    const rows: { key: string; text: string }[] = [];
    let from = after < prefix || after === "" ? `[${prefix}` : `(${after}`;
    // A page may lose rows that the server has expired: then there is another look.
    for (;;) {
      const [last, ...found] = (await this.#run(listScript, [from, `(${endOf(prefix)}`, String(limit)])) as string[];
      for (let at = 0; at + 1 < found.length; at += 2) rows.push({ key: found[at] ?? "", text: found[at + 1] ?? "" });
      if (last === undefined || rows.length >= limit) return rows.slice(0, limit);
      from = `(${last}`;
    }
  }

  async due(limit: number): Promise<{ key: string; due: number }[]> {
    const found = (await this.#run(dueScript, [String(limit)])) as string[];
    return found.flatMap((key, at) => (at % 2 === 0 ? [{ key, due: Number(found[at + 1]) }] : []));
  }

  async count(from: string, to: string): Promise<number> {
    return this.#client.zLexCount(this.#keys, `[${from}`, `(${to}`);
  }

  /** The server has removed the values; this tidies the sets. */
  async prune(): Promise<number> {
    let pruned = 0;
    for (let from = "-"; ; ) {
      const [last, removed] = (await this.#run(pruneScript, [from, String(prunePage)])) as [string | null, number];
      if (last === null) return pruned;
      pruned += removed;
      from = `(${last}`;
    }
  }

  abandon(): void {
    if (this.#client.isOpen) this.#client.destroy();
  }

  async #run({ text, sha }: Script, args: string[]): Promise<unknown> {
    const options = { keys: [this.#keys, this.#alarms], arguments: [`${this.namespace}::`, ...args] };
    try {
      return await this.#client.evalSha(sha, options);
    } catch (error) {
      // A server that was started anew has forgotten the script.
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return this.#client.eval(text, options);
    }
  }
}

function connect(url: string) {
  // A server that was never there is a mistake in the address, which waiting does not mend.
  let wasThere = false;
  const client = createClient({
    url,
    // What cannot be asked now fails now: somebody is waiting for the answer.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: connectTimeoutMs,
      reconnectStrategy: (retries, cause) =>
        wasThere ? Math.min(2 ** retries * 50, longestPauseMs) * (0.5 + Math.random() / 2) : cause,
    },
  });
  return client.once("ready", () => {
    wasThere = true;
  });
}

type Script = { text: string; sha: string };
const script = (text: string): Script => ({ text, sha: createHash("sha1").update(text).digest("hex") });

const swapScript = script(`
local prefix, key, was, before, is, after, ttl, due = unpack(ARGV)
local current = redis.call('GET', prefix .. key)
if was == '1' then
  if current ~= before then return 0 end
elseif current then
  return 0
end
if is == '1' then
  if ttl == '' then redis.call('SET', prefix .. key, after)
  else redis.call('SET', prefix .. key, after, 'PX', ttl) end
  if was == '0' then redis.call('ZADD', KEYS[1], 0, key) end
else
  redis.call('DEL', prefix .. key)
  redis.call('ZREM', KEYS[1], key)
end
if due ~= '' then redis.call('ZADD', KEYS[2], due, key)
else redis.call('ZREM', KEYS[2], key) end
return 1`);

const listScript = script(`
local prefix, from, to, limit = unpack(ARGV)
local keys = redis.call('ZRANGE', KEYS[1], from, to, 'BYLEX', 'LIMIT', 0, limit)
local found = { keys[#keys] }
for _, key in ipairs(keys) do
  local text = redis.call('GET', prefix .. key)
  if text then
    found[#found + 1] = key
    found[#found + 1] = text
  else
    redis.call('ZREM', KEYS[1], key)
    redis.call('ZREM', KEYS[2], key)
  end
end
return found`);

const dueScript = script(`
local prefix, limit = unpack(ARGV)
local all = redis.call('ZRANGE', KEYS[2], 0, limit - 1, 'WITHSCORES')
local found = {}
for at = 1, #all, 2 do
  if redis.call('EXISTS', prefix .. all[at]) == 1 then
    found[#found + 1] = all[at]
    found[#found + 1] = all[at + 1]
  else
    redis.call('ZREM', KEYS[1], all[at])
    redis.call('ZREM', KEYS[2], all[at])
  end
end
return found`);

const pruneScript = script(`
local prefix, from, limit = unpack(ARGV)
local keys = redis.call('ZRANGE', KEYS[1], from, '+', 'BYLEX', 'LIMIT', 0, limit)
local removed = 0
for _, key in ipairs(keys) do
  if redis.call('EXISTS', prefix .. key) == 0 then
    redis.call('ZREM', KEYS[1], key)
    redis.call('ZREM', KEYS[2], key)
    removed = removed + 1
  end
end
return { keys[#keys] or false, removed }`);
