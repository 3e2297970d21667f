/** Whole games of a group: what everybody sees, what is said to one alone, and what survives processes that die. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Question } from "../src/core/knowledge/base.ts";
import { quiz as words } from "../src/core/phrases/quiz.ts";
import { phrases } from "../src/core/phrases.ts";
import { encodePress } from "../src/core/press.ts";
import { readBoard } from "../src/core/quiz/boards/boards.ts";
import type { Result, Session } from "../src/core/quiz/group/session-schema.ts";
import { recent } from "../src/core/quiz/recent.ts";
import { offered } from "../src/core/quiz/replies.ts";
import { pointsOf } from "../src/core/quiz/scoring.ts";
import { replyText } from "../src/core/reply.ts";
import { Club, type Fate, seededRandom, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";

const small = await smallKnowledge();
const questions = small.base.quizzes.get("databases")?.questions ?? [];
const { game: say } = words;
const secondMs = 1000;
const minuteMs = 60 * secondMs;
const dayMs = 24 * 60 * minuteMs;
/** The longest a round with its reveal takes. */
const roundMs = 105 * secondMs;
const names = ["ana", "bea", "cem"] as const;

// A process that dies in the middle of an alarm never ends the interval that renews its lease.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

type Bot = ReturnType<Club["start"]>["bot"];

/** A conversation in which a game may be played. */
function lookInto(club: Club, conversation = "lobby", thread?: string) {
  const id = thread === undefined ? `test/${conversation}` : `test/${conversation}/${thread}`;
  const session = () => club.under("games/")[`games/${id}`] as Session | undefined;
  const open = (): Question => {
    const now = session();
    const found = questions.find((one) => one.id === now?.questions[now.round]);
    if (!found) throw new Error("no question is open");
    return found;
  };
  return {
    session,
    open,
    kind: () => session()?.state.kind,
    results: (): readonly Result[] => {
      const state = session()?.state;
      return state?.kind === "revealing" ? state.results : [];
    },
    texts: () => club.chat.texts(conversation, thread),
    last: () => club.chat.texts(conversation, thread).at(-1) ?? "",
    /** What somebody does who knows the answer, or doesn't: one press, several, or a form. */
    async answer(person: Person, isRight: boolean): Promise<string> {
      const question = open();
      const press = async (labels: readonly string[]) => {
        let heard = "";
        for (const label of labels) heard = await person.presses(label);
        return heard;
      };
      switch (question.kind) {
        case "single":
          return press(
            question.options
              .filter(({ right = false }) => right === isRight)
              .map(({ text }) => text)
              .slice(0, 1),
          );
        case "multiple": {
          const meant = question.options.filter(({ right = false }) => right === isRight);
          return press([...meant.map(({ text }) => text), say.done]);
        }
        case "true-false":
          return press([question.answer === isRight ? words.yes : words.no]);
        case "order":
          return press(isRight ? question.items : question.items.toReversed());
        case "short":
          await person.presses(say.answer);
          return person.fillsIn(isRight ? (question.accept?.[0] ?? String(question.number)) : "no idea");
        default:
          return question satisfies never;
      }
    },
  };
}

/** A club with one process, three players and an owner. */
function gather(seed = 1, knowledge = small) {
  const club = new Club(knowledge, seed);
  const { bot, alarms, store } = club.start();
  const join = (name: string, where: ConstructorParameters<typeof Person>[2] = {}) =>
    new Person(name, bot, where, club.chat);
  const table = lookInto(club);
  const [ana, bea, cem] = [join("ana", { name: "Ana" }), join("bea", { name: "Bea" }), join("cem", { name: "Cem" })];
  const pass = (ms: number) => club.pass(ms, alarms);
  /** Let time pass until something else is to be seen. */
  const passUntil = async (kind: Session["state"]["kind"]) => {
    for (let left = 10; table.kind() !== kind; left--) {
      const next = await club.nextDue();
      if (left === 0 || next === undefined) throw new Error(`it is ${table.kind()} and never ${kind}`);
      await pass(next);
    }
  };
  return {
    ...table,
    club,
    store,
    bot,
    join,
    ana,
    bea,
    cem,
    owner: join("owner", { mayAdminister: true }),
    pass,
    passUntil,
    /** Until the game's end was shown, and for a while after it. */
    async finish() {
      for (let left = 200; table.session() !== undefined; left--) {
        if (left === 0) throw new Error("the game never ends");
        await pass((await club.nextDue()) ?? minuteMs);
      }
    },
    board: (person: string, topic?: string) =>
      readBoard(store, { space: "test/club", period: "week", topic, person: `test/${person}`, at: club.clock.now() }),
    /** Start a game whose first question is one of these. */
    async startWith(count: number, ...ids: string[]) {
      for (let tries = 0; tries < 100; tries++) {
        await ana.commands(`quiz databases ${count}`);
        ana.whispers.length = 0;
        if (ids.length === 0 || ids.includes(table.open().id)) return;
        await ana.commands("quiz stop");
        // Else the same would come first again and again, those asked longest ago.
        await store.update(recent, "test/lobby/databases", () => ({ after: undefined, result: undefined }));
      }
      throw new Error(`none of ${ids.join()} comes first`);
    },
  };
}

/** Labels of a question's options. */
const right = "the primary key";
const wrong = "the house key";

