/**
 * A process of its own that hosts quizzes on a shared store: `quiz-host.ts URL NAME EPOCH SPEED`. It takes events as JSON
 * lines, and prints what it shows and tells as such.
 */
import { writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Answerer } from "../../src/core/answering/answerer.ts";
import { createBot } from "../../src/core/bot.ts";
import type { Incoming } from "../../src/core/incoming.ts";
import type { Clock, Store } from "../../src/core/ports.ts";
import type { Reply } from "../../src/core/reply.ts";
import { AlarmRunner } from "../../src/runtime/alarms.ts";
import { readCommonWords } from "../../src/runtime/common-words.ts";
import { openKnowledge } from "../../src/runtime/knowledge.ts";
import { openStore } from "../../src/runtime/stores/open-store.ts";
import { systemRandom } from "../../src/runtime/system.ts";
import { SoakAdapter } from "./quiz-adapter.ts";

export const knowledgeFolder = join(import.meta.dirname, "..", "..", "knowledge");
export const silent = { info: () => {}, warn: () => {}, error: console.error };

/** What a host takes. `die` kills it in the middle: so many moments before and after updates of the store from now. */
export type ToHost = { kind: "event"; id: number; incoming: Incoming } | { kind: "die"; after: number };

/** What a host prints. `told` is for who asked; `handled` says how long the bot took, once all it wanted was done. */
export type FromHost =
  | { kind: "ready" }
  | { kind: "shown"; message: string; reply: Reply }
  | { kind: "told"; id: number; reply: Reply }
  | { kind: "handled"; id: number; ms: number };

/** A clock that runs so many times faster than ours from an instant on, alike in all processes. */
export function fastClock(epoch: number, speed: number): Clock {
  return {
    now: () => new Date(epoch + (Date.now() - epoch) * speed),
    elapsedMs: () => performance.now(),
  };
}

const leaseMs = 10_000;
const pollMs = 1000;

let momentsLeft = Number.POSITIVE_INFINITY;
function moment(): void {
  if (--momentsLeft === 0) process.kill(process.pid, "SIGKILL");
}

/** The store, dying when it is told to. */
function mortal(store: Store): Store {
  return {
    read: (space, id) => store.read(space, id),
    async update(space, id, change) {
      moment();
      const result = await store.update(space, id, change);
      moment();
      return result;
    },
    claim: (name, ttlMs) => store.claim(name, ttlMs),
    keys: (space, prefix) => store.keys(space, prefix),
    entries: (space, prefix) => store.entries(space, prefix),
    count: (space, prefix, before) => store.count(space, prefix, before),
    prune: () => store.prune(),
  };
}

async function main([url = "", name = "", epoch = "0", speed = "1"]: string[]): Promise<void> {
  const clock = fastClock(Number(epoch), Number(speed));
  const { store, records } = await openStore(url, clock, silent, name);
  const { base, model } = await openKnowledge(knowledgeFolder);
  const knowledge = { base, answerer: new Answerer(base, readCommonWords(), model) };
  const bot = createBot({
    knowledge: () => knowledge,
    store: mortal(store),
    clock,
    random: systemRandom,
    logger: silent,
    logUtterances: false,
    keepDays: 0,
  });

  // Written at once: a host that dies right after has said it.
  const print = (line: FromHost) => writeSync(1, `${JSON.stringify(line)}\n`);
  const adapter = new SoakAdapter(bot, ({ message }, reply) => print({ kind: "shown", message, reply }));
  async function take(id: number, incoming: Incoming): Promise<void> {
    const before = performance.now();
    const effects = await bot.handle(incoming);
    const ms = performance.now() - before;
    await adapter.perform(effects, incoming.origin.conversation, (reply) => print({ kind: "told", id, reply }));
    print({ kind: "handled", id, ms });
  }

  const alarms = new AlarmRunner({
    records,
    logger: silent,
    // Instants are of our clock, but a timer sleeps in real time: so it looks often.
    leaseMs,
    pollMs: pollMs / Number(speed),
    async wake(alarm) {
      await adapter.perform(await bot.wake(alarm));
    },
  });
  alarms.start();
  createInterface({ input: process.stdin }).on("line", (line) => {
    const order: ToHost = JSON.parse(line);
    if (order.kind === "die") momentsLeft = order.after;
    else void take(order.id, order.incoming);
  });
  print({ kind: "ready" });
}

if (import.meta.main) await main(process.argv.slice(2));
