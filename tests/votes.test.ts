import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bot } from "../src/core/bot.ts";
import { comparisonId, entryTitle, facetId, findEntry } from "../src/core/knowledge/entry.ts";
import { facets } from "../src/core/knowledge/schema.ts";
import { phrases } from "../src/core/phrases.ts";
import { encodePress } from "../src/core/press.ts";
import { makeBot, shippedKnowledge, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";

const small = await smallKnowledge();
const shipped = await shippedKnowledge();
const { vote, feedback } = phrases;
const question = "what is sql";
const dayMs = 24 * 60 * 60_000;

/** A bot that has answered Ana, and Bea who reads along. */
async function answered(given: Parameters<typeof makeBot>[1] = {}) {
  const made = makeBot(small, given);
  const { ana, bot, store } = made;
  await ana.says(question);
  const bea = new Person("bea", bot);
  /** What is kept of the answer. */
  const record = () => Object.values(store.under("asked/"))[0];
  const press = (label: string) => ana.button(label).press;
  return { ...made, bea, record, press };
}

/** Who gets to see what comes of a press. */
async function audienceOf(bot: Bot, { origin }: Person, id: string): Promise<string[]> {
  const effects = await bot.handle({ kind: "press", origin, id });
  return effects.map((effect) => (effect.kind === "reply" ? effect.audience : effect.kind));
}

describe("a vote", () => {
  it("is asked for below an answer, after everything else and apart from it", async () => {
    const { ana, bot } = await answered();
    expect(ana.labels.slice(-2)).toEqual([vote.up, vote.down]);
    const [effect] = await bot.handle({ kind: "command", origin: ana.origin, name: "career", given: "backend" });
    const blocks = effect?.kind === "reply" ? effect.reply.filter(({ kind }) => kind === "buttons") : [];
    expect(blocks).toHaveLength(2);
    expect(blocks[1]).toEqual({
      kind: "buttons",
      buttons: [vote.up, vote.down].map((label) => expect.objectContaining({ label })),
    });
    await ana.commands("tip");
    await ana.commands("help");
    await ana.says("knitting patterns");
    expect(ana.labels.filter((label) => label === vote.up)).toHaveLength(1);
  });

  it("counts once, however often somebody presses", async () => {
    const { ana, record } = await answered();
    for (let presses = 0; presses < 3; presses++) expect(await ana.presses(vote.up)).toBe(vote.thanks);
    expect(record()).toMatchObject({ up: 1, down: 0 });
  });

  it("counts for everybody who presses, also at once", async () => {
    const { ana, bea, bot, press, record } = await answered();
    const cem = new Person("cem", bot);
    await Promise.all([ana, ana, bea, bea, cem].map((person) => person.pressesId(press(vote.up))));
    expect(record()).toMatchObject({ up: 3, down: 0 });
  });

  it("moves when they change their mind", async () => {
    const { ana, bea, press, record } = await answered();
    await ana.presses(vote.up);
    await bea.pressesId(press(vote.up));
    expect(await ana.presses(vote.down)).toContain(vote.why);
    expect(record()).toMatchObject({ up: 1, down: 1 });
    await ana.presses(vote.up);
    expect(record()).toMatchObject({ up: 2, down: 0 });
  });

  it("is one for each answer", async () => {
    const { ana, store } = await answered();
    await ana.presses(vote.up);
    await ana.says("how do i find my first job?");
    await ana.presses(vote.down);
    const records = Object.values(store.under("asked/"));
    expect(records).toContainEqual(expect.objectContaining({ entry: "sql", up: 1, down: 0 }));
    expect(records).toContainEqual(expect.objectContaining({ entry: "first-job", up: 0, down: 1 }));
  });

  it.each(["career backend", "compare redis vs docker", "path backend", "ask what is sql"])(
    "can be cast on what /%s says",
    async (line) => {
      const { ana, store } = makeBot(shipped);
      await ana.commands(line);
      await ana.presses(vote.up);
      expect(Object.values(store.under("asked/"))).toEqual([expect.objectContaining({ up: 1 })]);
    },
  );

  it("asks whoever dislikes an answer why, with reasons to press", async () => {
    const { ana } = await answered();
    await ana.presses(vote.down);
    expect(ana.labels.slice(-5)).toEqual([...Object.values(vote.reasons), vote.inWords]);
  });

  it("takes a reason, of one person and of another, each once", async () => {
    const { ana, bea, press, record } = await answered();
    await ana.presses(vote.down);
    for (let presses = 0; presses < 3; presses++) expect(await ana.presses(vote.reasons.wrong)).toBe(vote.thanks);
    await Promise.all([1, 2].map(() => bea.pressesId(press(vote.reasons.wrong))));
    await bea.pressesId(press(vote.reasons["other-question"]));
    expect(record()).toMatchObject({ down: 1, reasons: { wrong: 2, "other-question": 1 }, comments: [] });
  });

  it("keeps the reasons apart from a mind that changes", async () => {
    const { ana, record } = await answered();
    await ana.presses(vote.down);
    await ana.presses(vote.reasons.wrong);
    await ana.presses(vote.up);
    await ana.presses(vote.down);
    await ana.presses(vote.reasons.wrong);
    expect(record()).toMatchObject({ up: 0, down: 1, reasons: { wrong: 1 } });
  });

  it("takes words, trimmed, not too long, and the latest twenty", async () => {
    const { ana, record } = await answered();
    await ana.presses(vote.down);
    const filledIn = async (words: string) => {
      expect(await ana.presses(vote.inWords)).toBe(`${vote.formTitle}\n\n${vote.formLabel}`);
      return ana.fillsIn(words);
    };
    expect(await filledIn("  says nothing on joins ")).toBe(vote.thanks);
    expect(record()).toMatchObject({ comments: ["says nothing on joins"] });
    await filledIn("x".repeat(5000));
    expect(record()).toMatchObject({ comments: ["says nothing on joins", "x".repeat(300)] });
    for (let at = 1; at <= 20; at++) await filledIn(`number ${at}`);
    expect(record()).toMatchObject({ comments: Array.from({ length: 20 }, (_, at) => `number ${at + 1}`) });
  });

  it("keeps nothing of a form that was left empty", async () => {
    const { ana, record } = await answered();
    await ana.presses(vote.down);
    await ana.presses(vote.inWords);
    expect(await ana.fillsIn(" \n ")).toBe(feedback.empty);
    expect(record()).toMatchObject({ comments: [] });
  });

  it("is between the bot and who cast it", async () => {
    const { ana, bot, press } = await answered();
    expect(await audienceOf(bot, ana, press(vote.up))).toEqual(["asker"]);
    expect(await audienceOf(bot, ana, press(vote.down))).toEqual(["asker"]);
    await ana.presses(vote.down);
    expect(await audienceOf(bot, ana, press(vote.reasons.long))).toEqual(["asker"]);
    expect(await audienceOf(bot, ana, press(vote.inWords))).toEqual(["form"]);
  });

  it("leaves no name in the store", async () => {
    const { bot, store, press } = await answered();
    const dee = new Person("person-4711", bot, { conversation: "channel-0815" });
    await dee.pressesId(press(vote.up));
    await dee.pressesId(press(vote.down));
    await dee.presses(vote.reasons.unclear);
    await dee.presses(vote.inWords);
    await dee.fillsIn("too dry");
    await dee.commands("feedback more on go");
    expect(Object.keys(store.under("ballots/"))).toEqual([expect.stringMatching(/^ballots\/[0-9a-z]+$/)]);
    expect(JSON.stringify(store.under(""))).not.toMatch(/4711|0815/);
  });
});

describe("a button below an answer that is forgotten", () => {
  it("has expired, and brings nothing back", async () => {
    const { ana, bea, clock, press, store } = await answered({ keepDays: 7 });
    await ana.presses(vote.down);
    await ana.presses(vote.inWords);
    clock.advance(7 * dayMs);
    await store.prune();
    for (const label of [vote.up, vote.down, vote.reasons.wrong]) {
      expect(await ana.presses(label)).toBe(phrases.expired);
      expect(await bea.pressesId(press(label))).toBe(phrases.expired);
    }
    expect(await ana.fillsIn("too late")).toBe(phrases.expired);
    expect(store.under("")).toEqual({});
  });

  it("does so at its time, whatever was said of it since", async () => {
    const { ana, clock, press, store } = await answered({ keepDays: 7 });
    clock.advance(7 * dayMs - 1);
    await ana.presses(vote.down);
    await ana.presses(vote.reasons.wrong);
    await ana.presses(vote.inWords);
    await ana.fillsIn("just in time");
    expect(Object.values(store.under("asked/"))).toEqual([
      expect.objectContaining({ down: 1, reasons: { wrong: 1 }, comments: ["just in time"] }),
    ]);
    clock.advance(1);
    await store.prune();
    expect(store.under("asked/")).toEqual({});
    expect(await ana.pressesId(press(vote.up))).toBe(phrases.expired);
    // Who said what is forgotten by and by.
    clock.advance(7 * dayMs);
    await store.prune();
    expect(store.under("")).toEqual({});
  });

  it("is still there so long after the same was asked again", async () => {
    const { ana, clock, press, record, store } = await answered({ keepDays: 7 });
    clock.advance(60 * 60_000);
    await ana.says(question);
    clock.advance(7 * dayMs - 1);
    await store.prune();
    expect(await ana.pressesId(press(vote.up))).toBe(vote.thanks);
    expect(record()).toMatchObject({ count: 2, up: 1 });
  });

  it("is not one that another space has", async () => {
    const { bot, press, record, store } = await answered();
    const stranger = new Person("stranger", bot, { space: "guild", conversation: "hall" });
    expect(await stranger.pressesId(press(vote.up))).toBe(phrases.expired);
    expect(record()).toMatchObject({ up: 0 });
    expect(store.under("ballots/")).toEqual({});
    expect(store.under("asked/test/guild")).toEqual({});
  });
});

describe("a button or form that nobody made", () => {
  const handle = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("", "..", "/", "../guild/x", "direct/x", "g1", "constructor", "__proto__", "0".repeat(11)),
  );
  const action = fc.oneof(fc.constantFrom("up", "down", "why", "words", "form", "constructor", ""), fc.string());
  const given = fc.option(fc.oneof(fc.constantFrom("wrong", "long", "toString", ""), fc.string()), { nil: undefined });
  const encoded = (parts: readonly (string | undefined)[]) =>
    parts.flatMap((part) => (part === undefined ? [] : [encodeURIComponent(part.toWellFormed())])).join(":");

  it("is met with words and changes nothing", async () => {
    const { ana, bot, log, store } = await answered();
    const before = store.under("asked/");
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("feedback", "insights"), action, handle, given, async (command, ...rest) => {
        expect(await ana.pressesId(encoded([command, ...rest]))).not.toBe("");
      }),
    );
    await fc.assert(
      fc.asyncProperty(action, handle, fc.string(), async (kind, of, text) => {
        fc.pre(kind !== "form"); // that one is for anybody
        const id = encoded(["feedback", kind, of]);
        const effects = await bot.handle({ kind: "form", origin: ana.origin, id, values: { text } });
        expect(effects).toEqual([expect.objectContaining({ audience: "asker" })]);
      }),
    );
    expect(store.under("asked/")).toEqual(before);
    expect(store.under("ballots/")).toEqual({});
    expect(store.under("feedback/")).toEqual({});
    expect(log.lines.filter((line) => line.level === "error")).toEqual([]);
  });

  it.each([["why"], ["why", "toString"], ["why", "Wrong"], ["sideways"], ["form"]])(
    "has expired though it names an answer: %j",
    async (action, ...rest) => {
      const { ana, press, record } = await answered();
      const [, , handle = ""] = press(vote.up).split(":");
      const before = record();
      expect(await ana.pressesId(encoded(["feedback", action, handle, ...rest]))).toBe(phrases.expired);
      expect(record()).toEqual(before);
    },
  );

  it("keeps no words of a form that only looks like ours", async () => {
    const { ana, bot, press, record } = await answered();
    const [, , handle = ""] = press(vote.up).split(":");
    const before = record();
    const id = encoded(["feedback", "sideways", handle]);
    await bot.handle({ kind: "form", origin: ana.origin, id, values: { text: "words" } });
    expect(record()).toEqual(before);
  });

  it.each(["ask", "quiz", "help", "nothing", "", "feedback", "%E0%A4%A"])(
    "has expired when it is a form of %j",
    async (id) => {
      const { bot, ana } = await answered();
      const effects = await bot.handle({ kind: "form", origin: ana.origin, id, values: { text: "words" } });
      expect(effects).toEqual([
        {
          kind: "reply",
          audience: "asker",
          reply: [{ kind: "text", content: [{ kind: "text", text: phrases.expired }] }],
        },
      ]);
    },
  );
});

