/** The database servers that tests ask for, those that are there. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { createClient } from "@keyv/redis";
import pg from "pg";
import { describe } from "vitest";

type Server = { title: string; variable: string; url: string; defaultPort: number };

export const redis: Server = {
  title: "Redis",
  variable: "REDIS_URL",
  url: process.env.REDIS_URL ?? "redis://127.0.0.1:6379",
  defaultPort: 6379,
};

export const postgres: Server = {
  title: "PostgreSQL",
  variable: "POSTGRES_URL",
  url: process.env.POSTGRES_URL ?? "postgres://root@127.0.0.1:5432/test",
  defaultPort: 5432,
};

const probeTimeoutMs = 2000;

/**
 * Tests that need a server. Where it is not there they are skipped, which one line on the console says; in CI they
 * must not be, so there the file fails.
 *
 * @param what the subject, for that line and for the tests' names
 */
export async function describeWithServer(server: Server, what: string, tests: () => void): Promise<void> {
  const problem = await probe(server);
  if (problem !== undefined) {
    const { title, variable } = server;
    const why = `no ${title} server answers (${problem}); ${variable} names another`;
    if (process.env.CI === "true") throw new Error(`cannot test ${what}: ${why}`);
    process.stderr.write(`skipped ${what}: ${why}\n`);
  }
  describe.skipIf(problem !== undefined)(what, tests);
}

/** Only whether somebody listens: a server that then refuses us is a mistake, which tests should show. */
async function probe({ url, defaultPort }: Server): Promise<string | undefined> {
  const { hostname, port } = addressOf(url, defaultPort);
  const socket = connect({ host: hostname, port, timeout: probeTimeoutMs });
  socket.once("timeout", () => socket.destroy(new Error(`no answer from ${hostname}:${port}`)));
  try {
    await once(socket, "connect");
    return undefined;
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    return message || String(code); // several addresses that all refuse make an error with no message
  } finally {
    socket.destroy();
  }
}

function addressOf(url: string, defaultPort: number): { hostname: string; port: number } {
  const { hostname, port } = new URL(url);
  return { hostname: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port || defaultPort) };
}

let names = 0;

/** A name of keys or a table that no other test uses, in this run or another at the same time. */
export function unusedName(): string {
  names += 1;
  return `waymark_test_${process.pid}_${names}`;
}

const redisClient = () => createClient({ url: redis.url });

/** Say something to Redis past the store. */
export async function withRedis<T>(ask: (client: ReturnType<typeof redisClient>) => Promise<T>): Promise<T> {
  const client = redisClient();
  await client.connect();
  try {
    return await ask(client);
  } finally {
    client.destroy();
  }
}

/** Remove a store's values, and the sets beside them. */
export async function removeFromRedis(name: string): Promise<void> {
  await withRedis(async (client) => {
    for await (const keys of client.scanIterator({ MATCH: `${name}:*`, COUNT: 1000 })) {
      if (keys.length > 0) await client.del(keys);
    }
  });
}

export async function removeFromPostgres(table: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    await client.query(`SET client_min_messages = warning; DROP TABLE IF EXISTS ${table}`);
  } finally {
    await client.end();
  }
}

/** A port of this machine on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}

/** Stands between a store and its server, and can keep them from hearing each other. */
export class Cable {
  readonly #target: { hostname: string; port: number };
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((near) => {
    const { hostname, port } = this.#target;
    const far = connect({ host: hostname, port });
    this.#sockets.add(near).add(far);
    near.on("data", (bytes) => this.#isSilent || far.write(bytes));
    far.on("data", (bytes) => this.#isSilent || near.write(bytes));
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      end.on("error", () => {}); // cut off: the other end closes too
      end.once("close", () => {
        this.#sockets.delete(end);
        other.destroy();
      });
    }
  });
  #port = 0;
  #isSilent = false;

  constructor({ url, defaultPort }: Server) {
    this.#target = addressOf(url, defaultPort);
  }

  /** The first time on any free port, later on the same. */
  async join(): Promise<void> {
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = portOf(this.#server);
  }

  /** Nothing comes through any more, and nobody is told: as when a server hangs. */
  silence(): void {
    this.#isSilent = true;
  }

  async cut(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, "close");
  }

  /** A server's address, by way of the cable. */
  through({ url }: Server): string {
    return Object.assign(new URL(url), { hostname: "127.0.0.1", port: String(this.#port) }).href;
  }
}

function portOf(server: ReturnType<typeof createServer>): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen");
  return address.port;
}
