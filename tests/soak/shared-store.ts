/** What must hold when several processes share a store and one of them is killed. Each returns what it counted. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openStore } from "../../src/runtime/stores/open-store.ts";
import { systemClock } from "../../src/runtime/system.ts";
import { counters, tasks } from "./worker.ts";

const worker = join(import.meta.dirname, "worker.ts");
const logger = { info: () => {}, warn: () => {}, error: console.error };

/** A store that several processes may open at once. */
export type Place = { url: string; name: string };

type Task = "count" | "claim" | "acknowledge" | "alarms";

/** A worker, and its lines as they come. */
function startWorker(task: Task, { url, name }: Place, count: number) {
  const child = spawn(process.execPath, [worker, task, url, name, String(count)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { child, lines: createInterface({ input: child.stdout }) };
}

async function linesOf(task: Task, place: Place, count: number): Promise<string[]> {
  const { child, lines } = startWorker(task, place, count);
  const said: string[] = [];
  lines.on("line", (line) => said.push(line));
  await Promise.all([once(child, "exit"), once(lines, "close")]);
  return said;
}

const both = <T>(run: () => Promise<T>): Promise<T[]> => Promise.all([run(), run()]);

/** Two processes with eight workers each that add to one counter. @returns where it ends, and updates a second */
export async function countTogether(place: Place, each: number): Promise<{ count: number; perSecond: number }> {
  const started = performance.now();
  await both(() => linesOf("count", place, each));
  const seconds = (performance.now() - started) / 1000;
  const { store, close } = await openStore(place.url, systemClock, logger, place.name);
  const count = (await store.read(counters, "shared")) ?? 0;
  await close();
  return { count, perSecond: count / seconds };
}

/** Two processes that claim one key many times each. @returns how many claims succeeded */
export async function claimTogether(place: Place, each: number): Promise<number> {
  const won = await both(() => linesOf("claim", place, each));
  return won.flat().reduce((sum, line) => sum + Number(line), 0);
}

/** A process killed in the middle of its updates. @returns how many it had acknowledged, and how many of those are missing */
export async function killAmidUpdates(place: Place, updates: number): Promise<{ acknowledged: number; lost: number }> {
  const { child, lines } = startWorker("acknowledge", place, updates);
  const said: string[] = [];
  lines.on("line", (line) => {
    said.push(line);
    if (said.length === Math.floor(updates / 2)) child.kill("SIGKILL");
  });
  await Promise.all([once(child, "exit"), once(lines, "close")]);
  const { store, close } = await openStore(place.url, systemClock, logger, place.name);
  let lost = 0;
  for (const id of said) if ((await store.read(counters, id)) !== Number(id)) lost++;
  if (((await store.read(counters, "sum")) ?? 0) < said.length) lost++;
  await close();
  return { acknowledged: said.length, lost };
}

export type Fired = {
  once: number;
  more: number;
  takenOver: number;
  /** Of those that were not taken over. */
  worstLateMs: number;
};

/** Alarms over some seconds with two processes that wait for them, one of which is killed half-way. */
export async function killAmidAlarms(place: Place, alarms: number, overMs: number): Promise<Fired> {
  const runners = [startWorker("alarms", place, 0), startWorker("alarms", place, 0)];
  let woken = 0;
  const [first] = runners;
  const isDone = new Promise<void>((resolve) => {
    for (const { lines } of runners) {
      lines.on("line", (line) => {
        if (line === "ready") return;
        if (++woken === Math.floor(alarms / 2)) first?.child.kill("SIGKILL");
        if (woken >= alarms) resolve();
      });
    }
  });
  await Promise.all(runners.map(({ lines }) => once(lines, "line")));
  const { store, records, close } = await openStore(place.url, systemClock, logger, place.name);
  const unfired = { fired: 0, lateMs: 0, attempt: 0 };
  const start = Date.now() + 500;
  for (let at = 0; at < alarms; at++) {
    const due = new Date(start + (at * overMs) / alarms);
    await store.update(tasks, String(at), () => ({ after: unfired, result: undefined, due }));
  }
  // What the killed one had in hand comes late, by the length of a lease.
  await Promise.race([isDone, pause(overMs + 10_000)]);
  while ((await records.due(1)).length > 0 && Date.now() < start + overMs + 20_000) await pause(100);
  for (const { child } of runners) await end(child);
  const all: { fired: number; lateMs: number; attempt: number }[] = [];
  for await (const [, task] of store.entries(tasks)) all.push(task);
  await close();
  return {
    once: all.filter(({ fired }) => fired === 1).length,
    more: all.filter(({ fired }) => fired > 1).length,
    takenOver: all.filter(({ attempt }) => attempt > 1).length,
    worstLateMs: Math.max(...all.filter(({ attempt }) => attempt === 1).map(({ lateMs }) => lateMs)),
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}
