/** What the base holds already, as far as an import must know it. */
import type { KnowledgeContent } from "../../knowledge/base.ts";
import { type KnowledgeFile, readYaml } from "../../knowledge/document.ts";
import { loadKnowledge } from "../../knowledge/load.ts";
import type { QuestionFields } from "../../knowledge/question-schema.ts";
import { schemas } from "../../knowledge/schema.ts";
import type { Known } from "./complete.ts";

export type Base = Known & {
  /** Every topic there is; `undefined` when the base has faults, and so cannot be read. */
  topics: ReadonlySet<string> | undefined;
};

export function knownBase(files: readonly KnowledgeFile[]): Base {
  const questions = files.flatMap(questionsOf);
  const loaded = loadKnowledge(files);
  if (loaded.kind === "faulty") {
    return { questions, ids: new Set(questions.map((one) => one.id)), entries: undefined, topics: undefined };
  }
  const entries = entryIds(loaded.content);
  const tips = loaded.content.tips.map((tip) => tip.id);
  return {
    questions,
    ids: new Set([...questions.map((one) => one.id), ...entries, ...tips]),
    entries: new Set(entries),
    topics: new Set(loaded.content.topics.map((topic) => topic.id)),
  };
}

function questionsOf(file: KnowledgeFile): QuestionFields[] {
  if (!/^quizzes\/[^/]+\.yaml$/.test(file.path)) return [];
  const read = readYaml(file.path, file.text.replace(/^\uFEFF/, ""), schemas.quizzes);
  return read.kind === "read" ? read.document.value.questions : [];
}

function entryIds({ careers, faqs, comparisons, terms, paths }: KnowledgeContent): string[] {
  return [...careers, ...faqs, ...comparisons, ...terms, ...paths].map((entry) => entry.id);
}