describe("a group's game", () => {
  it("goes from its start to its standings, with everything seen once", async () => {
    const { ana, bea, cem, session, open, answer, texts, pass, passUntil, finish, board } = gather();
    await ana.commands("quiz databases 6");
    let points = 0;
    for (let round = 0; round < 6; round++) {
      expect(session()).toMatchObject({ round, state: { kind: "asking" }, isSent: true });
      points += Math.round(pointsOf[open().difficulty] * 1.5);
      expect(texts().at(-1)).toContain(`Databases · ${words.question(round + 1, 6)}`);
      await answer(ana, true);
      await answer(bea, false);
      if (session()?.state.kind === "asking") await passUntil("revealing");
      expect(texts().at(-1)).toContain(say.revealed(round + 1, 6));
      expect(texts()).toHaveLength(round + 2);
      if (round < 5) await passUntil("asking");
    }
    await finish();
    await pass(dayMs);
    expect(texts()).toHaveLength(8);
    expect(cem.whispers).toEqual([]);
    expect(texts()[0]).toBe(say.starting("Databases", 6));
    expect(texts().at(-1)).toContain(say.finished("Databases"));
    expect(texts().at(-1)).toContain(`🥇 | Ana | ${points} | 6/6`);
    expect(texts().at(-1)).not.toContain("Bea");
    for (const topic of [undefined, "databases"]) {
      expect((await board("bea", topic)).top).toMatchObject([{ rank: 1, person: "test/ana", name: "Ana", points }]);
    }
  });

  it("takes a guess in private, and shows nobody anything of it before the reveal", async () => {
    const { ana, bea, startWith, texts, passUntil, last } = gather();
    await startWith(2, "db-single");
    const before = texts();
    expect(await bea.presses(right)).toBe(say.yours(`“${right}”`));
    expect(bea.whispers).toEqual([say.yours(`“${right}”`)]);
    expect(texts()).toEqual(before);
    expect(ana.whispers.join()).not.toMatch(/primary|Bea/);
    await passUntil("revealing");
    expect(last()).toContain("Bea");
  });

  it("lets everybody change their mind once, and says what stands", async () => {
    const { bea, startWith, passUntil, results } = gather();
    await startWith(2, "db-single");
    const heard: string[] = [];
    for (const label of [wrong, wrong, right, right, wrong]) heard.push(await bea.presses(label));
    const [quoted, wrongQuoted] = [`“${right}”`, `“${wrong}”`];
    expect(heard).toEqual([
      say.yours(wrongQuoted),
      say.same(wrongQuoted),
      say.yoursNow(quoted),
      say.same(quoted),
      say.noMoreChanges(quoted),
    ]);
    await passUntil("revealing");
    expect(results()).toMatchObject([{ person: "bea", grade: 1, picked: [0] }]);
  });

  it.each(["db-multiple", "db-order"])("adds up the presses of %s, and says how far it is", async (id) => {
    const { bea, startWith, open, passUntil, results } = gather();
    await startWith(2, id);
    const options = offered(open());
    expect(await bea.presses(options[0] ?? "")).toBe(say.soFar(`“${options[0]}”`));
    expect(await bea.presses(options[0] ?? "")).toBe(say.nothingYet);
    for (const label of options) await bea.presses(label);
    if (id === "db-order") expect(bea.whispers.at(-1)).toBe(say.soFar(`“${options.join(", ")}”`));
    else for (const label of ["Redis", "MongoDB"]) await bea.presses(label);
    await passUntil("revealing");
    expect(results()).toMatchObject([{ person: "bea", grade: 1 }]);
  });

  it.each([
    ["db-short", "havin", 1],
    ["db-number", "1,024 bytes", 1],
    ["db-number", "7 cats", 0],
  ])("takes what is typed into the form of %s: %j", async (id, text, grade) => {
    const { bea, startWith, passUntil, results } = gather();
    await startWith(2, id);
    expect(await bea.presses(say.answer)).toContain(say.answerLabel);
    expect(await bea.fillsIn("  ")).toBe(say.nothingYet);
    expect(await bea.fillsIn(text)).toBe(say.yours(`“${text}”`));
    await passUntil("revealing");
    expect(results()).toMatchObject([{ person: "bea", grade, text }]);
  });

  it("waits for the bell in the first round, and then for nobody but those who play", async () => {
    const { ana, bea, cem, answer, kind, passUntil, session } = gather();
    await ana.commands("quiz databases 6");
    for (const person of [ana, bea]) await answer(person, true);
    expect(kind()).toBe("asking");
    await passUntil("revealing");
    while (session()?.round !== 5) {
      await passUntil("asking");
      await answer(ana, true);
      expect(kind()).toBe("asking");
      await answer(bea, true);
      expect(kind()).toBe("revealing");
      expect(session()?.players).not.toHaveProperty("cem");
    }
    expect(cem.whispers).toEqual([]);
  });

  it("does not wait for who has left", async () => {
    const { ana, bea, cem, startWith, answer, passUntil, kind } = gather();
    await startWith(6, "db-single");
    for (const person of [ana, bea]) await answer(person, true);
    await passUntil("revealing");
    await passUntil("asking");
    await answer(cem, true);
    await answer(ana, true);
    if (kind() === "asking") await passUntil("revealing");
    await passUntil("asking");
    await answer(ana, true);
    await answer(cem, true);
    expect(kind()).toBe("revealing");
  });

  it("reveals what is right and why, how many chose what, who scored and what to read, in the question's place", async () => {
    const { ana, bea, cem, owner, startWith, passUntil, club, last } = gather();
    await startWith(2, "db-single");
    const shown = club.chat.in().at(-1);
    for (const person of [ana, bea]) await person.presses(right);
    await cem.presses(wrong);
    await passUntil("revealing");
    expect(club.chat.in().at(-1)).toMatchObject({ id: shown?.id, edits: 1 });
    const text = last();
    expect(text).toContain("Which key names a row?");
    expect(text).toContain(words.rightAnswer(right));
    expect(text).toContain("The primary key is unique.");
    expect(text).toContain("Keys (https://example.org/keys)");
    expect(text).toContain(say.everybody(3, 2));
    expect(text).toContain(`✓ ${right} | 2`);
    expect(text).toContain(`${wrong} | 1`);
    expect(text).toContain("the foreign key | –");
    expect(text).toMatch(/Points: (Ana|Bea) \+150, (Ana|Bea) \+150/);
    expect(text).not.toContain("Cem");
    expect(text).toContain(`[${words.learnMore("SQL")}]`);
    expect(await owner.presses(words.learnMore("SQL"))).toContain("SQL");
    // Buttons of the options are gone with the question.
    expect(text).not.toContain(`[${right}]`);
  });

  it("says that nobody answered", async () => {
    const { ana, passUntil, last } = gather();
    await ana.commands("quiz databases 3");
    await passUntil("revealing");
    expect(last()).toContain(say.nobody);
    expect(last()).not.toContain(say.chosen);
  });

  it("adds up to half as many points for speed, less the later it is", async () => {
    const { ana, bea, cem, startWith, session, pass, passUntil, results } = gather();
    await startWith(2, "db-single");
    const [time = 0] = session()?.roundTimes ?? [];
    await ana.presses(right);
    await pass(time / 2);
    await bea.presses(right);
    await pass(time / 2 - 1);
    await cem.presses(right);
    await passUntil("revealing");
    expect(Object.fromEntries(results().map(({ person, points }) => [person, points]))).toEqual({
      ana: 150,
      bea: 125,
      cem: 100,
    });
  });

  it("adds nothing for speed where an administrator has switched that off", async () => {
    const { ana, owner, startWith, passUntil, results } = gather();
    await owner.commands("settings quiz-speed off");
    await startWith(2, "db-single");
    await ana.presses(right);
    await passUntil("revealing");
    expect(results()).toMatchObject([{ person: "ana", points: 100 }]);
  });

  it("adds nothing to an answer by a pause after it", async () => {
    const { ana, bea, startWith, session, pass, passUntil, results } = gather();
    await startWith(2, "db-single");
    const [time = 0] = session()?.roundTimes ?? [];
    await pass(time / 2);
    await bea.presses(right);
    await ana.commands("quiz pause");
    await ana.commands("quiz resume");
    await passUntil("revealing");
    expect(results()[0]?.points).toBeLessThanOrEqual(125);
  });

  it("ends after two rounds that nobody answered", async () => {
    const { ana, finish, last, texts } = gather();
    await ana.commands("quiz databases 6");
    await finish();
    expect(last()).toContain(say.abandoned("Databases"));
    expect(last()).toContain(say.noPoints);
    expect(texts()).toHaveLength(4);
  });

  it("counts on no board when one person played it alone", async () => {
    const { bea, startWith, finish, board, last } = gather();
    await startWith(1, "db-single");
    await bea.presses(right);
    await finish();
    expect(last()).toContain("🥇 | Bea | 150 | 1/1");
    expect(last()).toContain(say.alone);
    expect(await board("bea")).toMatchObject({ top: [], own: undefined });
  });

  it("is revealed early by who has chosen several and says that this is all", async () => {
    const { ana, bea, startWith, answer, passUntil, kind, open } = gather();
    await startWith(2, "db-single");
    for (const person of [ana, bea]) await answer(person, true);
    await passUntil("revealing");
    await passUntil("asking");
    for (let tries = 0; tries < 50 && open().kind !== "multiple"; tries++) {
      await ana.commands("quiz stop");
      await startWith(2, "db-single");
      for (const person of [ana, bea]) await answer(person, true);
      await passUntil("revealing");
      await passUntil("asking");
    }
    await answer(ana, true);
    await bea.presses("Redis");
    expect(kind()).toBe("asking");
    expect(await bea.presses(say.done)).toContain(say.yours("“Redis”"));
    expect(kind()).toBe("revealing");
  });

  it("shows ties as ties, and the places after them", async () => {
    const { ana, bea, cem, join, owner, startWith, finish, last } = gather();
    const dia = join("dia", { name: "Dia" });
    await owner.commands("settings quiz-speed off");
    await startWith(1, "db-single");
    for (const person of [ana, bea, cem, dia]) await person.presses(right);
    await finish();
    for (const name of ["Ana", "Bea", "Cem", "Dia"]) expect(last()).toContain(`🥇 | ${name} | 100 | 1/1`);
    expect(last()).not.toContain("🥈");
    await startWith(1, "db-multiple");
    for (const person of [ana, bea]) for (const label of ["PostgreSQL", "MySQL"]) await person.presses(label);
    for (const person of [cem, dia]) await person.presses("MySQL");
    await finish();
    for (const name of ["Ana", "Bea"]) expect(last()).toContain(`🥇 | ${name} | 200 | 1/1`);
    for (const name of ["Cem", "Dia"]) expect(last()).toContain(`🥉 | ${name} | 100 | 0/1`);
  });

  it("asks other questions in the next game, as long as there are some", async () => {
    const { ana, session, finish } = gather();
    const asked: string[] = [];
    for (let game = 0; game < 3; game++) {
      await ana.commands("quiz databases 2");
      asked.push(...(session()?.questions ?? []));
      await finish();
    }
    expect(new Set(asked).size).toBe(6);
  });

  it("can be started again from its standings", async () => {
    const { ana, cem, startWith, finish, texts, kind } = gather();
    await startWith(1);
    await finish();
    await cem.presses(words.again);
    expect(texts().at(-1)).toContain(words.question(1, 5));
    expect([kind(), ana.whispers]).toEqual(["asking", []]);
  });
});

