import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Alarm } from "../src/core/alarm.ts";
import { housekeeping, scheduleHousekeeping } from "../src/core/housekeeping.ts";
import { defineNamespace } from "../src/core/namespace.ts";
import type { Clock } from "../src/core/ports.ts";
import { AlarmRunner, type AlarmRunnerParts } from "../src/runtime/alarms.ts";
import { KeyvStore } from "../src/runtime/stores/keyv-store.ts";
import { MemoryEngine } from "../src/runtime/stores/memory.ts";
import { Records } from "../src/runtime/stores/records.ts";
import { CollectedLog, HandSetClock, makeBot, smallKnowledge } from "./fakes/parts.ts";

const bells = defineNamespace("bells", z.object({ note: z.string() }));

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
/** What `AlarmRunner` takes when it is told nothing else. */
const leaseMs = minuteMs;
const pollMs = 5 * secondMs;

/** An engine that tells when alarms were looked for, can be out of reach, and stops who looks without end. */
class WatchedEngine extends MemoryEngine {
  readonly looks: number[] = [];
  isDown = false;

  override async due(...given: Parameters<MemoryEngine["due"]>): Promise<{ key: string; due: number }[]> {
    this.looks.push(Date.now());
    if (this.isDown) throw new Error("no route to the engine");
    if (this.looks.length > 1000) throw new Error("looked for alarms without end");
    return super.due(...given);
  }
}

type Wake = AlarmRunnerParts["wake"];

/** One of the processes that share an engine. */
function startProcess(
  engine: MemoryEngine,
  clock: Clock,
  wake: Wake = async () => {},
  given: { leaseMs?: number } = {},
) {
  const log = new CollectedLog();
  const records = new Records(engine, clock);
  const store = new KeyvStore(records, log);
  const woken: Alarm[] = [];
  const runner = new AlarmRunner({
    records,
    logger: log,
    wake: async (alarm) => {
      woken.push(alarm);
      await wake(alarm);
    },
    ...given,
  });
  const now = () => clock.now().getTime();
  return {
    log,
    records,
    store,
    runner,
    woken,
    ids: () => woken.map(({ id }) => id),
    /** Write a bell that rings some time from now, or doesn't. */
    set: (id: string, dueInMs?: number, ttlMs?: number) =>
      store.update(bells, id, () => ({
        after: { note: id },
        result: undefined,
        ...(dueInMs === undefined ? {} : { due: new Date(now() + dueInMs) }),
        ...(ttlMs === undefined ? {} : { ttlMs }),
      })),
    remove: (id: string) => store.update(bells, id, () => ({ after: undefined, result: undefined })),
    errors: () => log.lines.filter(({ level }) => level === "error").map(({ message }) => message),
  };
}

