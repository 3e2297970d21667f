/** /tips: what may be said to it, by whom, what it says to whom, and what it keeps. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bot } from "../src/core/bot.ts";
import type { Form } from "../src/core/effects.ts";
import type { Origin } from "../src/core/incoming.ts";
import { tips as words } from "../src/core/phrases/tips.ts";
import { phrases } from "../src/core/phrases.ts";
import { encodePress } from "../src/core/press.ts";
import { shippedKnowledge, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";
import { openClub, TipClub, withTips } from "./fakes/subscriber.ts";

const small = await smallKnowledge();
const shipped = await shippedKnowledge();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const nine = "time:09:00 timezone:UTC";
const tomorrow = "Sunday 22 November at 09:00";
/** A schedule every day, on everything, as it is said. */
const daily = (time: string) => words.schedule(words.everyDay, time, "UTC", words.allTopics);
const announcement = words.announced("tip", daily("09:00"));

/** A club with a few tips, an administrator and somebody who is none. */
function open({ databases = 5, jobs = 3, questions = 2 } = {}) {
  const made = openClub({ databases, jobs, questions });
  const { club, join, owner, clock } = made;
  return {
    ...made,
    ana: join("ana", { name: "Ana" }),
    /** Several, one after another, so that they stand in this order. */
    async subscribeAll(...lines: string[]) {
      for (const line of lines) {
        await owner.commands(`tips subscribe ${line}`);
        clock.advance(1000);
      }
      owner.whispers.length = 0;
    },
    drafts: () => Object.keys(club.under("tip-drafts/")),
    /** Whether nothing was said to everybody, and nothing is kept. */
    isUntouched: () => club.chat.shown.length === 0 && Object.keys(club.subscriptions).length === 0,
  };
}

const all = (club: TipClub) => Object.values(club.subscriptions);

/** The form that opens for somebody. */
async function formFor(bot: Bot, origin: Origin, given: string): Promise<Form> {
  const [effect, ...others] = await bot.handle({ kind: "command", origin, name: "tips", given });
  if (effect?.kind !== "form" || others.length > 0) throw new Error(`no form for /tips ${given}`);
  return effect.form;
}
const valuesOf = ({ fields }: Form) => Object.fromEntries(fields.map(({ name, value = "" }) => [name, value]));

