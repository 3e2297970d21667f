import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defineCommand } from "../src/core/commands/command.ts";
import { readOptions } from "../src/core/commands/read-options.ts";
import { findCommand, registry } from "../src/core/commands/registry.ts";
import { makeBot, smallKnowledge } from "./fakes/parts.ts";

/** One option of every kind, and two texts with words between them. */
const trip = defineCommand({
  name: "trip",
  summary: "Plan a trip",
  options: {
    from: { kind: "text", summary: "where it starts", required: true },
    to: { kind: "text", summary: "where it ends" },
    by: { kind: "choice", summary: "how", values: ["bus", "train"] },
    days: { kind: "integer", summary: "how long", min: 1, max: 30 },
  },
  glue: ["until", "vs"],
  examples: ["trip rome until oslo train 3"],
  run: async () => ({ effects: [], outcome: "planned" }),
});
const note = defineCommand({
  name: "note",
  summary: "Note something",
  options: { text: { kind: "text", summary: "what to note" } },
  examples: ["note milk"],
  run: async () => ({ effects: [], outcome: "noted" }),
});
const mood = defineCommand({
  name: "mood",
  summary: "Say how you are",
  options: { how: { kind: "choice", summary: "how you are", values: ["good", "bad"] } },
  examples: ["mood good"],
  run: async () => ({ effects: [], outcome: "noted" }),
});

const values = (given: Parameters<typeof readOptions>[1], command = trip) => {
  const read = readOptions(command, given);
  return read.kind === "read" ? read.values : read.problem;
};

describe("the registry", () => {
  it("names every command once", () => {
    const names = registry.map((command) => command.name);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(registry)("holds /$name to the limits of every platform", (command) => {
    const options = Object.entries(command.options);
    const limits = "https://discord.com/developers/docs/interactions/application-commands#application-command-object";
    for (const name of [command.name, ...options.map(([option]) => option)]) expect(name).toMatch(/^[a-z-]{1,32}$/);
    for (const { summary } of [command, ...options.map(([, option]) => option)]) {
      expect(summary.length, limits).toBeGreaterThan(0);
      expect(summary.length, limits).toBeLessThanOrEqual(100);
    }
    for (const [, option] of options) {
      if (option.kind === "choice") expect(option.values.length, limits).toBeLessThanOrEqual(25);
      if (option.kind === "integer") expect(option.min).toBeLessThanOrEqual(option.max);
    }
    expect(options.length, limits).toBeLessThanOrEqual(25);
  });

  it.each(registry)("asks for what /$name needs before what it can do without", ({ options }) => {
    const isRequired = Object.values(options).map((option) => option.required === true);
    expect(isRequired).toEqual(isRequired.toSorted((a, b) => Number(b) - Number(a)));
  });

  it.each(registry.flatMap((command) => command.examples))("can read its example /%s", (example) => {
    const [name = "", ...given] = example.split(" ");
    const command = findCommand(name);
    expect(command && readOptions(command, given.join(" "))).toMatchObject({ kind: "read" });
  });

  it("is what /help shows, each command with its summary", async () => {
    const { ana } = makeBot(await smallKnowledge());
    const help = await ana.commands("help");
    for (const { name, summary } of registry) expect(help).toContain(`/${name}: ${summary}`);
  });

  it.each(registry)("has /help explain /$name with its options and examples", async (command) => {
    const { ana } = makeBot(await smallKnowledge());
    const help = await ana.commands(`help /${command.name}`);
    for (const option of Object.keys(command.options)) expect(help).toContain(`${option}: `);
    for (const example of command.examples) expect(help).toContain(`/${example}`);
  });

  it("knows no command by the names that every object has", () => {
    expect(["constructor", "toString", "__proto__"].map(findCommand)).toEqual([undefined, undefined, undefined]);
  });
});

describe("the options of a line", () => {
  it.each([
    ["rome", { from: "rome" }],
    ["rome oslo", { from: "rome", to: "oslo" }],
    ["new york until los angeles", { from: "new york", to: "los angeles" }],
    ["rome VS. oslo", { from: "rome", to: "oslo" }],
    ["3 rome train oslo", { from: "rome", to: "oslo", by: "train", days: 3 }],
    ["rome days:3 by:TRAIN", { from: "rome", by: "train", days: 3 }],
    ["rome days 3 by train", { from: "rome", by: "train", days: 3 }],
    ["by bus", { from: "by", by: "bus" }],
    ['from:"new york" to:"los angeles"', { from: "new york", to: "los angeles" }],
    ["to:oslo new york", { from: "new york", to: "oslo" }],
    ["from:https://rome.it", { from: "https://rome.it" }],
    ["https://rome.it", { from: "https://rome.it" }],
    ['until ""', { from: "until" }],
  ])("are read from %j", (line, expected) => {
    expect(values(line)).toEqual(expected);
  });

  it("give all their words to the only text", () => {
    expect(values("milk  and honey vs 3 eggs", note)).toEqual({ text: "milk and honey vs 3 eggs" });
    expect(values("text of 3 letters", note)).toEqual({ text: "text of 3 letters" });
  });

  it("give a question every sign of the line, colons and quotes too", () => {
    const ask = findCommand("ask");
    expect(ask && values('what is  foo:bar, "really"?', ask)).toEqual({ question: 'what is  foo:bar, "really"?' });
  });

  it.each(["days:0", "days:31", "days:-1", "days:1.5", "days:x", "days:1e1"])("name the bounds after %s", (given) => {
    expect(values(`rome ${given}`)).toBe("“days” is a whole number from 1 to 30.");
  });

  it("list the valid choices after an unknown one", () => {
    expect(values("rome by:boat")).toBe("“by” is one of bus, train.");
    expect(values("meh", mood)).toBe("“how” is one of good, bad.");
  });

  it.each(["day", "constructor"])("list what there is after the unknown option %s", (name) => {
    expect(values(`rome ${name}:3`)).toBe(`There is no option “${name}”. The options are from, to, by, days.`);
  });

  it("say which one is missing, and what it is for", () => {
    expect(values("days:3")).toBe("“from” is missing: where it starts.");
  });

  it("never throw, and are only ever what the command has, whatever is typed", () => {
    const words = fc.constantFrom(
      "from:",
      'to:"',
      "by:bus",
      "days:",
      "until",
      '"',
      ":",
      "constructor:x",
      "3",
      "\n",
      "🙂",
    );
    const line = fc.array(fc.oneof(words, fc.string({ unit: "binary" })), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.constantFrom(trip, note, mood, ...registry),
        line,
        fc.constantFrom(" ", ""),
        (command, parts, gap) => {
          const read = readOptions(command, parts.join(gap));
          const known = Object.keys(command.options);
          if (read.kind === "read") expect(known).toEqual(expect.arrayContaining(Object.keys(read.values)));
          else expect(read.problem).not.toBe("");
        },
      ),
    );
  });
});

describe("the options of a platform that has them", () => {
  it("are read by the same rules", () => {
    expect(values({ from: "new york", by: "bus", days: 3 })).toEqual({ from: "new york", by: "bus", days: 3 });
    expect(values({ from: "rome", days: 31 })).toBe("“days” is a whole number from 1 to 30.");
    expect(values({ from: "rome", by: true })).toBe("“by” is one of bus, train.");
    expect(values({ from: "rome", toString: "x" })).toContain("There is no option “toString”");
  });
});
