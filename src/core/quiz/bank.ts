/** Questions as a game finds them: an edit of the knowledge may have removed one. */
import type { KnowledgeBase, Question } from "../knowledge/base.ts";
import type { Random } from "../ports.ts";
import { shuffle } from "./question.ts";
import { offered } from "./replies.ts";

export function findQuestion(base: KnowledgeBase, topic: string, id: string | undefined): Question | undefined {
  return base.quizzes.get(topic)?.questions.find((question) => question.id === id);
}

/** The first of a game's questions from a place on that there still is; undefined when there is none. */
export function nextPlace(
  base: KnowledgeBase,
  { topic, questions }: { topic: string; questions: readonly string[] },
  from: number,
): number | undefined {
  const place = questions.findIndex((id, at) => at >= from && findQuestion(base, topic, id));
  return place < 0 ? undefined : place;
}

/** Places for a question's options in any order; none for a typed answer. True stands before false, as everywhere. */
export function shuffledOptions(question: Question | undefined, random: Random): number[] {
  const places = question ? [...offered(question).keys()] : [];
  return question?.kind === "true-false" ? places : shuffle(places, random);
}