describe("/tips subscribe", () => {
  it("says to everybody what will come, tells whoever asked when, and keeps it", async () => {
    const { owner, ana, chat, club } = open();
    await owner.commands('tips subscribe time:"5 pm" timezone:Cairo days:sun-thu topics:databases,jobs');
    expect(chat.texts()).toEqual([
      [
        words.announced("tip", words.schedule("Sun–Thu", "17:00", "Africa/Cairo", "Databases, Finding a job")),
        words.announcedHint,
      ].join("\n\n"),
    ]);
    expect(owner.whispers).toEqual([expect.stringContaining(words.first("Sunday 22 November at 17:00"))]);
    expect(ana.whispers).toEqual([]);
    expect(club.subscription).toMatchObject({
      kind: "tip",
      to: { platform: "test", conversation: "lobby" },
      space: "club",
      isDirect: false,
      owner: "owner",
      time: "17:00",
      zone: "Africa/Cairo",
      days: [1, 2, 3, 4, 7],
      topics: ["databases", "jobs"],
      state: { kind: "waiting" },
      shown: [],
      failures: 0,
    });
    expect(await club.nextDue()).toBe(club.until("2026-11-22T15:00:00Z"));
  });

  it("names nobody in what everybody sees", async () => {
    const { join, chat } = open();
    const eve = join("e-v-e", { name: "Eve Adams", mayAdminister: true });
    await eve.commands(`tips subscribe ${nine}`);
    expect(chat.texts().join()).not.toMatch(/e-v-e|Eve|Adams/);
  });

  it("offers to change, pause and remove what was made, to whoever made it alone", async () => {
    const { owner, ana, subscribe } = open();
    await subscribe();
    expect(owner.labels).toEqual([words.list.change, words.list.pause, words.list.remove]);
    expect(ana.labels).toEqual([]);
    expect(await owner.presses(words.list.pause)).toContain(words.pausedNow);
  });

  it("keeps nothing when it can't be said there", async () => {
    const { owner, chat, club, subscribe, drafts } = open();
    chat.isDown = true;
    await subscribe();
    expect([club.subscriptions, drafts(), owner.whispers]).toEqual([{}, [], []]);
    expect(await club.nextDue()).toBeUndefined();
  });

  it("says so when it could not be kept", async () => {
    const { club, chat } = open();
    let isLost = false;
    const { bot } = club.start({
      before() {
        if (isLost) throw new Error("out of reach");
      },
      after() {},
    });
    const sent: Bot["sent"] = (...given) => {
      isLost = true;
      return bot.sent(...given);
    };
    const eve = new Person("eve", { ...bot, sent }, { mayAdminister: true }, chat);
    await eve.commands(`tips subscribe ${nine}`);
    expect(eve.whispers).toEqual([phrases.memoryLost]);
    expect(club.subscriptions).toEqual({});
  });

  it("takes the zone of whoever asks, or that of what comes there already", async () => {
    const { owner, join, club } = open();
    await owner.commands("progress timezone:Tokyo");
    await owner.commands("tips subscribe time:09:00");
    expect(club.subscription.zone).toBe("Asia/Tokyo");
    const eve = join("eve", { mayAdminister: true });
    await eve.commands("tips subscribe time:10:00");
    expect(all(club).map(({ zone }) => zone)).toEqual(["Asia/Tokyo", "Asia/Tokyo"]);
    const dan = join("dan", { mayAdminister: true, conversation: "elsewhere" });
    expect(await dan.commands("tips subscribe time:10:00")).toContain(words.noZone);
  });

  it("brings questions as well, on the topics of the quizzes", async () => {
    const { owner, chat, club } = open();
    await owner.commands(`tips subscribe ${nine} kind:question topics:db`);
    expect(chat.texts()[0]).toContain(
      words.announced("question", words.schedule(words.everyDay, "09:00", "UTC", "Databases")),
    );
    expect(club.subscription).toMatchObject({ kind: "question", topics: ["databases"] });
  });

  it("takes every topic by its id", async () => {
    const topics = [...new Set(shipped.base.tips.flatMap((tip) => tip.topics))];
    for (const topic of topics) {
      const club = new TipClub(shipped);
      const owner = new Person("owner", club.start().bot, { mayAdminister: true }, club.chat);
      await owner.commands(`tips subscribe ${nine} topics:${topic}`);
      expect(club.subscription.topics).toEqual([topic]);
    }
  });

  it("takes ten in a conversation, and says what there is when there are as many", async () => {
    const { owner, subscribe, subscribeAll, club, chat, join } = open();
    await subscribeAll(...Array.from({ length: 10 }, (_, at) => `time:0${at}:00 timezone:UTC`));
    const before = chat.shown.length;
    expect(await subscribe()).toContain(words.tooMany(10));
    expect([chat.shown.length, all(club).length]).toEqual([before, 10]);
    expect(owner.whispers.at(-1)).toContain("10. Tip");
    await owner.commands("tips remove 3");
    await subscribe();
    expect(all(club)).toHaveLength(10);
    const elsewhere = join("owner", { mayAdminister: true, conversation: "elsewhere" });
    await elsewhere.commands(`tips subscribe ${nine}`);
    expect(all(club)).toHaveLength(11);
  });

  it.each([
    ["tips subscribe 09:30 Cairo", "09:30"],
    ['tips subscribe "5 pm" Cairo', "17:00"],
  ])("reads what is typed without names: /%s", async (line, time) => {
    const { owner, club } = open();
    await owner.commands(line);
    expect(club.subscription).toMatchObject({ time, zone: "Africa/Cairo" });
  });

  it.each([
    ["tips subscribe 9 Cairo", "09:00"],
    ["tips subscribe 0930 Cairo", "09:30"],
    ["tips subscribe 5 pm Cairo", "17:00"],
  ])("reads a time that begins with a number: /%s", async (line, time) => {
    const { owner, club } = open();
    await owner.commands(line);
    expect(club.subscription).toMatchObject({ time, zone: "Africa/Cairo" });
  });
});

