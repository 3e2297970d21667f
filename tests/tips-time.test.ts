import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readClockTime } from "../src/core/time/clock-time.ts";
import { nextSlot, type Schedule } from "../src/core/time/schedule.ts";
import { listWeekdays, readWeekdays } from "../src/core/time/weekdays.ts";

const minuteMs = 60_000;
const hour = 60;
const dayLength = 24 * hour;
const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** Every clock change of two decades, in minutes since 1970. */
const decadesStart = Date.UTC(2010, 0, 1) / minuteMs;
const decadesEnd = Date.UTC(2030, 0, 1) / minuteMs;

const zones = [
  ...["UTC", "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "America/Asuncion", "America/Caracas"],
  ...["America/Havana", "America/Los_Angeles", "America/New_York", "America/Nuuk", "America/Santiago"],
  ...["America/Sao_Paulo", "America/St_Johns", "Antarctica/Troll", "Asia/Amman", "Asia/Beirut", "Asia/Gaza"],
  ...["Asia/Jerusalem", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Pyongyang", "Asia/Tehran", "Atlantic/Azores"],
  ...["Australia/Lord_Howe", "Australia/Sydney", "Europe/Berlin", "Europe/Istanbul", "Europe/London"],
  ...["Europe/Moscow", "Pacific/Apia", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Fakaofo"],
];

/** A time in which a zone keeps one offset from UTC; all in minutes, its end outside. */
type Stretch = { start: number; end: number; offset: number };

/** What the engine's calendar says of a zone, asked day by day, each change then halved down to its minute. */
function stretchesOf(zone: string): Stretch[] {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const offsetAt = (minute: number) => {
    const [, sign, hours = 0, minutes = 0] =
      /GMT(?:([+-])(\d\d):(\d\d))?$/.exec(format.format(minute * minuteMs)) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * hour + Number(minutes));
  };
  const all: Stretch[] = [];
  let [start, offset] = [decadesStart, offsetAt(decadesStart)];
  for (let day = decadesStart; day < decadesEnd; day += dayLength) {
    const next = offsetAt(day + dayLength);
    if (next === offset) continue;
    let [before, after] = [day, day + dayLength];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(middle) === offset) before = middle;
      else after = middle;
    }
    all.push({ start, end: after, offset });
    [start, offset] = [after, next];
  }
  return [...all, { start, end: decadesEnd, offset }];
}

const known = new Map(zones.map((zone) => [zone, stretchesOf(zone)]));
const stretches = (zone: string) => known.get(zone) ?? [];

const show = (minuteOfDay: number) =>
  [Math.floor(minuteOfDay / hour), minuteOfDay % hour].map((part) => String(part).padStart(2, "0")).join(":");
const minuteOf = (time: string) => Number(time.slice(0, 2)) * hour + Number(time.slice(3));
const dayName = (day: number) => new Date(day * dayLength * minuteMs).toISOString().slice(0, 10);
/** Monday is 1; the first of January 1970 was a Thursday. */
const weekdayOf = (day: number) => ((day + 3) % 7) + 1;

const exists = (zone: string, day: number) =>
  stretches(zone).some(
    ({ start, end, offset }) => start + offset < (day + 1) * dayLength && end + offset > day * dayLength,
  );

/** The first minute at which the calendar on the wall shows a day and the clock its time, or is past both. */
function minuteOfSlot(zone: string, day: number, time: string): number {
  const wall = day * dayLength + minuteOf(time);
  const found = stretches(zone).find(({ end, offset }) => wall - offset < end);
  return found ? Math.max(found.start, wall - found.offset) : Number.POSITIVE_INFINITY;
}

const localDayAt = (zone: string, minute: number) => {
  const { offset = 0 } = stretches(zone).find(({ end }) => minute < end) ?? {};
  return Math.floor((minute + offset) / dayLength);
};

/** The slots after a minute, in order: one for each day that was, on which something comes, and that isn't done. */
function* slotsAfter({ zone, time, days }: Schedule, after: number, doneDay = "") {
  for (let day = localDayAt(zone, after) - 2; day < decadesEnd / dayLength; day++) {
    if (!days.includes(weekdayOf(day)) || !exists(zone, day) || dayName(day) <= doneDay) continue;
    const minute = minuteOfSlot(zone, day, time);
    if (minute > after) yield { day: dayName(day), at: new Date(minute * minuteMs) };
  }
}

const anyMinute = fc.integer({ min: decadesStart + 10 * dayLength, max: decadesEnd - 40 * dayLength });
const anyTime = fc.integer({ min: 0, max: dayLength - 1 }).map(show);
const anyDays = fc.subarray(everyDay, { minLength: 1 });

