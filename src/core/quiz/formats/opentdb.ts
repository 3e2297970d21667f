/** Open Trivia DB's JSON: https://opentdb.com/api_config.php */
import { isMap, isSeq, parseDocument } from "yaml";
import { z } from "zod";
import { type Draft, type Note, type Place, type Problem, placesOf, type Reading, withoutMark } from "./draft.ts";
import { decode, type Encoding, encodingOf } from "./opentdb-encoding.ts";
import { asMarkdown } from "./plain-text.ts";

const result = z.object({
  type: z.string(),
  difficulty: z.string().optional(),
  category: z.string().optional(),
  question: z.string(),
  correct_answer: z.string(),
  incorrect_answers: z.array(z.string()),
});
type Result = z.infer<typeof result>;

const difficulties: Record<string, string> = { easy: "junior", medium: "mid", hard: "senior" };

/** What a `response_code` other than 0 means, and what to do about it. */
const refusals: Record<number, string> = {
  1: "the database had fewer questions than were asked for: ask for fewer",
  2: "the request was not understood: make its address again on opentdb.com/api_config.php",
  3: "the session token was not known: ask without one",
  4: "every question of that request was given out already: reset the session token",
  5: "one request in five seconds is the limit: wait, and ask again",
};

export function readOpenTriviaDb(given: string): Reading {
  const text = withoutMark(given);
  const read = parseJson(text);
  if (read.kind === "faulty") return { drafts: [], problems: [read.problem], notes: [] };
  const items = itemsOf(read.value);
  if (!items) return { drafts: [], problems: [shapeProblem(read.value)], notes: [] };
  const places = itemPlaces(text);
  const results = items.map((item) => result.safeParse(item));
  const good = results.flatMap((one) => (one.success ? [one.data] : []));
  const encoding = encodingOf(
    good.map((one) => one.type),
    good.flatMap((one) => [one.question, one.correct_answer, ...one.incorrect_answers]),
  );
  const reading: Reading = { drafts: [], problems: [], notes: [] };
  for (const [index, parsed] of results.entries()) {
    const place = places[index] ?? { line: 1, column: 1 };
    const read = parsed.success ? toDraft(parsed.data, encoding, place, reading.notes) : shapeOf(parsed.error, place);
    if ("problem" in read) reading.problems.push(read);
    else reading.drafts.push(read);
  }
  return reading;
}

type Json = { kind: "read"; value: unknown } | { kind: "faulty"; problem: Problem };

function parseJson(text: string): Json {
  try {
    return { kind: "read", value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const offset = /position (\d+)/.exec(error.message)?.[1];
    const place = placesOf(text)(offset === undefined ? text.length : Number(offset));
    const remedy = "save the answer of the database again, as it comes";
    return { kind: "faulty", problem: { ...place, problem: "not valid JSON", remedy } };
  }
}

/** The questions, whether the file is a whole answer or only its list. */
function itemsOf(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const answer = z.object({ response_code: z.literal(0).optional(), results: z.array(z.unknown()) }).safeParse(value);
  return answer.success ? answer.data.results : undefined;
}

function shapeProblem(value: unknown): Problem {
  const refused = z.object({ response_code: z.number() }).safeParse(value);
  const why = refused.success ? refusals[refused.data.response_code] : undefined;
  return {
    line: 1,
    column: 1,
    problem: why ? "this answer of Open Trivia DB holds no questions" : 'there is no list of "results"',
    remedy: why ?? "save what https://opentdb.com/api.php answers",
  };
}

function itemPlaces(text: string): Place[] {
  const placeOf = placesOf(text);
  const { contents } = parseDocument(text); // JSON is YAML; this parser knows where things stand
  const list = isMap(contents) ? contents.get("results") : contents;
  if (!isSeq(list)) return [];
  return list.items.map((item) => placeOf((item as { range?: [number, number, number] }).range?.[0] ?? 0));
}

function shapeOf(error: z.ZodError, place: Place): Problem {
  const field = error.issues[0]?.path.join(".") || "the item";
  const fields = Object.keys(result.shape).join(", ");
  return { ...place, problem: `${field} is missing or of the wrong type`, remedy: `an item has ${fields}` };
}

function toDraft(item: Result, encoding: Encoding, place: Place, notes: Note[]): Draft | Problem {
  const texts = [item.type, item.difficulty ?? "", item.category ?? "", item.question, item.correct_answer];
  const [type, difficulty = "", category, question, right, ...wrong] = [...texts, ...item.incorrect_answers].map(
    (text) => decode(text, encoding),
  );
  if (type === undefined || question === undefined || right === undefined || wrong.includes(undefined)) {
    return {
      ...place,
      problem: `a text of the item is not encoded as ${encoding}`,
      remedy: "save the answer again, as it comes",
    };
  }
  if (category)
    notes.push({ line: place.line, text: `the category "${category}" is left out: --topic says where questions go` });
  const common = {
    ...place,
    prompt: asMarkdown(question.trim()),
    difficulty: difficulties[difficulty] ?? (difficulty || undefined),
  };
  if (type === "boolean") {
    if (/^(true|false)$/i.test(right))
      return { ...common, answers: { kind: "true-false", answer: /^true$/i.test(right) } };
    return {
      ...place,
      problem: `the right answer "${right}" is neither True nor False`,
      remedy: "correct it, or make the type multiple",
    };
  }
  if (type !== "multiple") return { ...place, problem: `the type is "${type}"`, remedy: "write multiple or boolean" };
  const options = [right, ...wrong].map((text = "", index) => ({ text: text.trim(), right: index === 0 }));
  return { ...common, answers: { kind: "single", options } };
}
