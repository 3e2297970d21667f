import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groupAlike, type Weights } from "../src/core/insights/likeness.ts";

type Item = { name: number; weights: Weights };

/** As `groupAlike` is asked: items by name, so that two of the same words can be told apart. */
const group = (all: readonly Weights[]) =>
  groupAlike(
    all.map((weights, name): Item => ({ name, weights })),
    (one) => one.weights,
  );
const names = (groups: Item[][]) => groups.map((all) => all.map(({ name }) => name));

function cosine(one: Weights, other: Weights): number {
  const dot = [...one].reduce((sum, [unit, weight]) => sum + weight * (other.get(unit) ?? 0), 0);
  return dot / (Math.hypot(...one.values()) * Math.hypot(...other.values()) || 1);
}

const weight = fc.integer({ min: 1, max: 60 }).map((tenths) => tenths / 10);
const anyWeights = fc.dictionary(fc.constantFrom(..."abcdefgh"), weight, { maxKeys: 5 });
const anyTexts = fc.array(
  anyWeights.map((all): Weights => new Map(Object.entries(all))),
  { maxLength: 20 },
);

/** Where sums of the same products in another order may differ. */
const rounding = 1e-9;

describe("grouping by likeness", () => {
  it("puts every text into exactly one group", () => {
    fc.assert(
      fc.property(anyTexts, (texts) => {
        const all = names(group(texts)).flat();
        expect(all.toSorted((a, b) => a - b)).toEqual(texts.map((_, at) => at));
      }),
    );
  });

  it("keeps the order of the texts, among groups by their first and within each", () => {
    fc.assert(
      fc.property(anyTexts, (texts) => {
        const groups = names(group(texts));
        for (const one of [groups.map(([first]) => first ?? -1), ...groups]) {
          expect(one).toEqual(one.toSorted((a, b) => a - b));
        }
      }),
    );
  });

  it("has a text join the group whose first is most like it, by a cosine of a half or more, or start its own", () => {
    fc.assert(
      fc.property(anyTexts, (texts) => {
        const groups = group(texts);
        for (const [at, members] of groups.entries()) {
          for (const [place, { name, weights }] of members.entries()) {
            const leaders = groups.flatMap(([first]) => (first && first.name < name ? [first.weights] : []));
            const best = Math.max(0, ...leaders.map((leader) => cosine(leader, weights)));
            const own = cosine(groups[at]?.[0]?.weights ?? new Map(), weights);
            if (place === 0) expect(best).toBeLessThan(0.5 + rounding);
            else expect(own).toBeGreaterThan(Math.max(best, 0.5) - rounding);
          }
        }
      }),
    );
  });

  it("brings the same words together and keeps apart what has nothing in common", () => {
    const topic = fc.nat({ max: 6 });
    fc.assert(
      fc.property(fc.array(topic, { maxLength: 30 }), (topics) => {
        const texts = topics.map((of): Weights => new Map([`a${of}`, `b${of}`].map((unit) => [unit, of + 1])));
        const expected = [...Map.groupBy(topics.keys(), (at) => topics[at]).values()];
        expect(names(group(texts))).toEqual(expected);
      }),
    );
  });

  it("does not depend on the order of the words in a text", () => {
    // Each text has three of the four words of its topic, and one that all topics share.
    const text = fc.record({ topic: fc.nat({ max: 3 }), without: fc.nat({ max: 3 }), order: fc.nat({ max: 23 }) });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 15 }), (all) => {
        const unitsOf = ({ topic, without }: (typeof all)[number]) => [
          ["shared", 0.5] as const,
          ...[0, 1, 2, 3].filter((at) => at !== without).map((at) => [`${topic}-${at}`, 3] as const),
        ];
        const inOrder = all.map((one): Weights => new Map(unitsOf(one)));
        const turned = all.map((one): Weights => {
          const units = unitsOf(one);
          const by = one.order % units.length;
          return new Map([...units.slice(by), ...units.slice(0, by)].toReversed());
        });
        expect(names(group(turned))).toEqual(names(group(inOrder)));
        expect(names(group(inOrder))).toHaveLength(new Set(all.map(({ topic }) => topic)).size);
      }),
    );
  });

  it("leaves a text that says nothing by itself", () => {
    expect(names(group([new Map(), new Map([["a", 1]]), new Map(), new Map([["a", 0]])]))).toEqual([
      [0],
      [1],
      [2],
      [3],
    ]);
  });

  it("finds no groups where there are no texts", () => {
    expect(group([])).toEqual([]);
  });
});
