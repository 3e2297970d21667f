import type { KnowledgeBase } from "../knowledge/base.ts";
import { comparisonId, type EntryId, facetId, findEntry } from "../knowledge/entry.ts";
import { type Facet, facets } from "../knowledge/schema.ts";
import { type Evidence, scoreOf } from "./confidence.ts";
import { entryWords } from "./entry-words.ts";
import type { Lexicon, Token } from "./lexicon.ts";
import { LinearClassifier } from "./linear-classifier.ts";
import { PhrasingIndex, strangeMark } from "./phrasing-index.ts";
import { Scope } from "./scope.ts";
import type { Span } from "./spans.ts";
import { type Mention, type SubjectKind, Subjects } from "./subjects.ts";
import { readClauses } from "./text.ts";

/** An entry that may answer, with what speaks for it. */
export type Candidate = { entry: EntryId; score: number; evidence: Evidence };

/** Marks in phrasings: a subject by its id, or by its class in a template. A stem never starts with this sign. */
const subjectMark = (id: string) => `§${id}`;
const classMark: Record<SubjectKind, string> = { career: "§§career", term: "§§term", path: "§§path" };
const sideMark = "§§side";

/** Template entries of the index: what they stand for depends on the subject of the question. */
const termTemplate = "§term";
const pathTemplate = "§path";
const pairTemplate = "§pair";
/** What is none of our business; never an answer. */
const elsewhereEntry = "§elsewhere";
const facetTemplate = (facet: Facet) => `§career#${facet}`;

/** One reading of a span: its units, and what an index entry found with them stands for. */
type Reading = { units: string[]; assumed: boolean; generic?: boolean; resolve(indexEntry: string): EntryId[] };

const candidatesPerReading = 6;

/** Finds and weighs the entries that may answer a span. */
export class CandidateFinder {
  readonly #base: KnowledgeBase;
  readonly #lexicon: Lexicon;
  readonly #subjects: Subjects;
  readonly #index: PhrasingIndex;
  readonly #wordings = new Map<string, Set<string>>();
  readonly #texts = new Map<EntryId, ReadonlySet<string>>();
  readonly #pronouns: ReadonlySet<string>;
  readonly #classifier: LinearClassifier;
  readonly #scope: Scope;
  /** What a role is when any would do. */
  readonly #developer: string;

  constructor(base: KnowledgeBase, lexicon: Lexicon, common: ReadonlySet<string>) {
    this.#base = base;
    this.#lexicon = lexicon;
    this.#subjects = new Subjects(base, lexicon, common);
    this.#pronouns = new Set(base.slang.pronouns);
    this.#developer = lexicon.stem("developer");
    const ours = [...this.#ownPhrasings(), ...this.#templates()];
    const others = base.elsewhere.map((message) => ({
      entry: elsewhereEntry,
      units: this.#read(message, subjectMark),
    }));
    const phrasings = [...ours, ...others];
    const light = new Set(base.slang.light.map((word) => lexicon.stem(word)));
    this.#index = new PhrasingIndex(phrasings, light);
    this.#classifier = new LinearClassifier(phrasings, (units) => this.#index.features(units));
    this.#scope = new Scope(
      ours.map(({ units }) => units.map(classOf)),
      others.map(({ units }) => units.map(classOf)),
    );
    for (const { entry, units } of phrasings) {
      const words = this.#wordings.get(entry) ?? new Set();
      for (const unit of units) words.add(unit);
      this.#wordings.set(entry, words);
    }
  }

