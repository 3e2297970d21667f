import { type Effect, whisper } from "../effects.ts";
import { personId, readPreferences } from "../people/people.ts";
import { review as words } from "../phrases/review.ts";
import { type Guess, readLetters } from "../quiz/question.ts";
import { rateAgain, ratings, readCard } from "../quiz/review/review.ts";
import { readReminder, reminders, removeReminder, ring, setReminder } from "../quiz/review/review-reminder.ts";
import { answerForm, askReply, doneReply, reminderReply, revealReply } from "../quiz/review/review-replies.ts";
import {
  type Asked,
  answerReview,
  askedBy,
  markOf,
  type OpenReview,
  openReview,
  questionsOf,
  readQueue,
  replaceReview,
  reviews,
  settleReview,
} from "../quiz/review/review-session.ts";
import { paragraph } from "../reply.ts";
import { zoneOf } from "../time/local-day.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

const usualHour = 18;

export const reviewCommand = defineCommand({
  name: "review",
  summary: "Go over the questions you got wrong, when you are about to forget them",
  isPrivate: true,
  options: {
    reminder: { kind: "choice", summary: "a word every day when something is due", values: ["on", "off"] },
    at: { kind: "integer", summary: "the hour of the reminder, on your clock", min: 0, max: 23 },
  },
  examples: ["review", "review reminder:on at:18", "review reminder:off"],
  async run({ reminder, at }, context): Promise<Turn> {
    if (reminder === "off") return turnOff(context);
    if (reminder === "on" || at !== undefined) return turnOn(at, context);
    return serve(context);
  },
  /** `start`; `reminder off`; with the token of an asking `pick` an option, open a form to `answer`, `rate`, `next`. */
  async press([action = "", token = "", value = ""], context) {
    if (action === "start") return serve(context);
    if (action === "reminder") return token === "off" ? turnOff(context) : undefined;
    const found = await findOpen(token, context);
    if (!found) return undefined;
    const { open, asked } = found;
    switch (action) {
      case "pick": {
        const index = Number(value);
        const isOffered = /^\d$/.test(value) && open.shown.includes(index) && isPicked(asked);
        return isOffered ? answer(found, { picked: [index] }, context) : undefined;
      }
      case "answer": {
        if (isPicked(asked) || open.answered) return undefined;
        return { effects: [{ kind: "form", form: answerForm(open, asked.question) }], outcome: "asked" };
      }
      case "rate": {
        const rating = ratings.find((one) => one === value);
        if (!rating || !open.answered) return undefined;
        const person = personId(context.origin);
        await settleReview(context.store, person, open, asked);
        await rateAgain(context.store, person, open.question, markOf(open), rating);
        return askNext(open.token, context);
      }
      case "next":
        if (!open.answered) return undefined;
        await settleReview(context.store, personId(context.origin), open, asked);
        return askNext(open.token, context);
      default:
        return undefined;
    }
  },
  async submit([action, token = ""], { answer: typed = "" }, context) {
    const found = action === "answer" ? await findOpen(token, context) : undefined;
    if (!found || isPicked(found.asked)) return undefined;
    const read = readGuess(typed, found);
    return "problem" in read ? tell(read.problem, "unread") : answer(found, read, context);
  },
  wakesFor: [reminders.name],
  isPatient: true,
  async wake(alarm, { store, base, clock }) {
    const now = clock.now();
    const { due } = await readQueue(store, base, alarm.id, now);
    const isTime = await ring(store, alarm, now);
    if (!isTime || due.length === 0) return [];
    const slash = alarm.id.indexOf("/");
    const to = { platform: alarm.id.slice(0, slash), person: alarm.id.slice(slash + 1) };
    return [{ kind: "post", to, reply: reminderReply(due.length) }];
  },
});

type Found = { open: OpenReview; asked: Asked };

