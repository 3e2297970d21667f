import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phrases } from "../src/core/phrases.ts";
import { failingStore, makeBot, shippedKnowledge, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";

const shipped = await shippedKnowledge();
const small = await smallKnowledge();
const offTopic = "how do i fix my car";

const firstLine = (text: string) => text.split("\n")[0];

const brokenStore = failingStore(new Error("disk on fire"));

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
