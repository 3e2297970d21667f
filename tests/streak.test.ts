import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { noStreak, practise, type Streak, standingOf } from "../src/core/quiz/progress/streak.ts";
import { daysBetween, localDay, weekOf, zoneOf } from "../src/core/time/local-day.ts";

const hourMs = 60 * 60_000;
const zones = ["Africa/Cairo", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "UTC"];
const zone = fc.constantFrom(...zones);
/** Clock changes in all of the zones that had any, and the week in which Apia crossed the date line. */
const start = fc.oneof(
  fc.date({ min: new Date("2009-01-01"), max: new Date("2019-06-01"), noInvalidDate: true }),
  fc.date({ min: new Date("2011-12-20"), max: new Date("2011-12-30"), noInvalidDate: true }),
);
const hours = (most: number) => fc.integer({ min: 0, max: most * 60 }).map((minutes) => (minutes * hourMs) / 60);

/** Instants with gaps between them. */
function instants(first: Date, gaps: readonly number[]): Date[] {
  const all = [first];
  for (const gap of gaps) all.push(new Date((all.at(-1)?.getTime() ?? 0) + gap));
  return all;
}

function practiseAll(answers: readonly Date[], inZone: string): Streak {
  return answers.reduce((streak, at) => practise(streak, at, inZone), noStreak);
}

/** The local days that a clock which strikes every half hour sees. */
function daysOf(from: Date, to: Date, inZone: string): string[] {
  const seen = new Set<string>();
  for (let at = from.getTime(); at < to.getTime(); at += hourMs / 2) seen.add(localDay(new Date(at), inZone));
  return [...seen.add(localDay(to, inZone))];
}

/** The rules again, told day by day: what is missed waits for the next answer, which has the freezes or has not. */
function streakByDays(days: readonly string[], answered: ReadonlySet<string>) {
  const used = new Set<string>();
  let missed: string[] = [];
  let length = 0;
  let best = 0;
  for (const day of days) {
    if (!answered.has(day)) {
      missed.push(day);
      continue;
    }
    const weeks = missed.map(weekOf);
    const isSaved = weeks.every((week, at) => !used.has(week) && weeks.indexOf(week) === at);
    length = isSaved ? length + 1 : 1;
    if (isSaved) for (const week of weeks) used.add(week);
    best = Math.max(best, length);
    missed = [];
  }
  return { length, best };
}

describe("a local day", () => {
  it("is the date on the person's own calendar", () => {
    const at = new Date("2026-11-21T22:30:00Z");
    expect(localDay(at, "UTC")).toBe("2026-11-21");
    expect(localDay(at, "Africa/Cairo")).toBe("2026-11-22");
    expect(localDay(at, "Asia/Kathmandu")).toBe("2026-11-22");
    expect(localDay(at, "America/Sao_Paulo")).toBe("2026-11-21");
  });

  it("is missing where a zone left it out", () => {
    expect(daysBetween("2011-12-29", "2011-12-31", "Pacific/Apia")).toEqual([]);
    expect(daysBetween("2011-12-29", "2011-12-31", "UTC")).toEqual(["2011-12-30"]);
    expect(daysBetween("2011-12-31", "2011-12-29", "UTC")).toEqual([]);
  });

  it("belongs to a week that starts on Monday, also across a year's end", () => {
    expect(weekOf("2026-11-21")).toBe("2026-11-16");
    expect(weekOf("2026-11-22")).toBe("2026-11-16");
    expect(weekOf("2026-11-23")).toBe("2026-11-23");
    expect(weekOf("2027-01-01")).toBe("2026-12-28");
  });

  it("is UTC's for who has set no time zone, or one that is no longer known", () => {
    expect(zoneOf({})).toBe("UTC");
    expect(zoneOf({ timeZone: "Mars/Olympus" })).toBe("UTC");
    expect(zoneOf({ timeZone: "Asia/Kathmandu" })).toBe("Asia/Kathmandu");
  });
});

