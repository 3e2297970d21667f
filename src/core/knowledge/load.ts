import type { z } from "zod";
import type { Block } from "../reply.ts";
import type { Career, KnowledgeContent } from "./base.ts";
import { crossCheck } from "./cross-check.ts";
import { type KnowledgeFile, readYaml } from "./document.ts";
import type { Documents, Page, Sheet } from "./documents.ts";
import { byPosition, type Fault, type FieldPath } from "./fault.ts";
import { type Parsed, parseMarkdown } from "./markdown.ts";
import { type Facet, facets, facetTitles, type Kind, schemas } from "./schema.ts";

export type Loaded = { kind: "loaded"; content: KnowledgeContent } | { kind: "faulty"; faults: Fault[] };

const longestFile = 300_000;
const singletons = ["topics", "phrasings", "slang", "elsewhere"] as const;

/**
 * Build a base from its files, or list everything that is wrong with them; never half a base.
 *
 * @param files paths relative to the locale's folder, in any order
 */
export function loadKnowledge(files: readonly KnowledgeFile[]): Loaded {
  const faults: Fault[] = [];
  const documents: Documents = {
    careers: [],
    faq: [],
    comparisons: [],
    terms: [],
    paths: [],
    quizzes: [],
    tips: [],
    topics: [],
    phrasings: [],
    slang: [],
    elsewhere: [],
  };
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const place = /^(?:([a-z]+)\/)?([^/]+)\.(md|yaml)$/.exec(file.path);
    const [, folder, name = "", extension] = place ?? [];
    const kind = (folder ?? name) as Kind;
    if (!place || !Object.hasOwn(schemas, kind) || (folder === undefined) !== singletons.some((one) => one === kind)) {
      faults.push(fileFault(file.path, "no kind of knowledge file", "see the table of folders in knowledge/README.md"));
    } else if (isPageKind(kind) !== (extension === "md")) {
      const wanted = isPageKind(kind) ? ".md" : ".yaml";
      faults.push(fileFault(file.path, `files in ${kind}/ end in ${wanted}`, `rename it to ${name}${wanted}`));
    } else if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || name.length > 40) {
      faults.push(fileFault(file.path, "the file name is the id", "use kebab-case, at most 40 characters"));
    } else if (file.text.length > longestFile) {
      faults.push(fileFault(file.path, "is too long to be read by anyone", `at most ${longestFile} characters a file`));
    } else {
      faults.push(...readInto(documents, kind, name, file));
    }
  }
  for (const name of singletons) {
    if (!files.some((file) => file.path === `${name}.yaml`)) {
      faults.push(fileFault(`${name}.yaml`, "is missing", "see the table of folders in knowledge/README.md"));
    }
  }
  // References into files that did not load would all look broken, so they are checked once every file reads.
  if (faults.length === 0) faults.push(...crossCheck(documents));
  if (faults.length > 0) return { kind: "faulty", faults: faults.toSorted(byPosition) };
  return { kind: "loaded", content: assemble(documents) };
}

const pageKinds = ["careers", "faq", "comparisons"] as const;
type PageKind = (typeof pageKinds)[number];
const isPageKind = (kind: Kind): kind is PageKind => pageKinds.some((one) => one === kind);

function readInto(documents: Documents, kind: Kind, id: string, file: KnowledgeFile): Fault[] {
  if (!isPageKind(kind)) {
    const read = readYaml(file.path, withoutMark(file.text), schemas[kind] as z.ZodType);
    if (read.kind === "faulty") return read.faults;
    const faults = markdownFields(kind, read.document.value).flatMap(({ at, text }) => {
      const { sections, unsupported } = parseMarkdown(text);
      const [what] = [...unsupported.map((one) => one.what), ...sections.map(() => "a heading")];
      return what === undefined ? [] : [read.document.fault(at, `${what} cannot be shown`, showable)];
    });
    if (faults.length > 0) return faults;
    (documents[kind] as Sheet<unknown>[]).push({ id, document: read.document });
    return [];
  }
  const text = withoutMark(file.text);
  const matter = /^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (!matter) {
    return [fileFault(file.path, "has no front matter", "start the file with --- , the fields, and --- again")];
  }
  const read = readYaml(file.path, matter[1] ?? "", schemas[kind] as z.ZodType, 2);
  const body = parseMarkdown(text.slice(matter[0].length));
  const bodyStart = matter[0].split("\n").length - 1;
  const faults = [
    ...(read.kind === "faulty" ? read.faults : []),
    ...body.unsupported.map(({ line, column, what }) => ({
      file: file.path,
      line: line + bodyStart,
      column,
      problem: `${what} cannot be shown`,
      remedy: showable,
    })),
    ...bodyFaults(kind, file.path, body, bodyStart),
  ];
  if (read.kind === "read" && faults.length === 0) {
    (documents[kind] as Page<unknown>[]).push({ id, document: read.document, body });
  }
  return faults;
}

