import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StoreUnavailable } from "../src/core/errors.ts";
import type { Incoming } from "../src/core/incoming.ts";
import { phrases } from "../src/core/phrases.ts";
import { failingStore, makeBot, shippedKnowledge, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";

const shipped = await shippedKnowledge();
const small = await smallKnowledge();
const offTopic = "how do i fix my car";

const firstLine = (text: string) => text.split("\n")[0];

const brokenStore = failingStore(new Error("disk on fire"));
const lostStore = failingStore(new StoreUnavailable());
const dayMs = 24 * 60 * 60_000;
/** What is kept of a question that was asked when the clock started, and of which nobody said anything. */
const justAsked = { chosen: {}, up: 0, down: 0, reasons: {}, comments: [], last: "2026-11-21T18:00:00.000Z" };

const overheard = (person: Person, text: string): Incoming => ({
  kind: "utterance",
  origin: person.origin,
  text,
  addressed: "overheard",
});

describe("the bot over the shipped knowledge", () => {
  it.each([
    ["backend vs frontend?", "Backend developer vs Frontend developer"],
    ["how do i become a backend dev", "Backend developer: becoming one"],
    ["whats jwt", "JSON Web Token"],
    ["do i need a degree?", "Do I need a degree to become a software developer?"],
  ])("answers %j", async (question, title) => {
    const { ana } = makeBot(shipped);
    expect(firstLine(await ana.says(question))).toBe(title);
  });

  it("compares nothing with a word that only looks like a name it knows", async () => {
    const { ana } = makeBot(shipped);
    expect(firstLine(await ana.commands("compare knitting vs mysql"))).toBe(
      `${phrases.noSuch("role or technology", "knitting")} ${phrases.unknownNearest}`,
    );
    expect(firstLine(await ana.commands("compare monitorin vs mysql"))).toBe("Monitoring vs MySQL");
  });

  it("says so when it has nothing on a question", async () => {
    const { ana } = makeBot(shipped);
    expect(await ana.says(offTopic)).toContain(phrases.unknown);
  });

  it("takes “it” for what it answered last, for half an hour and in one conversation", async () => {
    const { ana, bot, clock } = makeBot(shipped);
    const followUp = "what is it used for?";
    await ana.says("whats jwt");
    clock.advance(30 * 60_000 - 1);
    expect(firstLine(await ana.says(followUp))).toBe("JSON Web Token");
    expect(firstLine(await new Person("bea", bot).says(followUp))).not.toBe("JSON Web Token");
    clock.advance(30 * 60_000);
    expect(firstLine(await ana.says(followUp))).not.toBe("JSON Web Token");
  });
});

describe("the bot", () => {
  it("replies to whatever is said to it, without an error", async () => {
    const { ana, log } = makeBot(small);
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.lorem(),
      fc.constantFrom("???", "🙂", "\n", "a".repeat(9000)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (said) => {
        expect(await ana.says(said)).not.toBe("");
        expect(await ana.commands(said)).not.toBe("");
        expect(await ana.commands(`quiz ${said}`)).not.toBe("");
      }),
    );
    expect(log.lines.filter((line) => line.level === "error")).toEqual([]);
  });

  it("says nothing to what it overhears and has no answer to", async () => {
    const { ana, bot, store, log } = makeBot(shipped);
    const owner = new Person("owner", bot, { mayAdminister: true });
    await owner.commands("settings overhear on");
    const chatter = ["i love pizza", "lol", "see you tomorrow", "my cat sleeps on the keyboard"];
    for (const text of chatter) {
      expect(await bot.handle({ kind: "utterance", origin: ana.origin, text, addressed: "overheard" })).toEqual([]);
    }
    expect(log.lines.slice(1).map((line) => line.fields.outcome)).toEqual(chatter.map(() => "silent"));
    expect(Object.keys(store.under(""))).toEqual(["settings/test/conversation/lobby"]);
  });

  it("suggests the commands that look like an unknown one", async () => {
    const { ana } = makeBot(small);
    expect(await ana.commands("quizz databases")).toBe("I have no command /quizz. Did you mean /quiz?");
    expect(await ana.commands("hlep")).toBe("I have no command /hlep. Did you mean /help?");
    expect(await ana.commands("xyzzy")).toBe("I have no command /xyzzy. /help shows all of them.");
  });

  it.each([
    "",
    "x",
    "ask",
    "ask:no-such-entry",
    "quiz:pick:db-single:0",
    "quiz:stop",
    "quiz:game:abcdefgh:0:pick:1",
    "quiz:solo:abcdefgh:0:pick:1",
    "compare:a:b",
    "help",
    "%E0%A4%A",
    "y".repeat(200),
  ])("tells who presses a button of unknown making, %j, that it has expired", async (id) => {
    const { ana, store } = makeBot(small);
    expect(await ana.pressesId(id)).toBe(phrases.expired);
    expect(store.under("")).toEqual({});
  });

  it("survives any press", async () => {
    const { ana, log } = makeBot(small);
    const part = fc.oneof(
      fc.constantFrom("ask", "tip", "quiz", "path", "compare", "start", "stop", "sql", "0"),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
        expect(await ana.pressesId(parts.join(":"))).not.toBe("");
      }),
    );
    expect(log.lines.filter((line) => line.level === "error")).toEqual([]);
  });
});

