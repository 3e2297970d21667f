import fc from "fast-check";
import { Keyv } from "keyv";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { defineNamespace } from "../../src/core/namespace.ts";
import type { Change } from "../../src/core/ports.ts";
import type { Engine } from "../../src/runtime/stores/engine.ts";
import { KeyvStore } from "../../src/runtime/stores/keyv-store.ts";
import { Records } from "../../src/runtime/stores/records.ts";
import { CollectedLog, HandSetClock } from "../fakes/parts.ts";

/** Somewhere to keep records, empty at first; everything that is opened there sees the same. */
export type Place = {
  open(): Engine | Promise<Engine>;
  /**
   * For an engine that expires values by a clock of its own, which a test cannot set: let the time of these keys come
   * on that clock as well. Such an engine must not need more than minutes for any test, or values go early.
   */
  expire?(keys: string[]): Promise<void>;
  remove?(): Promise<void>;
};

const second = 1000;
const minute = 60 * second;
/** Far off on every clock, also on one that is not set by hand. */
const century = 100 * 365 * 24 * 60 * minute;

const things = defineNamespace("things", z.unknown());
const others = defineNamespace("others", z.unknown());
const counters = defineNamespace("counters", z.object({ count: z.number() }));

const put = <T>(after: T | undefined, rest: { ttlMs?: number; due?: Date } = {}) => {
  return (): Change<T, undefined> => ({ after, result: undefined, ...rest });
};
const addOne = (before: { count: number } | undefined) => {
  const count = (before?.count ?? 0) + 1;
  return { after: { count }, result: count };
};
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const byNumber = (one: number, other: number) => one - other;

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

/** Not all at once: a pool of connections has a limit, and somebody who waits for one too long is turned away. */
async function inBatches<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += 50) await Promise.all(items.slice(at, at + 50).map(act));
}

/** A store as one process has it. */
async function openAt(place: Place, clock: HandSetClock) {
  const engine = await place.open();
  const records = new Records(engine, clock);
  const log = new CollectedLog();
  return { engine, records, log, store: new KeyvStore(records, log) };
}