/** A time of day, and an instant to look from: anywhere, and around the changes of the clock. */
const anySchedule = fc
  .constantFrom(...zones)
  .chain((zone) => {
    const changes = stretches(zone).slice(1, -1);
    const anywhere = fc.record({ time: anyTime, after: anyMinute });
    if (changes.length === 0) return fc.record({ zone: fc.constant(zone), days: anyDays, look: anywhere });
    const near = fc
      .record({
        at: fc.nat({ max: changes.length - 1 }),
        isBefore: fc.boolean(),
        wallBy: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -130, max: 130 })),
        afterBy: fc.oneof(fc.integer({ min: -130, max: 130 }), fc.integer({ min: -8 * dayLength, max: 2 * dayLength })),
      })
      .map(({ at, isBefore, wallBy, afterBy }) => {
        const { start = 0, offset = 0 } = changes[at] ?? {};
        const wall = start + (isBefore ? (stretches(zone)[at]?.offset ?? 0) : offset) + wallBy;
        return { time: show(((wall % dayLength) + dayLength) % dayLength), after: start + afterBy };
      });
    const look = fc.oneof({ arbitrary: near, weight: 4 }, anywhere);
    return fc.record({ zone: fc.constant(zone), days: anyDays, look });
  })
  .map(({ zone, days, look: { time, after } }) => ({ schedule: { zone, time, days }, after }));

const dateOf = (minute: number) => new Date(minute * minuteMs);

/** The first slots from an instant on, as a subscription lives through them. */
function chain(schedule: Schedule, after: string | number, count: number): string[] {
  let [from, doneDay] = [new Date(after), ""];
  return Array.from({ length: count }, () => {
    const { at, day } = nextSlot(schedule, from, doneDay);
    [from, doneDay] = [at, day];
    return `${day} ${at.toISOString().slice(0, 16)}`;
  });
}

