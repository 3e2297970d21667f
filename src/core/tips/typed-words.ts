/** `/tips subscribe 9:30 pm new york weekdays`: what is typed without names. */
import { readClockTime } from "../time/clock-time.ts";
import { readWeekdays } from "../time/weekdays.ts";
import { kinds } from "./subscription.ts";

/** Words that a time of day may have. */
const mostTimeWords = 3;

/** By option. @param actions that may come first; after those on a subscription that there is, its number may */
export function readTipsWords(words: readonly string[], actions: readonly string[]): Record<string, string> {
  const [first = "", ...rest] = words;
  const action = actions.find((one) => one === first.toLowerCase());
  // What it is not is said of the whole.
  if (action === undefined) return words.length === 0 ? {} : { time: words.join(" ") };
  const [number = ""] = rest;
  const isNumbered = action !== "subscribe" && /^\d+$/.test(number);
  const left = isNumbered ? rest.slice(1) : rest;
  const isAbout = action === "preview" && left.length > 0;
  return { action, ...(isNumbered && { number }), ...(isAbout ? { topics: left.join(" ") } : readSchedule(left)) };
}

/** The time comes first, the days last, and what is between them is a place. */
function readSchedule(words: readonly string[]): Record<string, string> {
  const kind = words.find((word) => kinds.some((one) => one === word.toLowerCase()));
  let left = words.filter((word) => word !== kind);
  const read: Record<string, string> = kind === undefined ? {} : { kind };
  for (let count = Math.min(mostTimeWords, left.length); count > 0 && read.time === undefined; count--) {
    const time = left.slice(0, count).join(" ");
    if (readClockTime(time) === undefined) continue;
    read.time = time;
    left = left.slice(count);
  }
  for (let at = 0; at < left.length && read.days === undefined; at++) {
    const days = left.slice(at).join(" ");
    if (readWeekdays(days) === undefined) continue;
    read.days = days;
    left = left.slice(0, at);
  }
  // Without a time, the first word was meant as one.
  if (read.time === undefined && left.length > 0) return { ...read, time: left.join(" ") };
  return left.length > 0 ? { ...read, timezone: left.join(" ") } : read;
}
