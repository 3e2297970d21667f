/** Rounds of a quiz as replies: the question, and what was right and why. */
import type { Question, Quiz } from "../knowledge/base.ts";
import { phrases } from "../phrases.ts";
import { encodePress } from "../press.ts";
import { type Block, type Button, codeSpans, heading, inlineText, paragraph, plain, type Reply } from "../reply.ts";
import { choices, rightAnswer, type SoloQuiz } from "./solo.ts";

const words = phrases.quiz;

/** A quiz with its open question. */
export type Open = { session: SoloQuiz; question: Question; quiz: Quiz };

/** @param more buttons that belong to the question before, after the choices so that these are counted from one */
export function askReply({ session, question, quiz }: Open, more: readonly Button[] = []): Reply {
  const position = words.question(session.at + 1, session.questions.length);
  const intro: Block[] = [
    heading(`${quiz.title} · ${position} · ${words.difficulty[question.difficulty]}`),
    ...question.prompt,
  ];
  const after: Block[] = more.length > 0 ? [{ kind: "buttons", buttons: [...more] }] : [];
  const shown = session.shown.map((index) => choices(question)[index] ?? "");
  switch (question.kind) {
    case "single": {
      const buttons = session.shown.map(
        (index, at): Button => ({
          label: inlineText(codeSpans(shown[at] ?? "")),
          press: encodePress({ command: "quiz", arguments: ["pick", question.id, String(index)] }),
        }),
      );
      return [...intro, { kind: "buttons", buttons }, ...after];
    }
    case "true-false": {
      const buttons = [words.yes, words.no].map(
        (label, index): Button => ({
          label,
          press: encodePress({ command: "quiz", arguments: ["pick", question.id, String(index)] }),
        }),
      );
      return [...intro, { kind: "buttons", buttons }, ...after];
    }
    case "multiple":
      return [...intro, letters(shown), paragraph(words.typeSeveral)];
    case "order":
      return [...intro, letters(shown), paragraph(words.typeOrder)];
    case "short":
      return [...intro, paragraph(words.typeAnswer)];
    default:
      return question satisfies never;
  }
}

function letters(shown: readonly string[]): Block {
  return {
    kind: "fields",
    fields: shown.map((text, at) => ({ label: String.fromCharCode(97 + at), value: codeSpans(text) })),
  };
}

/** @param verdict what came of it, in a word */
export function revealReply(question: Question, verdict: string): Reply {
  const answer = rightAnswer(question, words.yes, words.no);
  const source = question.source;
  return [
    {
      kind: "text",
      content: [{ kind: "strong", content: plain(verdict) }, ...codeSpans(` ${words.rightAnswer(answer)}`)],
    },
    ...question.explanation,
    { kind: "sources", checked: source.checked, sources: [source] },
  ];
}