describe("what is not clear", () => {
  it.each([
    ["time:25:00 timezone:UTC", words.wrongTime("25:00")],
    ["time:09:60 timezone:UTC", words.wrongTime("09:60")],
    ["time:noonish timezone:UTC", words.wrongTime("noonish")],
    ["timezone:UTC", words.noTime],
    ["time:09:00", words.noZone],
    ["time:09:00 timezone:Xanadu", words.zone.unknown("Xanadu")],
    [`${nine} days:someday`, words.wrongDays("someday")],
    [`${nine} days:,`, words.noDays],
    [`${nine} topics:knitting`, words.wrongTopic("knitting", ["Finding a job", "Databases"])],
  ])("is said in private, nothing comes of it, and a draft is kept: %s", async (line, problem) => {
    const { owner, isUntouched, drafts, subscribe, ana } = open();
    expect(await subscribe(line)).toContain(problem);
    expect(owner.whispers).toHaveLength(1);
    expect([isUntouched(), drafts().length, ana.whispers]).toEqual([true, 1, []]);
    expect(owner.labels.at(-1)).toBe(words.fillIn);
  });

  it("is all said at once", async () => {
    const { subscribe, owner } = open();
    await subscribe("time:26:00 timezone:Xanadu days:someday topics:knitting");
    const [said = ""] = owner.whispers;
    for (const problem of [words.wrongTime("26:00"), words.wrongDays("someday"), words.zone.unknown("Xanadu")]) {
      expect(said).toContain(problem);
    }
    expect(said).toContain("knitting");
  });

  it("asks which zone an abbreviation means, and goes on with the one that is pressed", async () => {
    for (const [label, zone] of [
      ["Asia/Kolkata", "Asia/Kolkata"],
      ["Europe/Dublin", "Europe/Dublin"],
      ["Asia/Jerusalem", "Asia/Jerusalem"],
    ] as const) {
      const { owner, subscribe, club, isUntouched } = open();
      expect(await subscribe("time:09:00 timezone:IST days:weekdays")).toContain(words.zone.which("IST"));
      expect(isUntouched()).toBe(true);
      expect(await owner.presses(label)).toContain(words.first("Monday 23 November at 09:00"));
      expect(club.subscription).toMatchObject({ zone, days: [1, 2, 3, 4, 5], time: "09:00" });
    }
  });

  it("offers the nearest zones of one that there is not", async () => {
    const { owner, subscribe, club } = open();
    await subscribe('time:09:00 timezone:"new yorc city usa"');
    const zones = owner.labels.filter((label) => label.includes("/"));
    expect(zones).toContain("America/New York");
    await owner.presses("America/New York");
    expect(club.subscription.zone).toBe("America/New_York");
  });

  it.each(["Nice", "Kiel", "Oran"])("asks about a city that is only spelt like one with a zone: %s", async (city) => {
    const { subscribe, isUntouched } = open();
    expect(await subscribe(`time:09:00 timezone:${city}`)).toContain(words.zone.unknown(city));
    expect(isUntouched()).toBe(true);
  });

  it("may be filled in with what was typed already", async () => {
    const { owner, subscribe, club, drafts, bot } = open();
    await subscribe("time:9:99 timezone:UTC days:weekdays topics:databases");
    const { press } = owner.button(words.fillIn);
    const [effect] = await bot.handle({ kind: "press", origin: owner.origin, id: press });
    expect(effect?.kind === "form" && valuesOf(effect.form)).toEqual({
      time: "9:99",
      timezone: "UTC",
      days: "weekdays",
      topics: "databases",
      kind: "tip",
    });
    await owner.presses(words.fillIn);
    expect(await owner.fillsIn("9:98", "UTC", "weekdays", "databases", "tip")).toContain(words.wrongTime("9:98"));
    expect(drafts()).toHaveLength(2);
    await owner.presses(words.fillIn);
    await owner.fillsIn("9:30", "UTC", "weekdays", "databases", "question of the day");
    expect(club.subscription).toMatchObject({ time: "09:30", days: [1, 2, 3, 4, 5], kind: "question" });
  });

  it("is forgotten after an hour", async () => {
    for (const [ms, goesOn] of [
      [hourMs - 1000, true],
      [hourMs, false],
    ] as const) {
      const { owner, subscribe, club, clock } = open();
      await subscribe("time:09:00 timezone:IST");
      clock.advance(ms);
      const heard = await owner.presses("Asia/Kolkata");
      expect(heard.includes(phrases.expired)).toBe(!goesOn);
      expect(await owner.presses(words.fillIn)).toContain(goesOn ? words.form.title : phrases.expired);
      expect(all(club)).toHaveLength(goesOn ? 1 : 0);
    }
  });

  it("is nobody else's to go on with", async () => {
    const { owner, subscribe, join, isUntouched } = open();
    await subscribe("time:09:00 timezone:IST");
    const eve = join("eve", { mayAdminister: true });
    for (const label of ["Asia/Kolkata", words.fillIn]) {
      expect(await eve.pressesId(owner.button(label).press)).toBe(phrases.expired);
    }
    expect(isUntouched()).toBe(true);
  });

  it("is asked again when the zone that comes back is none", async () => {
    const { owner, subscribe, isUntouched } = open();
    await subscribe("time:09:00 timezone:IST");
    const [, , draft = ""] = owner.button("Asia/Kolkata").press.split(":");
    const id = encodePress({ command: "tips", arguments: ["zone", draft, "Nowhere/At_All"] });
    expect(await owner.pressesId(id)).toContain(words.zone.unknown("Nowhere/At_All"));
    expect(isUntouched()).toBe(true);
  });

  it("does not begin with what to do", async () => {
    const { owner, isUntouched, drafts } = open();
    const heard = await owner.commands(`tips ${nine}`);
    expect(heard).toContain("“09:00”");
    expect(heard).toContain("subscribe");
    expect([isUntouched(), drafts()]).toEqual([true, []]);
  });
});

