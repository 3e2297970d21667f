/** What comes by itself: when, how often, and what becomes of it when nobody can be sure that it stands. */
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { privacy } from "../src/core/phrases/privacy.ts";
import { tips as words } from "../src/core/phrases/tips.ts";
import { replyText } from "../src/core/reply.ts";
import { type Fate, HandSetClock, makeBot, seededRandom, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";
import { openClub, type Plan, Succession, TipClub, type Try, withTips } from "./fakes/subscriber.ts";

const small = await smallKnowledge();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const eveningDaily = words.schedule(words.everyDay, "18:00", "UTC", words.allTopics);

// A process that dies in the middle of an alarm never ends the interval that renews its lease.
beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] }));
afterEach(() => void vi.useRealTimers());

describe("what comes by itself", () => {
  it("comes at its minute by the clock on the wall there, once each day", async () => {
    const { subscribe, passUntil, instants, chat, club } = openClub();
    await subscribe("time:09:00 timezone:Cairo");
    await passUntil("2026-11-25T06:59:59Z");
    expect(instants()).toEqual(["2026-11-22T07:00", "2026-11-23T07:00", "2026-11-24T07:00"]);
    expect(chat.days()).toEqual(["2026-11-22", "2026-11-23", "2026-11-24"]);
    expect(chat.tries).toHaveLength(3);
    expect(club.subscription).toMatchObject({ state: { kind: "waiting" }, due: Date.parse("2026-11-25T07:00:00Z") });
  });

  it("says what it is, in the conversation and the thread where it was wished for", async () => {
    const { join, passUntil, chat } = openClub();
    const eve = join("eve", { mayAdminister: true, thread: "t1" });
    await eve.commands("tips subscribe time:09:00 timezone:UTC");
    await passUntil("2026-11-22T09:00:00Z");
    expect(chat.delivered.map(({ shown: { to } }) => to)).toEqual([
      { platform: "test", conversation: "lobby", thread: "t1" },
    ]);
    expect(replyText(chat.delivered[0]?.shown.reply ?? [])).toMatch(
      /^Tip of the day: Databases\n\nTip \d+ on databases\./,
    );
  });

  it("counts the day of the place, not of Greenwich", async () => {
    const { subscribe, passUntil, instants, chat } = openClub();
    // In Auckland it is Sunday already.
    await subscribe("time:08:30 timezone:Auckland days:sunday");
    await passUntil("2026-11-28T20:00:00Z");
    expect(instants()).toEqual(["2026-11-21T19:30", "2026-11-28T19:30"]);
    expect(chat.days()).toEqual(["2026-11-22", "2026-11-29"]);
  });

  it.each([
    ["monday", [1]],
    ["tuesday", [2]],
    ["wednesday", [3]],
    ["thursday", [4]],
    ["friday", [5]],
    ["saturday", [6]],
    ["sunday", [0]],
    ["weekdays", [1, 2, 3, 4, 5]],
    ["weekend", [0, 6]],
    ["sun-thu", [0, 1, 2, 3, 4]],
    ["every day", [0, 1, 2, 3, 4, 5, 6]],
  ])("comes on its days alone: %s", async (days, expected) => {
    const { subscribe, pass, chat } = openClub();
    await subscribe(`time:09:00 timezone:UTC days:"${days}"`);
    await pass(21 * dayMs);
    const weekdays = chat.days().map((day) => new Date(day).getUTCDay());
    expect([...new Set(weekdays)].sort()).toEqual(expected);
    expect(weekdays).toHaveLength(expected.length * 3);
    expect(new Set(chat.days()).size).toBe(weekdays.length);
  });

  it("comes after the gap where the clock skips its time", async () => {
    const { subscribe, passUntil, sleepUntil, instants } = openClub();
    sleepUntil("2027-03-12T00:00:00Z");
    // New York skips the hour from 2:00 on 14 March 2027, and repeats the one from 1:00 on 7 November.
    await subscribe('time:02:30 timezone:"New York"');
    await passUntil("2027-03-16T00:00:00Z");
    expect(instants()).toEqual(["2027-03-12T07:30", "2027-03-13T07:30", "2027-03-14T07:00", "2027-03-15T06:30"]);
  });

  it("comes once where the clock shows its time twice", async () => {
    const { subscribe, passUntil, sleepUntil, instants } = openClub();
    sleepUntil("2027-11-06T12:00:00Z");
    await subscribe('time:01:30 timezone:"New York"');
    await passUntil("2027-11-09T00:00:00Z");
    expect(instants()).toEqual(["2027-11-07T05:30", "2027-11-08T06:30"]);
  });
});

