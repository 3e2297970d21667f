/**
 * Many games in one process on the memory store, with presses at a steady rate: `quiz-simulation.ts LOAD` prints what
 * came of it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { Answerer } from "../../src/core/answering/answerer.ts";
import { createBot } from "../../src/core/bot.ts";
import type { Incoming } from "../../src/core/incoming.ts";
import { AlarmRunner } from "../../src/runtime/alarms.ts";
import { readCommonWords } from "../../src/runtime/common-words.ts";
import { openKnowledge } from "../../src/runtime/knowledge.ts";
import { openStore } from "../../src/runtime/stores/open-store.ts";
import { systemRandom } from "../../src/runtime/system.ts";
import { seededRandom } from "../fakes/parts.ts";
import { SoakAdapter } from "./quiz-adapter.ts";
import { fastClock, knowledgeFolder, silent } from "./quiz-host.ts";
import { readEnd } from "./quiz-screen.ts";
import { Table } from "./quiz-table.ts";
import { type Times, timesOf } from "./quiz-times.ts";

export type Load = {
  games: number;
  people: number;
  /** Of each person a round, as fast as they come: who has changed their mind once is told so. */
  presses?: number;
  rounds: number;
  perSecond: number;
  /** How much faster than ours the clock runs. */
  speed: number;
  /** Games begin one after the other over this time. */
  beginOverMs: number;
  /** From when on presses are timed. */
  measureFromMs: number;
  /** When games that are not over are stopped. */
  stopAfterMs: number;
};

export type Simulated = {
  /** From the instant at which a press was to happen, until the bot had handled it. */
  latency: Times;
  /** Presses that happened while they were timed, a second. */
  perSecond: number;
  /** Games by how they ended. */
  finished: number;
  stopped: number;
  /** Answers that were acknowledged, and answers in the reveals; by game and round they are the same. */
  acknowledged: number;
  revealed: number;
  miscounted: number;
  /** The most that was resident, and what was before the first game. */
  megabytes: number;
  megabytesBefore: number;
};

/** What waits on the way when the games are stopped. */
const graceMs = 10_000;
const pollMs = 1000;

export async function simulate(load: Load): Promise<Simulated> {
  const clock = fastClock(Date.now(), load.speed);
  const { store, records } = await openStore("memory:", clock, silent);
  const { base, model } = await openKnowledge(knowledgeFolder);
  const knowledge = { base, answerer: new Answerer(base, readCommonWords(), model) };
  const bot = createBot({
    knowledge: () => knowledge,
    store,
    clock,
    random: systemRandom,
    logger: silent,
    logUtterances: false,
    keepDays: 0,
  });
  const random = seededRandom(1);
  const tables = new Map<string, Table>();
  /** Those where somebody has not answered yet. */
  let open: Table[] = [];
  const ended = { finished: 0, stopped: 0, abandoned: 0 };
  const adapter = new SoakAdapter(bot, ({ conversation }, reply) => {
    const table = tables.get(conversation);
    const how = readEnd(reply, base);
    if (how) ended[how]++;
    if (table?.look(reply, random)) open.push(table);
  });
  const alarms = new AlarmRunner({
    records,
    logger: silent,
    pollMs: pollMs / load.speed,
    async wake(alarm) {
      await adapter.perform(await bot.wake(alarm));
    },
  });
  alarms.start();

  const megabytesBefore = megabytes();
  let most = megabytesBefore;
  const latencies: number[] = [];
  const ask = async (incoming: Incoming) => adapter.perform(await bot.handle(incoming), incoming.origin.conversation);
  const press = async (at: number, table: Table, isTimed: boolean) => {
    const made = table.next();
    if (!made) return;
    const { incoming, round } = made;
    const effects = await bot.handle(incoming);
    if (isTimed) latencies.push(performance.now() - at);
    table.hear(incoming.origin.person, round, effects);
    await adapter.perform(effects, table.conversation);
  };
  const started = performance.now();
  let pressAt = started;
  let sampleAt = started;
  const isOver = () => ended.finished + ended.stopped + ended.abandoned >= load.games;
  while (!isOver() && performance.now() < started + load.stopAfterMs) {
    const now = performance.now();
    while (tables.size < Math.min(load.games, ((now - started) / load.beginOverMs) * load.games + 1)) {
      const table = new Table(`room-${tables.size}`, load.people, load.presses);
      tables.set(table.conversation, table);
      void ask(table.begins(load.rounds));
    }
    for (; pressAt <= now; pressAt += 1000 / load.perSecond) {
      open = open.filter((table) => table.isOpen);
      const table = open[Math.floor(random.next() * open.length)];
      if (table) void press(pressAt, table, now - started >= load.measureFromMs);
    }
    if (now >= sampleAt) {
      most = Math.max(most, megabytes());
      sampleAt = now + 100;
    }
    await pause(1);
  }
  const measuredMs = performance.now() - started - load.measureFromMs;
  if (!isOver()) await Promise.all([...tables.values()].map((table) => ask(table.stops())));
  for (let waits = 0; !isOver() && waits < graceMs / 10; waits++) await pause(10);
  await alarms.stop();
  const counts = [...tables.values()].map((table) => table.counts());
  const sum = (of: (one: (typeof counts)[number]) => number) => counts.reduce((all, one) => all + of(one), 0);
  return {
    latency: timesOf(latencies),
    perSecond: latencies.length / (measuredMs / 1000),
    finished: ended.finished,
    stopped: ended.stopped,
    acknowledged: sum((one) => one.acknowledged),
    revealed: sum((one) => one.revealed),
    miscounted: sum((one) => one.miscounted),
    megabytes: most,
    megabytesBefore,
  };
}

const megabytes = () => process.memoryUsage().rss / 1e6;

/** The same in a process of its own, with the limits on memory of `npm start`. */
export async function simulateApart(load: Load): Promise<Simulated> {
  const argv = ["--max-semi-space-size=2", "--max-old-space-size=512", import.meta.filename, JSON.stringify(load)];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`the simulation ended with ${code}`);
  return JSON.parse(said);
}

if (import.meta.main) console.log(JSON.stringify(await simulate(JSON.parse(process.argv[2] ?? "{}"))));
