import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Alarm } from "../src/core/alarm.ts";
import type { Context, Turn } from "../src/core/commands/command.ts";
import { reviewCommand } from "../src/core/commands/review.ts";
import type { Effect, Form } from "../src/core/effects.ts";
import type { Namespace } from "../src/core/namespace.ts";
import { changePreferences } from "../src/core/people/people.ts";
import { review as words } from "../src/core/phrases/review.ts";
import type { Change } from "../src/core/ports.ts";
import { decodePress, encodePress } from "../src/core/press.ts";
import { type Answer, readProgress, recordAnswer } from "../src/core/quiz/progress/progress.ts";
import {
  cardsOf,
  inferRating,
  newMemory,
  type ReviewRating,
  rateAgain,
  ratings,
  readCard,
  reviewCard,
  schedule,
} from "../src/core/quiz/review/review.ts";
import { moveReminder, readReminder } from "../src/core/quiz/review/review-reminder.ts";
import { whenDue } from "../src/core/quiz/review/review-replies.ts";
import { reviews } from "../src/core/quiz/review/review-session.ts";
import { replyText } from "../src/core/reply.ts";
import { localDay } from "../src/core/time/local-day.ts";
import { AlarmRunner } from "../src/runtime/alarms.ts";
import { KeyvStore } from "../src/runtime/stores/keyv-store.ts";
import { MemoryEngine } from "../src/runtime/stores/memory.ts";
import { Records } from "../src/runtime/stores/records.ts";
import { CollectedLog, HandSetClock, seededRandom, smallKnowledge } from "./fakes/parts.ts";

const small = await smallKnowledge();
const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const ana = "test/ana";

/** The real store, until the process is killed. */
class KillableStore extends KeyvStore {
  updatesLeft = Number.POSITIVE_INFINITY;

  override async update<T, R>(space: Namespace<T>, id: string, change: (before: T | undefined) => Change<T, R>) {
    if (this.updatesLeft-- <= 0) throw new Error("killed");
    return super.update(space, id, change);
  }
}

/** Ana and her cards. */
function world() {
  const clock = new HandSetClock();
  const log = new CollectedLog();
  const records = new Records(new MemoryEngine(), clock);
  const store = new KillableStore(records, log);
  const origin = { platform: "test", conversation: "lobby", person: "ana", locale: "en", isDirect: false };
  const parts = { ...small, store, clock, random: seededRandom(1), keepDays: 30, tipGraceMs: 0 };
  const context: Context = { ...parts, origin: { ...origin, mayAdminister: false } };
  const posts: Effect[] = [];
  const wake = async (alarm: Alarm) => {
    posts.push(...((await reviewCommand.wake?.(alarm, parts)) ?? []));
  };
  const runner = new AlarmRunner({ records, logger: log, wake });
  let marks = 0;
  return {
    ...parts,
    posts,
    wake,
    /** Let time pass, and alarms ring on the way, each a little late. */
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= hourMs / 2) {
        clock.advance(Math.min(left, hourMs / 2));
        await runner.runDue();
      }
    },
    runDue: () => runner.runDue(),
    fails: (question: string, given: Partial<Answer> = {}) =>
      recordAnswer({ store }, { ...failed, question, at: clock.now(), mark: `game/${marks++}`, ...given }),
    card: (question: string) => readCard(store, ana, question),
    types: (given: { reminder?: string; at?: number } = {}) => heard(reviewCommand.run(given, context)),
    presses: (screen: Screen, label: string) => {
      const press = screen.buttons.find((button) => button.label === label)?.press;
      if (press === undefined) throw new Error(`no button "${label}" among ${screen.labels.join(", ")}`);
      return heard(reviewCommand.press?.(decodePress(press)?.arguments ?? [], context));
    },
    pressesId: (...given: string[]) => heard(reviewCommand.press?.(given, context)),
    fillsIn: ({ form }: Screen, answer: string) =>
      heard(reviewCommand.submit?.(decodePress(form?.id ?? "")?.arguments ?? [], { answer }, context)),
  };
}

