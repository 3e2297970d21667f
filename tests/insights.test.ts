import { describe, expect, it } from "vitest";
import type { BotParts } from "../src/core/bot.ts";
import { phrases } from "../src/core/phrases.ts";
import { makeBot, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";

const small = await smallKnowledge();
const { insights: words, vote } = phrases;
const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const aboutJobs = "How do I find my first job?";
/** At the time at which a hand-set clock starts, this is left of the day. */
const untilMidnightMs = 6 * hourMs;

/** A club with its owner, and Ana and Bea, who ask. */
function club(given: Partial<BotParts> = {}) {
  const made = makeBot(small, given);
  const owner = new Person("owner", made.bot, { conversation: "office", mayAdminister: true });
  const bea = new Person("bea", made.bot);
  return { ...made, owner, bea };
}

async function ask(person: Person, ...questions: string[]): Promise<void> {
  for (const question of questions) await person.says(question);
}

/** The rows below a title, without their bullets. */
function rows(report: string, title: string): string[] {
  const [, below = ""] = report.split(`\n${title}\n\n`);
  const [list = ""] = below.split("\n\n");
  return list.split("\n").map((line) => line.replace(/^- /, ""));
}

const firstLine = (report: string) => report.split("\n")[0];
const total = (report: string) => Number(/(\d+) asked:/.exec(report)?.[1] ?? 0);

describe("/insights", () => {
  it("is for administrators, in direct messages too", async () => {
    const { ana, bot, owner } = club();
    await ask(ana, "what is sql");
    const alone = new Person("dee", bot, { isDirect: true });
    for (const person of [ana, alone]) {
      expect(await person.commands("insights")).toBe(phrases.onlyAdministrators);
      expect(await person.commands("insights unanswered 30")).toBe(phrases.onlyAdministrators);
    }
    await owner.commands("insights");
    expect(await ana.pressesId(owner.button(words.lastDays(30)).press)).toBe(phrases.onlyAdministrators);
  });

  it("is shown to nobody else", async () => {
    const { bot, owner } = club();
    const { origin } = owner;
    const effects = await bot.handle({ kind: "command", origin, name: "insights", given: "" });
    expect(effects).toEqual([expect.objectContaining({ kind: "reply", audience: "asker" })]);
  });

  it("says so when there is nothing to tell", async () => {
    const { owner } = club();
    const report = await owner.commands("insights");
    expect(report).toContain(words.nothing);
    expect(report).not.toContain(words.mostAsked);
    expect(report).not.toContain(words.notKept);
  });

  it("counts what was asked, what came of it and the votes", async () => {
    const { ana, bea, owner } = club();
    await ask(ana, "what is sql", "what is sql", "how do i fix my car");
    await ask(bea, "sql", aboutJobs);
    expect(await owner.commands("insights")).toContain(words.totals(5, 4, 0, 1));
    await bea.presses(vote.up);
    await ana.presses(vote.down);
    expect(await owner.commands("insights")).toContain(`${words.totals(5, 4, 0, 1)} ${words.votes(1, 1)}`);
  });

  it("counts commands and buttons without words", async () => {
    const { ana, owner } = club();
    await ana.commands("career backend");
    await ana.presses("Backend developer: becoming one");
    const report = await owner.commands("insights");
    expect(report).toContain(words.totals(2, 2, 0, 0));
    expect(rows(report, words.mostAsked).toSorted()).toEqual([
      "1× Backend developer",
      "1× Backend developer: becoming one",
    ]);
  });

  it("lists the answers that were asked for most, each with its wordings, the most frequent first", async () => {
    const { ana, bea, owner } = club();
    await ask(ana, aboutJobs, "what is sql", "What is  SQL", "sql");
    await ask(bea, "what is sql");
    await bea.commands("ask what is sql?");
    const [first, second, ...others] = rows(await owner.commands("insights"), words.mostAsked);
    expect(first).toMatch(/^5× SQL, asked as “what is sql”, /i);
    expect(first).toContain("“sql”");
    expect(first).toContain("“what is sql?”");
    expect(second).toBe(`1× ${aboutJobs}, ${words.askedAs(`“${aboutJobs}”`)}`);
    expect(others).toEqual([]);
  });

  it("shows three wordings and says how many more there are", async () => {
    const { ana, owner } = club();
    await ask(ana, "what is sql", "what is sql?", "what is sql??", "what is sql???", "what is sql!?");
    const [first] = rows(await owner.commands("insights"), words.mostAsked);
    expect(first?.match(/“/g)).toHaveLength(3);
    expect(first).toContain(words.more(2));
  });

  it("adds up what was asked on several days", async () => {
    const { ana, clock, owner } = club();
    await ask(ana, "what is sql", "how do i fix my car");
    clock.advance(dayMs);
    await ask(ana, "what is SQL", "how do i fix my CAR");
    const report = await owner.commands("insights");
    expect(rows(report, words.mostAsked)).toEqual(["2× SQL, asked as “what is sql”"]);
    expect(rows(report, words.unanswered)).toEqual(["2× “how do i fix my car”"]);
  });

  it("brings questions without an answer together when they ask the same", async () => {
    const { ana, bea, owner } = club();
    await ask(ana, "should my dog eat grapes", "how do i fix my car", "fixing my car how");
    await ask(bea, "how do i fix my car");
    expect(rows(await owner.commands("insights"), words.unanswered)).toEqual([
      "3× “how do i fix my car”, “fixing my car how”",
      "1× “should my dog eat grapes”",
    ]);
  });

  it("brings them together around those that were asked most, whichever came first", async () => {
    const { ana, bea, owner } = club();
    await ask(ana, "zorp?", "zorp quux?", "quux?");
    await ask(bea, "zorp quux?");
    const [group, ...others] = rows(await owner.commands("insights"), words.unanswered);
    expect(group).toMatch(/^4× “zorp quux\?”, /);
    expect(others).toEqual([]);
  });

  it("tells what people chose after a question without an answer", async () => {
    const { ana, bea, owner } = club();
    await ask(ana, "how do i fix my car");
    await ana.presses(aboutJobs);
    await bea.pressesId(ana.button(aboutJobs).press);
    const report = await owner.commands("insights");
    expect(rows(report, words.unanswered)).toEqual([`1× “how do i fix my car”; ${words.chose(`${aboutJobs} (2)`)}`]);
  });

  it("tells which answers were disliked, and why", async () => {
    const { ana, bea, owner } = club();
    await ask(ana, aboutJobs);
    await ana.presses(vote.up);
    await ask(ana, "what is sql");
    await ana.presses(vote.down);
    await ana.presses(vote.reasons.wrong);
    await bea.pressesId(ana.button(vote.down).press);
    await bea.presses(vote.inWords);
    await bea.fillsIn("says nothing on joins");
    const [row, ...others] = rows(await owner.commands("insights"), words.disliked);
    expect(others).toEqual([]);
    const about = `SQL (${words.votes(0, 2)}), ${words.askedAs("“what is sql”")}`;
    expect(row).toBe(`${about}; ${vote.reasons.wrong} (1); “says nothing on joins”`);
  });

  it("shows the five latest comments on an answer", async () => {
    const { ana, owner } = club();
    await ask(ana, "what is sql");
    await ana.presses(vote.down);
    for (let at = 1; at <= 7; at++) {
      await ana.presses(vote.inWords);
      await ana.fillsIn(`number ${at}`);
    }
    const [row] = rows(await owner.commands("insights"), words.disliked);
    expect(row?.match(/number \d/g)).toEqual([3, 4, 5, 6, 7].map((at) => `number ${at}`));
  });

  it("lists what was disliked most first", async () => {
    const { ana, bea, owner } = club();
    await ask(ana, aboutJobs);
    await ana.presses(vote.down);
    await ask(ana, "what is sql");
    await ana.presses(vote.down);
    await bea.pressesId(ana.button(vote.down).press);
    const disliked = rows(await owner.commands("insights"), words.disliked);
    expect(disliked).toEqual([expect.stringContaining("SQL"), expect.stringContaining(aboutJobs)]);
  });

  it("shows feedback, the newest first, each with its day", async () => {
    const { ana, bea, clock, owner } = club();
    await ana.commands("feedback");
    expect(await ana.fillsIn(" more on go ")).toBe(phrases.feedback.thanks);
    clock.advance(1);
    await bea.commands('feedback "nice", isn\'t it: yes');
    clock.advance(dayMs);
    await bea.commands("feedback thank you");
    expect(rows(await owner.commands("insights"), words.feedback)).toEqual([
      "2026-11-22: thank you",
      '2026-11-21: "nice", isn\'t it: yes',
      "2026-11-21: more on go",
    ]);
  });

  it("reports feedback though nobody asked anything", async () => {
    const { ana, owner } = club();
    await ana.commands("feedback hello");
    const report = await owner.commands("insights");
    expect(report).toContain("2026-11-21: hello");
    expect(report).toContain(words.noneOfIt);
    expect(report).not.toContain(words.nothing);
  });

  it.each([1, 7, 30])("covers today and the whole days in UTC before it, %i in all", async (days) => {
    const { ana, clock, owner } = club({ keepDays: 365 });
    await ana.commands("feedback hello");
    await ask(ana, "what is sql");
    clock.advance(untilMidnightMs + (days - 1) * dayMs - 1);
    const last = await owner.commands(`insights ${days}`);
    expect(last).toContain(words.title(days));
    expect(total(last)).toBe(1);
    expect(last).toContain("hello");
    clock.advance(1);
    const next = await owner.commands(`insights ${days}`);
    expect(next).toContain(words.nothing);
    expect(next).not.toContain("hello");
    expect(total(await owner.commands(`insights ${days + 1}`))).toBe(1);
  });

  it("calls one day today, in UTC", async () => {
    const { owner } = club();
    expect(firstLine(await owner.commands("insights 1"))).toBe("Insights: today (UTC)");
    expect(firstLine(await owner.commands("insights 2"))).toBe("Insights: the last 2 days");
    await owner.commands("insights");
    expect(firstLine(await owner.presses("Today"))).toBe("Insights: today (UTC)");
  });

  it("says for how long wordings are kept when that is less than was asked for", async () => {
    const { ana, clock, owner } = club({ keepDays: 14 });
    await ask(ana, "what is sql");
    expect(await owner.commands("insights 14")).not.toContain(words.keptFor(14));
    expect(await owner.commands("insights 15")).toContain(words.keptFor(14));
    expect(await owner.commands("insights unanswered 30")).toContain(words.keptFor(14));
    clock.advance(30 * dayMs);
    const empty = await owner.commands("insights 15");
    expect(empty).toContain(words.nothing);
    expect(empty).toContain(words.keptFor(14));
  });

  it("offers other periods and parts, and keeps one when the other is chosen", async () => {
    const { ana, clock, owner } = club();
    await ask(ana, "what is sql", "how do i fix my car");
    clock.advance(8 * dayMs);
    expect(await owner.commands("insights")).toContain(words.nothing);
    expect(owner.labels).toEqual([words.lastDays(1), words.lastDays(30), ...Object.values(words.only)]);
    expect(total(await owner.presses(words.lastDays(30)))).toBe(2);
    const seen = owner.labels.length;
    const part = await owner.presses(words.only.unanswered);
    expect(part).toContain(words.title(30));
    expect(rows(part, words.unanswered)).toEqual(["1× “how do i fix my car”"]);
    expect(part).not.toContain(words.mostAsked);
    expect(owner.labels.slice(seen)).not.toContain(words.only.unanswered);
    const seenThen = owner.labels.length;
    const earlier = await owner.presses(words.lastDays(7));
    expect(earlier).toContain(words.title(7));
    expect(earlier).toContain(words.nothing);
    expect(owner.labels.slice(seenThen)).not.toContain(words.only.unanswered);
  });

  it("shows five rows of each part, and 25 of the one that is asked for", async () => {
    const { ana, owner } = club();
    const [topics, letters] = [27, "abcdefghijklmnopqrstuvwxyz"];
    await ask(ana, ...Array.from({ length: topics }, (_, at) => `${letters[at % 26]?.repeat(5 + (at > 25 ? 3 : 0))}?`));
    const overview = rows(await owner.commands("insights"), words.unanswered);
    expect(overview).toHaveLength(6);
    expect(overview.at(-1)).toBe(words.more(22));
    const part = rows(await owner.commands("insights unanswered"), words.unanswered);
    expect(part).toHaveLength(26);
    expect(part.at(-1)).toBe(words.more(2));
  });

  it.each(["asked", "unanswered", "disliked", "feedback"] as const)(
    "shows only what is asked for: %s",
    async (about) => {
      const { ana, owner } = club();
      await ask(ana, "how do i fix my car", "what is sql");
      await ana.presses(vote.down);
      await ana.commands("feedback hello");
      const titles = {
        asked: words.mostAsked,
        unanswered: words.unanswered,
        disliked: words.disliked,
        feedback: words.feedback,
      };
      const report = await owner.commands(`insights ${about} 30`);
      for (const [part, title] of Object.entries(titles)) {
        expect(report.split("\n").includes(title)).toBe(part === about);
      }
      expect(rows(report, titles[about])).not.toEqual([words.noneOfIt]);
    },
  );

  it("never shows what was said in another space", async () => {
    const { ana, bot, owner } = club();
    const stranger = { space: "guild", conversation: "hall" };
    await ask(ana, "what is sql", "how do i fix my car");
    await ana.presses(aboutJobs);
    await ana.presses(vote.down);
    await ana.commands("feedback hello");
    await ask(new Person("ana", bot, stranger), "should my dog eat grapes");
    const other = await new Person("owner", bot, { ...stranger, mayAdminister: true }).commands("insights");
    expect(other).toContain(words.totals(1, 0, 0, 1));
    expect(other).not.toMatch(/sql|car|hello|👎/i);
    // One whose name begins with the same letters.
    const longer = new Person("owner", bot, { space: "club-2", conversation: "attic", mayAdminister: true });
    expect(await longer.commands("insights")).toContain(words.nothing);
    const own = await owner.commands("insights");
    expect(own).toContain("how do i fix my car");
    expect(own).not.toContain("grapes");
    const direct = new Person("owner", bot, { isDirect: true, mayAdminister: true });
    delete direct.origin.space;
    expect(await direct.commands("insights")).toContain(words.nothing);
  });

  it("says so where no wordings are kept, and still counts", async () => {
    const { ana, owner } = club({ keepDays: 0 });
    expect(await owner.commands("insights")).toContain(words.notKept);
    await ask(ana, "what is sql", "sql", "how do i fix my car");
    await ana.presses(vote.up);
    const report = await owner.commands("insights");
    expect(report).toContain(words.notKept);
    expect(report).not.toContain(words.keptFor(0));
    expect(rows(report, words.mostAsked)).toEqual(["2× SQL"]);
    expect(rows(report, words.unanswered)).toEqual([words.noneOfIt]);
    expect(report).not.toContain("car");
  });

  it("names nobody", async () => {
    const { bot, owner } = club();
    const dee = new Person("person-4711", bot, { conversation: "channel-0815" });
    await ask(dee, "how do i fix my car", "what is sql");
    await dee.presses(vote.down);
    await dee.presses(vote.inWords);
    await dee.fillsIn("too dry");
    await dee.commands("feedback hello");
    const report = await owner.commands("insights");
    expect(report).toContain("too dry");
    expect(report).not.toMatch(/4711|0815/);
  });

  it.each(["insights", "insights:0", "insights:366", "insights:7:people", "insights:x", "insights:-1", "insights:1e2"])(
    "does not know the button %s",
    async (id) => {
      const { owner } = club();
      expect(await owner.pressesId(id)).toBe(phrases.expired);
    },
  );
});