describe("a time of day", () => {
  it.each([
    ["9", "09:00"],
    ["09", "09:00"],
    ["9:30", "09:30"],
    ["09.30", "09:30"],
    ["9 30", "09:30"],
    ["930", "09:30"],
    ["0930", "09:30"],
    ["9h30", "09:30"],
    ["21 h", "21:00"],
    ["9 o'clock", "09:00"],
    ["9 O’Clock", "09:00"],
    ["5 pm", "17:00"],
    ["5PM", "17:00"],
    ["5:05 p.m.", "17:05"],
    ["  5   p.m  ", "17:00"],
    ["12 am", "00:00"],
    ["12:30 am", "00:30"],
    ["12 pm", "12:00"],
    ["12:59 pm", "12:59"],
    ["0", "00:00"],
    ["23:59", "23:59"],
    ["noon", "12:00"],
    ["Midday", "12:00"],
    [" MIDNIGHT ", "00:00"],
  ])("is read from “%s” as %s", (typed, time) => {
    expect(readClockTime(typed)).toBe(time);
  });

  it.each([
    ...[
      "",
      " ",
      "24",
      "24:00",
      "2400",
      "99",
      "9:60",
      "960",
      "9:5",
      "9:",
      "9:30:00",
      "12345",
      "-9",
      "+9",
      "9.5.",
      "1e1",
    ],
    ...[
      "0 am",
      "0:30 pm",
      "13 pm",
      "13:00 am",
      "9 p",
      "9 pm am",
      "am",
      "9 o'clock pm",
      "at",
      "soon",
      "٩",
      "constructor",
    ],
  ])("is not read from “%s”", (typed) => {
    expect(readClockTime(typed)).toBeUndefined();
  });

  it("is read back from each of the ways to write it, for every minute of the day", () => {
    for (let minute = 0; minute < dayLength; minute++) {
      const time = show(minute);
      const [hours = "", minutes = ""] = time.split(":");
      const half = `${Number(hours) % 12 || 12}:${minutes}${minute < dayLength / 2 ? "am" : " P.M."}`;
      const written = [time, `${Number(hours)}:${minutes}`, `${hours}${minutes}`, `${hours}.${minutes}`, half];
      expect(written.map(readClockTime), time).toEqual(written.map(() => time));
    }
  });

  it("is between 00:00 and 23:59, whatever was typed", () => {
    const piece = fc.constantFrom(..."0123456789:.h ", "am", "pm", "p.m.", "o'clock", "noon");
    const typed = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 6 }).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(typed, (text) => {
        expect(readClockTime(text) ?? "00:00").toMatch(/^([01]\d|2[0-3]):[0-5]\d$/);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe("days of the week", () => {
  it.each([
    ["every day", everyDay],
    ["Daily", everyDay],
    ["all", everyDay],
    ["weekdays", [1, 2, 3, 4, 5]],
    ["every weekday", [1, 2, 3, 4, 5]],
    ["weekends", [6, 7]],
    ["on mondays", [1]],
    ["mo", [1]],
    ["Tues, Thurs", [2, 4]],
    ["weds", [3]],
    ["fri, mon and wed", [1, 3, 5]],
    ["mon/wed+fri & sun; sat", [1, 3, 5, 6, 7]],
    ["Mon. Wed.", [1, 3]],
    ["mon mon monday", [1]],
    ["mon-fri", [1, 2, 3, 4, 5]],
    ["Monday through Friday", [1, 2, 3, 4, 5]],
    ["tue – thu, sun", [2, 3, 4, 7]],
    ["sun-thu", [1, 2, 3, 4, 7]],
    ["fri to mon", [1, 5, 6, 7]],
    ["sat-sat", [6]],
    ["weekdays and the weekend", everyDay],
  ])("are read from “%s”", (typed, days) => {
    expect(readWeekdays(typed)).toEqual(days);
  });

  it.each([
    ...["", " , ", "and", "m", "s", "t", "funday", "mondayz", "mon, funday", "never", "every other day", "not monday"],
    ...["mon-", "-mon", "mon-wed-fri", "mon-weekend", "week", "1", "1-5", "constructor", "toString"],
  ])("are not read from “%s”", (typed) => {
    expect(readWeekdays(typed)).toBeUndefined();
  });

  it.each([
    [[1], "Mon"],
    [[1, 2], "Mon, Tue"],
    [[1, 2, 3], "Mon–Wed"],
    [[1, 3, 4, 5], "Mon, Wed–Fri"],
    [[6, 7], "Sat, Sun"],
    [[1, 7], "Sun, Mon"],
    [[1, 2, 3, 4, 7], "Sun–Thu"],
    [[1, 3, 5, 6, 7], "Fri–Mon, Wed"],
    [everyDay, "Mon–Sun"],
  ])("%j are listed as %s", (days, listed) => {
    expect(listWeekdays(days)).toBe(listed);
  });

  it("are read again from their list, whichever they are", () => {
    for (let mask = 1; mask < 2 ** everyDay.length; mask++) {
      const days = everyDay.filter((day) => mask & (1 << (day - 1)));
      expect(readWeekdays(listWeekdays(days)), listWeekdays(days)).toEqual(days);
    }
  });
});

describe("the next slot", () => {
  it.each<[string, Omit<Schedule, "days">, string, string[]]>([
    [
      "comes at the first minute after a gap, that day alone",
      { time: "02:30", zone: "Europe/Berlin" },
      "2026-03-28T00:00Z",
      ["2026-03-28 2026-03-28T01:30", "2026-03-29 2026-03-29T01:00", "2026-03-30 2026-03-30T00:30"],
    ],
    [
      "comes once where a time is repeated, at the first of the two",
      { time: "02:30", zone: "Europe/Berlin" },
      "2026-10-24T00:00Z",
      ["2026-10-24 2026-10-24T00:30", "2026-10-25 2026-10-25T00:30", "2026-10-26 2026-10-26T01:30"],
    ],
    [
      "keeps to the clock on the wall in New York, too",
      { time: "09:00", zone: "America/New_York" },
      "2026-03-07T12:00Z",
      ["2026-03-07 2026-03-07T14:00", "2026-03-08 2026-03-08T13:00", "2026-03-09 2026-03-09T13:00"],
    ],
    [
      "comes at one o'clock on a day that begins with it",
      { time: "00:00", zone: "America/Sao_Paulo" },
      "2018-11-03T00:00Z",
      ["2018-11-03 2018-11-03T03:00", "2018-11-04 2018-11-04T03:00", "2018-11-05 2018-11-05T02:00"],
    ],
    [
      "comes once on an evening whose last hour is repeated",
      { time: "23:30", zone: "America/Sao_Paulo" },
      "2018-02-17T00:00Z",
      ["2018-02-16 2018-02-17T01:30", "2018-02-17 2018-02-18T01:30", "2018-02-18 2018-02-19T02:30"],
    ],
    [
      "comes after Cairo's gap at midnight",
      { time: "00:30", zone: "Africa/Cairo" },
      "2026-04-22T23:00Z",
      ["2026-04-24 2026-04-23T22:00", "2026-04-25 2026-04-24T21:30"],
    ],
    [
      "comes after Lord Howe's gap of half an hour",
      { time: "02:15", zone: "Australia/Lord_Howe" },
      "2026-10-02T18:00Z",
      ["2026-10-04 2026-10-03T15:30", "2026-10-05 2026-10-04T15:15"],
    ],
    [
      "comes once in Lord Howe's repeated half hour",
      { time: "01:45", zone: "Australia/Lord_Howe" },
      "2026-04-04T00:00Z",
      ["2026-04-05 2026-04-04T14:45", "2026-04-06 2026-04-05T15:15"],
    ],
    [
      "leaves out the day that Apia never had",
      { time: "09:00", zone: "Pacific/Apia" },
      "2011-12-28T12:00Z",
      ["2011-12-28 2011-12-28T19:00", "2011-12-29 2011-12-29T19:00", "2011-12-31 2011-12-30T19:00"],
    ],
    [
      "comes at a quarter past in UTC for Kathmandu",
      { time: "09:00", zone: "Asia/Kathmandu" },
      "2026-11-21T03:15Z",
      ["2026-11-22 2026-11-22T03:15", "2026-11-23 2026-11-23T03:15"],
    ],
    [
      "comes once where a day begins twice",
      { time: "00:00", zone: "America/St_Johns" },
      "2010-11-06T12:00Z",
      ["2010-11-07 2010-11-07T02:30", "2010-11-08 2010-11-08T03:30"],
    ],
  ])("%s", (_, schedule, after, slots) => {
    expect(chain({ ...schedule, days: everyDay }, after, slots.length)).toEqual(slots);
  });

  it("waits a week when the only day of a week was never there", () => {
    const fridays = { time: "09:00", zone: "Pacific/Apia", days: [5] };
    expect(chain(fridays, "2011-12-28T12:00Z", 2)).toEqual([
      "2012-01-06 2012-01-05T19:00",
      "2012-01-13 2012-01-12T19:00",
    ]);
  });

  it("is not the instant from which one looks, and may be a moment after it", () => {
    const noon = { time: "12:00", zone: "UTC", days: everyDay };
    const at = Date.parse("2026-11-21T12:00:00Z");
    expect(nextSlot(noon, new Date(at - 1)).at.getTime()).toBe(at);
    expect(nextSlot(noon, new Date(at)).at.getTime()).toBe(at + dayLength * minuteMs);
  });

  it("leaves out a day that has had its turn, though its time is put later, and days yet to come", () => {
    const evening = { time: "17:00", zone: "UTC", days: everyDay };
    const morning = new Date("2026-11-21T09:00Z");
    expect(nextSlot(evening, morning).day).toBe("2026-11-21");
    expect(nextSlot(evening, morning, "2026-11-21").day).toBe("2026-11-22");
    expect(nextSlot(evening, morning, "2026-11-24").at).toEqual(new Date("2026-11-25T17:00Z"));
  });

  it("is not found in a zone that is none, nor on no day", () => {
    expect(() => nextSlot({ time: "09:00", zone: "Mars/Base", days: everyDay }, new Date(0))).toThrow(/zone/);
    expect(() => nextSlot({ time: "09:00", zone: "UTC", days: [] }, new Date(0))).toThrow();
  });

  it("is the one that the calendar of the zone gives, whatever the schedule and the instant", () => {
    const anyDone = fc.option(fc.integer({ min: -3, max: 9 }), { nil: undefined });
    fc.assert(
      fc.property(anySchedule, anyDone, fc.nat({ max: minuteMs - 1 }), ({ schedule, after }, doneBy, partMs) => {
        const doneDay = doneBy === undefined ? "" : dayName(localDayAt(schedule.zone, after) + doneBy);
        const from = new Date(after * minuteMs + partMs);
        const slot = nextSlot(schedule, from, doneDay);
        expect(slot).toEqual(slotsAfter(schedule, after, doneDay).next().value);
        expect(slot.at.getTime()).toBeGreaterThan(from.getTime());
      }),
      { seed: 1, numRuns: 6000 },
    );
  });

  it("comes once for each day that was, in order, over 400 days, though each is posted up to three hours late", () => {
    fc.assert(
      fc.property(anySchedule, fc.nat({ max: 3 * hour }), ({ schedule, after }, lateBy) => {
        const expected = slotsAfter(schedule, after);
        const end = dateOf(Math.min(after + 400 * dayLength, decadesEnd - 10 * dayLength));
        for (let [from, doneDay] = [dateOf(after), ""]; from < end; ) {
          const slot = nextSlot(schedule, from, doneDay);
          expect(slot).toEqual(expected.next().value);
          [from, doneDay] = [new Date(slot.at.getTime() + lateBy * minuteMs), slot.day];
        }
      }),
      { seed: 2, numRuns: 60 },
    );
  });

  // The clock goes from 23:00 to midnight: the day has the time no more, and its turn is the first minute of the next.
  it("comes at midnight when the day ends before its time", () => {
    const evening = { time: "23:30", zone: "America/Nuuk", days: everyDay };
    expect(chain(evening, "2026-03-28T12:00Z", 3)).toEqual([
      "2026-03-28 2026-03-29T01:00",
      "2026-03-29 2026-03-30T00:30",
      "2026-03-30 2026-03-31T00:30",
    ]);
  });
});
