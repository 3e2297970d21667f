import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Context, Turn } from "../src/core/commands/command.ts";
import { progressCommand } from "../src/core/commands/progress.ts";
import { readPreferences } from "../src/core/people/people.ts";
import { progress as words } from "../src/core/phrases/progress.ts";
import type { Store } from "../src/core/ports.ts";
import { decodePress, encodePress } from "../src/core/press.ts";
import {
  type Answer,
  masteryAfter,
  masteryLevel,
  type Progress,
  readProgress,
  recordAnswer,
} from "../src/core/quiz/progress/progress.ts";
import { exportProgress, removeProgress } from "../src/core/quiz/progress/progress-privacy.ts";
import { cardsOf } from "../src/core/quiz/review/review.ts";
import { readReminder, setReminder } from "../src/core/quiz/review/review-reminder.ts";
import { openReview, questionsOf, replaceReview } from "../src/core/quiz/review/review-session.ts";
import { type Button, replyText } from "../src/core/reply.ts";
import { chooseZone } from "../src/core/time/zones.ts";
import { makeBot, seededRandom, shippedKnowledge, smallKnowledge } from "./fakes/parts.ts";

const small = await smallKnowledge();
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const ana = "test/ana";

/** A world in which Ana may use the command. */
function world(knowledge = small) {
  const { store, clock } = makeBot(knowledge);
  const origin = { platform: "test", conversation: "lobby", person: "ana", locale: "en", isDirect: false };
  const random = seededRandom(1);
  const parts = { store, clock, random, keepDays: 30, tipGraceMs: 0 };
  const context: Context = { ...knowledge, ...parts, origin: { ...origin, mayAdminister: false } };
  let marks = 0;
  const answers = (given: Partial<Answer> = {}) =>
    recordAnswer({ store }, { ...sample, at: clock.now(), mark: `game/${marks++}`, ...given });
  return {
    store,
    clock,
    answers,
    progress: () => readProgress(store, ana),
    types: (timezone?: string) => heard(progressCommand.run({ timezone }, context)),
    presses: (...given: string[]) => heard(progressCommand.press?.(given, context)),
  };
}

const sample: Answer = {
  person: ana,
  topic: "databases",
  question: "db-single",
  grade: 1,
  elapsedMs: 8000,
  slowMs: 20_000,
  mark: "game/0",
  at: new Date(0),
};

/** What a turn says, to whom, and its buttons. */
async function heard(turn: Promise<Turn | undefined> | undefined) {
  const effects = (await turn)?.effects ?? [];
  const replies = effects.flatMap((effect) => (effect.kind === "reply" ? [effect] : []));
  const blocks = replies.flatMap(({ reply }) => reply);
  const buttons: Button[] = blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : []));
  return {
    isAnswered: effects.length > 0,
    isPrivate: replies.every(({ audience }) => audience === "asker"),
    text: replyText(blocks),
    buttons,
    labels: buttons.map(({ label }) => label),
    blocks,
  };
}

/** A store whose n-th operation fails, before or after it was done. */
function failingOnce(store: Store, at: number, isDone: boolean): Store {
  let count = 0;
  const once = async <R>(work: () => Promise<R>): Promise<R> => {
    const isHit = count++ === at;
    if (isHit && !isDone) throw new Error("killed");
    const result = await work();
    if (isHit) throw new Error("killed");
    return result;
  };
  return {
    read: (space, id) => once(() => store.read(space, id)),
    update: (space, id, change) => once(() => store.update(space, id, change)),
    claim: (name, ttlMs) => once(() => store.claim(name, ttlMs)),
    keys: (space, prefix) => store.keys(space, prefix),
    entries: (space, prefix) => store.entries(space, prefix),
    count: (space, prefix, before) => once(() => store.count(space, prefix, before)),
    prune: () => once(() => store.prune()),
  };
}

const anyAnswer = fc.record({
  topic: fc.constantFrom("databases", "apis"),
  question: fc.constantFrom("q-1", "q-2", "q-3"),
  grade: fc.constantFrom(0, 0.25, 0.5, 1, 1),
  elapsedMs: fc.constantFrom(undefined, 2000, 8000, 60_000),
  gapMs: fc.integer({ min: 0, max: 3 * dayMs }),
});

