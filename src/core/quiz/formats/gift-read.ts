/** Moodle's GIFT: https://docs.moodle.org/en/GIFT_format */
import { levels } from "../../knowledge/fields.ts";
import { type Answers, type Draft, type Place, placesOf, type Reading, withoutMark } from "./draft.ts";
import { type Faulty, readGiftAnswers } from "./gift-answers.ts";
import { readChoice } from "./gift-choice.ts";
import { type Said, writeExplanation } from "./gift-feedback.ts";
import { convert, convertFrom, takeFormat } from "./gift-format.ts";
import { readTags } from "./gift-tags.ts";
import { cut, type GiftBlock, giftBlocks, join, type Span, startOf, trim } from "./gift-text.ts";

type Parts = {
  kind: "parts";
  title: string | undefined;
  prompt: Span;
  braces: Span;
  opens: number;
  general: Span | undefined;
};
type Told = { given: Answers; said: Said[] };

/** What Moodle shows where a word is missing. */
const blank = "_____";

export function readGift(given: string): Reading {
  const text = withoutMark(given);
  const placeOf = placesOf(text);
  const reading: Reading = { drafts: [], problems: [], notes: [] };
  for (const block of giftBlocks(text)) {
    for (const { offset, name } of block.categories) {
      const { line } = placeOf(offset);
      reading.notes.push({ line, text: `the category "${name}" is left out: --topic says where questions go` });
    }
    if (block.body.mask === "") continue;
    const place = placeOf(startOf(block.body));
    const note = (text: string) => reading.notes.push({ line: place.line, text });
    const read = readBlock(block, place, note);
    if ("prompt" in read) reading.drafts.push(read);
    else reading.problems.push({ ...placeOf(read.at), problem: read.problem, remedy: read.remedy });
  }
  return reading;
}

function readBlock(block: GiftBlock, place: Place, note: (text: string) => void): Draft | Faulty {
  const parts = takeApart(block.body);
  if (parts.kind === "faulty") return parts;
  const tags = tagged(block.comments, note);
  const { format, body } = takeFormat(parts.prompt, "moodle");
  const held: string[] = [];
  const to = (span: Span, into: "markdown" | "line") => convert(span, format, into, (tag) => held.push(tag));
  const prompt = convertFrom(format, body.text.trim(), "markdown", (tag) => held.push(tag));
  if (parts.title !== undefined && parts.title !== tags.id && parts.title !== prompt) {
    note("the title is left out: the question stands for itself");
  }
  const told = tellAnswers(parts, to, note);
  if ("kind" in told) return told;
  const general = parts.general && to(parts.general, "markdown");
  const explanation = writeExplanation(general, told.said, note);
  const media = held.find((tag) => /^(?:img|audio|video|svg|iframe|table|script)$/.test(tag));
  if (media) {
    const remedy = "say it in words, or take the question out";
    return {
      kind: "faulty",
      at: startOf(block.body),
      problem: `an HTML <${media}>, which quizzes here cannot show`,
      remedy,
    };
  }
  for (const tag of new Set(held)) note(`the HTML tag <${tag}> is left out, its text stays`);
  return { ...place, prompt, answers: told.given, explanation, ...tags };
}

/** Title, question and braces; a word is missing where the question goes on after them. */
function takeApart(whole: Span): Parts | Faulty {
  const titled = whole.mask.startsWith("::");
  const titleEnds = titled ? whole.mask.indexOf("::", 2) : -2;
  if (titleEnds === -1) {
    return {
      kind: "faulty",
      at: startOf(whole),
      problem: "a title that nothing ends",
      remedy: "write :: after it as well",
    };
  }
  const span = trim(cut(whole, titleEnds + 2));
  const wrong = braceFault(span);
  if (wrong) return wrong;
  const [opens, closes] = [span.mask.indexOf("{"), span.mask.indexOf("}")];
  const [before, inside, after] = [cut(span, 0, opens), cut(span, opens + 1, closes), cut(span, closes + 1)];
  const gap: Span = { text: blank, mask: blank, at: Array.from(blank, () => span.at[opens] ?? 0) };
  const general = inside.mask.lastIndexOf("####");
  return {
    kind: "parts",
    title: titled ? whole.text.slice(2, titleEnds).trim() : undefined,
    prompt: after.mask.trim() === "" ? before : join([before, gap, after], ""),
    braces: general === -1 ? inside : cut(inside, 0, general),
    opens: span.at[opens] ?? 0,
    general: general === -1 ? undefined : cut(inside, general + 4),
  };
}

function braceFault({ mask, at }: Span): Faulty | undefined {
  const [opens, closes] = [mask.indexOf("{"), mask.indexOf("}")];
  const fault = (index: number, problem: string, remedy: string): Faulty => ({
    kind: "faulty",
    at: at[index] ?? 0,
    problem,
    remedy,
  });
  const escaped = "write \\} if it belongs to the text";
  if (opens === -1 && closes === -1) {
    return fault(0, "a text without a question", "write answers in braces behind it, or // before a comment");
  }
  if (opens === -1 || (closes !== -1 && closes < opens)) return fault(closes, "a } that nothing opens", escaped);
  if (closes === -1) {
    const remedy = "write } behind the last answer, and \\{ in a text";
    return fault(opens, "a { that nothing closes before the blank line", remedy);
  }
  const [second, extra] = [mask.indexOf("{", opens + 1), mask.indexOf("}", closes + 1)];
  if (second !== -1) {
    return fault(second, "a second { in one question", "leave a blank line between questions; write \\{ in a text");
  }
  return extra === -1 ? undefined : fault(extra, "a second } in one question", escaped);
}

function tellAnswers(
  parts: Parts,
  to: (span: Span, into: "markdown" | "line") => string,
  note: (text: string) => void,
): Told | Faulty {
  const answers = readGiftAnswers(parts.braces, parts.opens);
  if (answers.kind === "faulty") return answers;
  if (answers.kind === "given") {
    for (const text of answers.leftOut) note(text);
    return {
      given: answers.given,
      said: answers.feedback.map(({ about, said }) => ({ about, text: to(said, "markdown") })),
    };
  }
  const texts = answers.answers.map((answer) => to(answer.text, "line"));
  const choice = readChoice(answers.answers, texts, parts.opens);
  if (choice.kind === "faulty") return choice;
  for (const text of choice.leftOut) note(text);
  const said = answers.answers.flatMap((answer, index): Said[] =>
    answer.feedback ? [{ about: texts[index], text: to(answer.feedback, "markdown") }] : [],
  );
  return { given: choice.given, said };
}

function tagged(comments: readonly string[], note: (text: string) => void): Partial<Draft> {
  const { id, tags, learnMore, sourceTitle, sourceUrl, sourceChecked } = readTags(comments);
  const difficulty = levels.find((level) => tags.includes(level));
  for (const tag of tags) if (tag !== difficulty) note(`the tag "${tag}" is left out`);
  const isOurs = id !== undefined && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(id);
  if (id !== undefined && !isOurs)
    note(`the id "${id}" is left out: ids here are in kebab-case, and one is made from the text`);
  const source = sourceTitle && sourceUrl ? { title: sourceTitle, url: sourceUrl, checked: sourceChecked } : undefined;
  return { id: isOurs ? id : undefined, difficulty, learnMore, source };
}
