import type { Origin } from "../incoming.ts";
import type { KnowledgeBase } from "../knowledge/base.ts";
import { tips as words } from "../phrases/tips.ts";
import { phrases } from "../phrases.ts";
import { type Block, type Inline, paragraph, plain, type Reply } from "../reply.ts";
import { listZones } from "../time/zones.ts";
import { answerQuestion } from "../tips/daily-question.ts";
import { onPosted, onTold, wakeSubscription } from "../tips/delivery.ts";
import { mostHelpful, recordHelpful } from "../tips/helpful.ts";
import { nextReply } from "../tips/listing.ts";
import { askWhich, list, onRevealed, pause, pickOne, remove, resume } from "../tips/managing.ts";
import { previewReply } from "../tips/previewing.ts";
import { fillIn, goOn, keepDraft, onAnnounced, wishFor } from "../tips/subscribing.ts";
import { kinds, subscriptions, subscriptionsIn, type Token } from "../tips/subscription.ts";
import { tipBlocks } from "../tips/tip-replies.ts";
import { readTipsWords } from "../tips/typed-words.ts";
import { type Typed, topicsOf } from "../tips/wish.ts";
import { type Context, defineCommand, type Given, type Turn, tell } from "./command.ts";

/** Those that change something are for administrators, but in direct messages. */
const changes = ["subscribe", "change", "pause", "resume", "remove"] as const;
const actions = ["list", ...changes, "preview", "next", "best"] as const;
const mostBest = 5;

const options = {
  action: { kind: "choice", summary: "what to do; without it you see what comes here", values: actions },
  time: { kind: "text", summary: "when, on your clock: 09:00, 5 pm" },
  timezone: {
    kind: "text",
    summary: "whose clock: a city, or a name such as Africa/Cairo",
    suggest: () => zoneNames(),
  },
  days: { kind: "text", summary: "every day, weekdays, sun-thu, or mon, wed, fri" },
  topics: {
    kind: "text",
    summary: "what about, with commas; or all",
    suggest: (base: KnowledgeBase) => topicsOf("tip", base),
  },
  kind: { kind: "choice", summary: "a tip, or a question for everybody", values: kinds },
  number: { kind: "integer", summary: "which one, where there are several", min: 1, max: 10 },
} as const;

export const tipsCommand = defineCommand({
  name: "tips",
  summary: "Get a tip or a question of the day, at a time of your choice (administrators, in channels)",
  isPrivate: true,
  options,
  examples: ["tips subscribe time:09:00 timezone:Cairo days:weekdays topics:backend", "tips list", "tips pause 2"],
  readWords: (words) => readTipsWords(words, actions),
  async run({ action, number, ...typed }, context): Promise<Turn> {
    if (action === undefined && hasTyped(typed)) {
      const text = words.noAction(typed.time ?? "", actions);
      return tell([paragraph(text)], "unknown-action");
    }
    switch (action) {
      case undefined:
      case "list":
        return list(context, mayManage(context.origin));
      case "preview":
        return preview(number, typed, context);
      case "next":
        return next(context);
      case "best":
        return best(context);
      default:
        return refusal(context.origin) ?? change(action, number, typed, context);
    }
  },
  async press([action = "", ...rest], context) {
    const [token = "", more = ""] = rest;
    switch (action) {
      case "answer":
        return answerQuestion(rest, context);
      case "helpful":
        return helped(token, context);
      case "fill":
        return refusal(context.origin) ?? goOn(token, "form", context);
      case "zone":
        return refusal(context.origin) ?? goOn(token, { timezone: more }, context);
      case "which":
        return refusal(context.origin) ?? goOn(token, {}, context, more);
      case "subscribe":
        return refusal(context.origin) ?? fillIn({}, undefined, context);
      default: {
        const known = changes.find((one) => one === action);
        return known && (refusal(context.origin) ?? changeOne(known, token, {}, context));
      }
    }
  },
  async submit([form, token], values, context) {
    if (form !== "form") return undefined;
    const { time, timezone, days, topics, kind } = values;
    return refusal(context.origin) ?? wishFor({ time, timezone, days, topics, kind }, token, context);
  },
  wakesFor: [subscriptions.name],
  isPatient: true,
  wake: wakeSubscription,
  async sent([what, about = "", day], _, context): Promise<Reply | undefined> {
    if (what === "made") return onAnnounced(about, context);
    if (what === "posted") await onPosted(about, day, context);
    if (what === "told") await onTold(about, context);
    if (what === "revealed") await onRevealed(about, context);
    return undefined;
  },
});