describe("recorded answers", () => {
  it("add up by topic and in all", async () => {
    const { answers, progress } = world();
    await answers();
    await answers({ grade: 0.5 });
    await answers({ grade: 0, topic: "apis", question: "api-get" });
    expect(await progress()).toMatchObject({
      answered: 3,
      right: 1,
      topics: {
        databases: { answered: 2, right: 1, grades: 1.5 },
        apis: { answered: 1, right: 0, grades: 0, mastery: 0 },
      },
      streak: { length: 1, best: 1 },
    });
  });

  it("make a card of what was wrong or slow, and of nothing else", async () => {
    const { answers, store } = world();
    await answers({ question: "quick" });
    await answers({ question: "unknown-time", elapsedMs: undefined });
    await answers({ question: "wrong", grade: 0 });
    await answers({ question: "partly", grade: 0.5 });
    await answers({ question: "slow", elapsedMs: 20_000 });
    const kept = await cardsOf(store, ana);
    expect(kept.map(({ question }) => question).sort()).toEqual(["partly", "slow", "wrong"]);
  });

  it("are a review for a question that has a card", async () => {
    const { answers, store, clock } = world();
    await answers({ grade: 0 });
    const [before] = await cardsOf(store, ana);
    clock.advance(dayMs);
    await answers();
    const [after] = await cardsOf(store, ana);
    expect(after?.memory.due).toBeGreaterThan(before?.memory.due ?? 0);
    expect(after?.memory.reps).toBe(2);
  });

  it("count once for the same mark, in a row, at once and much later", async () => {
    const { answers, store, clock } = world();
    await Promise.all([answers({ mark: "a", grade: 0 }), answers({ mark: "a", grade: 0 })]);
    await answers({ mark: "b" });
    const kept = store.under("");
    clock.advance(dayMs);
    await answers({ mark: "a", grade: 0 });
    await answers({ mark: "b" });
    expect(store.under("")).toEqual(kept);
  });

  it("come to the same however often the bot is killed over them", async () => {
    const killed = fc.record({ at: fc.integer({ min: 0, max: 6 }), isDone: fc.boolean() });
    const steps = fc.array(fc.tuple(anyAnswer, fc.array(killed, { maxLength: 2 })), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const smooth = world();
        const rough = world();
        for (const [at, [{ gapMs, ...given }, kills]] of all.entries()) {
          smooth.clock.advance(gapMs);
          rough.clock.advance(gapMs);
          const answer = { ...sample, ...given, mark: `game/${at}`, at: smooth.clock.now() };
          await recordAnswer(smooth, answer);
          for (const { at: nth, isDone } of kills) {
            await recordAnswer({ store: failingOnce(rough.store, nth, isDone) }, answer).catch(() => {});
          }
          await recordAnswer(rough, answer);
          await recordAnswer(rough, answer);
        }
        expect(rough.store.under("")).toEqual(smooth.store.under(""));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("keep the record small however many there are", async () => {
    const { answers, progress, clock } = world();
    for (let at = 0; at < 300; at++) {
      clock.advance(minuteMs);
      await answers();
    }
    expect(JSON.stringify(await progress()).length).toBeLessThan(4000);
  });
});

describe("mastery", () => {
  it("stays between 0 and 1, rises with what is right and falls with what is wrong", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (now, grade) => {
          const after = masteryAfter(now, grade);
          expect(after).toBeGreaterThanOrEqual(Math.min(now, grade) - 1e-12);
          expect(after).toBeLessThanOrEqual(Math.max(now, grade) + 1e-12);
          expect(masteryAfter(now, 1)).toBeGreaterThanOrEqual(after - 1e-12);
        },
      ),
      { seed: 2 },
    );
  });

  it("has a word for each stage", () => {
    const after = (...grades: number[]) => {
      const mastery = grades.reduce(masteryAfter, 0);
      return masteryLevel({ answered: grades.length, right: 0, grades: 0, mastery });
    };
    const right = (count: number) => Array.from({ length: count }, () => 1);
    expect(after(1, 1)).toBe("new");
    expect(after(...right(5))).toBe("learning");
    expect(after(...right(6))).toBe("solid");
    expect(after(...right(11))).toBe("solid");
    expect(after(...right(12))).toBe("strong");
    expect(after(...right(12), 0)).toBe("solid");
    expect(after(0, 0, 0)).toBe("learning");
  });
});

