/** From a file of somebody's questions to the text of a quiz file, or to everything that stands in the way. */
import { type KnowledgeFile, readYaml } from "../../knowledge/document.ts";
import { byPosition, type Fault } from "../../knowledge/fault.ts";
import { id as idSchema } from "../../knowledge/fields.ts";
import { loadKnowledge } from "../../knowledge/load.ts";
import type { QuestionFields } from "../../knowledge/question-schema.ts";
import { schemas } from "../../knowledge/schema.ts";
import { nearest } from "../../nearest.ts";
import { type Completed, complete, type Defaults } from "./complete.ts";
import type { Draft, Note, Reading } from "./draft.ts";
import { type ImportFormat, readers } from "./formats.ts";
import { type Base, knownBase } from "./known.ts";
import { closedSource, fileLicence, judgeLicence, type Licence, shareAlikeLine } from "./licence.ts";
import { appendQuestions, newQuizFile } from "./quiz-file.ts";

export type ImportRequest = Defaults & {
  /** The file's name, for messages. */
  file: string;
  text: string;
  format: ImportFormat;
  licence: string;
  topic: string;
  title?: string | undefined;
  skipFaulty: boolean;
  /** A date written YYYY-MM-DD. */
  today: string;
  /** Every file of the locale, with paths as `readKnowledgeFiles` gives them. */
  knowledge: readonly KnowledgeFile[];
};

export type Planned = {
  kind: "planned";
  /** Relative to the locale's folder, as in `knowledge`. */
  path: string;
  text: string;
  questions: QuestionFields[];
  skipped: Fault[];
  notes: Note[];
  /** How many have no explanation but their right answer. */
  unexplained: number;
  remarks: string[];
};
type Refused = { kind: "refused"; problem: string; remedy: string };
/** `good`: how many questions could still be imported without the faulty ones. */
type Faulty = { kind: "faulty"; faults: Fault[]; good: number };
export type ImportPlan = Planned | Refused | Faulty;

type Accepted = Exclude<Licence, { kind: "refused" }>;

/** Decide what an import writes. Pure: nothing is written, and the same request always gives the same plan. */
export function planImport(request: ImportRequest): ImportPlan {
  const licence = judgeLicence(request.licence);
  if (licence.kind === "refused") return licence;
  const base = knownBase(request.knowledge);
  const path = `quizzes/${request.topic}.yaml`;
  const existing = request.knowledge.find((file) => file.path === path);
  const refusal =
    refuseTopic(request.topic, base) ?? refuseEntry(request.learnMore, base) ?? refuseMixing(licence, path, existing);
  if (refusal) return refusal;
  const reading = readers[request.format](request.text);
  const sources = [
    ...reading.drafts.flatMap((draft) => draft.source ?? []),
    ...(request.source ? [request.source] : []),
  ];
  const closed = sources.map(closedSource).find((why) => why !== undefined);
  if (closed)
    return {
      kind: "refused",
      problem: `${closed}, so nothing of it may be imported`,
      remedy: "write questions of your own from the facts, which nobody owns",
    };
  const missing = missingFields(reading.drafts, request);
  if (missing.length > 0)
    return {
      kind: "refused",
      problem: missing.map(([problem]) => problem).join("\n"),
      remedy: missing.map(([, remedy]) => remedy).join("\n"),
    };
  const completed = complete(reading.drafts, request.topic, request, base, request.today);
  const faults = [...reading.problems, ...completed.problems]
    .map((problem) => ({ file: request.file, ...problem }))
    .toSorted(byPosition);
  if (faults.length > 0 && (!request.skipFaulty || completed.questions.length === 0)) {
    return { kind: "faulty", faults, good: completed.questions.length };
  }
  if (completed.questions.length === 0)
    return {
      kind: "refused",
      problem: `there are no questions in ${request.file}`,
      remedy: "see that --format names the format that the file is in",
    };
  const credited = completed.questions.map((question) => credit(question, licence));
  return write(request, licence, path, existing, base, { ...completed, questions: credited }, reading, faults);
}

function refuseTopic(topic: string, { topics }: Base): Refused | undefined {
  if (!idSchema.safeParse(topic).success) {
    return {
      kind: "refused",
      problem: `"${topic}" cannot be a topic`,
      remedy: "use lower-case letters, digits and hyphens, at most 40",
    };
  }
  if (!topics || topics.has(topic)) return undefined;
  const close = nearest(topic, [...topics], 3);
  const remedy = `${close.length > 0 ? `did you mean ${close.join(", ")}? Or ` : ""}add it to topics.yaml: { id: ${topic}, title: …, aliases: [] }`;
  return { kind: "refused", problem: `there is no topic "${topic}"`, remedy };
}

function refuseEntry(learnMore: string | undefined, { entries }: Base): Refused | undefined {
  if (learnMore === undefined || !entries || entries.has(learnMore)) return undefined;
  const close = nearest(learnMore, [...entries], 3);
  const remedy = close.length > 0 ? `did you mean ${close.join(", ")}?` : "name a role, term, answer or path";
  return { kind: "refused", problem: `there is no entry "${learnMore}" for --learn-more`, remedy };
}

