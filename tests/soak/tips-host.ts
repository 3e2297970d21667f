/**
 * A process of its own that brings tips to a Discord and a Slack of this machine, from a store that others share:
 * `tips-host.ts OPTIONS`, as JSON. It takes another pace as a JSON line, and ends with its standard input.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { rememberDeliveries } from "../../src/adapters/deliveries.ts";
import { DiscordAdapter } from "../../src/adapters/discord/adapter.ts";
import { SlackAdapter } from "../../src/adapters/slack/adapter.ts";
import { createBot } from "../../src/core/bot.ts";
import type { OutwardEffect, Post } from "../../src/core/effects.ts";
import type { Clock, Logger } from "../../src/core/ports.ts";
import { AlarmRunner } from "../../src/runtime/alarms.ts";
import { openStore } from "../../src/runtime/stores/open-store.ts";
import { systemRandom } from "../../src/runtime/system.ts";
import { smallKnowledge } from "../fakes/parts.ts";
import type { Place } from "./shared-store.ts";

export const logger: Logger = {
  info: () => {},
  warn: () => {},
  // A line each: on a busy machine some posts come too late to be made, and are made later.
  error: ({ err }, message) => console.error(message, String(err)),
};

/** A clock that showed one instant when the machine's showed another, and runs so many times faster since. */
export type Pace = { from: number; began: number; speed: number };

export type HostOptions = {
  place: Place;
  pace: Pace;
  discord: { token: string; apiUrl: string };
  slack: { appToken: string; botToken: string; apiUrl: string };
  /** Whether it looks if a message stands that it may have posted before; that it does is what is tested. */
  looks: boolean;
};

/** What a slot's message is called, `tips/ID/DAY`; and when it was due, posted or tried, by the bot's clock. */
export type Named = { name: string; at: number };

/** What a host prints: that it is there, and each message that it tries to post not for the first time. */
type FromHost = { kind: "ready" } | ({ kind: "again" } & Named);

const pollMs = 5000;

/** @param pace may change on the way */
export function pacedClock(pace: () => Pace): Clock {
  const now = () => {
    const { from, began, speed } = pace();
    return new Date(from + (Date.now() - began) * speed);
  };
  return { now, elapsedMs: () => performance.now() };
}

/** A host as its parent sees it: it dies, and is there again. */
export class MortalHost implements AsyncDisposable {
  readonly #options: () => HostOptions;
  readonly #onAgain: (tried: Named) => void;
  #child: ChildProcess | undefined;
  /** Resolves when the one that was started last is there. */
  ready: Promise<void> = Promise.resolve();
  isReady = false;

  constructor(options: () => HostOptions, onAgain: (tried: Named) => void) {
    this.#options = options;
    this.#onAgain = onAgain;
  }

  start(): Promise<void> {
    // It starts often; its code need not be compiled each time.
    const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), "waymark-soak-code") };
    const given = [import.meta.filename, JSON.stringify(this.#options())];
    const child = spawn(process.execPath, given, { stdio: ["pipe", "pipe", "inherit"], env });
    this.#child = child;
    child.stdin.on("error", () => {}); // what is told to one that has died
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.ready = promise;
    child.on("exit", (code) => {
      if (!code) return;
      const error = new Error(`a host ended by itself, with ${code}`);
      reject(error);
      // Also when it had been there.
      this.ready = Promise.reject(error);
      for (const one of [promise, this.ready]) one.catch(() => {}); // whoever waits for it hears of it
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const said = read(line);
      if (said?.kind === "again") this.#onAgain(said);
      if (said?.kind !== "ready") return;
      this.isReady = true;
      resolve();
    });
    return promise;
  }

  tell(pace: Pace): void {
    this.#child?.stdin?.write(`${JSON.stringify(pace)}\n`);
  }

  /** @returns once it is dead, and another is on its way */
  async restart(): Promise<void> {
    await this[Symbol.asyncDispose]();
    void this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    this.isReady = false;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

/** A server's address by way of a long line, over which answers take their time. */
export async function slowly(address: string, latencyMs: number, opened: AsyncDisposableStack): Promise<string> {
  const { hostname, port } = new URL(address);
  const ends = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) });
    near.on("data", (bytes) => far.write(bytes));
    far.on("data", (bytes) => setTimeout(() => near.write(bytes), latencyMs));
    // What was asked before somebody was killed still arrives.
    near.on("close", () => far.end());
    far.on("close", () => near.destroy());
    for (const end of [near, far]) {
      ends.add(end);
      end.on("error", () => {});
      end.on("close", () => ends.delete(end));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.defer(() => {
    server.close();
    for (const end of ends) end.destroy();
  });
  return Object.assign(new URL(address), { port: String((server.address() as AddressInfo).port) }).href;
}

function read(line: string): FromHost | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // cut off by a kill
  }
}

async function main({ place, pace: given, discord, slack, looks }: HostOptions): Promise<void> {
  let pace = given;
  createInterface({ input: process.stdin })
    .on("line", (line) => {
      pace = JSON.parse(line);
    })
    .on("close", () => process.exit());
  const clock = pacedClock(() => pace);
  const { store, records } = await openStore(place.url, clock, logger, place.name);
  const knowledge = await smallKnowledge();
  const random = systemRandom;
  const bot = createBot({
    knowledge: () => knowledge,
    store,
    clock,
    random,
    logger,
    logUtterances: false,
    keepDays: 0,
  });
  const common = { overhears: false, logger, isFirstDelivery: rememberDeliveries(store) };
  const { appToken, botToken, apiUrl } = slack;
  const mode = { kind: "sockets" as const, appToken, sockets: 1 };
  const adapters = [
    new DiscordAdapter({ ...discord, ...common }),
    new SlackAdapter({ mode, access: { botToken }, apiUrl, prefix: "", ...common }),
  ];
  const byPlatform = new Map<string, (typeof adapters)[number]>(adapters.map((one) => [one.platform, one]));

  // Written at once: a host that dies right after has said it.
  const print = (line: FromHost) => writeSync(1, `${JSON.stringify(line)}\n`);
  function paced({ withinMs, maybeSince, ...post }: Post): Post {
    if (maybeSince) print({ kind: "again", name: post.once ?? "", at: clock.now().getTime() });
    return {
      ...post,
      // Adapters wait by the machine's clock.
      ...(withinMs !== undefined && { withinMs: withinMs / pace.speed }),
      ...(looks && maybeSince && { maybeSince }),
    };
  }
  async function perform(effect: OutwardEffect): Promise<void> {
    if (effect.kind !== "post") throw new Error("nobody has asked for that");
    await byPlatform.get(effect.to.platform)?.perform(paced(effect));
  }

  const alarms = new AlarmRunner({
    records,
    logger,
    accepts: (key) => bot.servesAlarm(key, [...byPlatform.keys()]),
    isPatient: (key) => bot.isPatient(key),
    // Instants are of our clock, but a timer sleeps in real time: so it looks often.
    pollMs: pollMs / pace.speed,
    async wake(alarm) {
      for (const effect of await bot.wake(alarm)) await perform(effect);
    },
  });
  for (const adapter of adapters) void adapter.run(bot);
  alarms.start();
  print({ kind: "ready" });
}

if (import.meta.main) await main(JSON.parse(process.argv[2] ?? ""));