describe("milestones", () => {
  it("are reached once, and said with the next one", async () => {
    const { answers, progress, types, clock } = world();
    for (let at = 0; at < 10; at++) await answers();
    for (let day = 0; day < 2; day++) {
      clock.advance(dayMs);
      await answers();
    }
    expect((await progress())?.milestones).toEqual([
      { kind: "questions", count: 10, day: "2026-11-21" },
      { kind: "days", count: 3, day: "2026-11-23" },
    ]);
    const { text, blocks } = await types();
    expect(text).toContain(words.milestones("10 questions, 3 days in a row"));
    expect(blocks.filter(({ kind }) => kind === "progress")).toEqual([
      { kind: "progress", label: words.next.days, done: 3, of: 7 },
      { kind: "progress", label: words.next.questions, done: 12, of: 50 },
    ]);
  });
});

describe("/progress", () => {
  it("tells who has not answered anything how to begin, with quizzes to press", async () => {
    const { text, buttons, isPrivate } = await world().types();
    expect(text).toContain(words.nothing);
    expect(buttons).toEqual([
      { label: "Databases", press: encodePress({ command: "quiz", arguments: ["start", "databases"] }) },
    ]);
    expect(isPrivate).toBe(true);
  });

  it("shows topics from the weakest, the totals, what is due, and the buttons to go on with", async () => {
    const { answers, types, clock } = world(await shippedKnowledge());
    for (let at = 0; at < 6; at++) await answers();
    await answers({ topic: "apis", grade: 0, question: "gone" });
    await answers({ topic: "removed", question: "gone-too" });
    clock.advance(5 * minuteMs);
    const { text, labels, buttons, isPrivate, blocks } = await types();
    expect(isPrivate).toBe(true);
    expect(text).toContain(words.totals(8, 7));
    const table = blocks.find((block) => block.kind === "table");
    const rows = table?.rows.map((row) => row.map((cell) => replyText([{ kind: "text", content: cell }])));
    expect(rows?.map(([, level, right]) => [level, right])).toEqual([
      ["new (0 %)", "0 of 1"],
      ["new (15 %)", "1 of 1"],
      ["solid (62 %)", "6 of 6"],
    ]);
    expect(rows?.[1]?.[0]).toBe("removed");
    // The card's question is in no file, so there is nothing to review.
    expect(labels).toHaveLength(1);
    expect(decodePress(buttons[0]?.press ?? "")).toEqual({ command: "quiz", arguments: ["start", "apis"] });
  });

  it("counts the cards that are due and offers to review them", async () => {
    const { answers, types, clock } = world();
    await answers({ grade: 0 });
    expect((await types()).text).toContain(words.due(0));
    clock.advance(minuteMs);
    const { text, buttons } = await types();
    expect(text).toContain(words.due(1));
    expect(buttons[0]).toEqual({
      label: words.review,
      press: encodePress({ command: "review", arguments: ["start"] }),
    });
  });

  it("says in plain words how the streak stands and what the freeze does", async () => {
    const { answers, types, clock } = world();
    clock.advance(2 * dayMs); // a Monday
    await answers();
    clock.advance(dayMs);
    await answers();
    const { done, open, saved, none, best, freeze, noFreeze } = words.streak;
    const says = async (...lines: string[]) => expect((await types()).text).toContain(lines.join(" "));
    await says(done(2), freeze);
    clock.advance(dayMs);
    await says(open(2), freeze);
    clock.advance(dayMs);
    await says(saved(2, 1), noFreeze);
    clock.advance(dayMs);
    await says(none, best(2));
  });

  it("follows the person's own days", async () => {
    const { answers, types, clock, progress } = world();
    await types("Cairo");
    clock.advance(3 * 60 * minuteMs); // 21:00 in UTC, 23:00 in Cairo
    await answers();
    clock.advance(2 * 60 * minuteMs);
    await answers();
    expect((await progress())?.streak).toMatchObject({ length: 2, last: { day: "2026-11-22", zone: "Africa/Cairo" } });
  });
});

