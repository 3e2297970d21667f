/** A quiz one person plays at their own pace: pure steps over a small stored session. */
import { z } from "zod";
import { defineNamespace } from "../../namespace.ts";

const index = z.number().int().nonnegative();
const soloSchema = z.object({
  /** Names the game in buttons and in what is recorded of it. */
  game: z.string(),
  topic: z.string(),
  questions: z.array(z.string()),
  /** Which question is open, counted from 0; the quiz is over when it equals their number. */
  at: index,
  right: index,
  points: index,
  /** Order in which the open question's options or items are shown: indexes into the file's order. */
  shown: z.array(index),
  /** What was pressed so far, where several presses make one guess. */
  picked: z.array(index),
  /** When the open question was shown. */
  since: z.iso.datetime(),
});
export type SoloQuiz = z.infer<typeof soloSchema>;
export const soloQuizzes = defineNamespace("solo-quizzes", soloSchema);
/** Questions that have scored a person in a space this season. */
export const seasonAnswers = defineNamespace("season-answers", z.literal(true));

export function startSolo(
  { game, topic, questions }: Pick<SoloQuiz, "game" | "topic" | "questions">,
  shown: readonly number[],
  at: Date,
): SoloQuiz {
  const none = { at: 0, right: 0, points: 0, picked: [] };
  return { game, topic, questions, ...none, shown: [...shown], since: at.toISOString() };
}

/** The session after an answer, with its next question open. */
export function afterAnswer(
  session: SoloQuiz,
  { grade, points }: { grade: number; points: number },
  shown: readonly number[],
  at: Date,
): SoloQuiz {
  return {
    ...session,
    at: session.at + 1,
    right: session.right + (grade === 1 ? 1 : 0),
    points: session.points + points,
    shown: [...shown],
    picked: [],
    since: at.toISOString(),
  };
}

/** Take an option, or give it back. */
export function toggle(session: SoloQuiz, option: number): SoloQuiz {
  const has = session.picked.includes(option);
  return { ...session, picked: has ? session.picked.filter((one) => one !== option) : [...session.picked, option] };
}
