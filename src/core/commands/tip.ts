import { choose, offer } from "../choose.ts";
import { say } from "../effects.ts";
import { tips as words } from "../phrases/tips.ts";
import { phrases } from "../phrases.ts";
import { encodePress } from "../press.ts";
import { type Button, paragraph } from "../reply.ts";
import { tipReply } from "../tips/tip-replies.ts";
import { topicsOf } from "../tips/wish.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

export const tipCommand = defineCommand({
  name: "tip",
  summary: "Get one good tip",
  options: {
    topic: {
      kind: "text",
      summary: "what it should be about, such as databases",
      suggest: (base) => topicsOf("tip", base),
    },
  },
  examples: ["tip", "tip security"],
  run: async ({ topic }, context) => drawTip(topic, context),
  press: async ([topic], context) => drawTip(topic || undefined, context),
});

function drawTip(given: string | undefined, { base, random }: Context): Turn {
  const topics = topicsOf("tip", base);
  const choice = given === undefined ? undefined : choose(topics, given);
  if (choice?.kind === "unclear") {
    const buttons = offer(topics, choice.nearest).map(
      ({ id, names }): Button => ({ label: names[0] ?? id, press: encodePress({ command: "tip", arguments: [id] }) }),
    );
    const text = `${phrases.noSuch("topic", given ?? "")} ${phrases.choose("topic")}`;
    return { effects: [say([paragraph(text), { kind: "buttons", buttons }])], outcome: "unknown-topic" };
  }
  const topic = choice?.one;
  const tips = base.tips.filter((tip) => topic === undefined || tip.topics.includes(topic.id));
  const tip = tips[Math.floor(random.next() * tips.length)];
  if (!tip) return { effects: [say([paragraph(words.none)])], outcome: "empty" };
  const press = encodePress({ command: "tip", arguments: topic ? [topic.id] : [] });
  const about = topic?.id ?? tip.topics[0];
  const reply = tipReply(base, tip, { title: words.title, about, more: [{ label: words.another, press }] });
  return { effects: [say(reply)], outcome: "answered" };
}
