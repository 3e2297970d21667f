/** What comes to a conversation by itself, as replies. */
import type { KnowledgeBase } from "../knowledge/base.ts";
import { tips as words } from "../phrases/tips.ts";
import { encodePress } from "../press.ts";
import { type Block, type Button, heading, paragraph, plain, type Reply } from "../reply.ts";
import { zoneOf } from "../time/local-day.ts";
import { drawItem } from "./drawing.ts";
import { type Listed, type Subscription, slotAfter, type Token, tokenOf } from "./subscription.ts";
import { showDays, topicNames } from "./wish.ts";

export const press = (label: string, ...given: string[]): Button => ({
  label,
  press: encodePress({ command: "tips", arguments: given }),
});

/** `Monday 23 November at 09:00`. */
function showInstant(at: number | undefined, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(at);
}

/** @param now while something is on its way, the one after it is next */
export function nextOf(subscription: Subscription, now: Date): string {
  const { due, zone, state } = subscription;
  const at = state.kind === "waiting" ? due : slotAfter(subscription, now).at.getTime();
  return showInstant(at, zoneOf({ timeZone: zone }));
}

/** Who reads a list, where and when; `mayManage` is whether they may change anything. */
type Reader = { base: KnowledgeBase; now: Date; thread: string | undefined; mayManage: boolean };

export function listReply(all: readonly Listed[], reader: Reader): Reply {
  const { mayManage } = reader;
  const subscribe: Block = { kind: "buttons", buttons: [press(words.list.subscribe, "subscribe")] };
  if (all.length === 0) return [paragraph(words.list.none), ...(mayManage ? [subscribe] : [])];
  const fields = all.map(({ subscription }, at) => ({
    label: `${at + 1}. ${words.kinds[subscription.kind]}`,
    value: plain(describe(subscription, reader)),
  }));
  const rows = all.map(({ id, subscription }, at): Block => {
    const number = all.length > 1 ? at + 1 : undefined;
    return { kind: "buttons", buttons: manageButtons(tokenOf(id), subscription, number) };
  });
  return [heading(words.list.title), { kind: "fields", fields }, ...(mayManage ? [...rows, subscribe] : [])];
}

/** @param number of the list, where there are several */
export function manageButtons(token: Token, { state }: Subscription, number?: number): Button[] {
  const { change, pause, resume, remove, numbered } = words.list;
  const label = (text: string) => (number === undefined ? text : numbered(text, number));
  return [
    press(label(change), "change", token),
    state.kind === "paused" ? press(label(resume), "resume", token) : press(label(pause), "pause", token),
    press(label(remove), "remove", token),
  ];
}

function describe(subscription: Subscription, reader: Reader): string {
  const { time, zone, days, topics } = subscription;
  const about = [words.list.schedule(time, zone, showDays(days)), topicNames(topics, reader.base)];
  return [...about, ...elsewhere(subscription, reader.thread), coming(subscription, reader)].join(" · ");
}

/** When it comes next, or why it doesn't. */
function coming(subscription: Subscription, { base, now }: Pick<Reader, "base" | "now">): string {
  const { state } = subscription;
  const { next, paused, failed, posting, nothing } = words.list;
  switch (state.kind) {
    case "waiting":
      return isEmpty(subscription, base) ? nothing : next(nextOf(subscription, now));
    case "posting":
      return posting;
    case "paused":
      return state.why === "failed" ? failed : paused;
    default:
      return state satisfies never;
  }
}

const isEmpty = (subscription: Subscription, base: KnowledgeBase): boolean =>
  drawItem(subscription, { base, random: { next: () => 0 } }) === undefined;

/** A thread has a conversation in common with others, but not its messages. */
const elsewhere = ({ to, place }: Subscription, thread: string | undefined): string[] =>
  to.thread === thread ? [] : [words.list.in(place ?? words.list.aThread)];

/** When what comes next. */
export function nextReply(all: readonly Listed[], reader: Omit<Reader, "mayManage">): Reply {
  const lines = all.map(({ subscription }) => {
    const name = [words.kinds[subscription.kind], ...elsewhere(subscription, reader.thread)].join(" ");
    return `${name}: ${coming(subscription, reader)}.`;
  });
  return lines.length === 0 ? [paragraph(words.list.none)] : lines.map(paragraph);
}