/** What every store does, whatever its engine. */
export function storeContract(name: string, makePlace: () => Place): void {
  describe(`the ${name} store`, () => {
    let place: Place;
    let clock: HandSetClock;
    /** Two processes that share the place. */
    let one: Awaited<ReturnType<typeof openAt>>;
    let other: Awaited<ReturnType<typeof openAt>>;
    beforeEach(async () => {
      place = makePlace();
      clock = new HandSetClock();
      one = await openAt(place, clock);
      other = await openAt(place, clock);
    });
    afterEach(async () => {
      await one.records.close();
      await other.records.close();
      await place.remove?.();
    });

    const after = (ms: number) => new Date(clock.now().getTime() + ms);
    const due = async () => (await other.records.due(100)).map(({ key, due }) => [key, new Date(due)]);

    describe("reading and updating", () => {
      it("reads nothing under an id that was never set", async () => {
        expect(await one.store.read(things, "nobody")).toBeUndefined();
      });

      it.each([
        ["a text", "böb: 100% “sure” \u{1f44d}"],
        ["an empty text", ""],
        ["a text that looks like one of Keyv's own", ":base64:AAAA"],
        ["a number", 0],
        ["a truth", false],
        ["nothing in particular", null],
        ["a list", []],
        ["a nested record", { topic: "apis", shown: [2, 0, 1], right: { count: 3 } }],
      ])("keeps %s as it was", async (_what, value) => {
        await one.store.update(things, "id", put(value));
        expect(await one.store.read(things, "id")).toEqual(value);
        expect(await other.store.read(things, "id")).toEqual(value);
      });

      it("keeps a value of a hundred thousand characters", async () => {
        const value = "lots \u{1f4da} ".repeat(12_500);
        await one.store.update(things, "id", put(value));
        expect(await other.store.read(things, "id")).toBe(value);
      });

      it("keeps ids apart, whatever they are made of", async () => {
        const ids = [
          "quiz:ana",
          "quiz:an",
          "quiz:%",
          "quiz:_na",
          "Quiz:ana",
          "",
          "/",
          "'; --",
          "*",
          "\\",
          "é",
          "e\u0301",
        ];
        for (const id of ids) await one.store.update(things, id, put(id));
        expect(await Promise.all(ids.map((id) => other.store.read(things, id)))).toEqual(ids);
        expect(await gather(one.store.keys(things))).toHaveLength(ids.length);
      });

      it("keeps namespaces apart", async () => {
        await one.store.update(things, "id", put("thing"));
        await one.store.update(others, "id", put("other"));
        expect(await one.store.read(things, "id")).toBe("thing");
        await one.store.update(things, "id", put(undefined));
        expect(await one.store.read(others, "id")).toBe("other");
      });

      it("hands a change what was there, and hands back its result", async () => {
        const seen: unknown[] = [];
        const add = (before: unknown) => {
          seen.push(before);
          return { after: { count: seen.length }, result: `change ${seen.length}` };
        };
        expect(await one.store.update(things, "id", add)).toBe("change 1");
        expect(await other.store.update(things, "id", add)).toBe("change 2");
        expect(seen).toEqual([undefined, { count: 1 }]);
      });

      it("removes a record whose change leaves nothing", async () => {
        await one.store.update(things, "id", put("here"));
        await other.store.update(things, "id", put(undefined));
        expect(await one.store.read(things, "id")).toBeUndefined();
        expect(await gather(one.store.keys(things))).toEqual([]);
        expect(await one.records.count()).toBe(0);
      });

      it("removes nothing where nothing is", async () => {
        await one.store.update(things, "id", put(undefined, { ttlMs: minute, due: after(minute) }));
        expect(await one.records.count()).toBe(0);
        expect(await due()).toEqual([]);
      });

      it("does not change with a value that was handed out or in", async () => {
        const given = { count: 1 };
        await one.store.update(counters, "id", put(given));
        given.count = 2;
        const handedOut = await one.store.read(counters, "id");
        Object.assign(handedOut ?? {}, { count: 3 });
        expect(await one.store.read(counters, "id")).toEqual({ count: 1 });
      });

      it("leaves the value when a change throws, and goes on with the next", async () => {
        await one.store.update(things, "id", put("before"));
        const broken = one.store.update(things, "id", () => {
          throw new Error("no change");
        });
        const seen = one.store.update(things, "id", (before) => ({ after: "after", result: before }));
        await expect(broken).rejects.toThrow("no change");
        expect(await seen).toBe("before");
        expect(await other.store.read(things, "id")).toBe("after");
      });

      it("counts every one of two hundred changes that two processes make at once", async () => {
        const ask = ({ store }: typeof one) => upTo(100).map(() => store.update(counters, "id", addOne));
        const results = await Promise.all([...ask(one), ...ask(other)]);
        expect(results.toSorted(byNumber)).toEqual(upTo(200));
        expect(await one.store.read(counters, "id")).toEqual({ count: 200 });
      });

      it("removes each record once while two processes make and remove it", async () => {
        const make = (before: unknown) => ({ after: "here", result: before === undefined ? 1 : 0 });
        const remove = (before: unknown) => ({ after: undefined, result: before === undefined ? 0 : -1 });
        const turns = upTo(50).flatMap((turn) => {
          const { store } = turn % 3 === 0 ? one : other;
          return [store.update(things, "id", make), store.update(things, "id", remove)];
        });
        const made = (await Promise.all(turns)).reduce((sum, difference) => sum + difference, 0);
        expect(await gather(one.store.keys(things))).toHaveLength(made);
      });
    });

    describe("a record's time", () => {
      it("is over at its end, not before", async () => {
        await one.store.update(things, "id", put("for a minute", { ttlMs: minute }));
        clock.advance(minute - 1);
        expect(await other.store.read(things, "id")).toBe("for a minute");
        clock.advance(1);
        expect(await other.store.update(things, "id", (before) => ({ after: before, result: before }))).toBeUndefined();
        expect(await one.store.read(things, "id")).toBeUndefined();
      });

      it("is counted from the last change, and has no end when that gives none", async () => {
        for (const id of ["renewed", "kept"]) await one.store.update(things, id, put("old", { ttlMs: minute }));
        clock.advance(minute / 2);
        await one.store.update(things, "renewed", put("new", { ttlMs: minute }));
        await one.store.update(things, "kept", put("new"));
        clock.advance(minute - 1);
        expect(await other.store.read(things, "renewed")).toBe("new");
        clock.advance(century);
        expect(await other.store.read(things, "renewed")).toBeUndefined();
        expect(await other.store.read(things, "kept")).toBe("new");
      });

      it("leaves room for a new record under its id once it is over", async () => {
        await one.store.update(counters, "id", put({ count: 7 }, { ttlMs: minute }));
        clock.advance(minute);
        const ask = ({ store }: typeof one) => upTo(10).map(() => store.update(counters, "id", addOne));
        const results = await Promise.all([...ask(one), ...ask(other)]);
        expect(results.toSorted(byNumber)).toEqual(upTo(20));
        clock.advance(century);
        expect(await one.store.read(counters, "id")).toEqual({ count: 20 });
      });

      it("stays, like value and alarm, when a change hands back what it was given", async () => {
        const alarm = after(30 * second);
        await one.store.update(counters, "id", put({ count: 1 }, { ttlMs: minute, due: alarm }));
        clock.advance(10 * second);
        const keep = (before: { count: number } | undefined) => ({ after: before, result: "kept" });
        expect(await other.store.update(counters, "id", keep)).toBe("kept");
        const renew = (before: { count: number } | undefined) => {
          return { after: before, result: "not renewed", ttlMs: century, due: after(century) };
        };
        expect(await other.store.update(counters, "id", renew)).toBe("not renewed");
        expect(await due()).toEqual([["counters/id", alarm]]);
        clock.advance(50 * second - 1);
        expect(await one.store.read(counters, "id")).toEqual({ count: 1 });
        clock.advance(1);
        expect(await one.store.read(counters, "id")).toBeUndefined();
      });
    });

    describe("alarms", () => {
      it("come the earliest first, whoever set them, as many as are asked for", async () => {
        await one.store.update(things, "late", put("", { due: after(3 * minute) }));
        await other.store.update(others, "early", put("", { due: after(minute) }));
        await one.store.update(things, "over", put("", { due: after(-minute) }));
        await one.store.update(things, "none", put(""));
        expect(await due()).toEqual([
          ["things/over", after(-minute)],
          ["others/early", after(minute)],
          ["things/late", after(3 * minute)],
        ]);
        const first = await one.records.due(2);
        expect(first.map(({ key }) => key)).toEqual(["things/over", "others/early"]);
      });

      it("move with the update that sets them, and go with the one that leaves them out", async () => {
        for (const id of ["moved", "left out"]) await one.store.update(things, id, put(1, { due: after(minute) }));
        await other.store.update(things, "moved", put(2, { due: after(2 * minute) }));
        await other.store.update(things, "left out", put(2));
        expect(await due()).toEqual([["things/moved", after(2 * minute)]]);
      });

      it("go with their record", async () => {
        await one.store.update(things, "id", put("", { due: after(minute) }));
        await other.store.update(things, "id", put(undefined));
        expect(await due()).toEqual([]);
      });

      it("go with the time of their record, once that is pruned", async () => {
        await one.store.update(things, "id", put("", { ttlMs: minute, due: after(2 * minute) }));
        clock.advance(minute);
        await place.expire?.(["things/id"]);
        await one.store.prune();
        expect(await due()).toEqual([]);
      });

      it("are told to whoever waits in the process that sets them", async () => {
        const told: number[] = [];
        one.records.onDue = (due) => told.push(due);
        other.records.onDue = () => told.push(Number.NaN);
        await one.store.update(counters, "id", put({ count: 1 }, { due: after(minute) }));
        await one.store.update(counters, "id", (before) => ({ after: before, result: 0, due: after(2 * minute) }));
        await one.store.update(counters, "id", put({ count: 2 }));
        expect(told).toEqual([after(minute).getTime()]);
      });
    });

    describe("a claim", () => {
      it("is given to exactly one of many who ask at once", async () => {
        const ask = ({ store }: typeof one) => upTo(20).map(() => store.claim("tip:2026-11-21", minute));
        const given = await Promise.all([...ask(one), ...ask(other)]);
        expect(given.filter(Boolean)).toHaveLength(1);
      });

      it("is given again after its time, not before, however often somebody asks", async () => {
        expect(await one.store.claim("tip", minute)).toBe(true);
        clock.advance(minute - 1);
        expect(await other.store.claim("tip", minute)).toBe(false);
        expect(await one.store.claim("tip", minute)).toBe(false);
        clock.advance(1);
        expect(await other.store.claim("tip", minute)).toBe(true);
        expect(await one.store.claim("tip", minute)).toBe(false);
      });

      it("of one name leaves others free", async () => {
        expect(await one.store.claim("tip", minute)).toBe(true);
        expect(await one.store.claim("tip2", minute)).toBe(true);
        expect(await one.store.claim("ti", minute)).toBe(true);
      });
    });

    describe("keys and entries", () => {
      it("come in the order of their UTF-8 bytes", async () => {
        // U+FB00 and U+FFFD are above the surrogates that a character like U+1F600 consists of in UTF-16.
        const inOrder = [
          "",
          "10",
          "9",
          "Z",
          "a",
          "a b",
          "a-b",
          "aB",
          "ab",
          "é",
          "\u2028",
          "\ufb00",
          "\ufffd",
          "\u{1f600}",
        ];
        for (const id of inOrder.toReversed()) await one.store.update(things, id, put(`of ${id}`));
        expect(await gather(other.store.keys(things))).toEqual(inOrder);
        expect(await gather(other.store.entries(things))).toEqual(inOrder.map((id) => [id, `of ${id}`]));
      });

      it("are those that start with a prefix, in which no character is special", async () => {
        const ids = [
          "a",
          "a%",
          "a%b",
          "a*",
          "a*b",
          "a_",
          "a_b",
          "a[b",
          "a\\",
          "ab",
          "A%b",
          "b",
          "\u{1f600}",
          "\u{1f600}a",
        ];
        for (const id of ids) await one.store.update(things, id, put(id));
        await one.store.update(others, "a%b", put("of another kind"));
        await one.store.update(defineNamespace("thing", z.unknown()), "s/a%b", put("of another kind"));
        for (const prefix of ["", "a", "a%", "a*", "a_", "a[", "a\\", "ab", "b", "c", "\u{1f600}"]) {
          const expected = ids.filter((id) => id.startsWith(prefix)).toSorted();
          expect(await gather(other.store.keys(things, prefix))).toEqual(expected);
          expect(await gather(other.store.entries(things, prefix))).toEqual(expected.map((id) => [id, id]));
        }
      });

      it("come all and once, when they take more than one page", async () => {
        const ids = upTo(1200).map((count) => `n${String(count).padStart(4, "0")}`);
        await inBatches(ids.toReversed(), (id) => one.store.update(things, id, put(id)));
        await one.store.update(things, "m", put("before"));
        await one.store.update(things, "o", put("behind"));
        expect(await gather(other.store.keys(things, "n"))).toEqual(ids);
        expect(await gather(other.store.entries(things, "n"))).toEqual(ids.map((id) => [id, id]));
        expect(await gather(other.store.keys(things))).toEqual(["m", ...ids, "o"]);
      });

      it("come all, when those that were seen are removed meanwhile", async () => {
        const ids = upTo(510).map((count) => `n${String(count).padStart(4, "0")}`);
        await inBatches(ids, (id) => one.store.update(things, id, put(id)));
        const seen: string[] = [];
        for await (const id of other.store.keys(things)) {
          seen.push(id);
          await one.store.update(things, id, put(undefined));
        }
        expect(seen).toEqual(ids);
      });

      it("leave out what is over", async () => {
        // More than a page of them, so that some pages hold nothing else.
        const over = upTo(600).map((count) => `b${String(count).padStart(4, "0")}`);
        await inBatches(over, (id) => one.store.update(things, id, put("over", { ttlMs: minute })));
        for (const id of ["a", "c"]) await one.store.update(things, id, put("kept", { ttlMs: 2 * minute }));
        clock.advance(minute);
        expect(await gather(other.store.keys(things))).toEqual(["a", "c"]);
        expect(await gather(other.store.entries(things))).toEqual([
          ["a", "kept"],
          ["c", "kept"],
        ]);
      });
    });

    describe("counting", () => {
      it("tells how many ids start with a prefix, and how many of those come before another id", async () => {
        const inOrder = ["", "a", "a%", "a1", "a10", "a2", "ab", "b", "\ufffd", "\ufffda", "\u{1f600}", "\u{1f600}a"];
        for (const id of inOrder.toReversed()) await one.store.update(things, id, put(id));
        for (const id of ["a", "z"]) await one.store.update(others, id, put(id));
        for (const prefix of ["", "a", "a%", "a1", "b", "c", "\ufffd", "\u{1f600}"]) {
          const ids = inOrder.filter((id) => id.startsWith(prefix));
          expect(await other.store.count(things, prefix)).toBe(ids.length);
          for (const [place, id] of ids.entries()) expect(await other.store.count(things, prefix, id)).toBe(place);
        }
        expect(await other.store.count(things, "", "a3")).toBe(inOrder.indexOf("ab"));
        expect(await other.store.count(things, "b", "a")).toBe(0);
      });

      it("counts each record once, however often it was changed, and none that was removed", async () => {
        for (const id of ["a", "b", "a", "c", "a"]) await one.store.update(things, id, put(clock.elapsedMs()));
        await other.store.update(things, "b", put(undefined));
        expect(await one.store.count(things, "")).toBe(2);
        expect(await one.store.count(things, "", "c")).toBe(1);
      });

      it("counts what is over until that is pruned", async () => {
        await one.store.update(things, "over", put("", { ttlMs: minute }));
        await one.store.update(things, "kept", put(""));
        clock.advance(minute);
        expect(await other.store.count(things, "")).toBe(2);
        await place.expire?.(["things/over"]);
        await one.store.prune();
        expect(await other.store.count(things, "")).toBe(1);
      });
    });

    describe("pruning", () => {
      it("frees the room of what is over, says of how much, and leaves the rest", async () => {
        const over = upTo(1100).map((count) => `over ${count}`);
        await inBatches(over, (id) => one.store.update(things, id, put("", { ttlMs: minute })));
        await one.store.update(things, "lasts", put("", { ttlMs: minute + 1 }));
        await one.store.update(things, "for good", put(""));
        expect(await other.store.prune()).toBe(0);
        expect(await other.records.count()).toBe(1102);
        clock.advance(minute);
        await place.expire?.(over.map((id) => `things/${id}`));
        expect(await other.store.prune()).toBe(1100);
        expect(await other.records.count()).toBe(2);
        expect(await other.store.prune()).toBe(0);
        expect(await gather(one.store.keys(things))).toEqual(["for good", "lasts"]);
      });
    });

    describe("what is kept", () => {
      it("is in the format of Keyv, which reads it over the same adapter", async () => {
        const alarm = after(minute);
        await one.store.update(counters, "id", put({ count: 3 }, { ttlMs: century, due: alarm }));
        const { adapter, namespace } = one.engine;
        const stock = new Keyv({ store: adapter, useKeyPrefix: false, ...(namespace !== undefined && { namespace }) });
        expect(await stock.get("counters/id")).toEqual({ version: 1, data: { count: 3 }, due: alarm.getTime() });
        expect(await stock.getRaw("counters/id")).toMatchObject({ expires: after(century).getTime() });
      });

      it("is read back equal, whatever JSON it is", async () => {
        // Any UTF-16 code unit, so that surrogates come alone as well.
        const unit = fc.oneof(
          fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
          fc.constantFrom("\0", "\ud83d", "\ude00", "\u{1f600}", ":", "\\", '"', "'", "$1"),
        );
        const special: fc.JsonValue[] = [
          "\0",
          "\ud800",
          ...['{"__proto__":{"a":[1]}}', '{"constructor":null,"a":{"__proto__":0}}'].map((text) => JSON.parse(text)),
        ];
        await fc.assert(
          fc.asyncProperty(fc.jsonValue({ stringUnit: unit }), async (value) => {
            await one.store.update(things, "id", put(value));
            // As text, which tells apart what a matcher would not: a key named __proto__ and a prototype.
            expect(JSON.stringify(await other.store.read(things, "id"))).toBe(JSON.stringify(value));
            await one.store.update(things, "id", put(undefined));
          }),
          { seed: 1, numRuns: 60, examples: special.map((value) => [value]) },
        );
      });

      it("agrees with a map, whatever is done to it and by whom", async () => {
        let run = 0;
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
            run += 1;
            await followModel(steps, `run${run}`, [one, other], clock);
          }),
          { seed: 1, numRuns: 30 },
        );
      });
    });
  });
}

