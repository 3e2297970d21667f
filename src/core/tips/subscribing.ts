/** How a subscription is made and changed: what somebody typed, asked back, announced, and kept. */
import { z } from "zod";
import type { Context, Turn, WakeContext } from "../commands/command.ts";
import { type Form, whisper } from "../effects.ts";
import { defineNamespace } from "../namespace.ts";
import { personId, readPreferences } from "../people/people.ts";
import { tips as words } from "../phrases/tips.ts";
import { encodePress } from "../press.ts";
import { type Block, type Button, paragraph, type Reply } from "../reply.ts";
import { listReply, manageButtons, nextOf, press } from "./listing.ts";
import {
  changeSubscription,
  kept,
  newToken,
  randomName,
  readSubscription,
  type Subscription,
  subscriptionId,
  subscriptions,
  subscriptionsIn,
  type Token,
  type Wish,
  waiting,
} from "./subscription.ts";
import { readWish, showDays, type Typed, topicNames, typedOf } from "./wish.ts";

const mostHere = 10;
const longestField = 100;
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

const tell = (reply: Reply, outcome: string): Turn => ({ effects: [whisper(reply)], outcome });

/** Open the form. @param token of the subscription to change; a new one, if undefined */
export async function fillIn(typed: Typed, token: Token | undefined, context: Context): Promise<Turn> {
  const before = await beforeOf(token, context);
  if (!before) return tell([paragraph(words.gone)], "gone");
  const usual = token === undefined ? { kind: "tip" as const, days: [1, 2, 3, 4, 5, 6, 7], topics: [] } : {};
  const shown = { ...typedOf({ ...usual, ...before }, context.base), ...given(typed) };
  const field = (name: keyof Typed) => ({
    name,
    label: words.form[name],
    longest: longestField,
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
  const { base, store, origin } = context;
  const before = await beforeOf(token, context);
  if (!before) return tell([paragraph(words.gone)], "gone");
  const read = readWish(typed, before, base);
  if (read.kind === "wrong")
    return askBack({ typed: given(typed), ...(token !== undefined && { token }) }, read, context);
  if (token !== undefined) return change(token, read.wish, context);
  const here = await subscriptionsIn(store, origin);
  if (here.length >= mostHere) {
    return tell([paragraph(words.tooMany(mostHere)), ...listReply(here, base, true)], "too-many");
  }
  return announce(read.wish, context);
}

/** Go on with what was typed before. @returns undefined when that is too long ago */
export async function goOn(draftId: string, more: Typed | "form", context: Context): Promise<Turn | undefined> {
  const draft = await context.store.read(drafts, `${personId(context.origin)}/${draftId}`);
  if (!draft) return undefined;
  const { typed, token } = draft;
  return more === "form" ? fillIn(typed, token, context) : wishFor({ ...typed, ...more }, token, context);
}

/** What was said, without what was left out. */
const given = (typed: Typed): Draft["typed"] =>
  Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));

/** What is so already; undefined when the subscription is gone. */
async function beforeOf(token: Token | undefined, { store, origin }: Context): Promise<Partial<Wish> | undefined> {
  if (token !== undefined) return readSubscription(store, subscriptionId(origin, token));
  const { timeZone } = await readPreferences(store, personId(origin));
  const zone = timeZone ?? (await subscriptionsIn(store, origin))[0]?.subscription.zone;
  return zone === undefined ? {} : { zone };
}

type Wrong = { problems: readonly string[]; zones: readonly string[] };

async function askBack(draft: Draft, { problems, zones }: Wrong, { store, origin, random }: Context): Promise<Turn> {
  const id = randomName(random, draftDigits);
  await store.update(drafts, `${personId(origin)}/${id}`, () => ({ after: draft, result: undefined, ttlMs: draftMs }));
  const choices = zones.map((zone): Button => press(zone.replaceAll("_", " "), "zone", id, zone));
  const buttons: Block = { kind: "buttons", buttons: [...choices, press(words.fillIn, "fill", id)] };
  return tell([...problems.map(paragraph), buttons], "unclear");
}

/**
 * Say to everybody what will come. Where that can't be posted, nothing else could, so the subscription is kept only once
 * it was: `onAnnounced`.
 */
function announce(wish: Wish, { base, origin }: Context): Turn {
  const { platform, conversation, thread, space, isDirect, person, place } = origin;
  const made: Subscription = {
    ...wish,
    to: { platform, conversation, ...(thread !== undefined && { thread }) },
    ...(space !== undefined && { space }),
    isDirect,
    owner: person,
    ...(place !== undefined && { place }),
    state: { kind: "waiting" },
    shown: [],
    failures: 0,
  };
  const { kind, days, time, zone, topics } = wish;
  const text = words.announced(kind, showDays(days), time, zone, topicNames(topics, base));
  const receipt = { command: "tips", arguments: ["made", JSON.stringify(made)] };
  const reply = [paragraph(text), paragraph(words.announcedHint)];
  return { effects: [{ kind: "post", to: made.to, reply, receipt }], outcome: "announced" };
}

/** It was said to everybody: keep it. @returns what whoever made it is told */
export async function onAnnounced(text: string, { store, clock, random }: WakeContext): Promise<Reply> {
  const made = waiting(subscriptions.schema.parse(JSON.parse(text)), clock.now());
  const token = newToken(clock.now(), random);
  await store.update(subscriptions, subscriptionId(made.to, token), () => kept(made, undefined));
  return [paragraph(words.first(nextOf(made))), { kind: "buttons", buttons: manageButtons(token, made) }];
}

async function change(token: Token, wish: Wish, { store, clock, origin }: Context): Promise<Turn> {
  const now = clock.now();
  const after = await changeSubscription(store, subscriptionId(origin, token), (one) => {
    const next = { ...one, ...wish };
    // What is on its way goes on; the next one comes as wished.
    return one.state.kind === "waiting" ? waiting(next, now) : next;
  });
  if (!after) return tell([paragraph(words.gone)], "gone");
  const text = after.state.kind === "paused" ? words.changedPaused : words.changed(nextOf(after));
  return tell([paragraph(text), { kind: "buttons", buttons: manageButtons(token, after) }], "changed");
}
