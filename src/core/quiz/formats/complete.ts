/** Drafts made whole: what a format doesn't have is filled in, and what can't be a question is reported. */
import { explain } from "../../knowledge/explain.ts";
import type { Source } from "../../knowledge/fields.ts";
import { parseMarkdown } from "../../knowledge/markdown.ts";
import { type QuestionFields, question } from "../../knowledge/question-schema.ts";
import { nearest } from "../../nearest.ts";
import type { Draft, Problem } from "./draft.ts";
import { asMarkdown } from "./plain-text.ts";
import { questionId } from "./question-id.ts";

/** For items that don't have their own. */
export type Defaults = {
  difficulty?: string | undefined;
  learnMore?: string | undefined;
  source?: { title: string; url: string } | undefined;
};

/** What is there already: nothing of it may come twice. */
export type Known = {
  ids: ReadonlySet<string>;
  questions: readonly QuestionFields[];
  /** What `learnMore` may name; `undefined` when the base cannot be read. */
  entries: ReadonlySet<string> | undefined;
};

export type Completed = { questions: QuestionFields[]; problems: Problem[]; unexplained: number };

/** @param today a date written YYYY-MM-DD */
export function complete(
  drafts: readonly Draft[],
  topic: string,
  defaults: Defaults,
  known: Known,
  today: string,
): Completed {
  const ids = new Set(known.ids);
  // An id that a later item brings along must not be given to an earlier one.
  const brought = new Set([...ids, ...drafts.flatMap((draft) => draft.id ?? [])]);
  const asked = new Map(known.questions.map((one) => [fingerprint(one), one.id]));
  const done: Completed = { questions: [], problems: [], unexplained: 0 };
  for (const draft of drafts) {
    const id = draft.id ?? questionId(topic, draft.prompt, brought);
    const checked = check(fill(draft, id, defaults, today), draft, known.entries);
    if (checked.kind === "faulty") {
      done.problems.push(...checked.problems);
      continue;
    }
    const print = fingerprint(checked.question);
    const twin = asked.get(print);
    const { line, column } = draft;
    if (twin !== undefined) {
      done.problems.push({
        line,
        column,
        problem: `the same question is there already, as ${twin}`,
        remedy: "take it out",
      });
    } else if (ids.has(id)) {
      done.problems.push({
        line,
        column,
        problem: `the id "${id}" is used already`,
        remedy: "give it another id, or none",
      });
    } else {
      ids.add(id);
      brought.add(id);
      asked.set(print, id);
      done.questions.push(checked.question);
      if (draft.explanation === undefined) done.unexplained += 1;
    }
  }
  return done;
}

function fill(draft: Draft, id: string, defaults: Defaults, today: string): Record<string, unknown> {
  const { prompt, answers, difficulty, explanation, learnMore, source } = withOneLineEnd(draft);
  const from = source ?? defaults.source;
  const { kind, ...rest } = answers;
  return {
    id,
    kind,
    difficulty: difficulty ?? defaults.difficulty,
    prompt,
    ...rest,
    explanation: explanation ?? tellAnswer(draft),
    learnMore: learnMore ?? defaults.learnMore,
    source: from && ({ title: from.title, url: from.url, checked: source?.checked ?? today } satisfies Source),
  };
}

/** Windows ends lines with two characters, also within a cell. */
function withOneLineEnd<T>(value: T): T {
  if (typeof value === "string") return value.replaceAll(/\r\n?/g, "\n") as T;
  if (Array.isArray(value)) return value.map(withOneLineEnd) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withOneLineEnd(one)])) as T;
}

type Checked = { kind: "good"; question: QuestionFields } | { kind: "faulty"; problems: Problem[] };

/** Controls, halves of characters and the like, which no YAML file can hold. */
const unwritable = /[^\P{Cc}\n\t]|\p{Cs}|[\uFFFE\uFFFF]/u;

function check(value: Record<string, unknown>, { line, column }: Draft, entries: Known["entries"]): Checked {
  const at = (problem: string, remedy: string): Problem => ({ line, column, problem, remedy });
  const faulty = (problems: Problem[]): Checked => ({ kind: "faulty", problems });
  const size = sizeProblem(value.options, "option") ?? sizeProblem(value.items, "item");
  if (size) return faulty([at(size, "questions here have 3 to 6, so add some or leave some out")]);
  const parsed = question.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => explain(issue, question));
    return faulty(problems.map(({ problem, remedy }) => at(problem, remedy)));
  }
  const { prompt, explanation, learnMore } = parsed.data;
  if (textsOf(parsed.data).some((text) => unwritable.test(text))) {
    return faulty([at("holds a control character", "take it out; a program that shows invisible characters helps")]);
  }
  const unshown = [prompt, explanation].flatMap((text) => {
    const { unsupported, sections } = parseMarkdown(text);
    return [...unsupported.map((one) => one.what), ...sections.map(() => "a heading")];
  });
  if (unshown.length > 0) {
    const remedy = "use paragraphs, lists, quotes, code, tables, bold, italics and links to https:// addresses";
    return faulty([...new Set(unshown)].map((what) => at(`${what} cannot be shown`, remedy)));
  }
  if (entries && !entries.has(learnMore)) {
    const close = nearest(learnMore, [...entries], 3);
    const remedy =
      close.length > 0 ? `did you mean ${close.join(", ")}?` : "write the id of a role, term, answer or path";
    return faulty([at(`there is no entry "${learnMore}" to learn more from`, remedy)]);
  }
  return { kind: "good", question: parsed.data };
}

/** The commonest fault of other people's questions, in words that don't need our field names. */
function sizeProblem(list: unknown, what: string): string | undefined {
  if (!Array.isArray(list) || (list.length >= 3 && list.length <= 6)) return undefined;
  return `the question has ${list.length} ${what}${list.length === 1 ? "" : "s"}`;
}

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Two questions are the same when they ask the same and offer the same, whatever the order, case and spacing. */
function fingerprint(one: QuestionFields): string {
  const offered =
    one.kind === "single" || one.kind === "multiple"
      ? one.options.map((option) => option.text)
      : one.kind === "order"
        ? one.items
        : [];
  return [one.prompt, ...offered.toSorted()]
    .map((text) => text.toLowerCase().replaceAll(/\s+/g, " ").trim())
    .join("\n");
}

/** The one honest thing that can be said without knowing why. */
function tellAnswer({ answers }: Draft): string {
  switch (answers.kind) {
    case "single":
    case "multiple": {
      const right = answers.options.filter((option) => option.right).map((option) => option.text);
      return right.length === 1 ? `The right answer is ${sentence(right)}` : `The right answers are ${sentence(right)}`;
    }
    case "true-false":
      return `The statement is ${answers.answer}.`;
    case "short":
      return `The right answer is ${"number" in answers ? `${answers.number}.` : sentence(answers.accept.slice(0, 1))}`;
    case "order":
      return `The right order is ${answers.items.map(folded).join(", ")}.`;
    default:
      return answers satisfies never;
  }
}

function sentence(texts: readonly string[]): string {
  const all = texts.map(folded);
  const listed = all.length > 1 ? `${all.slice(0, -1).join(", ")} and ${all.at(-1)}` : (all[0] ?? "");
  return /[.!?]$/.test(listed) ? listed : `${listed}.`;
}

const folded = (text: string) => asMarkdown(text.replaceAll(/\s+/g, " "));
