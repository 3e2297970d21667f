/** How many days in a row somebody has practised. */
import { z } from "zod";
import { daysBetween, daysFrom, type LocalDay, localDay, weekOf } from "../../time/local-day.ts";

const lastSchema = z.object({
  /** The last local day that counted. */
  day: z.iso.date(),
  /** The last answer, in milliseconds since 1970, and the zone whose day it counted for. */
  at: z.number(),
  zone: z.string(),
});
type Last = z.infer<typeof lastSchema>;

export const streakSchema = z.object({
  /** Days that were practised on; a day that a freeze has bridged is not one of them. */
  length: z.number().int().nonnegative(),
  best: z.number().int().nonnegative(),
  last: lastSchema.optional(),
  /** ISO weeks whose freeze is used up, by their Mondays, the latest last. */
  frozen: z.array(z.iso.date()),
});
export type Streak = z.infer<typeof streakSchema>;

export const noStreak: Streak = { length: 0, best: 0, frozen: [] };

/** Longer than any gap that freezes bridge: a Sunday, the Monday after it and a day that a zone left out. */
const longestGap = 4;
/** No gap reaches further back than into the week before. */
const weeksKept = 4;

/**
 * Count an answer. Pure. A day counts once, and the first answer on it decides what becomes of the days before: each
 * missed one is bridged by the freeze of its ISO week, and when one of them cannot be, the streak starts again at 1.
 *
 * Somebody who moves between zones can come back to a date that has counted: it does not count again. Nor do they miss
 * a day by moving: days are missed only if they are both by the zone of the last answer and by the present one.
 *
 * @param zone the person's time zone at the time
 */
export function practise(streak: Streak, at: Date, zone: string): Streak {
  const { last } = streak;
  const today = localDay(at, zone);
  if (last && today <= last.day) {
    return { ...streak, last: { ...last, at: Math.max(last.at, at.getTime()), zone } };
  }
  const weeks = last && bridge(streak, last, at, zone);
  const length = weeks ? streak.length + 1 : 1;
  return {
    length,
    best: Math.max(streak.best, length),
    last: { day: today, at: at.getTime(), zone },
    frozen: [...streak.frozen, ...(weeks ?? [])].slice(-weeksKept),
  };
}

/** A streak as it stands at an instant. */
export type Standing = {
  /** 0 when it is broken, or never began. */
  length: number;
  isDoneToday: boolean;
  /** Missed days that freezes will bridge if there is an answer today. */
  bridged: number;
  /** Whether this week's freeze is still there for a day that is missed from now on. */
  hasFreeze: boolean;
};

export function standingOf(streak: Streak, now: Date, zone: string): Standing {
  const { last, length, frozen } = streak;
  const today = localDay(now, zone);
  const isDoneToday = last !== undefined && today <= last.day;
  const weeks = isDoneToday ? [] : last && bridge(streak, last, now, zone);
  return {
    length: weeks ? length : 0,
    isDoneToday,
    bridged: weeks?.length ?? 0,
    hasFreeze: ![...frozen, ...(weeks ?? [])].includes(weekOf(today)),
  };
}

/** Weeks whose freezes bridge the days missed since the last answer; undefined when they do not suffice. */
function bridge({ frozen }: Streak, last: Last, at: Date, zone: string): LocalDay[] | undefined {
  const bridges = [...new Set([zone, last.zone])].map((one) => {
    const seen = localDay(new Date(last.at), one);
    const from = seen > last.day ? seen : last.day;
    const today = localDay(at, one);
    if (daysFrom(from, today) > longestGap) return undefined;
    const weeks = daysBetween(from, today, one).map(weekOf);
    const isFree = new Set(weeks).size === weeks.length && weeks.every((week) => !frozen.includes(week));
    return isFree ? weeks : undefined;
  });
  return bridges.filter((weeks) => weeks !== undefined).sort((a, b) => a.length - b.length)[0];
}