const failed: Answer = {
  person: ana,
  topic: "databases",
  question: "db-single",
  grade: 0,
  elapsedMs: 8000,
  slowMs: 20_000,
  mark: "game/0",
  at: new Date(0),
};

/** What a turn says, to whom, its buttons and its form. */
async function heard(turn: Promise<Turn | undefined> | undefined) {
  const effects = (await turn)?.effects ?? [];
  const replies = effects.flatMap((effect) => (effect.kind === "reply" ? [effect] : []));
  const blocks = replies.flatMap(({ reply }) => reply);
  const buttons = blocks.flatMap((block) => (block.kind === "buttons" ? block.buttons : []));
  const form: Form | undefined = effects.flatMap((effect) => (effect.kind === "form" ? [effect.form] : []))[0];
  return {
    isExpired: effects.length === 0,
    isPrivate: replies.every(({ audience }) => audience === "asker"),
    text: replyText(blocks),
    buttons,
    labels: buttons.map(({ label }) => label),
    letters: blocks.flatMap((block) => (block.kind === "fields" ? block.fields : [])),
    form,
  };
}
type Screen = Awaited<ReturnType<typeof heard>>;
type World = ReturnType<typeof world>;

/** The letters under which options are shown, in the order of the options. */
function lettersOf({ letters }: Screen, ...options: string[]): string {
  return options
    .map((option) => letters.find(({ value }) => replyText([{ kind: "text", content: value }]) === option)?.label)
    .join(" ");
}

const anyRating = fc.constantFrom(...ratings);
const gapMs = fc.integer({ min: 0, max: 40 * dayMs });

describe("the schedule", () => {
  const history = fc.array(fc.tuple(gapMs, anyRating), { maxLength: 12 });
  const first = new Date("2026-11-21T18:00:00Z");

  /** A memory after some reviews, and when the last of them was. */
  function after(reviews: readonly (readonly [number, ReviewRating])[]) {
    let at = first;
    let memory = newMemory(at);
    for (const [gap, rating] of reviews) {
      at = new Date(at.getTime() + gap);
      memory = schedule(memory, rating, at);
      expect(memory.due).toBeGreaterThan(at.getTime());
      expect(memory.lastReview).toBe(at.getTime());
    }
    return { memory, at };
  }

  it("is never in the past, and always the same for the same answers", () => {
    fc.assert(
      fc.property(history, (reviews) => {
        expect(after(reviews)).toEqual(after(reviews));
      }),
      { seed: 1 },
    );
  });

  it("brings back what was wrong before what was right, and what was hard before what was easy", () => {
    fc.assert(
      fc.property(history, gapMs, (reviews, gap) => {
        const { memory, at } = after(reviews);
        const now = new Date(at.getTime() + gap);
        const dues = ratings.map((rating) => schedule(memory, rating, now).due);
        expect(dues).toEqual([...dues].sort((a, b) => a - b));
        expect(dues[0]).toBeLessThan(dues[2] ?? 0);
      }),
      { seed: 2 },
    );
  });

  it("takes a rating from how right and how quick an answer was", () => {
    const rated = (grade: number, elapsedMs: number | undefined) => inferRating({ grade, elapsedMs, slowMs: 20_000 });
    expect(rated(0, 1000)).toBe("again");
    expect(rated(0.9, undefined)).toBe("again");
    expect(rated(1, 20_000)).toBe("hard");
    expect(rated(1, 19_999)).toBe("good");
    expect(rated(1, undefined)).toBe("good");
    expect(rated(1, 5000)).toBe("easy");
  });
});