describe("a group's game without a clock", () => {
  async function startSlowly() {
    const parts = gather();
    await parts.owner.commands("settings quiz-clock off");
    await parts.startWith(3, "db-single");
    return parts;
  }

  it("has no time limit, and gives all points without a bonus", async () => {
    const { ana, bea, pass, kind, results, last } = await startSlowly();
    expect(last()).toContain(say.noClock);
    await ana.presses(right);
    await pass(14 * minuteMs);
    await bea.presses(right);
    expect(kind()).toBe("asking");
    await ana.presses(say.reveal);
    expect(results().map(({ points }) => points)).toEqual([100, 100]);
  });

  it("is revealed by whoever began it or an administrator, and nobody else", async () => {
    for (const leader of ["ana", "owner"] as const) {
      const parts = await startSlowly();
      expect(await parts.bea.presses(say.reveal)).toBe(say.notYours);
      expect(parts.kind()).toBe("asking");
      await parts[leader].presses(say.reveal);
      expect(parts.kind()).toBe("revealing");
    }
  });

  it("goes on when anybody wants the next question, and at a reveal no sooner", async () => {
    const { ana, bea, cem, pass, session, kind, texts } = await startSlowly();
    await bea.presses(right);
    await ana.presses(say.reveal);
    await pass(14 * minuteMs);
    expect(kind()).toBe("revealing");
    const before = texts().length;
    await cem.presses(say.next);
    expect(session()).toMatchObject({ round: 1, state: { kind: "asking" } });
    expect(texts()).toHaveLength(before + 1);
    expect(await bea.presses(say.next)).toBe(say.tooLate);
  });

  it("shows the next question once when several want it at once", async () => {
    const { ana, bea, cem, session, texts } = await startSlowly();
    await bea.presses(right);
    await ana.presses(say.reveal);
    const before = texts().length;
    await Promise.all([ana, bea, cem].map((person) => person.presses(say.next)));
    expect(session()?.round).toBe(1);
    expect(texts()).toHaveLength(before + 1);
  });

  it("ends by itself when nobody is there any more, with its points on the board", async () => {
    const { ana, bea, pass, finish, last, board, session } = await startSlowly();
    await ana.presses(wrong);
    await bea.presses(right);
    await finish();
    expect(last()).toContain(say.abandoned("Databases"));
    expect((await board("bea")).top).toMatchObject([{ points: 100 }]);
    await pass(dayMs);
    expect(session()).toBeUndefined();
  });
});

