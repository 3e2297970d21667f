/** Who gets tips where and when: one record a subscription, which is its own alarm. */
import { z } from "zod";
import type { Origin } from "../incoming.ts";
import { defineNamespace } from "../namespace.ts";
import type { Change, Random, Store } from "../ports.ts";
import { randomName } from "../random-name.ts";
import { zoneOf } from "../time/local-day.ts";
import { nextSlot, type Slot } from "../time/schedule.ts";

/** A tip, or the question of the day. */
export const kinds = ["tip", "question"] as const;
export type Kind = (typeof kinds)[number];

const instant = z.number().int();
const count = z.number().int().nonnegative();

/** A question that may be answered until it is revealed. */
const openSchema = z.object({
  question: z.string(),
  topic: z.string(),
  /** Names this asking in its buttons, guesses and awards. */
  game: z.string(),
  /** Order in which the options are shown. */
  shown: z.array(count),
  /** Whether its message is known to stand. */
  isShown: z.boolean(),
  /** Whether no more guesses are taken: those that were are being counted. */
  isClosed: z.boolean(),
});
export type OpenQuestion = z.infer<typeof openSchema>;

/** What the last question came to, for whoever reads the next one. */
const revealSchema = z.object({
  question: z.string(),
  topic: z.string(),
  shown: z.array(count),
  tally: z.object({
    answered: count,
    right: count,
    chosen: z.array(count),
    scorers: z.array(z.object({ name: z.string(), points: count })),
    more: count,
  }),
});
export type Reveal = z.infer<typeof revealSchema>;

const stateSchema = z.discriminatedUnion("kind", [
  /** For the next slot, and the local day that it is for. */
  z.object({ kind: z.literal("waiting"), day: z.iso.date() }),
  /** A slot is claimed; until a receipt comes, nobody knows whether its message stands. */
  z.object({
    kind: z.literal("posting"),
    day: z.iso.date(),
    slot: instant,
    /** Of the first try. */
    since: instant,
    tries: count,
    /** Id of the tip; a question is the open one. */
    item: z.string(),
    /** Names the asking whose answers are counted, and to be forgotten when nobody tries any more. */
    answered: z.string().optional(),
    /** It is too late to post it; whether it stands all the same is looked for once more. */
    isOver: z.boolean().optional(),
  }),
  /** `telling` is how often its owner was told, while nobody knows whether that has reached them. */
  z.object({ kind: z.literal("paused"), why: z.enum(["asked", "failed"]), telling: count.optional() }),
]);

const subscriptionSchema = z.object({
  kind: z.enum(kinds),
  to: z.object({ platform: z.string(), conversation: z.string(), thread: z.string().optional() }),
  /** The server or workspace, where there is one. */
  space: z.string().optional(),
  isDirect: z.boolean(),
  /** Whoever made it, on the platform; absent when they want to be forgotten. */
  owner: z.string().optional(),
  /** What the conversation was called then. */
  place: z.string().optional(),
  time: z.string().regex(/^\d\d:\d\d$/),
  zone: z.string(),
  days: z.array(z.number().int().min(1).max(7)).min(1),
  /** All there are, if empty. */
  topics: z.array(z.string()),
  state: stateSchema,
  /** When its alarm rings: one that was set before something else happened is nobody's any more. */
  due: instant.optional(),
  /** The last local day that has had its turn. */
  doneDay: z.iso.date().optional(),
  /** Ids of this season, the latest last. */
  shown: z.array(z.string()),
  /** What was posted last, of this season or the one before. */
  last: z.string().optional(),
  /** Days in a row on which nothing could be posted. */
  failures: count,
  open: openSchema.optional(),
  /** Of the question before, until a message that holds it stands. */
  reveal: revealSchema.optional(),
});
export type Subscription = z.infer<typeof subscriptionSchema>;
/** What somebody chooses about a subscription. */
export type Wish = Pick<Subscription, "kind" | "time" | "zone" | "days" | "topics">;

/** By platform, conversation and token. */
export const subscriptions = defineNamespace("subscriptions", subscriptionSchema);

/** Names a subscription among those of its conversation, in buttons; later ones sort later. */
export type Token = string;
const randomDigits = 4;

export const newToken = (now: Date, random: Random): Token =>
  now.getTime().toString(36) + randomName(random, randomDigits);

export const subscriptionId = ({ platform, conversation }: Pick<Origin, "platform" | "conversation">, token: Token) =>
  `${platform}/${conversation}/${token}`;
export const tokenOf = (id: string): Token => id.slice(id.lastIndexOf("/") + 1);

export type Listed = { id: string; subscription: Subscription };

/** Those of a conversation, the oldest first. */
export async function subscriptionsIn(
  store: Store,
  { platform, conversation }: Pick<Origin, "platform" | "conversation">,
): Promise<Listed[]> {
  const all: Listed[] = [];
  for await (const [id, subscription] of store.entries(subscriptions, `${platform}/${conversation}/`)) {
    all.push({ id, subscription });
  }
  return all;
}

export const readSubscription = (store: Store, id: string) => store.read(subscriptions, id);

/** Its next slot; by UTC when its zone is known no longer. */
export const slotAfter = ({ time, zone, days, doneDay }: Omit<Subscription, "state">, after: Date): Slot =>
  nextSlot({ time, zone: zoneOf({ timeZone: zone }), days }, after, doneDay);

/** A subscription as it waits for its next slot after an instant. */
export function waiting<S extends Omit<Subscription, "state">>(subscription: S, after: Date) {
  const { at, day } = slotAfter(subscription, after);
  return { ...subscription, state: { kind: "waiting" as const, day }, due: at.getTime() };
}

/** A record with its alarm. */
export function kept<R>(after: Subscription, result: R): Change<Subscription, R> {
  return { after, result, ...(after.due !== undefined && { due: new Date(after.due) }) };
}

/**
 * Take a step with a subscription, together with its alarm.
 *
 * @param step pure; undefined, or the very same, when there is nothing to do
 * @returns what it is then; undefined when the step was not taken
 */
export function changeSubscription(
  store: Store,
  id: string,
  step: (before: Subscription) => Subscription | undefined,
): Promise<Subscription | undefined> {
  return store.update(subscriptions, id, (before) => {
    const after = before && step(before);
    return !after || after === before ? { after: before, result: undefined } : kept(after, after);
  });
}

/** @returns what it was */
export function removeSubscription(store: Store, id: string): Promise<Subscription | undefined> {
  return store.update(subscriptions, id, (before) => ({ after: undefined, result: before }));
}
