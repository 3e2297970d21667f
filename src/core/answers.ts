/** Entries as replies: the answer, its sources, and buttons for what people ask next. */
import {
  type Career,
  findSubject,
  type KnowledgeBase,
  type Quiz,
  type Subject,
  subjectName,
  type Term,
} from "./knowledge/base.ts";
import { type Entry, type EntryId, entryBody, entryTitle, findEntry } from "./knowledge/entry.ts";
import type { Source } from "./knowledge/fields.ts";
import { oldestCheck } from "./knowledge/stale.ts";
import { phrases } from "./phrases.ts";
import { encodePress } from "./press.ts";
import { type Block, type Button, codeSpans, heading, paragraph, plain, type Reply } from "./reply.ts";

/** Related entries offered below an answer. */
const mostRelated = 3;
const studyHoursAWeek = 10;

/** @param more buttons to stand below the entry's own */
export function entryReply(base: KnowledgeBase, entry: Entry, more: readonly Button[] = []): Reply {
  const sources = entrySources(entry);
  const blocks: Reply = [heading(entryTitle(entry)), ...entryBlocks(entry)];
  if (sources.length > 0) blocks.push({ kind: "sources", checked: oldestCheck(sources), sources: distinct(sources) });
  const rows = [nextButtons(base, entry), [...more]].filter((buttons) => buttons.length > 0);
  return [...blocks, ...rows.map((buttons): Block => ({ kind: "buttons", buttons }))];
}

/** A button that answers with an entry. */
function entryButton(base: KnowledgeBase, id: EntryId): Button | undefined {
  const entry = findEntry(base, id);
  if (!entry) return undefined;
  if (entry.kind === "path") {
    return { label: entryTitle(entry), press: encodePress({ command: "path", arguments: [id] }) };
  }
  return { label: entryTitle(entry), press: encodePress({ command: "ask", arguments: [id] }) };
}

export function entryButtons(base: KnowledgeBase, ids: readonly EntryId[]): Button[] {
  return ids.map((id) => entryButton(base, id)).filter((button) => button !== undefined);
}

function entryBlocks(entry: Entry): Block[] {
  switch (entry.kind) {
    case "faq":
    case "facet":
      return entryBody(entry);
    case "term":
      return termBlocks(entry.term);
    case "comparison":
      return [{ kind: "text", content: codeSpans(entry.comparison.summary) }, ...entryBody(entry)];
    case "pair":
      return pairBlocks(...entry.sides);
    case "path": {
      const { path } = entry;
      const hoursOf = (stage: (typeof path.stages)[number]) => stage.steps.reduce((sum, step) => sum + step.hours, 0);
      const hours = path.stages.reduce((sum, stage) => sum + hoursOf(stage), 0);
      return [
        paragraph(path.summary),
        paragraph(phrases.hoursAWeek(hours, Math.ceil(hours / studyHoursAWeek), studyHoursAWeek)),
        ...path.stages.flatMap((stage, at): Block[] => [
          {
            kind: "text",
            content: [{ kind: "strong", content: plain(phrases.stage(at + 1, stage.title, hoursOf(stage))) }],
          },
          {
            kind: "list",
            ordered: false,
            items: stage.steps.map((step) => [
              {
                kind: "text",
                content: [
                  { kind: "strong", content: plain(step.learn) },
                  ...codeSpans(`: ${step.why} ${phrases.prove}: ${step.prove} `),
                  ...step.links.flatMap((link, index) => [
                    ...plain(index > 0 ? ", " : ""),
                    { kind: "link" as const, url: link.url, content: plain(link.title) },
                  ]),
                ],
              },
            ]),
          },
        ]),
      ];
    }
    default:
      return entry satisfies never;
  }
}

function termBlocks(term: Term): Block[] {
  return [
    { kind: "text", content: codeSpans(term.summary) },
    {
      kind: "fields",
      fields: [
        { label: phrases.usedFor, value: codeSpans(term.usedFor) },
        { label: phrases.strengths, value: codeSpans(term.strengths.join("; ")) },
        { label: phrases.tradeOffs, value: codeSpans(term.tradeOffs.join("; ")) },
        { label: phrases.whenToLearn, value: plain(phrases.levels[term.level]) },
      ],
    },
  ];
}

/** Two subjects without a page of their own, side by side: a row for each label that either has. */
function pairBlocks(one: Subject, other: Subject): Block[] {
  const [ones, others] = [new Map(sideRows(one)), new Map(sideRows(other))];
  const rows = [...new Set([...ones.keys(), ...others.keys()])].map((label) => [
    plain(label),
    codeSpans(ones.get(label) ?? "–"),
    codeSpans(others.get(label) ?? "–"),
  ]);
  return [{ kind: "table", header: [[], plain(subjectName(one)), plain(subjectName(other))], rows }];
}