describe("the buttons of every answer in the shipped knowledge", () => {
  const { base } = shipped;
  const longest = (ids: Iterable<string>) => [...ids].toSorted((a, b) => b.length - a.length).slice(0, 8);
  const pairs = [longest(base.terms.keys()), longest(base.careers.keys())].flatMap((ids) =>
    ids.flatMap((one) => ids.filter((other) => other !== one).map((other) => comparisonId(base, one, other))),
  );
  const ids = new Set([
    ...base.faqs.keys(),
    ...[...base.careers.keys()].flatMap((career) => facets.map((facet) => facetId(career, facet))),
    ...base.terms.keys(),
    ...base.comparisons.keys(),
    ...base.paths.keys(),
    ...pairs,
  ]);

  it("fit every platform, those with a vote and those of a suggestion too", async () => {
    const { ana, log, store } = makeBot(shipped);
    await ana.says("how do i fix my car");
    const [handle = ""] = Object.keys(store.under("asked/")).map((key) => key.split("/").at(-1));
    expect(ids.size).toBeGreaterThan(base.faqs.size + base.terms.size);
    for (const id of ids) {
      const entry = findEntry(base, id);
      const seen = ana.labels.length;
      const suggestion = encodePress({ command: "ask", arguments: [id, handle] });
      expect(await ana.pressesId(suggestion)).toContain(entry && entryTitle(entry));
      expect(ana.labels.slice(seen), id).toEqual(expect.arrayContaining([vote.up, vote.down]));
      await ana.presses(vote.down);
      expect(await ana.presses(vote.reasons["other-question"])).toBe(vote.thanks);
    }
    expect(log.lines.filter((line) => line.level === "error")).toEqual([]);
  });
});
