/** Times of day, as people write them. */

/** `HH:MM`, from 00:00 to 23:59. */
export type ClockTime = string;

const named: Readonly<Record<string, ClockTime>> = { noon: "12:00", midday: "12:00", midnight: "00:00" };

/** Hours, minutes, and what says which half of the day: `9`, `9:30`, `09.30`, `0930`, `9h30`, `9 pm`, `21 h`. */
const pattern = /^(\d{1,2})(?:[:.h ]?([0-5]\d))? ?(?:([ap])\.?m\.?|h|o['’]clock)?$/;

/** @returns undefined when there is no such time */
export function readClockTime(typed: string): ClockTime | undefined {
  const text = typed.trim().toLowerCase().replaceAll(/\s+/g, " ");
  if (Object.hasOwn(named, text)) return named[text];
  const [, hours, minutes = "00", half] = pattern.exec(text) ?? [];
  if (hours === undefined) return undefined;
  const hour = half === undefined ? Number(hours) : hourOfHalf(Number(hours), half);
  return hour === undefined || hour > 23 ? undefined : `${String(hour).padStart(2, "0")}:${minutes}`;
}

/** 12 am is midnight, and 12 pm noon. */
function hourOfHalf(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === "p" ? 12 : 0);
}
