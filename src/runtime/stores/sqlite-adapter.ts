import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { KeyvStoreAdapter } from "keyv";
import { OperatorError } from "../../core/errors.ts";

/** How long a statement waits for another process that is writing. */
const busyTimeoutMs = 5000;
const pageSize = 500;

/**
 * A Keyv storage adapter over Node's built-in SQLite: one table, write-ahead log.
 *
 * `synchronous = NORMAL` in WAL mode survives a killed process; a power cut may lose the last moments, never the file
 * (https://www.sqlite.org/pragma.html#pragma_synchronous).
 */
export class SqliteAdapter implements KeyvStoreAdapter {
  namespace?: string | undefined;
  readonly opts: { dialect: "sqlite"; url: string };
  readonly database: DatabaseSync;
  readonly #get: StatementSync;
  readonly #set: StatementSync;
  readonly #delete: StatementSync;
  readonly #clear: StatementSync;
  readonly #page: StatementSync;

  /**
   * @param file a path; its folder is made when it is missing
   * @throws OperatorError when the file cannot be read and written, or is no sound database; it is left as it was
   */
  constructor(file: string) {
    this.opts = { dialect: "sqlite", url: `sqlite:${file}` };
    try {
      this.database = patiently(() => openDatabase(file));
    } catch (cause) {
      const remedy = isLocked(cause)
        ? "another process holds it: end that one, or name another file with STORE_URL=sqlite:FILE"
        : "make the file and its folder writable, move a broken file aside, or name another with STORE_URL=sqlite:FILE";
      const reason = cause instanceof Error ? cause.message : cause;
      throw new OperatorError(`cannot use ${file} as the bot's memory: ${reason}`, remedy, { cause });
    }
    this.#get = this.database.prepare("SELECT value FROM entries WHERE key = ?");
    this.#set = this.database.prepare(
      "INSERT INTO entries (key, value, expires) VALUES (?, ?, ?)" +
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires, due = NULL",
    );
    this.#delete = this.database.prepare("DELETE FROM entries WHERE key = ?");
    this.#clear = this.database.prepare("DELETE FROM entries WHERE key LIKE ? ESCAPE '\\'");
    this.#page = this.database.prepare(
      "SELECT key, value FROM entries WHERE key LIKE ? ESCAPE '\\' AND key > ? ORDER BY key LIMIT ?",
    );
  }

  // Keyv's adapter contract is asynchronous and generic: it hands over what its serializer made, a string.
  async get<Value>(key: string): Promise<Value | undefined> {
    return this.#get.get(key)?.value as Value | undefined;
  }

  async set(key: string, value: string, ttlMs?: number): Promise<void> {
    this.#set.run(key, value, ttlMs === undefined ? null : Date.now() + ttlMs);
  }

  async delete(key: string): Promise<boolean> {
    return this.#delete.run(key).changes > 0;
  }

  async clear(): Promise<void> {
    this.#clear.run(pattern(this.namespace));
  }

  async *iterator<Value>(namespace?: string): AsyncGenerator<[string, Value | undefined], void> {
    let last = "";
    for (;;) {
      const rows = this.#page.all(pattern(namespace), last, pageSize);
      for (const row of rows) yield [String(row.key), row.value as Value];
      const end = rows.at(-1);
      if (end === undefined) return;
      last = String(end.key);
    }
  }

  async disconnect(): Promise<void> {
    this.database.close();
  }

  on(): this {
    return this; // emits nothing: every failure is thrown to its caller
  }
}

const pattern = (namespace: string | undefined) =>
  namespace === undefined ? "%" : `${`${namespace}:`.replaceAll(/[\\%_]/g, "\\$&")}%`;

const lockedCode = 5; // SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy
const isLocked = (error: unknown) => error instanceof Error && "errcode" in error && error.errcode === lockedCode;
const retryMs = 50;

/** Switching the journal fails at once where another process does the same, however long a statement may wait. */
function patiently<T>(open: () => T): T {
  for (const until = performance.now() + busyTimeoutMs; ; ) {
    try {
      return open();
    } catch (error) {
      if (!isLocked(error) || performance.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
  }
}

function openDatabase(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  // Even switching the journal writes to the file, so a broken one is found out before anything is written.
  if (existsSync(file)) {
    // SQLite would open a file that it may not write without a word, and fail later.
    accessSync(file, constants.R_OK | constants.W_OK);
    checkSound(file);
  }
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    setUp(database);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function setUp(database: DatabaseSync): void {
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;" +
      "CREATE TABLE IF NOT EXISTS entries" +
      " (key TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER, due INTEGER) WITHOUT ROWID",
  );
  const columns = database.prepare("SELECT name FROM pragma_table_info('entries')").all();
  if (!columns.some(({ name }) => name === "due")) database.exec("ALTER TABLE entries ADD COLUMN due INTEGER");
  database.exec(
    "CREATE INDEX IF NOT EXISTS entries_by_expiry ON entries (expires) WHERE expires IS NOT NULL;" +
      // Many are due at once, and whether they are over is asked of all that come first.
      "CREATE INDEX IF NOT EXISTS entries_by_due_and_expiry ON entries (due, expires) WHERE due IS NOT NULL;" +
      "DROP INDEX IF EXISTS entries_by_due",
  );
}

function checkSound(file: string): void {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs, readOnly: true });
  try {
    const [first] = database.prepare("PRAGMA quick_check(1)").all();
    if (first && first.quick_check !== "ok") throw new Error(String(first.quick_check).replaceAll("\n", " "));
  } finally {
    database.close();
  }
}
