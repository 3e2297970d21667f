import { entryButtons } from "../answers.ts";
import { choose, offer } from "../choose.ts";
import { say } from "../effects.ts";
import type { Tip } from "../knowledge/base.ts";
import { phrases } from "../phrases.ts";
import { encodePress } from "../press.ts";
import { type Block, type Button, codeSpans, heading, paragraph, type Reply } from "../reply.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

export const tipCommand = defineCommand({
  name: "tip",
  summary: "Get one good tip",
  options: { topic: { kind: "text", summary: "what it should be about, such as databases" } },
  examples: ["tip", "tip security"],
  run: async ({ topic }, context) => drawTip(topic, context),
  press: async ([topic], context) => drawTip(topic || undefined, context),
});

function drawTip(given: string | undefined, { base, random }: Context): Turn {
  const topics = [...base.topics.values()]
    .filter((topic) => base.tips.some((tip) => tip.topics.includes(topic.id)))
    .map((topic) => ({ id: topic.id, names: [topic.title, ...topic.aliases], title: topic.title }));
  const choice = given === undefined ? undefined : choose(topics, given);
  if (choice?.kind === "unclear") {
    const buttons = offer(topics, choice.nearest).map(
      (topic): Button => ({ label: topic.title, press: encodePress({ command: "tip", arguments: [topic.id] }) }),
    );
    const text = `${phrases.noSuch("topic", given ?? "")} ${phrases.choose("topic")}`;
    return { effects: [say([paragraph(text), { kind: "buttons", buttons }])], outcome: "unknown-topic" };
  }
  const topic = choice?.one;
  const tips = base.tips.filter((tip) => topic === undefined || tip.topics.includes(topic.id));
  const tip = tips[Math.floor(random.next() * tips.length)];
  if (!tip) return { effects: [say([paragraph(phrases.noTips)])], outcome: "empty" };
  const title = topic?.title ?? base.topics.get(tip.topics[0] ?? "")?.title;
  const more = tip.read === undefined ? [] : entryButtons(base, [tip.read]);
  const another = {
    label: phrases.anotherTip,
    press: encodePress({ command: "tip", arguments: topic ? [topic.id] : [] }),
  };
  const reply: Reply = [
    heading(title === undefined ? phrases.tipTitle : `${phrases.tipTitle}: ${title}`),
    ...tipBlocks(tip),
    {
      kind: "buttons",
      buttons: [...more.map((button) => ({ ...button, label: phrases.readMore(button.label) })), another],
    },
  ];
  return { effects: [say(reply)], outcome: "answered" };
}

function tipBlocks(tip: Tip): Block[] {
  const exercise: Block[] =
    tip.do === undefined ? [] : [{ kind: "fields", fields: [{ label: phrases.tryThis, value: codeSpans(tip.do) }] }];
  return [...tip.text, ...exercise];
}
