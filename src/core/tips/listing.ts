/** What comes to a conversation by itself, as replies. */
import type { KnowledgeBase } from "../knowledge/base.ts";
import { tips as words } from "../phrases/tips.ts";
import { encodePress } from "../press.ts";
import { type Block, type Button, heading, paragraph, plain, type Reply } from "../reply.ts";
import { zoneOf } from "../time/local-day.ts";
import type { Listed, Subscription, Token } from "./subscription.ts";
import { tokenOf } from "./subscription.ts";
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

export const nextOf = ({ due, zone }: Subscription): string => showInstant(due, zoneOf({ timeZone: zone }));

/** @param mayManage whether whoever reads it may change anything */
export function listReply(all: readonly Listed[], base: KnowledgeBase, mayManage: boolean): Reply {
  const subscribe: Block = { kind: "buttons", buttons: [press(words.list.subscribe, "subscribe")] };
  if (all.length === 0) return [paragraph(words.list.none), ...(mayManage ? [subscribe] : [])];
  const fields = all.map(({ subscription }, at) => ({
    label: `${at + 1}. ${words.kinds[subscription.kind]}`,
    value: plain(describe(subscription, base)),
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

function describe(subscription: Subscription, base: KnowledgeBase): string {
  const { time, zone, days, topics, state } = subscription;
  const { schedule, next, paused, failed, posting } = words.list;
  const coming = {
    waiting: () => next(nextOf(subscription)),
    posting: () => posting,
    paused: () => (state.kind === "paused" && state.why === "failed" ? failed : paused),
  };
  return [schedule(time, zone, showDays(days)), topicNames(topics, base), coming[state.kind]()].join(" · ");
}

/** When what comes next. */
export function nextReply(all: readonly Listed[]): Reply {
  const lines = all.map(({ subscription }) => {
    const { kind, state } = subscription;
    return state.kind === "waiting"
      ? words.list.when(kind, nextOf(subscription))
      : `${words.kinds[kind]}: ${state.kind === "paused" ? words.list.paused : words.list.posting}.`;
  });
  return lines.length === 0 ? [paragraph(words.list.none)] : lines.map(paragraph);
}
