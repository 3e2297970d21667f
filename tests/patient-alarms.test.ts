import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Alarm } from "../src/core/alarm.ts";
import { defineNamespace } from "../src/core/namespace.ts";
import { AlarmRunner } from "../src/runtime/alarms.ts";
import { KeyvStore } from "../src/runtime/stores/keyv-store.ts";
import { MemoryEngine } from "../src/runtime/stores/memory.ts";
import { Records } from "../src/runtime/stores/records.ts";
import { CollectedLog } from "./fakes/parts.ts";

const tips = defineNamespace("tips", z.object({}));
const rounds = defineNamespace("rounds", z.object({}));
const secondMs = 1000;
const perSecond = 10;

/** The clock that the fake timers move. */
const clock = { now: () => new Date(), elapsedMs: () => Date.now() };

/** A process in which tips are patient and rounds are not. */
function startProcess(wake: (alarm: Alarm) => Promise<void> = async () => {}) {
  const log = new CollectedLog();
  const records = new Records(new MemoryEngine(), clock);
  const store = new KeyvStore(records, log);
  const woken: { id: string; afterMs: number }[] = [];
  const began = Date.now();
  const runner = new AlarmRunner({
    records,
    logger: log,
    isPatient: (key) => key.startsWith("tips/"),
    patientPerSecond: perSecond,
    async wake(alarm) {
      woken.push({ id: alarm.id, afterMs: Date.now() - began });
      await wake(alarm);
    },
  });
  const due = new Date(began);
  return {
    runner,
    woken,
    ids: () => woken.map(({ id }) => id),
    tip: (id: string, at = due) => store.update(tips, id, () => ({ after: {}, result: undefined, due: at })),
    round: (id: string, at = due) => store.update(rounds, id, () => ({ after: {}, result: undefined, due: at })),
  };
}

const numbered = (count: number, platform = "one") => Array.from({ length: count }, (_, at) => `${platform}/${at}`);
const never = () => new Promise<void>(() => {});

describe("alarms that may wait", () => {
  beforeEach(() => {
    const toFake = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] as const;
    vi.useFakeTimers({ toFake: [...toFake] });
  });
  afterEach(() => vi.useRealTimers());

  it("all ring that are due at once, and each once", async () => {
    const { runner, tip, ids } = startProcess();
    for (const id of numbered(5)) await tip(id);
    runner.start();
    await vi.advanceTimersByTimeAsync(secondMs);
    expect(ids().toSorted()).toEqual(numbered(5));
    await vi.advanceTimersByTimeAsync(120 * secondMs);
    expect(ids()).toHaveLength(5);
    await runner.stop();
  });

  it("ring at a distance, the oldest first, also when more come while they wait", async () => {
    const { runner, tip, woken, ids } = startProcess();
    const began = Date.now();
    for (const [at, id] of numbered(30).entries()) await tip(id, new Date(began - at));
    runner.start();
    await vi.advanceTimersByTimeAsync(secondMs);
    await tip("one/late");
    await vi.advanceTimersByTimeAsync(10 * secondMs);
    expect(ids()).toEqual([...numbered(30).reverse(), "one/late"]);
    const gaps = woken.slice(1).map(({ afterMs }, at) => afterMs - (woken[at]?.afterMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(secondMs / perSecond);
    await runner.stop();
  });

  it("keep their pace, no faster and no slower", async () => {
    const { runner, tip, ids } = startProcess();
    for (const id of numbered(100)) await tip(id);
    runner.start();
    await vi.advanceTimersByTimeAsync(5 * secondMs);
    expect(ids().length).toBeGreaterThanOrEqual(5 * perSecond - 1);
    expect(ids().length).toBeLessThanOrEqual(5 * perSecond + 2);
    const stopping = runner.stop();
    await vi.advanceTimersByTimeAsync(secondMs);
    await stopping;
  });

  it("hold up no other alarm, however many they are", async () => {
    const { runner, tip, round, woken } = startProcess(({ namespace }) =>
      namespace === "tips" ? never() : Promise.resolve(),
    );
    const began = Date.now();
    for (const id of numbered(500)) await tip(id);
    await round("one/first", new Date(began + 1));
    runner.start();
    await vi.advanceTimersByTimeAsync(3 * secondMs);
    await round("one/second", new Date(Date.now() + 2 * secondMs));
    await vi.advanceTimersByTimeAsync(5 * secondMs);
    const late = ["one/first", "one/second"].map((id) => woken.find((one) => one.id === id)?.afterMs);
    expect(late).toEqual([1, 5 * secondMs]);
  });

  it("are of a platform each: one that hangs holds up no other", async () => {
    const { runner, tip, ids } = startProcess(({ id }) => (id.startsWith("hung/") ? never() : Promise.resolve()));
    for (const id of [...numbered(50, "hung"), ...numbered(20, "well")]) await tip(id);
    runner.start();
    await vi.advanceTimersByTimeAsync(5 * secondMs);
    expect(ids().filter((id) => id.startsWith("well/"))).toHaveLength(20);
    expect(ids().filter((id) => id.startsWith("hung/"))).toHaveLength(8);
  });

  it("are left for later when the process stops", async () => {
    const { runner, tip, ids } = startProcess();
    for (const id of numbered(20)) await tip(id);
    runner.start();
    await vi.advanceTimersByTimeAsync(0.45 * secondMs);
    const stopping = runner.stop();
    await vi.advanceTimersByTimeAsync(secondMs);
    await stopping;
    expect(ids().length).toBeLessThan(7);
  });
});
