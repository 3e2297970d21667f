import type { StatementSync } from "node:sqlite";
import { type Engine, endOf, type Range, type Row } from "./engine.ts";
import { SqliteAdapter } from "./sqlite-adapter.ts";

/** One file, shared by the processes of one machine. Every step is one statement, which SQLite makes atomic. */
export class SqliteEngine implements Engine {
  readonly adapter: SqliteAdapter;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #list: StatementSync;
  readonly #due: StatementSync;
  readonly #count: StatementSync;
  readonly #prune: StatementSync;

  /** @throws OperatorError when the file cannot be used */
  constructor(file: string) {
    this.adapter = new SqliteAdapter(file);
    const prepare = (sql: string) => this.adapter.database.prepare(sql);
    this.#insert = prepare("INSERT INTO entries (key, value, expires, due) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
    this.#update = prepare("UPDATE entries SET value = ?, expires = ?, due = ? WHERE key = ? AND value = ?");
    this.#delete = prepare("DELETE FROM entries WHERE key = ? AND value = ?");
    this.#list = prepare(
      "SELECT key, value AS text FROM entries WHERE key >= ? AND key > ? AND key < ? ORDER BY key LIMIT ?",
    );
    this.#due = prepare(
      "SELECT key, due FROM entries WHERE due IS NOT NULL AND (expires IS NULL OR expires > ?) ORDER BY due LIMIT ?",
    );
    this.#count = prepare("SELECT COUNT(*) AS count FROM entries WHERE key >= ? AND key < ?");
    this.#prune = prepare("DELETE FROM entries WHERE expires <= ?");
  }

  async swap(key: string, before: string | undefined, after: Row | undefined): Promise<boolean> {
    const [expires, due] = [after?.expires ?? null, after?.due ?? null];
    if (before === undefined) return !after || this.#insert.run(key, after.text, expires, due).changes === 1;
    if (!after) return this.#delete.run(key, before).changes === 1;
    return this.#update.run(after.text, expires, due, key, before).changes === 1;
  }

  async list({ prefix, after, limit }: Range): Promise<{ key: string; text: string }[]> {
    const rows = this.#list.all(prefix, after, endOf(prefix), limit);
    return rows.map(({ key, text }) => ({ key: String(key), text: String(text) }));
  }

  async due(limit: number, now: number): Promise<{ key: string; due: number }[]> {
    return this.#due.all(now, limit).map(({ key, due }) => ({ key: String(key), due: Number(due) }));
  }

  async count(from: string, to: string): Promise<number> {
    return Number(this.#count.get(from, to)?.count);
  }

  async prune(now: number): Promise<number> {
    return Number(this.#prune.run(now).changes);
  }
}
