/** A base of one small file a kind, all valid, to be broken one edit at a time. */

import type { KnowledgeFile } from "../../src/core/knowledge/document.ts";
import { type Fault, formatFault } from "../../src/core/knowledge/fault.ts";
import { loadKnowledge } from "../../src/core/knowledge/load.ts";
import { facetTitles } from "../../src/core/knowledge/schema.ts";

const source = '{ title: A page, url: "https://example.org/", checked: 2026-11-21 }';

/** A knowledge file from its lines. */
export function file(path: string, ...lines: string[]): KnowledgeFile {
  return { path, text: `${lines.join("\n")}\n` };
}

function role(id: string, title: string): KnowledgeFile {
  return file(
    `careers/${id}.md`,
    "---",
    `title: ${title}`,
    "aliases: []",
    "summary: Builds things.",
    "skills: [mysql]",
    "tools: [redis]",
    "related: []",
    "interests: { realistic: 4, investigative: 6, artistic: 2, social: 2, enterprising: 2, conventional: 5 }",
    "pay:",
    "  - label: Median pay",
    "    amount: 90000",
    "    currency: USD",
    "    per: year",
    "    country: US",
    "    asOf: 2026-05",
    `    source: ${source}`,
    `sources: [${source}]`,
    "---",
    ...Object.values(facetTitles).flatMap((section) => [`## ${section}`, "The answer.", ""]),
  );
}

function term(id: string, name: string): string[] {
  return [
    `  - id: ${id}`,
    `    name: ${name}`,
    `    aliases: [${id} server]`,
    "    kind: database",
    "    summary: It keeps things.",
    "    usedFor: Keeping things.",
    "    strengths: [Fast]",
    "    tradeOffs: [Large]",
    "    level: junior",
    `    link: ${source}`,
    "    related: []",
  ];
}

/** The whole tiny base; line numbers in the tests count from these lines. */
export const tinyKnowledge: readonly KnowledgeFile[] = [
  role("backend-developer", "Backend developer"),
  role("frontend-developer", "Frontend developer"),
  file(
    "comparisons/mysql-vs-redis.md",
    "---",
    "between: [mysql, redis]",
    "summary: One has tables.",
    `sources: [${source}]`,
    "---",
    "| | MySQL | Redis |",
    "| --- | --- | --- |",
    "| Keeps | tables | pairs |",
  ),
  file(
    "faq/first-job.md",
    "---",
    "questions:",
    "  - How do I find a first job?",
    "  - first job",
    "topics: [jobs]",
    "related: [portfolio]",
    `sources: [${source}]`,
    "---",
    "Show what you **built**.",
    "",
    "- Ask people.",
  ),
  file(
    "faq/portfolio.md",
    "---",
    "questions: [Do I need a portfolio?]",
    "topics: [jobs]",
    `sources: [${source}]`,
    "---",
    "It helps.",
  ),
  file(
    "paths/backend-path.yaml",
    "title: To the backend",
    "career: backend-developer",
    "summary: From nothing to a job.",
    `sources: [${source}]`,
    "stages:",
    "  - title: First steps",
    "    steps:",
    "      - learn: Tables",
    "        why: They are everywhere.",
    "        prove: A small shop.",
    "        hours: 10",
    "        terms: [mysql]",
    `        links: [${source}]`,
  ),
  file(
    "quizzes/databases.yaml",
    "title: Databases",
    "questions:",
    "  - id: keeps-tables",
    "    kind: single",
    "    difficulty: junior",
    "    prompt: Which one keeps **tables**?",
    "    options:",
    "      - { text: MySQL, right: true }",
    "      - { text: Redis }",
    "      - { text: Neither }",
    "    explanation: MySQL does.",
    "    learnMore: mysql",
    `    source: ${source}`,
  ),
  file("terms/databases.yaml", "title: Databases", "terms:", ...term("mysql", "MySQL"), ...term("redis", "Redis")),
  file(
    "tips/databases.yaml",
    "tips:",
    "  - id: tip-explain",
    "    text: Read the query plan.",
    "    topics: [databases]",
    "    read: mysql",
  ),
  file("topics.yaml", "topics:", "  - { id: jobs, title: Jobs }", "  - { id: databases, title: Databases }"),
  file(
    "phrasings.yaml",
    "careers:",
    ...Object.keys(facetTitles).map((facet) => `  ${facet}: ["${facet} of a {career}"]`),
    'terms: ["what is {term}"]',
    'paths: ["show me {path}"]',
    'comparisons: ["{a} or {b}"]',
  ),
  file("slang.yaml", "replace:", "  - { from: [db], to: database }"),
  file("elsewhere.yaml", "elsewhere:", "  - { what: small talk, messages: [hello] }"),
];

/** The tiny base with files added, or put in the place of those with the same path. */
export function withFiles(...files: KnowledgeFile[]): KnowledgeFile[] {
  return [...tinyKnowledge.filter(({ path }) => !files.some((one) => one.path === path)), ...files];
}

/** A file of the tiny base with its first `from` replaced. */
export function edited(path: string, from: string, to: string): KnowledgeFile {
  const text = tinyKnowledge.find((one) => one.path === path)?.text;
  if (!text?.includes(from)) throw new Error(`${path} of the tiny base holds no "${from}"`);
  return { path, text: text.replace(from, () => to) };
}

/** What is wrong with a base. */
export function faultsIn(files: readonly KnowledgeFile[]): Fault[] {
  const loaded = loadKnowledge(files);
  return loaded.kind === "faulty" ? loaded.faults : [];
}

/** The same, as an editor reads it: `file:line:column  what is wrong  what to write instead`. */
export function faultLines(...files: KnowledgeFile[]): string[] {
  return faultsIn(withFiles(...files)).map(formatFault);
}
