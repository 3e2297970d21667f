import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { KeyvStoreAdapter } from "keyv";
import { OperatorError } from "../../core/errors.ts";

/** Keyv hides what has expired; so that it does not stay on disk either, it is deleted at the start and now and then. */
const writesBetweenPrunes = 1000;

/**
 * A Keyv storage adapter over Node's built-in SQLite: one table, write-ahead log.
 *
 * `synchronous = NORMAL` in WAL mode survives a killed process; a power cut may lose the last moments, never the file
 * (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
export class SqliteAdapter implements KeyvStoreAdapter {
  namespace?: string | undefined;
  readonly opts: { dialect: "sqlite"; url: string };
  readonly #database: DatabaseSync;
  readonly #get: StatementSync;
  readonly #set: StatementSync;
  readonly #delete: StatementSync;
  readonly #clear: StatementSync;
  readonly #prune: StatementSync;
  #writes = 0;

  /**
   * @param file a path; its folder is made when it is missing
   * @throws OperatorError when the file cannot be opened or is no database
   */
  constructor(file: string) {
    this.opts = { dialect: "sqlite", url: `sqlite:${file}` };
    try {
      mkdirSync(dirname(file), { recursive: true });
      this.#database = new DatabaseSync(file, { timeout: 5000 });
      this.#database.exec(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" +
          "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER) WITHOUT ROWID;" +
          "CREATE INDEX IF NOT EXISTS entries_by_expiry ON entries (expires) WHERE expires IS NOT NULL",
      );
    } catch (cause) {
      throw new OperatorError(
        `cannot use ${file} as the bot's memory: ${cause instanceof Error ? cause.message : cause}`,
        "make the file and its folder writable, move a broken file aside, or name another with STORE_URL=sqlite:FILE",
        { cause },
      );
    }
    this.#get = this.#database.prepare("SELECT value FROM entries WHERE key = ?");
    this.#set = this.#database.prepare(
      "INSERT INTO entries (key, value, expires) VALUES (?, ?, ?)" +
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires",
    );
    this.#delete = this.#database.prepare("DELETE FROM entries WHERE key = ?");
    this.#prune = this.#database.prepare("DELETE FROM entries WHERE expires < ?");
    this.#prune.run(Date.now());
    this.#clear = this.#database.prepare("DELETE FROM entries WHERE key LIKE ? ESCAPE '\\'");
  }

  // Keyv's adapter contract is asynchronous and generic: it hands over what its serializer made, a string.
  async get<Value>(key: string): Promise<Value | undefined> {
    return this.#get.get(key)?.value as Value | undefined;
  }

  async set(key: string, value: string, ttlMs?: number): Promise<void> {
    this.#set.run(key, value, ttlMs === undefined ? null : Date.now() + ttlMs);
    if (++this.#writes % writesBetweenPrunes === 0) this.#prune.run(Date.now());
  }

  async delete(key: string): Promise<boolean> {
    return this.#delete.run(key).changes > 0;
  }

  async clear(): Promise<void> {
    const prefix = this.namespace === undefined ? "" : `${this.namespace}:`;
    this.#clear.run(`${prefix.replaceAll(/[\\%_]/g, "\\$&")}%`);
  }

  async disconnect(): Promise<void> {
    this.#database.close();
  }

  on(): this {
    return this; // emits nothing: every failure is thrown to its caller
  }
}