describe("a process that was down", () => {
  it.each([
    ["a minute", "09:01:00", true],
    ["nearly the grace", "11:59:59", true],
    ["more than the grace", "12:00:01", false],
  ])("posts what is late by %s, or leaves the day out", async (_, time, comes) => {
    const { subscribe, sleepUntil, passUntil, pass, chat, instants } = openClub();
    await subscribe();
    sleepUntil(`2026-11-22T${time}Z`);
    await pass(0);
    expect(chat.days()).toEqual(comes ? ["2026-11-22"] : []);
    chat.delivered.length = 0;
    await passUntil("2026-11-24T00:00:00Z");
    expect(instants()).toEqual(["2026-11-23T09:00"]);
  });

  it.each([
    [undefined, 3 * 60],
    [30 * minuteMs, 30],
    [0, 0],
  ])("has the grace it is given: %s", async (tipGraceMs, minutes) => {
    for (const [lateMs, comes] of [
      [minutes * minuteMs - 1000, minutes > 0],
      [minutes * minuteMs + 1000, false],
    ] as const) {
      const clock = new HandSetClock();
      const { bot, store } = makeBot(withTips(small, {}), { clock, ...(tipGraceMs !== undefined && { tipGraceMs }) });
      const owner = new Person("owner", bot, { mayAdminister: true });
      await owner.commands("tips subscribe time:09:00 timezone:UTC");
      const [key = ""] = Object.keys(store.under("subscriptions/"));
      const due = new Date("2026-11-22T09:00:00Z");
      clock.advance(due.getTime() - clock.now().getTime() + lateMs);
      const id = key.slice("subscriptions/".length);
      const effects = await bot.wake({ namespace: "subscriptions", id, due, lateMs, attempt: 1 });
      expect(effects.length).toBe(comes ? 1 : 0);
    }
  });

  it("does not make up for days that are over", async () => {
    const { subscribe, sleepUntil, passUntil, pass, chat, instants } = openClub();
    await subscribe();
    sleepUntil("2026-11-27T10:00:00Z");
    await pass(0);
    expect(instants()).toEqual(["2026-11-27T10:00"]);
    expect(chat.days()).toEqual(["2026-11-27"]);
    sleepUntil("2026-12-05T20:00:00Z");
    await pass(0);
    expect(chat.days()).toEqual(["2026-11-27"]);
    await passUntil("2026-12-07T00:00:00Z");
    expect(chat.days()).toEqual(["2026-11-27", "2026-12-06"]);
  });

  it("has no day twice when its clock is set back", async () => {
    const { subscribe, passUntil, clock, pass, chat } = openClub();
    await subscribe();
    await passUntil("2026-11-22T10:00:00Z");
    clock.advance(-5 * hourMs);
    await pass(8 * hourMs);
    expect(chat.days()).toEqual(["2026-11-22"]);
    await pass(dayMs);
    expect(chat.days()).toEqual(["2026-11-22", "2026-11-23"]);
  });

  it("does not count those days as failed", async () => {
    const { subscribe, club, sleepUntil, pass } = openClub();
    await subscribe();
    for (const day of ["23", "25", "27", "29"]) {
      sleepUntil(`2026-11-${day}T20:00:00Z`);
      await pass(0);
    }
    expect(club.subscription).toMatchObject({ failures: 0, state: { kind: "waiting" } });
  });
});

describe("several subscriptions", () => {
  it("come each at its own time, also in one conversation and at the same minute", async () => {
    const { subscribe, join, passUntil, instants, chat, club } = openClub();
    await subscribe("time:09:00 timezone:UTC");
    await subscribe("time:09:00 timezone:UTC kind:question");
    await subscribe("time:17:30 timezone:Cairo days:sunday");
    const dora = join("dora", { conversation: "with-dora", isDirect: true, space: undefined });
    await dora.commands("tips subscribe time:09:00 timezone:UTC");
    await passUntil("2026-11-24T00:00:00Z");
    expect(instants()).toEqual([
      "2026-11-22T09:00",
      "2026-11-22T09:00",
      "2026-11-22T15:30",
      "2026-11-23T09:00",
      "2026-11-23T09:00",
    ]);
    expect(instants("with-dora")).toEqual(["2026-11-22T09:00", "2026-11-23T09:00"]);
    expect(Object.keys(club.subscriptions)).toHaveLength(4);
    expect(new Set(chat.delivered.map(({ once }) => once)).size).toBe(7);
  });

  it("each have a bag of their own, and pause alone", async () => {
    const { subscribe, owner, pass, chat, club, clock } = openClub({ databases: 3 });
    await subscribe("time:09:00 timezone:UTC");
    clock.advance(1000); // the later one stands below
    await subscribe("time:10:00 timezone:UTC");
    await pass(3 * dayMs);
    for (const hour of ["T09", "T10"]) {
      const mine = chat.delivered.filter(({ at }) => at.toISOString().includes(hour));
      expect(new Set(mine.map(({ shown }) => replyText(shown.reply))).size).toBe(3);
    }
    await owner.commands("tips pause 1");
    chat.delivered.length = 0;
    await pass(2 * dayMs);
    expect(chat.delivered.map(({ at }) => at.getUTCHours())).toEqual([10, 10]);
    expect(Object.values(club.subscriptions).map(({ state }) => state.kind)).toEqual(["paused", "waiting"]);
  });
});

