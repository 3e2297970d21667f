import { type KnowledgeBase, subjectName } from "../knowledge/base.ts";
import { type Entry, type EntryId, entryBody, facetId, findEntry } from "../knowledge/entry.ts";
import { facets } from "../knowledge/schema.ts";
import { replyText } from "../reply.ts";

/** Plain data: the units that each entry's own text holds, by their place in `units`. */
export type TextModel = { units: string[]; entries: [id: EntryId, units: Int32Array][] };

/** @param read a text as units */
export function trainTexts(base: KnowledgeBase, read: (text: string) => string[]): TextModel {
  const ids = new Map<string, number>();
  const idOf = (unit: string) => {
    const known = ids.get(unit);
    if (known !== undefined) return known;
    ids.set(unit, ids.size);
    return ids.size - 1;
  };
  const entryIds = [
    ...base.faqs.keys(),
    ...base.terms.keys(),
    ...base.comparisons.keys(),
    ...base.paths.keys(),
    ...[...base.careers.keys()].flatMap((career) => facets.map((facet) => facetId(career, facet))),
  ];
  const entries = entryIds.map((id): [EntryId, Int32Array] => {
    const entry = findEntry(base, id);
    const units = new Set(entry ? entryWords(entry).flatMap(read) : []);
    return [id, Int32Array.from(units, idOf).sort()];
  });
  return { units: [...ids.keys()], entries };
}

/** Whether an entry's text holds a unit: a weak kind of evidence that it answers. */
export class Texts {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #entries: ReadonlyMap<EntryId, Int32Array>;

  constructor(model: TextModel) {
    this.#ids = new Map(model.units.map((unit, id) => [unit, id]));
    this.#entries = new Map(model.entries);
  }

  holds(entry: EntryId, unit: string): boolean {
    const id = this.#ids.get(unit);
    return id !== undefined && (this.#entries.get(entry)?.includes(id) ?? false);
  }
}

function entryWords(entry: Entry): string[] {
  const body = replyText(entryBody(entry));
  switch (entry.kind) {
    case "faq":
      return [body];
    case "facet":
      return [body, entry.career.summary];
    case "term": {
      const { name, kind, summary, usedFor, strengths, tradeOffs } = entry.term;
      return [name, kind, summary, usedFor, ...strengths, ...tradeOffs];
    }
    case "comparison":
      return [body, entry.comparison.summary, ...entry.sides.map(subjectName)];
    case "pair":
      return entry.sides.map(subjectName);
    case "path":
      return [
        entry.path.summary,
        ...entry.path.stages.flatMap((stage) => [stage.title, ...stage.steps.map((step) => step.learn)]),
      ];
    default:
      return entry satisfies never;
  }
}