describe("the form", () => {
  it("opens where nothing else was said, with what is usual", async () => {
    const { owner, bot, club } = open();
    for (const line of ["subscribe", "change 1"]) {
      const form = await formFor(bot, owner.origin, line);
      expect(form.title).toBe(words.form.title);
      expect(valuesOf(form)).toEqual(
        line === "subscribe"
          ? { time: "", timezone: "", days: words.everyDay, topics: words.all, kind: "tip" }
          : { time: "09:00", timezone: "UTC", days: "Mon, Wed", topics: "Databases", kind: "question" },
      );
      await owner.commands(`tips subscribe ${nine} days:mon,wed topics:databases kind:question`);
      expect(all(club)).not.toEqual([]);
    }
  });

  it("makes a subscription of what was filled in", async () => {
    const { owner, club, chat } = open();
    await owner.commands("tips");
    expect(await owner.presses(words.list.subscribe)).toContain(words.form.title);
    await owner.fillsIn("7.15 am", "kathmandu", "weekend", "jobs", "");
    expect(chat.texts()[0]).toContain("07:15 (Asia/Kathmandu)");
    expect(club.subscription).toMatchObject({
      time: "07:15",
      zone: "Asia/Kathmandu",
      days: [6, 7],
      topics: ["jobs"],
      kind: "tip",
    });
  });

  it("asks back for what was left empty, and for no days", async () => {
    const { owner, isUntouched } = open();
    await owner.commands("tips subscribe");
    const heard = await owner.fillsIn("", "", "", "", "");
    for (const problem of [words.noTime, words.noZone, words.noDays]) expect(heard).toContain(problem);
    expect(isUntouched()).toBe(true);
  });

  it("that is sent back as it was opened changes nothing, whatever the topics and days", async () => {
    const club = new TipClub(shipped);
    const { bot } = club.start();
    const owner = new Person("owner", bot, { mayAdminister: true }, club.chat);
    const topics = [...new Set(shipped.base.tips.flatMap((tip) => tip.topics))];
    await owner.commands(`tips subscribe ${nine}`);
    const typed = (ids: readonly string[]) => ids.map((id) => shipped.base.topics.get(id)?.title ?? id).join();
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.constantFrom(...topics), { minLength: 1, maxLength: 10 }),
        fc.uniqueArray(fc.constantFrom("mon", "tue", "wed", "thu", "fri", "sat", "sun"), { minLength: 1 }),
        async (about, days) => {
          const id = encodePress({ command: "tips", arguments: ["form", tokenIn(club)] });
          const values = { time: "08:00", timezone: "Cairo", days: days.join(), topics: typed(about), kind: "tip" };
          await bot.handle({ kind: "form", origin: owner.origin, id, values });
          const before = club.subscription;
          expect(before.topics).toEqual(about);
          const form = await formFor(bot, owner.origin, "change");
          await bot.handle({ kind: "form", origin: owner.origin, id: form.id, values: valuesOf(form) });
          expect(club.subscription).toEqual(before);
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });

  it("holds no more than its fields take", async () => {
    const club = new TipClub(shipped);
    const { bot } = club.start();
    const owner = new Person("owner", bot, { mayAdminister: true }, club.chat);
    const topics = ["languages", "web-servers", "cloud", "learning", "becoming", "backend", "frontend", "growth"];
    await owner.commands(`tips subscribe ${nine} topics:${topics.join()}`);
    expect(club.subscription.topics).toEqual(topics);
    for (const { value = "", longest, name } of (await formFor(bot, owner.origin, "change")).fields) {
      expect(value.length, name).toBeLessThanOrEqual(longest);
    }
  });
});

const tokenIn = (club: TipClub) => Object.keys(club.subscriptions)[0]?.split("/").at(-1) ?? "";

