/**
 * Brings what is due, once for each local day. A slot is claimed before its message is posted; until a receipt says that
 * the message stands, it is tried again, and whoever posts looks first whether it stands.
 *
 * ```
 *  waiting ──slot──▶ posting ──receipt──▶ waiting
 *                     │    ▲
 *                     │    └── no receipt: again, at longer and longer intervals, within the grace
 *                     └── grace over: a failed day ──▶ waiting, or after three in a row ──▶ paused
 * ```
 */
import type { Alarm } from "../alarm.ts";
import type { WakeContext } from "../commands/command.ts";
import type { OutwardEffect } from "../effects.ts";
import { tips as words } from "../phrases/tips.ts";
import { paragraph, type Reply } from "../reply.ts";
import type { LocalDay } from "../time/local-day.ts";
import type { Slot } from "../time/schedule.ts";
import { closeQuestion, forgetAnswers } from "./daily-question.ts";
import { drawItem, type Item } from "./drawing.ts";
import { questionReply, revealBlocks } from "./question-replies.ts";
import {
  changeSubscription,
  type Reveal,
  readSubscription,
  type Subscription,
  slotAfter,
  tokenOf,
  waiting,
} from "./subscription.ts";
import { tipReply } from "./tip-replies.ts";

/** How long nobody else tries, and how much of that a try may wait before it begins to post. */
const leaseMs = 60_000;
const withinMs = 30_000;
/** What is claimed late is tried again all the same. */
const leastTriedMs = 15 * 60_000;
/** An alarm that fails again and again is given up in the end, and nothing would ever come any more. */
const mostAttempts = 3;
const mostFailures = 3;
/** How often its owner is told that a subscription is paused, while nothing says that this has reached them. */
const mostTellings = 3;
const tellAgainMs = 60 * 60_000;

/** The alarm of a subscription rang. @returns what to post */
export async function wakeSubscription({ id, due, attempt }: Alarm, context: WakeContext): Promise<OutwardEffect[]> {
  const subscription = await readSubscription(context.store, id);
  // Something has happened since it was set, and has set another.
  if (subscription?.due !== due.getTime()) return [];
  if (attempt > mostAttempts) return passOver(id, subscription, context);
  switch (subscription.state.kind) {
    case "waiting":
      return claim(id, subscription, subscription.state.day, context);
    case "posting":
      return retry(id, subscription, context);
    case "paused":
      return tellOwner(id, subscription, context);
    default:
      return subscription.state satisfies never;
  }
}

/** Take the slot that has come, unless it is too late for it. */
async function claim(id: string, before: Subscription, day: LocalDay, context: WakeContext): Promise<OutwardEffect[]> {
  const { store, base, clock, tipGraceMs } = context;
  const now = clock.now();
  const { due = 0 } = before;
  const oldest = now.getTime() - tipGraceMs;
  // After a long absence there may be a later slot that is not too late.
  const slot = due >= oldest ? { at: new Date(due), day } : slotAfter(before, new Date(oldest - 1));
  const { open } = before;
  const item = slot.at <= now ? drawItem(before, context) : undefined;
  const reveal = item && open ? await closeQuestion(id, { ...before, open }, context) : undefined;
  const after = await changeSubscription(store, id, (one) => {
    if (one.due !== before.due || one.state.kind !== "waiting") return undefined;
    if (slot.at > now) return waiting(one, now);
    // Nothing fits what it is about: an edit may bring something by the next time.
    if (!item) return waiting({ ...one, doneDay: slot.day }, now);
    return claimed(one, { slot, item, reveal, now });
  });
  return after ? show(id, after, base) : [];
}

type Claim = { slot: Slot; item: Item; reveal: Reveal | undefined; now: Date };

function claimed({ open: before, ...one }: Subscription, { slot, item, reveal, now }: Claim): Subscription {
  const since = now.getTime();
  const answered = before && { answered: before.game };
  return {
    ...one,
    state: { kind: "posting", day: slot.day, slot: slot.at.getTime(), since, tries: 1, item: item.id, ...answered },
    doneDay: slot.day,
    shown: item.shown,
    due: since + leaseMs,
    ...(item.open && { open: item.open }),
    ...(reveal && { reveal }),
  };
}

/** Nothing says that the message stands: look and post again, or give the day up. */
async function retry(id: string, before: Subscription, context: WakeContext): Promise<OutwardEffect[]> {
  const { store, base, clock, tipGraceMs } = context;
  const now = clock.now();
  const after = await changeSubscription(store, id, (one) => {
    if (one.due !== before.due || one.state.kind !== "posting") return undefined;
    const { slot, since, tries, item, isOver } = one.state;
    // An edit has removed it since: nobody can tell any more whether it stands.
    if (!isKnown(item, one, base)) return waiting(one, now);
    // What was never shown goes back into the bag.
    if (isOver) return failed({ ...one, shown: one.shown.filter((id) => id !== item) }, now, tipGraceMs);
    const end = Math.max(slot + tipGraceMs, since + leastTriedMs);
    if (now.getTime() >= end) return { ...one, state: { ...one.state, isOver: true }, due: now.getTime() + leaseMs };
    const due = Math.min(now.getTime() + leaseMs * 2 ** tries, Math.max(end, now.getTime() + leaseMs));
    return { ...one, state: { ...one.state, tries: tries + 1 }, due };
  });
  if (after && after.state.kind !== "posting") await forgetBefore(before, context);
  return after ? show(id, after, base) : [];
}

