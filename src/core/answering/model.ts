import type { KnowledgeBase } from "../knowledge/base.ts";
import type { EntryId } from "../knowledge/entry.ts";
import { facets } from "../knowledge/schema.ts";
import { type FeatureModel, Features, type Phrasing, trainFeatures } from "./features.ts";
import { Lexicon } from "./lexicon.ts";
import { type ClassifierModel, trainClassifier } from "./linear-classifier.ts";
import { type IndexModel, trainIndex } from "./phrasing-index.ts";
import { type ScopeModel, trainScope } from "./scope.ts";
import { nameWords, Subjects } from "./subjects.ts";
import { type TextModel, trainTexts } from "./texts.ts";
import {
  classMark,
  elsewhereEntry,
  facetTemplate,
  pairTemplate,
  pathTemplate,
  sideMark,
  termTemplate,
  UnitReader,
  withoutSubjects,
} from "./units.ts";
import { Vocabulary } from "./vocabulary.ts";

/** What is learnt from a base once, as plain data that can be written down and read again. */
export type Model = {
  features: FeatureModel;
  index: IndexModel;
  classifier: ClassifierModel;
  scope: ScopeModel;
  texts: TextModel;
  /** How often each word occurs in the wordings: what a misspelling may have meant. */
  words: [word: string, count: number][];
};

/** @param common common English words, lower case */
export function trainModel(base: KnowledgeBase, common: ReadonlySet<string>): Model {
  const words = countWords(base);
  const reader = openReader(base, words, common);
  const ours = [...ownPhrasings(base, reader), ...templatePhrasings(base, reader)];
  const others = base.elsewhere.map((message): Phrasing => ({ entry: elsewhereEntry, units: reader.read(message) }));
  const phrasings = [...ours, ...others];
  const light = base.slang.light.map((word) => reader.lexicon.stem(word));
  const model = trainFeatures(phrasings, light);
  const features = new Features(model);
  return {
    features: model,
    index: trainIndex(phrasings, features, model.entries),
    classifier: trainClassifier(phrasings, features, model.entries),
    scope: trainScope(
      ours.map(({ units }) => withoutSubjects(units)),
      others.map(({ units }) => withoutSubjects(units)),
    ),
    texts: trainTexts(base, (text) => reader.read(text)),
    words: [...words],
  };
}

/** The reader that a model was trained with. */
export function openReader(
  base: KnowledgeBase,
  words: ReadonlyMap<string, number>,
  common: ReadonlySet<string>,
): UnitReader {
  const lexicon = new Lexicon(base.slang, new Vocabulary(words), common);
  return new UnitReader(lexicon, new Subjects(base, lexicon, common));
}

function ownPhrasings(base: KnowledgeBase, reader: UnitReader): Phrasing[] {
  const of = (entry: EntryId, questions: readonly string[]) =>
    questions.map((question): Phrasing => ({ entry, units: reader.read(question) }));
  return [
    ...[...base.faqs.values()].flatMap((faq) => of(faq.id, faq.questions)),
    // What a term is and is for are wordings too: "java enterprise", "cassandra nosql database".
    ...[...base.terms.values()].flatMap(({ id, name, kind, usedFor, questions }) =>
      of(id, [...questions, `${name} ${kind}`, `${name} ${usedFor}`]),
    ),
    ...[...base.comparisons.values()].flatMap((comparison) => of(comparison.id, comparison.questions)),
  ];
}

function templatePhrasings(base: KnowledgeBase, reader: UnitReader): Phrasing[] {
  const { careers, terms, paths, comparisons } = base.phrasings;
  const of = (entry: string, templates: readonly string[], mark: string) =>
    templates.map((template): Phrasing => ({ entry, units: reader.readTemplate(template, mark) }));
  return [
    ...facets.flatMap((facet) => of(facetTemplate(facet), careers[facet], classMark.career)),
    ...of(termTemplate, terms, classMark.term),
    ...of(pathTemplate, paths, classMark.path),
    ...of(pairTemplate, comparisons, sideMark),
  ];
}

function countWords(base: KnowledgeBase): Map<string, number> {
  const { careers, terms, paths, comparisons } = base.phrasings;
  const templates = [...facets.flatMap((facet) => careers[facet]), ...terms, ...paths, ...comparisons];
  const texts = [
    ...templates.map((template) => template.replaceAll(/\{\w+\}/g, " ")),
    ...base.slang.replace.map((rule) => rule.to),
    ...[...base.careers.values()].flatMap((career) => [career.title, ...career.aliases]),
    ...[...base.terms.values()].flatMap((term) => [term.name, term.kind, ...term.aliases, ...term.questions]),
    ...[...base.faqs.values()].flatMap((faq) => faq.questions),
    ...[...base.comparisons.values()].flatMap((comparison) => comparison.questions),
    ...[...base.paths.values()].map((path) => path.title),
    ...[...base.topics.values()].flatMap((topic) => [topic.title, ...topic.aliases]),
  ];
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of nameWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
