import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phrases } from "../src/core/phrases.ts";
import {
  discrimination,
  type Health,
  health,
  recordHealth,
  type Sample,
  suspicionsOf,
} from "../src/core/quiz/health.ts";
import { Club, makeBot, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";

const small = await smallKnowledge();
const words = phrases.quiz;
const grade = fc.constantFrom(0, 0.25, 0.5, 1);
const rest = fc.option(
  fc.integer({ min: 0, max: 12 }).map((tenths) => tenths / 12),
  { nil: undefined },
);
const samples = fc.array(fc.record({ grade, rest }), { maxLength: 40 });

/** What is recorded of a question after some rounds. */
async function recorded(...rounds: { mark: string; samples: readonly Sample[] }[]): Promise<Health | undefined> {
  const { store } = makeBot(small);
  for (const { mark, samples: given } of rounds) await recordHealth(store, "q1", mark, given);
  return store.read(health, "q1");
}

const round = (...given: Sample[]) => recorded({ mark: "g.0", samples: given });
const many = (count: number, sample: Sample) => Array.from({ length: count }, () => sample);

/** Pearson's coefficient, as it is defined. */
function correlation(pairs: readonly { x: number; y: number }[]): number {
  const mean = (of: (pair: { x: number; y: number }) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
  const [meanX, meanY] = [mean(({ x }) => x), mean(({ y }) => y)];
  const together = mean(({ x, y }) => (x - meanX) * (y - meanY));
  return together / Math.sqrt(mean(({ x }) => (x - meanX) ** 2) * mean(({ y }) => (y - meanY) ** 2));
}

describe("a question's health", () => {
  it("counts how often it was asked and how often it was wholly right", async () => {
    const one = await round({ grade: 1, rest: undefined }, { grade: 0.5, rest: 1 }, { grade: 0, rest: 0 });
    expect(one).toMatchObject({ asked: 3, right: 1, sums: { n: 2 } });
  });

  it("is the same whether a round is recorded once or again", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(samples, { minLength: 1, maxLength: 6 }), async (given) => {
        const rounds = given.map((one, at) => ({ mark: `g.${at}`, samples: one }));
        expect(await recorded(...rounds.flatMap((one) => [one, one]), ...rounds)).toEqual(await recorded(...rounds));
      }),
      { numRuns: 40 },
    );
  });

  it("keeps nothing of a round that nobody answered, and remembers few rounds", async () => {
    expect(await round()).toBeUndefined();
    const rounds = Array.from({ length: 50 }, (_, at) => ({ mark: `g.${at}`, samples: [{ grade: 1, rest: 1 }] }));
    const one = await recorded(...rounds);
    expect(one?.asked).toBe(50);
    expect(one?.marks.length).toBeLessThanOrEqual(20);
  });

  it("knows how far good players are those who get it right, as Pearson does", async () => {
    await fc.assert(
      fc.asyncProperty(samples, async (given) => {
        const pairs = given.flatMap((one) => (one.rest === undefined ? [] : [{ x: one.grade, y: one.rest }]));
        const known = await round(...given);
        const expected = correlation(pairs);
        const found = known && discrimination(known);
        const varies = (of: (pair: { x: number; y: number }) => number) => new Set(pairs.map(of)).size > 1;
        if (!varies(({ x }) => x) || !varies(({ y }) => y)) expect(found).toBeUndefined();
        else expect(found).toBeCloseTo(expected, 6);
      }),
    );
  });

  it.each([
    ["good players right", 1],
    ["good players wrong", -1],
  ])("is at its end when %s", async (_, end) => {
    const one = await round(
      ...many(10, { grade: 1, rest: (1 + end) / 2 }),
      ...many(10, { grade: 0, rest: (1 - end) / 2 }),
    );
    expect(one && discrimination(one)).toBeCloseTo(end);
  });
});

describe("a question is suspicious", () => {
  const suspicions = async (...given: Sample[]) => {
    const one = await round(...given);
    return one && suspicionsOf(one);
  };

  it("when nobody gets it right, or everybody does, of twenty", async () => {
    for (const [value, name] of [
      [0, "nobody-right"],
      [0.5, "nobody-right"],
      [1, "everybody-right"],
    ] as const) {
      expect(await suspicions(...many(19, { grade: value, rest: undefined }))).toEqual([]);
      expect(await suspicions(...many(20, { grade: value, rest: undefined }))).toEqual([name]);
    }
    expect(await suspicions(...many(19, { grade: 0, rest: undefined }), { grade: 1, rest: undefined })).toEqual([]);
  });

  it("when strong players get it wrong and weak ones right, of twenty of whom something is known", async () => {
    const inverted = (count: number) => [
      ...many(count, { grade: 0, rest: 1 }),
      ...many(count, { grade: 1, rest: 0.2 }),
    ];
    expect(await suspicions(...inverted(9), ...many(9, { grade: 1, rest: undefined }))).toEqual([]);
    expect(await suspicions(...inverted(10))).toEqual(["strong-players-wrong"]);
    expect(await suspicions(...inverted(10).map(({ grade: x, rest: y = 0 }) => ({ grade: 1 - x, rest: y })))).toEqual(
      [],
    );
  });

  it("not as long as nothing varies", async () => {
    expect(await suspicions(...many(15, { grade: 0, rest: 1 }), ...many(15, { grade: 1, rest: 1 }))).toEqual([]);
  });
});