type Change = (typeof changes)[number];

/** With the whole name first: that is what is chosen. */
const zoneNames = () => listZones().map(({ id, names }) => ({ id, names: [id, ...names] }));

/** In direct messages there is nobody else whom it concerns. */
const mayManage = ({ isDirect, isGuest, isOwner, mayAdminister }: Origin) =>
  !isGuest && (isDirect || mayAdminister || isOwner === true);

function refusal(origin: Origin): Turn | undefined {
  if (mayManage(origin)) return undefined;
  return tell([paragraph(origin.isGuest ? words.guest : phrases.onlyAdministrators)], "refused");
}

async function change(action: Change, number: number | undefined, typed: Typed, context: Context): Promise<Turn> {
  if (action === "subscribe") {
    return hasTyped(typed) ? wishFor(typed, undefined, context) : fillIn({}, undefined, context);
  }
  const picked = await pickOne(number, context);
  if ("turn" in picked) return picked.turn;
  if ("token" in picked) return changeOne(action, picked.token, typed, context);
  if (action !== "change" || !hasTyped(typed)) return askWhich(picked.several, (token) => [action, token]);
  const draft = await keepDraft(typed, undefined, context);
  return askWhich(picked.several, (token) => ["which", draft, token]);
}

async function changeOne(action: Change, token: Token, typed: Typed, context: Context): Promise<Turn> {
  switch (action) {
    case "subscribe":
      return fillIn({}, undefined, context);
    case "change":
      return hasTyped(typed) ? wishFor(typed, token, context) : fillIn({}, token, context);
    case "pause":
      return pause(token, context);
    case "resume":
      return resume(token, context);
    case "remove":
      return remove(token, context);
    default:
      return action satisfies never;
  }
}

const hasTyped = (typed: Typed) => Object.values(typed).some((value) => value !== undefined);

async function preview(number: number | undefined, typed: Wishes, context: Context): Promise<Turn> {
  const all = await subscriptionsIn(context.store, context.origin);
  const { subscription } = all[(number ?? 1) - 1] ?? {};
  if (number !== undefined && !subscription) return tell([paragraph(words.noSuch(number, all.length))], "unknown");
  return tell(previewReply(subscription, typed, context), "previewed");
}

type Wishes = Omit<Given<typeof options>, "action" | "number">;

async function next({ store, base, clock, origin }: Context): Promise<Turn> {
  const reader = { base, now: clock.now(), thread: origin.thread };
  return tell(nextReply(await subscriptionsIn(store, origin), reader), "answered");
}

async function helped(tip: string, { base, store, origin }: Context): Promise<Turn | undefined> {
  if (!base.tips.some(({ id }) => id === tip)) return undefined;
  return tell([paragraph(words.thanks(await recordHelpful(store, origin, tip)))], "helpful");
}

async function best({ base, store, origin }: Context): Promise<Turn> {
  const ranked = (await mostHelpful(store, origin)).flatMap(([id, count]) => {
    const tip = base.tips.find((one) => one.id === id);
    return tip ? [{ tip, count }] : [];
  });
  if (ranked.length === 0) return tell([paragraph(words.noBest)], "empty");
  const items = ranked.slice(0, mostBest).map(({ tip, count }): Block[] => {
    const strong: Inline = { kind: "strong", content: plain(words.foundHelpful(count)) };
    return [{ kind: "text", content: [strong] }, ...tipBlocks(tip)];
  });
  return tell(
    [
      { kind: "heading", text: words.best },
      { kind: "list", ordered: true, items },
    ],
    "answered",
  );
}
