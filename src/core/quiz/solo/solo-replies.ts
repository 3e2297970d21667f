/** A quiz of one person as replies. */
import type { Question, Quiz } from "../../knowledge/base.ts";
import { quiz as words } from "../../phrases/quiz.ts";
import { encodePress } from "../../press.ts";
import { type Block, type Button, heading, paragraph, type Reply } from "../../reply.ts";
import { lettered, letterOf, optionBlocks } from "../replies.ts";
import type { SoloQuiz } from "./solo.ts";

/** A quiz with its open question. */
export type Open = { session: SoloQuiz; question: Question; quiz: Quiz };

export function soloPress({ session }: Open, action: string, ...rest: string[]): string {
  return encodePress({ command: "quiz", arguments: ["solo", session.game, String(session.at), action, ...rest] });
}

/**
 * @param mayType whether what they write reaches us here: in direct messages it does
 * @param more buttons that belong to the question before, after the choices so that these are counted from one
 */
export function soloQuestion(open: Open, mayType: boolean, more: readonly Button[] = []): Reply {
  const { session, question, quiz } = open;
  const position = words.question(session.at + 1, session.questions.length);
  const press = (option: number) => soloPress(open, "pick", String(option));
  const after: Block[] = more.length > 0 ? [{ kind: "buttons", buttons: [...more] }] : [];
  return [
    heading(`${quiz.title} · ${position} · ${words.difficulty[question.difficulty]}`),
    ...question.prompt,
    ...answering(open, mayType, press),
    ...after,
  ];
}

function answering(open: Open, mayType: boolean, press: (option: number) => string): Block[] {
  const { session, question } = open;
  switch (question.kind) {
    case "single":
    case "true-false":
      return optionBlocks(question, session.shown, press);
    case "multiple":
    case "order": {
      const letters = session.shown.map((option, at): Button => ({ label: letterOf(at), press: press(option) }));
      const check = session.picked.length > 0 ? [{ label: words.check, press: soloPress(open, "check") }] : [];
      const typed = question.kind === "multiple" ? words.typeSeveral : words.typeOrder;
      const pressed = question.kind === "multiple" ? words.pressSeveral : words.pressOrder;
      return [
        lettered(question, session.shown),
        paragraph(mayType ? typed : pressed),
        ...(session.picked.length > 0 ? [paragraph(words.game.soFar(pickedLetters(session)))] : []),
        { kind: "buttons", buttons: [...letters, ...check] },
      ];
    }
    case "short":
      return mayType
        ? [paragraph(words.typeAnswer)]
        : [{ kind: "buttons", buttons: [{ label: words.game.answer, press: soloPress(open, "type") }] }];
    default:
      return question satisfies never;
  }
}

function pickedLetters({ picked, shown }: SoloQuiz): string {
  return picked.map((option) => letterOf(shown.indexOf(option))).join(", ");
}