/** Something that is done to the store, by one of two processes; times in minutes, which no run of it lasts. */
type Step = { by: number } & (
  | { kind: "put"; id: string; minutes: number | undefined; dueIn: number | undefined }
  | { kind: "keep"; id: string; minutes: number }
  | { kind: "remove"; id: string }
  | { kind: "claim"; id: string; minutes: number }
  | { kind: "wait"; minutes: number }
  | { kind: "prune" }
);

const by = fc.constantFrom(0, 1);
const id = fc.constantFrom("a", "ab", "b", "\ufffd", "\u{1f600}");
const minutes = fc.integer({ min: 1, max: 5 });
const perhaps = fc.option(minutes, { nil: undefined });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("put"), by, id, minutes: perhaps, dueIn: perhaps }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("keep"), by, id, minutes }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove"), by, id }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("claim"), by, id, minutes }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait"), by, minutes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("prune"), by }) },
);

type Modelled = { value: { made: number }; over: number; due: number | undefined };

/** Do the steps to a store and to maps; what the store says has to be what the maps say. */
async function followModel(
  steps: Step[],
  run: string,
  processes: Pick<Awaited<ReturnType<typeof openAt>>, "store" | "records">[],
  clock: HandSetClock,
): Promise<void> {
  const space = defineNamespace(run, z.object({ made: z.number() }));
  const records = new Map<string, Modelled>();
  const claims = new Map<string, number>();
  const now = () => clock.now().getTime();
  const modelled = (id: string) => {
    const record = records.get(id);
    return record && record.over > now() ? record : undefined;
  };
  for (const [at, step] of steps.entries()) {
    const actor = processes[step.by];
    const onlooker = processes[1 - step.by];
    if (!actor || !onlooker) throw new Error("there are two processes");
    switch (step.kind) {
      case "put": {
        const value = { made: at };
        const ttlMs = step.minutes === undefined ? undefined : step.minutes * minute;
        const due = step.dueIn === undefined ? undefined : now() + step.dueIn * minute;
        const seen = await actor.store.update(space, step.id, (before) => ({
          after: value,
          result: before,
          ...(ttlMs !== undefined && { ttlMs }),
          ...(due !== undefined && { due: new Date(due) }),
        }));
        expect(seen).toEqual(modelled(step.id)?.value);
        records.set(step.id, { value, over: now() + (ttlMs ?? Number.POSITIVE_INFINITY), due });
        break;
      }
      case "keep": {
        const keep = (before: { made: number } | undefined) => {
          return { after: before, result: before, ttlMs: step.minutes * minute };
        };
        expect(await actor.store.update(space, step.id, keep)).toEqual(modelled(step.id)?.value);
        break;
      }
      case "remove":
        await actor.store.update(space, step.id, put<{ made: number }>(undefined));
        records.delete(step.id);
        break;
      case "claim": {
        const isFree = (claims.get(step.id) ?? 0) <= now();
        expect(await actor.store.claim(`${run}/${step.id}`, step.minutes * minute)).toBe(isFree);
        if (isFree) claims.set(step.id, now() + step.minutes * minute);
        break;
      }
      case "wait":
        clock.advance(step.minutes * minute);
        break;
      case "prune":
        await actor.store.prune();
        break;
      default:
        step satisfies never;
    }
    const kept = ["a", "ab", "b", "\ufffd", "\u{1f600}"].flatMap((id) => {
      const record = modelled(id);
      return record ? [{ id, ...record }] : [];
    });
    expect(await gather(onlooker.store.entries(space))).toEqual(kept.map(({ id, value }) => [id, value]));
    // An alarm may outlive its record until that is pruned.
    const alarms = (await onlooker.records.due(1000)).filter(({ key }) =>
      kept.some(({ id }) => key === `${run}/${id}`),
    );
    const expected = kept.flatMap(({ id, due }) => (due === undefined ? [] : [{ key: `${run}/${id}`, due }]));
    expect(alarms.map(({ due }) => due)).toEqual(expected.map(({ due }) => due).toSorted(byNumber));
    expect(new Set(alarms)).toEqual(new Set(expected));
  }
}
