import type { KnowledgeBase } from "../knowledge/base.ts";
import { comparisonId, type EntryId, facetId } from "../knowledge/entry.ts";
import { facets } from "../knowledge/schema.ts";
import type { Lexicon, Token } from "./lexicon.ts";
import type { Mention, SubjectKind } from "./subjects.ts";
import {
  classMark,
  facetTemplate,
  isTemplate,
  pairTemplate,
  pathTemplate,
  sideMark,
  subjectMark,
  termTemplate,
  toUnits,
  unitOf,
} from "./units.ts";

/** A role, term or path that a question is about. */
export type SubjectRef = { id: string; kind: SubjectKind };

/** One way to read a span: its units, and the entries that an entry of the index then stands for. */
export type Reading = {
  units: string[];
  /** Where the subject is from. */
  subject: "named" | "carried" | "assumed";
  /** A named role was read as any developer. */
  isGeneric: boolean;
  resolve(indexEntry: string): EntryId[];
};

/** Every way to read a span; the first is as it stands. */
export class Readings {
  readonly #base: KnowledgeBase;
  readonly #pronouns: ReadonlySet<string>;
  readonly #developer: string;

  constructor(base: KnowledgeBase, lexicon: Lexicon) {
    this.#base = base;
    this.#pronouns = new Set(base.slang.pronouns);
    this.#developer = lexicon.stem("developer");
  }

  /**
   * @param compares whether the span has a word that compares
   * @param carried what an earlier clause or message was about, for spans that name nothing
   */
  of(
    tokens: readonly Token[],
    mentions: readonly Mention[],
    compares: boolean,
    carried: readonly SubjectRef[],
  ): [Reading, ...Reading[]] {
    const ownEntry = (entry: string) => (isTemplate(entry) ? [] : [entry]);
    const asItStands: Reading = {
      units: toUnits(tokens, mentions, ({ id }) => subjectMark(id)),
      subject: "named",
      isGeneric: false,
      resolve: ownEntry,
    };
    const others: Reading[] = [];
    if (mentions.some(({ kind }) => kind === "career")) {
      const mark = ({ id, kind }: Mention) => (kind === "career" ? this.#developer : subjectMark(id));
      others.push({ units: toUnits(tokens, mentions, mark), subject: "named", isGeneric: true, resolve: ownEntry });
    }
    const distinct = mentions.filter((one, at) => mentions.findIndex((other) => other.id === one.id) === at);
    // Who compares two technologies asks about neither alone, whichever comes first.
    const comparesTerms = compares && distinct.length === 2 && distinct.every(({ kind }) => kind === "term");
    if (!comparesTerms) others.push(...distinct.map((subject) => this.#about(subject, tokens, mentions)));
    others.push(...this.#comparisons(distinct, tokens, mentions));
    if (mentions.length === 0) others.push(...this.#assume(tokens, carried));
    return [asItStands, ...others];
  }

  #about(subject: SubjectRef, tokens: readonly Token[], mentions: readonly Mention[]): Reading {
    const mark = ({ id }: Mention) => (id === subject.id ? classMark[subject.kind] : subjectMark(id));
    return {
      units: toUnits(tokens, mentions, mark),
      subject: "named",
      isGeneric: false,
      resolve: (entry) => instantiate(entry, subject),
    };
  }

  /** Neighbouring subjects of one kind, compared. */
  #comparisons(distinct: readonly Mention[], tokens: readonly Token[], mentions: readonly Mention[]): Reading[] {
    return distinct.flatMap((one, at) => {
      const other = distinct[at + 1];
      if (!other || one.kind === "path" || one.kind !== other.kind) return [];
      const mark = ({ id }: Mention) => (id === one.id || id === other.id ? sideMark : subjectMark(id));
      const id = comparisonId(this.#base, one.id, other.id);
      const resolve = (entry: string) => (entry === pairTemplate ? [id] : []);
      return [{ units: toUnits(tokens, mentions, mark), subject: "named", isGeneric: false, resolve }];
    });
  }

  /** A question that names no subject: "how much do they earn", "and the salary". */
  #assume(tokens: readonly Token[], carried: readonly SubjectRef[]): Reading[] {
    const everyRole = [...this.#base.careers.keys()].map((id): SubjectRef => ({ id, kind: "career" }));
    const subjects = carried.length > 0 ? carried : everyRole;
    return (["career", "term"] as const).flatMap((kind) => {
      const meant = subjects.filter((subject) => subject.kind === kind);
      if (meant.length === 0) return [];
      const units = tokens.map((token) => (this.#pronouns.has(token.text) ? classMark[kind] : unitOf(token)));
      if (!units.includes(classMark[kind])) units.push(classMark[kind]);
      const resolve = (entry: string) => meant.flatMap((one) => instantiate(entry, one));
      const subject = carried.length > 0 ? "carried" : "assumed";
      return [{ units, subject, isGeneric: false, resolve }];
    });
  }
}

/** The entry that a template of the index stands for when a question is about a subject. */
function instantiate(indexEntry: string, { id, kind }: SubjectRef): EntryId[] {
  if (kind === "career") {
    const facet = facets.find((one) => facetTemplate(one) === indexEntry);
    return facet ? [facetId(id, facet)] : [];
  }
  return indexEntry === (kind === "term" ? termTemplate : pathTemplate) ? [id] : [];
}
