/** `npm run knowledge -- check | stats | new <kind> <id> | stale | schema`: what an editor needs. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { loadDotEnv, readConfig } from "../config.ts";
import { OperatorError } from "../core/errors.ts";
import type { KnowledgeBase } from "../core/knowledge/base.ts";
import { type Kind, schemas } from "../core/knowledge/schema.ts";
import { skeleton } from "../core/knowledge/skeleton.ts";
import { staleEntries } from "../core/knowledge/stale.ts";
import { openKnowledge } from "../runtime/knowledge.ts";
import { quizHealth } from "./quiz-health.ts";
import { runCli } from "./run.ts";

const usage = `usage: npm run knowledge -- <what> [--knowledge DIR]

  check            list every fault as file:line:column  what is wrong  what to write instead
  stats            how much there is of each kind
  new <kind> <id>  write a file with every field in place
  stale            what is due for a second look
  schema           write the JSON Schemas that editors complete from
  quiz-health      list the questions that players' answers and reports speak against [--store URL]`;

await runCli(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { knowledge: { type: "string" }, store: { type: "string" } },
  });
  loadDotEnv();
  const [what, ...rest] = positionals;
  const folder = values.knowledge ?? readConfig(process.env).knowledgeDir;
  switch (what) {
    case "check":
      return check(folder);
    case "stats":
      return stats((await openKnowledge(folder)).base);
    case "new":
      return create(folder, rest);
    case "stale":
      return stale((await openKnowledge(folder)).base);
    case "schema":
      return writeSchemas(folder);
    case "quiz-health":
      return quizHealth((await openKnowledge(folder)).base, values.store ?? readConfig(process.env).storeUrl);
    default:
      throw new OperatorError(what ? `there is no "${what}" here` : "nothing to do", usage);
  }
});

async function check(folder: string): Promise<void> {
  const { base } = await openKnowledge(folder);
  for (const [kind, text] of jsonSchemas()) {
    const file = schemaFile(folder, kind);
    // A schema that no longer says what the code says would mislead editors. A folder without schemas needs none.
    if (existsSync(file) && readFileSync(file, "utf8") !== text) {
      throw new OperatorError(`${file} is out of date`, "run npm run knowledge -- schema");
    }
  }
  console.log(
    `No faults. ${summary(base)
      .map(([name, count]) => `${count} ${name}`)
      .join(", ")}.`,
  );
}

function summary(base: KnowledgeBase): [name: string, count: number][] {
  const questions = [...base.quizzes.values()].reduce((sum, quiz) => sum + quiz.questions.length, 0);
  return [
    ["roles", base.careers.size],
    ["FAQ entries", base.faqs.size],
    ["comparisons", base.comparisons.size],
    ["terms", base.terms.size],
    ["paths", base.paths.size],
    ["quiz questions", questions],
    ["tips", base.tips.length],
  ];
}

function stats(base: KnowledgeBase): void {
  for (const [name, count] of summary(base)) console.log(`${String(count).padStart(5)}  ${name}`);
  console.log("\nQuiz questions by topic: junior, mid, senior");
  for (const quiz of base.quizzes.values()) {
    const counts = (["junior", "mid", "senior"] as const).map(
      (level) => quiz.questions.filter((question) => question.difficulty === level).length,
    );
    console.log(`  ${quiz.id.padEnd(14)} ${counts.join(", ")}`);
  }
  const thin = [...base.faqs.values()].filter((faq) => faq.questions.length < 10);
  console.log(`\nFAQ entries with fewer than ten wordings: ${thin.map((faq) => faq.id).join(", ") || "none"}`);
}

function create(folder: string, [kind, id]: string[]): void {
  const kinds = Object.keys(schemas).filter((one) => skeleton(one as Kind, "x", "") !== undefined);
  if (kind === undefined || id === undefined || !kinds.includes(kind)) {
    throw new OperatorError(`"new" takes a kind and an id`, `kinds: ${kinds.join(", ")}\n\n${usage}`);
  }
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id) || id.length > 40) {
    throw new OperatorError(`"${id}" cannot be an id`, "use lower-case letters, digits and hyphens, at most 40");
  }
  const file = skeleton(kind as Kind, id, today());
  if (!file) return;
  const path = join(folder, "en", file.path);
  if (existsSync(path)) throw new OperatorError(`${path} is there already`, "edit it, or choose another id");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, file.text);
  console.log(`Wrote ${path}. Fill it in, then run: npm run knowledge -- check`);
}

function stale(base: KnowledgeBase): void {
  const entries = staleEntries(base, today());
  for (const { id, checked, due } of entries) console.log(`${due}  ${id}  last checked ${checked}`);
  console.log(entries.length === 0 ? "Nothing is due for a second look." : `\n${entries.length} due.`);
}

function writeSchemas(folder: string): void {
  for (const [kind, text] of jsonSchemas()) {
    const file = schemaFile(folder, kind);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  console.log(`Wrote ${Object.keys(schemas).length} schemas to ${join(folder, "schema")}.`);
}

function schemaFile(folder: string, kind: string): string {
  return join(folder, "schema", `${kind}.json`);
}

function jsonSchemas(): [kind: string, text: string][] {
  return Object.entries(schemas).map(([kind, schema]) => [
    kind,
    `${JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), undefined, 2)}\n`,
  ]);
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