describe("a question without an answer", () => {
  const recordsOf = (store: ReturnType<typeof makeBot>["store"]) => Object.values(store.under("asked/"));

  it("is kept with its count, and without who asked or where", async () => {
    const { bot, store } = makeBot(small);
    await new Person("person-4711", bot, { conversation: "channel-0815", thread: "thread-99" }).says(offTopic);
    await new Person("person-4712", bot, { conversation: "channel-0816" }).says(offTopic);
    expect(recordsOf(store)).toEqual([{ ...justAsked, text: offTopic, outcome: "unknown", count: 2 }]);
    expect(Object.keys(store.under("asked/"))).toEqual([expect.stringMatching(/^asked\/test\/club\/[0-9a-z]{11}$/)]);
    expect(JSON.stringify(store.under(""))).not.toMatch(/4711|4712|0815|0816|thread-99/);
  });

  it("is one record for a wording of a day, whatever its case and spaces", async () => {
    const { ana, store } = makeBot(small);
    for (const text of [offTopic, "How Do I  Fix My Car", `  ${offTopic}\n`]) await ana.says(text);
    expect(recordsOf(store)).toEqual([expect.objectContaining({ count: 3 })]);
    await ana.says("how do i sell my car");
    expect(recordsOf(store)).toHaveLength(2);
  });

  it("is another record on the next day, and in another space", async () => {
    const { ana, bot, clock, store } = makeBot(small);
    await ana.says(offTopic);
    clock.advance(6 * 60 * 60_000 - 1);
    await ana.says(offTopic);
    expect(recordsOf(store)).toEqual([expect.objectContaining({ count: 2 })]);
    clock.advance(1);
    await ana.says(offTopic);
    expect(recordsOf(store)).toHaveLength(2);
    await new Person("ana", bot, { space: "guild", conversation: "hall" }).says(offTopic);
    expect(recordsOf(store)).toHaveLength(3);
  });

  it("is another record when something else came of the same words", async () => {
    const { ana, bot, store } = makeBot(shipped);
    const [bea, cem] = [new Person("bea", bot), new Person("cem", bot)];
    const followUp = "what is it used for?";
    await ana.says("whats jwt");
    await bea.says("what is docker");
    for (const person of [ana, bea, cem]) await person.says(followUp);
    const records = recordsOf(store).filter((record) => (record as { text: string }).text === followUp);
    expect(records).toHaveLength(3);
    for (const entry of ["jwt", "docker"]) {
      expect(records).toContainEqual(expect.objectContaining({ outcome: "answered", entry, count: 1 }));
    }
    expect(records).toContainEqual(expect.not.objectContaining({ outcome: "answered" }));
  });

  it("is forgotten so many days after it was last asked, whatever was made of it since", async () => {
    const { ana, bot, clock, store } = makeBot(small, { keepDays: 7 });
    const owner = new Person("owner", bot, { mayAdminister: true });
    const isCounted = async () => (await owner.commands("insights days:365")).includes(offTopic);
    await ana.says(offTopic);
    clock.advance(60 * 60_000);
    await ana.says(offTopic);
    clock.advance(7 * dayMs - 1);
    await ana.presses("How do I find my first job?");
    expect(await isCounted()).toBe(true);
    clock.advance(1);
    expect(await isCounted()).toBe(false);
    await store.prune();
    expect(recordsOf(store)).toEqual([expect.objectContaining({ entry: "first-job" })]);
  });

  it("leaves nothing, nor does any wording, where nothing that people write is kept", async () => {
    const { ana, store } = makeBot(small, { keepDays: 0 });
    await ana.says(offTopic);
    expect(store.under("asked/")).toEqual({});
    await ana.says("what is sql");
    await ana.says("what is  this sql?");
    expect(recordsOf(store)).toEqual([{ ...justAsked, outcome: "answered", entry: "sql", count: 2 }]);
    expect(JSON.stringify(store.under(""))).not.toMatch(/what|car/);
  });

  it("keeps the beginning of a very long one", async () => {
    const { ana, store } = makeBot(small);
    await ana.says(`${offTopic} ${"really ".repeat(500)}`);
    expect(recordsOf(store)).toEqual([expect.objectContaining({ text: expect.stringMatching(/^.{300}$/) })]);
  });

  it("counts which of the suggestions people take, and answers with it", async () => {
    const { ana, bot, store } = makeBot(small);
    const suggestion = "How do I find my first job?";
    await ana.says(offTopic);
    expect(firstLine(await ana.presses(suggestion))).toBe(suggestion);
    await new Person("bea", bot).pressesId(ana.button(suggestion).press);
    expect(recordsOf(store)).toContainEqual(
      expect.objectContaining({ text: offTopic, outcome: "unknown", chosen: { "first-job": 2 } }),
    );
  });
});