describe("whoever leads a game", () => {
  it("skips to the answer, and from there to the next question, and hears when there is nothing to skip", async () => {
    const { ana, bea, startWith, session, kind } = gather();
    await startWith(2, "db-single");
    await bea.presses(right);
    expect(await ana.commands("quiz skip")).toContain(say.skipping);
    expect(kind()).toBe("revealing");
    await ana.commands("quiz skip");
    expect(session()).toMatchObject({ round: 1, state: { kind: "asking" } });
    await ana.commands("quiz pause");
    expect(await ana.commands("quiz skip")).toBe(say.nothingToSkip);
    expect(await ana.commands("quiz pause")).toBe(say.cannotPause);
    expect(kind()).toBe("paused");
  });

  it("keeps a paused game's question from being answered, and says so", async () => {
    const { ana, bea, startWith, passUntil, results } = gather();
    await startWith(2, "db-single");
    await bea.presses(wrong);
    await ana.commands("quiz pause");
    expect(await bea.presses(right)).toBe(say.isPaused);
    await ana.commands("quiz resume");
    await passUntil("revealing");
    expect(results()).toMatchObject([{ person: "bea", grade: 0 }]);
  });

  it.each(["skip", "stop", "pause"])("is who began it or an administrator: nobody else may %s", async (what) => {
    for (const leader of ["ana", "owner"] as const) {
      const parts = gather();
      await parts.startWith(3);
      const before = parts.session();
      expect(await parts.bea.commands(`quiz ${what}`)).toBe(say.notYours);
      expect(parts.session()).toEqual(before);
      await parts[leader].commands(`quiz ${what}`);
      const kinds = { skip: "revealing", stop: undefined, pause: "paused" };
      expect(parts.kind()).toBe(kinds[what as keyof typeof kinds]);
    }
  });

  it("alone may go on after a pause, with the guesses that were made", async () => {
    const { ana, bea, startWith, pass, kind, session, passUntil, results } = gather();
    await startWith(3, "db-single");
    await bea.presses(right);
    await ana.commands("quiz pause");
    expect(kind()).toBe("paused");
    await pass(dayMs / 2);
    expect(await bea.commands("quiz resume")).toBe(say.notYours);
    expect(kind()).toBe("paused");
    await ana.commands("quiz resume");
    expect(session()).toMatchObject({ round: 0, state: { kind: "asking" } });
    await passUntil("revealing");
    expect(results()).toMatchObject([{ person: "bea", grade: 1 }]);
  });

  it("counts the open round by stopping, and gives out the points", async () => {
    const { ana, bea, startWith, texts, board, session } = gather();
    await startWith(3, "db-single");
    await ana.presses(wrong);
    await bea.presses(right);
    await ana.commands("quiz stop");
    expect(session()).toBeUndefined();
    expect(texts().at(-2)).toContain(say.revealed(1, 3));
    expect(texts().at(-1)).toContain(say.stopped("Databases"));
    expect((await board("bea")).top).toMatchObject([{ person: "test/bea", points: 150 }]);
  });

  it("hears that there is nothing to stop, skip or pause when there is no game", async () => {
    const { ana } = gather();
    for (const what of ["stop", "skip", "pause"]) expect(await ana.commands(`quiz ${what}`)).toBe(words.nothingToStop);
  });

  it("loses a game that stays paused for a day, and nobody loses points by that", async () => {
    const { ana, bea, startWith, passUntil, finish, last, board, kind } = gather();
    await startWith(3, "db-single");
    await ana.presses(wrong);
    await bea.presses(right);
    await passUntil("revealing");
    await ana.commands("quiz pause");
    expect(kind()).toBe("paused");
    await finish();
    expect(last()).toContain(say.stopped("Databases"));
    expect((await board("bea")).top).toMatchObject([{ points: 150 }]);
  });
});

