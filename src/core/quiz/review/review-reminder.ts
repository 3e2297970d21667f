/** A daily word to who wants to be reminded of reviewing: one record a person, which is its own alarm. */
import { z } from "zod";
import type { Alarm } from "../../alarm.ts";
import { defineNamespace } from "../../namespace.ts";
import { readPreferences } from "../../people/people.ts";
import type { Store } from "../../ports.ts";
import { localDay, zoneOf } from "../../time/local-day.ts";
import { nextSlot } from "../../time/schedule.ts";
import { everyDay } from "../../time/weekdays.ts";

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

const nextRing = (hour: number, zone: string, after: Date, doneDay?: string) =>
  nextSlot({ time: `${hour}:00`, zone, days: everyDay }, after, doneDay).at;

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
    const due = nextRing(wish.hour, zone, now, wish.doneDay);
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
    const due = nextRing(before.hour, zone, now, doneDay);
    return { after: { ...before, doneDay, due: due.getTime() }, due, result: lateMs <= latestMs };
  });
}