/** Work that ends when it is told to. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { wait: () => promise, open: () => resolve() };
}

const never = () => new Promise<void>(() => {});

describe("alarms", () => {
  let clock: HandSetClock;
  let engine: WatchedEngine;
  beforeEach(() => {
    // Leases are renewed by an interval, which must not outlive a test whose waking never ends.
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    clock = new HandSetClock();
    engine = new WatchedEngine();
  });
  afterEach(() => vi.useRealTimers());

  it("fire when they are due, in the order of their instants, and not a millisecond before", async () => {
    const { set, runner, ids } = startProcess(engine, clock);
    await set("third", 3 * secondMs);
    await set("first", secondMs);
    await set("second", 2 * secondMs);
    clock.advance(secondMs - 1);
    await runner.runDue();
    expect(ids()).toEqual([]);
    clock.advance(1);
    await runner.runDue();
    expect(ids()).toEqual(["first"]);
    clock.advance(2 * secondMs);
    await runner.runDue();
    expect(ids()).toEqual(["first", "second", "third"]);
  });

  it("say which record they are of, and for when they were set", async () => {
    const { set, runner, woken } = startProcess(engine, clock);
    await set("club/lobby", secondMs);
    const due = new Date(clock.now().getTime() + secondMs);
    clock.advance(secondMs);
    await runner.runDue();
    expect(woken).toEqual([{ namespace: "bells", id: "club/lobby", due, lateMs: 0, attempt: 1 }]);
  });

  it("tell when the next one is due", async () => {
    const { set, remove, runner, ids } = startProcess(engine, clock);
    expect(await runner.runDue()).toBe(Number.POSITIVE_INFINITY);
    await set("now", 0);
    expect(await runner.runDue()).toBe(Number.POSITIVE_INFINITY);
    await set("now", 0);
    await set("later", hourMs);
    expect(await runner.runDue()).toBe(clock.now().getTime() + hourMs);
    await remove("later");
    expect(await runner.runDue()).toBe(Number.POSITIVE_INFINITY);
    expect(ids()).toEqual(["now", "now"]);
  });

  it("tell it as it is after all of them were seen to", async () => {
    const { set, runner } = startProcess(engine, clock, async ({ id }) => {
      if (id === "broken") throw new Error("no such channel");
      await set(id, 2 * minuteMs);
    });
    await set("repeated", 0);
    expect(await runner.runDue()).toBe(clock.now().getTime() + 2 * minuteMs);
    await set("broken", 0);
    expect(await runner.runDue()).toBe(clock.now().getTime() + leaseMs);
  });

  it("fire once however many look at once", async () => {
    const processes = Array.from({ length: 4 }, () => startProcess(engine, clock));
    const names = Array.from({ length: 40 }, (_, at) => `bell-${String(at).padStart(2, "0")}`);
    for (const name of names) await processes[0]?.set(name, 0);
    await Promise.all([...processes, ...processes].map(({ runner }) => runner.runDue()));
    expect(processes.flatMap(({ ids }) => ids()).toSorted()).toEqual(names);
    expect(processes.flatMap(({ errors }) => errors())).toEqual([]);
  });

  it("leave the record its value, and are off it once they have fired", async () => {
    const { set, store, runner, ids, records } = startProcess(engine, clock);
    await set("one", 0);
    await runner.runDue();
    expect(await store.read(bells, "one")).toEqual({ note: "one" });
    expect(await records.due(10)).toEqual([]);
    clock.advance(24 * hourMs);
    await runner.runDue();
    expect(ids()).toEqual(["one"]);
  });

  it("that were taken off do not fire", async () => {
    const { set, runner, ids } = startProcess(engine, clock);
    await set("off", secondMs);
    await set("off");
    clock.advance(hourMs);
    await runner.runDue();
    expect(ids()).toEqual([]);
  });

  it("that were put off fire at the new time only", async () => {
    const { set, runner, ids } = startProcess(engine, clock);
    await set("later", secondMs);
    await set("later", minuteMs);
    clock.advance(minuteMs - 1);
    await runner.runDue();
    expect(ids()).toEqual([]);
    clock.advance(1);
    await runner.runDue();
    expect(ids()).toEqual(["later"]);
  });

  it("stay as they are when a change leaves the record as it was", async () => {
    const { set, store, runner, ids } = startProcess(engine, clock);
    await set("same", secondMs);
    await store.update(bells, "same", (before) => ({ after: before, result: undefined }));
    clock.advance(secondMs);
    await runner.runDue();
    expect(ids()).toEqual(["same"]);
  });

  it("of a removed record never fire", async () => {
    const { set, remove, runner, ids } = startProcess(engine, clock);
    await set("gone", secondMs);
    await remove("gone");
    clock.advance(hourMs);
    await runner.runDue();
    expect(ids()).toEqual([]);
  });

  it("of a record whose time is over do not fire, and do not keep the others from firing", async () => {
    const { set, runner, ids } = startProcess(engine, clock);
    for (let at = 0; at < 150; at++) await set(`over-${at}`, minuteMs, secondMs);
    await set("alive", 2 * minuteMs);
    clock.advance(hourMs);
    await runner.runDue();
    expect(ids()).toEqual(["alive"]);
  });

  it("fire, the oldest first, when nobody looked for hours, and say how late they are", async () => {
    const { set, runner, woken } = startProcess(engine, clock);
    await set("noon", 3 * hourMs);
    await set("morning", hourMs);
    await set("tomorrow", 24 * hourMs);
    clock.advance(8 * hourMs);
    await runner.runDue();
    expect(woken.map(({ id, lateMs }) => [id, lateMs])).toEqual([
      ["morning", 7 * hourMs],
      ["noon", 5 * hourMs],
    ]);
  });

  it("keep what a change made while they were seen to: another alarm, or none", async () => {
    const atWork = gate();
    const one = startProcess(engine, clock, atWork.wait);
    const other = startProcess(engine, clock);
    await one.set("put off", 0);
    await one.set("taken off", 0);
    const looking = one.runner.runDue();
    await vi.waitFor(() => expect(one.ids()).toHaveLength(2));
    await other.set("put off", hourMs);
    await other.set("taken off");
    atWork.open();
    await looking;
    expect(await one.records.due(10)).toEqual([{ key: "bells/put off", due: clock.now().getTime() + hourMs }]);
    clock.advance(hourMs);
    await other.runner.runDue();
    expect(other.woken).toMatchObject([{ id: "put off", lateMs: 0, attempt: 1 }]);
  });

  it("that waking sets again fire again at their new time", async () => {
    const daily: ReturnType<typeof startProcess> = startProcess(engine, clock, ({ id }) => daily.set(id, 24 * hourMs));
    await daily.set("tip", 0);
    await daily.runner.runDue();
    clock.advance(24 * hourMs - 1);
    await daily.runner.runDue();
    expect(daily.woken).toHaveLength(1);
    clock.advance(1);
    await daily.runner.runDue();
    expect(daily.woken).toMatchObject([
      { lateMs: 0, attempt: 1 },
      { lateMs: 0, attempt: 1 },
    ]);
  });

  it("that waking sets again at once are not lost among those of the same look", async () => {
    const chain: ReturnType<typeof startProcess> = startProcess(engine, clock, async ({ id }) => {
      if (chain.woken.length < 5) await chain.set(id, 0);
    });
    await chain.set("step", 0);
    expect(await chain.runner.runDue()).toBe(Number.POSITIVE_INFINITY);
    expect(chain.ids()).toEqual(Array.from({ length: 5 }, () => "step"));
    expect(await chain.records.due(10)).toEqual([]);
  });

  it("of a process that died over them are taken over when its lease is over, and not before", async () => {
    const dead = startProcess(engine, clock, never);
    const heir = startProcess(engine, clock);
    await dead.set("orphan", 0);
    void dead.runner.runDue();
    await vi.waitFor(() => expect(dead.ids()).toEqual(["orphan"]));
    clock.advance(leaseMs - 1);
    await heir.runner.runDue();
    expect(heir.ids()).toEqual([]);
    clock.advance(1);
    await heir.runner.runDue();
    expect(heir.woken).toMatchObject([{ id: "orphan", lateMs: leaseMs, attempt: 2 }]);
    expect(await heir.records.due(10)).toEqual([]);
  });

  it("are left alone by who comes back to them after somebody else has taken over", async () => {
    const atWork = gate();
    const slow = startProcess(engine, clock, atWork.wait);
    const heir = startProcess(engine, clock, never);
    await slow.set("contested", 0);
    const looking = slow.runner.runDue();
    await vi.waitFor(() => expect(slow.ids()).toEqual(["contested"]));
    clock.advance(leaseMs);
    void heir.runner.runDue();
    await vi.waitFor(() => expect(heir.ids()).toEqual(["contested"]));
    atWork.open();
    await looking;
    // It rings for the heir's lease: the first has not settled what is no longer its own.
    expect(await slow.records.due(10)).toEqual([{ key: "bells/contested", due: clock.now().getTime() + leaseMs }]);
  });

  it("are left alone by an attempt whose own process has begun another since", async () => {
    const firstAttempt = gate();
    const { set, runner, woken, records } = startProcess(engine, clock, ({ attempt }) =>
      attempt === 1 ? firstAttempt.wait() : never(),
    );
    await set("stalled", 0);
    void runner.runDue();
    await vi.waitFor(() => expect(woken).toHaveLength(1));
    clock.advance(leaseMs);
    void runner.runDue();
    await vi.waitFor(() => expect(woken).toHaveLength(2));
    firstAttempt.open();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await records.due(10)).toEqual([{ key: "bells/stalled", due: clock.now().getTime() + leaseMs }]);
  });

  it("leave the record the time it has to live", async () => {
    const atWork = gate();
    const { set, store, runner, records, ids } = startProcess(engine, clock, atWork.wait);
    await set("short-lived", 0, hourMs);
    const expires = clock.now().getTime() + hourMs;
    const looking = runner.runDue();
    await vi.waitFor(() => expect(ids()).toEqual(["short-lived"]));
    expect((await records.get("bells/short-lived"))?.expires).toBe(expires);
    atWork.open();
    await looking;
    expect((await records.get("bells/short-lived"))?.expires).toBe(expires);
    clock.advance(hourMs - 1);
    expect(await store.read(bells, "short-lived")).toEqual({ note: "short-lived" });
    clock.advance(1);
    expect(await store.read(bells, "short-lived")).toBeUndefined();
  });

  it("that fail are logged, do not stop the others, and ring again when the lease is over", async () => {
    let isBroken = true;
    const { set, runner, woken, ids, log } = startProcess(engine, clock, async ({ id }) => {
      if (id === "broken" && isBroken) throw new Error("no such channel");
    });
    await set("broken", 0);
    await set("sound", 1);
    clock.advance(1);
    await runner.runDue();
    expect(ids()).toEqual(["broken", "sound"]);
    expect(log.lines).toMatchObject([
      { level: "error", fields: { namespace: "bells", attempt: 1 }, message: "an alarm failed" },
    ]);
    isBroken = false;
    clock.advance(leaseMs - 1);
    await runner.runDue();
    expect(woken).toHaveLength(2);
    clock.advance(1);
    await runner.runDue();
    expect(woken.at(-1)).toMatchObject({ id: "broken", attempt: 2 });
    expect(log.lines).toHaveLength(1);
  });

  it("that fail five times are given up with a line in the log", async () => {
    const { set, store, runner, woken, errors } = startProcess(engine, clock, async () => {
      throw new Error("no such channel");
    });
    await set("hopeless", 0);
    for (let look = 0; look < 8; look++) {
      await runner.runDue();
      clock.advance(leaseMs);
    }
    expect(woken.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5]);
    expect(errors()).toEqual([...Array(4).fill("an alarm failed"), "an alarm failed, and is given up"]);
    expect(await store.read(bells, "hopeless")).toEqual({ note: "hopeless" });
  });

  it("start at their first attempt again when they are set anew after failing", async () => {
    let isBroken = true;
    const { set, runner, woken } = startProcess(engine, clock, async () => {
      if (isBroken) throw new Error("no such channel");
    });
    await set("mended", 0);
    await runner.runDue();
    isBroken = false;
    await set("mended", secondMs);
    clock.advance(secondMs);
    await runner.runDue();
    expect(woken.map(({ attempt }) => attempt)).toEqual([1, 1]);
  });

  it("all fire when there are more than a look finds, sixteen at once", async () => {
    let atOnce = 0;
    let most = 0;
    const { set, runner, ids } = startProcess(engine, clock, async () => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce--;
    });
    const names = Array.from({ length: 250 }, (_, at) => `bell-${at}`);
    for (const [at, name] of names.entries()) await set(name, at);
    clock.advance(hourMs);
    await runner.runDue();
    expect(ids()).toEqual(names);
    expect(most).toBe(16);
  });

  it("fire exactly once, never early and in order, whoever looks whenever", async () => {
    const dues = fc.array(fc.integer({ min: -10_000, max: 60_000 }), { maxLength: 8 });
    const step = fc.oneof(
      fc.record({ advance: fc.integer({ min: 0, max: 10_000 }) }),
      fc.record({ run: fc.constantFrom(0, 1) }),
    );
    await fc.assert(
      fc.asyncProperty(dues, fc.array(step, { maxLength: 20 }), fc.scheduler(), async (dueInMs, steps, scheduler) => {
        const time = new HandSetClock();
        /** Steps of the engine take turns as the scheduler has it. */
        class Interleaved extends MemoryEngine {
          override async swap(...given: Parameters<MemoryEngine["swap"]>): Promise<boolean> {
            await scheduler.schedule(Promise.resolve(), "swap");
            return super.swap(...given);
          }
          override async due(...given: Parameters<MemoryEngine["due"]>): Promise<{ key: string; due: number }[]> {
            await scheduler.schedule(Promise.resolve(), "due");
            return super.due(...given);
          }
        }
        const shared = new Interleaved();
        const early: Alarm[] = [];
        const processes = [0, 1].map(() => {
          const wake = async (alarm: Alarm) => {
            if (alarm.due > time.now() || alarm.lateMs < 0) early.push(alarm);
            await scheduler.schedule(Promise.resolve(), "wake");
          };
          // Longer than the clock moves: who is slow here is not dead.
          return startProcess(shared, time, wake, { leaseMs: hourMs });
        });
        const looks: Promise<unknown>[] = processes.map(() => Promise.resolve());
        const run = (which: number) => {
          looks[which] = (looks[which] ?? Promise.resolve()).then(() => processes[which]?.runner.runDue());
        };
        const setAll = Promise.all(dueInMs.map((due, at) => processes[0]?.set(String(at), due)));
        await scheduler.waitFor(setAll);
        const sequence = scheduler.scheduleSequence(
          steps.map((one) => async () => {
            if ("advance" in one) time.advance(one.advance);
            else run(one.run);
          }),
        );
        await scheduler.waitFor(sequence.task);
        time.advance(60_000);
        for (const which of [0, 1]) run(which);
        await scheduler.waitFor(Promise.all(looks));

        const all = processes.flatMap(({ ids }) => ids());
        expect(all.toSorted()).toEqual(dueInMs.map((_, at) => String(at)).toSorted());
        expect(early).toEqual([]);
        for (const { woken } of processes) {
          const instants = woken.map(({ due }) => due.getTime());
          expect(instants).toEqual(instants.toSorted((a, b) => a - b));
        }
      }),
    );
  });
});

