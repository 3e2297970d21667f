/** Tips as replies. */
import { entryButtons, quizFor } from "../answers.ts";
import type { KnowledgeBase, Tip } from "../knowledge/base.ts";
import { tips as words } from "../phrases/tips.ts";
import { encodePress } from "../press.ts";
import { type Block, type Button, codeSpans, heading, type Reply } from "../reply.ts";

type About = {
  /** What it is: a tip, the tip of the day. */
  title: string;
  /** A topic's id. */
  about?: string | undefined;
  /** Tells the message from others with the same tip, in its buttons' ids. */
  mark?: string;
  /** Buttons to stand beside its own. */
  more?: readonly Button[];
};

export function tipReply(
  base: KnowledgeBase,
  tip: Tip,
  { title, about = tip.topics[0], mark, more = [] }: About,
): Reply {
  const topic = base.topics.get(about ?? "")?.title;
  return [
    heading(topic === undefined ? title : `${title}: ${topic}`),
    ...tipBlocks(tip),
    { kind: "buttons", buttons: [...tipButtons(base, tip, mark), ...more] },
  ];
}

export function tipBlocks(tip: Tip): Block[] {
  const exercise: Block[] =
    tip.do === undefined ? [] : [{ kind: "fields", fields: [{ label: words.tryThis, value: codeSpans(tip.do) }] }];
  return [...tip.text, ...exercise];
}

/** To read more, to try oneself at it, and to say that it helped. */
function tipButtons(base: KnowledgeBase, tip: Tip, mark: string | undefined): Button[] {
  const read = tip.read === undefined ? [] : entryButtons(base, [tip.read]);
  const quiz: Button = { label: words.quiz, press: encodePress({ command: "quiz", arguments: ["about", tip.id] }) };
  const press = encodePress({ command: "tips", arguments: ["helpful", tip.id, ...(mark === undefined ? [] : [mark])] });
  return [
    ...read.map((button) => ({ ...button, label: words.more(button.label) })),
    ...(quizFor(base, tip.topics) ? [quiz] : []),
    { label: words.helpful, press },
  ];
}
