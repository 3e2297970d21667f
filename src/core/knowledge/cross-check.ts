/** Checks that need the whole base: ids that lead nowhere, ids and wordings that are used twice. */

import { nearest } from "../nearest.ts";
import type { Document } from "./document.ts";
import type { Documents } from "./documents.ts";
import type { Fault, FieldPath } from "./fault.ts";

/** A value with the place it stands at. */
type Placed = { value: string; document: Document<unknown>; at: FieldPath };

export function crossCheck(documents: Documents): Fault[] {
  const places = collect(documents);
  const idsOf = (placed: Placed[]) => new Set(placed.map((one) => one.value));
  const careers = idsOf(places.careers);
  const terms = idsOf(places.terms);
  const topics = idsOf(places.topics);
  const entries = idsOf(places.entries);
  return [
    ...repeated([...places.entries, ...places.items], (value) => `the id "${value}" is used twice`, "rename one"),
    ...repeated(places.topics, (value) => `the topic "${value}" is there twice`, "remove one"),
    ...repeated(places.questions, (value) => `"${value}" is asked by two entries`, "keep it in one of them", wording),
    ...repeated(places.names, (value) => `"${value}" names two things`, "keep the alias in one of them", wording),
    ...unknown(places.toCareers, careers, "role"),
    ...unknown(places.toTerms, terms, "term"),
    ...unknown(places.toTopics, topics, "topic"),
    ...unknown(places.toEntries, entries, "entry"),
    ...comparisonFaults(documents.comparisons, careers, terms),
  ];
}

/** Wordings are the same when only case, punctuation or spacing differs. */
function wording(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}+#]+/gu, " ")
    .trim();
}

function collect(documents: Documents) {
  const names: Placed[] = [];
  const questions: Placed[] = [];
  const careers: Placed[] = [];
  const terms: Placed[] = [];
  const others: Placed[] = [];
  const items: Placed[] = [];
  const toCareers: Placed[] = [];
  const toTerms: Placed[] = [];
  const toTopics: Placed[] = [];
  const toEntries: Placed[] = [];
  const list = (document: Document<unknown>, at: FieldPath, values: readonly string[]): Placed[] =>
    values.map((value, index) => ({ value, document, at: [...at, index] }));
  const unique = (values: readonly string[]) =>
    values.filter((value, index) => values.findIndex((one) => wording(one) === wording(value)) === index);

  for (const { id, document } of documents.careers) {
    const { title, aliases, skills, tools, related } = document.value;
    careers.push({ value: id, document, at: [] });
    names.push(...unique([title, ...aliases]).map((value) => ({ value, document, at: ["aliases"] })));
    toTerms.push(...list(document, ["skills"], skills), ...list(document, ["tools"], tools));
    toCareers.push(...list(document, ["related"], related));
  }
  for (const { id, document } of documents.faq) {
    others.push({ value: id, document, at: [] });
    questions.push(...list(document, ["questions"], document.value.questions));
    toTopics.push(...list(document, ["topics"], document.value.topics));
    toEntries.push(...list(document, ["related"], document.value.related));
  }
  for (const { id, document } of documents.comparisons) {
    others.push({ value: id, document, at: [] });
    questions.push(...list(document, ["questions"], document.value.questions));
    toEntries.push(...list(document, ["related"], document.value.related));
  }
  for (const { document } of documents.terms) {
    for (const [index, term] of document.value.terms.entries()) {
      const at: FieldPath = ["terms", index];
      terms.push({ value: term.id, document, at: [...at, "id"] });
      names.push(...unique([term.name, ...term.aliases]).map((value) => ({ value, document, at: [...at, "aliases"] })));
      questions.push(...list(document, [...at, "questions"], term.questions));
      toEntries.push(...list(document, [...at, "related"], term.related));
    }
  }
  for (const { id, document } of documents.paths) {
    others.push({ value: id, document, at: [] });
    toCareers.push({ value: document.value.career, document, at: ["career"] });
    for (const [stage, { steps }] of document.value.stages.entries()) {
      for (const [step, { terms: ids }] of steps.entries()) {
        toTerms.push(...list(document, ["stages", stage, "steps", step, "terms"], ids));
      }
    }
  }
  for (const { id, document } of documents.quizzes) {
    toTopics.push({ value: id, document, at: [] });
    for (const [index, question] of document.value.questions.entries()) {
      items.push({ value: question.id, document, at: ["questions", index, "id"] });
      toEntries.push({ value: question.learnMore, document, at: ["questions", index, "learnMore"] });
    }
  }
  for (const { document } of documents.tips) {
    for (const [index, tip] of document.value.tips.entries()) {
      items.push({ value: tip.id, document, at: ["tips", index, "id"] });
      toTopics.push(...list(document, ["tips", index, "topics"], tip.topics));
      if (tip.read !== undefined) toEntries.push({ value: tip.read, document, at: ["tips", index, "read"] });
    }
  }
  const topics = documents.topics.flatMap(({ document }) =>
    document.value.topics.map((topic, index): Placed => ({ value: topic.id, document, at: ["topics", index, "id"] })),
  );
  const entries = [...careers, ...others, ...terms];
  return { names, questions, careers, terms, entries, items, topics, toCareers, toTerms, toTopics, toEntries };
}

function repeated(
  placed: readonly Placed[],
  problem: (value: string) => string,
  remedy: string,
  fold: (value: string) => string = (value) => value,
): Fault[] {
  const first = new Map<string, Placed>();
  return placed.flatMap((one) => {
    const key = fold(one.value);
    const earlier = first.get(key);
    if (!earlier) {
      first.set(key, one);
      return [];
    }
    const { file, line } = earlier.document.fault(earlier.at, "", "");
    return [one.document.fault(one.at, problem(one.value), `${remedy}; the other is at ${file}:${line}`)];
  });
}

function unknown(placed: readonly Placed[], known: ReadonlySet<string>, what: string): Fault[] {
  return placed
    .filter((one) => !known.has(one.value))
    .map((one) => {
      const close = nearest(one.value, [...known], 3);
      const remedy = close.length > 0 ? `did you mean ${close.join(", ")}?` : "write the id of one that exists";
      return one.document.fault(one.at, `there is no ${what} "${one.value}"`, remedy);
    });
}

function comparisonFaults(
  comparisons: Documents["comparisons"],
  careers: ReadonlySet<string>,
  terms: ReadonlySet<string>,
): Fault[] {
  const pairs: Placed[] = [];
  const faults = comparisons.flatMap(({ document }) =>
    [document.value.between, ...document.value.also].flatMap((pair, index) => {
      const at = index === 0 ? ["between"] : ["also", index - 1];
      const [one = "", other = ""] = pair;
      pairs.push({ value: pair.toSorted().join(" and "), document, at });
      if (one !== other && [careers, terms].some((ids) => ids.has(one) && ids.has(other))) return [];
      const remedy = "name two different roles, or two different terms, by their ids";
      return [document.fault(at, `"${one}" and "${other}" cannot be compared`, remedy)];
    }),
  );
  return [...faults, ...repeated(pairs, (value) => `${value} are compared twice`, "merge the two pages")];
}