describe("an overheard message", () => {
  it("is recorded only when it is answered", async () => {
    const { ana, bot, store } = makeBot(small);
    await ana.says("what is sql", "overheard");
    expect(store.under("asked/")).toEqual({});
    await new Person("owner", bot, { mayAdminister: true }).commands("settings overhear on");
    await ana.says(offTopic, "overheard");
    expect(store.under("asked/")).toEqual({});
    expect(firstLine(await ana.says("what is sql", "overheard"))).toBe("SQL");
    expect(Object.values(store.under("asked/"))).toEqual([expect.objectContaining({ entry: "sql", count: 1 })]);
  });

  it.each([
    ["the store is away", lostStore, "info", { outcome: "no-store" }],
    ["something fails", brokenStore, "error", { err: new Error("disk on fire") }],
  ])("gets no excuses while %s; the log does", async (_, store, level, fields) => {
    const { ana, bot, log } = makeBot(small, { store });
    expect(await bot.handle(overheard(ana, "what is sql"))).toEqual([]);
    expect(log.lines).toEqual([{ level, fields: expect.objectContaining(fields), message: "failed" }]);
  });
});

describe("the bot while its store is away", () => {
  it("answers all the same, without asking what people think of it", async () => {
    const { ana, log } = makeBot(small, { store: lostStore });
    expect(firstLine(await ana.says("what is sql"))).toBe("SQL");
    expect(await ana.says("how do i find my first job?")).toContain("Ask the people you know first.");
    expect(firstLine(await ana.commands("career backend"))).toBe("Backend developer");
    expect(ana.labels).not.toContain(phrases.vote.up);
    expect(ana.labels).not.toContain(phrases.vote.down);
    expect(log.lines.map(({ level }) => level)).toEqual(["info", "info", "info"]);
  });

  it("suggests, and answers a press on a suggestion that was to be counted", async () => {
    const { ana } = makeBot(small, { store: lostStore });
    expect(await ana.says(offTopic)).toContain(phrases.unknownNearest);
    expect(await ana.presses("How do I find my first job?")).toContain("Ask the people you know first.");
    expect(await ana.pressesId("ask:first-job:g1612345678")).toContain("Ask the people you know first.");
  });

  it.each([
    "quiz databases",
    "quiz databases mode:solo",
    "quiz stop",
    "quiz skip",
    "settings",
    "settings overhear on",
    "insights",
    "feedback good work",
  ])("says so after /%s, which needs it", async (line) => {
    const { bot, log } = makeBot(small, { store: lostStore });
    expect(await new Person("owner", bot, { mayAdminister: true }).commands(line)).toBe(phrases.memoryLost);
    const [command] = line.split(" ");
    // The store itself tells the operator that it is lost.
    expect(log.lines).toEqual([
      {
        level: "info",
        fields: { kind: "command", platform: "test", command, outcome: "no-store", ms: 0 },
        message: "failed",
      },
    ]);
  });

  it.each([
    "feedback:up:g1612345678",
    "feedback:down:g1612345678",
    "feedback:why:g1612345678:wrong",
    "feedback:words:g1612345678",
    "settings:overhear:on",
    "quiz:start:databases",
    "quiz:game:abcdefgh:0:pick:1",
    "quiz:solo:abcdefgh:0:pick:1",
  ])("says so after a press on %s, which needs it", async (id) => {
    const { bot, log } = makeBot(small, { store: lostStore });
    expect(await new Person("owner", bot, { mayAdminister: true }).pressesId(id)).toBe(phrases.memoryLost);
    expect(log.lines).toMatchObject([{ level: "info", fields: { outcome: "no-store" }, message: "failed" }]);
  });

  it.each(["feedback:up:g16", "feedback:words:G1612345678", "quiz:stop", "settings:volume:on"])(
    "does not need it to see that %s is no button of ours",
    async (id) => {
      const { bot } = makeBot(small, { store: lostStore });
      expect(await new Person("owner", bot, { mayAdminister: true }).pressesId(id)).toBe(phrases.expired);
    },
  );
});

