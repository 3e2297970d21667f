/** `/quiz`, and the quizzes people play alone. */
import { describe, expect, it } from "vitest";
import type { Effect } from "../src/core/effects.ts";
import { levels } from "../src/core/knowledge/fields.ts";
import { phrases } from "../src/core/phrases.ts";
import { readBoard } from "../src/core/quiz/boards/boards.ts";
import type { Session } from "../src/core/quiz/group/session-schema.ts";
import { pointsOf } from "../src/core/quiz/scoring.ts";
import type { SoloQuiz } from "../src/core/quiz/solo/solo.ts";
import { makeBot, shippedKnowledge, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";

const small = await smallKnowledge();
const shipped = await shippedKnowledge();
const questions = small.base.quizzes.get("databases")?.questions ?? [];
const words = phrases.quiz;
const dayMs = 24 * 60 * 60_000;
const dm = { conversation: "dm-ana", isDirect: true, space: undefined };

/** What a person may answer each question of the small quiz with, by label of a button or by text. */
const rightButtons = new Map([
  ["db-single", "the primary key"],
  ["db-true-false", "False"],
]);
const rightTexts = new Map([
  ["db-short", "having"],
  ["db-number", "1,024"],
]);

/** A quiz alone: in direct messages, where what is typed arrives, or in a space. */
function startAlone(where: "direct" | "space", parts = makeBot(small)) {
  const { store, bot } = parts;
  const ana = new Person("ana", bot, where === "direct" ? dm : {});
  const key = `solo-quizzes/test/ana/${ana.origin.conversation}`;
  const session = () => store.under("solo-quizzes/")[key] as SoloQuiz | undefined;
  const openId = () => session()?.questions[session()?.at ?? 0];
  const begin = (count = 6) => ana.commands(`quiz databases ${count} mode:solo`);
  return {
    ...parts,
    ana,
    session,
    openId,
    begin,
    /** Start the quiz and skip to a question. */
    async upTo(id: string): Promise<string> {
      let shown = await begin();
      while (openId() !== id) shown = await ana.commands("quiz skip");
      return shown;
    },
    /** The letters under which the open question shows its options, in the file's order. */
    letters: () => (session()?.shown ?? []).map((_, option) => "ABCDEF"[session()?.shown.indexOf(option) ?? 0] ?? ""),
    board: (person = "ana") =>
      readBoard(store, { space: "test/club", period: "all", person: `test/${person}`, at: parts.clock.now() }),
  };
}

describe("/quiz", () => {
  it("lists the topics, each of which starts a quiz", async () => {
    const { ana } = makeBot(small);
    expect(await ana.commands("quiz")).toContain(words.topics);
    expect(await ana.presses("Databases (6)")).toContain(words.question(1, 5));
  });

  it.each(["datbases", "DB", "Databases", "data"])("knows a topic by %j", async (name) => {
    expect(await makeBot(small).ana.commands(`quiz ${name}`)).toContain("Databases · Question 1");
  });

  it("knows a shipped topic although it is misspelt", async () => {
    expect(await makeBot(shipped).ana.commands("quiz databse")).toContain("Databases · Question 1");
  });

  it("offers the nearest topics for one it does not have, in the mode that was wished for", async () => {
    const { ana, store } = makeBot(shipped);
    expect(await ana.commands("quiz web mode:solo")).not.toContain("Question 1");
    expect(await ana.commands("quiz underwater basket weaving mode:solo")).toContain(
      phrases.noSuch("quiz", "underwater basket weaving"),
    );
    await ana.presses(ana.labels.at(-1) ?? "");
    expect(Object.keys(store.under("solo-quizzes/"))).toHaveLength(1);
    expect(store.under("games/")).toEqual({});
  });

  it("complains about a number of questions out of range, and starts nothing", async () => {
    const { ana, store } = makeBot(small);
    for (const line of [
      "quiz databases 99",
      "quiz databases 0",
      "quiz databases count:99",
      "quiz databases count:-1",
    ]) {
      expect(await ana.commands(line)).toContain(phrases.between("count", 1, 20));
    }
    expect(store.under("games/")).toEqual({});
  });

  it("asks as many questions as there are, when there are fewer than wanted", async () => {
    expect(await makeBot(small).ana.commands("quiz databases 20")).toContain(words.question(1, 6));
  });

  it("asks only what is as hard as wanted, and says so when there is nothing", async () => {
    const { ana, store } = makeBot(small);
    await ana.commands("quiz databases senior");
    const [session] = Object.values(store.under("games/")) as Session[];
    expect(session?.questions).toEqual(["db-order"]);
    const { base, answerer } = small;
    const [quiz] = base.quizzes.values();
    if (!quiz) throw new Error("there is a quiz");
    const easy = { ...quiz, questions: questions.filter(({ difficulty }) => difficulty === "junior") };
    const { ana: bea } = makeBot({ base: { ...base, quizzes: new Map([[quiz.id, easy]]) }, answerer });
    expect(await bea.commands("quiz databases senior")).toBe(words.noneOf("Databases", "senior"));
  });

  it("rises from easy to hard where that is wanted", async () => {
    const { ana, store } = makeBot(small);
    await ana.commands("quiz databases 6 rising");
    const [session] = Object.values(store.under("games/")) as Session[];
    const hard = session?.questions.map((id) =>
      levels.findIndex((level) => questions.some((one) => one.id === id && one.difficulty === level)),
    );
    expect(hard).toEqual(hard?.toSorted());
  });

  it("is for everybody in a channel and for one alone in direct messages, unless told otherwise", async () => {
    const kept = async (where: ConstructorParameters<typeof Person>[2], line: string) => {
      const { bot, store } = makeBot(small);
      await new Person("ana", bot, where).commands(line);
      return ["games/", "solo-quizzes/"].map((space) => Object.keys(store.under(space)).length);
    };
    expect(await kept({}, "quiz databases")).toEqual([1, 0]);
    expect(await kept({}, "quiz databases mode:solo")).toEqual([0, 1]);
    expect(await kept(dm, "quiz databases")).toEqual([0, 1]);
    expect(await kept(dm, "quiz databases mode:group")).toEqual([1, 0]);
  });
});

describe("a quiz alone", () => {
  it("takes all kinds of questions, typed or pressed, counts what was right, and offers another round", async () => {
    const { ana, openId, letters, begin, session } = startAlone("direct");
    let shown = await begin();
    const points = questions.reduce((sum, { difficulty }) => sum + pointsOf[difficulty], 0);
    for (let at = 1; at <= 6; at++) {
      expect(shown).toContain(`Databases · ${words.question(at, 6)}`);
      const id = openId() ?? "";
      const label = rightButtons.get(id);
      const text = rightTexts.get(id) ?? (id === "db-order" ? letters() : letters().slice(0, 2)).join(" ");
      shown = label === undefined ? await ana.says(text, "direct") : await ana.presses(label);
      expect(shown, id).toContain(words.right);
    }
    expect(shown).toContain(words.finished(6, 6, points));
    expect(session()).toBeUndefined();
    expect(await ana.presses(words.again)).toContain(words.question(1, 5));
  });

  it("takes them all in a space too, where typing reaches nobody: with buttons and a form", async () => {
    const { ana, openId, letters, begin } = startAlone("space");
    let shown = await begin();
    for (let at = 1; at <= 6; at++) {
      expect(shown).not.toContain(words.typeAnswer);
      const id = openId() ?? "";
      const label = rightButtons.get(id);
      const text = rightTexts.get(id);
      if (label !== undefined) shown = await ana.presses(label);
      else if (text !== undefined) {
        expect(await ana.presses(words.game.answer)).toContain(words.game.answerLabel);
        shown = await ana.fillsIn(text);
      } else {
        for (const letter of id === "db-order" ? letters() : letters().slice(0, 2)) await ana.presses(letter);
        shown = await ana.presses(words.check);
      }
      expect(shown, id).toContain(words.right);
    }
    expect(shown).toContain(words.finished(6, 6, 900));
  });

  it("is for the player's eyes only in a space", async () => {
    const { ana, bot, begin } = startAlone("space");
    await begin();
    const lines = ["quiz", "quiz skip", "quiz databases mode:solo", "quiz stop"];
    const heard: Effect[] = [];
    for (const given of lines) {
      const [name = "", ...rest] = given.split(" ");
      heard.push(...(await bot.handle({ kind: "command", origin: ana.origin, name, given: rest.join(" ") })));
    }
    expect(heard.length).toBeGreaterThan(4);
    expect(heard.filter((effect) => effect.kind !== "reply" || effect.audience !== "asker")).toEqual([]);
  });

  it.each([
    ["db-single", "the house key"],
    ["db-true-false", "True"],
  ])("says that a wrong button of %s is wrong, what is right and why", async (id, label) => {
    const { ana, upTo, session } = startAlone("space");
    await upTo(id);
    const reveal = await ana.presses(label);
    expect(reveal).toContain(`${words.wrong} ${words.rightAnswer(rightButtons.get(id) ?? "")}`);
    expect(reveal).toMatch(/The primary key is unique\.|It is unknown\./);
    expect(session() ?? { right: 0, points: 0 }).toMatchObject({ right: 0, points: 0 });
  });

  it.each(["db-short", "db-number", "db-order"])("says that a wrong text is wrong in %s", async (id) => {
    const { ana, upTo, letters } = startAlone("direct");
    await upTo(id);
    const text = id === "db-order" ? letters().toReversed().join("") : "7 cats";
    expect(await ana.says(text, "direct")).toContain(words.wrong);
  });

  it("gives part of the points for part of what is right", async () => {
    const { ana, upTo, letters, board } = startAlone("space");
    await upTo("db-multiple");
    await ana.presses(letters()[0] ?? "");
    expect(await ana.presses(words.check)).toContain(words.partly);
    expect((await board()).own?.points).toBe(100);
  });

  it("shows what was pressed so far, and takes it back", async () => {
    const { ana, upTo, session } = startAlone("space");
    await upTo("db-multiple");
    expect(ana.labels.at(-1)).not.toBe(words.check);
    expect(await ana.presses("B")).toContain(words.game.soFar("B"));
    expect(await ana.presses("A")).toContain(words.game.soFar("B, A"));
    expect(await ana.presses("B")).toContain(words.game.soFar("A"));
    expect(await ana.presses("A")).not.toContain(`[${words.check}]`);
    const { press } = ana.button(words.check);
    expect(await ana.pressesId(press)).toBe(phrases.expired);
    expect(session()).toMatchObject({ picked: [] });
  });

  it.each(["True", "true", " TRUE "])("takes the typed word %j for the button", async (typed) => {
    const { ana, upTo, openId } = startAlone("direct");
    await upTo("db-true-false");
    expect(await ana.says(typed, "direct")).toContain(`${words.wrong} ${words.rightAnswer("False")}`);
    expect(openId()).not.toBe("db-true-false");
  });

  it("keeps the question open when typed letters cannot be read", async () => {
    const { ana, upTo, openId } = startAlone("direct");
    await upTo("db-multiple");
    expect(await ana.says("a x", "direct")).toBe(words.notLetters(4));
    expect(openId()).toBe("db-multiple");
  });

  it.each(["db-single", "db-multiple", "db-order", "db-short", "db-number"])(
    "answers what is asked in between, and keeps %s open",
    async (id) => {
      const { ana, upTo, openId } = startAlone("direct");
      await upTo(id);
      for (const text of ["how do i find my first job?", "how do i find my first job"]) {
        expect(await ana.says(text, "direct")).toContain("Ask the people you know first.");
      }
      expect(openId()).toBe(id);
    },
  );

  it("goes on where it was with a new bot on the same store", async () => {
    const { ana, store, upTo } = startAlone("direct");
    const shown = await upTo("db-single");
    const later = startAlone("direct", { ...makeBot(small, { store }), store });
    const resumed = await later.ana.commands("quiz");
    expect(resumed).toContain(words.resumed);
    const question = resumed.slice(resumed.indexOf("Databases · Question"));
    expect(shown).toContain(question);
    expect(await later.ana.presses("the primary key")).toContain(words.right);
    expect(await ana.presses("the primary key")).toBe(phrases.expired);
  });

  it("is forgotten after a week away, and an answer starts the week anew", async () => {
    const { ana, clock, begin } = startAlone("direct");
    await begin();
    clock.advance(7 * dayMs - 1);
    expect(await ana.commands("quiz")).toContain(words.resumed);
    await ana.commands("quiz skip");
    clock.advance(7 * dayMs - 1);
    expect(await ana.commands("quiz")).toContain(words.resumed);
    clock.advance(1);
    expect(await ana.commands("quiz")).toContain(words.topics);
  });

  it("skips to the next question without a point, and says the answer", async () => {
    const { ana, upTo, session, store } = startAlone("space");
    await upTo("db-true-false");
    expect(await ana.commands("quiz skip")).toContain(`${words.skipped} ${words.rightAnswer("False")}`);
    expect(session() ?? { right: 0, points: 0 }).toMatchObject({ right: 0, points: 0 });
    expect(store.under("progress/")).toEqual({});
  });

  it("stops with its score, and only once", async () => {
    const { ana, upTo, session, openId } = startAlone("space");
    await upTo("db-single");
    const answered = session()?.at ?? 0;
    expect(await ana.commands("quiz stop")).toBe(words.stopped(0, answered));
    expect(openId()).toBeUndefined();
    for (const line of ["quiz stop", "quiz skip"]) expect(await ana.commands(line)).toBe(words.nothingToStop);
  });

  it("is not touched by the old button of an answered question", async () => {
    const { ana, upTo, session } = startAlone("space");
    await upTo("db-single");
    await ana.presses("the house key");
    const before = session();
    expect(await ana.presses("the primary key")).toBe(phrases.expired);
    expect(session()).toEqual(before);
  });

  it("takes two presses at once for one answer", async () => {
    const { ana, begin, openId, session } = startAlone("space");
    do {
      await ana.commands("quiz stop");
      await begin(6);
      for (let at = 0; at < 5 && openId() !== "db-single"; at++) await ana.commands("quiz skip");
    } while (openId() !== "db-single" || session()?.at === 5);
    const at = session()?.at ?? 0;
    const replies = await Promise.all([ana.presses("the primary key"), ana.presses("the primary key")]);
    expect(replies.filter((reply) => reply.includes(words.right))).toHaveLength(1);
    expect(replies).toContain(phrases.expired);
    expect(session()).toMatchObject({ at: at + 1, right: 1, points: 100 });
  });

  it("belongs to one person, in one conversation", async () => {
    const { ana, bot, upTo, session } = startAlone("space");
    await upTo("db-single");
    const before = session();
    const { press } = ana.button("the primary key");
    expect(await new Person("bea", bot).pressesId(press)).toBe(phrases.expired);
    expect(await new Person("ana", bot, { conversation: "den" }).pressesId(press)).toBe(phrases.expired);
    expect(session()).toEqual(before);
  });

  it("may be played by many at once, each with their own", async () => {
    const { bot, store } = makeBot(small);
    const people = ["ana", "bea", "cem"].map((name) => new Person(name, bot));
    const shown = await Promise.all(people.map((person) => person.commands("quiz databases 2 mode:solo")));
    expect(shown.every((text) => text.includes(words.question(1, 2)))).toBe(true);
    expect(Object.keys(store.under("solo-quizzes/"))).toHaveLength(3);
  });

  it("goes on beside a group's game in the same place", async () => {
    const { ana, begin, session } = startAlone("space");
    await begin();
    await ana.commands("quiz databases 2 mode:group");
    expect(session()).toMatchObject({ at: 0 });
    // What ends is the game that everybody sees; the quiz alone after it.
    await ana.commands("quiz stop");
    expect(session()).toMatchObject({ at: 0 });
    expect(await ana.commands("quiz stop")).toBe(words.stopped(0, 0));
  });

  it("scores a question once a season in a space, and again in the next", async () => {
    const { ana, clock, begin, openId, board } = startAlone("space");
    const answerAll = async () => {
      await ana.commands("quiz stop");
      await begin(6);
      for (let at = 0; at < 6; at++) {
        const label = rightButtons.get(openId() ?? "");
        await (label === undefined ? ana.commands("quiz skip") : ana.presses(label));
      }
    };
    for (let times = 0; times < 3; times++) await answerAll();
    expect((await board()).own?.points).toBe(200);
    clock.advance(15 * dayMs);
    await answerAll();
    expect((await board()).own?.points).toBe(400);
  });

  it("scores the same question for every person, and in every space", async () => {
    const { bot, store, clock } = makeBot(small);
    const play = async (name: string, space: string) => {
      const person = new Person(name, bot, { space, conversation: space });
      let shown = await person.commands("quiz databases 6 mode:solo");
      while (!shown.includes("Which key names a row?")) shown = await person.commands("quiz skip");
      await person.presses("the primary key");
      const query = { space: `test/${space}`, period: "all", person: `test/${name}`, at: clock.now() } as const;
      return (await readBoard(store, query)).own?.points;
    };
    expect([await play("ana", "club"), await play("bea", "club"), await play("ana", "guild")]).toEqual([100, 100, 100]);
  });

  it("scores on no board in direct messages, and counts in the person's progress all the same", async () => {
    const { ana, upTo, store } = startAlone("direct");
    await upTo("db-single");
    await ana.presses("the primary key");
    expect(store.under("board-scores/")).toEqual({});
    expect(Object.values(store.under("progress/"))).toMatchObject([{ answered: 1, right: 1 }]);
  });

  it("goes on when an edit has removed a question that was to come", async () => {
    const parts = makeBot(small);
    const [quiz] = small.base.quizzes.values();
    if (!quiz) throw new Error("there is a quiz");
    const { begin, session } = startAlone("direct", parts);
    await begin(3);
    const [, removed] = session()?.questions ?? [];
    const left = { ...quiz, questions: questions.filter(({ id }) => id !== removed) };
    const edited = { ...small, base: { ...small.base, quizzes: new Map([[quiz.id, left]]) } };
    const later = startAlone("direct", { ...makeBot(edited, { store: parts.store }), store: parts.store });
    const shown = await later.ana.commands("quiz skip");
    expect(shown).not.toContain("That was it");
    expect(shown).toContain(words.question(3, 3));
  });

  it("shows every option in every place about equally often, from question to question", async () => {
    const { ana, begin, session, openId } = startAlone("space");
    const places = new Map<string, number>();
    for (let game = 0; game < 600; game++) {
      await begin();
      for (let at = 0; at < 6; at++) {
        if (openId() === "db-multiple") {
          session()?.shown.forEach((option, place) => {
            const seen = `option ${option} in place ${place}`;
            places.set(seen, (places.get(seen) ?? 0) + 1);
          });
        }
        await ana.commands("quiz skip");
      }
    }
    // Each of 4 × 4 is expected 150 times, give or take 11.
    expect(places.size).toBe(16);
    expect([...places].filter(([, count]) => count < 100)).toEqual([]);
  });
});
