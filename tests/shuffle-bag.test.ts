import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw } from "../src/core/tips/shuffle-bag.ts";
import { seededRandom } from "./fakes/parts.ts";

const letters = [..."abcdefgh"];

/** Draw so many times from a pool that stays as it is, and give the ids in order. */
function drawMany(pool: readonly string[], count: number, random = seededRandom(1)): (string | undefined)[] {
  let shown: readonly string[] = [];
  return Array.from({ length: count }, () => {
    const drawn = draw(pool, shown, random);
    shown = drawn?.shown ?? shown;
    return drawn?.id;
  });
}

/** Chance that always draws the same number. */
const always = (number: number) => ({ next: () => number });

describe("a shuffle bag", () => {
  it("draws nothing from an empty pool, whatever was shown", () => {
    expect(draw([], [], seededRandom(1))).toBeUndefined();
    expect(draw([], ["a", "b"], seededRandom(1))).toBeUndefined();
  });

  it("draws the only one there is again and again", () => {
    expect(drawMany(["a"], 4)).toEqual(["a", "a", "a", "a"]);
    expect(draw(["a"], ["a"], seededRandom(1))).toEqual({ id: "a", shown: ["a"] });
  });

  it("takes turns with two", () => {
    const [first, second] = drawMany(["a", "b"], 2);
    expect([first, second].sort()).toEqual(["a", "b"]);
    expect(drawMany(["a", "b"], 6)).toEqual([first, second, first, second, first, second]);
  });

  it("draws one that is there, however the dice fall", () => {
    for (const next of [0, 0.5, 1 - 2 ** -32]) {
      expect(drawMany(letters, letters.length, always(next)).toSorted()).toEqual(letters);
    }
    expect(draw(letters, [], always(0))?.id).toBe("a");
    expect(draw(letters, [], always(1 - 2 ** -32))?.id).toBe("h");
  });

  it("draws every one before any comes again, season after season, and never one twice in a row", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30 }), fc.integer(), (size, seed) => {
        const pool = Array.from({ length: size }, (_, at) => `tip-${at}`);
        const drawn = drawMany(pool, 5 * size, seededRandom(seed));
        for (let from = 0; from < drawn.length; from += size) {
          expect(drawn.slice(from, from + size).toSorted()).toEqual(pool.toSorted());
        }
        for (const [at, id] of drawn.entries()) expect(id).not.toBe(drawn[at + 1]);
      }),
      { seed: 1 },
    );
  });

  it("leaves what was shown and the pool as they were", () => {
    const [pool, shown] = [Object.freeze([...letters]), Object.freeze(["c", "a"])];
    const drawn = draw(pool, shown, seededRandom(1));
    expect(drawn?.shown.slice(0, 2)).toEqual(["c", "a"]);
    expect(drawn?.shown[2]).toBe(drawn?.id);
    expect(drawn?.shown).toHaveLength(3);
  });

  it("has a new one in this season already", () => {
    expect(draw(["a", "b", "new"], ["a", "b"], seededRandom(1))?.id).toBe("new");
  });

  it("no longer draws what has left the pool, nor waits for it", () => {
    expect(draw(["a", "b"], ["a", "gone"], seededRandom(1))).toEqual({ id: "b", shown: ["a", "gone", "b"] });
    expect(draw(["a", "b"], ["a", "b", "gone"], always(0))).toEqual({ id: "a", shown: ["a"] });
  });

  it("goes on with the season when one that was shown comes back", () => {
    expect(draw(["a", "b"], ["a"], seededRandom(1))?.id).toBe("b");
    expect(draw(["a", "b", "c"], ["a", "c"], seededRandom(1))?.id).toBe("b");
  });

  it("keeps its promises while the pool changes", () => {
    const anyPool = fc.subarray(letters);
    fc.assert(
      fc.property(
        fc.array(fc.record({ pool: anyPool, days: fc.integer({ min: 1, max: 6 }) })),
        fc.integer(),
        (all, seed) => {
          const random = seededRandom(seed);
          let season: string[] = [];
          for (const pool of all.flatMap(({ pool, days }) => Array.from({ length: days }, () => pool))) {
            const drawn = draw(pool, season, random);
            if (pool.length === 0) {
              expect(drawn).toBeUndefined();
              continue;
            }
            const id = drawn?.id ?? "none";
            expect(pool).toContain(id);
            const isOver = pool.every((one) => season.includes(one));
            if (isOver && pool.length > 1) expect(id).not.toBe(season.at(-1));
            if (isOver) season = [];
            expect(season).not.toContain(id);
            season = [...season, id];
            expect(drawn?.shown).toEqual(season);
          }
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });

  it("draws each one first about equally often, and at each later turn", () => {
    const [pool, seasons] = [letters.slice(0, 6), 6000];
    const random = seededRandom(7);
    const counts = pool.map(() => new Map(pool.map((id) => [id, 0])));
    for (let season = 0; season < seasons; season++) {
      for (const [turn, id] of drawMany(pool, pool.length, random).entries()) {
        const count = counts[turn];
        count?.set(id ?? "none", (count.get(id ?? "none") ?? 0) + 1);
      }
    }
    // Five standard deviations of a binomial count.
    const expected = seasons / pool.length;
    const most = 5 * Math.sqrt(expected * (1 - 1 / pool.length));
    for (const [turn, count] of counts.entries()) {
      expect(count.size).toBe(pool.length);
      for (const [id, times] of count) expect(Math.abs(times - expected), `${id} at turn ${turn}`).toBeLessThan(most);
    }
  });

  it("begins a later season with each of the others about equally often", () => {
    const draws = 5000;
    const random = seededRandom(9);
    const counts = new Map<string, number>();
    for (let at = 0; at < draws; at++) {
      const id = draw(letters, letters, random)?.id ?? "none";
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    const others = letters.slice(0, -1);
    expect([...counts.keys()].sort()).toEqual(others);
    const expected = draws / others.length;
    const most = 5 * Math.sqrt(expected * (1 - 1 / others.length));
    for (const [id, times] of counts) expect(Math.abs(times - expected), id).toBeLessThan(most);
  });

  it("does not begin with what came last, also when the season knows nothing of that", () => {
    const random = seededRandom(7);
    const drawn = Array.from({ length: 200 }, () => draw(["a", "b", "c"], [], random, "a")?.id);
    expect([...new Set(drawn)].toSorted()).toEqual(["b", "c"]);
    expect(draw(["a"], [], random, "a")?.id).toBe("a");
  });
});
