import type { KnowledgeBase } from "../knowledge/base.ts";
import type { EntryId } from "../knowledge/entry.ts";
import { CandidateFinder, type Candidate as Scored } from "./candidates.ts";
import { confidencesOf, noEvidence } from "./confidence.ts";
import { type Model, openReader, trainModel } from "./model.ts";
import type { SubjectRef } from "./readings.ts";
import { findSpans, type Span } from "./spans.ts";
import { readClauses } from "./text.ts";
import type { UnitReader } from "./units.ts";

/** Above this confidence an answer is given: below it, wrong answers grow as fast as right ones. */
const answerAt = 0.53;
/** Above this confidence an overheard question is answered: a wrong answer nobody asked for is worse than silence. */
const overheardAt = 0.9;
/** Above this confidence an entry is worth suggesting. */
const suggestAt = 0.15;
const mostCandidates = 8;
/** How much of a follow-up the wordings must hold, and how far the classifier must be with them. */
const followUpCovered = 0.8;
const followUpLinear = 0.7;
/** Score of an answer that follows from the conversation. */
const certain = 10;
/** Of a very long message the beginning tells well enough what it is about. */
const mostScopeTokens = 200;

/** An entry that may answer; `confidence` is the calibrated probability that it does. */
export type Candidate = Scored & { confidence: number };

export type Finding =
  | { kind: "answered"; best: Candidate; candidates: Candidate[] }
  | { kind: "ambiguous"; candidates: Candidate[] }
  | { kind: "unknown"; candidates: Candidate[] }
  /** There was nothing to read: no letter. */
  | { kind: "empty"; candidates: [] };

export type Question = {
  text: string;
  overheard: boolean;
  /** What the last answer in the thread was about. */
  carried: readonly SubjectRef[];
  /** The facet of a role that it gave, by entry id: "what about frontend?" asks for the same of another role. */
  last?: EntryId | undefined;
};

/** Answers questions from one base; a reload makes a new one. */
export class Answerer {
  readonly #reader: UnitReader;
  readonly #finder: CandidateFinder;
  readonly #starters: ReadonlySet<string>;
  readonly #followUps: ReadonlySet<string>;

  /**
   * @param common common English words, lower case: never taken for misspellings
   * @param model what was learnt from the same base, where that is kept
   */
  constructor(base: KnowledgeBase, common: ReadonlySet<string>, model: Model = trainModel(base, common)) {
    this.#reader = openReader(base, new Map(model.words), common);
    this.#finder = new CandidateFinder(base, model, this.#reader);
    this.#starters = new Set(base.slang.asks);
    this.#followUps = new Set(base.slang.followUps);
  }

  /** What a text says, as the search sees it: stems and subjects, each with how much it tells in nats. */
  weights(text: string): Map<string, number> {
    return new Map(this.#reader.read(text).map((unit) => [unit, this.#finder.weightOf(unit)]));
  }

  answer(question: Question): Finding {
    const clauses = readClauses(question.text).map(({ words, asks }) => ({
      tokens: this.#reader.lexicon.read(words),
      asks,
    }));
    const spans = findSpans(clauses, this.#starters);
    if (spans.length === 0) return { kind: "empty", candidates: [] };
    const again = question.overheard ? undefined : this.#sameOfAnother(spans, question.last);
    if (again) return { kind: "answered", best: again, candidates: [again] };
    const messageScope = this.#finder.scopeOf(clauses.flatMap(({ tokens }) => tokens).slice(0, mostScopeTokens));
    const named = this.#named(spans);
    const carried = named.length > 0 ? named : question.carried;
    const best = new Map<EntryId, Scored>();
    for (const span of spans) {
      for (const candidate of this.#finder.find(span, carried, messageScope)) {
        const known = best.get(candidate.entry);
        if (!known || candidate.score > known.score) best.set(candidate.entry, candidate);
      }
    }
    const scored = [...best.values()].sort((a, b) => b.score - a.score).slice(0, mostCandidates);
    const confidences = confidencesOf(scored.map(({ score }) => score));
    const candidates = scored.map((one, at) => ({ ...one, confidence: confidences[at] ?? 0 }));
    const finding = decide(candidates, question.overheard && !spans.some((span) => span.asks), question.overheard);
    const isFollowUp = finding.kind !== "answered" && !question.overheard && named.length === 0;
    return (isFollowUp && question.carried.length > 0 && followUp(candidates)) || finding;
  }

  /** "What about frontend?" after an answer on backend pay: the same facet of the other role. */
  #sameOfAnother(spans: readonly Span[], last: EntryId | undefined): Candidate | undefined {
    const [lastRole, facet] = last?.split("#") ?? [];
    const whole = spans.find(({ share }) => share === 1);
    const [mention, ...others] = whole ? this.#reader.subjects.find(whole.tokens) : [];
    if (!whole || mention?.kind !== "career" || others.length > 0 || mention.id === lastRole) return undefined;
    const rest = whole.tokens.filter((_, at) => at < mention.from || at >= mention.to);
    if (facet === undefined || !rest.every((token) => this.#followUps.has(token.text))) return undefined;
    return { entry: `${mention.id}#${facet}`, score: certain, confidence: 1, evidence: noEvidence };
  }

  /** What a message names anywhere: "jwt, what does it do" asks about JWT in its second clause. */
  #named(spans: readonly Span[]): SubjectRef[] {
    const named = new Map<string, SubjectRef>();
    for (const { tokens } of spans) {
      for (const { id, kind } of this.#reader.subjects.find(tokens)) if (kind !== "path") named.set(id, { id, kind });
    }
    return [...named.values()];
  }
}

/**
 * "And the salary?" is too little to be sure of on its own, but after an answer on a role it is clear. After one on two
 * roles it asks for one of them.
 */
function followUp(candidates: Candidate[]): Finding | undefined {
  const carried = candidates.filter(({ evidence }) => evidence.carried === 1);
  const [first] = carried;
  if (!first || first.evidence.covered < followUpCovered || first.evidence.linear < followUpLinear) return undefined;
  const [, facet] = first.entry.split("#");
  const same = carried.filter(({ entry }) => facet !== undefined && entry.endsWith(`#${facet}`));
  if (same.length > 1) return { kind: "ambiguous", candidates: same };
  return { kind: "answered", best: first, candidates };
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
