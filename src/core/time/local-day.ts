/** Days as people live them: the calendar of a time zone. */

/** `YYYY-MM-DD` in somebody's time zone; later days sort later. */
export type LocalDay = string;

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** Hours by which local noon may come before or after noon in UTC: zones reach from UTC−12 to UTC+14. */
const noonFrom = -14;
const noonTo = 12;

/** Making a format costs a hundred times as much as using it; there are no more of them than zones. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  formats.set(timeZone, made);
  return made;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `HH:MM` on the clocks of a zone. */
export function localTime(at: Date, timeZone: string): string {
  const clock = clocks.get(timeZone) ?? new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "short" });
  clocks.set(timeZone, clock);
  return clock.format(at);
}

export const localDay = (at: Date, timeZone: string): LocalDay => formatOf(timeZone).format(at);

/** Days since 1970, for counting. */
const numberOf = (day: LocalDay) => Date.parse(day) / dayMs;
const dayOf = (number: number): LocalDay => new Date(number * dayMs).toISOString().slice(0, 10);

/** How many calendar days lie from one to another; negative when the other is earlier. */
export const daysFrom = (one: LocalDay, other: LocalDay) => numberOf(other) - numberOf(one);

/** The ISO week of a day (ISO 8601: weeks start on Monday), named by that Monday. */
export function weekOf(day: LocalDay): LocalDay {
  const thursdayFirst = 3; // 1 January 1970
  const number = numberOf(day);
  return dayOf(number - ((number + thursdayFirst) % 7));
}

/**
 * The days strictly between two that the zone really had: Apia went from 29 to 31 December 2011, and nobody there could
 * do anything on the 30th.
 */
export function daysBetween(one: LocalDay, other: LocalDay, timeZone: string): LocalDay[] {
  const between = Array.from({ length: Math.max(daysFrom(one, other) - 1, 0) }, (_, at) =>
    dayOf(numberOf(one) + at + 1),
  );
  return between.filter((day) => happened(day, timeZone));
}

function happened(day: LocalDay, timeZone: string): boolean {
  const noon = numberOf(day) * dayMs + dayMs / 2;
  for (let hour = noonFrom; hour <= noonTo; hour++) {
    if (localDay(new Date(noon + hour * hourMs), timeZone) === day) return true;
  }
  return false;
}

/**
 * A time zone by its IANA name, whatever its case.
 *
 * @returns the name as the zone is known here; undefined when there is no such zone
 */
export function findZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined; // a RangeError is how Intl says so
  }
}

/** Somebody's time zone: UTC until they have set one, or when the one they have set is no longer known. */
export function zoneOf({ timeZone = "UTC" }: { timeZone?: string | undefined }): string {
  return formats.has(timeZone) || findZone(timeZone) !== undefined ? timeZone : "UTC";
}