describe("who may", () => {
  const lines = [
    "subscribe time:09:00 timezone:UTC",
    "subscribe",
    "change time:10:00",
    "change",
    "pause",
    "resume",
    "remove",
  ];
  const buttons = ["subscribe", "change", "pause", "resume", "remove", "fill", "zone"];

  it.each([
    ["a member", {}, phrases.onlyAdministrators],
    ["a guest of ours", { isGuest: true, mayAdminister: true } as const, words.guest],
    ["a guest of ours in direct messages", { isGuest: true, isDirect: true } as const, words.guest],
  ])("change nothing: %s, by no way", async (_, where, refusal) => {
    const { club, subscribe, join, owner, chat, drafts, bot } = open();
    await subscribe();
    await owner.commands("tips pause");
    const before = JSON.stringify([club.subscriptions, chat.shown]);
    const mia = join("mia", where);
    for (const line of lines) expect(await mia.commands(`tips ${line}`), line).toBe(refusal);
    const token = tokenIn(club);
    for (const action of buttons) {
      const id = encodePress({ command: "tips", arguments: [action, token, "UTC"] });
      expect(await mia.pressesId(id), action).toBe(refusal);
    }
    for (const form of [["form"], ["form", token]]) {
      const id = encodePress({ command: "tips", arguments: form });
      const values = { time: "10:00", timezone: "UTC", days: "daily", topics: "all", kind: "tip" };
      const effects = await bot.handle({ kind: "form", origin: mia.origin, id, values });
      expect(effects).toMatchObject([{ kind: "reply", audience: "asker" }]);
    }
    expect(mia.labels).toEqual([]);
    expect(JSON.stringify([club.subscriptions, chat.shown])).toBe(before);
    expect(drafts()).toEqual([]);
  });

  it.each([
    ["an administrator", { mayAdminister: true }],
    ["whoever made the channel", { isOwner: true } as const],
    ["somebody in their direct messages", { isDirect: true, space: undefined }],
  ])("do all of it: %s", async (_, where) => {
    const { join, club } = open();
    const eve = join("eve", where);
    await eve.commands(`tips subscribe ${nine}`);
    expect(await eve.commands("tips change time:10:00")).toContain(
      words.changed(daily("10:00"), "Sunday 22 November at 10:00"),
    );
    expect(await eve.commands("tips pause")).toContain(words.pausedNow);
    expect(await eve.commands("tips resume")).toContain(words.resumed("Sunday 22 November at 10:00"));
    expect(await eve.commands("tips remove")).toContain(words.removed);
    expect(club.subscriptions).toEqual({});
  });

  it("look at what comes: everybody, without any button to change it", async () => {
    const { ana, subscribe, join } = open();
    expect(await ana.commands("tips")).toBe(words.list.none);
    await subscribe();
    const guest = join("guest", { isGuest: true });
    for (const person of [ana, guest]) {
      expect(await person.commands("tips")).toContain("09:00 UTC, every day");
      expect(await person.commands("tips next")).toBe(`${words.kinds.tip}: ${words.list.next(tomorrow)}.`);
      expect(person.labels).toEqual([]);
      expect(await person.commands("tips preview")).toContain(words.preview);
      expect(await person.commands("tips best")).toBe(words.noBest);
    }
  });

  it("is asked again at each press: whoever is no administrator any more", async () => {
    const { owner, subscribe, join, club } = open();
    await subscribe();
    const former = join("owner");
    for (const label of [words.list.change, words.list.pause, words.list.remove]) {
      expect(await former.pressesId(owner.button(label).press)).toBe(phrases.onlyAdministrators);
    }
    expect(club.subscription.state.kind).toBe("waiting");
  });
});

describe("/tips list", () => {
  it("shows each with its time, days, topics and what is next, and buttons for each", async () => {
    const { owner, subscribeAll, passUntil, chat } = open();
    expect(await owner.commands("tips")).toBe(`${words.list.none}\n\n[${words.list.subscribe}]`);
    await subscribeAll(
      nine,
      "time:18:30 timezone:Cairo days:mon-wed topics:databases kind:question",
      `${nine} topics:jobs`,
    );
    await owner.commands("tips pause 3");
    chat.isDown = true;
    await passUntil("2026-11-22T09:00:10Z");
    const heard = await owner.commands("tips list");
    expect(heard).toContain(words.list.title);
    expect(heard).toContain(`1. Tip: 09:00 UTC, every day · all topics · ${words.list.posting}`);
    expect(heard).toContain(
      "2. Question of the day: 18:30 Africa/Cairo, Mon–Wed · Databases · next on Monday 23 November at 18:30",
    );
    expect(heard).toContain(`3. Tip: 09:00 UTC, every day · Finding a job · ${words.list.paused}`);
    for (const label of ["1: Change", "1: Pause", "2: Pause", "3: Resume", "3: Remove", words.list.subscribe]) {
      expect(heard).toContain(`[${label}]`);
    }
    expect(await owner.presses("2: Pause")).toContain(words.pausedNow);
    expect(await owner.commands("tips")).toContain("2: Resume");
  });

  it("shows what comes to that conversation alone, and nobody's name", async () => {
    const { owner, subscribe, join, ana } = open();
    await subscribe();
    const eve = join("eve", { mayAdminister: true, conversation: "lobby-2", name: "Eve" });
    expect(await eve.commands("tips")).toContain(words.list.none);
    const dora = join("dora", { conversation: "with-dora", isDirect: true, space: undefined });
    await dora.commands(`tips subscribe ${nine}`);
    expect(await owner.commands("tips")).not.toContain("2.");
    expect(await ana.commands("tips")).not.toMatch(/owner|dora/);
  });
});

