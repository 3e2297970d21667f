/** What is done to a subscription that there is. */
import { type Context, type Turn, tell, type WakeContext } from "../commands/command.ts";
import { type Effect, whisper } from "../effects.ts";
import { tips as words } from "../phrases/tips.ts";
import { type Block, paragraph, type Reply } from "../reply.ts";
import { closeQuestion, forgetAnswers } from "./daily-question.ts";
import { forgetBefore } from "./delivery.ts";
import { listReply, manageButtons, nextOf, press } from "./listing.ts";
import { revealBlocks } from "./question-replies.ts";
import {
  changeSubscription,
  type Listed,
  type Reveal,
  readSubscription,
  removeSubscription,
  type Subscription,
  subscriptionId,
  subscriptionsIn,
  type Token,
  tokenOf,
  waiting,
} from "./subscription.ts";

const goneTurn: Turn = tell([paragraph(words.gone)], "gone");

export async function list({ store, base, clock, origin }: Context, mayManage: boolean): Promise<Turn> {
  const reader = { base, now: clock.now(), thread: origin.thread, mayManage };
  return tell(listReply(await subscriptionsIn(store, origin), reader), "listed");
}

export async function pause(token: Token, context: Context): Promise<Turn> {
  const id = subscriptionId(context.origin, token);
  const before = await readSubscription(context.store, id);
  if (!before) return goneTurn;
  if (before.state.kind === "paused") return withReveals(id, before, [], [paragraph(words.wasPaused)], context);
  const closed = await closeOpen(id, before, context);
  const after = await changeSubscription(context.store, id, ({ due: _due, open: _open, ...one }) => ({
    ...one,
    state: { kind: "paused", why: "asked" },
    ...(closed && { reveal: closed }),
  }));
  if (!after) return goneTurn;
  await forgetAll(before, context);
  // A reveal that is on its way comes with what is, or with the next one.
  if (before.state.kind === "posting") return tell([paragraph(words.pausedNow), managed(token, after)], "ended");
  return withReveals(id, before, closed ? [closed] : [], [paragraph(words.pausedNow), managed(token, after)], context);
}

export async function resume(token: Token, { store, clock, origin }: Context): Promise<Turn> {
  const id = subscriptionId(origin, token);
  const before = await readSubscription(store, id);
  if (!before) return goneTurn;
  if (before.state.kind !== "paused") return tell([paragraph(words.wasActive)], "refused");
  const now = clock.now();
  const after = await changeSubscription(store, id, (one) =>
    one.state.kind === "paused" ? waiting({ ...one, failures: 0 }, now) : undefined,
  );
  return after ? tell([paragraph(words.resumed(nextOf(after, now))), managed(token, after)], "resumed") : goneTurn;
}

export async function remove(token: Token, context: Context): Promise<Turn> {
  const id = subscriptionId(context.origin, token);
  const before = await readSubscription(context.store, id);
  if (!before) return goneTurn;
  const closed = await closeOpen(id, before, context);
  await removeSubscription(context.store, id);
  await forgetAll(before, context);
  return withReveals(id, before, closed ? [closed] : [], [paragraph(words.removed)], context);
}

async function forgetAll(before: Subscription, context: Context): Promise<void> {
  if (before.open) await forgetAnswers(context, before.open.game);
  await forgetBefore(before, context);
}

const closeOpen = async (id: string, before: Subscription, context: Context) =>
  before.open && closeQuestion(id, { ...before, open: before.open }, context);

/** With what was right, which nobody else would say: of the question that stands, and of one whose reveal never came. */
function withReveals(
  id: string,
  { reveal, to }: Subscription,
  closed: readonly Reveal[],
  reply: Reply,
  { base }: Context,
): Turn {
  const receipt = { command: "tips", arguments: ["revealed", id] };
  const reveals = [...(reveal ? [reveal] : []), ...closed];
  const posts = reveals.map((one): Effect => ({ kind: "post", to, reply: revealBlocks(base, one), receipt }));
  return { effects: [whisper(reply), ...posts], outcome: "ended" };
}

/** What was right is told. */
export async function onRevealed(id: string, { store }: Pick<WakeContext, "store">): Promise<void> {
  await changeSubscription(store, id, ({ reveal, ...one }) =>
    reveal && one.state.kind === "paused" ? one : undefined,
  );
}

const managed = (token: Token, subscription: Subscription): Block => ({
  kind: "buttons",
  buttons: manageButtons(token, subscription),
});

/** The one that is meant, those that it could be, or a turn that says that there is none. */
export async function pickOne(
  number: number | undefined,
  { store, origin }: Context,
): Promise<{ token: Token } | { several: Listed[] } | { turn: Turn }> {
  const all = await subscriptionsIn(store, origin);
  const picked = number === undefined && all.length === 1 ? all[0] : all[(number ?? 0) - 1];
  if (picked) return { token: tokenOf(picked.id) };
  if (number !== undefined || all.length === 0) {
    return { turn: tell([paragraph(words.noSuch(number ?? 1, all.length))], "unknown") };
  }
  return { several: all };
}

/** @param args of the button for each, given its token */
export function askWhich(all: readonly Listed[], args: (token: Token) => readonly string[]): Turn {
  const buttons = all.map(({ id, subscription }, at) => press(nameOf(subscription, at + 1), ...args(tokenOf(id))));
  return tell([paragraph(words.which), { kind: "buttons", buttons }], "asked");
}

const nameOf = ({ kind, time, zone }: Listed["subscription"], number: number) =>
  words.list.numbered(`${words.kinds[kind]}, ${time} ${zone}`, number);
