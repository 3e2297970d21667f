/** The question of the day: what everybody sees, what is said to one alone, and what it comes to when the next one is there. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { quiz } from "../src/core/phrases/quiz.ts";
import { tips as words } from "../src/core/phrases/tips.ts";
import { phrases } from "../src/core/phrases.ts";
import { encodePress } from "../src/core/press.ts";
import { readBoard } from "../src/core/quiz/boards/boards.ts";
import { readProgress } from "../src/core/quiz/progress/progress.ts";
import { cardsOf } from "../src/core/quiz/review/review.ts";
import { type Fate, seededRandom, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";
import { openClub, type Plan, Succession, TipClub, withTips } from "./fakes/subscriber.ts";

const small = await smallKnowledge();
const { game: say } = quiz;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const right = "the primary key";
const wrong = "the house key";
const other = "the foreign key";
const quoted = (label: string) => `“${label}”`;

// A process that dies in the middle of an alarm never ends the interval that renews its lease.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

/** A club that gets a question at nine each day, just after the first one. */
async function ask({ questions = 5, days = "daily", seed = 1 } = {}) {
  const made = openClub({ questions, seed });
  const { join, store, club, chat } = made;
  const [ana, bea, cem] = [join("ana", { name: "Ana" }), join("bea", { name: "Bea" }), join("cem", { name: "Cem" })];
  await made.subscribe(`time:09:00 timezone:UTC kind:question days:${days}`);
  await made.passUntil("2026-11-23T09:00:00Z");
  return {
    ...made,
    ana,
    bea,
    cem,
    /** The newest post. */
    last: () => chat.texts().at(-1) ?? "",
    open: () => club.subscription.open,
    guesses: () => Object.keys(club.under("guesses/")),
    board: async () => {
      const query = { space: "test/club", period: "all", person: "test/ana", at: club.clock.now() } as const;
      const { top } = await readBoard(store, query);
      return Object.fromEntries(top.map(({ name, points }) => [name, points]));
    },
    progressOf: (person: string) => readProgress(store, `test/${person}`),
    cardsOf: (person: string) => cardsOf(store, `test/${person}`),
  };
}

describe("a question of the day", () => {
  it("shows what may be chosen, and nothing of what is right", async () => {
    const { ana, chat } = await ask();
    const [, first = ""] = chat.texts();
    expect(first).toMatch(/^Question of the day: Databases · junior\n\n/);
    expect(first).toContain(words.question.how);
    expect(first).toMatch(/Question \d\?/);
    expect(first).not.toMatch(/✓|is unique|The answer/);
    for (const label of [right, wrong, other]) expect(ana.labels.filter((one) => one === label)).toHaveLength(2);
    expect(chat.days()).toEqual(["2026-11-22", "2026-11-23"]);
  });

  it("is one that one press answers, and none comes again before all have come", async () => {
    const { pass, chat } = await ask({ questions: 4 });
    await pass(6 * dayMs);
    const asked = chat
      .texts()
      .slice(1)
      .map((text) => /Question \d\?(?![\s\S]*Question \d\?)/.exec(text)?.[0]);
    expect(asked).toHaveLength(8);
    expect(new Set(asked.slice(0, 4)).size).toBe(4);
    expect(new Set(asked.slice(4)).size).toBe(4);
    expect(asked).not.toContain(undefined);
  });

  it("may be true or false", async () => {
    const made = openClub();
    made.club.knowledge = small;
    await made.subscribe("time:09:00 timezone:UTC kind:question");
    const ana = made.join("ana");
    await made.pass(2 * dayMs);
    expect(made.chat.texts().slice(1).join()).toMatch(/Null equals null/);
    expect(ana.labels).toEqual(expect.arrayContaining([quiz.yes, quiz.no, right]));
  });
});

