/** How a subscription is made and changed: what somebody typed, asked back, announced, and kept. */
import { z } from "zod";
import { type Context, type Turn, tell, type WakeContext } from "../commands/command.ts";
import type { Form } from "../effects.ts";
import { defineNamespace } from "../namespace.ts";
import { personId, readPreferences } from "../people/people.ts";
import { tips as words } from "../phrases/tips.ts";
import { encodePress } from "../press.ts";
import { randomName } from "../random-name.ts";
import { type Block, type Button, paragraph, type Reply } from "../reply.ts";
import { everyDay } from "../time/weekdays.ts";
import { listReply, manageButtons, nextOf, press } from "./listing.ts";
import {
  changeSubscription,
  kept,
  newToken,
  readSubscription,
  subscriptionId,
  subscriptions,
  subscriptionsIn,
  type Token,
  type Wish,
  waiting,
} from "./subscription.ts";
import { readWish, showDays, type Typed, topicNames, typedOf } from "./wish.ts";

const mostHere = 10;
/** Characters. All topics that one subscription may have, with commas, are longer than anything else. */
const longest: Readonly<Record<keyof Typed, number>> = { time: 40, timezone: 100, days: 100, topics: 400, kind: 40 };
const draftMs = 60 * 60_000;
const draftDigits = 6;

/** What somebody typed that was not all clear, until they have said more. */
export const drafts = defineNamespace(
  "tip-drafts",
  z.object({
    typed: z.partialRecord(z.enum(["time", "timezone", "days", "topics", "kind"]), z.string()),
    /** Of the subscription that is to be changed. */
    token: z.string().optional(),
  }),
);
type Draft = z.infer<typeof drafts.schema>;

/** Open the form. @param token of the subscription to change; a new one, if undefined */
export async function fillIn(typed: Typed, token: Token | undefined, context: Context): Promise<Turn> {
  const before = await beforeOf(token, context);
  if (!before) return tell([paragraph(words.gone)], "gone");
  const usual = token === undefined ? { kind: "tip" as const, days: [...everyDay], topics: [] } : {};
  const shown = { ...typedOf({ ...usual, ...before }, context.base), ...given(typed) };
  const field = (name: keyof Typed) => ({
    name,
    label: words.form[name],
    longest: longest[name],
    isLong: false,
    ...(shown[name] && { value: shown[name] }),
  });
  const id = encodePress({ command: "tips", arguments: ["form", ...(token === undefined ? [] : [token])] });
  const fields = (["time", "timezone", "days", "topics", "kind"] as const).map(field);
  const form: Form = { title: words.form.title, id, fields };
  return { effects: [{ kind: "form", form }], outcome: "asked" };
}

/** Make a subscription, or change one, if what was typed is clear; else ask back. Nothing is kept before. */
export async function wishFor(typed: Typed, token: Token | undefined, context: Context): Promise<Turn> {
  const { base, store, clock, origin } = context;
  const before = await beforeOf(token, context);
  if (!before) return tell([paragraph(words.gone)], "gone");
  const said = given(typed);
  const read = readWish(said, before, base);
  if (read.kind === "wrong") return askBack(await keepDraft(said, token, context), read);
  if (token !== undefined) return change(token, read.wish, context);
  const here = await subscriptionsIn(store, origin);
  if (here.length >= mostHere) {
    const reader = { base, now: clock.now(), thread: origin.thread, mayManage: true };
    return tell([paragraph(words.tooMany(mostHere)), ...listReply(here, reader)], "too-many");
  }
  return announce(read.wish, context);
}

/**
 * Go on with what was typed before.
 *
 * @param chosen the subscription that is meant, where that was asked
 * @returns undefined when it is too long ago
 */
export async function goOn(
  draftId: string,
  more: Typed | "form",
  context: Context,
  chosen?: Token,
): Promise<Turn | undefined> {
  const draft = await context.store.read(drafts, `${personId(context.origin)}/${draftId}`);
  if (!draft) return undefined;
  const { typed, token = chosen } = draft;
  return more === "form" ? fillIn(typed, token, context) : wishFor({ ...typed, ...more }, token, context);
}

