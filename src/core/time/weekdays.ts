/** Days of the week, as people write them. */

/** From 1, Monday, to 7, Sunday, as ISO 8601 counts them. */
export type Weekday = number;

const names = ["mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"];
const shortNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
export const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const groups: Readonly<Record<string, readonly Weekday[]>> = {
  daily: everyDay,
  everyday: everyDay,
  day: everyDay,
  days: everyDay,
  all: everyDay,
  weekday: [1, 2, 3, 4, 5],
  weekdays: [1, 2, 3, 4, 5],
  workdays: [1, 2, 3, 4, 5],
  weekend: [6, 7],
  weekends: [6, 7],
  weds: [3],
};
const shortestName = 2;

/**
 * `weekdays`, `daily`, `mon, wed and fri`, `sun-thu`.
 *
 * @returns each day once, Monday first; undefined when there is none, or something that is no day
 */
export function readWeekdays(typed: string): Weekday[] | undefined {
  const words = typed
    .toLowerCase()
    .replaceAll(".", " ")
    .replaceAll(/\s*(?:[-–—]|\b(?:to|till|until|thru|through)\b)\s*/g, "-")
    .split(/[\s,;/+&]+|\b(?:and|every|each|from|on|the)\b/)
    .filter((word) => word !== "");
  const days = words.map(readWord);
  if (days.length === 0 || days.includes(undefined)) return undefined;
  return [...new Set(days.flatMap((some) => some ?? []))].sort((a, b) => a - b);
}

function readWord(word: string): readonly Weekday[] | undefined {
  if (Object.hasOwn(groups, word)) return groups[word];
  const [first, last, ...others] = word.split("-").map(readName);
  if (first === undefined || others.length > 0) return undefined;
  if (!word.includes("-")) return [first];
  if (last === undefined) return undefined;
  // Friday to Monday goes over the weekend.
  const count = ((last - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, at) => ((first - 1 + at) % 7) + 1);
}

function readName(word: string): Weekday | undefined {
  const at = names.findIndex((name) => word.length >= shortestName && name.startsWith(word));
  return at < 0 ? undefined : at + 1;
}

/** The short names, a run over the weekend in one; runs of three and more as a range: `Mon, Wed–Fri`, `Sun–Thu`. */
export function listWeekdays(days: readonly Weekday[]): string {
  const dayBefore = (day: Weekday) => ((day + 5) % 7) + 1;
  const runs: Weekday[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  const [first, last] = [runs[0], runs.at(-1)];
  if (first && last && first !== last && last.at(-1) === dayBefore(first[0] ?? 1)) {
    runs.splice(0, 1);
    runs.splice(-1, 1);
    runs.unshift([...last, ...first]);
  }
  const nameOf = (day: Weekday | undefined) => shortNames[(day ?? 1) - 1] ?? "";
  return runs
    .map((run) => (run.length > 2 ? `${nameOf(run[0])}–${nameOf(run.at(-1))}` : run.map(nameOf).join(", ")))
    .join(", ");
}