describe("/tips change", () => {
  it("changes what is said, and leaves the rest", async () => {
    const { owner, subscribe, club, chat } = open();
    await subscribe(`${nine} days:weekdays topics:databases`);
    const shown = chat.shown.length;
    for (const [line, change] of [
      ["time:10:15", { time: "10:15" }],
      ["timezone:Auckland", { zone: "Pacific/Auckland" }],
      ["days:weekend", { days: [6, 7] }],
      ["topics:all", { topics: [] }],
      ["kind:question", { kind: "question" }],
    ] as const) {
      const before = club.subscription;
      await owner.commands(`tips change ${line}`);
      const { kind, time, zone, days, topics } = before;
      expect(club.subscription).toMatchObject({ kind, time, zone, days, topics, ...change });
      expect(owner.whispers.at(-1)).toMatch(/^Changed to .*\. The next one comes on /);
    }
    expect(chat.shown).toHaveLength(shown);
  });

  it("opens the form for one, from its button as well, and changes that one", async () => {
    const { owner, subscribeAll, club } = open();
    await subscribeAll(nine, "time:18:00 timezone:UTC");
    await owner.commands("tips");
    await owner.presses("2: Change");
    await owner.fillsIn("19:00", "UTC", "daily", "all", "tip");
    expect(all(club).map(({ time }) => time)).toEqual(["09:00", "19:00"]);
  });

  it("asks back as subscribing does, and goes on with the one that was meant", async () => {
    const { owner, subscribeAll, club } = open();
    await subscribeAll(nine, "time:18:00 timezone:UTC");
    await owner.commands("tips change 2 timezone:IST");
    expect(all(club).map(({ zone }) => zone)).toEqual(["UTC", "UTC"]);
    await owner.presses("Asia/Jerusalem");
    expect(all(club).map(({ zone, time }) => [zone, time])).toEqual([
      ["UTC", "09:00"],
      ["Asia/Jerusalem", "18:00"],
    ]);
  });

  it("keeps what is paused paused", async () => {
    const { owner, subscribe, club } = open();
    await subscribe();
    await owner.commands("tips pause");
    expect(await owner.commands("tips change time:10:00")).toContain(words.changedPaused(daily("10:00")));
    expect(club.subscription).toMatchObject({ time: "10:00", state: { kind: "paused" } });
    expect(await club.nextDue()).toBeUndefined();
  });

  it("finds that it is gone, however late", async () => {
    const { owner, subscribe } = open();
    await subscribe();
    await owner.commands("tips change timezone:IST");
    await owner.presses(words.list.change);
    await owner.commands("tips remove");
    expect(await owner.fillsIn("19:00", "UTC", "daily", "all", "tip")).toBe(words.gone);
    expect(await owner.presses("Asia/Kolkata")).toBe(words.gone);
    for (const label of [words.list.change, words.list.pause, words.list.remove]) {
      expect(await owner.presses(label)).toBe(words.gone);
    }
  });

  it("keeps what was typed while it asks which one is meant", async () => {
    const { owner, subscribeAll, club } = open();
    await subscribeAll(nine, "time:18:00 timezone:UTC");
    await owner.commands("tips change time:20:00");
    await owner.presses(words.list.numbered("Tip, 18:00 UTC", 2));
    expect(all(club).map(({ time }) => time)).toEqual(["09:00", "20:00"]);
  });
});

