/** What is done to a subscription that there is. */
import { type Context, type Turn, tell } from "../commands/command.ts";
import { type Effect, whisper } from "../effects.ts";
import { tips as words } from "../phrases/tips.ts";
import { type Block, paragraph, type Reply } from "../reply.ts";
import { closeQuestion, forgetAnswers } from "./daily-question.ts";
import { listReply, manageButtons, nextOf, press } from "./listing.ts";
import { revealBlocks } from "./question-replies.ts";
import {
  changeSubscription,
  type Listed,
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
  if (before.state.kind === "paused") return tell([paragraph(words.wasPaused)], "refused");
  const revealed = await reveal(id, before, context);
  const after = await changeSubscription(context.store, id, ({ due: _due, open: _open, reveal: _reveal, ...one }) => ({
    ...one,
    state: { kind: "paused", why: "asked" },
  }));
  return after ? withReveal(revealed, [paragraph(words.pausedNow), managed(token, after)], "paused") : goneTurn;
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
  const revealed = await reveal(id, before, context);
  await removeSubscription(context.store, id);
  return withReveal(revealed, [paragraph(words.removed)], "removed");
}

/** What was right, which nobody else would say: of the question that stands, and of one whose reveal never came. */
async function reveal(id: string, before: Subscription, context: Context): Promise<Effect[]> {
  const { open, reveal: held, to } = before;
  const closed = open && (await closeQuestion(id, before, context));
  if (open) await forgetAnswers(context, open);
  return [held, closed].flatMap((one) =>
    one ? [{ kind: "post" as const, to, reply: revealBlocks(context.base, one) }] : [],
  );
}

const withReveal = (revealed: readonly Effect[], reply: Reply, outcome: string): Turn => ({
  effects: [whisper(reply), ...revealed],
  outcome,
});

const managed = (token: Token, subscription: Subscription): Block => ({
  kind: "buttons",
  buttons: manageButtons(token, subscription),
});

/** The one that is meant, or a turn that asks which. @param action that is to be done to it, as a button names it */
export async function pickOne(
  number: number | undefined,
  action: string,
  { store, origin }: Context,
): Promise<{ token: Token } | { turn: Turn }> {
  const all = await subscriptionsIn(store, origin);
  const picked = number === undefined && all.length === 1 ? all[0] : all[(number ?? 0) - 1];
  if (picked) return { token: tokenOf(picked.id) };
  if (number !== undefined || all.length === 0) {
    return { turn: tell([paragraph(words.noSuch(number ?? 1, all.length))], "unknown") };
  }
  const buttons = all.map(({ id, subscription }, at) => press(nameOf(subscription, at + 1), action, tokenOf(id)));
  return { turn: tell([paragraph(words.which), { kind: "buttons", buttons }], "asked") };
}

const nameOf = ({ kind, time, zone }: Listed["subscription"], number: number) =>
  words.list.numbered(`${words.kinds[kind]}, ${time} ${zone}`, number);
