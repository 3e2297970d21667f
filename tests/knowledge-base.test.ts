import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { entryReply } from "../src/core/answers.ts";
import { findSubject, type KnowledgeBase, type Question, toBase } from "../src/core/knowledge/base.ts";
import { comparisonId, facetId, findEntry } from "../src/core/knowledge/entry.ts";
import { formatFault } from "../src/core/knowledge/fault.ts";
import { loadKnowledge } from "../src/core/knowledge/load.ts";
import { facets, schemas } from "../src/core/knowledge/schema.ts";
import { staleEntries } from "../src/core/knowledge/stale.ts";
import { decodePress, encodePress, longestPressId } from "../src/core/press.ts";
import { choices, grade } from "../src/core/quiz/question.ts";
import { isRightText } from "../src/core/quiz/text-answer.ts";
import type { Button, Reply } from "../src/core/reply.ts";
import { readKnowledgeFiles } from "../src/runtime/knowledge-files.ts";
import { edited, withFiles } from "./fakes/knowledge.ts";

const folder = join(import.meta.dirname, "..", "knowledge");
const loaded = loadKnowledge(readKnowledgeFiles(folder, "en"));

function shipped(): KnowledgeBase {
  if (loaded.kind === "faulty") throw new Error("the knowledge has faults");
  return toBase(loaded.content);
}

/** The ids of everything that can be an answer, and of every two subjects side by side. */
function entryIds(base: KnowledgeBase): string[] {
  const roles = [...base.careers.keys()];
  const pairs = [roles, [...base.terms.keys()]].flatMap((ids) =>
    ids.flatMap((one, at) => ids.slice(at + 1).map((other) => comparisonId(base, one, other))),
  );
  return [
    ...base.faqs.keys(),
    ...base.terms.keys(),
    ...base.comparisons.keys(),
    ...base.paths.keys(),
    ...roles.flatMap((role) => facets.map((facet) => facetId(role, facet))),
    ...pairs,
  ];
}

function reply(base: KnowledgeBase, id: string): Reply {
  const entry = findEntry(base, id);
  return entry ? entryReply(base, entry) : [];
}

const buttonsOf = (shown: Reply): Button[] =>
  shown.flatMap((block) => (block.kind === "buttons" ? block.buttons : block.kind === "select" ? block.choices : []));

/** Whether pressing a button can lead to what its label promises. */
function leadsSomewhere(base: KnowledgeBase, press: string): boolean {
  const { command, arguments: [one = "", other = ""] = [] } = decodePress(press) ?? {};
  switch (command) {
    case "ask":
    case "path":
      return findEntry(base, one) !== undefined;
    case "compare":
      return findSubject(base, one) !== undefined && findSubject(base, one)?.kind === findSubject(base, other)?.kind;
    case "quiz":
      return one === "start" && base.quizzes.has(other);
    default:
      return false;
  }
}

/** Whether what a question offers, as it is shown, can be answered right, and not only right. */
function isAnswerable(question: Question): boolean {
  const offered = choices(question);
  const indexes = [...offered.keys()];
  const rightSingles = [0, 1, 2, 3, 4, 5].filter((index) => isRight(question, [index]));
  switch (question.kind) {
    case "single":
      return rightSingles.length === 1 && offered[rightSingles[0] ?? -1] !== undefined;
    case "multiple": {
      const right = indexes.filter((index) => question.options[index]?.right);
      return right.length > 0 && isRight(question, right) && !isRight(question, []);
    }
    case "order":
      return isRight(question, indexes) && !isRight(question, indexes.toReversed());
    case "true-false":
      return [0, 1].filter((index) => isRight(question, [index])).length === 1;
    case "short":
      return (question.accept ?? [String(question.number)]).every((answer) => isRightText(question, answer));
    default:
      return question satisfies never;
  }
}

const isRight = (question: Question, picked: number[]) => grade(question, { picked }) === 1;