describe("which one is meant", () => {
  it.each([
    ["pause", words.pausedNow],
    ["resume", words.wasActive],
    ["remove", words.removed],
    ["change", words.form.title],
  ])("is asked where there are several, and goes by its number: /tips %s", async (action, said) => {
    const { owner, subscribeAll, club } = open();
    await subscribeAll(nine, "time:18:00 timezone:Cairo kind:question");
    const before = JSON.stringify(club.subscriptions);
    expect(await owner.commands(`tips ${action}`)).toContain(words.which);
    expect(JSON.stringify(club.subscriptions)).toBe(before);
    expect(await owner.commands(`tips ${action} 3`)).toBe(words.noSuch(3, 2));
    expect(await owner.presses("2: Question of the day, 18:00 Africa/Cairo")).toContain(said);
    const by = open();
    await by.subscribeAll(nine, "time:18:00 timezone:Cairo kind:question");
    expect(await by.owner.commands(`tips ${action} 1`)).toContain(said);
    if (action === "pause") expect(all(by.club).map(({ state }) => state.kind)).toEqual(["paused", "waiting"]);
    if (action === "remove") expect(all(by.club).map(({ kind }) => kind)).toEqual(["question"]);
  });

  it("is clear where there is one, and none where there is none", async () => {
    const { owner, subscribe } = open();
    for (const action of ["change time:10:00", "pause", "resume", "remove"]) {
      expect(await owner.commands(`tips ${action}`)).toBe(words.noSuch(1, 0));
    }
    await subscribe();
    expect(await owner.commands("tips pause 2")).toBe(words.noSuch(2, 1));
    expect(await owner.commands("tips pause")).toContain(words.pausedNow);
    expect(await owner.commands("tips pause")).toBe(words.wasPaused);
    expect(await owner.commands("tips resume 1")).toContain(words.resumed(tomorrow));
    expect(await owner.commands("tips resume")).toBe(words.wasActive);
    for (const number of ["0", "11", "99999999"]) {
      expect(await owner.commands(`tips pause number:${number}`)).toContain(phrases.between("number", 1, 10));
    }
  });
});

describe("/tips preview", () => {
  it("shows one that could come, in private, and takes nothing out of the bag", async () => {
    const { ana, subscribe, club, chat } = open();
    expect(await ana.commands("tips preview")).toMatch(/Tip of the day: /);
    expect(await ana.commands("tips preview topics:jobs")).toMatch(/Tip \d on jobs/);
    await subscribe(`${nine} topics:databases`);
    const before = JSON.stringify(club.subscriptions);
    for (let times = 0; times < 10; times++) expect(await ana.commands("tips preview")).toMatch(/Tip \d on databases/);
    expect([JSON.stringify(club.subscriptions), chat.shown.length]).toEqual([before, 1]);
    expect(ana.whispers).toHaveLength(12);
  });

  it("shows a question that nobody can answer there", async () => {
    const { ana, owner, subscribe, club } = open();
    await subscribe(`${nine} kind:question`);
    for (const line of ["tips preview", "tips preview kind:question", "tips preview 1"]) {
      const heard = await ana.commands(line);
      expect(heard).toMatch(/Question of the day: Databases[\s\S]*Question \d\?/);
      expect(heard).toContain(words.question.preview);
      expect(heard).not.toMatch(/✓|is unique/);
    }
    expect([...ana.labels, ...owner.labels.slice(3)]).toEqual([]);
    expect(club.under("guesses/")).toEqual({});
  });

  it("says what is wrong, and when there is nothing", async () => {
    const { ana, subscribe, club } = open();
    expect(await ana.commands("tips preview topics:knitting")).toContain("“knitting”");
    expect(await ana.commands("tips preview 2")).toBe(words.noSuch(2, 0));
    await subscribe();
    expect(await ana.commands("tips preview 2")).toBe(words.noSuch(2, 1));
    club.knowledge = withTips(small, { databases: 0 });
    expect(await ana.commands("tips preview")).toBe("I have nothing on that yet.");
  });
});

describe("/tips next", () => {
  it("says when each of them comes", async () => {
    const { ana, owner, subscribeAll, chat, passUntil } = open();
    expect(await ana.commands("tips next")).toBe(words.list.none);
    await subscribeAll(nine, "time:18:30 timezone:Cairo kind:question", "time:10:00 timezone:UTC");
    await owner.commands("tips pause 3");
    chat.isDown = true;
    await passUntil("2026-11-22T09:00:10Z");
    expect((await ana.commands("tips next")).split("\n\n")).toEqual([
      `Tip: ${words.list.posting}.`,
      `${words.kinds.question}: ${words.list.next("Sunday 22 November at 18:30")}.`,
      `Tip: ${words.list.paused}.`,
    ]);
    expect(owner.whispers).toHaveLength(1);
  });
});