const isKnown = (item: string, { open }: Subscription, base: WakeContext["base"]): boolean =>
  base.tips.some(({ id }) => id === item) || (open?.question === item && questionReply(base, open, "") !== undefined);

/** What people answered to the question before the one that is on its way: it is counted, and was tried to be told. */
export async function forgetBefore({ state }: Subscription, context: Pick<WakeContext, "store">): Promise<void> {
  if (state.kind === "posting" && state.answered !== undefined) await forgetAnswers(context, state.answered);
}

/** A day on which it could not be posted; the next slot may have come meanwhile. */
function failed(one: Subscription, now: Date, tipGraceMs: number): Subscription {
  const failures = one.failures + 1;
  if (failures < mostFailures) return waiting({ ...one, failures }, new Date(now.getTime() - tipGraceMs));
  return { ...one, failures, state: { kind: "paused", why: "failed", telling: 0 }, due: now.getTime() };
}

/** Leave the day out over which every process has failed. */
async function passOver(id: string, before: Subscription, context: WakeContext): Promise<OutwardEffect[]> {
  const { store, clock, tipGraceMs } = context;
  await changeSubscription(store, id, (one) => {
    if (one.due !== before.due) return undefined;
    const { due: _, ...rest } = one;
    if (one.state.kind === "paused") return rest;
    return failed({ ...one, doneDay: one.state.day }, clock.now(), tipGraceMs);
  });
  await forgetBefore(before, context);
  return [];
}

/** What a claimed slot has to show. */
function show(id: string, { to, state, open, reveal }: Subscription, base: WakeContext["base"]): OutwardEffect[] {
  if (state.kind !== "posting") return [];
  const token = tokenOf(id);
  const tip = base.tips.find((one) => one.id === state.item);
  const asked = open?.question === state.item ? questionReply(base, open, token) : undefined;
  const news = tip ? tipReply(base, tip, { title: words.daily, mark: `${token}.${state.day}` }) : asked;
  if (!news) return [];
  const revealed: Reply = reveal ? [...revealBlocks(base, reveal), { kind: "divider" }] : [];
  return [
    {
      kind: "post",
      to,
      reply: [...revealed, ...news],
      receipt: { command: "tips", arguments: ["posted", id, state.day] },
      once: `tips/${id}/${state.day}`,
      withinMs: state.isOver ? 0 : withinMs,
      ...((state.tries > 1 || state.isOver) && { maybeSince: new Date(state.since) }),
    },
  ];
}

/** The message of a day stands. */
export async function onPosted(id: string, day: string | undefined, { store, clock }: WakeContext): Promise<void> {
  const before = await readSubscription(store, id);
  const after = await changeSubscription(store, id, ({ reveal: _, ...one }) => {
    if (one.state.kind !== "posting" || one.state.day !== day) return undefined;
    const open = one.open && { open: { ...one.open, isShown: true } };
    return waiting({ ...one, failures: 0, last: one.state.item, ...open }, clock.now());
  });
  if (before && after) await forgetBefore(before, { store });
}

/** It is paused since nothing could be posted: whoever made it should know. */
async function tellOwner(id: string, before: Subscription, { store, clock }: WakeContext): Promise<OutwardEffect[]> {
  const after = await changeSubscription(store, id, ({ due, ...one }) => {
    if (due !== before.due || one.state.kind !== "paused") return undefined;
    const telling = (one.state.telling ?? 0) + 1;
    const state = { ...one.state, telling };
    return telling > mostTellings ? { ...one, state } : { ...one, state, due: clock.now().getTime() + tellAgainMs };
  });
  if (after?.due === undefined || after.owner === undefined) return [];
  const { kind, place, time, zone, to, owner } = after;
  return [
    {
      kind: "post",
      to: { platform: to.platform, person: owner },
      reply: [paragraph(words.ownerTold(kind, place, time, zone))],
      receipt: { command: "tips", arguments: ["told", id] },
      once: `tips/${id}/told/${after.doneDay}`,
    },
  ];
}

/** Its owner knows. */
export async function onTold(id: string, { store }: WakeContext): Promise<void> {
  await changeSubscription(store, id, ({ due: _, ...one }) =>
    one.state.kind === "paused" ? { ...one, state: { kind: "paused", why: one.state.why } } : undefined,
  );
}
