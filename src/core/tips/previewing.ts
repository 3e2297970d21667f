/** What a subscription would bring next, for whoever wants to see it before. */
import type { Context } from "../commands/command.ts";
import { tips as words } from "../phrases/tips.ts";
import { paragraph, type Reply } from "../reply.ts";
import { drawItem } from "./drawing.ts";
import { questionReply } from "./question-replies.ts";
import type { Subscription } from "./subscription.ts";
import { tipReply } from "./tip-replies.ts";
import { readWish, type Typed } from "./wish.ts";

/** Any will do: nothing is kept of it. */
const someTime = { time: "09:00", zone: "UTC" };

/** @param subscription undefined for one that there is not yet */
export function previewReply(subscription: Subscription | undefined, typed: Typed, { base, random }: Context): Reply {
  const { topics, kind } = typed;
  const read = readWish({ topics, kind }, { ...someTime, ...subscription }, base);
  if (read.kind === "wrong") return read.problems.map(paragraph);
  const item = drawItem({ ...read.wish, shown: subscription?.shown ?? [], last: subscription?.last }, { base, random });
  const tip = base.tips.find(({ id }) => id === item?.id);
  const shown = item?.open
    ? questionReply(base, item.open, undefined)
    : tip && tipReply(base, tip, { title: words.daily });
  return shown ? [paragraph(words.preview), ...shown] : [paragraph(words.nothingOn)];
}