  /** Whether a whole message reads like a question for us, -1..1. */
  scopeOf(tokens: readonly Token[]): number {
    return this.#scope.of(
      this.#units(tokens, this.#subjects.find(tokens), (mention) => subjectMark(mention.id)).map(classOf),
    );
  }

  /** The roles, terms and paths that a span names. */
  mentions(span: Span): Mention[] {
    return this.#subjects.find(span.tokens);
  }

  /**
   * @param carried roles or terms that an earlier message or clause was about, for spans that name none
   * @returns candidates of every reading, unsorted; an entry may occur more than once
   */
  find(span: Span, carried: readonly { id: string; kind: SubjectKind }[], messageScope: number): Candidate[] {
    const mentions = this.mentions(span);
    const readings = this.#readings(span.tokens, mentions, carried);
    const literal = this.#index.search(readings[0]?.units ?? [], Number.POSITIVE_INFINITY);
    const known = span.tokens.filter((token) => token.known).length / span.tokens.length;
    const shared = {
      elsewhere: literal.find((match) => match.entry === elsewhereEntry)?.best ?? 0,
      scope: this.scopeOf(span.tokens),
      messageScope,
      unknown: 1 - known,
      asks: span.asks ? 1 : 0,
      share: span.share,
      length: Math.min(span.tokens.length / 10, 3),
    };
    return readings.flatMap((reading) => this.#weigh(reading, mentions, shared));
  }

  #readings(
    tokens: readonly Token[],
    mentions: readonly Mention[],
    carried: readonly { id: string; kind: SubjectKind }[],
  ): Reading[] {
    const readings: Reading[] = [
      {
        units: this.#units(tokens, mentions, (mention) => subjectMark(mention.id)),
        assumed: false,
        resolve: (entry) => (entry.startsWith("§") ? [] : [entry]),
      },
    ];
    if (mentions.some((mention) => mention.kind === "career")) {
      const mark = (mention: Mention) => (mention.kind === "career" ? this.#developer : subjectMark(mention.id));
      readings.push({
        units: this.#units(tokens, mentions, mark),
        assumed: false,
        generic: true,
        resolve: (entry) => (entry.startsWith("§") ? [] : [entry]),
      });
    }
    const distinct = mentions.filter((one, at) => mentions.findIndex((other) => other.id === one.id) === at);
    for (const subject of distinct) {
      const mark = (mention: Mention) =>
        mention.id === subject.id ? classMark[subject.kind] : subjectMark(mention.id);
      readings.push({
        units: this.#units(tokens, mentions, mark),
        assumed: false,
        resolve: (entry) => this.#instantiate(entry, subject),
      });
    }
    for (const [at, one] of distinct.entries()) {
      const other = distinct[at + 1];
      if (!other || one.kind === "path" || one.kind !== other.kind) continue;
      const mark = (mention: Mention) => ([one.id, other.id].includes(mention.id) ? sideMark : subjectMark(mention.id));
      const id = comparisonId(this.#base, one.id, other.id);
      readings.push({
        units: this.#units(tokens, mentions, mark),
        assumed: false,
        resolve: (entry) => (entry === pairTemplate ? [id] : []),
      });
    }
    if (!mentions.some((mention) => mention.kind === "career")) {
      const assumed = carried.length > 0 ? carried : [...this.#base.careers.keys()].map(asCareer);
      if (mentions.length === 0) readings.push(...this.#assume(tokens, assumed));
    }
    return readings;
  }

  /** Readings of a question that names no subject: "how much do they earn", "and the salary". */
  #assume(tokens: readonly Token[], subjects: readonly { id: string; kind: SubjectKind }[]): Reading[] {
    return (["career", "term"] as const).flatMap((kind) => {
      const meant = subjects.filter((subject) => subject.kind === kind);
      if (meant.length === 0) return [];
      const units = tokens.map((token) => (this.#pronouns.has(token.text) ? classMark[kind] : unitOf(token)));
      if (!units.includes(classMark[kind])) units.push(classMark[kind]);
      return [{ units, assumed: true, resolve: (entry) => meant.flatMap((one) => this.#instantiate(entry, one)) }];
    });
  }

  #instantiate(indexEntry: string, subject: { id: string; kind: SubjectKind }): EntryId[] {
    if (subject.kind === "career") {
      const facet = facets.find((one) => facetTemplate(one) === indexEntry);
      return facet ? [facetId(subject.id, facet)] : [];
    }
    return indexEntry === (subject.kind === "term" ? termTemplate : pathTemplate) ? [subject.id] : [];
  }

  #weigh(reading: Reading, mentions: readonly Mention[], shared: Shared): Candidate[] {
    const matches = this.#index.search(reading.units, candidatesPerReading * 3);
    const posteriors = this.#classifier.classify(reading.units);
    const resolved = matches.flatMap((match) => reading.resolve(match.entry).map((entry) => ({ match, entry })));
    return resolved.slice(0, candidatesPerReading).map(({ match, entry }, at) => {
      const next = resolved.slice(at + 1).find((other) => other.match !== match);
      const rival = at === 0 ? (next?.match.best ?? 0) : (resolved[0]?.match.best ?? 0);
      const evidence: Evidence = {
        best: match.best,
        three: match.three,
        linear: likelihood(posteriors.get(match.entry) ?? 0),
        lead: match.best - rival,
        ...this.#coverage(reading.units, match.entry, entry),
        ...this.#strangers(mentions, match.entry, entry),
        generic: reading.generic ? 1 : 0,
        pair: match.entry === pairTemplate ? 1 : 0,
        named: mentions.length > 0 && !reading.assumed ? 1 : 0,
        assumed: reading.assumed ? 1 : 0,
        ...shared,
      };
      return { entry, evidence, score: scoreOf(evidence) };
    });
  }

  #strangers(mentions: readonly Mention[], indexEntry: string, entry: EntryId): Pick<Evidence, "foreign" | "single"> {
    const wordings = this.#wordings.get(indexEntry);
    const isOurs = ({ id }: Mention) =>
      entry === id || entry.startsWith(`${id}#`) || indexEntry === pairTemplate || wordings?.has(subjectMark(id));
    const foreign = mentions.length === 0 ? 0 : mentions.filter((one) => !isOurs(one)).length / mentions.length;
    return { foreign, single: indexEntry === termTemplate && foreign > 0 ? 1 : 0 };
  }

  #coverage(units: readonly string[], indexEntry: string, entry: EntryId): Pick<Evidence, "covered" | "mentioned"> {
    const wordings = this.#wordings.get(indexEntry);
    const text = this.#text(entry);
    let all = 0;
    let covered = 0;
    let mentioned = 0;
    for (const unit of new Set(units)) {
      const weight = this.#index.weight(unit);
      all += weight;
      if (wordings?.has(unit)) covered += weight;
      if (wordings?.has(unit) || text.has(unit)) mentioned += weight;
    }
    return all === 0 ? { covered: 0, mentioned: 0 } : { covered: covered / all, mentioned: mentioned / all };
  }

  /** Stems and subject marks of an entry's text, read when it first becomes a candidate. */
  #text(id: EntryId): ReadonlySet<string> {
    const known = this.#texts.get(id);
    if (known) return known;
    const entry = findEntry(this.#base, id);
    const units = new Set(entry ? entryWords(entry).flatMap((text) => this.#read(text, subjectMark)) : []);
    this.#texts.set(id, units);
    return units;
  }

  #ownPhrasings() {
    const of = (entry: EntryId, questions: readonly string[]) =>
      questions.map((question) => ({ entry, units: this.#read(question, subjectMark) }));
    return [
      ...[...this.#base.faqs.values()].flatMap((faq) => of(faq.id, faq.questions)),
      ...[...this.#base.terms.values()].flatMap((term) => of(term.id, term.questions)),
      ...[...this.#base.comparisons.values()].flatMap((comparison) => of(comparison.id, comparison.questions)),
    ];
  }

  #templates() {
    const { careers, terms, paths, comparisons } = this.#base.phrasings;
    const of = (entry: string, templates: readonly string[], mark: string) =>
      templates.map((template) => ({ entry, units: this.#readTemplate(template, mark) }));
    return [
      ...facets.flatMap((facet) => of(facetTemplate(facet), careers[facet], classMark.career)),
      ...of(termTemplate, terms, classMark.term),
      ...of(pathTemplate, paths, classMark.path),
      ...of(pairTemplate, comparisons, sideMark),
    ];
  }

  /** A text as units, clause borders ignored. */
  #read(text: string, mark: (id: string) => string): string[] {
    const tokens = this.#lexicon.read(readClauses(text).flatMap((clause) => clause.words));
    return this.#units(tokens, this.#subjects.find(tokens), (mention) => mark(mention.id));
  }

  #readTemplate(template: string, mark: string): string[] {
    const parts = template.split(/\{\w+\}/);
    return parts.flatMap((part, at) => {
      const words = this.#read(part, subjectMark);
      return at === 0 ? words : [mark, ...words];
    });
  }

  #units(tokens: readonly Token[], mentions: readonly Mention[], mark: (mention: Mention) => string): string[] {
    const units: string[] = [];
    for (let at = 0; at < tokens.length; ) {
      const mention = mentions.find((one) => one.from === at);
      units.push(mention ? mark(mention) : unitOf(tokens[at]));
      at = mention ? mention.to : at + 1;
    }
    return units;
  }
}

/** A posterior on a log scale, where one in a thousand is nothing. */
const likelihood = (posterior: number) => Math.max(0, 1 + Math.log10(Math.max(posterior, 1e-9)) / 3);

/** Evidence that all candidates of a span share. */
type Shared = Pick<Evidence, "elsewhere" | "scope" | "messageScope" | "unknown" | "asks" | "share" | "length">;

/** A word's stem; one that nobody knows is marked, because it says more than a common word without an entry. */
function unitOf(token: Token | undefined): string {
  return token === undefined ? "" : token.known ? token.stem : `${strangeMark}${token.stem}`;
}

/** A unit with the subject's class instead of its id, which is all that the scope may look at. */
function classOf(unit: string): string {
  return unit.startsWith("§") ? "§" : unit;
}

const asCareer = (id: string) => ({ id, kind: "career" as const });
