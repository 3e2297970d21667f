import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tips as words } from "../src/core/phrases/tips.ts";
import { listZones } from "../src/core/time/zones.ts";
import { type Kind, kinds, type Wish } from "../src/core/tips/subscription.ts";
import { readWish, type Typed, topicsOf, typedOf } from "../src/core/tips/wish.ts";
import { shippedKnowledge, smallKnowledge } from "./fakes/parts.ts";

const { base } = await shippedKnowledge();
const { base: small } = await smallKnowledge();

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const usual: Wish = { kind: "tip", time: "09:00", zone: "UTC", days: everyDay, topics: [] };
const clear: Typed = { time: "9", timezone: "UTC" };

/** The wish that is read; what is wrong, if it isn't. */
function wishFrom(typed: Typed, before: Partial<Wish> = {}, knowledge = base) {
  const read = readWish(typed, before, knowledge);
  return read.kind === "read" ? read.wish : read.problems;
}

/** Everything that is wrong, with the zones offered. */
function faults(typed: Typed, before: Partial<Wish> = {}) {
  const read = readWish(typed, before, base);
  if (read.kind === "read") throw new Error(`nothing is wrong: ${JSON.stringify(read.wish)}`);
  return read;
}

/** What is said of a topic that is none. */
const noTopic = (given: string, kind: Kind = "tip", knowledge = base) =>
  words.wrongTopic(
    given,
    topicsOf(kind, knowledge).map(({ id, names }) => names[0] ?? id),
  );

const topicsFrom = (topics: string, kind?: string, knowledge = base) => {
  const read = wishFrom({ ...clear, topics, kind }, {}, knowledge);
  return Array.isArray(read) ? read : read.topics;
};

describe("a wish", () => {
  it("needs a time and a zone, and is for a tip every day on all topics", () => {
    expect(wishFrom({ time: "5 pm", timezone: "Cairo" })).toEqual({ ...usual, time: "17:00", zone: "Africa/Cairo" });
  });

  it("is read with everything that was said", () => {
    const typed = { time: "17.30", timezone: "sao paulo", days: "sun-thu", topics: "sql, cloud", kind: "Questions" };
    expect(wishFrom(typed)).toEqual({
      kind: "question",
      time: "17:30",
      zone: "America/Sao_Paulo",
      days: [1, 2, 3, 4, 7],
      topics: ["databases", "cloud"],
    });
  });

  it("leaves what was not said as it was", () => {
    const before: Wish = { kind: "question", time: "07:45", zone: "Asia/Kathmandu", days: [2], topics: ["apis"] };
    expect(wishFrom({}, before)).toEqual(before);
    expect(wishFrom({ time: "8" }, before)).toEqual({ ...before, time: "08:00" });
    expect(wishFrom({ timezone: "Berlin" }, before)).toEqual({ ...before, zone: "Europe/Berlin" });
    expect(wishFrom({ days: "weekend" }, before)).toEqual({ ...before, days: [6, 7] });
    expect(wishFrom({ topics: "all" }, before)).toEqual({ ...before, topics: [] });
    expect(wishFrom({ kind: "tip" }, before)).toEqual({ ...before, kind: "tip" });
  });

  it("drops the topics on which the other kind has nothing, when it is changed to that", () => {
    const before: Wish = { ...usual, topics: ["pay", "databases"] };
    expect(wishFrom({ kind: "question" }, before)).toEqual({ ...before, kind: "question", topics: ["databases"] });
  });

  it.each([
    ["tip", "tip"],
    [" Tips ", "tip"],
    ["", "tip"],
    ["QUESTION", "question"],
    ["quiz", "question"],
    ["question of the day", "question"],
  ])("of the kind “%s” is for a %s", (typed, kind) => {
    expect(wishFrom({ ...clear, kind: typed })).toMatchObject({ kind });
  });
});

