/** `npm run quiz -- import FILE … | export TOPIC …`: questions from and for other programs. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { loadDotEnv, readConfig } from "../config.ts";
import { OperatorError } from "../core/errors.ts";
import { readYaml } from "../core/knowledge/document.ts";
import { type Fault, formatFault } from "../core/knowledge/fault.ts";
import { levels } from "../core/knowledge/fields.ts";
import { schemas } from "../core/knowledge/schema.ts";
import { nearest } from "../core/nearest.ts";
import type { Note } from "../core/quiz/formats/draft.ts";
import { exportFormats, importFormats, writers } from "../core/quiz/formats/formats.ts";
import { type Planned, planImport } from "../core/quiz/formats/import.ts";
import { fileLicence } from "../core/quiz/formats/licence.ts";
import { readKnowledgeFiles } from "../runtime/knowledge-files.ts";
import { runCli } from "./run.ts";

const locale = "en";
const usage = `usage: npm run quiz -- import FILE --format ${importFormats.join("|")} --licence TEXT --topic ID
         [--difficulty ${levels.join("|")}] [--learn-more ID] [--source-title TEXT --source-url URL]
         [--title TEXT] [--skip-faulty] [--knowledge DIR]
       npm run quiz -- export TOPIC --format ${exportFormats.join("|")} [FILE] [--knowledge DIR]

  import   add the questions of FILE to a topic's quiz; with a fault in any of them nothing is written,
           unless --skip-faulty leaves those out. --difficulty, --learn-more and --source-… are for
           questions that don't say it themselves. --licence is the one their author gave.
  export   write a topic's quiz for another program, to standard output without FILE`;

await runCli(() => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      format: { type: "string" },
      licence: { type: "string" },
      topic: { type: "string" },
      title: { type: "string" },
      difficulty: { type: "string" },
      "learn-more": { type: "string" },
      "source-title": { type: "string" },
      "source-url": { type: "string" },
      "skip-faulty": { type: "boolean", default: false },
      knowledge: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  loadDotEnv();
  const folder = values.knowledge ?? readConfig(process.env).knowledgeDir;
  const [what, target, ...rest] = positionals;
  switch (what) {
    case "import":
      if (rest.length > 0) throw new OperatorError(`"${rest[0]}" is one file too many`, "import one file at a time");
      return importFile(target, folder, values);
    case "export":
      return exportTopic(target, rest, folder, values.format);
    default:
      throw new OperatorError(what ? `there is no "${what}" here` : "nothing to do", usage);
  }
});

type Options = {
  format?: string;
  licence?: string;
  topic?: string;
  title?: string;
  difficulty?: string;
  "learn-more"?: string;
  "source-title"?: string;
  "source-url"?: string;
  "skip-faulty": boolean;
};

function importFile(file: string | undefined, folder: string, options: Options): void {
  const { licence, topic, title, difficulty, "source-title": sourceTitle, "source-url": sourceUrl } = options;
  const format = importFormats.find((one) => one === options.format);
  const missing = [
    ...(file === undefined ? ["FILE"] : []),
    ...(format === undefined ? [`--format ${importFormats.join("|")}`] : []),
    ...(licence === undefined ? ["--licence: under which one did the author publish the questions?"] : []),
    ...(topic === undefined ? ["--topic ID: the quiz that they belong to"] : []),
    ...((sourceTitle === undefined) === (sourceUrl === undefined) ? [] : ["--source-title and --source-url together"]),
  ];
  if (
    file === undefined ||
    format === undefined ||
    licence === undefined ||
    topic === undefined ||
    missing.length > 0
  ) {
    throw new OperatorError(`missing:\n  ${missing.join("\n  ")}`, `\n${usage}`);
  }
  if (difficulty !== undefined && !levels.some((level) => level === difficulty)) {
    throw new OperatorError(`there is no difficulty "${difficulty}"`, `write one of ${levels.join(", ")}`);
  }
  if (sourceUrl !== undefined && !/^https?:\/\/\S+$/.test(sourceUrl)) {
    throw new OperatorError(`--source-url ${sourceUrl} is no address`, "write it whole, starting with https://");
  }
  const plan = planImport({
    file,
    text: read(file),
    format,
    licence,
    topic,
    title,
    difficulty,
    learnMore: options["learn-more"],
    source: sourceTitle !== undefined && sourceUrl !== undefined ? { title: sourceTitle, url: sourceUrl } : undefined,
    skipFaulty: options["skip-faulty"],
    today: new Date().toISOString().slice(0, 10),
    knowledge: readKnowledgeFiles(folder, locale),
  });
  switch (plan.kind) {
    case "refused":
      throw new OperatorError(plan.problem, plan.remedy);
    case "faulty": {
      const rest = plan.good > 0 ? `, or add --skip-faulty to import the other ${plan.good}` : "";
      const remedy = `\n${count(plan.faults.length, "fault")}, and nothing was written. Mend what is wrong${rest}.`;
      throw new OperatorError(plan.faults.map(formatFault).join("\n"), remedy);
    }
    case "planned":
      writeWhole(join(folder, locale, plan.path), plan.text);
      report(join(folder, locale, plan.path), plan);
      break;
    default:
      plan satisfies never;
  }
}

/** Written aside and renamed, so that a running bot never reads half of it. */
function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

