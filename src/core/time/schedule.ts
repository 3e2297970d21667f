/** When something comes again that keeps to the clock on somebody's wall. */
import { Cron } from "croner";
import type { ClockTime } from "./clock-time.ts";
import { type LocalDay, localDay } from "./local-day.ts";
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

/**
 * The next slot after an instant. On a day that skips the time it is the first minute after the gap, and on one that
 * repeats it the first of the two; a day that the zone never had has none.
 *
 * @param doneDay a local day that has had its turn, as all before it: however the clock is changed, no day has two
 * @throws RangeError when there is no such zone or no day: schedules are read before they are kept
 */
export function nextSlot({ time, zone, days }: Schedule, after: Date, doneDay: LocalDay = ""): Slot {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const cron = new Cron(`${minute} ${hour} * * ${days.join(",")}`, { timezone: zone });
  for (let from = after; ; ) {
    const at = cron.nextRun(from);
    if (!at) throw new RangeError(`no next ${time} on days ${days.join(", ")} in ${zone}`);
    const day = localDay(at, zone);
    if (day > doneDay) return { at, day };
    from = at;
  }
}