describe("a card", () => {
  it("comes to the same with another rating as if that had been given first", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(gapMs, anyRating, anyRating), { maxLength: 6 }), async (reviews) => {
        const { store, clock } = world();
        for (const [at, [gap, said, meant]] of reviews.entries()) {
          clock.advance(gap);
          const review = { topic: "databases", mark: `m${at}`, at: clock.now() };
          await reviewCard(store, "test/one", { ...review, question: "q", rating: at === 0 ? "again" : said });
          await rateAgain(store, "test/one", "q", `m${at}`, at === 0 ? "again" : meant);
          await rateAgain(store, "test/one", "q", "another", said);
          await reviewCard(store, "test/two", { ...review, question: "q", rating: at === 0 ? "again" : meant });
        }
        expect((await readCard(store, "test/one", "q"))?.memory).toEqual(
          (await readCard(store, "test/two", "q"))?.memory,
        );
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it("pays no heed to an answer from before its last review", async () => {
    const { fails, card, clock } = world();
    await fails("db-single");
    const before = await card("db-single");
    await fails("db-single", { at: new Date(clock.now().getTime() - minuteMs) });
    expect(await card("db-single")).toEqual(before);
  });
});

describe("/review", () => {
  it("tells who has no cards where they come from", async () => {
    const { text, labels, isPrivate } = await world().types();
    expect(text).toContain(words.none);
    expect(labels).toEqual(["Databases"]);
    expect(isPrivate).toBe(true);
  });

  it("asks what is due one by one, privately, and says when the next comes back", async () => {
    const { fails, types, presses, clock, store } = world();
    await fails("db-single");
    clock.advance(secondMs);
    await fails("db-true-false");
    clock.advance(2 * minuteMs);
    const first = await types();
    expect(first.isPrivate).toBe(true);
    expect(first.text).toContain("Which key names a row?");
    expect(first.text).toContain(words.title("Databases", 1));
    expect([...first.labels].sort()).toEqual(["the foreign key", "the house key", "the primary key"]);
    clock.advance(8 * secondMs);
    const right = await presses(first, "the primary key");
    expect(right.isPrivate).toBe(true);
    expect(right.text).toContain(`${words.right} ${words.rightAnswer("the primary key")}`);
    expect(right.text).toContain("The primary key is unique.");
    expect(right.text).toContain(words.rated(words.ratings.good, words.in(10)));
    const second = await presses(right, words.next(1));
    expect(second.text).toContain("Null equals null.");
    expect(second.text).toContain(words.title("Databases", 0));
    expect(second.labels).toEqual([words.yes, words.no]);
    clock.advance(8 * secondMs);
    const wrong = await presses(second, words.yes);
    expect(wrong.text).toContain(`${words.wrong} ${words.rightAnswer(words.no)}`);
    const done = await presses(wrong, words.finish);
    expect(done.text).toContain(words.done(words.in(1)));
    expect(done.labels).toEqual([words.again]);
    expect((await readProgress(store, ana))?.topics.databases).toMatchObject({ answered: 4, right: 1 });
    expect((await types()).text).toContain(words.done(words.in(1)));
  });

  it.each([
    [undefined, 4, "easy"],
    [undefined, 8, "good"],
    [undefined, 20, "hard"],
    [undefined, 60 * 60, "good"],
    ["again", 8, "again"],
    ["easy", 8, "easy"],
  ] as const)(
    "applies its own rating at once, or the one that is pressed: %s after %d seconds is %s",
    async (...row) => {
      const [pressed, seconds, expected] = row;
      const { fails, types, presses, clock, card } = world();
      await fails("db-single");
      clock.advance(5 * minuteMs);
      const before = await card("db-single");
      const asked = await types();
      clock.advance(seconds * secondMs);
      const revealed = await presses(asked, "the primary key");
      if (pressed) await presses(revealed, words.ratings[pressed]);
      const memory = before && schedule(before.memory, expected, clock.now());
      expect((await card("db-single"))?.memory).toEqual(memory);
    },
  );

  it("takes the letters of several options and of an order, and typed words, from a form", async () => {
    const { fails, types, presses, fillsIn, clock, card } = world();
    for (const question of ["db-multiple", "db-order", "db-short"]) {
      await fails(question);
      clock.advance(secondMs);
    }
    clock.advance(5 * minuteMs);
    const several = await types();
    const opened = await presses(several, words.answer);
    expect(opened.form?.fields.map(({ label }) => label)).toEqual([words.form.several]);
    expect((await fillsIn(opened, "x y")).text).toContain(words.notLetters(4));
    expect((await fillsIn(opened, " ")).text).toContain(words.empty);
    const halfRight = await fillsIn(opened, lettersOf(several, "PostgreSQL"));
    expect(halfRight.text).toContain(words.wrong);
    const order = await presses(halfRight, words.next(2));
    const orderForm = await presses(order, words.answer);
    expect(orderForm.form?.fields.map(({ label }) => label)).toEqual([words.form.order]);
    expect((await fillsIn(orderForm, "a b")).text).toContain(words.allLetters(3));
    const inOrder = await fillsIn(orderForm, lettersOf(order, "FROM", "WHERE", "SELECT"));
    expect(inOrder.text).toContain(words.right);
    const short = await presses(inOrder, words.next(1));
    const shortForm = await presses(short, words.answer);
    expect((await fillsIn(shortForm, "having")).text).toContain(words.right);
    expect((await card("db-multiple"))?.memory.lapses).toBe(0);
    expect((await card("db-short"))?.memory.reps).toBe(2);
  });

  it("goes on with the question that was left open, and finishes what a crash left", async () => {
    const { fails, types, presses, clock, store, card } = world();
    await fails("db-single");
    clock.advance(5 * minuteMs);
    const asked = await types();
    expect(await types()).toEqual(asked);
    // Killed when the answer was written down, before the card was.
    const before = await card("db-single");
    store.updatesLeft = 1;
    await expect(presses(asked, "the primary key")).rejects.toThrow("killed");
    store.updatesLeft = Number.POSITIVE_INFINITY;
    expect(await card("db-single")).toEqual(before);
    expect((await types()).text).toContain(words.done(words.tomorrow));
    expect((await card("db-single"))?.memory.reps).toBe(2);
    expect((await readProgress(store, ana))?.answered).toBe(2);
  });

  it("comes to the same wherever it is killed, once its buttons are pressed again", async () => {
    /** Answer, rate and go on; with a number, each press is killed before so many of its updates. */
    async function review(kills?: number) {
      const { fails, types, presses, clock, store } = world();
      await fails("db-single");
      clock.advance(secondMs);
      await fails("db-true-false");
      clock.advance(5 * minuteMs);
      const asked = await types();
      const press = async (screen: Screen, label: string) => {
        if (kills === undefined) return presses(screen, label);
        store.updatesLeft = kills;
        const screenThen = await presses(screen, label).catch(() => undefined);
        store.updatesLeft = Number.POSITIVE_INFINITY;
        return screenThen ?? presses(screen, label);
      };
      await press(await press(asked, "the primary key"), words.ratings.hard);
      return store.read(reviews, ana).then(async (open) => ({
        open: open?.question,
        cards: (await cardsOf(store, ana)).map(({ question, memory }) => ({ question, memory })),
        progress: { ...(await readProgress(store, ana)), marks: undefined },
      }));
    }
    const smooth = await review();
    expect(smooth.open).toBe("db-true-false");
    for (let kills = 0; kills < 6; kills++) expect(await review(kills), `killed after ${kills}`).toEqual(smooth);
  });

  it("counts an answer once, however often its button is pressed", async () => {
    const { fails, types, presses, clock, store } = world();
    await fails("db-single");
    clock.advance(5 * minuteMs);
    const asked = await types();
    const [one, other] = await Promise.all([presses(asked, "the primary key"), presses(asked, "the house key")]);
    expect(one?.text).toContain(words.right);
    expect(other?.text).toContain(words.right);
    expect((await readProgress(store, ana))?.answered).toBe(2);
  });

  it("lets stale and foreign buttons expire", async () => {
    const { fails, types, presses, pressesId, fillsIn, clock } = world();
    await fails("db-single");
    clock.advance(secondMs);
    await fails("db-short");
    clock.advance(5 * minuteMs);
    const asked = await types();
    const [, token = ""] = decodePress(asked.buttons[0]?.press ?? "")?.arguments ?? [];
    for (const given of [
      ["rate", token, "good"],
      ["next", token],
      ["answer", token],
      ["pick", token, "7"],
      ["x", token],
    ]) {
      expect((await pressesId(...given)).isExpired, given.join(":")).toBe(true);
    }
    const revealed = await presses(asked, "the primary key");
    const short = await presses(revealed, words.next(1));
    for (const screen of [asked, revealed]) {
      for (const label of screen.labels.filter((one) => !one.startsWith("Read"))) {
        expect((await presses(screen, label)).isExpired, label).toBe(true);
      }
    }
    const form = await presses(short, words.answer);
    await presses(await fillsIn(form, "having"), words.finish);
    expect((await fillsIn(form, "having")).isExpired).toBe(true);
    expect((await pressesId()).isExpired).toBe(true);
    expect((await pressesId("reminder", "on")).isExpired).toBe(true);
  });

  it("drops cards of questions that are gone, and asks the next instead of an open one that is", async () => {
    const { fails, types, clock, store, card } = world();
    await fails("gone");
    await fails("db-single");
    clock.advance(5 * minuteMs);
    expect((await types()).text).toContain("Which key names a row?");
    expect(await card("gone")).toBeUndefined();
    expect(await cardsOf(store, ana)).toHaveLength(1);
  });

  it("serves a card that waits for days from the morning of its day", async () => {
    const { fails, types, presses, clock, card } = world();
    await fails("db-single");
    clock.advance(5 * minuteMs);
    await presses(await types(), "the primary key"); // so quick that it is easy
    const due = new Date((await card("db-single"))?.memory.due ?? 0);
    expect(due.toISOString()).toBe("2026-11-22T18:05:00.000Z");
    const midnight = new Date(`${localDay(due, "UTC")}T00:00:00Z`).getTime();
    clock.advance(midnight - clock.now().getTime() - 1);
    expect((await types()).text).toContain(words.done(words.tomorrow));
    clock.advance(1);
    expect((await types()).text).toContain("Which key names a row?");
  });

  it("says when something comes back in words of the person's own day", () => {
    const now = new Date("2026-11-21T22:30:00Z");
    const inMinutes = { ...newMemory(now), state: 1 as const };
    const inDays = { ...newMemory(now), state: 2 as const };
    const says = (memory: typeof inMinutes | typeof inDays, due: string, zone = "UTC") =>
      whenDue({ ...memory, due: Date.parse(due) }, now, zone);
    expect(says(inMinutes, "2026-11-21T22:30:10Z")).toBe(words.in(1));
    expect(says(inMinutes, "2026-11-21T22:40:00Z")).toBe(words.in(10));
    expect(says(inMinutes, "2026-11-21T23:45:00Z")).toBe(words.today("23:45"));
    expect(says(inDays, "2026-11-22T23:00:00Z")).toBe(words.tomorrow);
    expect(says(inDays, "2026-11-22T21:00:00Z", "Africa/Cairo")).toBe(words.laterToday);
    expect(says(inDays, "2026-11-22T23:00:00Z", "Africa/Cairo")).toBe(words.tomorrow);
    expect(says(inDays, "2026-11-26T12:00:00Z")).toBe(words.onDay("Thursday"));
    expect(says(inDays, "2026-12-03T12:00:00Z")).toBe(words.onDay("3 December"));
    expect(says(inDays, "2027-02-03T12:00:00Z")).toBe(words.onDay("3 February 2027"));
  });
});

describe("the reminder", () => {
  /** Ana with a card that is due, and her time zone. */
  async function reminded(zone = "Africa/Cairo"): Promise<World> {
    const made = world();
    await changePreferences(made.store, ana, { timeZone: zone });
    await made.fails("db-single");
    return made;
  }

  it("is off until it is switched on, and can be switched off again", async () => {
    const { types, pass, posts, pressesId } = await reminded();
    await pass(2 * dayMs);
    expect(posts).toEqual([]);
    expect((await types({ reminder: "on" })).text).toBe(words.reminder.on("18:00", "Africa/Cairo"));
    await pass(dayMs);
    expect(posts).toHaveLength(1);
    expect((await pressesId("reminder", "off")).text).toBe(words.reminder.off);
    expect((await types({ reminder: "off" })).text).toBe(words.reminder.wasOff);
    await pass(2 * dayMs);
    expect(posts).toHaveLength(1);
  });

  it("tells who has set no time zone how to set one", async () => {
    const { types } = world();
    expect((await types({ at: 7 })).text).toBe(`${words.reminder.on("07:00", "UTC")} ${words.reminder.zoneHint}`);
  });

  it("comes by direct message at the hour on the person's own clock, with a button to start", async () => {
    const { types, pass, posts } = await reminded();
    await types({ reminder: "on", at: 21 });
    await pass(hourMs / 2); // 20:30 in Cairo
    expect(posts).toEqual([]);
    await pass(hourMs / 2);
    expect(posts).toEqual([
      {
        kind: "post",
        to: { platform: "test", person: "ana" },
        reply: [
          { kind: "text", content: [{ kind: "text", text: words.reminder.post(1) }] },
          {
            kind: "buttons",
            buttons: [
              { label: words.reminder.start, press: encodePress({ command: "review", arguments: ["start"] }) },
              {
                label: words.reminder.turnOff,
                press: encodePress({ command: "review", arguments: ["reminder", "off"] }),
              },
            ],
          },
        ],
      },
    ]);
    await pass(23 * hourMs);
    expect(posts).toHaveLength(1);
    await pass(hourMs);
    expect(posts).toHaveLength(2);
  });

  it("stays away on a day on which nothing is due", async () => {
    const { types, pass, posts, presses, card } = await reminded();
    await types({ reminder: "on", at: 21 });
    await pass(minuteMs);
    await presses(await types(), "the primary key"); // so quick that it is easy
    const due = new Date((await card("db-single"))?.memory.due ?? 0);
    await pass(due.getTime() - Date.parse("2026-11-21T18:01:00Z") - 12 * hourMs);
    expect(posts).toEqual([]);
    await pass(dayMs);
    expect(posts).toHaveLength(1);
  });

  it.each([
    [3 * hourMs, 1],
    [3 * hourMs + 1, 0],
    [3 * dayMs, 0],
  ])("comes up to three hours late, and not that day when it is later: %d ms", async (lateMs, count) => {
    const { types, runDue, posts, clock, pass, store } = await reminded();
    await types({ reminder: "on", at: 21 });
    clock.advance(hourMs + lateMs);
    await runDue();
    expect(posts).toHaveLength(count);
    const next = new Date((await readReminder(store, ana))?.due ?? 0);
    expect(next.getTime()).toBeGreaterThan(clock.now().getTime());
    expect(next.getUTCHours()).toBe(19);
    await pass(dayMs);
    expect(posts).toHaveLength(count + 1);
  });

  it("comes once, also when the alarm rings again", async () => {
    const { types, runDue, posts, wake, clock, store } = await reminded();
    await types({ reminder: "on", at: 21 });
    const due = new Date((await readReminder(store, ana))?.due ?? 0);
    clock.advance(hourMs);
    await runDue();
    const again = { namespace: "review-reminders", id: ana, due, lateMs: 0, attempt: 2 };
    await wake(again);
    await types({ at: 22 });
    await wake(again);
    clock.advance(hourMs);
    await runDue();
    expect(posts).toHaveLength(1);
    expect(new Date((await readReminder(store, ana))?.due ?? 0).toISOString()).toBe("2026-11-22T20:00:00.000Z");
  });

  it("moves with the person's time zone", async () => {
    const { types, store, clock } = await reminded();
    await moveReminder(store, ana, clock.now());
    expect(await readReminder(store, ana)).toBeUndefined();
    await types({ reminder: "on", at: 21 });
    await changePreferences(store, ana, { timeZone: "Asia/Kathmandu" });
    await moveReminder(store, ana, clock.now());
    expect(new Date((await readReminder(store, ana))?.due ?? 0).toISOString()).toBe("2026-11-22T15:15:00.000Z");
  });
});
