import type { Facet } from "../knowledge/schema.ts";
import { classMarkPrefix, strangeMark } from "./features.ts";
import type { Lexicon, Token } from "./lexicon.ts";
import type { Mention, SubjectKind, Subjects } from "./subjects.ts";
import { readClauses } from "./text.ts";

/** A subject by its id. No stem starts with this sign. */
export const subjectMark = (id: string) => `§${id}`;
/** Any subject of a class, as in the templates of `phrasings.yaml`. */
export const classMark: Readonly<Record<SubjectKind, string>> = {
  career: `${classMarkPrefix}career`,
  term: `${classMarkPrefix}term`,
  path: `${classMarkPrefix}path`,
};
/** Either side of a comparison: the same mark for both, so that their order cannot matter. */
export const sideMark = `${classMarkPrefix}side`;

/** Entries of the index that stand for many: which one depends on the subject of the question. */
export const facetTemplate = (facet: Facet) => `§career#${facet}`;
export const termTemplate = "§term";
export const pathTemplate = "§path";
export const pairTemplate = "§pair";
/** What is none of our business; never an answer. */
export const elsewhereEntry = "§elsewhere";
export const isTemplate = (indexEntry: string) => indexEntry.startsWith("§");

/** Reads texts as units: stems, with a mark in the place of every subject. */
export class UnitReader {
  readonly lexicon: Lexicon;
  readonly subjects: Subjects;

  constructor(lexicon: Lexicon, subjects: Subjects) {
    this.lexicon = lexicon;
    this.subjects = subjects;
  }

  /** A text with its subjects by id, clause borders ignored. */
  read(text: string): string[] {
    const tokens = this.lexicon.read(readClauses(text).flatMap((clause) => clause.words));
    return toUnits(tokens, this.subjects.find(tokens), ({ id }) => subjectMark(id));
  }

  /** A template with a mark in its slots. */
  readTemplate(template: string, mark: string): string[] {
    return template.split(/\{\w+\}/).flatMap((part, at) => (at === 0 ? this.read(part) : [mark, ...this.read(part)]));
  }
}

export function toUnits(
  tokens: readonly Token[],
  mentions: readonly Mention[],
  mark: (mention: Mention) => string,
): string[] {
  const units: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    const mention = mentions.find((one) => one.from === at);
    units.push(mention ? mark(mention) : unitOf(tokens[at]));
    at = mention ? mention.to : at + 1;
  }
  return units;
}

/** A word's stem; one that nobody knows is marked, because it says more than a common word without an entry. */
export function unitOf(token: Token | undefined): string {
  return token === undefined ? "" : token.known ? token.stem : `${strangeMark}${token.stem}`;
}

/** Units in which every subject is the same, which is all that the scope may look at. */
export function withoutSubjects(units: readonly string[]): string[] {
  return units.map((unit) => (unit.startsWith("§") ? "§" : unit));
}
