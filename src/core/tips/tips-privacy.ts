/** What is kept of the subscriptions a person made: to be shown to them, and to be forgotten. */
import type { Origin } from "../incoming.ts";
import type { Store } from "../ports.ts";
import { forgetAnswers } from "./daily-question.ts";
import { drafts } from "./subscribing.ts";
import { changeSubscription, removeSubscription, type Subscription, subscriptions, type Wish } from "./subscription.ts";
import type { Typed } from "./wish.ts";

type Person = Pick<Origin, "platform" | "person">;
export type TipsExport = {
  subscriptions: (Wish & Pick<Subscription, "to" | "place" | "isDirect">)[];
  /** What was asked back about; gone after an hour. */
  unfinished: Typed[];
};

async function* madeBy(store: Store, { platform, person }: Person): AsyncGenerator<[string, Subscription], void> {
  for await (const entry of store.entries(subscriptions, `${platform}/`)) if (entry[1].owner === person) yield entry;
}

export async function exportTips(store: Store, person: Person): Promise<TipsExport> {
  const made: TipsExport["subscriptions"] = [];
  for await (const [, { kind, time, zone, days, topics, to, place, isDirect }] of madeBy(store, person)) {
    made.push({ kind, time, zone, days, topics, to, ...(place !== undefined && { place }), isDirect });
  }
  const unfinished: Typed[] = [];
  for await (const [, { typed }] of store.entries(drafts, `${person.platform}/${person.person}/`))
    unfinished.push(typed);
  return { subscriptions: made, unfinished };
}

/**
 * Theirs alone end; what a community gets goes on, and nobody knows any more who wished for it, nor what they answered to
 * its questions.
 */
export async function removeTips(store: Store, person: Person): Promise<void> {
  for await (const [, { open, state }] of store.entries(subscriptions, `${person.platform}/`)) {
    if (open) await forgetAnswers({ store }, open.game, person.person);
    if (state.kind === "posting" && state.answered !== undefined) {
      await forgetAnswers({ store }, state.answered, person.person);
    }
  }
  for await (const [id, { isDirect }] of madeBy(store, person)) {
    if (isDirect) await removeSubscription(store, id);
    else await changeSubscription(store, id, ({ owner: _, ...one }) => one);
  }
  for await (const id of store.keys(drafts, `${person.platform}/${person.person}/`)) {
    await store.update(drafts, id, () => ({ after: undefined, result: undefined }));
  }
}