describe("a failure inside", () => {
  it("becomes an apology with the reference of one error in the log", async () => {
    const { ana, log } = makeBot(small, { store: brokenStore });
    const apology = await ana.says("what is sql");
    const reference = /reference ([0-9a-z]{6})\./.exec(apology)?.[1];
    expect(apology).toBe(phrases.apology(reference ?? "none"));
    expect(apology).not.toContain("fire");
    expect(log.lines).toEqual([
      { level: "error", fields: expect.objectContaining({ kind: "utterance", reference }), message: "failed" },
    ]);
    expect(log.lines[0]?.fields.err).toEqual(new Error("disk on fire"));
  });

  it("spoils nothing that needs no store", async () => {
    const { ana } = makeBot(small, { store: brokenStore });
    expect(await ana.commands("tip")).toContain("Read the plan before you add an index.");
  });
});

describe("the bot, told that a message was sent or that an alarm rings", () => {
  const begun = async () => {
    const made = makeBot(small);
    const effects = await made.bot.handle({
      kind: "command",
      origin: made.ana.origin,
      name: "quiz",
      given: "databases 1 mode:group",
    });
    const receipt = effects.flatMap((effect) => (effect.kind === "post" ? [effect.receipt] : []))[0];
    if (!receipt) throw new Error("no post with a receipt");
    const [id = ""] = Object.keys(made.store.under("games/")).map((key) => key.replace("games/", ""));
    const alarm = { namespace: "games", id, due: made.clock.now(), lateMs: 0, attempt: 1 };
    return { ...made, receipt, alarm };
  };

  it("hands the receipt to the command that wrote it, with where the message is", async () => {
    const { bot, store, receipt } = await begun();
    expect(receipt.command).toBe("quiz");
    await bot.sent(receipt, { platform: "test", conversation: "lobby", message: "m-1" });
    expect(Object.values(store.under("games/"))).toEqual([expect.objectContaining({ isSent: true, message: "m-1" })]);
  });

  it("takes a receipt of a message that has no place, or comes again", async () => {
    const { bot, store, receipt } = await begun();
    await bot.sent(receipt, undefined);
    const [session] = Object.values(store.under("games/"));
    expect(session).toMatchObject({ isSent: true });
    expect(session).not.toHaveProperty("message");
    await bot.sent(receipt, { platform: "test", conversation: "lobby", message: "m-2" });
    expect(Object.values(store.under("games/"))).toEqual([session]);
  });

  it.each([
    { command: "quiz", arguments: [] },
    { command: "quiz", arguments: ["test/lobby", "another", "0", "asking"] },
    { command: "tip", arguments: ["x"] },
    { command: "constructor", arguments: [] },
  ])("passes over a receipt of unknown making: %j", async (receipt) => {
    const { bot, store, log } = await begun();
    const [before, lines] = [store.under(""), log.lines.length];
    await bot.sent(receipt, { platform: "test", conversation: "lobby", message: "m-3" });
    expect(store.under("")).toEqual(before);
    expect(log.lines).toHaveLength(lines);
  });

  it("brings what the alarm's command wants to be sent, and logs it without words", async () => {
    const { bot, store, clock, log, receipt, alarm } = await begun();
    await bot.sent(receipt, { platform: "test", conversation: "lobby", message: "m-1" });
    clock.advance(60 * 60_000);
    const [game] = Object.values(store.under("games/")) as { wakeAt: string }[];
    const effects = await bot.wake({ ...alarm, due: new Date(game?.wakeAt ?? 0), lateMs: 7 });
    expect(effects).toEqual([
      expect.objectContaining({
        kind: "edit",
        message: { platform: "test", conversation: "lobby", message: "m-1" },
        receipt: expect.objectContaining({ command: "quiz" }),
      }),
    ]);
    expect(log.lines.at(-1)).toEqual({
      level: "info",
      fields: { kind: "alarm", namespace: "games", lateMs: 7, attempt: 1, effects: 1 },
      message: "handled",
    });
  });

  it("has nothing to send for an alarm whose record is gone", async () => {
    const { bot, alarm } = await begun();
    expect(await bot.wake({ ...alarm, id: "test/nowhere" })).toEqual([]);
  });

  it("fails to wake while the store is away, so that it is asked again", async () => {
    const { bot } = makeBot(small, { store: lostStore });
    const alarm = { namespace: "games", id: "test/lobby", due: new Date(), lateMs: 0, attempt: 1 };
    await expect(bot.wake(alarm)).rejects.toThrow(StoreUnavailable);
  });
});