describe("the alarm timer", () => {
  const clock: Clock = { now: () => new Date(), elapsedMs: () => Date.now() };
  let engine: WatchedEngine;
  let startedAt: number;
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"],
      now: new Date("2026-11-21T18:00:00Z"),
    });
    startedAt = Date.now();
    engine = new WatchedEngine();
  });
  afterEach(() => vi.useRealTimers());

  const looksAt = () => engine.looks.map((at) => at - startedAt);
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

  it("fires what is due at the start at once", async () => {
    const { set, runner, ids } = startProcess(engine, clock);
    await set("overdue", -hourMs);
    runner.start();
    await pass(0);
    expect(ids()).toEqual(["overdue"]);
    await runner.stop();
  });

  it("fires an alarm that is set later on the dot, and looks for it no more than it polls", async () => {
    const { set, runner, woken } = startProcess(engine, clock);
    runner.start();
    await pass(secondMs);
    await set("on the dot", 12 * secondMs);
    await pass(12 * secondMs - 1);
    expect(woken).toEqual([]);
    expect(looksAt()).toEqual([0, pollMs, 2 * pollMs]);
    await pass(1);
    expect(woken).toMatchObject([{ id: "on the dot", lateMs: 0 }]);
    await runner.stop();
  });

  it("fires an alarm between two looks without another look before", async () => {
    const { set, runner, woken } = startProcess(engine, clock);
    runner.start();
    await pass(secondMs);
    await set("soon", secondMs);
    await pass(secondMs - 1);
    expect(looksAt()).toEqual([0]);
    await pass(1);
    expect(woken).toMatchObject([{ id: "soon", lateMs: 0 }]);
    await runner.stop();
  });

  it("is set to the earlier alarm that comes after a later one", async () => {
    const { set, runner, woken } = startProcess(engine, clock);
    runner.start();
    await pass(0);
    await set("second", 4 * secondMs);
    await set("first", secondMs);
    await pass(secondMs);
    expect(woken).toMatchObject([{ id: "first", lateMs: 0 }]);
    await pass(3 * secondMs);
    expect(woken).toMatchObject([
      { id: "first", lateMs: 0 },
      { id: "second", lateMs: 0 },
    ]);
    await runner.stop();
  });

  it("fires what waking sets again, and what has failed, when their time comes", async () => {
    const process: ReturnType<typeof startProcess> = startProcess(engine, clock, async ({ id, attempt }) => {
      if (id === "failing" && attempt === 1) throw new Error("no such channel");
      if (id === "repeated" && process.woken.length < 4) await process.set(id, secondMs);
    });
    await process.set("failing", 0);
    await process.set("repeated", secondMs);
    process.runner.start();
    await pass(3 * secondMs);
    expect(process.ids()).toEqual(["failing", "repeated", "repeated", "repeated"]);
    await pass(leaseMs - 3 * secondMs - 1);
    expect(process.woken).toHaveLength(4);
    await pass(1);
    expect(process.woken.at(-1)).toMatchObject({ id: "failing", attempt: 2, lateMs: leaseMs });
    await process.runner.stop();
  });

  it("fires on the dot what falls due while another takes long", async () => {
    const atWork = gate();
    const { set, runner, woken } = startProcess(engine, clock, ({ id }) =>
      id === "long" ? atWork.wait() : Promise.resolve(),
    );
    await set("long", 0);
    await set("meanwhile", secondMs);
    runner.start();
    await pass(secondMs);
    expect(woken).toMatchObject([{ id: "long" }, { id: "meanwhile", lateMs: 0 }]);
    atWork.open();
    await runner.stop();
  });

  it("fires at once, when there is room again, what fell due while sixteen took long", async () => {
    const atWork = gate();
    const { set, runner, ids } = startProcess(engine, clock, ({ id }) =>
      id.startsWith("long") ? atWork.wait() : Promise.resolve(),
    );
    for (let at = 0; at < 16; at++) await set(`long-${at}`, 0);
    await set("meanwhile", secondMs);
    runner.start();
    await pass(2 * secondMs);
    expect(ids()).not.toContain("meanwhile");
    atWork.open();
    await pass(0);
    expect(ids()).toContain("meanwhile");
    await runner.stop();
  });

  it("fires at once what waking makes due", async () => {
    const chain: ReturnType<typeof startProcess> = startProcess(engine, clock, async ({ id }) => {
      if (chain.woken.length < 5) await chain.set(id, 0);
    });
    await chain.set("step", 0);
    chain.runner.start();
    await pass(secondMs);
    expect(chain.ids()).toEqual(Array(5).fill("step"));
    await chain.runner.stop();
  });

  it("notices an alarm of another process within the polling time", async () => {
    const here = startProcess(engine, clock);
    const there = startProcess(engine, clock);
    here.runner.start();
    await pass(0);
    await there.set("from there", secondMs);
    await pass(pollMs);
    expect(here.woken).toMatchObject([{ id: "from there", lateMs: pollMs - secondMs }]);
    await here.runner.stop();
  });

  it("renews the lease while waking takes long, so that nobody takes over", async () => {
    const atWork = gate();
    const slow = startProcess(engine, clock, atWork.wait);
    const other = startProcess(engine, clock);
    await slow.set("long", 0);
    slow.runner.start();
    other.runner.start();
    await pass(10 * leaseMs);
    expect([...slow.ids(), ...other.ids()]).toEqual(["long"]);
    atWork.open();
    await pass(10 * leaseMs);
    expect([...slow.ids(), ...other.ids()]).toEqual(["long"]);
    expect(await slow.records.due(10)).toEqual([]);
    await Promise.all([slow.runner.stop(), other.runner.stop()]);
  });

  it("goes on looking while the store cannot be reached, which is not its own to log", async () => {
    const { set, runner, records, ids, log } = startProcess(engine, clock);
    const reached: boolean[] = [];
    records.onReach = (isReached) => reached.push(isReached);
    await set("after the storm", secondMs);
    engine.isDown = true;
    runner.start();
    await pass(2 * pollMs);
    expect(looksAt()).toEqual([0, pollMs, 2 * pollMs]);
    expect(ids()).toEqual([]);
    engine.isDown = false;
    await pass(pollMs);
    expect(ids()).toEqual(["after the storm"]);
    expect(log.lines).toEqual([]);
    expect(reached).toEqual([false, true]);
    await runner.stop();
  });

  it("logs each look that fails otherwise, and goes on looking", async () => {
    const { set, runner, records, ids, log } = startProcess(engine, clock);
    const err = new Error("a row without a key");
    const look = vi.spyOn(records, "due").mockRejectedValue(err);
    await set("afterwards", secondMs);
    runner.start();
    await pass(2 * pollMs);
    expect(log.lines).toEqual(Array(3).fill({ level: "error", fields: { err }, message: "cannot look for alarms" }));
    look.mockRestore();
    await pass(pollMs);
    expect(ids()).toEqual(["afterwards"]);
    await runner.stop();
  });

  it("waits with stopping for what is in hand, and fires nothing afterwards", async () => {
    const atWork = gate();
    const { set, runner, ids, records } = startProcess(engine, clock, atWork.wait);
    await set("in hand", 0);
    runner.start();
    await pass(0);
    await set("too late", secondMs);
    let isStopped = false;
    const stopping = runner.stop().then(() => {
      isStopped = true;
    });
    await pass(0);
    expect(isStopped).toBe(false);
    atWork.open();
    await stopping;
    // What was in hand is settled, not left to its lease.
    expect(await records.due(10)).toEqual([{ key: "bells/too late", due: startedAt + secondMs }]);
    const looksSoFar = engine.looks.length;
    await pass(hourMs);
    expect(ids()).toEqual(["in hand"]);
    await set("still later", 0);
    await pass(hourMs);
    expect(ids()).toEqual(["in hand"]);
    expect(engine.looks).toHaveLength(looksSoFar);
  });

  it("takes no more of many that are due once it is told to stop, and the rest when it is started again", async () => {
    const atWork = gate();
    const { set, runner, ids } = startProcess(engine, clock, atWork.wait);
    const names = Array.from({ length: 40 }, (_, at) => `bell-${at}`);
    for (const name of names) await set(name, 0);
    runner.start();
    await pass(0);
    expect(ids()).toEqual(names.slice(0, 16));
    const stopping = runner.stop();
    atWork.open();
    await stopping;
    await pass(hourMs);
    expect(ids()).toEqual(names.slice(0, 16));
    runner.start();
    await pass(0);
    expect(ids()).toEqual(names);
    await runner.stop();
  });

  it("takes no more when it is told to stop while all that is due is run", async () => {
    const atWork = gate();
    const { set, runner, woken } = startProcess(engine, clock, atWork.wait);
    for (let at = 0; at < 40; at++) await set(`bell-${at}`, 0);
    const running = runner.runDue();
    await pass(0);
    const stopping = runner.stop();
    atWork.open();
    await Promise.all([running, stopping]);
    expect(woken).toHaveLength(16);
  });

  it("that is stopped while it looks fires nothing of what it finds", async () => {
    const found = gate();
    class Slow extends MemoryEngine {
      override async due(...given: Parameters<MemoryEngine["due"]>): Promise<{ key: string; due: number }[]> {
        await found.wait();
        return super.due(...given);
      }
    }
    const { set, runner, ids } = startProcess(new Slow(), clock);
    await set("due", 0);
    runner.start();
    await pass(0);
    let isStopped = false;
    const stopping = runner.stop().then(() => {
      isStopped = true;
    });
    await pass(0);
    expect(isStopped).toBe(false);
    found.open();
    await stopping;
    await pass(hourMs);
    expect(ids()).toEqual([]);
    runner.start();
    await pass(0);
    expect(ids()).toEqual(["due"]);
    await runner.stop();
  });

  it("runs again when it is started again, however long it was stopped", async () => {
    const { set, runner, ids } = startProcess(engine, clock);
    runner.start();
    await pass(0);
    await runner.stop();
    await set("meanwhile", secondMs);
    await pass(hourMs);
    runner.start();
    await pass(0);
    expect(ids()).toEqual(["meanwhile"]);
    await set("as before", secondMs);
    await pass(secondMs);
    expect(ids()).toEqual(["meanwhile", "as before"]);
    await runner.stop();
  });
});