describe("a schedule that is changed", () => {
  it("brings nothing again on a day that has had its turn", async () => {
    const { subscribe, owner, pass, passUntil, instants } = openClub();
    await subscribe();
    await passUntil("2026-11-22T09:30:00Z");
    expect(await owner.commands("tips change time:18:00")).toContain(
      words.changed(eveningDaily, "Monday 23 November at 18:00"),
    );
    await pass(2 * dayMs);
    expect(instants()).toEqual(["2026-11-22T09:00", "2026-11-23T18:00"]);
  });

  it("brings what is still to come at the new time, and what the new time has missed on the next day", async () => {
    const later = openClub();
    await later.subscribe();
    await later.passUntil("2026-11-22T08:00:00Z");
    await later.owner.commands("tips change time:18:00");
    await later.passUntil("2026-11-23T00:00:00Z");
    expect(later.instants()).toEqual(["2026-11-22T18:00"]);
    const earlier = openClub();
    await earlier.subscribe();
    await earlier.passUntil("2026-11-22T08:00:00Z");
    await earlier.owner.commands("tips change time:07:00");
    await earlier.passUntil("2026-11-23T12:00:00Z");
    expect(earlier.instants()).toEqual(["2026-11-23T07:00"]);
  });

  it("has no day twice when its zone is another", async () => {
    const { subscribe, owner, pass, passUntil, instants, chat } = openClub();
    await subscribe("time:09:00 timezone:Auckland");
    await passUntil("2026-11-21T20:30:00Z");
    expect(chat.days()).toEqual(["2026-11-22"]);
    // There it is 21 November, and the 22nd, which has had its turn, is still to come.
    await owner.commands('tips change timezone:"Los Angeles"');
    await pass(3 * dayMs);
    expect(chat.days()).toEqual(["2026-11-22", "2026-11-23", "2026-11-24"]);
    expect(instants()).toEqual(["2026-11-21T20:00", "2026-11-23T17:00", "2026-11-24T17:00"]);
  });

  it("keeps to other days at once", async () => {
    const { subscribe, owner, passUntil, chat } = openClub();
    await subscribe("time:09:00 timezone:UTC days:weekdays");
    await passUntil("2026-11-23T10:00:00Z");
    await owner.commands("tips change days:fri");
    await passUntil("2026-12-05T00:00:00Z");
    expect(chat.days()).toEqual(["2026-11-23", "2026-11-27", "2026-12-04"]);
  });

  it("lets what is on its way come, and says when the next one does", async () => {
    const { subscribe, owner, pass, passUntil, chat, instants } = openClub();
    await subscribe();
    chat.isDown = true;
    await passUntil("2026-11-22T09:00:30Z");
    const heard = await owner.commands("tips change time:18:00");
    chat.isDown = false;
    await pass(2 * dayMs);
    expect(instants()).toEqual(["2026-11-22T09:01", "2026-11-23T18:00"]);
    expect(heard).toContain(words.changed(eveningDaily, "Monday 23 November at 18:00"));
  });

  it("lets the tip that is on its way come when it is to bring questions from then on", async () => {
    const { subscribe, owner, pass, passUntil, chat } = openClub();
    await subscribe();
    chat.isDown = true;
    await passUntil("2026-11-22T09:00:30Z");
    await owner.commands("tips change kind:question");
    chat.isDown = false;
    await pass(dayMs);
    expect(chat.deliveredTo().map(({ shown }) => replyText(shown.reply).split("\n")[0])).toEqual([
      "Tip of the day: Databases",
      expect.stringContaining("Question of the day"),
    ]);
  });
});

describe("a subscription that is paused", () => {
  it("brings nothing, and goes on with the next time to come", async () => {
    const { subscribe, owner, passUntil, chat } = openClub();
    await subscribe();
    await passUntil("2026-11-22T20:00:00Z");
    await owner.commands("tips pause");
    await passUntil("2026-11-25T20:00:00Z");
    expect(await owner.commands("tips resume")).toContain(words.resumed("Thursday 26 November at 09:00"));
    await passUntil("2026-11-27T00:00:00Z");
    expect(chat.days()).toEqual(["2026-11-22", "2026-11-26"]);
  });

  it("misses nothing when it goes on in time, and has no day twice", async () => {
    const { subscribe, owner, passUntil, chat } = openClub();
    await subscribe();
    await passUntil("2026-11-22T08:00:00Z");
    await owner.commands("tips pause");
    await passUntil("2026-11-22T08:30:00Z");
    await owner.commands("tips resume");
    await passUntil("2026-11-22T09:30:00Z");
    await owner.commands("tips pause");
    await owner.commands("tips resume");
    await owner.commands("tips change time:10:00");
    await passUntil("2026-11-23T09:30:00Z");
    expect(chat.days()).toEqual(["2026-11-22"]);
  });

  it("does not bring what it was about to when it goes on", async () => {
    const { subscribe, owner, pass, passUntil, chat } = openClub();
    await subscribe();
    chat.isDown = true;
    await passUntil("2026-11-22T09:05:00Z");
    await owner.commands("tips pause");
    chat.isDown = false;
    await pass(hourMs);
    expect(chat.days()).toEqual([]);
    await owner.commands("tips resume");
    await pass(dayMs);
    expect(chat.days()).toEqual(["2026-11-23"]);
  });

  it("brings nothing once it is removed, whenever that is", async () => {
    const { subscribe, owner, passUntil, chat, club } = openClub();
    await subscribe();
    chat.isDown = true;
    await passUntil("2026-11-22T09:05:00Z");
    await owner.commands("tips remove");
    chat.isDown = false;
    await passUntil("2026-11-25T00:00:00Z");
    expect([chat.days(), club.subscriptions, await club.nextDue()]).toEqual([[], {}, undefined]);
  });
});

