/** What is said about tips that come by themselves. */
import { progress } from "./progress.ts";

const people = (count: number) => (count === 1 ? "1 person" : `${count} people`);
const what = { tip: "a tip", question: "the question of the day" };
const which = { tip: "the tip", question: what.question };

export const tips = {
  title: "Tip",
  daily: "Tip of the day",
  tryThis: "Try it",
  more: (title: string) => `More: ${title}`,
  another: "Another tip",
  quiz: "A question on it",
  helpful: "👍 Helpful",
  thanks: (count: number) => `Thanks! ${people(count)} here found it helpful.`,
  none: "I have no tips yet.",
  nothingOn: "I have nothing on that yet.",
  best: "The most helpful tips here",
  noBest: "Nobody here has called a tip helpful yet. The button below each tip does.",
  foundHelpful: (count: number) => `👍 ${count}`,
  kinds: { tip: "Tip", question: "Question of the day" },
  allTopics: "all topics",
  everyDay: "every day",
  all: "all",

  list: {
    title: "Subscriptions here",
    none: "There are no subscriptions here yet. I can bring a tip, or a question for everybody, at a time of your choice.",
    schedule: (time: string, zone: string, days: string) => `${time} ${zone}, ${days}`,
    in: (place: string) => `in ${place}`,
    aThread: "a thread",
    nothing: "there is nothing on that at the moment",
    next: (when: string) => `next on ${when}`,
    paused: "paused",
    failed: "paused, because I could not post it three times in a row",
    posting: "on its way",
    subscribe: "Subscribe",
    change: "Change",
    pause: "Pause",
    resume: "Resume",
    remove: "Remove",
    numbered: (label: string, number: number) => `${number}: ${label}`,
  },
  form: {
    title: "Daily tips",
    time: "Time, such as 09:00 or 5 pm",
    timezone: "Time zone: a city, such as Cairo",
    days: "Days: every day, weekdays, or mon, wed",
    topics: "Topics with commas, or all",
    kind: "tip, or question",
  },
  fillIn: "Fill it in",

  noAction: (given: string, actions: readonly string[]) =>
    `I can't do ${given === "" ? "that" : `“${given}”`}. Begin with what to do: ${actions.join(", ")}. For example “/tips subscribe time:09:00 timezone:Cairo”.`,
  wrongTime: (given: string) => `“${given}” is no time of day. Write one such as 09:00, 17:30 or 5 pm.`,
  noTime: "At what time? Such as 09:00 or 5 pm.",
  noZone: "In which time zone? Name the largest city near you, such as Cairo.",
  zone: progress.zone,
  wrongDays: (given: string) =>
    `“${given}” names no days of the week. Write “every day”, “weekdays”, “sun-thu” or “mon, wed, fri”.`,
  noDays: "On which days? At least one, such as “every day”, “weekdays” or “mon, wed, fri”.",
  wrongKind: (given: string) => `“${given}” is neither “tip” nor “question”.`,
  wrongTopic: (given: string, all: readonly string[]) =>
    `I have no topic “${given}”. I have ${all.join(", ")}; or “all”.`,
  tooManyTopics: (most: number) => `That is more than ${most} topics; “all” takes every one.`,
  tooMany: (most: number) =>
    `There are ${most} subscriptions here already, which is as many as I take. Remove one first.`,
  guest:
    "I am no member here, so nothing can come here by itself. Subscribe in our direct messages, or invite me first.",
  noSuch: (number: number, count: number) =>
    count === 0
      ? "There are no subscriptions here yet."
      : `There is no subscription ${number}; ${count === 1 ? "there is only one" : `they go from 1 to ${count}`}.`,
  which: "Which one?",
  gone: "That subscription is gone.",

  schedule: (days: string, time: string, zone: string, topics: string) => `${days} at ${time} (${zone}), on ${topics}`,
  announced: (kind: keyof typeof what, schedule: string) => `From now on I bring ${what[kind]} here: ${schedule}.`,
  announcedHint: "/tips shows when the next one comes, and changes or ends it.",
  first: (when: string) => `Done. The first one comes on ${when}.`,
  changed: (schedule: string, when: string) => `Changed to ${schedule}. The next one comes on ${when}.`,
  changedPaused: (schedule: string) => `Changed to ${schedule}. It is still paused; Resume goes on with it.`,
  pausedNow: "Paused. Nothing comes until you resume it.",
  resumed: (when: string) => `It goes on. The next one comes on ${when}.`,
  removed: "Removed. Nothing of it comes any more.",
  wasPaused: "It is paused already.",
  wasActive: "It is not paused.",
  preview: "This is how one looks. Only you see it, and it can still come later.",
  ownerTold: (kind: keyof typeof what, place: string | undefined, time: string, zone: string) =>
    `Three times in a row I could not post ${which[kind]} of ${time} (${zone}) ${place === undefined ? "where you wanted it" : `in ${place}`}, so I have paused it. Please look whether the channel is still there and I may see it, read its history and write in it; then “/tips resume” there goes on with it.`,

  question: {
    title: (topic: string, level: string) => `Question of the day: ${topic} · ${level}`,
    how: "Press your answer: only you see it, and you may change your mind once. What was right comes with the next question.",
    yours: (choice: string) => `You chose ${choice}. What was right comes with the next question.`,
    revealed: "The last question: the answer",
    over: "That question is over.",
    preview: "Everybody may answer it, in private, until the next one comes.",
  },
} as const;
