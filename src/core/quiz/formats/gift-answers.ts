/**
 * What stands between GIFT's braces: each kind of question by its marks, in the order in which Moodle tells them apart.
 */
import type { Answers } from "./draft.ts";
import { cut, type Span, split, startOf, trim } from "./gift-text.ts";

/** One answer of the list: after `=` or `~`, perhaps with a percentage before and feedback behind. */
export type GiftAnswer = {
  mark: "=" | "~";
  /** In percent; `undefined` when none is stated. */
  weight: number | undefined;
  text: Span;
  feedback: Span | undefined;
};

/** What is said about an answer; `about` is left out where it is about the right one. */
type GiftFeedback = { about?: string; said: Span };

export type Faulty = { kind: "faulty"; at: number; problem: string; remedy: string };

/** `answers` belong to choices, whose texts still are in some format. */
export type GiftAnswers =
  | { kind: "choice"; answers: GiftAnswer[] }
  | { kind: "given"; given: Answers; feedback: GiftFeedback[]; leftOut: string[] }
  | Faulty;

/** @param braces the inside of the braces without its general feedback; `at` is where they open */
export function readGiftAnswers(braces: Span, at: number): GiftAnswers {
  const inside = trim(braces);
  const { mask } = inside;
  const fault = (problem: string, remedy: string, where = startOf(inside, at)): Faulty => ({
    kind: "faulty",
    at: where,
    problem,
    remedy,
  });
  if (mask === "")
    return fault("an essay, which nobody could mark", "write its right answers between the braces, or take it out");
  if (mask.startsWith("#")) return readNumber(cut(inside, 1), fault);
  if (mask.startsWith(">")) return readOrdering(inside);
  const answers = splitAnswers(inside);
  if (mask.includes("~")) return { kind: "choice", answers };
  if (mask.includes("=") && mask.includes("->")) return readMatching(answers, fault);
  const [claim = inside, ...feedback] = split(inside, /#/g);
  const said = /^\s*(?:(t|true)|f|false)\s*$/i.exec(claim.mask);
  if (said) {
    const given: Answers = { kind: "true-false", answer: said[1] !== undefined };
    // Moodle shows the first to those who were wrong and the second to those who were right.
    return { kind: "given", given, feedback: feedback.map((one) => ({ said: cut(one, 1) })).reverse(), leftOut: [] };
  }
  return readShort(answers, fault);
}

type Fault = (problem: string, remedy: string, where?: number) => Faulty;

function splitAnswers(inside: Span): GiftAnswer[] {
  return split(inside, /[=~]/g)
    .map((piece) => ({
      mark: piece.mask.startsWith("~") ? ("~" as const) : ("=" as const),
      body: trim(cut(piece, /^[=~]/.test(piece.mask) ? 1 : 0)),
    }))
    .filter(({ body }) => body.mask !== "")
    .map(({ mark, body }) => {
      const weight = /^%(-?\d{1,3}(?:\.\d*)?)%/.exec(body.mask);
      const [text = body, ...feedback] = split(cut(body, weight?.[0].length ?? 0), /#/g);
      const [first] = feedback;
      const said = first && { ...cut(body, body.mask.indexOf("#") + 1) };
      return { mark, weight: weight ? Number(weight[1]) : undefined, text: trim(text), feedback: said };
    });
}

/** Right answers, and in words what stands beside them that only Moodle can mark. */
function fullMarks(answers: readonly GiftAnswer[]): { right: GiftAnswer[]; leftOut: string[] } {
  const isRight = (one: GiftAnswer) => one.mark === "=" && (one.weight ?? 100) === 100;
  const others = answers.filter((one) => !isRight(one) && one.text.text !== "" && one.text.text !== "*");
  return {
    right: answers.filter(isRight),
    leftOut: others.map(
      (one) => `the answer "${one.text.text.trim()}" for ${one.weight ?? 0} % of the points is left out`,
    ),
  };
}

function feedbackOf(answers: readonly GiftAnswer[], right: readonly GiftAnswer[] = answers): GiftFeedback[] {
  return answers.flatMap((one): GiftFeedback[] => {
    if (!one.feedback) return [];
    if (right.includes(one)) return [{ said: one.feedback }];
    const answer = one.text.text.trim();
    return [{ about: answer === "" || answer === "*" ? "anything else" : answer, said: one.feedback }];
  });
}

function readShort(answers: readonly GiftAnswer[], fault: Fault): GiftAnswers {
  const { right, leftOut } = fullMarks(answers);
  if (right.length === 0) return fault("no answer is worth all the points", "mark one with = and no percentage");
  const wild = right.find((one) => /(?<!\\)\*/.test(one.text.text));
  if (wild)
    return fault(
      "an answer with a wildcard (*)",
      "write out the answers that count; \\* is an asterisk",
      startOf(wild.text),
    );
  const accept = right.map((one) => one.text.text.trim().replaceAll("\\*", "*"));
  return {
    kind: "given",
    given: { kind: "short", accept: [...new Set(accept)] },
    feedback: feedbackOf(answers, right),
    leftOut,
  };
}

const decimal = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const numeral = new RegExp(String.raw`^(${decimal})\s*(?:(:|\.\.)\s*(${decimal}))?$`, "i");

function readNumber(inside: Span, fault: Fault): GiftAnswers {
  const answers = splitAnswers(inside);
  const { right, leftOut } = fullMarks(answers);
  const [answer, second] = right;
  if (!answer) return fault("no number is worth all the points", "write {#42}, {#42:0.5} or {#41..43}");
  if (second) return fault("two right numbers", "keep one, or give them as texts: {=3 =4}", startOf(second.text));
  const read = numeral.exec(answer.text.mask.trim());
  if (!read)
    return fault(
      `"${answer.text.text.trim()}" is no number`,
      "write 42, 42:0.5 or 41..43, with a point for decimals",
      startOf(answer.text),
    );
  const [, first, separator, last] = read;
  const [low, other] = [Number(first), Number(last ?? 0)];
  if (separator === ".." && other < low)
    return fault("a range that goes downwards", "write the smaller number first", startOf(answer.text));
  if (separator !== ".." && other < 0)
    return fault("a margin below zero", "write how far off an answer may be", startOf(answer.text));
  const given: Answers =
    separator === ".."
      ? { kind: "short", number: (low + other) / 2, margin: (other - low) / 2 }
      : { kind: "short", number: low, margin: other };
  return { kind: "given", given, feedback: feedbackOf(answers, right), leftOut };
}

/** Matching in general has no counterpart here, but 1, 2, 3 … on the left make an order. */
function readMatching(answers: readonly GiftAnswer[], fault: Fault): GiftAnswers {
  const pairs = answers.map(({ text }) => {
    const arrow = text.mask.indexOf("->");
    return {
      left: text.text.slice(0, Math.max(arrow, 0)).trim(),
      right: text.text.slice(arrow + 2).trim(),
      at: startOf(text),
      arrow,
    };
  });
  const broken = pairs.find((pair) => pair.arrow === -1);
  if (broken)
    return fault("an answer of a matching question without ->", "write =left -> right for each pair", broken.at);
  const sorted = pairs.toSorted((a, b) => Number.parseInt(a.left, 10) - Number.parseInt(b.left, 10));
  if (!sorted.every((pair, index) => new RegExp(`^${index + 1}[.)]?$`).test(pair.left))) {
    return fault(
      "a matching question, which quizzes here do not have",
      "ask for each pair on its own; for an order, number the left sides: =1 -> first =2 -> second",
    );
  }
  return {
    kind: "given",
    given: { kind: "order", items: sorted.map((pair) => pair.right) },
    feedback: feedbackOf(answers),
    leftOut: [],
  };
}

/** Moodle's ordering questions: settings in capitals after the >, then one item a line. */
function readOrdering(inside: Span): GiftAnswers {
  const [settings = inside, ...items] = split(inside, /\n/g).map(trim);
  const first = trim(cut(settings, 1));
  const all = /^[A-Z\d_ ]*$/.test(first.mask) ? items : [first, ...items];
  const texts = all.map((one) => one.text.trim()).filter((one) => one !== "");
  return { kind: "given", given: { kind: "order", items: texts }, feedback: [], leftOut: [] };
}
