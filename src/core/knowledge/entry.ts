import type { Block } from "../reply.ts";
import {
  type Career,
  type Comparison,
  type Faq,
  findComparison,
  findSubject,
  type KnowledgeBase,
  type Path,
  type Subject,
  subjectName,
  type Term,
} from "./base.ts";
import { type Facet, facets, facetTitles } from "./schema.ts";

/**
 * What can be an answer. Its id is the file's; of a facet `role#facet`; of two subjects without a page `one-vs-other`.
 */
export type Entry =
  | { kind: "faq"; faq: Faq }
  | { kind: "facet"; career: Career; facet: Facet }
  | { kind: "term"; term: Term }
  | { kind: "comparison"; comparison: Comparison; sides: [Subject, Subject] }
  | { kind: "pair"; sides: [Subject, Subject] }
  | { kind: "path"; path: Path };
export type EntryId = string;

export const facetId = (career: string, facet: Facet): EntryId => `${career}#${facet}`;

/** The comparison of two subjects, in either order: the hand-written page's id, or one made of both. */
export function comparisonId(base: KnowledgeBase, one: string, other: string): EntryId {
  return findComparison(base, one, other)?.id ?? [one, other].toSorted().join("-vs-");
}

/** A role's id alone stands for what they do. */
export function findEntry(base: KnowledgeBase, id: EntryId): Entry | undefined {
  const faq = base.faqs.get(id);
  if (faq) return { kind: "faq", faq };
  const [role = "", facetName = "what"] = id.split("#");
  const career = base.careers.get(role);
  const facet = facets.find((one) => one === facetName);
  if (career && facet) return { kind: "facet", career, facet };
  const term = base.terms.get(id);
  if (term) return { kind: "term", term };
  const path = base.paths.get(id);
  if (path) return { kind: "path", path };
  const comparison = base.comparisons.get(id);
  const pair = comparison ? comparison.between : pairOf(base, id);
  const sides = pair.map((side) => findSubject(base, side));
  const [one, other] = sides;
  if (!one || !other || one.kind !== other.kind) return undefined;
  return comparison ? { kind: "comparison", comparison, sides: [one, other] } : { kind: "pair", sides: [one, other] };
}

function pairOf(base: KnowledgeBase, id: EntryId): string[] {
  // An id may itself hold "-vs-", so every cut is tried.
  for (const { index } of id.matchAll(/-vs-/g)) {
    const pair = [id.slice(0, index), id.slice(index + 4)];
    if (pair.every((side) => findSubject(base, side))) return pair;
  }
  return [];
}

export function entryTitle(entry: Entry): string {
  switch (entry.kind) {
    case "faq":
      return entry.faq.questions[0] ?? entry.faq.id;
    case "facet":
      return entry.facet === "what"
        ? entry.career.title
        : `${entry.career.title}: ${facetTitles[entry.facet].toLowerCase()}`;
    case "term":
      return entry.term.name;
    case "comparison":
    case "pair":
      return entry.sides.map(subjectName).join(" vs ");
    case "path":
      return entry.path.title;
    default:
      return entry satisfies never;
  }
}

/** The hand-written part of an entry. */
export function entryBody(entry: Entry): Block[] {
  switch (entry.kind) {
    case "faq":
      return entry.faq.body;
    case "facet":
      return entry.career.sections[entry.facet];
    case "comparison":
      return entry.comparison.body;
    case "term":
    case "pair":
    case "path":
      return [];
    default:
      return entry satisfies never;
  }
}