describe("the health of questions", () => {
  it("comes from games and from quizzes alone, skipped questions left out", async () => {
    const { bot, store } = makeBot(small);
    const alone = new Person("ana", bot);
    await alone.commands("quiz databases 6 mode:solo");
    for (let at = 0; at < 6; at++) {
      const isSingle = alone.labels.includes("the primary key");
      if (isSingle && !("question-health/db-single" in store.under("question-health/")))
        await alone.presses("the primary key");
      else await alone.commands("quiz skip");
    }
    expect(store.under("question-health/")).toMatchObject({ "question-health/db-single": { asked: 1, right: 1 } });
    expect(Object.keys(store.under("question-health/"))).toHaveLength(1);
  });

  it("holds no person", async () => {
    const club = new Club(small);
    const { bot, alarms } = club.start();
    const people = ["ana-17", "bea-17"].map((name) => new Person(name, bot, {}, club.chat));
    await people[0]?.commands("quiz databases 3");
    for (let left = 40; left > 0 && Object.keys(club.under("question-health/")).length < 3; left--) {
      for (const person of people) {
        const option = person.buttons.findLast(({ press }) => press.includes(":pick:"));
        if (option) await person.pressesId(option.press);
        else {
          await person.presses(words.game.answer);
          await person.fillsIn("42");
        }
        const typed = person.buttons.findLast(({ press }) => press.includes(":type"));
        if (typed) {
          await person.pressesId(typed.press);
          await person.fillsIn("42");
        }
      }
      await club.pass((await club.nextDue()) ?? 0, alarms);
    }
    const kept = club.under("question-health/");
    expect(Object.keys(kept)).toHaveLength(3);
    expect(Object.values(kept)).toMatchObject(Object.values(kept).map(() => ({ asked: 2 })));
    expect(JSON.stringify(kept)).not.toMatch(/ana-17|bea-17/);
  });
});

describe("a report of a question", () => {
  /** A reveal with its button, in a group's game and in a quiz alone. */
  async function seeReveal(mode: string) {
    const parts = makeBot(small);
    const ana = new Person("ana-17", parts.bot, { name: "Ana the Great" });
    await ana.commands(`quiz databases 2 mode:${mode}`);
    await ana.commands("quiz skip");
    return { ...parts, ana };
  }

  it.each(["group", "solo"])("is kept with the question and the day, and without the person (%s)", async (mode) => {
    const { ana, store } = await seeReveal(mode);
    expect(await ana.presses(words.report)).toContain(words.reportLabel);
    expect(await ana.fillsIn("  The second option is right, too. ")).toBe(words.reported);
    const kept = store.under("question-reports/");
    expect(Object.values(kept)).toEqual([{ text: "The second option is right, too.", day: "2026-11-21" }]);
    expect(Object.keys(kept)[0]).toMatch(/^question-reports\/db-[a-z-]+\/2026-11-21T/);
    expect(JSON.stringify(kept)).not.toMatch(/ana-17|Ana the Great|club|lobby/);
    expect(ana.whispers.at(-1)).toBe(words.reported);
  });

  it("is cut when it is endless, and refused when it is empty", async () => {
    const { ana, store } = await seeReveal("solo");
    await ana.presses(words.report);
    expect(await ana.fillsIn("   ")).toBe(phrases.feedback.empty);
    expect(store.under("question-reports/")).toEqual({});
    await ana.fillsIn("x".repeat(5000));
    expect(JSON.stringify(store.under("question-reports/")).length).toBeLessThan(700);
  });

  it("may be one of several of the same moment", async () => {
    const { ana, store } = await seeReveal("solo");
    await ana.presses(words.report);
    await Promise.all(["one", "two", "three"].map((text) => ana.fillsIn(text)));
    expect(Object.keys(store.under("question-reports/"))).toHaveLength(3);
  });

  it("is of a question that there is, whatever a form's id says", async () => {
    const { ana, bot, store } = await seeReveal("solo");
    expect(await ana.pressesId("quiz:report:no-such-question")).toBe(phrases.expired);
    for (const id of ["quiz:report:no-such-question", "quiz:report", "quiz:report:..%2F..%2Fpeople"]) {
      await bot.handle({ kind: "form", origin: ana.origin, id, values: { text: "mischief" } });
    }
    expect(store.under("question-reports/")).toEqual({});
  });
});