describe("a conversation with a game", () => {
  it("has no second one, and the first goes on untouched", async () => {
    const { ana, bea, startWith, session, texts } = gather();
    await startWith(3);
    const [before, shown] = [session(), texts()];
    const busy = [await bea.commands("quiz databases"), await ana.commands("quiz db 3 mode:group")];
    for (const text of busy) expect(text).toMatch(new RegExp(`^${say.busy("Databases")}\\n`));
    // Both see the way to the game that is running, and it is for their eyes only.
    expect([...bea.whispers, ...ana.whispers]).toEqual(busy);
    expect(busy[0]).toContain(words.question(1, 3));
    expect([session(), texts()]).toEqual([before, shown]);
  });

  it("has one game when two start one at once", async () => {
    const { ana, bea, texts, session } = gather();
    const heard = await Promise.all([ana, bea].map((person) => person.commands("quiz databases 3")));
    expect(heard.filter((text) => text.startsWith(say.busy("Databases")))).toHaveLength(1);
    expect(texts()).toHaveLength(2);
    expect(session()).toMatchObject({ round: 0, isSent: true });
  });

  it("does not keep others and its own threads from playing", async () => {
    const { club, join, startWith, ana, finish, last } = gather();
    await startWith(1, "db-single");
    const others = [
      { person: join("ana", { name: "Ana", conversation: "den" }), place: lookInto(club, "den") },
      { person: join("ana", { name: "Ana", thread: "t1" }), place: lookInto(club, "lobby", "t1") },
      { person: join("ana", { name: "Ana", thread: "t2" }), place: lookInto(club, "lobby", "t2") },
    ];
    for (const { person, place } of others) {
      await person.commands("quiz databases 1");
      expect(place.kind()).toBe("asking");
      await place.answer(person, true);
    }
    await ana.presses(right);
    await finish();
    await club.pass(roundMs, club.start().alarms);
    expect(last()).toContain("1/1");
    for (const { place } of others) expect(place.last()).toContain("🥇 | Ana");
  });

  it("answers questions meanwhile", async () => {
    const { bea, startWith, session } = gather();
    await startWith(3);
    const before = session();
    expect(await bea.says("How do I find my first job?")).toContain("Ask the people you know first.");
    expect(session()).toEqual(before);
  });
});

