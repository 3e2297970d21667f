import { OperatorError } from "../../core/errors.ts";
import type { Clock, Logger } from "../../core/ports.ts";
import type { Engine } from "./engine.ts";
import { KeyvStore } from "./keyv-store.ts";
import { MemoryEngine } from "./memory.ts";
import { Records } from "./records.ts";
import { SqliteEngine } from "./sqlite.ts";
import { storeUrls, withoutPassword } from "./store-urls.ts";

export type OpenStore = { store: KeyvStore; records: Records; close(): Promise<void> };

/**
 * The store that a `STORE_URL` names, reached and ready.
 *
 * @param name what our keys start with on Redis, and our table's name on PostgreSQL
 * @throws OperatorError for an unknown scheme, or when the engine cannot be reached or opened
 */
export async function openStore(url: string, clock: Clock, logger: Logger, name = "waymark"): Promise<OpenStore> {
  const shown = withoutPassword(url);
  const records = new Records(await openEngine(url, name), clock);
  records.onReach = (isReached, err) => {
    if (isReached) logger.info({ store: shown }, "the store is back");
    else logger.error({ store: shown, err }, "the store cannot be reached");
  };
  return { store: new KeyvStore(records, logger), records, close: () => records.close() };
}

async function openEngine(url: string, name: string): Promise<Engine> {
  const [, scheme, rest = ""] = /^([a-z]+):(.*)$/.exec(url) ?? [];
  switch (scheme) {
    case "memory":
      return new MemoryEngine();
    case "sqlite":
      if (rest === "") throw new OperatorError("STORE_URL names no file", `use ${storeUrls}`);
      return new SqliteEngine(rest);
    // Clients are imported by those who use them: each would cost every start some megabytes.
    case "redis":
    case "rediss": {
      const { RedisEngine } = await import("./redis.ts");
      return reach(url, () => RedisEngine.open(url, name));
    }
    case "postgres":
    case "postgresql": {
      const { PostgresEngine } = await import("./postgres.ts");
      return reach(url, () => PostgresEngine.open(url, name));
    }
    default:
      throw new OperatorError(
        `STORE_URL names no engine: ${scheme === undefined ? "it has no scheme" : `unknown scheme "${scheme}:"`}`,
        `use ${storeUrls}`,
      );
  }
}

async function reach<E>(url: string, open: () => Promise<E>): Promise<E> {
  // The client's own complaint would quote it, password and all.
  if (!URL.canParse(url)) {
    const remedy = `use ${storeUrls}; write @, /, : and # in a password as %40, %2F, %3A and %23`;
    throw new OperatorError(`STORE_URL is no valid address: ${withoutPassword(url)}`, remedy);
  }
  try {
    return await open();
  } catch (cause) {
    throw new OperatorError(
      `cannot reach the bot's memory at ${withoutPassword(url)}: ${reason(cause)}`,
      "check that the server runs and takes connections from here, and the host, port, name and password in STORE_URL",
      { cause },
    );
  }
}

/** An attempt at several addresses fails with several errors and no message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reason).join("; ");
  return error instanceof Error ? error.message || error.name : String(error);
}
