import type { KnowledgeBase } from "../knowledge/base.ts";
import type { EntryId } from "../knowledge/entry.ts";
import { facets } from "../knowledge/schema.ts";
import { CandidateFinder, type Candidate as Scored } from "./candidates.ts";
import { confidencesOf } from "./confidence.ts";
import { Lexicon } from "./lexicon.ts";
import { findSpans } from "./spans.ts";
import { nameWords, type SubjectKind } from "./subjects.ts";
import { readClauses } from "./text.ts";
import { Vocabulary } from "./vocabulary.ts";

/** Above this confidence an answer is given. */
export const answerAt = 0.6;
/** Above this confidence an overheard question is answered: a wrong answer nobody asked for is worse than silence. */
export const overheardAt = 0.9;
/** Above this confidence an entry is worth suggesting. */
export const suggestAt = 0.15;
const mostCandidates = 8;

/** An entry that may answer; `confidence` is the calibrated probability that it does. */
export type Candidate = Scored & { confidence: number };

export type Finding =
  | { kind: "answered"; best: Candidate; candidates: Candidate[] }
  | { kind: "ambiguous"; candidates: Candidate[] }
  | { kind: "unknown"; candidates: Candidate[] }
  /** There was nothing to read: no letter or digit. */
  | { kind: "empty"; candidates: [] };

export type CarriedSubject = { id: string; kind: SubjectKind };
export type Question = {
  text: string;
  overheard: boolean;
  /** What the last answer in the thread was about. */
  carried: readonly CarriedSubject[];
  /** The facet of a role that it gave, by entry id: "what about frontend?" asks for the same of another role. */
  last?: EntryId | undefined;
};

/** Answers questions from one base; a reload makes a new one. */
export class Answerer {
  readonly #lexicon: Lexicon;
  readonly #finder: CandidateFinder;
  readonly #starters: ReadonlySet<string>;

  constructor(base: KnowledgeBase, common: ReadonlySet<string>) {
    this.#lexicon = new Lexicon(base.slang, new Vocabulary(countWords(base)), common);
    this.#finder = new CandidateFinder(base, this.#lexicon, common);
    this.#starters = new Set(base.slang.asks);
  }

  answer(question: Question): Finding {
    const clauses = readClauses(question.text);
    const spans = findSpans(clauses, this.#lexicon, this.#starters);
    if (spans.length === 0) return { kind: "empty", candidates: [] };
    const best = new Map<EntryId, Scored>();
    const messageScope = this.#finder.scopeOf(
      clauses.flatMap((clause) => this.#lexicon.read(clause.words)).slice(0, 200),
    );
    for (const span of spans) {
      for (const candidate of this.#finder.find(span, question.carried, messageScope)) {
        const known = best.get(candidate.entry);
        if (!known || candidate.score > known.score) best.set(candidate.entry, candidate);
      }
    }
    const scored = [...best.values()].sort((a, b) => b.score - a.score).slice(0, mostCandidates);
    const confidences = confidencesOf(scored.map(({ score }) => score));
    const candidates = scored.map((one, at) => ({ ...one, confidence: confidences[at] ?? 0 }));
    return decide(candidates, question.overheard && !spans.some((span) => span.asks), question.overheard);
  }
}

function decide(candidates: Candidate[], isStatement: boolean, overheard: boolean): Finding {
  const [first] = candidates;
  if (!first || isStatement) return { kind: "unknown", candidates };
  if (overheard) {
    return first.confidence >= overheardAt
      ? { kind: "answered", best: first, candidates }
      : { kind: "unknown", candidates };
  }
  if (first.confidence >= answerAt) return { kind: "answered", best: first, candidates };
  return { kind: first.confidence >= suggestAt ? "ambiguous" : "unknown", candidates };
}

/** How often each word occurs in the wordings of the base: what a misspelling may have meant. */
function countWords(base: KnowledgeBase): Map<string, number> {
  const counts = new Map<string, number>();
  const { careers, terms, paths, comparisons } = base.phrasings;
  const templates = [...facets.flatMap((facet) => careers[facet]), ...terms, ...paths, ...comparisons];
  const texts = [
    ...templates.map((template) => template.replaceAll(/\{\w+\}/g, " ")),
    ...base.slang.replace.map((rule) => rule.to),
    ...[...base.careers.values()].flatMap((career) => [career.title, ...career.aliases]),
    ...[...base.terms.values()].flatMap((term) => [term.name, ...term.aliases, ...term.questions]),
    ...[...base.faqs.values()].flatMap((faq) => faq.questions),
    ...[...base.comparisons.values()].flatMap((comparison) => comparison.questions),
    ...[...base.paths.values()].map((path) => path.title),
    ...[...base.topics.values()].flatMap((topic) => [topic.title, ...topic.aliases]),
  ];
  for (const text of texts) {
    for (const word of nameWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