const showable = "use paragraphs, lists, quotes, code, tables, bold, italics and links to https:// addresses";

/** A text without the byte-order mark that some editors start a file with. */
const withoutMark = (text: string) => text.replace(/^\uFEFF/, "");

/** The fields of a sheet that hold Markdown. */
function markdownFields(kind: Kind, value: unknown): { at: FieldPath; text: string }[] {
  if (kind === "quizzes") {
    const { questions } = value as z.infer<typeof schemas.quizzes>;
    return questions.flatMap(({ prompt, explanation }, index) => [
      { at: ["questions", index, "prompt"], text: prompt },
      { at: ["questions", index, "explanation"], text: explanation },
    ]);
  }
  if (kind !== "tips") return [];
  return (value as z.infer<typeof schemas.tips>).tips.map(({ text }, index) => ({ at: ["tips", index, "text"], text }));
}

function bodyFaults(kind: PageKind, file: string, body: Parsed, bodyStart: number): Fault[] {
  const at = (line: number, problem: string, remedy: string): Fault => ({ file, line, column: 1, problem, remedy });
  if (kind !== "careers") {
    const [section] = body.sections;
    if (section) return [at(section.line + bodyStart, "an answer has no headings", "write the title in bold instead")];
    return body.blocks.length > 0
      ? []
      : [at(bodyStart + 1, "the answer is missing", "write it below the front matter")];
  }
  const titles: string[] = Object.values(facetTitles);
  const wanted = titles.map((title) => `## ${title}`).join(", ");
  return [
    ...(body.blocks.length > 0 ? [at(bodyStart + 1, "text before the first section", "move it below a ## title")] : []),
    ...body.sections.flatMap((section, index) => {
      const line = section.line + bodyStart;
      if (!titles.includes(section.title)) return [at(line, `unknown section "${section.title}"`, `use ${wanted}`)];
      if (section.blocks.length === 0) return [at(line, `section "${section.title}" is empty`, "write its answer")];
      const first = body.sections.findIndex((other) => other.title === section.title);
      return first < index ? [at(line, `section "${section.title}" is there twice`, "merge the two")] : [];
    }),
    ...titles
      .filter((title) => !body.sections.some((section) => section.title === title))
      .map((title) => at(bodyStart + 1, `section "${title}" is missing`, `add ## ${title} and its answer`)),
  ];
}

function fileFault(file: string, problem: string, remedy: string): Fault {
  return { file, line: 1, column: 1, problem, remedy };
}

function assemble(documents: Documents): KnowledgeContent {
  const value = <T>(sheets: readonly Sheet<T>[], name: string): T => {
    const [sheet] = sheets;
    if (!sheet) throw new Error(`${name}.yaml was checked to be there`);
    return sheet.document.value;
  };
  return {
    careers: documents.careers.map(toCareer),
    faqs: documents.faq.map(({ id, document, body }) => ({ id, ...document.value, body: body.blocks })),
    comparisons: documents.comparisons.map(({ id, document, body }) => ({ id, ...document.value, body: body.blocks })),
    terms: documents.terms.flatMap(({ id, document }) => document.value.terms.map((term) => ({ ...term, family: id }))),
    paths: documents.paths.map(({ id, document }) => ({ id, ...document.value })),
    quizzes: documents.quizzes.map(({ id, document: { value: quiz } }) => ({
      id,
      ...quiz,
      questions: quiz.questions.map((question) => ({
        ...question,
        prompt: parseMarkdown(question.prompt).blocks,
        explanation: parseMarkdown(question.explanation).blocks,
      })),
    })),
    tips: documents.tips.flatMap(({ document }) =>
      document.value.tips.map((tip) => ({ ...tip, text: parseMarkdown(tip.text).blocks })),
    ),
    topics: value(documents.topics, "topics").topics,
    phrasings: value(documents.phrasings, "phrasings"),
    slang: value(documents.slang, "slang"),
    elsewhere: value(documents.elsewhere, "elsewhere").elsewhere.flatMap(({ messages }) => messages),
  };
}

function toCareer({ id, document, body }: Documents["careers"][number]): Career {
  const blocks = (facet: Facet): Block[] =>
    body.sections.find((section) => section.title === facetTitles[facet])?.blocks ?? [];
  const sections = Object.fromEntries(facets.map((facet) => [facet, blocks(facet)])) as Record<Facet, Block[]>;
  return { id, ...document.value, sections };
}