describe("the log", () => {
  it("gets one line for every event, with its kind, outcome and duration", async () => {
    const { ana, clock, log } = makeBot(small);
    await ana.says("what is sql");
    await ana.commands("tip");
    await ana.commands("tip topci:x");
    await ana.pressesId("gone");
    expect(log.lines).toEqual(
      [
        { kind: "utterance", platform: "test", outcome: "answered", confidence: expect.any(Number), ms: 0 },
        { kind: "command", platform: "test", command: "tip", outcome: "answered", ms: 0 },
        { kind: "command", platform: "test", command: "tip", outcome: "wrong-options", ms: 0 },
        { kind: "press", platform: "test", outcome: "expired", ms: 0 },
      ].map((fields) => ({ level: "info", fields, message: "handled" })),
    );
    expect(clock.elapsedMs()).toBeGreaterThan(0);
  });

  it("says how long an event took", async () => {
    const parts = makeBot(small);
    const slow = makeBot(small, {
      clock: parts.clock,
      knowledge() {
        parts.clock.advance(12.3456);
        return small;
      },
    });
    await slow.ana.says("what is sql");
    expect(slow.log.lines[0]?.fields.ms).toBe(12.35);
  });

  it.each(["what is sql", offTopic, "/zanzibar", "/tip zanzibar"])(
    "holds nothing that was said with %j",
    async (text) => {
      const { ana, log } = makeBot(small);
      await (text.startsWith("/") ? ana.commands(text.slice(1)) : ana.says(text));
      expect(log.lines).toHaveLength(1);
      expect(JSON.stringify(log.lines)).not.toMatch(/sql|car|zanzibar|ana|lobby/);
    },
  );

  it("holds no name of a command that is not ours, for it may be anything", async () => {
    const { ana, log } = makeBot(small, { logUtterances: true });
    await ana.commands("hunter2 is my password");
    await ana.commands("constructor");
    const fields = { kind: "command", platform: "test", command: undefined, outcome: "unknown-command", ms: 0 };
    expect(log.lines.map((line) => line.fields)).toEqual([fields, fields]);
  });

  it("holds what was said once the operator asks for it", async () => {
    const { ana, log } = makeBot(small, { logUtterances: true });
    await ana.says("what is sql");
    expect(log.lines[0]?.fields.text).toBe("what is sql");
  });
});