describe("a message without a receipt", () => {
  /** Minutes after nine, for each try of a day. */
  const minutesOf = (tries: readonly Try[]) =>
    tries.map(({ at }) => (at.getTime() - Date.parse("2026-11-22T09:00:00Z")) / minuteMs);

  it("is tried again at longer and longer intervals within the grace, and looked for first", async () => {
    const { subscribe, passUntil, chat } = openClub();
    await subscribe();
    chat.isDown = true;
    await passUntil("2026-11-23T08:59:00Z");
    expect(minutesOf(chat.tries)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 180]);
    const [first, ...again] = chat.tries.map(({ post }) => post);
    // When its time is over it is only looked for.
    expect(again.pop()).toEqual({ ...first, maybeSince: new Date("2026-11-22T09:00:00Z"), withinMs: 0 });
    expect(first?.maybeSince).toBeUndefined();
    for (const post of again) {
      expect(post).toEqual({ ...first, maybeSince: new Date("2026-11-22T09:00:00Z") });
    }
    // Nobody may be at it still when somebody else begins.
    expect(first?.withinMs).toBeLessThan(minuteMs);
  });

  it("comes with the first try that gets through, and then no more", async () => {
    const { subscribe, passUntil, chat, club, instants } = openClub();
    await subscribe();
    chat.isDown = true;
    await passUntil("2026-11-22T09:10:00Z");
    chat.isDown = false;
    await passUntil("2026-11-23T08:00:00Z");
    expect(instants()).toEqual(["2026-11-22T09:15"]);
    expect(club.subscription).toMatchObject({ state: { kind: "waiting" }, failures: 0 });
  });

  it("is not posted again where it stands", async () => {
    const { subscribe, passUntil, chat, club } = openClub();
    await subscribe();
    chat.losesReceipts = true;
    await passUntil("2026-11-22T09:05:00Z");
    expect(minutesOf(chat.tries)).toEqual([0, 1, 3]);
    expect(chat.days()).toEqual(["2026-11-22"]);
    chat.losesReceipts = false;
    await passUntil("2026-11-22T09:10:00Z");
    expect(club.subscription.state.kind).toBe("waiting");
    await passUntil("2026-11-23T08:00:00Z");
    expect(chat.tries).toHaveLength(4);
    expect(chat.days()).toEqual(["2026-11-22"]);
  });

  it("is tried again for a while even when the grace was nearly over", async () => {
    const { subscribe, sleepUntil, pass, passUntil, chat } = openClub();
    await subscribe();
    chat.isDown = true;
    sleepUntil("2026-11-22T11:59:00Z");
    await pass(0);
    await passUntil("2026-11-23T08:00:00Z");
    expect(minutesOf(chat.tries)).toEqual([179, 180, 182, 186, 194]);
    expect(chat.tries.map(({ post }) => post.withinMs === 0)).toEqual([false, false, false, false, true]);
  });

  it("is given up when its day's grace is over by the time somebody is there", async () => {
    const { subscribe, sleepUntil, passUntil, pass, chat, club } = openClub();
    await subscribe();
    chat.isDown = true;
    await passUntil("2026-11-22T09:00:10Z");
    chat.isDown = false;
    sleepUntil("2026-11-22T13:00:00Z");
    await pass(minuteMs);
    expect(chat.days()).toEqual([]);
    expect(club.subscription).toMatchObject({ state: { kind: "waiting" }, failures: 1 });
    await passUntil("2026-11-24T00:00:00Z");
    expect(chat.days()).toEqual(["2026-11-23"]);
    expect(club.subscription.failures).toBe(0);
  });

  it("counts for nothing when it comes after the day was given up", async () => {
    const { subscribe, bot, sleepUntil, passUntil, pass, chat, club } = openClub();
    await subscribe();
    chat.losesReceipts = true;
    await passUntil("2026-11-22T09:00:10Z");
    sleepUntil("2026-11-22T13:00:00Z");
    await pass(minuteMs);
    const [tried] = chat.tries;
    await chat.confirm(tried?.post.receipt, undefined, bot);
    expect(club.subscription).toMatchObject({ state: { kind: "waiting" }, due: Date.parse("2026-11-23T09:00:00Z") });
    chat.losesReceipts = false;
    await passUntil("2026-11-24T00:00:00Z");
    await chat.confirm(tried?.post.receipt, undefined, bot);
    expect(chat.days()).toEqual(["2026-11-22", "2026-11-23"]);
  });

  it("is found at the end of its grace where it stands, and the day has not failed", async () => {
    const { subscribe, sleepUntil, passUntil, pass, chat, club } = openClub();
    await subscribe();
    chat.losesReceipts = true;
    await passUntil("2026-11-22T09:00:10Z");
    chat.losesReceipts = false;
    sleepUntil("2026-11-22T13:00:00Z");
    await pass(0);
    expect(club.subscription).toMatchObject({ state: { kind: "waiting" }, failures: 0 });
    expect(chat.days()).toEqual(["2026-11-22"]);
  });
});