describe("/progress timezone", () => {
  it.each([
    ["Africa/Cairo", "Africa/Cairo"],
    ["africa/cairo", "Africa/Cairo"],
    ["cairo", "Africa/Cairo"],
    ["cairro", "Africa/Cairo"],
    ["lisbon", "Europe/Lisbon"],
    ["New York", "America/New_York"],
    ["sao paulo", "America/Sao_Paulo"],
    ["san francisco", "America/Los_Angeles"],
    ["calcutta", "Asia/Kolkata"],
    ["Europe/Kiev", "Europe/Kyiv"],
    ["mumbai", "Asia/Kolkata"],
    ["Egypt", "Africa/Cairo"],
    ["US/Pacific", "America/Los_Angeles"],
    ["utc", "UTC"],
    ["EDT", "America/New_York"],
  ])("knows what %s means", async (typed, timeZone) => {
    const { types, store, clock } = world();
    const { text, isPrivate } = await types(typed);
    const time = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(clock.now());
    expect(text).toBe(words.zone.set(timeZone, time));
    expect(isPrivate).toBe(true);
    expect(await readPreferences(store, ana)).toEqual({ timeZone });
  });

  it.each(["IST", "cst", "gmt"])("asks which %s is meant, and sets the one that is pressed", async (typed) => {
    const { types, presses, store } = world();
    const { text, buttons } = await types(typed);
    expect(text).toContain(words.zone.which(typed));
    expect(await readPreferences(store, ana)).toEqual({});
    expect(buttons.length).toBeGreaterThan(1);
    const { arguments: given = [] } = decodePress(buttons.at(-1)?.press ?? "") ?? {};
    await presses(...given);
    expect(await readPreferences(store, ana)).toEqual({ timeZone: given[1] });
  });

  it("offers the nearest for a place it does not know", async () => {
    const { types, store } = world();
    const { text, labels } = await types("greater cairo");
    expect(text).toContain(words.zone.unknown("greater cairo"));
    expect(labels).toContain("Africa/Cairo");
    for (const typed of ["+03:00", "", "qqqqqqqq", "constructor"]) {
      expect((await types(typed)).text).toContain(words.zone.unknown(typed));
    }
    expect((await readPreferences(store, ana)).timeZone).toBeUndefined();
  });

  it("offers only zones that it then takes", () => {
    for (const short of ["ist", "cst", "est", "ast", "gmt", "bst", "cet", "eet", "acst", "aest", "mst", "pst", "cdt"]) {
      const choice = chooseZone(short);
      const zones = choice.kind === "several" ? choice.zones : [];
      expect(zones.length, short).toBeGreaterThan(1);
      for (const zone of zones) expect(chooseZone(zone)).toEqual({ kind: "found", zone });
    }
  });

  it("takes the reminder along", async () => {
    const { types, store, clock } = world();
    await setReminder(store, ana, 21, clock.now());
    await types("kathmandu");
    const reminder = await readReminder(store, ana);
    expect(new Date(reminder?.due ?? 0).toISOString()).toBe("2026-11-22T15:15:00.000Z");
  });

  it("takes no zone from a button it never made", async () => {
    const { presses, store } = world();
    expect((await presses("zone", "+03:00")).isAnswered).toBe(false);
    expect((await presses("zone")).isAnswered).toBe(false);
    expect((await presses("other", "UTC")).isAnswered).toBe(false);
    expect(store.under("")).toEqual({});
  });
});

describe("a person's privacy", () => {
  it("covers every record about them and none about others", async () => {
    const { store, clock, answers } = world();
    const others = ["test/an", "test/anaa", "other/ana"];
    for (const person of [ana, ...others]) {
      await answers({ person, grade: 0 });
      await answers({ person, grade: 0, question: "db-order" });
      await setReminder(store, person, 18, clock.now());
      const asked = questionsOf(small.base).get("db-single");
      if (asked) await replaceReview(store, person, undefined, openReview(asked, clock.now(), seededRandom(1)));
    }
    const kept = Object.entries(store.under("")).filter(([key]) => !`${key}/`.includes(`/${ana}/`));
    const exported = await exportProgress(store, ana);
    expect(exported.progress?.answered).toBe(2);
    expect(exported.reviewCards.map(({ question }) => question).sort()).toEqual(["db-order", "db-single"]);
    expect(exported.openReview?.question).toBe("db-single");
    expect(exported.reviewReminder?.hour).toBe(18);
    await removeProgress(store, ana);
    expect(store.under("")).toEqual(Object.fromEntries(kept));
    const nothing = { progress: undefined satisfies Progress | undefined, reviewCards: [] };
    expect(await exportProgress(store, ana)).toEqual({ ...nothing, openReview: undefined, reviewReminder: undefined });
  });
});