describe("an answer", () => {
  it("is taken in private, from anybody there", async () => {
    const { ana, bea, owner, chat } = await ask();
    const before = chat.shown.length;
    expect(await bea.presses(right)).toBe(words.question.yours(quoted(right)));
    expect(bea.whispers).toEqual([words.question.yours(quoted(right))]);
    expect([chat.shown.length, chat.shown.some(({ edits }) => edits > 0), ana.whispers]).toEqual([before, false, []]);
    expect(owner.whispers.join()).not.toMatch(/Bea|primary/);
  });

  it("may be changed once, and it is said what stands", async () => {
    const { bea, pass, last } = await ask();
    const heard: string[] = [];
    for (const label of [wrong, wrong, right, right, other]) heard.push(await bea.presses(label));
    expect(heard).toEqual([
      words.question.yours(quoted(wrong)),
      say.same(quoted(wrong)),
      say.yoursNow(quoted(right)),
      say.same(quoted(right)),
      say.noMoreChanges(quoted(right)),
    ]);
    await pass(dayMs);
    expect(last()).toContain(say.everybody(1, 1));
  });

  it("to an earlier question is late, and nothing is kept of it", async () => {
    const { bea, pass, last, guesses, board } = await ask();
    const old = bea.button(right).press;
    await pass(dayMs);
    expect(await bea.pressesId(old)).toBe(words.question.over);
    expect(guesses()).toEqual([]);
    await pass(dayMs);
    expect(last()).toContain(say.nobody);
    expect(await board()).toEqual({});
  });

  it("to a subscription that is paused or gone is late as well", async () => {
    for (const line of ["tips pause", "tips remove"]) {
      const { bea, owner, guesses } = await ask();
      await owner.commands(line);
      expect(await bea.presses(right)).toBe(words.question.over);
      expect(guesses()).toEqual([]);
    }
  });

  it("counts while it is on its way, and nobody knows yet that the question stands", async () => {
    const { bea, chat, passUntil, pass, last } = await ask();
    chat.losesReceipts = true;
    await passUntil("2026-11-24T09:00:30Z");
    expect(await bea.presses(right)).toBe(words.question.yours(quoted(right)));
    chat.losesReceipts = false;
    await pass(dayMs);
    expect(last()).toContain(say.everybody(1, 1));
  });

  it("that nobody could have pressed is no answer", async () => {
    const { bea, guesses, club } = await ask();
    const token = Object.keys(club.subscriptions)[0]?.split("/").at(-1) ?? "";
    const { game = "" } = club.subscription.open ?? {};
    const id = (...given: string[]) => encodePress({ command: "tips", arguments: ["answer", ...given] });
    for (const option of ["9", "3", "-1", "x", "", "01", "1.5"]) {
      expect(await bea.pressesId(id(token, game, option))).toBe(phrases.expired);
    }
    for (const [one, two] of [
      [token, "nogame"],
      ["notoken", game],
      ["", ""],
    ] as const) {
      expect(await bea.pressesId(id(one, two, "0"))).toBe(words.question.over);
    }
    expect(await bea.pressesId(id())).toBe(words.question.over);
    expect(guesses()).toEqual([]);
  });

  it("to one subscription is none to another, nor in another conversation", async () => {
    const { bea, join, subscribe, pass, chat, club } = await ask({ questions: 1 });
    club.clock.advance(1000);
    await subscribe("time:10:00 timezone:UTC kind:question");
    await pass(hourMs);
    await bea.presses(right); // the one at ten
    await pass(dayMs);
    const [nine, ten] = chat.texts().slice(-2);
    expect(nine).toContain(say.nobody);
    expect(ten).toContain(say.everybody(1, 1));
    const elsewhere = join("bea", { conversation: "another" });
    expect(await elsewhere.pressesId(bea.button(right).press)).toBe(words.question.over);
  });
});