describe("three days on which nothing could be posted", () => {
  /** Nothing gets through to the lobby from now on. */
  async function fail() {
    const made = openClub();
    await made.subscribe();
    made.chat.isDown = true;
    await made.passUntil("2026-11-24T11:59:00Z");
    return made;
  }

  it("pause a subscription, and its owner is told in private, once", async () => {
    const { chat, club, passUntil, owner } = await fail();
    expect(club.subscription).toMatchObject({ failures: 2, state: { kind: "posting" } });
    await passUntil("2026-11-24T12:01:00Z");
    expect(club.subscription).toMatchObject({ failures: 3, state: { kind: "paused", why: "failed" } });
    chat.isDown = false;
    await passUntil("2026-11-30T00:00:00Z");
    expect(chat.toldTo("owner")).toEqual([words.ownerTold("tip", undefined, "09:00", "UTC")]);
    expect(chat.days()).toEqual([]);
    expect(await owner.commands("tips")).toContain(words.list.failed);
    expect(await club.nextDue()).toBeUndefined();
  });

  it("are told at most three times while nothing says that the owner knows", async () => {
    const { chat, passUntil } = await fail();
    await passUntil("2026-11-30T00:00:00Z");
    const told = chat.tries.filter(({ post }) => "person" in post.to);
    expect(told.map(({ at }) => at.toISOString().slice(11, 16))).toEqual(["12:01", "13:01", "14:01"]);
    expect(new Set(told.map(({ post }) => post.once)).size).toBe(1);
  });

  it("are told until the owner has got it", async () => {
    const { chat, passUntil } = await fail();
    await passUntil("2026-11-24T12:30:00Z");
    chat.isDown = false;
    await passUntil("2026-11-30T00:00:00Z");
    expect(chat.toldTo("owner")).toHaveLength(1);
    expect(chat.tries.filter(({ post }) => "person" in post.to)).toHaveLength(2);
  });

  it("say in which channel, where that has a name", async () => {
    const { join, chat, passUntil } = openClub();
    const eve = join("eve", { mayAdminister: true, conversation: "c7", place: "#general" });
    await eve.commands("tips subscribe time:09:00 timezone:UTC kind:question");
    chat.isDown = true;
    await passUntil("2026-11-24T12:01:00Z");
    chat.isDown = false;
    await passUntil("2026-11-24T20:00:00Z");
    expect(chat.toldTo("eve")).toEqual([words.ownerTold("question", "#general", "09:00", "UTC")]);
  });

  it("have to follow one another", async () => {
    const { subscribe, chat, passUntil, club } = openClub();
    await subscribe();
    for (const [day, isDown] of ["22", "23", "24", "25", "26"].map((day, at) => [day, at !== 2] as const)) {
      chat.isDown = isDown;
      await passUntil(`2026-11-${day}T20:00:00Z`);
    }
    expect(club.subscription).toMatchObject({ failures: 2, state: { kind: "waiting" } });
    expect(chat.days()).toEqual(["2026-11-24"]);
  });

  it("are forgotten when it goes on, and the owner is told no more", async () => {
    const { chat, passUntil, owner, club } = await fail();
    await passUntil("2026-11-24T12:01:00Z");
    await owner.commands("tips resume");
    expect(club.subscription).toMatchObject({ failures: 0, state: { kind: "waiting" } });
    await passUntil("2026-11-26T20:00:00Z");
    expect(club.subscription).toMatchObject({ failures: 2, state: { kind: "waiting" } });
    chat.isDown = false;
    await passUntil("2026-11-27T20:00:00Z");
    expect([chat.days(), chat.toldTo("owner")]).toEqual([["2026-11-27"], []]);
  });

  it("are told to nobody when the owner is forgotten", async () => {
    const { subscribe, owner, chat, passUntil, club } = openClub();
    await subscribe();
    await owner.commands("privacy delete");
    await owner.presses(privacy.confirm);
    chat.isDown = true;
    await passUntil("2026-11-24T12:01:00Z");
    chat.isDown = false;
    await passUntil("2026-11-30T00:00:00Z");
    expect(club.subscription).toMatchObject({ state: { kind: "paused", why: "failed" } });
    expect(chat.shown.filter(({ to }) => "person" in to)).toEqual([]);
  });
});

