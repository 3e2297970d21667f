import { z } from "zod";
import { StoreUnavailable } from "../../core/errors.ts";
import type { Namespace } from "../../core/namespace.ts";
import type { Change, Logger, Store } from "../../core/ports.ts";
import { endOf } from "./engine.ts";
import type { Records, StoredRecord } from "./records.ts";

export const quarantine = "quarantine";
const claims: Namespace<true> = { name: "claims", schema: z.literal(true), upgrades: [] };

/** A record that does not fit its namespace: `update` cannot move it aside while it is at it. */
class Unfit extends Error {
  readonly record: StoredRecord;

  constructor(record: StoredRecord, problem: string) {
    super(problem);
    this.record = record;
  }
}

/** The `Store` over records: schemas, versions and what becomes of a record that fits neither. */
export class KeyvStore implements Store {
  readonly #records: Records;
  readonly #logger: Logger;

  constructor(records: Records, logger: Logger) {
    this.#records = records;
    this.#logger = logger;
  }

  async read<T>(space: Namespace<T>, id: string): Promise<T | undefined> {
    const key = keyOf(space, id);
    const found = await this.#records.get(key);
    return found && this.#fitOrMove(space, key, found.record);
  }

  async update<T, R>(space: Namespace<T>, id: string, change: (before: T | undefined) => Change<T, R>): Promise<R> {
    const key = keyOf(space, id);
    const attempt = () =>
      this.#records.change(key, (record) => {
        const before = record && fit(space, record);
        const { after, result, ttlMs, due } = change(before);
        if (after === before) return { after: record, result };
        const next = after === undefined ? undefined : write(space, after, due);
        const now = this.#records.clock.now().getTime();
        return { after: next, result, expires: ttlMs === undefined ? undefined : now + ttlMs };
      });
    try {
      return await attempt();
    } catch (error) {
      await this.#moveAside(key, error);
      return attempt();
    }
  }

  async claim(name: string, ttlMs: number): Promise<boolean> {
    return this.update(claims, name, (before) => ({ after: before ?? true, result: before === undefined, ttlMs }));
  }

  async *keys<T>(space: Namespace<T>, prefix = ""): AsyncGenerator<string, void> {
    const start = keyOf(space, "");
    for await (const [key] of this.#records.list(start + prefix)) yield key.slice(start.length);
  }

  async *entries<T>(space: Namespace<T>, prefix = ""): AsyncGenerator<[id: string, value: T], void> {
    const start = keyOf(space, "");
    for await (const [key, { record }] of this.#records.list(start + prefix)) {
      // What a newer version wrote is not ours to judge, nor a reason to see nothing else.
      if (record.version > versionOf(space)) continue;
      const value = await this.#fitOrMove(space, key, record);
      if (value !== undefined) yield [key.slice(start.length), value];
    }
  }

  async count<T>(space: Namespace<T>, prefix: string, before?: string): Promise<number> {
    const from = keyOf(space, prefix);
    return this.#records.count(from, before === undefined ? endOf(from) : keyOf(space, before));
  }

  async prune(): Promise<number> {
    return this.#records.prune();
  }

  async #fitOrMove<T>(space: Namespace<T>, key: string, record: StoredRecord): Promise<T | undefined> {
    try {
      return fit(space, record);
    } catch (error) {
      await this.#moveAside(key, error);
      return undefined;
    }
  }

  /** Copy first, then remove: whatever happens in between, the record is there at least once. */
  async #moveAside(key: string, error: unknown): Promise<void> {
    if (!(error instanceof Unfit)) throw error;
    const { record } = error;
    const at = this.#records.clock.now().toISOString();
    const aside = `${quarantine}/${at}/${key}`;
    await this.#records.change(aside, () => ({ after: { version: 1, data: { key, record } }, result: undefined }));
    await this.#records.change(key, (now) => ({ after: isSame(now, record) ? undefined : now, result: undefined }));
    this.#logger.error({ key: aside, problem: error.message }, "moved aside a record that does not fit");
  }
}

const keyOf = (space: Namespace<unknown>, id: string) => `${space.name}/${id}`;
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const versionOf = (space: Namespace<unknown>) => space.upgrades.length + 1;

function write(space: Namespace<unknown>, data: unknown, due: Date | undefined): StoredRecord {
  return { version: versionOf(space), data, ...(due && { due: due.getTime() }) };
}

/**
 * @throws Unfit when the value is not what the namespace holds
 * @throws StoreUnavailable when a newer version of the bot wrote it: that one still needs it
 */
function fit<T>(space: Namespace<T>, record: StoredRecord): T {
  const { version, data } = record;
  if (version > versionOf(space)) {
    throw new StoreUnavailable({ cause: new Error(`${space.name}: version ${version} is newer than this bot`) });
  }
  if (version === 0) throw new Unfit(record, "no record");
  let value = data;
  try {
    for (const upgrade of space.upgrades.slice(version - 1)) value = upgrade(value);
  } catch (error) {
    throw new Unfit(
      record,
      `cannot be upgraded from version ${version} (${error instanceof Error ? error.name : "thrown"})`,
    );
  }
  const read = space.schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Unfit(record, `${["value", ...(issue?.path ?? [])].join(".")}: ${issue?.code}`);
}
