import { isFields } from "../json.ts";

/** Tells what is wrong, and where: `blocks[0].text`. */
export type Report = (where: string, problem: string) => void;

type Bounds = { where: string; max: number; min?: number; report: Report };

/** A string within bounds; its length is in UTF-16 units, the strictest way to count. */
export function checkString(value: unknown, { where, max, min = 1, report }: Bounds): value is string {
  if (typeof value !== "string") {
    report(where, "must be a string");
    return false;
  }
  if (value.length < min) report(where, `must have ${min} or more characters`);
  if (value.length > max) report(where, `must have ${max} or fewer characters, has ${value.length}`);
  return true;
}

/** As {@link checkString}, for what may be left out. */
export function checkOptionalString(value: unknown, bounds: Bounds): void {
  if (value !== undefined) checkString(value, bounds);
}

/** @returns the list, or an empty one when there is none to look at */
export function checkList(value: unknown, { where, max, min = 1, report }: Bounds): readonly unknown[] {
  if (!Array.isArray(value)) {
    report(where, "must be a list");
    return [];
  }
  if (value.length < min) report(where, `must have ${min} or more items`);
  if (value.length > max) report(where, `must have ${max} or fewer items, has ${value.length}`);
  return value;
}

/** Every value at most once; those that are not strings are somebody else's to report. */
export function checkUnique(values: readonly unknown[], where: string, report: Report): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (typeof value !== "string") continue;
    if (seen.has(value)) report(where, `has "${value}" more than once`);
    seen.add(value);
  }
}

export function checkWebAddress(value: unknown, { where, max, report }: Bounds): void {
  if (!checkString(value, { where, max, report })) return;
  if (!/^(https?|mailto):/i.test(value) || !URL.canParse(value)) report(where, "must be a web address");
}

/** The field of anything, where it has one. */
export function field(value: unknown, name: string): unknown {
  return isFields(value) ? value[name] : undefined;
}