describe("a streak", () => {
  const on = (...days: string[]) => days.map((day) => new Date(`${day}T12:00:00Z`));

  it("counts a day with any number of answers once", () => {
    const streak = practiseAll(on("2026-11-16", "2026-11-16", "2026-11-17", "2026-11-17"), "UTC");
    expect(streak).toMatchObject({ length: 2, best: 2 });
  });

  it("survives one missed day a week, and no second one", () => {
    const bridged = practiseAll(on("2026-11-16", "2026-11-18"), "UTC");
    expect(bridged).toMatchObject({ length: 2, frozen: ["2026-11-16"] });
    expect(practiseAll(on("2026-11-16", "2026-11-18", "2026-11-20"), "UTC")).toMatchObject({ length: 1, best: 2 });
    expect(practiseAll(on("2026-11-16", "2026-11-18", "2026-11-19", "2026-11-21"), "UTC").length).toBe(1);
    expect(practiseAll(on("2026-11-16", "2026-11-19"), "UTC")).toMatchObject({ length: 1, frozen: [] });
  });

  it("survives a Sunday and the Monday after it, which are of two weeks", () => {
    expect(practiseAll(on("2026-11-21", "2026-11-24"), "UTC")).toMatchObject({
      length: 2,
      frozen: ["2026-11-16", "2026-11-23"],
    });
  });

  it("stands as the day and the freezes say", () => {
    const streak = practiseAll(on("2026-11-16", "2026-11-17"), "UTC");
    const stands = (day: string) => standingOf(streak, on(day)[0] ?? new Date(0), "UTC");
    expect(stands("2026-11-17")).toEqual({ length: 2, isDoneToday: true, bridged: 0, hasFreeze: true });
    expect(stands("2026-11-18")).toEqual({ length: 2, isDoneToday: false, bridged: 0, hasFreeze: true });
    expect(stands("2026-11-19")).toEqual({ length: 2, isDoneToday: false, bridged: 1, hasFreeze: false });
    expect(stands("2026-11-20")).toEqual({ length: 0, isDoneToday: false, bridged: 0, hasFreeze: true });
    expect(stands("2027-11-20").length).toBe(0);
    expect(standingOf(noStreak, new Date(0), "UTC").length).toBe(0);
  });

  it("goes on over the day that Apia never had, without a freeze", () => {
    const answers = [new Date("2011-12-30T04:00:00Z"), new Date("2011-12-31T04:00:00Z")];
    expect(answers.map((at) => localDay(at, "Pacific/Apia"))).toEqual(["2011-12-29", "2011-12-31"]);
    expect(practiseAll(answers, "Pacific/Apia")).toMatchObject({ length: 2, frozen: [] });
  });

  it("goes on for who crosses the date line either way, and counts no date twice", () => {
    const east = practise(noStreak, new Date("2026-11-21T08:30:00Z"), "America/Los_Angeles");
    const arrived = practise(east, new Date("2026-11-23T07:30:00Z"), "Pacific/Apia");
    expect(arrived).toMatchObject({ length: 2, frozen: [], last: { day: "2026-11-23" } });
    const back = practise(arrived, new Date("2026-11-23T09:00:00Z"), "America/Los_Angeles");
    expect(back).toMatchObject({ length: 2, last: { day: "2026-11-23", zone: "America/Los_Angeles" } });
    const sameDate = practise(back, new Date("2026-11-24T01:00:00Z"), "America/Los_Angeles");
    expect(sameDate.length).toBe(2);
    expect(practise(sameDate, new Date("2026-11-24T20:00:00Z"), "America/Los_Angeles")).toMatchObject({ length: 3 });
  });

  it("is what the rules say day by day, in every zone and over every clock change", () => {
    fc.assert(
      fc.property(start, zone, fc.array(hours(70), { maxLength: 25 }), (first, inZone, gaps) => {
        const answers = instants(first, gaps);
        const streak = practiseAll(answers, inZone);
        const days = daysOf(first, answers.at(-1) ?? first, inZone);
        const expected = streakByDays(days, new Set(answers.map((at) => localDay(at, inZone))));
        expect({ length: streak.length, best: streak.best }).toEqual(expected);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it("never breaks nor costs a freeze for who answers every twenty hours, wherever they set their clock", () => {
    const moves = fc.array(fc.tuple(hours(20), zone), { maxLength: 40 });
    fc.assert(
      fc.property(start, moves, (first, steps) => {
        const answers = instants(
          first,
          steps.map(([gap]) => gap),
        );
        let streak = practise(noStreak, first, "UTC");
        for (const [at, [, inZone]] of steps.entries()) {
          const next = practise(streak, answers[at + 1] ?? first, inZone);
          expect(next.length).toBeGreaterThanOrEqual(streak.length);
          streak = next;
        }
        expect(streak.frozen).toEqual([]);
      }),
      { seed: 2 },
    );
  });

  it("counts each date at most once, however somebody changes their time zone", () => {
    const moves = fc.array(fc.tuple(hours(60), zone), { maxLength: 40 });
    fc.assert(
      fc.property(start, moves, (first, steps) => {
        const answers = instants(
          first,
          steps.map(([gap]) => gap),
        );
        const counted: string[] = [];
        let streak = noStreak;
        for (const [at, [, inZone]] of [[0, zones[0] ?? ""] as const, ...steps].entries()) {
          const next = practise(streak, answers[at] ?? first, inZone);
          const day = next.last?.day ?? "";
          if (day !== streak.last?.day) {
            expect(day > (counted.at(-1) ?? "")).toBe(true);
            counted.push(day);
            expect([1, streak.length + 1]).toContain(next.length);
          } else {
            expect(next.length).toBe(streak.length);
          }
          streak = next;
        }
        expect(streak.best).toBeLessThanOrEqual(counted.length);
      }),
      { seed: 3 },
    );
  });
});