describe("the reveal", () => {
  it("stands above the next question, with what was right, why, how many chose what, and who scored", async () => {
    const { ana, bea, cem, owner, pass, last, open, club } = await ask();
    await ana.presses(right);
    await bea.presses(wrong);
    await cem.presses(right);
    await owner.presses(wrong);
    const before = open()?.question;
    await pass(dayMs);
    const text = last();
    const { question, prompt } = { question: open()?.question, prompt: (id = "") => `Question ${id.slice(1)}?` };
    expect(question).not.toBe(before);
    const order = [
      words.question.revealed,
      prompt(before),
      quiz.rightAnswer(right),
      "The primary key is unique.",
      say.everybody(4, 2),
      `✓ ${right} | 2`,
      "Ana +100, Cem +100",
      "Question of the day: Databases · junior",
      prompt(question),
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places.filter((place) => place < 0)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toContain(`${wrong} | 2`);
    expect(text).toContain(`${other} | –`);
    // Whoever was wrong is in nobody's mouth.
    expect(text).not.toMatch(/Bea|owner|test\//);
    expect(club.under("guesses/")).toEqual({});
  });

  it("says so when nobody answered", async () => {
    const { pass, last, chat } = await ask();
    expect(chat.texts()[1]).not.toContain(words.question.revealed);
    await pass(dayMs);
    expect(last()).toContain(`${words.question.revealed}`);
    expect(last()).toContain(say.nobody);
  });

  it("names ten, counts all, and calls everybody what they are called there", async () => {
    const { join, bea, pass, last } = await ask();
    const { press } = bea.button(right);
    for (let at = 10; at < 21; at++) await join(`p${at}`, { name: `P${at}` }).pressesId(press);
    await join("stranger-1").pressesId(press);
    await join("long", { name: `A\n\tb${"c".repeat(40)}` }).pressesId(press);
    await pass(dayMs);
    expect(last()).toContain(say.everybody(13, 13));
    expect(last()).toContain(`A b${"c".repeat(28)}… +100, P10 +100, `);
    expect(last()).toContain(`P18 +100, ${say.more(3)}`);
    expect(last()).not.toContain("stranger-1");
  });

  it("gives points on the leaderboard when at least two have answered, once", async () => {
    const alone = await ask();
    await alone.ana.presses(right);
    await alone.pass(dayMs);
    expect(await alone.board()).toEqual({});
    const { ana, bea, cem, pass, board } = await ask();
    await ana.presses(right);
    await bea.presses(right);
    await cem.presses(wrong);
    expect(await board()).toEqual({});
    await pass(dayMs);
    expect(await board()).toEqual({ Ana: 100, Bea: 100 });
    await ana.presses(right);
    await cem.presses(right);
    await pass(3 * dayMs);
    expect(await board()).toEqual({ Ana: 200, Bea: 100, Cem: 100 });
  });

  it("gives none in direct messages, where nobody else is", async () => {
    const { join, pass, chat, club } = openClub();
    const dora = join("dora", { conversation: "with-dora", isDirect: true, space: undefined });
    await dora.commands("tips subscribe time:09:00 timezone:UTC kind:question");
    await pass(dayMs);
    expect(await dora.presses(right)).toBe(words.question.yours(quoted(right)));
    await pass(dayMs);
    expect(chat.texts("with-dora").at(-1)).toContain(say.everybody(1, 1));
    expect(club.under("board-scores/")).toEqual({});
  });

  it("feeds everybody's progress and what they review, once, on the day on which they answered", async () => {
    const { ana, bea, pass, progressOf, cardsOf, passUntil } = await ask();
    await ana.presses(right);
    await bea.presses(wrong);
    await passUntil("2026-11-24T08:00:00Z");
    expect(await progressOf("ana")).toBeUndefined();
    await pass(4 * hourMs);
    expect(await progressOf("ana")).toMatchObject({ answered: 1, right: 1, streak: { length: 1 } });
    expect(await progressOf("bea")).toMatchObject({ answered: 1, right: 0, topics: { databases: { answered: 1 } } });
    expect(JSON.stringify((await progressOf("ana"))?.streak)).toContain("2026-11-23");
    expect(await cardsOf("ana")).toEqual([]);
    expect((await cardsOf("bea")).map(({ memory: { reps } }) => reps)).toEqual([1]);
    await pass(3 * dayMs);
    expect(await progressOf("bea")).toMatchObject({ answered: 1 });
  });

  it("comes with a tip when tips are to come from then on", async () => {
    const { ana, owner, pass, last } = await ask();
    await ana.presses(right);
    await owner.commands("tips change kind:tip");
    await pass(dayMs);
    expect(last()).toMatch(new RegExp(`^${words.question.revealed}[\\s\\S]*${words.daily}`));
    await pass(dayMs);
    expect(last()).not.toContain(words.question.revealed);
  });

  it("is not lost when the day on which it was to come fails", async () => {
    const { ana, bea, pass, chat, passUntil } = await ask();
    await ana.presses(right);
    await bea.presses(wrong);
    chat.isDown = true;
    await passUntil("2026-11-24T20:00:00Z");
    chat.isDown = false;
    await pass(dayMs);
    expect(chat.texts().at(-1)).toContain(say.everybody(2, 1));
  });

  it("is not lost when every process dies over the day on which it was to come", async () => {
    const { ana, bea, club, chat, sleepUntil } = await ask();
    await ana.presses(right);
    await bea.presses(wrong);
    let last = 0;
    const end = Date.parse("2026-11-24T09:05:00Z");
    const processes = new Succession(club, (operation, at) => {
      if (at.getTime() >= end || operation - last < 5) return "go";
      last = operation;
      return "die before";
    });
    sleepUntil("2026-11-24T09:00:00Z");
    await processes.pass(2 * dayMs);
    expect(chat.days()).toEqual(["2026-11-22", "2026-11-23", "2026-11-25", "2026-11-26"]);
    expect(chat.texts().join()).toContain(say.everybody(2, 1));
  });
});

describe("a question of the week", () => {
  it("keeps its answers until the next one comes", async () => {
    const { ana, bea, cem, passUntil, last, board } = await ask({ days: "mon" });
    await ana.presses(right);
    await passUntil("2026-11-26T09:00:00Z");
    await bea.presses(right);
    await passUntil("2026-11-30T08:59:00Z");
    await cem.presses(wrong);
    await passUntil("2026-11-30T09:00:00Z");
    expect(last()).toContain(say.everybody(3, 2));
    expect(await board()).toEqual({ Ana: 100, Bea: 100 });
  });

  it("keeps them as well when a week had to be left out", async () => {
    const { ana, bea, sleepUntil, passUntil, last } = await ask({ days: "mon" });
    await ana.presses(right);
    await bea.presses(right);
    sleepUntil("2026-11-30T14:00:00Z");
    await passUntil("2026-12-07T09:00:00Z");
    expect(last()).toContain(say.everybody(2, 2));
  });
});

describe("pausing or removing it", () => {
  it.each([
    ["tips pause", words.pausedNow],
    ["tips remove", words.removed],
  ])("reveals what was right to everybody, since nothing else would: /%s", async (line, told) => {
    const { ana, bea, owner, last, board, chat, progressOf } = await ask();
    await ana.presses(right);
    await bea.presses(right);
    owner.whispers.length = 0;
    await owner.commands(line);
    expect(owner.whispers.join()).toContain(told);
    expect(owner.whispers.join()).not.toMatch(/Ana|Bea|primary/);
    expect(last()).toMatch(new RegExp(`^${words.question.revealed}`));
    expect(last()).toContain(say.everybody(2, 2));
    expect(await board()).toEqual({ Ana: 100, Bea: 100 });
    expect(await progressOf("ana")).toMatchObject({ answered: 1 });
    expect(chat.texts()).toHaveLength(4);
  });

  it.each(["tips pause", "tips remove"])("keeps nothing of who answered what: /%s", async (line) => {
    const { ana, bea, owner, guesses } = await ask();
    await ana.presses(right);
    await bea.presses(wrong);
    await owner.commands(line);
    expect(guesses()).toEqual([]);
  });

  it("reveals it once", async () => {
    const { ana, owner, pass, chat, last } = await ask();
    await ana.presses(right);
    await owner.commands("tips pause");
    await owner.commands("tips pause");
    await owner.commands("tips resume");
    await pass(dayMs);
    expect(last()).not.toContain(words.question.revealed);
    expect(chat.texts().filter((text) => text.includes(say.everybody(1, 1)))).toHaveLength(1);
  });

  it("says nothing of a question that an edit has removed", async () => {
    const { owner, chat, club } = await ask();
    club.knowledge = withTips(small, { questions: 0 });
    const before = chat.texts().length;
    await owner.commands("tips pause");
    expect(chat.texts()).toHaveLength(before);
  });
});

describe("an edit of the knowledge", () => {
  it("that removes the open question ends it, and the next one comes without a reveal", async () => {
    const { ana, bea, pass, last, club, board } = await ask({ questions: 1 });
    await ana.presses(right);
    const known = club.knowledge;
    const quizzes = new Map(
      [...known.base.quizzes].map(([id, one]) => [
        id,
        { ...one, questions: one.questions.map((question) => ({ ...question, id: `new-${question.id}` })) },
      ]),
    );
    club.knowledge = { ...known, base: { ...known.base, quizzes } };
    expect(await bea.presses(right)).toBe(words.question.over);
    await pass(dayMs);
    expect(last()).toMatch(/^Question of the day/);
    expect(last()).not.toContain(words.question.revealed);
    expect(await board()).toEqual({});
    expect(await bea.presses(right)).toBe(words.question.yours(quoted(right)));
    await pass(dayMs);
    expect(last()).toContain(say.everybody(1, 1));
    expect(club.log.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("that leaves no question at all leaves days out, until there is one again", async () => {
    const { pass, chat, club } = await ask();
    const known = club.knowledge;
    club.knowledge = withTips(small, { questions: 0 });
    await pass(3 * dayMs);
    expect(chat.days()).toEqual(["2026-11-22", "2026-11-23"]);
    club.knowledge = known;
    await pass(dayMs);
    expect(chat.days().at(-1)).toBe("2026-11-27");
    expect(club.subscription).toMatchObject({ failures: 0, state: { kind: "waiting" } });
  });

  it("that removes it between its slot and its reveal leaves the reveal out", async () => {
    const { ana, chat, club, passUntil, pass, open } = await ask();
    await ana.presses(right);
    const first = open()?.question;
    chat.isDown = true;
    await passUntil("2026-11-24T09:00:30Z");
    chat.isDown = false;
    const { base, answerer } = club.knowledge;
    const databases = base.quizzes.get("databases");
    if (!databases) throw new Error("no quiz");
    const questions = databases.questions.filter(({ id }) => id !== first);
    club.knowledge = { answerer, base: { ...base, quizzes: new Map([["databases", { ...databases, questions }]]) } };
    await pass(minuteMs);
    expect(chat.days().at(-1)).toBe("2026-11-24");
    expect(chat.texts().at(-1)).not.toContain(words.question.revealed);
  });
});

describe("private replies", () => {
  it("name nobody else, whatever is pressed and asked", async () => {
    const { owner, ana, bea, cem, pass } = await ask();
    const others = { ana: /Bea|Cem|bea|cem/, bea: /Ana|Cem|ana|cem/, cem: /Ana|Bea|ana|bea/, owner: /Ana|Bea|Cem/ };
    for (let day = 0; day < 3; day++) {
      for (const [person, label] of [
        [ana, right],
        [bea, wrong],
        [cem, other],
        [ana, wrong],
        [ana, right],
      ] as const) {
        await person.presses(label);
      }
      for (const line of [
        "tips",
        "tips list",
        "tips next",
        "tips preview",
        "tips preview kind:question",
        "tips best",
      ]) {
        for (const person of [ana, owner]) await person.commands(line);
      }
      await pass(dayMs);
    }
    for (const line of ["tips change time:10:00", "tips pause", "tips resume", "tips remove"])
      await owner.commands(line);
    for (const person of [ana, bea, cem, owner]) {
      const { person: name } = person.origin;
      expect(person.whispers.length).toBeGreaterThan(2);
      expect(person.whispers.join("\n")).not.toMatch(others[name as keyof typeof others]);
    }
    expect(ana.whispers.join("\n")).not.toContain("owner");
  });
});

/** A question, three people who answer it, and the next one, through processes that die. */
async function survive(plan: Plan, end: "next" | "tips pause" | "tips remove" = "next") {
  const club = new TipClub(withTips(small, { questions: 3 }));
  const { bot, alarms, store } = club.start();
  const first = new Person("owner", bot, { mayAdminister: true }, club.chat);
  await first.commands("tips subscribe time:09:00 timezone:UTC kind:question");
  await club.pass(club.until("2026-11-22T09:00:00Z"), alarms);
  const processes = new Succession(club, plan);
  const [owner, ...people] = ["owner", "ana", "bea", "cem"].map(
    (name) => new Person(name, processes.bot, { mayAdminister: name === "owner", name }, club.chat),
  );
  const told = new Map<string, boolean>();
  for (const [at, person] of people.entries()) {
    person.sees(club.chat.in().at(-1)?.reply ?? []);
    const before = person.whispers.length;
    await processes.attempt(() => person.presses(at === 1 ? wrong : right));
    if (person.whispers.slice(before).join().includes("You chose")) told.set(person.origin.person, at !== 1);
  }
  // A process may die over the command: whoever gave it, and heard nothing, gives it again.
  for (let tries = 0; end !== "next" && tries < 3; tries++) {
    const before = owner?.whispers.length ?? 0;
    await processes.attempt(async () => owner?.commands(end));
    const heard = owner?.whispers.slice(before).join() ?? "";
    if (heard !== "" && !heard.includes(phrases.memoryLost)) break;
  }
  await processes.pass(club.until("2026-11-23T12:30:00Z"));
  const query = { space: "test/club", period: "all", person: "test/ana", at: club.clock.now() } as const;
  const { top } = await readBoard(store, query);
  const reveals = club.chat.texts().filter((text) => text.includes(words.question.revealed));
  const names = people.map(({ origin }) => origin.person);
  const progress = await Promise.all(names.map((name) => readProgress(store, `test/${name}`)));
  const cards = await Promise.all(names.map((name) => cardsOf(store, `test/${name}`)));
  return {
    operations: processes.operations,
    told,
    reveals,
    days: club.chat.days(),
    points: Object.fromEntries(top.map(({ name, points }) => [name, points])),
    answered: Object.fromEntries(names.map((name, at) => [name, progress[at]?.answered ?? 0])),
    reps: cards.flat().map(({ memory }) => memory.reps),
  };
}

function expectFair({ told, reveals, points, answered, reps }: Awaited<ReturnType<typeof survive>>): void {
  expect(reveals).toHaveLength(1);
  const [, all, right] = /(\d) answers?, (\d) right/.exec(reveals[0] ?? "")?.map(Number) ?? [];
  // Who was told so is counted; whoever heard nothing, since the process died, may be.
  for (const name of told.keys()) expect(answered[name], name).toBe(1);
  expect(Object.values(answered).every((count) => count <= 1)).toBe(true);
  expect(Object.values(answered).reduce((sum, count) => sum + count, 0)).toBe(all);
  const scorers = ["ana", "cem"].filter((name) => answered[name] === 1);
  expect(right).toBe(scorers.length);
  expect(points).toEqual((all ?? 0) > 1 ? Object.fromEntries(scorers.map((name) => [name, 100])) : {});
  expect(reps).toEqual(answered.bea === 1 ? [1] : []);
}

describe("a question that processes die over", () => {
  it.each(["die before", "die after", "throw"] as const)(
    "is counted once, with every answer that was acknowledged, wherever it is that they %s",
    async (what) => {
      const { operations, told, ...usual } = await survive(() => "go");
      expect([...told.keys()]).toEqual(["ana", "bea", "cem"]);
      expectFair({ operations, told, ...usual });
      expect(operations).toBeGreaterThan(60);
      const unfair: string[] = [];
      for (let at = 1; at <= operations; at++) {
        const played = await survive((operation) => (operation === at ? what : "go"));
        try {
          expectFair(played);
          expect(played.days).toEqual(["2026-11-22", "2026-11-23"]);
        } catch (error) {
          unfair.push(`${what} ${at}: ${error instanceof Error ? error.message : error}`);
        }
      }
      expect(unfair).toEqual([]);
    },
  );

  it("does so as well when two die, at any time", async () => {
    const fates = fc.uniqueArray(
      fc.record({ at: fc.integer({ min: 1, max: 120 }), what: fc.constantFrom("die before", "die after", "throw") }),
      { selector: ({ at }) => at, maxLength: 2 },
    );
    await fc.assert(
      fc.asyncProperty(fates, async (dying) => {
        expectFair(await survive((operation) => dying.find(({ at }) => at === operation)?.what ?? "go"));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it.each(["tips pause", "tips remove"] as const)(
    "gives its points once when they die before it is paused or removed, and somebody does that again: /%s",
    async (line) => {
      const { operations } = await survive(() => "go", line);
      const unfair: string[] = [];
      for (let at = 1; at <= operations; at++) {
        const played = await survive((now) => (now === at ? "die before" : "go"), line);
        try {
          expectFair(played);
        } catch (error) {
          unfair.push(`${at}: ${error instanceof Error ? error.message : error}`);
        }
      }
      // Once it is removed, nothing knows any more that something was to be told.
      const isLost = (text: string) => line === "tips remove" && text.includes("expected [] to have a length of 1");
      expect(unfair.filter((text) => !isLost(text))).toEqual([]);
      expect(unfair.length).toBeLessThan(10);
    },
  );
});

describe("answers that come in as the next question does", () => {
  it("are late, and not kept, wherever they stand still until that has come", async () => {
    const heard: string[] = [];
    for (let far = 1; ; far++) {
      const { club, bea, passUntil, guesses } = await ask();
      const { promise: awake, resolve: goOn } = Promise.withResolvers<void>();
      const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
      let operations = 0;
      const { bot } = club.start({
        async before() {
          operations += 1;
          if (operations !== far) return;
          arrive();
          await awake;
        },
        after() {},
      });
      const pressing = new Person("bea", bot, {}, club.chat).pressesId(bea.button(right).press);
      await Promise.race([arrived, pressing]);
      if (operations < far) break;
      await passUntil("2026-11-24T09:00:00Z");
      goOn();
      heard.push(await pressing);
      expect(guesses(), `operation ${far}`).toEqual([]);
    }
    expect(new Set(heard)).toEqual(new Set([words.question.over, say.atTheBell]));
  });

  it("count when it was said so, and are late when it was said so", async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.nat(9999), async (seed) => {
        const random = seededRandom(seed);
        const wait = async () => {
          for (let turns = Math.floor(random.next() * 12); turns > 0; turns--) await Promise.resolve();
        };
        const slowly: Fate = { before: wait, after: wait };
        const club = new TipClub(withTips(small, { questions: 3 }), seed);
        const { bot, alarms, store } = club.start();
        const owner = new Person("owner", bot, { mayAdminister: true }, club.chat);
        await owner.commands("tips subscribe time:09:00 timezone:UTC kind:question");
        await club.pass(club.until("2026-11-22T09:00:00Z"), alarms);
        const processes = [club.start(slowly), club.start(slowly)] as const;
        const people = ["ana", "bea", "cem", "dia", "eli"].map(
          (name, at) => new Person(name, processes[at % 2 === 0 ? 0 : 1].bot, { name }, club.chat),
        );
        owner.sees(club.chat.in().at(-1)?.reply ?? []);
        const { press } = owner.button(right);
        club.clock.advance(club.until("2026-11-23T09:00:00Z"));
        const later = async (person: Person) => {
          for (let turns = Math.floor(random.next() * 300); turns > 0; turns--) await Promise.resolve();
          return person.pressesId(press);
        };
        const [heard] = await Promise.all([
          Promise.all(people.map(later)),
          ...processes.map(({ alarms }) => alarms.runDue()),
        ]);
        for (const [at, said] of heard.entries()) {
          outcomes.add(said);
          const answered = (await readProgress(store, `test/${people[at]?.origin.person}`))?.answered ?? 0;
          if (said === words.question.yours(quoted(right))) expect(answered).toBe(1);
          else if (said === words.question.over) expect(answered).toBe(0);
          else expect(said).toBe(say.atTheBell);
        }
        // Late ones are not kept either: nobody would count them, nor forget them.
        expect(club.under("guesses/")).toEqual({});
        expect(club.chat.days()).toEqual(["2026-11-22", "2026-11-23"]);
      }),
      { seed: 1, numRuns: 150 },
    );
    expect(outcomes).toEqual(new Set([words.question.yours(quoted(right)), words.question.over, say.atTheBell]));
  });
});