describe("housekeeping", async () => {
  const small = await smallKnowledge();
  const key = `${housekeeping.name}/prune`;

  function startBot(engine: MemoryEngine, clock: Clock) {
    const log = new CollectedLog();
    const records = new Records(engine, clock);
    const store = new KeyvStore(records, log);
    const { bot } = makeBot(small, { store, clock, logger: log });
    return { log, store, records, runner: new AlarmRunner({ records, logger: log, wake: (alarm) => bot.wake(alarm) }) };
  }

  let clock: HandSetClock;
  let engine: MemoryEngine;
  beforeEach(() => {
    clock = new HandSetClock();
    engine = new MemoryEngine();
  });

  const now = () => clock.now().getTime();

  it("is due at once at the first start", async () => {
    const { store, records } = startBot(engine, clock);
    await scheduleHousekeeping({ store, clock });
    expect(await records.due(10)).toEqual([{ key, due: now() }]);
  });

  it("frees the room of what is over, leaves the rest, and is due again an hour later", async () => {
    const { store, records, runner, log } = startBot(engine, clock);
    const put = (id: string, ttl: { ttlMs?: number }) =>
      store.update(bells, id, () => ({ after: { note: id }, result: undefined, ...ttl }));
    await put("over", { ttlMs: secondMs });
    await put("lasting", { ttlMs: hourMs });
    await put("for good", {});
    clock.advance(secondMs);
    await scheduleHousekeeping({ store, clock });
    await runner.runDue();
    expect([...engine.adapter.keys()].toSorted()).toEqual(["bells/for good", "bells/lasting", key]);
    expect(await records.due(10)).toEqual([{ key, due: now() + hourMs }]);
    expect(log.lines).toMatchObject([
      { level: "info", fields: { kind: "alarm", namespace: "housekeeping", lateMs: 0, attempt: 1, pruned: 1 } },
    ]);
  });

  it("goes on hour after hour", async () => {
    const { store, runner, log } = startBot(engine, clock);
    await scheduleHousekeeping({ store, clock });
    for (let hour = 0; hour < 3; hour++) {
      await runner.runDue();
      clock.advance(hourMs);
    }
    expect(log.lines.map(({ fields }) => fields.lateMs)).toEqual([0, 0, 0]);
  });

  it("is not moved by a start within the hour", async () => {
    const { store, runner } = startBot(engine, clock);
    await scheduleHousekeeping({ store, clock });
    await runner.runDue();
    const due = now() + hourMs;
    clock.advance(20 * minuteMs);
    const again = startBot(engine, clock);
    await scheduleHousekeeping({ store: again.store, clock });
    expect(await again.records.due(10)).toEqual([{ key, due }]);
    await again.runner.runDue();
    expect(again.log.lines).toEqual([]);
  });

  it("is made up for, once, by a start after hours", async () => {
    const { store, runner } = startBot(engine, clock);
    await scheduleHousekeeping({ store, clock });
    await runner.runDue();
    clock.advance(5 * hourMs);
    const again = startBot(engine, clock);
    await scheduleHousekeeping({ store: again.store, clock });
    await again.runner.runDue();
    expect(again.log.lines).toMatchObject([{ fields: { namespace: "housekeeping", lateMs: 4 * hourMs } }]);
    expect(await again.records.due(10)).toEqual([{ key, due: now() + hourMs }]);
  });
});

describe("the bot, woken for what it does not know", () => {
  it("logs it, and is not woken for it again", async () => {
    const clock = new HandSetClock();
    const { bot, log } = makeBot(await smallKnowledge(), { clock });
    const { set, runner, records, store, ids } = startProcess(new MemoryEngine(), clock, (alarm) => bot.wake(alarm));
    await set("from the future", 0);
    await runner.runDue();
    expect(log.lines).toMatchObject([
      { level: "error", fields: { namespace: "bells" }, message: "nobody wakes for such alarms" },
    ]);
    expect(await records.due(10)).toEqual([]);
    clock.advance(hourMs);
    await runner.runDue();
    expect(ids()).toEqual(["from the future"]);
    expect(await store.read(bells, "from the future")).toEqual({ note: "from the future" });
  });
});