/** What was said, without what was left out; forms are cut by the platform as well, but anybody can send one. */
const given = (typed: Typed): Draft["typed"] =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value.slice(0, longest[name as keyof Typed])]],
    ),
  );

/** What is so already; undefined when the subscription is gone. */
async function beforeOf(token: Token | undefined, { store, origin }: Context): Promise<Partial<Wish> | undefined> {
  if (token !== undefined) return readSubscription(store, subscriptionId(origin, token));
  const { timeZone } = await readPreferences(store, personId(origin));
  const zone = timeZone ?? (await subscriptionsIn(store, origin))[0]?.subscription.zone;
  return zone === undefined ? {} : { zone };
}

type Wrong = { problems: readonly string[]; zones: readonly string[] };

/** @returns how to come back to it */
export async function keepDraft(typed: Typed, token: Token | undefined, { store, origin, random }: Context) {
  const id = randomName(random, draftDigits);
  const draft: Draft = { typed: given(typed), ...(token !== undefined && { token }) };
  await store.update(drafts, `${personId(origin)}/${id}`, () => ({ after: draft, result: undefined, ttlMs: draftMs }));
  return id;
}

function askBack(id: string, { problems, zones }: Wrong): Turn {
  const choices = zones.map((zone): Button => press(zone.replaceAll("_", " "), "zone", id, zone));
  const buttons: Block = { kind: "buttons", buttons: [...choices, press(words.fillIn, "fill", id)] };
  return tell([...problems.map(paragraph), buttons], "unclear");
}

/**
 * Say to everybody what will come. Where that can't be posted, nothing else could, so the subscription is kept only once
 * it was: `onAnnounced`.
 */
function announce(wish: Wish, { base, clock, origin }: Context): Turn {
  const { platform, conversation, thread, space, isDirect, person, place } = origin;
  const made = {
    ...wish,
    to: { platform, conversation, ...(thread !== undefined && { thread }) },
    ...(space !== undefined && { space }),
    isDirect,
    owner: person,
    ...(place !== undefined && { place }),
    shown: [],
    failures: 0,
  };
  const text = words.announced(wish.kind, wordsOf(wish, base));
  const receipt = { command: "tips", arguments: ["made", JSON.stringify(waiting(made, clock.now()))] };
  const reply = [paragraph(text), paragraph(words.announcedHint)];
  return { effects: [{ kind: "post", to: made.to, reply, receipt }], outcome: "announced" };
}

/** It was said to everybody: keep it. @returns what whoever made it is told */
export async function onAnnounced(text: string, { store, clock, random }: WakeContext): Promise<Reply> {
  const now = clock.now();
  const made = waiting(subscriptions.schema.parse(JSON.parse(text)), now);
  // Several may have been wished for at once.
  if ((await subscriptionsIn(store, made.to)).length >= mostHere) return [paragraph(words.tooMany(mostHere))];
  const token = newToken(now, random);
  await store.update(subscriptions, subscriptionId(made.to, token), () => kept(made, undefined));
  return [paragraph(words.first(nextOf(made, now))), { kind: "buttons", buttons: manageButtons(token, made) }];
}

const wordsOf = ({ days, time, zone, topics }: Wish, base: Context["base"]) =>
  words.schedule(showDays(days), time, zone, topicNames(topics, base));

const isAtTheSameTimes = (one: Wish, other: Wish) =>
  one.time === other.time && one.zone === other.zone && String(one.days) === String(other.days);

async function change(token: Token, wish: Wish, { store, base, clock, origin }: Context): Promise<Turn> {
  const now = clock.now();
  const after = await changeSubscription(store, subscriptionId(origin, token), (one) => {
    const next = { ...one, ...wish };
    // What is on its way goes on, and so does what is due already at the same time; the next one comes as wished.
    return one.state.kind === "waiting" && !isAtTheSameTimes(one, wish) ? waiting(next, now) : next;
  });
  if (!after) return tell([paragraph(words.gone)], "gone");
  const text =
    after.state.kind === "paused"
      ? words.changedPaused(wordsOf(wish, base))
      : words.changed(wordsOf(wish, base), nextOf(after, now));
  return tell([paragraph(text), { kind: "buttons", buttons: manageButtons(token, after) }], "changed");
}
