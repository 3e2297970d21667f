/** A daily word to who wants to be reminded of reviewing: one record a person, which is its own alarm. */
import { Cron } from "croner";
import { z } from "zod";
import type { Alarm } from "../../alarm.ts";
import { defineNamespace } from "../../namespace.ts";
import { readPreferences } from "../../people/people.ts";
import type { Store } from "../../ports.ts";
import { type LocalDay, localDay, zoneOf } from "../progress/local-day.ts";

const reminderSchema = z.object({
  /** Of the person's local day. */
  hour: z.number().int().min(0).max(23),
  /** When it rings next, in milliseconds since 1970. */
  due: z.number(),
  /** The last local day that it rang for. */
  doneDay: z.iso.date().optional(),
});
export type Reminder = z.infer<typeof reminderSchema>;

/** By person. */
export const reminders = defineNamespace("review-reminders", reminderSchema);

/** A reminder that comes later than this, since the bot was down, does not come that day. */
const latestMs = 3 * 60 * 60_000;
const dayMs = 24 * 60 * 60_000;

/**
 * When an hour next strikes in a zone. On a day that skips the hour it is the first minute after the gap, and on one
 * that repeats it the first of the two.
 *
 * @param doneDay a local day that has had its turn, as all before it
 */
export function nextStrike(hour: number, zone: string, after: Date, doneDay: LocalDay = ""): Date {
  const daily = new Cron(`0 ${hour} * * *`, { timezone: zone });
  // Never null for a pattern that fits every day.
  const next = (from: Date) => daily.nextRun(from) ?? new Date(from.getTime() + dayMs);
  let strike = next(after);
  while (localDay(strike, zone) <= doneDay) strike = next(strike);
  return strike;
}

export const readReminder = (store: Store, person: string) => store.read(reminders, person);

/** Switch it on, or set it to another hour. */
export async function setReminder(store: Store, person: string, hour: number, now: Date): Promise<void> {
  await plan(store, person, now, (before) => ({ ...before, hour }));
}

/** For who has moved to another time zone: the same hour there, if it is on. */
export async function moveReminder(store: Store, person: string, now: Date): Promise<void> {
  await plan(store, person, now, (before) => before);
}

type Wish = Omit<Reminder, "due">;

async function plan(
  store: Store,
  person: string,
  now: Date,
  change: (before: Reminder | undefined) => Wish | undefined,
) {
  const zone = zoneOf(await readPreferences(store, person));
  await store.update(reminders, person, (before) => {
    const wish = change(before);
    if (!wish) return { after: before, result: undefined };
    const due = nextStrike(wish.hour, zone, now, wish.doneDay);
    return { after: { ...wish, due: due.getTime() }, due, result: undefined };
  });
}

/** @returns whether it was on */
export async function removeReminder(store: Store, person: string): Promise<boolean> {
  return store.update(reminders, person, (before) => ({ after: undefined, result: before !== undefined }));
}

/**
 * The alarm rang: the day is done and the next alarm set in one, before anything is posted, so that a crash may lose a
 * reminder but never sends one twice.
 *
 * @returns whether the person is to be reminded now
 */
export async function ring(store: Store, { id: person, due: rang, lateMs }: Alarm, now: Date): Promise<boolean> {
  const zone = zoneOf(await readPreferences(store, person));
  return store.update(reminders, person, (before) => {
    if (before?.due !== rang.getTime()) return { after: before, result: false };
    const day = localDay(rang, zone);
    const doneDay = before.doneDay !== undefined && before.doneDay > day ? before.doneDay : day;
    const due = nextStrike(before.hour, zone, now, doneDay);
    return { after: { ...before, doneDay, due: due.getTime() }, due, result: lateMs <= latestMs };
  });
}
