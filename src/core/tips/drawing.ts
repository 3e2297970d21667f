/** What comes next for a subscription. */
import type { WakeContext } from "../commands/command.ts";
import { drawQuestion } from "./daily-question.ts";
import { draw } from "./shuffle-bag.ts";
import type { OpenQuestion, Subscription } from "./subscription.ts";

/** A tip or a question by its id, what is out of the bag with it, and how it is asked. */
export type Item = { id: string; shown: string[]; open?: OpenQuestion };

/** @returns undefined when there is nothing on its topics */
export function drawItem(
  { kind, topics, shown, last }: Pick<Subscription, "kind" | "topics" | "shown"> & { last?: string | undefined },
  { base, random }: Pick<WakeContext, "base" | "random">,
): Item | undefined {
  if (kind === "question") {
    const drawn = drawQuestion(base, { topics, shown, last }, random);
    return drawn && { id: drawn.open.question, ...drawn };
  }
  const fitting = base.tips.filter((tip) => topics.length === 0 || tip.topics.some((topic) => topics.includes(topic)));
  return draw(
    fitting.map(({ id }) => id),
    shown,
    random,
    last,
  );
}