/** Share-alike binds what it is mixed with, so that it only goes into a file that is kept under it from the start. */
function refuseMixing(licence: Accepted, path: string, existing: KnowledgeFile | undefined): Refused | undefined {
  if (licence.kind !== "share-alike" || !existing || fileLicence(existing.text) === licence.name) return undefined;
  return {
    kind: "refused",
    problem: `${licence.name} would bind all of ${path}, which is not kept under it`,
    remedy: "import into a topic that has no quiz yet: its whole file is then kept, and marked, under that licence",
  };
}

/** What neither the items nor the command say, told once for all items. */
function missingFields(drafts: readonly Draft[], given: ImportRequest): [problem: string, remedy: string][] {
  const tell = (field: string, without: readonly Draft[], remedy: string): [string, string][] => {
    if (without.length === 0) return [];
    const lines = without.map((draft) => draft.line);
    const first = lines.length > 5 ? `${lines.slice(0, 5).join(", ")}, …` : lines.join(", ");
    return [[`${count(without.length, "question")} without ${field} (line ${first})`, remedy]];
  };
  const without = (field: "difficulty" | "learnMore" | "source") =>
    given[field] ? [] : drafts.filter((draft) => !draft[field]);
  return [
    ...tell("a difficulty", without("difficulty"), "add --difficulty junior, mid or senior"),
    ...tell(
      "an entry to learn more in",
      without("learnMore"),
      "add --learn-more with the id of a role, term, answer or path",
    ),
    ...tell(
      "a source",
      without("source"),
      "add --source-title and --source-url: where the questions come from, or for own work the page that proves them",
    ),
  ];
}

/** A question is shown with its source, so that is where a licence that asks for credit gets it. */
function credit(question: QuestionFields, licence: Accepted): QuestionFields {
  const { source } = question;
  if (!licence.credited || source.title.includes(licence.name)) return question;
  return { ...question, source: { ...source, title: `${source.title} (${licence.name})` } };
}

function write(
  request: ImportRequest,
  licence: Accepted,
  path: string,
  existing: KnowledgeFile | undefined,
  base: Base,
  { questions, unexplained }: Completed,
  { notes }: Reading,
  skipped: Fault[],
): ImportPlan {
  const title = request.title ?? request.topic.replaceAll("-", " ").replace(/^./, (letter) => letter.toUpperCase());
  const top = licence.kind === "share-alike" ? [shareAlikeLine(licence.name)] : [];
  const comments = creditLines(request, licence);
  const appended = existing
    ? appendQuestions(existing.text, comments, questions)
    : ({ kind: "appended", text: newQuizFile(title, top, comments, questions) } as const);
  if (appended.kind === "refused") return { ...appended, problem: `${path}: ${appended.problem}` };
  const { text } = appended;
  const others = request.knowledge.filter((file) => file.path !== path);
  const loaded = base.topics ? loadKnowledge([...others, { path, text }]) : undefined;
  if (loaded?.kind === "faulty") return { kind: "faulty", faults: loaded.faults, good: 0 };
  mustHold(path, text, questions);
  return {
    kind: "planned",
    path,
    text,
    questions,
    skipped,
    notes,
    unexplained,
    remarks: remarks(request, base, existing),
  };
}

function creditLines({ file, format, source, today }: ImportRequest, licence: Accepted): string[] {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const whom = source ? `${source.title}, ${source.url}` : "the sources of the questions";
  return [`# --- imported ${today} from ${name} (${format}) ---`, `# Licence: ${licence.name}. Credit: ${whom}`].map(
    (line) => line.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " "),
  );
}

/** What goes to the disk is what was checked: a text that reads otherwise would be a fault of ours. */
function mustHold(path: string, text: string, questions: readonly QuestionFields[]): void {
  const read = readYaml(path, text.replace(/^\uFEFF/, ""), schemas.quizzes);
  const written = read.kind === "read" ? read.document.value.questions : [];
  const missing = questions.find((one) => !written.some((other) => other.id === one.id && sameQuestion(one, other)));
  if (read.kind === "faulty" || missing)
    throw new Error(`${path} would not hold the question ${missing?.id ?? ""} as it was read`);
}

const sameQuestion = (one: QuestionFields, other: QuestionFields) => sortedJson(one) === sortedJson(other);
const sortedJson = (value: unknown) =>
  JSON.stringify(value, (_, part) => (isRecord(part) ? Object.fromEntries(Object.entries(part).sort()) : part));
const isRecord = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);

function remarks({ title }: ImportRequest, base: Base, existing: KnowledgeFile | undefined): string[] {
  const kept = existing && fileLicence(existing.text);
  return [
    ...(existing && title !== undefined ? ["--title is left out: the file has its title already."] : []),
    ...(kept ? [`The file is kept under ${kept}, and so is what was added to it.`] : []),
    ...(base.topics ? [] : ["The base has faults already, so topics and --learn-more could not be checked."]),
  ];
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