function sideRows(subject: Subject): [label: string, value: string][] {
  if (subject.kind === "term") {
    const { kind, usedFor, strengths, tradeOffs, level } = subject.term;
    return [
      [phrases.kind, kind],
      [phrases.usedFor, usedFor],
      [phrases.strengths, strengths.join("; ")],
      [phrases.tradeOffs, tradeOffs.join("; ")],
      [phrases.whenToLearn, phrases.levels[level]],
    ];
  }
  const { summary, pay } = subject.career;
  return [
    [phrases.kind, summary],
    ...pay.map(({ label, amount, currency, per, country, asOf, source }): [string, string] => [
      label,
      `${amount.toLocaleString("en")} ${currency} a ${per} (${country}, ${asOf}, ${source.title})`,
    ]),
  ];
}

function entrySources(entry: Entry): Source[] {
  switch (entry.kind) {
    case "faq":
      return entry.faq.sources;
    case "facet":
      return entry.facet === "pay" ? careerSources(entry.career) : entry.career.sources;
    case "term":
      return [entry.term.link, ...entry.term.sources];
    case "comparison":
      return entry.comparison.sources;
    case "pair":
      return entry.sides.flatMap((side) => (side.kind === "term" ? [side.term.link] : careerSources(side.career)));
    case "path":
      return entry.path.sources;
    default:
      return entry satisfies never;
  }
}

const careerSources = ({ pay, sources }: Career) => [...pay.map((figure) => figure.source), ...sources];

function distinct(sources: readonly Source[]): Source[] {
  return sources.filter((source, at) => sources.findIndex((other) => other.url === source.url) === at);
}

function nextButtons(base: KnowledgeBase, entry: Entry): Button[] {
  switch (entry.kind) {
    case "faq":
      return [
        ...entryButtons(base, entry.faq.related.slice(0, mostRelated)),
        ...quizButtons(quizFor(base, entry.faq.topics)),
      ];
    case "facet": {
      const others = (["becoming", "pay", "skills", "what"] as const).filter((facet) => facet !== entry.facet);
      const path = [...base.paths.values()].find((one) => one.career === entry.career.id);
      const [rival] = entry.career.related;
      return [
        ...entryButtons(
          base,
          others.slice(0, 2).map((facet) => `${entry.career.id}#${facet}`),
        ),
        ...(path ? entryButtons(base, [path.id]) : []),
        ...(rival ? compareButtons(base, entry.career.id, rival) : []),
      ];
    }
    case "term": {
      const rival = entry.term.related.find((id) => base.terms.get(id)?.family === entry.term.family);
      const others = entry.term.related.filter((id) => id !== rival);
      return [
        ...entryButtons(base, others.slice(0, mostRelated - 1)),
        ...(rival ? compareButtons(base, entry.term.id, rival) : []),
        ...quizButtons(quizFor(base, [entry.term.family])),
      ];
    }
    case "comparison":
      return [
        ...entry.sides.flatMap((side) => sideButtons(base, side)),
        ...entryButtons(base, entry.comparison.related.slice(0, mostRelated - 1)),
      ];
    case "pair":
      return entry.sides.flatMap((side) => sideButtons(base, side));
    case "path":
      return entryButtons(base, [`${entry.path.career}#becoming`, `${entry.path.career}#pay`]);
    default:
      return entry satisfies never;
  }
}

/** For a role its path, which is what to do next; for a term the term. */
function sideButtons(base: KnowledgeBase, side: Subject): Button[] {
  if (side.kind === "term") return entryButtons(base, [side.term.id]);
  const path = [...base.paths.values()].find((one) => one.career === side.career.id);
  return entryButtons(base, [path?.id ?? side.career.id]);
}

function compareButtons(base: KnowledgeBase, one: string, other: string): Button[] {
  const subject = findSubject(base, other);
  if (!subject) return [];
  const press = encodePress({ command: "compare", arguments: [one, other] });
  return [{ label: phrases.compareButton(subjectName(subject)), press }];
}

/** The quiz of a topic, or the one that counts the topic among its own other names. */
export function quizFor(base: KnowledgeBase, topics: readonly string[]): Quiz | undefined {
  const quizzes = [...base.quizzes.values()];
  return (
    quizzes.find((quiz) => topics.includes(quiz.id)) ??
    quizzes.find((quiz) => quiz.aliases.some((alias) => topics.includes(alias)))
  );
}

function quizButtons(quiz: Quiz | undefined): Button[] {
  if (!quiz) return [];
  return [
    { label: phrases.quizButton(quiz.title), press: encodePress({ command: "quiz", arguments: ["start", quiz.id] }) },
  ];
}
