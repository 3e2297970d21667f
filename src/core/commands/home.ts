/** The page a person has with the bot: how they stand, and where to go from there. */
import { phrases } from "../phrases.ts";
import { paragraph, type Reply } from "../reply.ts";
import { listReply } from "../tips/listing.ts";
import { subscriptionsIn } from "../tips/subscription.ts";
import type { Context } from "./command.ts";
import { overview } from "./progress.ts";

export async function homeReply(context: Context): Promise<Reply> {
  const { store, base, clock, origin } = context;
  const subscriptions = await subscriptionsIn(store, origin);
  return [
    ...(await overview(context)),
    { kind: "divider" },
    ...listReply(subscriptions, { base, now: clock.now(), thread: undefined, mayManage: true }),
    { kind: "divider" },
    paragraph(phrases.homeIntro),
  ];
}