function report(path: string, { questions, skipped, notes, unexplained, remarks }: Planned): void {
  console.log(`Wrote ${count(questions.length, "question")} to ${path}:`);
  for (const { id, kind, difficulty } of questions) console.log(`  ${id}  (${kind}, ${difficulty})`);
  if (skipped.length > 0) {
    console.log(
      `\nNot imported, with ${count(skipped.length, "fault")}:\n${skipped.map((fault: Fault) => `  ${formatFault(fault)}`).join("\n")}`,
    );
  }
  if (notes.length > 0)
    console.log(`\nLeft out, since questions here have no room for it:\n${groupNotes(notes).join("\n")}`);
  if (unexplained > 0) {
    console.log(
      `\n${count(unexplained, "question")} had no explanation and ${unexplained === 1 ? "says" : "say"} only what is right: search the file for "The right " and "The statement is", and write why.`,
    );
  }
  if (remarks.length > 0) console.log(`\n${remarks.join("\n")}`);
  console.log("\nLook the questions over, then run: npm run knowledge -- check");
}

function groupNotes(notes: readonly Note[]): string[] {
  const groups = Map.groupBy(notes, (note) => note.text);
  return [...groups].map(([text, all]) => {
    const lines = [...new Set(all.map((note) => note.line))];
    const shown = lines.length > 8 ? `${lines.slice(0, 8).join(", ")}, … (${lines.length} lines)` : lines.join(", ");
    return `  line ${shown}: ${text}`;
  });
}

function exportTopic(
  topic: string | undefined,
  [file, extra]: string[],
  folder: string,
  asked: string | undefined,
): void {
  const format = exportFormats.find((one) => one === asked);
  if (topic === undefined || format === undefined || extra !== undefined) {
    throw new OperatorError(
      `"export" takes a topic, --format ${exportFormats.join("|")}, and perhaps one file`,
      `\n${usage}`,
    );
  }
  const files = readKnowledgeFiles(folder, locale).filter(({ path }) => path.startsWith("quizzes/"));
  const found = files.find(({ path }) => path === `quizzes/${topic}.yaml`);
  if (!found) {
    const topics = files.map(({ path }) => path.replace(/^quizzes\/|\.yaml$/g, ""));
    const close = nearest(topic, topics, 3);
    throw new OperatorError(
      `there is no quiz "${topic}"`,
      `${close.length > 0 ? `did you mean ${close.join(", ")}? ` : ""}there are ${topics.join(", ")}`,
    );
  }
  const sheet = readYaml(join(folder, locale, found.path), found.text.replace(/^\uFEFF/, ""), schemas.quizzes);
  if (sheet.kind === "faulty")
    throw new OperatorError(sheet.faults.map(formatFault).join("\n"), "\nmend the file, then export it again");
  const { title, questions } = sheet.document.value;
  const { text, notes } = writers[format](questions, { id: topic, title });
  if (file === undefined) process.stdout.write(text);
  else writeNew(file, text);
  const kept = fileLicence(found.text);
  const told = [
    ...new Set(notes),
    ...(kept ? [`these questions are under ${kept}: pass them on under it too, with their sources`] : []),
  ];
  // Not on standard output, where the questions may be going.
  if (file !== undefined) console.error(`Wrote ${count(questions.length, "question")} to ${file}.`);
  if (told.length > 0) console.error(told.map((one) => `note: ${one}`).join("\n"));
}

function writeNew(file: string, text: string): void {
  if (existsSync(file)) throw new OperatorError(`${file} is there already`, "delete it first, or name another file");
  writeFileSync(file, text, { flag: "wx" });
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new OperatorError(
      `cannot read ${file}: ${cause instanceof Error ? cause.message : cause}`,
      "name a file that is there",
      { cause },
    );
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