const tell = (text: string, outcome: string): Turn => ({ effects: [whisper([paragraph(text)])], outcome });
/** Answered with a button for each option; the others are typed. */
const isPicked = ({ question }: Asked) => question.kind === "single" || question.kind === "true-false";

/** The open question, if it is the one that a button or form was made for. */
async function findOpen(token: string, { store, base, origin }: Context): Promise<Found | undefined> {
  const open = await store.read(reviews, personId(origin));
  const asked = open?.token === token ? askedBy(base, open) : undefined;
  return open && asked && { open, asked };
}

/** The question that was left open, else the next one that is due. */
async function serve(context: Context): Promise<Turn> {
  const { store, base, origin } = context;
  const open = await store.read(reviews, personId(origin));
  const asked = open && askedBy(base, open);
  if (asked && !open.answered) return ask({ open, asked }, context);
  if (asked) await settleReview(store, personId(origin), open, asked);
  return askNext(open?.token, context);
}

async function ask({ open, asked }: Found, context: Context): Promise<Turn> {
  const { store, base, clock, origin } = context;
  const { due } = await readQueue(store, base, personId(origin), clock.now());
  const left = due.filter(({ question }) => question !== open.question).length;
  return { effects: [whisper(askReply(open, asked, left))], outcome: "asked" };
}

/** @param before token of the question that is over */
async function askNext(before: string | undefined, context: Context): Promise<Turn> {
  const { store, base, clock, random, origin } = context;
  const person = personId(origin);
  const now = clock.now();
  const queue = await readQueue(store, base, person, now);
  const asked = queue.due[0] && questionsOf(base).get(queue.due[0].question);
  const open = asked && openReview(asked, now, random);
  // Who pressed twice sees the same question twice.
  if (!(await replaceReview(store, person, before, open))) return serve(context);
  if (open) return ask({ open, asked }, context);
  const hasReminder = (await readReminder(store, person)) !== undefined;
  return { effects: [whisper(doneReply(base, queue, now, hasReminder))], outcome: "nothing-due" };
}

async function answer({ open, asked }: Found, guess: Guess, context: Context): Promise<Turn | undefined> {
  const { store, base, clock, origin } = context;
  const person = personId(origin);
  const now = clock.now();
  const answered = await answerReview(store, person, { open, asked, guess, at: now });
  if (!answered) return undefined;
  await settleReview(store, person, answered, asked);
  const memory = (await readCard(store, person, open.question))?.memory;
  const queue = await readQueue(store, base, person, now);
  const effects: Effect[] = [whisper(revealReply(base, { open: answered, asked, memory, queue, now }))];
  return { effects, outcome: answered.answered?.grade === 1 ? "right" : "wrong" };
}

function readGuess(typed: string, { open, asked: { question } }: Found): Guess | { problem: string } {
  if (typed.trim() === "") return { problem: words.empty };
  if (question.kind === "short") return { text: typed };
  const count = open.shown.length;
  const letters = readLetters(typed, count);
  if (!letters) return { problem: words.notLetters(count) };
  if (question.kind === "order" && letters.length < count) return { problem: words.allLetters(count) };
  return { picked: letters.map((letter) => open.shown[letter] ?? 0) };
}

async function turnOn(at: number | undefined, { store, clock, origin }: Context): Promise<Turn> {
  const person = personId(origin);
  const hour = at ?? (await readReminder(store, person))?.hour ?? usualHour;
  await setReminder(store, person, hour, clock.now());
  const preferences = await readPreferences(store, person);
  const said = [words.reminder.on(`${String(hour).padStart(2, "0")}:00`, zoneOf(preferences))];
  if (preferences.timeZone === undefined) said.push(words.reminder.zoneHint);
  return tell(said.join(" "), "reminder-on");
}

async function turnOff({ store, origin }: Context): Promise<Turn> {
  const wasOn = await removeReminder(store, personId(origin));
  return tell(wasOn ? words.reminder.off : words.reminder.wasOff, "reminder-off");
}