describe("a press that no longer counts, or never did", () => {
  it("is told so, in private, when its question is over", async () => {
    const { ana, bea, startWith, passUntil, session } = gather();
    await startWith(3, "db-single");
    const old = bea.button(right).press;
    await ana.presses(right);
    await passUntil("revealing");
    const revealed = session();
    expect(await bea.pressesId(old)).toBe(say.tooLate);
    expect(session()).toEqual(revealed);
    await passUntil("asking");
    const asking = session();
    expect(await bea.pressesId(old)).toBe(say.tooLate);
    expect(session()).toEqual(asking);
    expect(bea.whispers).toEqual([say.tooLate, say.tooLate]);
  });

  it("is told so when its game is over, or it is another conversation's", async () => {
    const { ana, bea, join, startWith, club } = gather();
    await startWith(3, "db-single");
    const { press } = bea.button(right);
    expect(await join("bea", { conversation: "den" }).pressesId(press)).toBe(phrases.expired);
    expect(Object.keys(club.under("guesses/"))).toEqual([]);
    await ana.commands("quiz stop");
    expect(await bea.pressesId(press)).toBe(phrases.expired);
    await startWith(3, "db-single");
    expect(await bea.pressesId(press)).toBe(phrases.expired);
    expect(Object.keys(club.under("guesses/"))).toEqual([]);
  });

  it("is told so when it is on the form of a question that is over", async () => {
    const { bea, startWith, passUntil, session } = gather();
    await startWith(3, "db-short");
    await bea.presses(say.answer);
    await passUntil("revealing");
    const before = session();
    expect(await bea.fillsIn("having")).toBe(say.tooLate);
    expect(session()).toEqual(before);
  });

  it("is harmless and private whatever its id says", async () => {
    const { bea, startWith, session, texts, club } = gather();
    await startWith(3, "db-single");
    const game = session()?.game ?? "";
    const part = fc.oneof(
      fc.constantFrom(
        game,
        "0",
        "1",
        "-1",
        "99",
        "pick",
        "type",
        "done",
        "reveal",
        "next",
        "",
        "__proto__",
        "toString",
      ),
      fc.string({ maxLength: 6 }),
    );
    const usual = fc.tuple(fc.constantFrom("game", "solo"), part, part, part, part);
    const args = fc.oneof(
      usual,
      fc.array(part, { maxLength: 5 }),
      usual.map(([kind, , ...rest]) => [kind, game, ...rest]),
    );
    await fc.assert(
      fc.asyncProperty(args, async (given) => {
        const isGuess = given[1] === game && given[2] === "0" && given[3] === "pick" && /^[012]$/.test(given[4] ?? "");
        fc.pre(given[0] !== "start" && given[0] !== "report" && !isGuess);
        const [before, shown] = [session(), texts()];
        const heard = await bea.pressesId(encodePress({ command: "quiz", arguments: [...given] }));
        expect([phrases.expired, say.tooLate, say.notYours, say.nothingYet]).toContain(heard);
        expect([session(), texts()]).toEqual([before, shown]);
        expect(Object.keys(club.under("guesses/"))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("counts as long as the round has not been closed", async () => {
    const { bea, startWith, session, club, passUntil, results } = gather();
    await startWith(3, "db-single");
    club.clock.advance(session()?.roundTimes[0] ?? 0);
    expect(await bea.presses(right)).toBe(say.yours(`“${right}”`));
    await passUntil("revealing");
    expect(results()).toMatchObject([{ person: "bea", points: 100 }]);
  });

  it("counts for certain if the player is told what they chose, wherever in it the bell rings", async () => {
    const heard = new Set<string>();
    for (let at = 1; at <= 12; at++) {
      const club = new Club(small);
      const ringer = club.start();
      let left = Number.POSITIVE_INFINITY;
      const handler = club.start({
        async before() {
          left -= 1;
          if (left === 0) await ringer.alarms.runDue();
        },
        after() {},
      });
      const table = lookInto(club);
      const [ana, bea] = [new Person("ana", ringer.bot, {}, club.chat), new Person("bea", handler.bot, {}, club.chat)];
      do {
        await ana.commands("quiz stop");
        await ana.commands("quiz databases 3");
      } while (table.open().id !== "db-single");
      club.clock.advance(table.session()?.roundTimes[0] ?? 0);
      left = at;
      const told = await bea.presses(right);
      await ringer.alarms.runDue();
      const isCounted = table.results().some(({ person }) => person === "bea");
      if (told === say.yours(`“${right}”`)) expect(isCounted).toBe(true);
      else expect([say.atTheBell, say.tooLate]).toContain(told);
      if (told === say.tooLate) expect(isCounted).toBe(false);
      heard.add(told);
    }
    expect(heard.size).toBe(3);
  });
});

describe("a game whose knowledge is edited", () => {
  /** The small quiz without some of its questions. */
  function without(ids: readonly string[]) {
    const [quiz] = small.base.quizzes.values();
    if (!quiz) throw new Error("there is a quiz");
    const left = { ...quiz, questions: quiz.questions.filter(({ id }) => !ids.includes(id)) };
    return { ...small, base: { ...small.base, quizzes: new Map([[quiz.id, left]]) } };
  }

  it.each([0, 1, 2])("goes on without the question of round %i when that is removed", async (round) => {
    const { ana, bea, club, startWith, session, answer, finish, board, last } = gather();
    await startWith(3);
    const removed = session()?.questions[round] ?? "";
    const answered = new Set<string>();
    club.knowledge = without([removed]);
    for (let steps = 0; session() !== undefined && steps < 40; steps++) {
      const now = session();
      const asked = now?.questions[now.round] ?? "";
      if (now?.state.kind === "asking" && asked !== removed && !answered.has(asked)) {
        answered.add(asked);
        await answer(ana, false);
        await answer(bea, true);
      }
      await club.pass((await club.nextDue()) ?? 0, club.start().alarms);
    }
    await finish();
    expect(answered.size).toBe(2);
    expect(last()).toContain(say.finished("Databases"));
    expect(last()).toContain("2/2");
    expect((await board("bea")).own?.points).toBeGreaterThanOrEqual(200);
  });

  it("tells who presses a removed question that it has expired", async () => {
    const { bea, club, startWith } = gather();
    await startWith(3, "db-single");
    club.knowledge = without(["db-single"]);
    expect(await bea.presses(right)).toBe(phrases.expired);
  });

  it("ends when its whole topic is removed, and keeps its points", async () => {
    const { ana, bea, club, startWith, passUntil, pass, board, kind } = gather();
    await startWith(3, "db-single");
    await ana.presses(wrong);
    await bea.presses(right);
    await passUntil("revealing");
    club.knowledge = { ...small, base: { ...small.base, quizzes: new Map() } };
    await pass(20 * minuteMs);
    expect([undefined, "over"]).toContain(kind());
    expect((await board("bea")).own?.points).toBe(150);
  });
});

describe("a game whose messages do not arrive", () => {
  it("shows a lost question again, with all its time", async () => {
    const { ana, club, session, texts, pass, kind } = gather();
    club.chat.isDown = true;
    await ana.commands("quiz databases 3");
    expect(session()).toMatchObject({ isSent: false });
    club.chat.isDown = false;
    await pass(10 * secondMs);
    expect(session()).toMatchObject({ isSent: true, round: 0, state: { kind: "asking" } });
    expect(texts()).toHaveLength(1);
    await pass((session()?.roundTimes[0] ?? 0) - 1);
    expect(kind()).toBe("asking");
  });

  it("shows a lost reveal again, and the next question no sooner than after it", async () => {
    const { ana, bea, club, startWith, pass, passUntil, last, kind } = gather();
    await startWith(3, "db-single");
    await bea.presses(right);
    club.chat.isDown = true;
    await passUntil("revealing");
    club.chat.isDown = false;
    await pass(10 * secondMs);
    expect(last()).toContain(say.revealed(1, 3));
    expect(kind()).toBe("revealing");
    expect(ana.whispers).toEqual([]);
  });

  it("waits without a clock for somebody to go on, also when the reveal was shown late", async () => {
    const { ana, bea, owner, club, startWith, pass, kind, last } = gather();
    await owner.commands("settings quiz-clock off");
    await startWith(3, "db-single");
    await bea.presses(right);
    club.chat.isDown = true;
    await ana.presses(say.reveal);
    club.chat.isDown = false;
    await pass(5 * minuteMs);
    expect(last()).toContain(say.revealed(1, 3));
    expect(kind()).toBe("revealing");
  });

  it("is given up when nothing arrives for long, and its points are kept", async () => {
    const { ana, bea, club, startWith, pass, passUntil, board, kind } = gather();
    await startWith(3, "db-single");
    await ana.presses(wrong);
    await bea.presses(right);
    await passUntil("revealing");
    club.chat.isDown = true;
    await pass(5 * minuteMs);
    expect([undefined, "over"]).toContain(kind());
    expect((await board("bea")).own?.points).toBe(150);
  });

  it("shows its lost standings again", async () => {
    const { ana, bea, club, startWith, pass, passUntil, board, last } = gather();
    await startWith(1, "db-single");
    await ana.presses(wrong);
    await bea.presses(right);
    await passUntil("revealing");
    club.chat.isDown = true;
    await pass(6 * secondMs);
    club.chat.isDown = false;
    await pass(10 * secondMs);
    expect(last()).toContain(say.finished("Databases"));
    expect((await board("bea")).own?.points).toBe(150);
  });
});

type Running = ReturnType<Club["start"]> & { died: Promise<"died"> };
/** What becomes of an operation on the store, counted from 1, while the game is in a state. */
type Plan = (operation: number, kind: string | undefined) => "go" | "throw" | "die before" | "die after";

/**
 * A whole game of three rounds, with players who answer in every one of them, through processes of which each works
 * until it dies; then there is a new one.
 */
async function survive(plan: Plan, seed: number) {
  const club = new Club(small, seed);
  const chance = seededRandom(seed + 1);
  let operations = 0;
  const starts = () => {
    const { promise, resolve } = Promise.withResolvers<"died">();
    let isDead = false;
    const die = () => {
      isDead = true;
      resolve("died");
      return new Promise<void>(() => {});
    };
    let fate: ReturnType<Plan> = "go";
    const limits: Fate = {
      before() {
        if (isDead) return die();
        operations += 1;
        fate = plan(operations, table.kind());
        if (fate === "throw") throw new Error("out of reach");
        return fate === "die before" ? die() : undefined;
      },
      after: () => (isDead || fate === "die after" ? die() : undefined),
    };
    return { ...club.start(limits), died: promise };
  };
  let running: Running = starts();
  /** Do something, unless the process dies over it; then the next one is there. */
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    const outcome = await Promise.race([act().catch(() => "failed"), running.died]);
    if (outcome === "died") running = starts();
  };
  const bot: Bot = {
    handle: (incoming) => running.bot.handle(incoming),
    wake: (alarm) => running.bot.wake(alarm),
    servesAlarm: (key, platforms) => running.bot.servesAlarm(key, platforms),
    isPatient: () => false,
    complete: () => [],
    sent: (receipt, message) => running.bot.sent(receipt, message),
  };
  const table = lookInto(club);
  const people = names.map((name) => new Person(name, bot, {}, club.chat));
  const [ana] = people;
  const counted = new Map<number, readonly Result[]>();
  const told = new Map<number, Set<string>>();
  let lastSeen: Session | undefined;
  const look = () => {
    const session = table.session();
    if (!session) return;
    lastSeen = session;
    if (session.state.kind !== "revealing") return;
    const known = counted.get(session.round);
    if (known) expect(session.state.results).toEqual(known);
    counted.set(session.round, session.state.results);
  };
  for (let tries = 0; table.session() === undefined && tries < 9; tries++) {
    await attempt(() => ana?.commands("quiz databases 3") ?? Promise.resolve());
  }
  const answered = new Set<string>();
  for (let steps = 0; table.session() !== undefined; steps++) {
    expect(steps, "steps of the game").toBeLessThan(150);
    const now = table.session();
    if (now?.state.kind === "asking" && now.isSent) {
      for (const person of people) {
        const { round } = now;
        const turn = `${round} ${person.origin.person}`;
        if (answered.has(turn) || table.session()?.round !== round || table.kind() !== "asking") continue;
        answered.add(turn);
        const before = person.whispers.length;
        const isRight = chance.next() < 0.6;
        await attempt(() => table.answer(person, isRight));
        const isTold = person.whispers.slice(before).some((text) => text.startsWith("You chose"));
        if (isTold) told.set(round, (told.get(round) ?? new Set()).add(person.origin.person));
        look();
      }
    }
    const next = await club.nextDue();
    if (next === undefined) break;
    club.clock.advance(next);
    await attempt(() => running.alarms.runDue());
    look();
  }
  const sums = new Map<string, number>();
  for (const { person, points } of [...counted.values()].flat()) sums.set(person, (sums.get(person) ?? 0) + points);
  const { store } = club.start();
  const boards = await Promise.all(
    [undefined, "databases"].map((topic) =>
      readBoard(store, { space: "test/club", period: "all", topic, person: "test/ana", at: club.clock.now() }),
    ),
  );
  return {
    operations,
    session: table.session(),
    lastSeen,
    counted,
    told,
    sums: Object.fromEntries([...sums].filter(([, points]) => points > 0)),
    boards: boards.map(({ top }) => Object.fromEntries(top.map(({ person, points }) => [person.slice(5), points]))),
    texts: table.texts(),
  };
}

function expectFairEnd({ session, lastSeen, counted, told, sums, boards, texts }: Awaited<ReturnType<typeof survive>>) {
  expect(session, "the game that is left").toBeUndefined();
  expect(texts.at(-1)).toContain(say.finished("Databases"));
  for (const [round, people] of told) {
    const inResults = counted.get(round)?.map(({ person }) => person) ?? [];
    expect(inResults, `round ${round}`).toEqual(expect.arrayContaining([...people]));
    expect(new Set(inResults).size).toBe(inResults.length);
  }
  const points = Object.entries(lastSeen?.players ?? {}).flatMap(([person, one]) =>
    one.points > 0 ? [[person, one.points]] : [],
  );
  expect(Object.fromEntries(points)).toEqual(sums);
  for (const board of boards) expect(board).toEqual(sums);
}

describe("a game that processes die over", () => {
  it("is fair when none does", async () => {
    const played = await survive(() => "go", 3);
    expectFairEnd(played);
    expect([...played.told.values()].flatMap((people) => [...people]).length).toBeGreaterThan(4);
    expect(played.operations).toBeLessThan(2000);
  });

  it.each(["die before", "die after", "throw"] as const)(
    "finishes, with every answer that was acknowledged and all points once, wherever it is that they %s",
    async (what) => {
      const { operations } = await survive(() => "go", 3);
      const unfair: string[] = [];
      for (let at = 1; at <= operations; at++) {
        const played = await survive((operation) => (operation === at ? what : "go"), 3);
        try {
          expectFairEnd(played);
        } catch (error) {
          unfair.push(`${what} ${at}: ${error instanceof Error ? error.message : error}`);
        }
      }
      expect(unfair).toEqual([]);
    },
  );

  it("gives out its points however many die over its end", async () => {
    for (const between of [4, 8, 12, 20]) {
      let [deaths, last] = [0, 0];
      const { sums, boards, session } = await survive((operation, kind) => {
        if (kind !== "over" || deaths === 5 || operation - last < between) return "go";
        [deaths, last] = [deaths + 1, operation];
        return "die before";
      }, 3);
      expect(session).toBeUndefined();
      expect(Object.keys(sums)).not.toEqual([]);
      for (const board of boards) expect(board).toEqual(sums);
    }
  });

  it("does so as well when two die, at any time", async () => {
    const fates = fc.uniqueArray(
      fc.record({ at: fc.integer({ min: 1, max: 900 }), what: fc.constantFrom("die before", "die after", "throw") }),
      { selector: ({ at }) => at, maxLength: 2 },
    );
    await fc.assert(
      fc.asyncProperty(fates, fc.nat(999), async (dying, seed) => {
        const plan: Plan = (operation) => dying.find(({ at }) => at === operation)?.what ?? "go";
        expectFairEnd(await survive(plan, seed));
      }),
      { numRuns: 150 },
    );
  });
});

describe("a game through two processes", () => {
  /** Where two wait for their memory, they take turns by chance. */
  function slowly(random: { next(): number }): Fate {
    const wait = async () => {
      for (let turns = Math.floor(random.next() * 12); turns > 0; turns--) await Promise.resolve();
    };
    return { before: wait, after: wait };
  }

  /** @param atTheBell whether the players press while both look for alarms */
  async function play(seed: number, atTheBell: boolean) {
    const random = seededRandom(seed);
    const club = new Club(small, seed);
    const processes = [club.start(slowly(random)), club.start(slowly(random))] as const;
    const table = lookInto(club);
    const players = ["ana", "bea", "cem", "dia", "eli"].map(
      (name, at) => new Person(name, processes[at % 2 === 0 ? 0 : 1].bot, {}, club.chat),
    );
    const ring = () => processes.map(({ alarms }) => alarms.runDue());
    /** Both go on looking while something else is done, as their timers make them. */
    const keepLooking = () =>
      processes.map(async ({ alarms }) => {
        for (let times = 0; times < 8; times++) await alarms.runDue();
      });
    await players[0]?.commands("quiz databases 4");
    const told = new Map<number, string[]>();
    const counted = new Map<number, readonly Result[]>();
    for (let steps = 0; table.session() !== undefined; steps++) {
      expect(steps).toBeLessThan(60);
      const now = table.session();
      const next = (await club.nextDue()) ?? 0;
      if (now?.state.kind === "asking" && !told.has(now.round)) {
        if (atTheBell) club.clock.advance(next);
        told.set(now.round, []);
        const before = players.map(({ whispers }) => whispers.length);
        const presses = players.map((person) => table.answer(person, random.next() < 0.6));
        await Promise.all([...presses, ...keepLooking()]);
        const sure = players.filter(({ whispers }, at) =>
          whispers.slice(before[at]).some((text) => text.startsWith("You chose")),
        );
        told.set(
          now.round,
          sure.map(({ origin }) => origin.person),
        );
      } else {
        club.clock.advance(next);
        await Promise.all(ring());
      }
      const state = table.session()?.state;
      const round = table.session()?.round ?? 0;
      if (state?.kind === "revealing") counted.set(round, state.results);
    }
    const { store } = club.start();
    const at = club.clock.now();
    const board = await readBoard(store, { space: "test/club", period: "all", person: "test/ana", at });
    return { told, counted, messages: club.chat.in(), board };
  }

  it.each([false, true])(
    "counts every answer once and shows everything once (all at the bell: %s)",
    async (atTheBell) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(9999), async (seed) => {
          const { told, counted, messages, board } = await play(seed, atTheBell);
          for (const [round, people] of told) {
            const inResults = counted.get(round)?.map(({ person }) => person) ?? [];
            expect(inResults).toEqual(expect.arrayContaining(people));
            expect(new Set(inResults).size).toBe(inResults.length);
          }
          const shown = messages.map(({ reply }) => replyText(reply).split("\n")[0]);
          const rounds = [...counted.keys()];
          expect(shown).toEqual([
            say.starting("Databases", 4),
            ...rounds.map((round) => say.revealed(round + 1, 4)),
            expect.stringMatching(/^Databases: /),
          ]);
          expect(messages.map(({ edits }) => edits)).toEqual([0, ...rounds.map(() => 1), 0]);
          const sums = new Map<string, number>();
          for (const { person, points } of [...counted.values()].flat()) {
            sums.set(`test/${person}`, (sums.get(`test/${person}`) ?? 0) + points);
          }
          const scored = [...sums].filter(([, points]) => points > 0);
          expect(Object.fromEntries(board.top.map(({ person, points }) => [person, points]))).toEqual(
            Object.fromEntries(scored),
          );
        }),
        { numRuns: 60 },
      );
    },
  );

  it("shows a reveal once, wherever the one process is in looking for alarms while the other counts", async () => {
    const outcomes: number[][] = [];
    for (let far = 1; far <= 20; far++) {
      const club = new Club(small);
      const table = lookInto(club);
      const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
      const { promise: counted, resolve: finish } = Promise.withResolvers<void>();
      let looking: Promise<unknown> | undefined;
      let steps = 0;
      const looker = club.start({
        async before() {
          if (looking === undefined) return;
          steps += 1;
          if (steps > far) {
            arrive();
            await counted;
          }
        },
        after() {},
      });
      const counter = club.start({
        before() {},
        async after() {
          if (looking === undefined && table.kind() === "closing") {
            looking = Promise.resolve();
            looking = looker.alarms.runDue();
            await Promise.race([arrived, looking]);
          } else if (table.kind() === "revealing" && table.session()?.isSent === false) {
            // The reveal is counted, and on its way to the platform.
            finish();
            await looking;
          }
        },
      });
      const ana = new Person("ana", counter.bot, {}, club.chat);
      await ana.commands("quiz databases 3");
      await ana.commands("quiz skip");
      outcomes.push(club.chat.in().map(({ edits }) => edits));
    }
    expect(outcomes).toEqual(outcomes.map(() => [0, 1]));
  });
});