describe("what people find helpful", () => {
  it("is counted once a person, in private, and listed with the best first", async () => {
    const { subscribe, pass, join, ana, chat, club } = open({ databases: 3, jobs: 0 });
    const people = ["ana", "bea", "cem"].map((name) => join(name, { name: name.toUpperCase() }));
    await subscribe();
    await pass(2 * dayMs);
    const shown = chat.shown.length;
    const [first, second] = chat.delivered.map(({ shown: { reply } }) =>
      reply
        .flatMap((block) => (block.kind === "buttons" ? block.buttons : []))
        .find(({ label }) => label === words.helpful),
    );
    for (const [at, person] of people.entries()) {
      expect(await person.pressesId(second?.press ?? "")).toBe(words.thanks(at + 1));
      expect(await person.pressesId(second?.press ?? "")).toBe(words.thanks(at + 1));
    }
    expect(await ana.pressesId(first?.press ?? "")).toBe(words.thanks(1));
    expect(chat.shown).toHaveLength(shown);
    const best = await ana.commands("tips best");
    expect(best).toContain(words.best);
    const places = [words.foundHelpful(3), words.foundHelpful(1)].map((one) => best.indexOf(one));
    expect(places[0]).toBeGreaterThan(0);
    expect(places[1]).toBeGreaterThan(places[0] ?? 0);
    expect(Object.keys(club.under("helpful-tips/")).join()).not.toMatch(/ana|bea|cem/);
    const elsewhere = join("ana", { space: "another", conversation: "there" });
    expect(await elsewhere.commands("tips best")).toBe(words.noBest);
  });

  it("is nothing any more of a tip that an edit has removed", async () => {
    const { subscribe, pass, ana, club } = open({ databases: 1, jobs: 0 });
    await subscribe();
    await pass(dayMs);
    await ana.presses(words.helpful);
    club.knowledge = withTips(small, { databases: 0, jobs: 1 });
    expect(await ana.presses(words.helpful)).toBe(phrases.expired);
    expect(await ana.commands("tips best")).toBe(words.noBest);
  });
});

describe("a button or a form of nobody's making", () => {
  const part = fc.oneof(
    fc.constantFrom(
      "answer",
      "helpful",
      "fill",
      "zone",
      "subscribe",
      "change",
      "pause",
      "resume",
      "remove",
      "form",
      "best",
    ),
    fc.constantFrom("", "0", "1", "UTC", "../..", "__proto__", "constructor", "posted", "made"),
    fc.string({ maxLength: 8 }),
  );

  it("does no harm, and whoever sent it is told in private at most", async () => {
    const { owner, club, bot, ana, subscribe } = open();
    await subscribe();
    const before = JSON.stringify([club.subscriptions, club.chat.shown]);
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), fc.boolean(), async (given, isForm) => {
        for (const { origin } of [owner, ana]) {
          const id = ["tips", ...given].map(encodeURIComponent).join(":");
          const incoming = isForm ? { kind: "form" as const, values: {} } : { kind: "press" as const };
          for (const effect of await bot.handle({ ...incoming, origin, id })) {
            expect(effect.kind === "form" || (effect.kind === "reply" && effect.audience === "asker")).toBe(true);
          }
        }
      }),
      { seed: 1, numRuns: 500 },
    );
    expect(JSON.stringify([club.subscriptions, club.chat.shown])).toBe(before);
    expect(club.log.lines.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("any line", () => {
  const word = fc.constantFrom(
    ..."list subscribe change pause resume remove preview next best 1 2 time:09:00 time:99 timezone:UTC timezone:IST".split(
      " ",
    ),
    ..."days:daily days:x topics:all topics:db topics:zzz kind:question kind:tip number:3 at and noon".split(" "),
  );

  it("is answered in private, and everybody sees announcements alone", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(word, { maxLength: 5 }), { maxLength: 12 }), async (lines) => {
        const { owner, ana, club } = open();
        for (const line of lines) {
          for (const person of [ana, owner]) await person.commands(["tips", ...line].join(" "));
        }
        const isAnnouncement = (text: string) => text.startsWith("From now on I bring ");
        const isReveal = (text: string) => text.startsWith(words.question.revealed);
        expect(club.chat.texts().filter((text) => !isAnnouncement(text) && !isReveal(text))).toEqual([]);
        expect(all(club).every(({ owner }) => owner === "owner")).toBe(true);
        expect(all(club).length).toBeLessThanOrEqual(10);
        expect(club.log.lines.filter(({ level }) => level === "error")).toEqual([]);
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe("direct messages", () => {
  it("have subscriptions of their own, which come there", async () => {
    const { join, passUntil, chat, club } = open();
    const dora = join("dora", { conversation: "with-dora", isDirect: true, space: undefined });
    expect(await dora.commands(`tips subscribe ${nine}`)).toContain(announcement);
    await passUntil("2026-11-22T10:00:00Z");
    expect(club.subscription).toMatchObject({ isDirect: true, owner: "dora" });
    expect(club.subscription.space).toBeUndefined();
    expect(chat.texts("with-dora")).toHaveLength(2);
    expect(chat.texts()).toEqual([]);
  });
});
