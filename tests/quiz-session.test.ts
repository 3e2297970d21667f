import { describe, expect, it } from "vitest";
import { phrases } from "../src/core/phrases.ts";
import type { SoloQuiz } from "../src/core/quiz/solo.ts";
import { makeBot, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";

const small = await smallKnowledge();
const words = phrases.quiz;
const day = 24 * 60 * 60_000;

/** What a person may answer each question of the small quiz with, by label of a button or by text. */
const rightButtons = new Map([
  ["db-single", "the primary key"],
  ["db-true-false", "False"],
]);
const rightTexts = new Map([
  ["db-short", "having"],
  ["db-number", "1,024"],
]);

function startGame(parts = makeBot(small)) {
  const { ana, store } = parts;
  const session = () => Object.values(store.under("quiz/"))[0] as SoloQuiz | undefined;
  const openId = () => session()?.questions[session()?.at ?? 0];
  return {
    ...parts,
    session,
    openId,
    /** Start the quiz and skip to a question. */
    async upTo(id: string): Promise<string> {
      let shown = await ana.commands("quiz databases 6");
      while (openId() !== id) shown = await ana.commands("quiz skip");
      return shown;
    },
    /** The letters under which the open question shows its options, in the file's order. */
    letters: () => (session()?.shown ?? []).map((_, option) => "abcdef"[session()?.shown.indexOf(option) ?? 0]),
  };
}

describe("a quiz", () => {
  it("counts what was right, of all kinds of questions, and offers another round", async () => {
    const { ana, openId, letters } = startGame();
    let shown = await ana.commands("quiz databases 6");
    for (let at = 1; at <= 6; at++) {
      expect(shown).toContain(`Databases · Question ${at} of 6`);
      const id = openId() ?? "";
      const label = rightButtons.get(id);
      const text = rightTexts.get(id) ?? (id === "db-order" ? letters() : letters().slice(0, 2)).join(" ");
      shown = label === undefined ? await ana.says(text) : await ana.presses(label);
      expect(shown, id).toContain(words.right);
    }
    expect(shown).toContain(words.finished(6, 6));
    expect(await ana.presses(words.again)).toContain("Question 1 of 5");
  });

  it.each([
    ["db-single", "the house key"],
    ["db-true-false", "True"],
  ])("says that a wrong button of %s is wrong, what is right and why", async (id, label) => {
    const { ana, upTo, session } = startGame();
    await upTo(id);
    const reveal = await ana.presses(label);
    expect(reveal).toContain(`${words.wrong} ${words.rightAnswer(rightButtons.get(id) ?? "")}`);
    expect(reveal).toMatch(/The primary key is unique\.|It is unknown\./);
    expect(session()?.right ?? 0).toBe(0);
  });

  it.each(["db-short", "db-number", "db-order", "db-multiple"])("says that a wrong text is wrong in %s", async (id) => {
    const { ana, upTo, letters } = startGame();
    await upTo(id);
    const text = { "db-order": letters().toReversed().join(""), "db-multiple": letters()[0] }[id] ?? "7 cats";
    expect(await ana.says(text)).toContain(words.wrong);
  });

  it.each(["True", "true", " TRUE "])("takes the typed word %j for the button", async (typed) => {
    const { ana, upTo, openId } = startGame();
    await upTo("db-true-false");
    expect(await ana.says(typed)).toContain(`${words.wrong} ${words.rightAnswer("False")}`);
    expect(openId()).not.toBe("db-true-false");
  });

  it("complains about a number of questions out of range, and starts nothing", async () => {
    const { ana, session } = startGame();
    for (const line of ["quiz databases 99", "quiz databases 0", "quiz databases count:99"]) {
      expect(await ana.commands(line)).toContain(phrases.between("count", 1, 20));
    }
    expect(session()).toBeUndefined();
  });

  it("keeps the question open when typed letters cannot be read", async () => {
    const { ana, upTo, openId } = startGame();
    await upTo("db-multiple");
    expect(await ana.says("a x")).toBe(words.notLetters(4));
    expect(openId()).toBe("db-multiple");
  });

  it.each(["db-single", "db-multiple", "db-short"])(
    "answers what is asked in between, and keeps %s open",
    async (id) => {
      const { ana, upTo, openId } = startGame();
      await upTo(id);
      expect(await ana.says("how do i find my first job?")).toContain("Ask the people you know first.");
      expect(openId()).toBe(id);
    },
  );

  it("goes on where it was with a new bot on the same store", async () => {
    const { ana, store, upTo } = startGame();
    const shown = await upTo("db-single");
    const later = makeBot(small, { store });
    const resumed = await later.ana.commands("quiz");
    expect(resumed).toContain(words.resumed);
    // What to read about belongs to the question before, which is over.
    const before = `[${words.learnMore("SQL")}]`;
    expect(shown).toContain(before);
    const question = shown.slice(shown.indexOf("Databases · Question")).replace(before, "").trimEnd();
    expect(resumed).toBe(`${words.resumed}\n\n${question}`);
    expect(await later.ana.presses("the primary key")).toContain(words.right);
    expect(await ana.presses("the primary key")).toBe(phrases.expired);
  });

  it("is forgotten after a week away", async () => {
    const { ana, clock, session } = startGame();
    await ana.commands("quiz databases");
    clock.advance(7 * day - 1);
    expect(session()).toBeDefined();
    clock.advance(1);
    expect(await ana.commands("quiz")).toContain(words.topics);
  });

  it("skips to the next question without a point, and says the answer", async () => {
    const { ana, upTo, session } = startGame();
    await upTo("db-true-false");
    const reveal = await ana.commands("quiz skip");
    expect(reveal).toContain(`${words.skipped} ${words.rightAnswer("False")}`);
    expect(session()?.right ?? 0).toBe(0);
  });

  it("stops with its score, and only once", async () => {
    const { ana, upTo, session, openId } = startGame();
    await upTo("db-single");
    const answered = session()?.at ?? 0;
    expect(await ana.commands("quiz stop")).toBe(words.stopped(0, answered));
    expect(openId()).toBeUndefined();
    expect(await ana.commands("quiz stop")).toBe(words.nothingToStop);
    expect(await ana.commands("quiz skip")).toBe(words.nothingToStop);
  });

  it("is not touched by the old button of an answered question", async () => {
    const { ana, upTo, session } = startGame();
    await upTo("db-single");
    await ana.presses("the house key");
    const before = session();
    expect(await ana.presses("the primary key")).toBe(phrases.expired);
    expect(session()).toEqual(before);
  });

  it("takes two presses at once for one answer", async () => {
    const { ana, upTo, session } = startGame();
    await upTo("db-single");
    const at = session()?.at ?? 0;
    const replies = await Promise.all([ana.presses("the primary key"), ana.presses("the primary key")]);
    expect(replies.filter((reply) => reply.includes(words.right))).toHaveLength(1);
    expect(replies).toContain(phrases.expired);
    expect(session()).toMatchObject({ at: at + 1, right: 1 });
  });

  it("belongs to one person", async () => {
    const { ana, bot, upTo, session } = startGame();
    await upTo("db-single");
    const before = session();
    const { press } = ana.button("the primary key");
    expect(await new Person("bea", bot).pressesId(press)).toBe(phrases.expired);
    expect(session()).toEqual(before);
  });

  it("shows every option in every place about equally often, from question to question", async () => {
    const { ana, session, openId } = startGame();
    const places = new Map<string, number>();
    for (let game = 0; game < 600; game++) {
      await ana.commands("quiz databases 6");
      for (let at = 0; at < 6; at++) {
        if (at > 0 && openId() === "db-multiple") {
          session()?.shown.forEach((option, place) => {
            const seen = `option ${option} in place ${place}`;
            places.set(seen, (places.get(seen) ?? 0) + 1);
          });
        }
        await ana.commands("quiz skip");
      }
    }
    // It is not the first question in some 500 games, so each of 4 × 4 is expected 125 times, give or take 10.
    expect(places.size).toBe(16);
    expect([...places].filter(([, count]) => count < 75)).toEqual([]);
  });
});
