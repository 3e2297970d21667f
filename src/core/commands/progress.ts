import { whisper } from "../effects.ts";
import type { KnowledgeBase } from "../knowledge/base.ts";
import { changePreferences, personId, readPreferences } from "../people/people.ts";
import { progress as words } from "../phrases/progress.ts";
import { encodePress } from "../press.ts";
import { masteryLevel, type Progress, readProgress, type TopicProgress } from "../quiz/progress/progress.ts";
import { type Come, milestoneKinds, nextMilestone } from "../quiz/progress/progress-milestones.ts";
import { type Standing, standingOf } from "../quiz/progress/streak.ts";
import { moveReminder } from "../quiz/review/review-reminder.ts";
import { clockTime } from "../quiz/review/review-replies.ts";
import { type Queue, readQueue } from "../quiz/review/review-session.ts";
import { type Block, type Button, heading, paragraph, plain, type Reply } from "../reply.ts";
import { zoneOf } from "../time/local-day.ts";
import { chooseZone } from "../time/zones.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

const mostQuizzes = 10;

export const progressCommand = defineCommand({
  name: "progress",
  summary: "See what you know, your streak and what to review",
  isPrivate: true,
  options: {
    timezone: { kind: "text", summary: "where your days begin and end: a city, or a name such as Africa/Cairo" },
  },
  examples: ["progress", "progress timezone:Cairo"],
  async run({ timezone }, context): Promise<Turn> {
    if (timezone === undefined) return { effects: [whisper(await overview(context))], outcome: "answered" };
    const choice = chooseZone(timezone);
    switch (choice.kind) {
      case "found":
        return setZone(choice.zone, context);
      case "several":
        return offerZones(words.zone.which(timezone), choice.zones);
      case "unknown": {
        const hint = choice.nearest.length > 0 ? [words.zone.nearest] : [];
        return offerZones([words.zone.unknown(timezone), ...hint].join(" "), choice.nearest);
      }
      default:
        return choice satisfies never;
    }
  },
  async press([action, zone = ""], context) {
    const choice = chooseZone(zone);
    return action === "zone" && choice.kind === "found" ? setZone(choice.zone, context) : undefined;
  },
});

async function setZone(zone: string, { store, clock, origin }: Context): Promise<Turn> {
  const person = personId(origin);
  const now = clock.now();
  await changePreferences(store, person, { timeZone: zone });
  await moveReminder(store, person, now);
  return { effects: [whisper([paragraph(words.zone.set(zone, clockTime(now, zone)))])], outcome: "zone-set" };
}

function offerZones(question: string, zones: readonly string[]): Turn {
  const buttons = zones.map((zone): Button => {
    return { label: zone.replaceAll("_", " "), press: encodePress({ command: "progress", arguments: ["zone", zone] }) };
  });
  const offered: Block[] = buttons.length > 0 ? [{ kind: "buttons", buttons }] : [];
  return { effects: [whisper([paragraph(question), ...offered])], outcome: "unclear-zone" };
}

/** What somebody knows, their streak and what to review. */
export async function overview({ store, base, clock, origin }: Context): Promise<Reply> {
  const person = personId(origin);
  const progress = await readProgress(store, person);
  if (!progress) {
    const buttons = [...base.quizzes.values()].slice(0, mostQuizzes).map(({ id, title }) => quizButton(id, title));
    return [paragraph(words.nothing), { kind: "buttons", buttons }];
  }
  const now = clock.now();
  const zone = zoneOf(await readPreferences(store, person));
  const queue = await readQueue(store, base, person, now);
  const standing = standingOf(progress.streak, now, zone);
  const come: Come = { days: standing.length, questions: progress.answered };
  return [
    heading(words.title),
    paragraph(words.totals(progress.answered, progress.right)),
    topicTable(base, progress),
    paragraph(streakWords(standing, progress.streak.best)),
    ...milestoneBlocks(progress, come),
    paragraph(words.due(queue.due.length)),
    paragraph(`${words.zone.current(zone)} ${words.zone.hint}`),
    { kind: "buttons", buttons: buttons(base, progress, queue) },
  ];
}

const weakestFirst = ([, one]: [string, TopicProgress], [, other]: [string, TopicProgress]) =>
  one.mastery - other.mastery;

/** The weakest topic first; one that an edit has removed goes by its id. */
function topicTable(base: KnowledgeBase, { topics }: Progress): Block {
  const rows = Object.entries(topics)
    .sort(weakestFirst)
    .map(([id, topic]) => {
      const { answered, right, mastery } = topic;
      const level = words.mastery(words.levels[masteryLevel(topic)], Math.round(mastery * 100));
      return [base.quizzes.get(id)?.title ?? id, level, words.rightOf(right, answered)].map(plain);
    });
  const { topic, level, right } = words.columns;
  return { kind: "table", header: [topic, level, right].map(plain), rows };
}

function streakWords({ length, isDoneToday, bridged, hasFreeze }: Standing, best: number): string {
  const { done, open, saved, none, freeze, noFreeze } = words.streak;
  const bestWords = best > length ? [words.streak.best(best)] : [];
  if (length === 0) return [none, ...bestWords].join(" ");
  const first = isDoneToday ? done(length) : bridged > 0 ? saved(length, bridged) : open(length);
  return [first, ...bestWords, hasFreeze ? freeze : noFreeze].join(" ");
}

function milestoneBlocks({ milestones }: Progress, come: Come): Block[] {
  const reached = milestones.map(({ kind, count }) => words.reached[kind](count)).join(", ");
  const ahead = milestoneKinds.flatMap((kind): Block[] => {
    const next = nextMilestone(kind, come);
    return next === undefined ? [] : [{ kind: "progress", label: words.next[kind], done: come[kind], of: next }];
  });
  return [...(reached === "" ? [] : [paragraph(words.milestones(reached))]), ...ahead];
}

function buttons(base: KnowledgeBase, { topics }: Progress, { due, later }: Queue): Button[] {
  const review: Button = { label: words.review, press: encodePress({ command: "review", arguments: ["start"] }) };
  const [weakest] = Object.entries(topics)
    .filter(([id]) => base.quizzes.has(id))
    .sort(weakestFirst);
  const quiz = weakest && base.quizzes.get(weakest[0]);
  return [
    ...(due.length + later.length > 0 ? [review] : []),
    ...(quiz ? [quizButton(quiz.id, words.quiz(quiz.title))] : []),
  ];
}

function quizButton(topic: string, label: string): Button {
  return { label, press: encodePress({ command: "quiz", arguments: ["start", topic] }) };
}
