import KeyvPostgres from "@keyv/postgres";
import pg from "pg";
import { type Engine, endOf, type Range, type Row } from "./engine.ts";

const connectTimeoutMs = 2000;
const statementTimeoutMs = 2000;
const mostConnections = 10;
const longestKey = 500;
const pruneBite = 5000;
/** Always named, or a search path could lead the adapter and us to different tables. */
const schema = "public";

/** Keyv's adapter for PostgreSQL over a pool of its own. */
class PostgresAdapter extends KeyvPostgres {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool, table: string) {
    super({ table, schema, keySize: longestKey });
    this.#pool = pool;
  }

  /**
   * The stock one keeps a single pool for the whole module, which the last of several stores closes for all, and lets
   * an idle connection's loss end the process.
   */
  override async connect() {
    await undefined; // the parent's constructor calls this before there is a pool
    return async (sql: string, values?: unknown[]) => (await this.#pool.query(named(sql, values))).rows;
  }

  override async disconnect(): Promise<void> {
    await this.#pool.end();
  }
}

/** One PostgreSQL database, shared by many processes. Every step is one statement with a condition. */
export class PostgresEngine implements Engine {
  readonly adapter: PostgresAdapter;
  readonly #pool: pg.Pool;
  readonly #table: string;

  /**
   * Connect, and make the table when it is missing.
   *
   * @param table a name of our own, as it stands in the statements
   */
  static async open(url: string, table: string): Promise<PostgresEngine> {
    const pool = new pg.Pool({
      connectionString: url,
      max: mostConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: statementTimeoutMs,
      application_name: "waymark",
    });
    pool.on("error", () => {}); // an idle connection was lost: the next statement opens another
    try {
      await pool.query(setUp(table));
    } catch (error) {
      await pool.end();
      throw error;
    }
    return new PostgresEngine(pool, table);
  }

  private constructor(pool: pg.Pool, table: string) {
    this.#pool = pool;
    this.#table = `${schema}.${table}`;
    this.adapter = new PostgresAdapter(pool, table);
  }

  async swap(key: string, before: string | undefined, after: Row | undefined): Promise<boolean> {
    const table = this.#table;
    const [expires, due] = [after?.expires ?? null, after?.due ?? null];
    if (before === undefined) {
      if (!after) return true;
      const insert = `INSERT INTO ${table} (key, value, expires, due) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
      return this.#changes(insert, [key, after.text, expires, due]);
    }
    if (!after) return this.#changes(`DELETE FROM ${table} WHERE key = $1 AND value = $2`, [key, before]);
    const update = `UPDATE ${table} SET value = $3, expires = $4, due = $5 WHERE key = $1 AND value = $2`;
    return this.#changes(update, [key, before, after.text, expires, due]);
  }

  async list({ prefix, after, limit }: Range): Promise<{ key: string; text: string }[]> {
    const sql = `SELECT key, value AS text FROM ${this.#table}
      WHERE key COLLATE "C" >= $1 AND key COLLATE "C" > $2 AND key COLLATE "C" < $3 ORDER BY key COLLATE "C" LIMIT $4`;
    return (await this.#pool.query(named(sql, [prefix, after, endOf(prefix), limit]))).rows;
  }

  async due(limit: number, now: number): Promise<{ key: string; due: number }[]> {
    const sql = `SELECT key, due FROM ${this.#table}
      WHERE due IS NOT NULL AND (expires IS NULL OR expires > $2) ORDER BY due LIMIT $1`;
    const { rows } = await this.#pool.query(named(sql, [limit, now]));
    return rows.map(({ key, due }) => ({ key, due: Number(due) }));
  }

  async count(from: string, to: string): Promise<number> {
    const sql = `SELECT COUNT(*) AS count FROM ${this.#table} WHERE key COLLATE "C" >= $1 AND key COLLATE "C" < $2`;
    const { rows } = await this.#pool.query(named(sql, [from, to]));
    return Number(rows[0]?.count);
  }

  async prune(now: number): Promise<number> {
    const table = this.#table;
    // In bites, so that none takes longer than a statement may.
    const bite = `SELECT key FROM ${table} WHERE expires <= $1 LIMIT ${pruneBite}`;
    for (let pruned = 0; ; ) {
      const { rowCount } = await this.#pool.query(`DELETE FROM ${table} WHERE key IN (${bite})`, [now]);
      pruned += rowCount ?? 0;
      if ((rowCount ?? 0) < pruneBite) return pruned;
    }
  }

  async #changes(sql: string, values: unknown[]): Promise<boolean> {
    return (await this.#pool.query(named(sql, values))).rowCount === 1;
  }
}

/** Statements by name are parsed by the server once a connection. */
const names = new Map<string, string>();

function named(text: string, values: unknown[] = []): pg.QueryConfig {
  // The adapter's own table definition has no parameters, and comes once.
  if (values.length === 0) return { text };
  const name = names.get(text) ?? `waymark_${names.size}`;
  names.set(text, name);
  return { name, text, values };
}

/** Keyv's table with our columns. Several processes may start at once, so one after another sets it up. */
const setUp = (table: string) => `
  BEGIN;
  SELECT pg_advisory_xact_lock(hashtext('waymark ${table}'));
  CREATE TABLE IF NOT EXISTS ${schema}.${table} (key VARCHAR(${longestKey}) PRIMARY KEY, value TEXT);
  ALTER TABLE ${schema}.${table} ADD COLUMN IF NOT EXISTS expires BIGINT, ADD COLUMN IF NOT EXISTS due BIGINT;
  CREATE INDEX IF NOT EXISTS ${table}_by_key ON ${schema}.${table} (key COLLATE "C");
  CREATE INDEX IF NOT EXISTS ${table}_by_expiry ON ${schema}.${table} (expires) WHERE expires IS NOT NULL;
  CREATE INDEX IF NOT EXISTS ${table}_by_due ON ${schema}.${table} (due) WHERE due IS NOT NULL;
  COMMIT`;