describe("a bag of tips", () => {
  const textOf = (reply: Parameters<typeof replyText>[0]) => /(Tip \d+ on \w+)\./.exec(replyText(reply))?.[1] ?? "";

  it("is emptied before a tip comes again, and a new one does not begin with the last", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(999), fc.integer({ min: 1, max: 6 }), async (seed, databases) => {
        const { subscribe, pass, chat } = openClub({ databases, seed });
        await subscribe();
        await pass(3 * databases * dayMs);
        const came = chat.delivered.map(({ shown }) => textOf(shown.reply));
        expect(came).toHaveLength(3 * databases);
        for (const season of [0, 1, 2]) {
          expect(new Set(came.slice(season * databases, (season + 1) * databases)).size).toBe(databases);
        }
        if (databases > 1) expect(came.filter((one, at) => one === came[at - 1])).toEqual([]);
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it("holds what is on its topics alone", async () => {
    const { subscribe, owner, pass, chat } = openClub({ databases: 3, jobs: 3 });
    await subscribe('time:09:00 timezone:UTC topics:"finding a job"');
    await pass(3 * dayMs);
    const came = () => chat.delivered.splice(0).map(({ shown }) => textOf(shown.reply));
    expect(came().sort()).toEqual(["Tip 1 on jobs", "Tip 2 on jobs", "Tip 3 on jobs"]);
    await owner.commands("tips change topics:databases,jobs");
    await pass(3 * dayMs);
    expect(came().sort()).toEqual(["Tip 1 on databases", "Tip 2 on databases", "Tip 3 on databases"]);
  });

  it("takes new tips in at once, before any comes again", async () => {
    const { subscribe, pass, chat, club } = openClub({ databases: 4 });
    await subscribe();
    await pass(3 * dayMs);
    club.knowledge = withTips(small, { databases: 6 });
    await pass(3 * dayMs);
    expect(new Set(chat.delivered.map(({ shown }) => textOf(shown.reply))).size).toBe(6);
    // The bag is empty now: one more is new, and comes next.
    club.knowledge = withTips(small, { databases: 7 });
    await pass(dayMs);
    expect(textOf(chat.delivered.at(-1)?.shown.reply ?? [])).toBe("Tip 7 on databases");
  });

  it("gives up what an edit has removed", async () => {
    const { subscribe, pass, chat, club } = openClub({ databases: 6 });
    await subscribe();
    await pass(2 * dayMs);
    club.knowledge = withTips(small, { databases: 2 });
    chat.delivered.length = 0;
    await pass(4 * dayMs);
    const came = chat.delivered.map(({ shown }) => textOf(shown.reply));
    expect(came).toHaveLength(4);
    for (const one of came) expect(one).toMatch(/^Tip [12] /);
  });

  it("is not used up by what could not be posted, nor by what somebody looked at before", async () => {
    const { subscribe, owner, pass, chat } = openClub({ databases: 3 });
    await subscribe();
    for (let times = 0; times < 5; times++) await owner.commands("tips preview");
    await pass(3 * dayMs);
    expect(new Set(chat.delivered.map(({ shown }) => textOf(shown.reply))).size).toBe(3);
  });
});

describe("an edit of the knowledge", () => {
  it("that removes the tip on its way leaves that day out, and no harm comes of it", async () => {
    const { subscribe, passUntil, chat, club } = openClub({ databases: 1 });
    await subscribe();
    chat.isDown = true;
    await passUntil("2026-11-22T09:00:10Z");
    chat.isDown = false;
    club.knowledge = withTips(small, { databases: 0, jobs: 2 });
    await passUntil("2026-11-22T20:00:00Z");
    expect(chat.days()).toEqual([]);
    expect(chat.tries).toHaveLength(1);
    await passUntil("2026-11-24T20:00:00Z");
    expect(chat.days()).toEqual(["2026-11-23", "2026-11-24"]);
    expect(club.subscription).toMatchObject({ state: { kind: "waiting" }, failures: 0 });
    expect(club.log.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("that empties the topic leaves days out without a word, until there is something again", async () => {
    const { subscribe, passUntil, chat, club } = openClub({ databases: 2, jobs: 2 });
    await subscribe("time:09:00 timezone:UTC topics:databases");
    club.knowledge = withTips(small, { databases: 0, jobs: 2 });
    await passUntil("2026-11-27T20:00:00Z");
    expect([chat.days(), chat.toldTo("owner")]).toEqual([[], []]);
    expect(club.subscription).toMatchObject({ state: { kind: "waiting" }, failures: 0 });
    club.knowledge = withTips(small, { databases: 2, jobs: 2 });
    await passUntil("2026-11-29T20:00:00Z");
    expect(chat.days()).toEqual(["2026-11-28", "2026-11-29"]);
  });

  it("that empties it between a slot and its end does not post that day", async () => {
    const { subscribe, passUntil, pass, chat, club } = openClub({ databases: 1 });
    club.knowledge = withTips(small, { databases: 1 });
    await subscribe();
    const known = club.knowledge;
    club.knowledge = withTips(small, { databases: 0 });
    await passUntil("2026-11-22T09:00:00Z");
    club.knowledge = known;
    await pass(hourMs);
    expect(chat.days()).toEqual([]);
    await pass(dayMs);
    expect(chat.days()).toEqual(["2026-11-23"]);
  });
});

/** Two days of a subscription through processes that die, with people who answer on the first where it asks. */
async function survive(plan: Plan, kind: "tip" | "question") {
  const club = new TipClub(withTips(small, { databases: 3, questions: 3 }));
  const first = club.start();
  const owner = new Person("owner", first.bot, { mayAdminister: true }, club.chat);
  await owner.commands(`tips subscribe time:09:00 timezone:UTC kind:${kind}`);
  const processes = new Succession(club, plan);
  const people = ["bea", "cem"].map((name) => new Person(name, processes.bot, {}, club.chat));
  club.clock.advance(club.until("2026-11-22T08:59:59Z"));
  await processes.pass(10 * minuteMs);
  for (const person of kind === "question" ? people : []) {
    await processes.attempt(() => person.presses("the primary key"));
  }
  await processes.pass(club.until("2026-11-23T12:30:00Z"));
  return { club, chat: club.chat, people, operations: processes.operations };
}

describe("a process that dies over it", () => {
  it.each([
    ["tip", "die before"],
    ["tip", "die after"],
    ["tip", "throw"],
    ["question", "die before"],
    ["question", "die after"],
    ["question", "throw"],
  ] as const)("leaves exactly one %s a day, whatever operation it is that they %s", async (kind, what) => {
    const { operations } = await survive(() => "go", kind);
    expect(operations).toBeGreaterThan(15);
    const wrong: string[] = [];
    for (let at = 1; at <= operations; at++) {
      const { club, chat } = await survive((operation) => (operation === at ? what : "go"), kind);
      const { state, failures } = club.subscription;
      const found = [chat.days().join(), state.kind, failures].join(" ");
      if (found !== "2026-11-22,2026-11-23 waiting 0") wrong.push(`${what} ${at}: ${found}`);
    }
    expect(wrong).toEqual([]);
  });

  it("is followed by one that dies as well, at any time, and the third one does it", async () => {
    const fates = fc.uniqueArray(
      fc.record({ at: fc.integer({ min: 1, max: 60 }), what: fc.constantFrom("die before", "die after", "throw") }),
      { selector: ({ at }) => at, maxLength: 2 },
    );
    await fc.assert(
      fc.asyncProperty(fates, fc.constantFrom("tip", "question"), async (dying, kind) => {
        const { club, chat } = await survive((now) => dying.find(({ at }) => at === now)?.what ?? "go", kind);
        expect(chat.days()).toEqual(["2026-11-22", "2026-11-23"]);
        expect(club.subscription).toMatchObject({ state: { kind: "waiting" }, failures: 0 });
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it("costs that day, and not the subscription, when those after it die as well", async () => {
    const [from, to] = [Date.parse("2026-11-23T09:00:00Z"), Date.parse("2026-11-23T09:05:00Z")];
    let last = 0;
    const { club, chat } = await survive((operation, at) => {
      if (at.getTime() < from || at.getTime() >= to) last = operation;
      if (operation - last < 5) return "go";
      last = operation;
      return "die before";
    }, "tip");
    expect(chat.days()).toEqual(["2026-11-22"]);
    const due = Date.parse("2026-11-24T09:00:00Z");
    expect(club.subscription).toMatchObject({ state: { kind: "waiting" }, due, doneDay: "2026-11-23" });
    await club.pass(dayMs, club.start().alarms);
    expect(chat.days()).toEqual(["2026-11-22", "2026-11-24"]);
  });
});

describe("two processes", () => {
  /** Where two wait for their memory, they take turns by chance. */
  function slowly(random: { next(): number }): Fate {
    const wait = async () => {
      for (let turns = Math.floor(random.next() * 12); turns > 0; turns--) await Promise.resolve();
    };
    return { before: wait, after: wait };
  }

  async function subscribed(kind: "tip" | "question", seed = 1) {
    const club = new TipClub(withTips(small, { databases: 3, questions: 3 }), seed);
    const { bot } = club.start();
    const owner = new Person("owner", bot, { mayAdminister: true }, club.chat);
    await owner.commands(`tips subscribe time:09:00 timezone:UTC kind:${kind}`);
    return { club, owner, bot };
  }

  it("that look for alarms at once post once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(9999), fc.constantFrom("tip", "question"), async (seed, kind) => {
        const { club } = await subscribed(kind, seed);
        const random = seededRandom(seed);
        const processes = [club.start(slowly(random)), club.start(slowly(random))];
        await club.pass(3 * dayMs, ...processes.map(({ alarms }) => alarms));
        expect(club.chat.days()).toEqual(["2026-11-22", "2026-11-23", "2026-11-24"]);
        expect(club.chat.tries).toHaveLength(3);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("that are both woken for the same alarm post once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(9999), fc.constantFrom("tip", "question"), async (seed, kind) => {
        const { club } = await subscribed(kind, seed);
        const random = seededRandom(seed);
        const bots = [club.start(slowly(random)).bot, club.start(slowly(random)).bot];
        const id = (Object.keys(club.subscriptions)[0] ?? "").slice("subscriptions/".length);
        club.clock.advance(club.until("2026-11-22T09:00:00Z"));
        const alarm = { namespace: "subscriptions", id, due: club.clock.now(), lateMs: 0, attempt: 1 };
        const effects = await Promise.all(bots.map((bot) => bot.wake(alarm)));
        expect(effects.flat()).toHaveLength(1);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  /**
   * One of them stops at its so manieth operation of the second question's slot, and goes on two minutes later, when the
   * other has done it all.
   */
  async function stall(far: number) {
    const { club, owner } = await subscribed("question");
    await club.pass(dayMs, club.start().alarms);
    let operations = 0;
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const { promise: awake, resolve: goOn } = Promise.withResolvers<void>();
    const stalling = club.start({
      async before() {
        operations += 1;
        if (operations !== far) return;
        arrive();
        await awake;
      },
      after() {},
    });
    club.clock.advance(club.until("2026-11-23T09:00:00Z"));
    const looking = stalling.alarms.runDue();
    await Promise.race([arrived, looking]);
    await club.pass(2 * minuteMs, club.start().alarms);
    goOn();
    await looking;
    return { days: club.chat.days(), heard: await owner.presses("the primary key"), hasStalled: operations >= far };
  }

  async function stallEverywhere() {
    const outcomes: Awaited<ReturnType<typeof stall>>[] = [];
    do outcomes.push(await stall(outcomes.length + 1));
    while (outcomes.at(-1)?.hasStalled);
    expect(outcomes.length).toBeGreaterThan(10);
    return outcomes;
  }

  it("post once when one of them stands still for two minutes, at any operation", async () => {
    for (const [at, { days }] of (await stallEverywhere()).entries()) {
      expect(days, `operation ${at + 1}`).toEqual(["2026-11-22", "2026-11-23"]);
    }
  });

  it("leave a question open that came while one of them stood still, at any operation", async () => {
    for (const [at, { heard }] of (await stallEverywhere()).entries()) {
      expect(heard, `operation ${at + 1}`).toBe(words.question.yours("“the primary key”"));
    }
  });
});

describe("a subscription to which anything happens", () => {
  type Step =
    | { kind: "pass"; ms: number }
    | { kind: "sleep"; ms: number }
    | { kind: "line"; line: string }
    | { kind: "platform"; isDown: boolean; losesReceipts: boolean }
    | { kind: "death"; in: number; what: "die before" | "die after" | "throw" };
  const span = fc.oneof(
    fc.integer({ min: 0, max: 20 * minuteMs }),
    fc.integer({ min: 0, max: 30 * hourMs }),
    fc.constantFrom(hourMs, 3 * hourMs, dayMs),
  );
  const time = fc.constantFrom("00:00", "02:30", "06:00", "09:00", "12:15", "18:00", "23:59");
  const zone = fc.constantFrom("UTC", "Cairo", "Auckland", "Los_Angeles", "Kiritimati", "Pago_Pago", "Kathmandu");
  const days = fc.constantFrom("daily", "weekdays", "weekend", "sun,tue,thu", "mon");
  const change = fc
    .record({ time, timezone: zone, days, kind: fc.constantFrom("tip", "question") }, { requiredKeys: [] })
    .map(
      (wish) =>
        `tips change ${Object.entries(wish)
          .map((one) => one.join(":"))
          .join(" ")}`,
    );
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: span.map((ms) => ({ kind: "pass" as const, ms })) },
    { weight: 1, arbitrary: span.map((ms) => ({ kind: "sleep" as const, ms })) },
    { weight: 3, arbitrary: change.map((line) => ({ kind: "line" as const, line })) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("tips pause", "tips resume").map((line) => ({ kind: "line" as const, line })),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("platform" as const),
        isDown: fc.boolean(),
        losesReceipts: fc.boolean(),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("death" as const),
        in: fc.integer({ min: 1, max: 25 }),
        what: fc.constantFrom("die before", "die after", "throw"),
      }),
    },
  );

  /** Every later try of a day looks back to the first one, and none comes when the day's time is over. */
  function expectOneStart(tries: readonly Try[]) {
    const names = new Set(tries.map(({ post }) => post.once));
    for (const name of names) {
      const own = tries.filter(({ post }) => post.once === name && "conversation" in post.to);
      const starts = own.map(({ at, post }) => (post.maybeSince ?? at).getTime());
      expect(new Set(starts).size, name).toBeLessThanOrEqual(1);
      expect(own.filter(({ post }) => post.maybeSince === undefined).length, name).toBeLessThanOrEqual(1);
      // What comes later than that is only a look.
      const late = own.filter(({ at }) => at.getTime() - (starts[0] ?? 0) >= 3 * hourMs);
      expect(
        late.every(({ post }) => post.withinMs === 0),
        name,
      ).toBe(true);
    }
  }

  it("never comes twice on a local date, and comes again once all is well", async () => {
    let posts = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const club = new TipClub(withTips(small, { databases: 3, questions: 3 }));
        const { chat } = club;
        let dieAt: { operation: number; what: ReturnType<Plan> } | undefined;
        const processes = new Succession(club, (now) => (now === dieAt?.operation ? dieAt.what : "go"));
        const owner = new Person("owner", processes.bot, { mayAdminister: true }, chat);
        await owner.commands("tips subscribe time:09:00 timezone:UTC");
        for (const one of steps) {
          if (one.kind === "pass") await processes.pass(one.ms);
          else if (one.kind === "sleep") club.clock.advance(one.ms);
          else if (one.kind === "line") await processes.attempt(() => owner.commands(one.line));
          else if (one.kind === "platform") Object.assign(chat, one);
          else dieAt = { operation: processes.operations + one.in, what: one.what };
        }
        const came = chat.days();
        expect(came).toEqual([...new Set(came)].sort());
        expectOneStart(chat.tries);
        posts += came.length;
        // All is well again.
        dieAt = undefined;
        Object.assign(chat, { isDown: false, losesReceipts: false });
        await processes.pass(4 * hourMs);
        if (club.subscription.state.kind === "paused") await owner.commands("tips resume");
        await owner.commands("tips change days:daily");
        const before = chat.days().length;
        await processes.pass(3 * dayMs);
        expect(chat.days().length).toBeGreaterThan(before);
        expect(chat.days()).toEqual([...new Set(chat.days())].sort());
        expect(club.subscription.state.kind).toBe("waiting");
      }),
      { seed: 1, numRuns: 200 },
    );
    expect(posts).toBeGreaterThan(100);
  });
});