describe("a wish that is not clear", () => {
  it.each<[string, Typed, string]>([
    ["a time that is none", { time: "25:00" }, words.wrongTime("25:00")],
    ["an empty time", { time: " " }, words.noTime],
    ["a zone that is none", { timezone: "qqqqq" }, words.zone.unknown("qqqqq")],
    ["an empty zone", { timezone: " " }, words.noZone],
    ["days that are none", { days: "someday" }, words.wrongDays("someday")],
    ["no days", { days: "" }, words.noDays],
    ["a list of days with nothing in it", { days: " , ; " }, words.noDays],
    ["days by number", { days: "1-5" }, words.noDays],
    ["a kind that is none", { kind: "joke" }, words.wrongKind("joke")],
    ["a kind that every object has", { kind: "constructor" }, words.wrongKind("constructor")],
    ["a topic that is none", { topics: "qqqqq" }, noTopic("qqqqq")],
  ])("says what is wrong with %s, and nothing else", (_, typed, problem) => {
    expect(faults({ ...clear, ...typed })).toEqual({ kind: "wrong", problems: [problem], zones: [] });
  });

  it("does not fall back to what was before", () => {
    const wrong = { time: "25", timezone: "", days: "", kind: "joke", topics: "qqqqq" };
    for (const [name, typed] of Object.entries(wrong)) {
      expect(faults({ [name]: typed }, usual).problems, name).toHaveLength(1);
    }
  });

  it("asks for what it can't do without", () => {
    expect(faults({}).problems).toEqual([words.noTime, words.noZone]);
    expect(faults({ time: "9" }).problems).toEqual([words.noZone]);
    expect(faults({ timezone: "UTC" }).problems).toEqual([words.noTime]);
  });

  it("says everything that is wrong at once", () => {
    const typed = { kind: "joke", time: "25", days: "someday", topics: "qqqqq", timezone: "IST" };
    const { problems, zones } = faults(typed);
    const expected = [
      words.wrongKind("joke"),
      words.wrongTime("25"),
      words.wrongDays("someday"),
      noTopic("qqqqq"),
      words.zone.which("IST"),
    ];
    expect(problems.toSorted()).toEqual(expected.toSorted());
    expect(zones).toEqual(["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]);
  });

  it("says each fault whatever else is wrong", () => {
    const wrong: Typed = { kind: "joke", time: "25", days: "someday", topics: "qqqqq", timezone: "qqqqq" };
    const names = Object.keys(wrong) as (keyof Typed)[];
    for (let mask = 1; mask < 2 ** names.length; mask++) {
      const bad = names.filter((_, at) => mask & (1 << at));
      const typed = { ...clear, ...Object.fromEntries(bad.map((name) => [name, wrong[name]])) };
      expect(faults(typed).problems, bad.join()).toHaveLength(bad.length);
    }
  });

  it("offers the zones that an abbreviation could mean", () => {
    expect(faults({ time: "9", timezone: " cst " })).toEqual({
      kind: "wrong",
      problems: [words.zone.which(" cst ")],
      zones: ["America/Chicago", "Asia/Shanghai", "America/Havana"],
    });
  });

  it.each([
    ["Berlin, Germany", "Europe/Berlin"],
    ["greater cairo", "Africa/Cairo"],
    ["berln", "Europe/Berlin"],
  ])("offers the nearest zones for “%s”, %s first", (timezone, nearest) => {
    const { problems, zones } = faults({ time: "9", timezone });
    expect(problems).toEqual([`${words.zone.unknown(timezone)} ${words.zone.nearest}`]);
    expect(zones[0]).toBe(nearest);
  });

  it("is clear once a zone that was offered is chosen", () => {
    for (const timezone of ["IST", "gmt", "Berlin, Germany", "berln"]) {
      for (const zone of faults({ time: "9", timezone }).zones) {
        expect(wishFrom({ time: "9", timezone: zone })).toEqual({ ...usual, zone });
      }
    }
  });

  it("names the topics that there are for one that is none, the first such alone", () => {
    expect(topicsFrom("databases, knitting, sewing")).toEqual([noTopic("knitting")]);
    expect(topicsFrom("knitting")).toEqual([expect.stringMatching(/“knitting”.* Databases, APIs, /)]);
    expect(topicsFrom("knitting", "question")).toEqual([noTopic("knitting", "question")]);
  });

  it("takes no more than ten topics", () => {
    const ids = topicsOf("tip", base).map(({ id }) => id);
    expect(topicsFrom(ids.slice(0, 10).join(", "))).toEqual(ids.slice(0, 10));
    expect(topicsFrom([...ids.slice(0, 10), ids[0]].join(", "))).toEqual(ids.slice(0, 10));
    expect(topicsFrom(ids.slice(0, 11).join(", "))).toEqual([words.tooManyTopics(10)]);
  });
});

describe("topics", () => {
  it.each<[string, string[]]>([
    ["databases", ["databases"]],
    ["Databases", ["databases"]],
    ["databse", ["databases"]],
    ["data-bases", ["databases"]],
    ["secur", ["security"]],
    ["nosql", ["databases"]],
    ["code review", ["practice"]],
    ["finding a job", ["jobs"]],
    ["languages and frameworks", ["languages"]],
    ["pay and demand", ["pay"]],
    ["databases, apis", ["databases", "apis"]],
    ["apis,databases", ["apis", "databases"]],
    ["databases; apis", ["databases", "apis"]],
    ["databases + apis", ["databases", "apis"]],
    ["databases and apis", ["databases", "apis"]],
    ["Databases AND Apis", ["databases", "apis"]],
    ["databases, apis and security", ["databases", "apis", "security"]],
    ["backend databases security", ["backend", "databases", "security"]],
    ["bakend, databse and secuirty", ["backend", "databases", "security"]],
    ["code review and job search", ["practice", "jobs"]],
    ["front end, back end", ["frontend", "backend"]],
    ["Languages and frameworks, databases", ["languages", "databases"]],
    ["sql, nosql, databases", ["databases"]],
    [" , databases,, ", ["databases"]],
    ["", []],
    [" , ", []],
    ["all", []],
    ["Any", []],
    ["everything", []],
    ["All topics", []],
  ])("are read from “%s”", (typed, topics) => {
    expect(topicsFrom(typed)).toEqual(topics);
  });

  it("are each found by every one of their names", () => {
    for (const kind of kinds) {
      for (const { id, names } of topicsOf(kind, base)) {
        expect(names.map((name) => topicsFrom(name, kind))).toEqual(names.map(() => [id]));
      }
    }
  });

  it("are only those that there is something on", () => {
    expect([...small.topics.keys()]).toEqual(["jobs", "databases"]);
    expect(topicsOf("tip", small).map(({ id }) => id)).toEqual(["databases"]);
    expect(topicsFrom("db", "tip", small)).toEqual(["databases"]);
    expect(topicsFrom("job search", "tip", small)).toEqual([noTopic("job search", "tip", small)]);
  });

  it("of questions are those of the quizzes", () => {
    expect(topicsOf("question", base).map(({ id }) => id)).toEqual([...base.quizzes.keys()]);
    expect(topicsFrom("python", "question")).toEqual(["languages"]);
    expect(topicsFrom("salary", "question")).toEqual([expect.stringContaining("“salary”")]);
    expect(topicsFrom("salary", "tip")).toEqual(["pay"]);
  });
});

describe("a wish as it may be typed again", () => {
  const anyWish = fc.constantFrom(...kinds).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      time: fc
        .record({ hour: fc.nat({ max: 23 }), minute: fc.nat({ max: 59 }) })
        .map(({ hour, minute }) => [hour, minute].map((part) => String(part).padStart(2, "0")).join(":")),
      zone: fc.constantFrom(...listZones().map(({ id }) => id)),
      days: fc.subarray(everyDay, { minLength: 1 }),
      topics: fc.subarray(
        topicsOf(kind, base).map(({ id }) => id),
        { maxLength: 1 },
      ),
    }),
  );

  it("is the same wish, with a topic or with all", () => {
    fc.assert(
      fc.property(anyWish, (wish) => {
        expect(wishFrom(typedOf(wish, base))).toEqual(wish);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it("is the same wish in every zone", () => {
    for (const { id: zone } of listZones())
      expect(wishFrom(typedOf({ ...usual, zone }, base))).toEqual({ ...usual, zone });
  });

  it("says in full what one might want to change, and leaves out what nobody has said yet", () => {
    expect(typedOf({ ...usual, days: [1, 3, 4, 5], topics: ["databases", "apis"] }, base)).toEqual({
      kind: "tip",
      time: "09:00",
      timezone: "UTC",
      days: "Mon, Wed–Fri",
      topics: "Databases, APIs",
    });
    expect(typedOf({ days: everyDay, topics: [] }, base)).toEqual({ days: "every day", topics: "all" });
  });

  it("is still a wish when a topic of it is gone, which is then said", () => {
    const typed = typedOf({ ...usual, topics: ["databases", "qqqqq"] }, base);
    expect(typed.topics).toBe("Databases, qqqqq");
    expect(wishFrom(typed)).toEqual([noTopic("qqqqq")]);
    const before = { ...usual, topics: ["databases", "qqqqq"] };
    expect(wishFrom({}, before)).toEqual(before);
  });

  /** Pairs of topics that are not read again as they were, by their titles. */
  const misread = () =>
    kinds.flatMap((kind) => {
      const all = topicsOf(kind, base).map(({ id }) => id);
      const pairs = all.flatMap((one) => all.filter((other) => other !== one).map((other) => [one, other]));
      const wishes = pairs.map((topics): Wish => ({ ...usual, kind, topics }));
      return wishes
        .map((wish) => ({ typed: typedOf(wish, base), wish }))
        .filter(({ typed, wish }) => topicsFrom(typed.topics ?? "", wish.kind).join() !== wish.topics.join())
        .map(({ typed }) => typed.topics);
    });

  // A title with “and” is split at it, and a short topic beside a long title is taken for a slip of the pen in that.
  it("is the same wish with any two topics", () => {
    expect(misread()).toEqual([]);
  });
  it("keeps a short topic that stands beside a long one", () => {
    expect(topicsFrom("cloud and deployment, apis")).toEqual(["cloud", "apis"]);
  });
  it("has a topic whose title says “and” among others", () => {
    expect(topicsFrom("Pay and demand, Databases")).toEqual(["pay", "databases"]);
  });
});
