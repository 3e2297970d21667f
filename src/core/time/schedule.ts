/** When something comes again that keeps to the clock on somebody's wall. */
import { Cron } from "croner";
import type { ClockTime } from "./clock-time.ts";
import { daysFrom, type LocalDay, localDay, localTime } from "./local-day.ts";
import type { Weekday } from "./weekdays.ts";

export type Schedule = {
  time: ClockTime;
  /** IANA name. */
  zone: string;
  /** At least one. */
  days: readonly Weekday[];
};

/** One coming: the instant, and the local day that it is for. */
export type Slot = { at: Date; day: LocalDay };

/** No clock is put forward by more than two hours, so only later times can fall into a gap that ends at midnight. */
const lateEvening = "22:00";
const minuteMs = 60_000;
const someMonday: LocalDay = "1970-01-05";

/**
 * The next slot after an instant. On a day that skips the time it is the first minute after the gap, which may be the
 * next day's first; on one that repeats it the first of the two. A day that the zone never had has none.
 *
 * @param doneDay a local day that has had its turn, as all before it: however the clock is changed, no day has two
 * @throws TypeError when there is no such zone, RangeError when there is no day: schedules are read before they are kept
 */
export function nextSlot({ time, zone, days }: Schedule, after: Date, doneDay: LocalDay = ""): Slot {
  if (days.length === 0) throw new RangeError("a schedule without a day");
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const cron = new Cron(`${minute} ${hour} * * ${days.join(",")}`, { timezone: zone });
  for (let from = after; ; ) {
    const at = cron.nextRun(from);
    if (!at) throw new RangeError(`no next ${time} on days ${days.join(", ")} in ${zone}`);
    const cut = time >= lateEvening ? cutShort({ time, zone, days }, from, at) : undefined;
    if (cut && cut.day > doneDay) return cut;
    const day = localDay(at, zone);
    if (day > doneDay) return { at, day };
    from = at;
  }
}

/** The first day between two instants that ended before its time came, because its clock was put forward to midnight. */
function cutShort({ time, zone, days }: Schedule, from: Date, until: Date): Slot | undefined {
  const midnights = new Cron("0 0 * * *", { timezone: zone });
  for (let at = midnights.nextRun(from); at && at < until; at = midnights.nextRun(at)) {
    const last = new Date(at.getTime() - minuteMs);
    const day = localDay(last, zone);
    const weekday = (daysFrom(someMonday, day) % 7) + 1;
    if (days.includes(weekday) && localTime(last, zone) < time) return { at, day };
  }
  return undefined;
}
