import { whisper } from "../effects.ts";
import { feedbackSince } from "../insights/feedback.ts";
import { type Insights, readInsights, type Topic } from "../insights/insights.ts";
import type { KnowledgeBase } from "../knowledge/base.ts";
import { entryTitle, findEntry } from "../knowledge/entry.ts";
import { phrases } from "../phrases.ts";
import { encodePress } from "../press.ts";
import { type Block, type Button, heading, paragraph, plain, type Reply } from "../reply.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

const words = phrases.insights;
const dayMs = 24 * 60 * 60_000;
const defaultDays = 7;
const mostDays = 365;
const periods = [1, 7, 30];
const abouts = ["asked", "unanswered", "disliked", "feedback"] as const;
type About = (typeof abouts)[number];
/** Rows of a part in the overview, and of a part by itself. */
const glance = 5;
const page = 25;
const mostWordings = 3;
const mostComments = 5;

export const insightsCommand = defineCommand({
  name: "insights",
  summary: "See what was asked, what found no answer and what was disliked (administrators)",
  isPrivate: true,
  isFor: "administrators",
  options: {
    about: { kind: "choice", summary: "one part of it, in full", values: abouts },
    days: { kind: "integer", summary: "how far back", min: 1, max: mostDays },
  },
  examples: ["insights", "insights unanswered 30"],
  run: async ({ about, days }, context) => show(about, days ?? defaultDays, context),
  async press([days = "", about], context) {
    const part = abouts.find((one) => one === about);
    const isKnown = /^\d{1,3}$/.test(days) && +days >= 1 && +days <= mostDays && (about === undefined || part);
    return isKnown ? show(part, Number(days), context) : undefined;
  },
});

async function show(about: About | undefined, days: number, context: Context): Promise<Turn> {
  const { base, answerer, store, clock, origin, keepDays } = context;
  if (!origin.mayAdminister) {
    return { effects: [whisper([paragraph(phrases.onlyAdministrators)])], outcome: "refused" };
  }
  const from = new Date(clock.now().getTime() - (days - 1) * dayMs);
  const insights = await readInsights(store, origin, startOfDay(from), (text) => answerer.weights(text));
  const feedback = await feedbackSince(store, origin, startOfDay(from));
  const isEmpty = insights.asked === 0 && feedback.length === 0;
  const parts = {
    asked: topics(words.mostAsked, insights.answered, (topic) => answered(base, topic)),
    unanswered: topics(words.unanswered, insights.unanswered, (topic) => unanswered(base, topic)),
    disliked: topics(words.disliked, insights.disliked, (topic) => disliked(base, topic)),
    feedback: topics(words.feedback, feedback.toReversed(), ({ day, text }) => `${day}: ${text}`),
  };
  const shown = about === undefined ? abouts : [about];
  const most = about === undefined ? glance : page;
  const reply: Reply = [
    heading(words.title(days)),
    paragraph(isEmpty ? words.nothing : totals(insights)),
    ...(keepDays === 0 ? [paragraph(words.notKept)] : days > keepDays ? [paragraph(words.keptFor(keepDays))] : []),
    ...(isEmpty ? [] : shown.flatMap((part) => parts[part](most))),
    { kind: "buttons", buttons: buttons(about, days) },
  ];
  return { effects: [whisper(reply)], outcome: "answered" };
}

/** The days of a period are whole ones, in UTC, as they are counted. */
const startOfDay = (at: Date) => new Date(Math.floor(at.getTime() / dayMs) * dayMs);

function totals({ asked, outcomes, up, down }: Insights): string {
  const counts = words.totals(asked, outcomes.answered, outcomes.ambiguous, outcomes.unknown);
  return up + down > 0 ? `${counts} ${words.votes(up, down)}` : counts;
}

/** A part of the report, cut to a number of rows. */
function topics<T>(title: string, all: readonly T[], line: (one: T) => string): (most: number) => Block[] {
  return (most) => {
    const lines = all.slice(0, most).map(line);
    if (all.length > most) lines.push(words.more(all.length - most));
    const items = lines.map((text): Block[] => [paragraph(text)]);
    const list: Block = items.length > 0 ? { kind: "list", ordered: false, items } : paragraph(words.noneOfIt);
    return [{ kind: "text", content: [{ kind: "strong", content: plain(title) }] }, list];
  };
}

function answered(base: KnowledgeBase, topic: Topic): string {
  const asked = quoted(topic).map((wordings) => words.askedAs(wordings));
  return [`${words.times(topic.count)} ${titleOf(base, topic.entry)}`, ...asked].join(", ");
}

function unanswered(base: KnowledgeBase, topic: Topic): string {
  const chosen = topic.chosen.slice(0, mostWordings).map(([id, count]) => `${titleOf(base, id)} (${count})`);
  const text = `${words.times(topic.count)} ${quoted(topic).join("")}`;
  return chosen.length > 0 ? `${text}; ${words.chose(chosen.join(", "))}` : text;
}

function disliked(base: KnowledgeBase, topic: Topic): string {
  const reasons = topic.reasons.map(([reason, count]) => `${phrases.vote.reasons[reason]} (${count})`);
  const comments = topic.comments.slice(-mostComments).map((comment) => `“${comment}”`);
  const asked = quoted(topic).map((wordings) => words.askedAs(wordings));
  const about = `${titleOf(base, topic.entry)} (${words.votes(topic.up, topic.down)})`;
  return [[about, ...asked].join(", "), ...reasons, ...comments].join("; ");
}

function quoted({ wordings }: Topic): string[] {
  const shown = wordings.slice(0, mostWordings).map(({ text }) => `“${text}”`);
  const rest = wordings.length - shown.length;
  if (shown.length === 0) return [];
  return [[...shown, ...(rest > 0 ? [words.more(rest)] : [])].join(", ")];
}

/** An entry that an edit has removed is still named. */
function titleOf(base: KnowledgeBase, id: string | undefined): string {
  const entry = id === undefined ? undefined : findEntry(base, id);
  return entry ? entryTitle(entry) : (id ?? "");
}

function buttons(about: About | undefined, days: number): Button[] {
  const press = (...given: string[]) => encodePress({ command: "insights", arguments: given });
  return [
    ...periods
      .filter((period) => period !== days)
      .map((period) => ({ label: words.lastDays(period), press: press(String(period), ...(about ? [about] : [])) })),
    ...abouts
      .filter((part) => part !== about)
      .map((part) => ({ label: words.only[part], press: press(String(days), part) })),
  ];
}
