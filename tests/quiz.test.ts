import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Question } from "../src/core/knowledge/base.ts";
import { choices, isRightPick, isRightText, openNext, readLetters, startSolo } from "../src/core/quiz/solo.ts";
import { seededRandom, shippedKnowledge, smallKnowledge } from "./fakes/parts.ts";

const { base } = await shippedKnowledge();
const small = await smallKnowledge();
const shippedQuestions = [...base.quizzes.values()].flatMap((quiz) => quiz.questions);
const smallQuestions = small.base.quizzes.get("databases")?.questions ?? [];
const question = fc.constantFrom(...shippedQuestions, ...smallQuestions);
const seed = fc.integer();

function short(given: { accept: string[] } | { number: number; margin: number }): Question & { kind: "short" } {
  const like = smallQuestions.find((one) => one.id === "db-short");
  if (like?.kind !== "short") throw new Error("the small quiz has a short question");
  const { accept: _, ...rest } = like;
  return { ...rest, margin: 0, ...given };
}

const session = (asked: Question, random = seededRandom(1)) => startSolo("databases", [asked], 1, random);

describe("a quiz session", () => {
  it("shows every option of a question exactly once", () => {
    fc.assert(
      fc.property(question, seed, (asked, from) => {
        const { shown } = session(asked, seededRandom(from));
        expect(shown.toSorted((a, b) => a - b)).toEqual([...choices(asked).keys()]);
      }),
    );
  });

  it("draws as many questions as wanted, no question twice, or all there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), seed, (count, from) => {
        const { questions, at, right } = startSolo(
          "databases",
          shippedQuestions.slice(0, 20),
          count,
          seededRandom(from),
        );
        expect(new Set(questions).size).toBe(Math.min(count, 20));
        expect(questions).toHaveLength(Math.min(count, 20));
        expect({ at, right }).toEqual({ at: 0, right: 0 });
      }),
    );
  });

  it("opens one question after the other and nothing after the last", () => {
    const asked = smallQuestions.find((one) => one.kind === "order");
    const first = startSolo("databases", smallQuestions, 2, seededRandom(1));
    expect(openNext(first, asked, seededRandom(1))).toMatchObject({ at: 1, right: 0 });
    expect(openNext(first, undefined, seededRandom(1))).toMatchObject({ at: 1, shown: [] });
  });
});

describe("a picked answer", () => {
  it("is right when it is exactly the right options, and wrong otherwise", () => {
    fc.assert(
      fc.property(question, fc.nat(63), (asked, bits) => {
        fc.pre(asked.kind === "single" || asked.kind === "multiple");
        const picked = asked.options.map((_, index) => index).filter((index) => (bits >> index) & 1);
        const right = asked.options.flatMap((option, index) => (option.right ? [index] : []));
        expect(isRightPick(asked, picked)).toBe(picked.join() === right.join());
        expect(isRightPick(asked, right.toReversed())).toBe(true);
      }),
    );
  });

  it("is right for true or false when it says which", () => {
    for (const asked of [...shippedQuestions, ...smallQuestions].filter((one) => one.kind === "true-false")) {
      expect([isRightPick(asked, [0]), isRightPick(asked, [1])]).toEqual([asked.answer, !asked.answer]);
    }
  });

  it("is right for an order only when every item is in its place", () => {
    const asked = smallQuestions.find((one) => one.kind === "order");
    if (!asked) throw new Error("the small quiz has an order question");
    const picks = [[0, 1, 2], [0, 2, 1], [0, 1], [2, 1, 0], []];
    expect(picks.map((picked) => isRightPick(asked, picked))).toEqual([true, false, false, false, false]);
  });
});

describe("typed letters", () => {
  it.each([
    ["a c", [0, 2]],
    ["A, C", [0, 2]],
    ["ac.", [0, 2]],
    ["c) a)", [2, 0]],
    ["a and c", [0, 2]],
    ["b > a > c", [1, 0, 2]],
    ["b-a-c", [1, 0, 2]],
  ])("are read from %j", (text, indexes) => {
    expect(readLetters(text, 4)).toEqual(indexes);
  });

  it.each(["", " ", "a a", "e", "1", "what?", "🙂"])("are not read from %j when there are four", (text) => {
    expect(readLetters(text, 4)).toBeUndefined();
  });

  it("are distinct options that exist, whatever is typed", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."abc ,)d") })),
        fc.nat(6),
        (text, count) => {
          const read = readLetters(text, count) ?? [];
          expect(read.every((index) => index >= 0 && index < count)).toBe(true);
          expect(new Set(read).size).toBe(read.length);
        },
      ),
    );
  });
});

describe("a typed answer", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abcdefghij"), minLength: 1, maxLength: 20 });

  it.each(["HAVING", "having", " Having ", '"HAVING"', "the having clause.", "havin", "hvaing"])(
    "is right as %j",
    (text) => {
      expect(isRightText(short({ accept: ["HAVING", "having clause"] }), text)).toBe(true);
    },
  );

  it("is read past an article, wherever the spaces are", () => {
    expect(isRightText(short({ accept: ["index"] }), "  an   index")).toBe(true);
  });

  it.each(["", "?", "where", "hing", "not having", "having or where"])("is wrong as %j", (text) => {
    expect(isRightText(short({ accept: ["HAVING"] }), text)).toBe(false);
  });

  it("may not slip at all in a short word", () => {
    expect(["get", "got", "gte", "ge"].map((text) => isRightText(short({ accept: ["GET"] }), text))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("is not right for holding the right one inside a longer word", () => {
    fc.assert(
      fc.property(word, word, word, (accepted, before, after) => {
        const slips = Math.floor(accepted.length / 5);
        fc.pre(before.length + after.length > slips);
        expect(isRightText(short({ accept: [accepted] }), `${before}${accepted}${after}`)).toBe(false);
      }),
    );
  });

  it("is a number within the margin, however its thousands are set apart", () => {
    const asked = short({ number: 1024, margin: 24 });
    const right = ["1024", "1,000", "1 048", "1_024.", "1000.0"];
    const wrong = ["999", "1049", "", "many", "1024 or so bytes", "Infinity"];
    expect(right.filter((text) => !isRightText(asked, text))).toEqual([]);
    expect(wrong.filter((text) => isRightText(asked, text))).toEqual([]);
  });
});
