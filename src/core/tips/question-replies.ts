/** The question of the day as replies. */
import { entryButtons } from "../answers.ts";
import type { KnowledgeBase } from "../knowledge/base.ts";
import { quiz as quizWords } from "../phrases/quiz.ts";
import { tips as words } from "../phrases/tips.ts";
import { encodePress } from "../press.ts";
import { findQuestion } from "../quiz/bank.ts";
import { tallyBlocks } from "../quiz/group/tally.ts";
import { explanation, lettered, optionBlocks } from "../quiz/replies.ts";
import { reportButton } from "../quiz/reports.ts";
import { type Block, type Button, heading, paragraph, type Reply } from "../reply.ts";
import type { OpenQuestion, Reveal, Token } from "./subscription.ts";

/**
 * @param token whose question it is; undefined when nobody is to answer
 * @returns undefined when an edit has removed it
 */
export function questionReply(base: KnowledgeBase, open: OpenQuestion, token: Token | undefined): Reply | undefined {
  const question = findQuestion(base, open.topic, open.question);
  if (!question) return undefined;
  const title = base.quizzes.get(open.topic)?.title ?? open.topic;
  const press = (index: number) =>
    encodePress({ command: "tips", arguments: ["answer", token ?? "", open.game, String(index)] });
  const options: Block[] =
    token === undefined
      ? [lettered(question, open.shown), paragraph(words.question.preview)]
      : [paragraph(words.question.how), ...optionBlocks(question, open.shown, press)];
  return [
    heading(words.question.title(title, quizWords.difficulty[question.difficulty])),
    ...question.prompt,
    ...options,
  ];
}

/** What was right, why, and who knew; nothing when an edit has removed the question. */
export function revealBlocks(base: KnowledgeBase, { question: id, topic, shown, tally }: Reveal): Reply {
  const question = findQuestion(base, topic, id);
  if (!question) return [];
  const read = entryButtons(base, [question.learnMore]);
  const more: Button[] = read.map((one) => ({ ...one, label: quizWords.learnMore(one.label) }));
  return [
    heading(words.question.revealed),
    ...question.prompt,
    ...explanation(question),
    ...tallyBlocks(question, shown, tally),
    { kind: "buttons", buttons: [...more, reportButton(question.id)] },
  ];
}
