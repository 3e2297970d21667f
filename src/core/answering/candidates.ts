import type { KnowledgeBase } from "../knowledge/base.ts";
import type { EntryId } from "../knowledge/entry.ts";
import { type Evidence, scoreOf } from "./confidence.ts";
import { Features, type Vector } from "./features.ts";
import type { Token } from "./lexicon.ts";
import { LinearClassifier } from "./linear-classifier.ts";
import type { Model } from "./model.ts";
import { type Match, PhrasingIndex } from "./phrasing-index.ts";
import { type Reading, Readings, type SubjectRef } from "./readings.ts";
import { Scope } from "./scope.ts";
import type { Span } from "./spans.ts";
import type { Mention } from "./subjects.ts";
import { Texts } from "./texts.ts";
import { elsewhereEntry, pairTemplate, subjectMark, toUnits, type UnitReader, withoutSubjects } from "./units.ts";

/** An entry that may answer, with what speaks for it. */
export type Candidate = { entry: EntryId; score: number; evidence: Evidence };

const candidatesPerReading = 6;
/** Similarity from which on a question is the wording itself. */
const exactSimilarity = 0.95;

/** Finds and weighs the entries that may answer a span. */
export class CandidateFinder {
  readonly #reader: UnitReader;
  readonly #readings: Readings;
  readonly #features: Features;
  readonly #index: PhrasingIndex;
  readonly #classifier: LinearClassifier;
  readonly #scope: Scope;
  readonly #entries: readonly string[];
  readonly #texts: Texts;

  constructor(base: KnowledgeBase, model: Model, reader: UnitReader) {
    this.#reader = reader;
    this.#readings = new Readings(base, reader.lexicon);
    this.#features = new Features(model.features);
    this.#index = new PhrasingIndex(model.index);
    this.#classifier = new LinearClassifier(model.classifier);
    this.#scope = new Scope(model.scope);
    this.#texts = new Texts(model.texts);
    this.#entries = model.features.entries;
  }

  /** Whether tokens read like a question for us, -1..1. */
  scopeOf(tokens: readonly Token[]): number {
    const units = toUnits(tokens, this.#reader.subjects.find(tokens), ({ id }) => subjectMark(id));
    return this.#scope.of(withoutSubjects(units));
  }

  weightOf(unit: string): number {
    return this.#features.weightOf(unit);
  }

  /**
   * @param carried roles or terms that an earlier message or clause was about, for spans that name none
   * @param messageScope what `scopeOf` says of the whole message
   * @returns candidates of every reading, unsorted; an entry may occur more than once
   */
  find(span: Span, carried: readonly SubjectRef[], messageScope: number): Candidate[] {
    const mentions = this.#reader.subjects.find(span.tokens);
    const compares = this.#reader.subjects.compares(span.tokens);
    const searched = this.#readings.of(span.tokens, mentions, compares, carried).map((reading): Searched => {
      const vector = this.#features.vector(reading.units);
      return { reading, vector, matches: this.#index.search(vector) };
    });
    const literal = searched[0]?.matches ?? [];
    const evidence: Shared["evidence"] = {
      elsewhere: literal.find(({ entry }) => this.#entries[entry] === elsewhereEntry)?.best ?? 0,
      scope: this.scopeOf(span.tokens),
      messageScope,
      asks: span.asks ? 1 : 0,
      length: Math.min(span.tokens.length / 10, 3),
    };
    return searched.flatMap((one) => this.#weigh(one, mentions, { evidence, compares }));
  }

  #weigh({ reading, vector, matches }: Searched, mentions: readonly Mention[], shared: Shared): Candidate[] {
    const posteriors = this.#classifier.classify(vector);
    const found = matches.flatMap((match) =>
      reading.resolve(this.#entries[match.entry] ?? "").map((entry) => ({ match, entry })),
    );
    return found.slice(0, candidatesPerReading).map(({ match, entry }, at) => {
      const evidence: Evidence = {
        best: match.best,
        exact: match.best >= exactSimilarity ? 1 : 0,
        three: match.three,
        linear: likelihood(posteriors[match.entry] ?? 0),
        lead: match.best - rivalOf(found, at),
        ...this.#coverage(reading.units, match.entry, entry),
        foreign: this.#foreign(mentions, match.entry, entry),
        generic: reading.isGeneric ? 1 : 0,
        ...this.#pairing(match, shared.compares),
        named: mentions.length > 0 && reading.subject === "named" ? 1 : 0,
        carried: reading.subject === "carried" ? 1 : 0,
        assumed: reading.subject === "assumed" ? 1 : 0,
        ...shared.evidence,
      };
      return { entry, evidence, score: scoreOf(evidence) };
    });
  }

  #pairing(match: Match, compares: boolean): Pick<Evidence, "pair" | "loosePair"> {
    const isPair = this.#entries[match.entry] === pairTemplate;
    return { pair: isPair && compares ? 1 : 0, loosePair: isPair && !compares ? 1 : 0 };
  }

  /** Share of the mentioned subjects that an entry has nothing to do with. */
  #foreign(mentions: readonly Mention[], indexEntry: number, entry: EntryId): number {
    const name = this.#entries[indexEntry];
    const isOurs = ({ id }: Mention) =>
      entry === id || entry.startsWith(`${id}#`) || name === pairTemplate || this.#holds(subjectMark(id), indexEntry);
    return mentions.length === 0 ? 0 : mentions.filter((one) => !isOurs(one)).length / mentions.length;
  }

  #coverage(units: readonly string[], indexEntry: number, entry: EntryId): Pick<Evidence, "covered" | "mentioned"> {
    let all = 0;
    let covered = 0;
    let mentioned = 0;
    for (const unit of new Set(units)) {
      const weight = this.#features.weightOf(unit);
      const isCovered = this.#holds(unit, indexEntry);
      all += weight;
      if (isCovered) covered += weight;
      if (isCovered || this.#texts.holds(entry, unit)) mentioned += weight;
    }
    return all === 0 ? { covered: 0, mentioned: 0 } : { covered: covered / all, mentioned: mentioned / all };
  }

  #holds(unit: string, indexEntry: number): boolean {
    const feature = this.#features.idOf(unit);
    return feature !== undefined && this.#classifier.holds(feature, indexEntry);
  }
}

/** A reading with what the index found for it. */
type Searched = { reading: Reading; vector: Vector; matches: Match[] };

/** What all candidates of a span share. */
type Shared = {
  evidence: Pick<Evidence, "elsewhere" | "scope" | "messageScope" | "asks" | "length">;
  compares: boolean;
};

/** Best similarity of any other entry of the index. */
function rivalOf(found: readonly { match: Match }[], at: number): number {
  const [first] = found;
  if (!first || found[at]?.match !== first.match) return first?.match.best ?? 0;
  return found.find(({ match }) => match !== first.match)?.match.best ?? 0;
}

/** A posterior on a log scale, where one in a thousand is nothing. */
const likelihood = (posterior: number) => Math.max(0, 1 + Math.log10(Math.max(posterior, 1e-9)) / 3);