describe("the shipped knowledge", () => {
  it("has no faults", () => {
    expect(loaded.kind === "faulty" ? loaded.faults.map(formatFault) : []).toEqual([]);
  });

  it.each([
    ["roles", 3, (base: KnowledgeBase) => base.careers.size],
    ["terms", 60, (base: KnowledgeBase) => base.terms.size],
    ["comparisons", 10, (base: KnowledgeBase) => base.comparisons.size],
    ["FAQ entries", 60, (base: KnowledgeBase) => base.faqs.size],
    ["tips", 60, (base: KnowledgeBase) => base.tips.length],
  ])("holds enough %s: %i", (_what, promised, count) => {
    expect(count(shipped())).toBeGreaterThanOrEqual(promised);
  });

  it.each(["databases", "apis", "security", "web-servers", "languages", "cloud"])(
    "asks 20 questions on %s",
    (topic) => {
      expect(shipped().quizzes.get(topic)?.questions.length).toBeGreaterThanOrEqual(20);
    },
  );

  it("offers the right answer of every quiz question, and nothing twice", () => {
    const questions = [...shipped().quizzes.values()].flatMap((quiz) => quiz.questions);
    expect(questions.filter((question) => !isAnswerable(question)).map(({ id }) => id)).toEqual([]);
    const doubled = questions.filter((question) => new Set(choices(question)).size < choices(question).length);
    expect(doubled.map(({ id }) => id)).toEqual([]);
  });

  it("has only ids of at most 40 characters", () => {
    const { faqs, terms, comparisons, paths, careers, quizzes, topics, tips } = shipped();
    const ids = [
      ...[faqs, terms, comparisons, paths, careers, quizzes, topics].flatMap((all) => [...all.keys()]),
      ...[...quizzes.values()].flatMap((quiz) => quiz.questions.map(({ id }) => id)),
      ...tips.map(({ id }) => id),
    ];
    expect(ids.filter((id) => id.length > 40)).toEqual([]);
  });

  it("answers under every id, with a source", () => {
    const base = shipped();
    const bare = entryIds(base).filter((id) => !reply(base, id).some((block) => block.kind === "sources"));
    expect(bare).toEqual([]);
  });

  it("has only buttons whose press fits and leads somewhere", () => {
    const base = shipped();
    const presses = new Set(entryIds(base).flatMap((id) => buttonsOf(reply(base, id)).map(({ press }) => press)));
    expect(presses.size).toBeGreaterThan(base.terms.size);
    const wrong = [...presses].filter((press) => press.length > longestPressId || !leadsSomewhere(base, press));
    expect(wrong).toEqual([]);
  });

  it("has only quiz questions whose press fits", () => {
    for (const { id } of [...shipped().quizzes.values()].flatMap((quiz) => quiz.questions)) {
      expect(() => encodePress({ command: "quiz", arguments: ["pick", id, "5"] })).not.toThrow();
    }
  });

  it("shows the source of every figure where it speaks of pay", () => {
    const base = shipped();
    for (const { id, pay } of base.careers.values()) {
      expect(pay.length).toBeGreaterThan(0);
      const shown = reply(base, facetId(id, "pay")).flatMap((block) => (block.kind === "sources" ? block.sources : []));
      expect(shown.map(({ url }) => url)).toEqual(expect.arrayContaining(pay.map(({ source }) => source.url)));
    }
  });
});

describe("an entry that is due for a second look", () => {
  const dueOn = (checked: string, review: string) => {
    const faq = edited("faq/portfolio.md", "checked: 2026-11-21 }]", `checked: ${checked} }]\nreview: ${review}`);
    const tiny = loadKnowledge(withFiles(faq));
    if (tiny.kind === "faulty") throw new Error(tiny.faults.map(formatFault).join("\n"));
    const base = toBase(tiny.content);
    return (today: string) => staleEntries(base, today).find(({ id }) => id === "portfolio")?.due;
  };

  it.each([
    ["2026-08-31", "6 months", "2027-02-28"],
    ["2027-08-31", "6 months", "2028-02-29"],
    ["2026-08-28", "6 months", "2027-02-28"],
    ["2026-10-31", "1 months", "2026-11-30"],
    ["2026-12-31", "2 months", "2027-02-28"],
    ["2024-02-29", "1 years", "2025-02-28"],
    ["2026-08-31", "30 days", "2026-09-30"],
    ["2026-12-31", "1 days", "2027-01-01"],
  ])("was checked on %s, holds for %s, and is due after %s", (checked, review, due) => {
    const dueBy = dueOn(checked, review);
    expect(dueBy("9999-12-31")).toBe(due);
    expect(dueBy(due)).toBeUndefined();
  });
});

describe("the files that editors complete from", () => {
  it.each(Object.entries(schemas))("say of %s what the code says", (kind, schema) => {
    const text = JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), undefined, 2);
    expect(readFileSync(join(folder, "schema", `${kind}.json`), "utf8")).toBe(`${text}\n`);
  });

  it("are one for each kind of file", () => {
    const kinds = readdirSync(join(folder, "schema")).map((name) => name.replace(".json", ""));
    expect(kinds.toSorted()).toEqual(Object.keys(schemas).toSorted());
  });

  it("are named in the first line of every YAML file", () => {
    const sheets = readKnowledgeFiles(folder, "en").filter(({ path }) => path.endsWith(".yaml"));
    expect(sheets.length).toBeGreaterThan(0);
    const lost = sheets.filter(({ path, text }) => {
      const [, schema] = /^# yaml-language-server: \$schema=(\S+)\r?\n/.exec(text) ?? [];
      const kind = path.replace(/\.yaml$/, "").split("/")[0];
      return !schema?.endsWith(`/${kind}.json`) || !existsSync(join(folder, "en", dirname(path), schema));
    });
    expect(lost.map(({ path }) => path)).toEqual([]);
  });
});
