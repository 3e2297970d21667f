import { describe, expect, it } from "vitest";
import type { Bot } from "../src/core/bot.ts";
import { phrases } from "../src/core/phrases.ts";
import { makeBot, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";

const small = await smallKnowledge();
const { settings: words, quiz } = phrases;
const question = "what is sql";
const onOrOff = (name: string) => words.takes(name, words.oneOf([words.on, words.off]));
const upToTwenty = words.takes("quiz-count", words.wholeNumber(1, 20));

/** A bot in a club, with its owner and Ana, who is a guest, in the lobby. */
function club() {
  const made = makeBot(small);
  const owner = new Person("owner", made.bot, { mayAdminister: true });
  const inRoom = (conversation: string, space = "club") =>
    new Person("owner", made.bot, { conversation, space, mayAdminister: true });
  return { ...made, owner, inRoom };
}

/** Somebody alone with the bot. */
function alone(name: string, bot: Bot): Person {
  const person = new Person(name, bot, { conversation: `with-${name}`, isDirect: true });
  delete person.origin.space;
  return person;
}

/** The row of a setting in the overview: what is set here and everywhere, and what is in force. */
function cells(overview: string, name: string): string[] {
  const row = overview.split("\n").find((line) => line.startsWith(`${name} `));
  return row?.split(" | ").slice(1) ?? [];
}

const countOf = (asked: string) => /Question 1 of (\d+)/.exec(asked)?.[1];
/** How many questions a quiz has where somebody is. */
async function quizCount(person: Person, line = "quiz databases mode:solo"): Promise<string | undefined> {
  return countOf(await person.commands(line));
}
const hears = async (person: Person) => (await person.says(question, "overheard")) !== "";

describe("/settings", () => {
  it("is for administrators, but in direct messages for everybody", async () => {
    const { ana, bot, store } = club();
    for (const line of ["settings", "settings overhear", "settings overhear on", "settings overhear on everywhere"]) {
      expect(await ana.commands(line)).toBe(phrases.onlyAdministrators);
    }
    expect(store.under("")).toEqual({});
    const bea = alone("bea", bot);
    expect(await bea.commands("settings quiz-count 3")).toContain(words.changed("quiz-count", "3", "here"));
    expect(await quizCount(bea)).toBe("3");
    expect(await quizCount(alone("cem", bot))).toBe("5");
  });

  it("shows every setting, what is set where and what is in force", async () => {
    const { owner } = club();
    const fresh = await owner.commands("settings");
    const inForce = Object.values(words.names).map((name) => [name, cells(fresh, name)]);
    expect(Object.fromEntries(inForce)).toEqual({
      overhear: ["–", "–", "off"],
      // There is one language so far, and so nothing to choose.
      locale: [],
      "quiz-count": ["–", "–", "5"],
      "quiz-difficulty": ["–", "–", "any"],
      "quiz-clock": ["–", "–", "on"],
      "quiz-speed": ["–", "–", "on"],
    });
    expect(fresh).not.toContain("locale");
    await owner.commands("settings quiz-count 7 everywhere");
    await owner.commands("settings quiz-clock off");
    const changed = await owner.commands("settings");
    expect(cells(changed, "quiz-count")).toEqual(["–", "7", "7"]);
    expect(cells(changed, "quiz-clock")).toEqual(["off", "–", "off"]);
    expect(changed).toContain(words.hint);
  });

  it("speaks of no server in direct messages, nor of what cannot be overheard there", async () => {
    const { bot } = club();
    const bea = alone("bea", bot);
    const overview = await bea.commands("settings");
    expect(cells(overview, "overhear")).toEqual([]);
    expect(bea.labels).toEqual([words.turnOff("quiz-clock"), words.turnOff("quiz-speed")]);
    expect(cells(overview, "quiz-count")).toEqual(["–", "5"]);
    expect(overview).toContain(words.directHint);
    expect(overview).not.toMatch(/everywhere|server|workspace/i);
  });

  it("lets a conversation differ from its space, and the space from what is usual", async () => {
    const { owner, inRoom } = club();
    const lounge = inRoom("lounge");
    await owner.commands("settings quiz-count 3 everywhere");
    await owner.commands("settings quiz-count 2");
    expect(cells(await owner.commands("settings"), "quiz-count")).toEqual(["2", "3", "2"]);
    expect(cells(await lounge.commands("settings"), "quiz-count")).toEqual(["–", "3", "3"]);
    expect([await quizCount(owner), await quizCount(lounge)]).toEqual(["2", "3"]);
  });

  it("goes back to what is set further out with “default”", async () => {
    const { owner, store } = club();
    await owner.commands("settings quiz-count 3 everywhere");
    await owner.commands("settings quiz-count 2");
    await owner.commands("settings quiz-clock off");
    expect(await owner.commands("settings quiz-count default")).toContain(
      words.takenBack("quiz-count", words.scopes.conversation, "3"),
    );
    expect(cells(await owner.commands("settings"), "quiz-count")).toEqual(["–", "3", "3"]);
    expect(cells(await owner.commands("settings"), "quiz-clock")).toEqual(["off", "–", "off"]);
    expect(await owner.commands("settings quiz-count DEFAULT everywhere")).toContain(
      words.takenBack("quiz-count", words.scopes.space, "5"),
    );
    await owner.commands("settings quiz-clock default");
    expect(cells(await owner.commands("settings"), "quiz-count")).toEqual(["–", "–", "5"]);
    expect(store.under("settings/")).toEqual({});
  });

  it.each([
    "quiz-count 10 everywhere",
    "quiz-count everywhere 10",
    "everywhere quiz-count 10",
    "everywhere 10 quiz-count",
    "10 quiz-count everywhere",
    "10 everywhere quiz-count",
    "Quiz-Count  10 EVERYWHERE",
    "setting:quiz-count where:everywhere value:10",
  ])("reads %j, whatever the order", async (line) => {
    const { owner } = club();
    expect(await owner.commands(`settings ${line}`)).toContain(words.changed("quiz-count", "10", words.scopes.space));
    expect(cells(await owner.commands("settings"), "quiz-count")).toEqual(["–", "10", "10"]);
  });

  it.each([
    ["overhear ON", "overhear", "on"],
    ["overhear yes here", "overhear", "on"],
    ["quiz-clock no", "quiz-clock", "off"],
    ["quiz-speed off", "quiz-speed", "off"],
    ["quiz-count 1", "quiz-count", "1"],
    ["quiz-count 20", "quiz-count", "20"],
    ["quiz-difficulty Senior", "quiz-difficulty", "senior"],
    ["quiz-difficulty rising", "quiz-difficulty", "rising"],
    ["quiz-difficulty any", "quiz-difficulty", "any"],
  ])("takes %j", async (line, name, value) => {
    const { owner } = club();
    expect(await owner.commands(`settings ${line}`)).toContain(words.changed(name, value, words.scopes.conversation));
    expect(cells(await owner.commands("settings"), name)).toEqual([value, "–", value]);
  });

  it.each([
    ["overhear maybe", onOrOff("overhear")],
    ["overhear toString", onOrOff("overhear")],
    ["quiz-clock 1", onOrOff("quiz-clock")],
    ["quiz-count 0", upToTwenty],
    ["quiz-count 21", upToTwenty],
    ["quiz-count -1", upToTwenty],
    ["quiz-count 1.5", upToTwenty],
    ["quiz-count ten", upToTwenty],
    ["quiz-speed 2", onOrOff("quiz-speed")],
    ["quiz-difficulty hard", words.takes("quiz-difficulty", words.oneOf(["any", "junior", "mid", "senior", "rising"]))],
    ["locale klingon", words.takes("locale", words.oneOf(["en"]))],
    ["quiz-count", upToTwenty],
  ])("says what fits after %j, and changes nothing", async (line, problem) => {
    const { owner, store } = club();
    await owner.commands("settings quiz-count 3");
    await owner.commands("settings quiz-clock off everywhere");
    const before = store.under("");
    expect(await owner.commands(`settings ${line}`)).toBe(problem);
    expect(await owner.commands(`settings ${line} everywhere`)).toBe(problem);
    expect(store.under("")).toEqual(before);
  });

  it("explains that there is no “everywhere” in direct messages", async () => {
    const { bot, store } = club();
    expect(await alone("bea", bot).commands("settings quiz-count 3 everywhere")).toBe(words.nowhere);
    expect(store.under("")).toEqual({});
  });

  it("takes the only language there is, though it shows nothing to choose", async () => {
    const { owner, store } = club();
    expect(await owner.commands("settings locale EN")).toContain(words.changed("locale", "en", "here"));
    expect(Object.values(store.under("settings/"))).toEqual([{ locale: "en" }]);
  });

  it.each(["volume", "volume 11", "volume 11 everywhere", "here loud"])(
    "tells that there is no such setting after %j, and which there are",
    async (line) => {
      const { owner, store } = club();
      const given = line.split(" ").find((word) => word !== "here") ?? "";
      expect(await owner.commands(`settings ${line}`)).toBe(words.noSuch(given, Object.values(words.names)));
      expect(store.under("")).toEqual({});
    },
  );

  it("says what is in force once something is taken back", async () => {
    const { owner } = club();
    await owner.commands("settings quiz-clock off everywhere");
    await owner.commands("settings quiz-clock on");
    const [announced] = (await owner.commands("settings quiz-clock default")).split("\n");
    expect(announced).toBe("“quiz-clock” is no longer set here. In force: off.");
    // Here it is in force still, whatever is taken back further out.
    await owner.commands("settings quiz-count 3");
    const [further] = (await owner.commands("settings quiz-count default everywhere")).split("\n");
    expect(further).toBe("“quiz-count” is no longer set everywhere in this server or workspace. In force: 3.");
  });

  it("announces a change to everybody there, and shows the overview to who made it", async () => {
    const { bot, owner } = club();
    const audiences = async (given: string) => {
      const effects = await bot.handle({ kind: "command", origin: owner.origin, name: "settings", given });
      return effects.map((effect) => (effect.kind === "reply" ? effect.audience : effect.kind));
    };
    expect(await audiences("")).toEqual(["asker"]);
    expect(await audiences("overhear on")).toEqual(["conversation", "asker"]);
    expect(await audiences("overhear default")).toEqual(["conversation", "asker"]);
    expect(await audiences("overhear maybe")).toEqual(["asker"]);
  });

  it("offers to turn each switch the other way", async () => {
    const { owner } = club();
    await owner.commands("settings");
    expect(owner.labels).toEqual([words.turnOn("overhear"), words.turnOff("quiz-clock"), words.turnOff("quiz-speed")]);
    expect(await owner.presses(words.turnOn("overhear"))).toContain(words.changed("overhear", "on", "here"));
    expect(owner.labels.slice(-3)).toEqual([
      words.turnOff("overhear"),
      words.turnOff("quiz-clock"),
      words.turnOff("quiz-speed"),
    ]);
    await owner.presses(words.turnOff("overhear"));
    expect(cells(await owner.commands("settings"), "overhear")).toEqual(["off", "–", "off"]);
  });

  it("refuses a guest who presses an owner's button", async () => {
    const { ana, owner, store } = club();
    await owner.commands("settings");
    expect(await ana.pressesId(owner.button(words.turnOn("overhear")).press)).toBe(phrases.onlyAdministrators);
    expect(store.under("")).toEqual({});
  });

  it.each(["settings", "settings:toString:on", "settings:volume:on", "settings:quizCount:3"])(
    "does not know the button %s",
    async (id) => {
      const { owner, store } = club();
      expect(await owner.pressesId(id)).toBe(phrases.expired);
      expect(store.under("")).toEqual({});
    },
  );

  it("changes nothing after a button with a wrong value", async () => {
    const { owner, store } = club();
    expect(await owner.pressesId("settings:overhear:loud")).toBe(onOrOff("overhear"));
    expect(await owner.pressesId("settings:overhear")).toBe(onOrOff("overhear"));
    expect(store.under("")).toEqual({});
  });
});

describe("settings", () => {
  it("switch overhearing on and off", async () => {
    const { ana, owner, inRoom } = club();
    expect(await hears(ana)).toBe(false);
    await owner.commands("settings overhear on");
    expect(await hears(ana)).toBe(true);
    expect(await hears(inRoom("lounge"))).toBe(false);
    await owner.commands("settings overhear on everywhere");
    await owner.commands("settings overhear off");
    expect(await hears(ana)).toBe(false);
    expect(await hears(inRoom("lounge"))).toBe(true);
  });

  it("say how many questions a quiz has, unless the player does", async () => {
    const { ana, owner } = club();
    expect(await quizCount(ana)).toBe("5");
    await owner.commands("settings quiz-count 2");
    expect(await quizCount(ana)).toBe("2");
    expect(await quizCount(ana, "quiz databases 4 mode:solo")).toBe("4");
    expect(countOf(await ana.pressesId("quiz:start:databases:solo"))).toBe("2");
    expect(await quizCount(ana, "quiz databases mode:group")).toBe("2");
  });

  it("say how hard a quiz is, unless the player does", async () => {
    const { ana, owner } = club();
    await owner.commands("settings quiz-difficulty senior");
    const senior = await ana.commands("quiz databases mode:solo");
    expect(senior).toContain("Put the clauses in the order in which they run.");
    expect(countOf(senior)).toBe("1");
    const mid = await ana.commands("quiz databases difficulty:mid mode:solo");
    expect(mid).toContain("Which are relational?");
    expect(countOf(mid)).toBe("1");
    await owner.commands("settings quiz-difficulty any");
    expect(await quizCount(ana)).toBe("5");
    await owner.commands("settings quiz-count 20");
    expect(await quizCount(ana)).toBe("6");
  });

  it("leave a quiz that has begun as it was", async () => {
    const { ana, owner } = club();
    await ana.commands("quiz databases mode:solo");
    await owner.commands("settings quiz-count 2");
    expect(await ana.commands("quiz")).toContain(quiz.question(1, 5));
  });

  it("of one space are not those of another, nor of direct messages", async () => {
    const { ana, bot, owner, inRoom } = club();
    const hall = inRoom("hall", "guild");
    const bea = alone("bea", bot);
    await owner.commands("settings quiz-count 2 everywhere");
    await owner.commands("settings overhear on everywhere");
    await hall.commands("settings quiz-count 3 everywhere");
    await bea.commands("settings quiz-count 4");
    expect(await Promise.all([ana, hall, bea].map((person) => quizCount(person)))).toEqual(["2", "3", "4"]);
    expect(await Promise.all([ana, hall, bea].map(hears))).toEqual([true, false, false]);
  });

  it("that are changed at the same time are all kept", async () => {
    const { owner } = club();
    await Promise.all(
      ["quiz-count 2", "quiz-clock off", "overhear on"].map((one) => owner.commands(`settings ${one}`)),
    );
    const overview = await owner.commands("settings");
    const here = ["quiz-count", "quiz-clock", "overhear"].map((name) => cells(overview, name)[0]);
    expect(here).toEqual(["2", "off", "on"]);
  });
});
