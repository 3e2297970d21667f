/** Reviewing as replies: the question, what was right and why, and when what comes back. */
import { entryButtons } from "../../answers.ts";
import type { Form } from "../../effects.ts";
import type { KnowledgeBase, Question } from "../../knowledge/base.ts";
import { review as words } from "../../phrases/review.ts";
import { encodePress } from "../../press.ts";
import { type Block, type Button, codeSpans, heading, inlineText, paragraph, plain, type Reply } from "../../reply.ts";
import { daysFrom, localDay } from "../../time/local-day.ts";
import { choices, rightAnswer } from "../question.ts";
import { dueDay, type Memory, ratings, waitsForDays } from "./review.ts";
import type { Asked, OpenReview, Queue } from "./review-session.ts";

const longestAnswer = 200;
const minuteMs = 60_000;

const press = (label: string, ...given: string[]): Button => ({
  label,
  press: encodePress({ command: "review", arguments: given }),
});

/** @param left questions that are due after this one */
export function askReply({ token, shown }: OpenReview, { quiz, question }: Asked, left: number): Reply {
  const intro: Block[] = [heading(words.title(quiz.title, left)), ...question.prompt];
  const answer: Block = { kind: "buttons", buttons: [press(words.answer, "answer", token)] };
  switch (question.kind) {
    case "single":
    case "true-false": {
      const labels = question.kind === "single" ? choices(question) : [words.yes, words.no];
      const buttons = shown.map((index) =>
        press(inlineText(codeSpans(labels[index] ?? "")), "pick", token, String(index)),
      );
      return [...intro, { kind: "buttons", buttons }];
    }
    case "multiple":
    case "order": {
      const fields = shown.map((index, at) => ({
        label: String.fromCharCode(97 + at),
        value: codeSpans(choices(question)[index] ?? ""),
      }));
      return [...intro, { kind: "fields", fields }, answer];
    }
    case "short":
      return [...intro, answer];
    default:
      return question satisfies never;
  }
}

export function answerForm({ token }: OpenReview, question: Question): Form {
  const { title, several, order, short } = words.form;
  const label = question.kind === "multiple" ? several : question.kind === "order" ? order : short;
  const id = encodePress({ command: "review", arguments: ["answer", token] });
  return { title, id, fields: [{ name: "answer", label, longest: longestAnswer, isLong: false }] };
}

/** @param memory the question's, after the answer; @param queue what is due after it */
export function revealReply(base: KnowledgeBase, { open, asked: { question }, memory, queue, now }: Revealed): Reply {
  const { token, answered } = open;
  const answer = rightAnswer(question, words.yes, words.no);
  const verdict = answered?.grade === 1 ? words.right : words.wrong;
  const others = ratings.filter((rating) => rating !== answered?.rating);
  const left = queue.due.length;
  const more = entryButtons(base, [question.learnMore]).map((one) => ({ ...one, label: words.learnMore(one.label) }));
  const source = question.source;
  return [
    {
      kind: "text",
      content: [{ kind: "strong", content: plain(verdict) }, ...codeSpans(` ${words.rightAnswer(answer)}`)],
    },
    ...question.explanation,
    { kind: "sources", checked: source.checked, sources: [source] },
    ...(answered && memory
      ? [paragraph(words.rated(words.ratings[answered.rating], whenDue(memory, now, queue.zone)))]
      : []),
    {
      kind: "buttons",
      buttons: [
        press(left > 0 ? words.next(left) : words.finish, "next", token),
        ...others.map((rating) => press(words.ratings[rating], "rate", token, rating)),
        ...more,
      ],
    },
  ];
}
export type Revealed = { open: OpenReview; asked: Asked; memory: Memory | undefined; queue: Queue; now: Date };

/** Nothing is due. */
export function doneReply(base: KnowledgeBase, { later, zone }: Queue, now: Date, hasReminder: boolean): Reply {
  const [next] = later;
  if (!next) {
    const buttons = [...base.quizzes.values()].map(({ id, title }): Button => {
      return { label: title, press: encodePress({ command: "quiz", arguments: ["start", id] }) };
    });
    return [paragraph(words.none), { kind: "buttons", buttons: buttons.slice(0, mostQuizzes) }];
  }
  return [
    paragraph(words.done(whenDue(next.memory, now, zone))),
    ...(hasReminder ? [] : [paragraph(words.reminder.hint)]),
    ...(waitsForDays(next.memory) ? [] : [{ kind: "buttons" as const, buttons: [press(words.again, "start")] }]),
  ];
}
const mostQuizzes = 10;

export function reminderReply(due: number): Reply {
  const { post, start, turnOff } = words.reminder;
  return [
    paragraph(post(due)),
    { kind: "buttons", buttons: [press(start, "start"), press(turnOff, "reminder", "off")] },
  ];
}

/** When something comes back, in words of the person's local day. */
export function whenDue(memory: Memory, now: Date, zone: string): string {
  const due = new Date(memory.due);
  const minutes = Math.max(Math.ceil((memory.due - now.getTime()) / minuteMs), 1);
  const days = daysFrom(localDay(now, zone), dueDay(memory, zone));
  if (!waitsForDays(memory) && minutes < 60) return words.in(minutes);
  if (days <= 0) return waitsForDays(memory) ? words.laterToday : words.today(clockTime(due, zone));
  if (days === 1) return words.tomorrow;
  if (days < 7) return words.onDay(write(due, zone, { weekday: "long" }));
  const isThisYear = dueDay(memory, zone).slice(0, 4) === localDay(now, zone).slice(0, 4);
  return words.onDay(write(due, zone, { day: "numeric", month: "long", ...(isThisYear ? {} : { year: "numeric" }) }));
}

export const clockTime = (at: Date, timeZone: string) => write(at, timeZone, { hour: "2-digit", minute: "2-digit" });

const write = (at: Date, timeZone: string, parts: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("en-GB", { timeZone, ...parts }).format(at);
