import type { Block } from "../reply.ts";
import type { QuestionFields } from "./question-schema.ts";
import type {
  CareerFields,
  ComparisonFields,
  Facet,
  FaqFields,
  PathFields,
  Phrasings,
  Slang,
  TermFields,
  TipFields,
  Topic,
} from "./schema.ts";

export type Career = CareerFields & { id: string; sections: Record<Facet, Block[]> };
export type Faq = FaqFields & { id: string; body: Block[] };
export type Comparison = ComparisonFields & { id: string; body: Block[] };
export type Term = TermFields & { family: string };
export type Path = PathFields & { id: string };
/** Markdown read, for each kind of question. */
export type Question = QuestionFields extends infer Q
  ? Q extends QuestionFields
    ? Omit<Q, "prompt" | "explanation"> & { prompt: Block[]; explanation: Block[] }
    : never
  : never;
export type Quiz = { id: string; title: string; aliases: string[]; questions: Question[] };
export type Tip = Omit<TipFields, "text"> & { text: Block[] };

/** A whole, cross-checked base as plain data, which can be written down and read again. */
export type KnowledgeContent = {
  careers: Career[];
  faqs: Faq[];
  comparisons: Comparison[];
  terms: Term[];
  paths: Path[];
  quizzes: Quiz[];
  tips: Tip[];
  topics: Topic[];
  phrasings: Phrasings;
  slang: Slang;
  /** Messages that should get no answer. */
  elsewhere: string[];
};

/** The base as the bot asks it; nobody changes it, a reload makes a new one. Maps are by id, in file order. */
export type KnowledgeBase = {
  careers: ReadonlyMap<string, Career>;
  faqs: ReadonlyMap<string, Faq>;
  comparisons: ReadonlyMap<string, Comparison>;
  terms: ReadonlyMap<string, Term>;
  paths: ReadonlyMap<string, Path>;
  quizzes: ReadonlyMap<string, Quiz>;
  tips: readonly Tip[];
  topics: ReadonlyMap<string, Topic>;
  phrasings: Phrasings;
  slang: Slang;
  elsewhere: readonly string[];
};

export function toBase(content: KnowledgeContent): KnowledgeBase {
  const byId = <T extends { id: string }>(all: readonly T[]) => new Map(all.map((one) => [one.id, one]));
  return {
    careers: byId(content.careers),
    faqs: byId(content.faqs),
    comparisons: byId(content.comparisons),
    terms: byId(content.terms),
    paths: byId(content.paths),
    quizzes: byId(content.quizzes),
    tips: content.tips,
    topics: byId(content.topics),
    phrasings: content.phrasings,
    slang: content.slang,
    elsewhere: content.elsewhere,
  };
}

/** A role or a term: what can be compared, and what a follow-up question is about. */
export type Subject = { kind: "career"; career: Career } | { kind: "term"; term: Term };

export function findSubject(base: KnowledgeBase, id: string): Subject | undefined {
  const career = base.careers.get(id);
  if (career) return { kind: "career", career };
  const term = base.terms.get(id);
  return term && { kind: "term", term };
}

export const subjectId = (subject: Subject) => (subject.kind === "career" ? subject.career.id : subject.term.id);
export const subjectName = (subject: Subject) => (subject.kind === "career" ? subject.career.title : subject.term.name);

/** The hand-written page on two subjects, whichever is named first. */
export function findComparison(base: KnowledgeBase, one: string, other: string): Comparison | undefined {
  for (const comparison of base.comparisons.values()) {
    const pairs = [comparison.between, ...comparison.also];
    if (pairs.some((pair) => pair.includes(one) && pair.includes(other))) return comparison;
  }
  return undefined;
}
