import { boards } from "./phrases/boards.ts";
import { privacy } from "./phrases/privacy.ts";
import { progress } from "./phrases/progress.ts";
import { quiz } from "./phrases/quiz.ts";
import { review } from "./phrases/review.ts";

/** Every fixed sentence the bot says. Facts are in `knowledge/`, never here. */
export const phrases = {
  unknown: "I only know careers in software, and I have nothing on that.",
  unknownNearest: "The nearest I have:",
  unknownHint: "Ask me about roles, learning, interviews or pay, or try /help.",
  ambiguous: "Did you mean one of these?",
  whichOne: "Which one?",
  empty: "Ask me something about working in software, such as “backend vs frontend?”. /help shows what I can do.",
  expired: "That button has expired. Ask again and I'll bring new ones.",
  apology: (reference: string) =>
    `Sorry, something went wrong on my side. If it happens again, tell whoever runs me: reference ${reference}.`,
  memoryLost: "I can't reach my memory right now. Try again in a minute.",
  /** Whoever asked for something that is posted, where we may not post. */
  cannotPost:
    "I may not write in this channel. Somebody who runs this server or workspace has to let me see it and send messages.",
  /** Where files cannot be shown to one person alone. */
  fileInDirect: "I've sent it to you in our direct messages.",
  form: { submit: "Send", close: "Cancel" },
  /** Forms open at once or not at all. */
  tooSlow: "That took me too long. Press it once more.",
  vote: {
    up: "👍",
    down: "👎",
    thanks: "Thanks, noted.",
    why: "Thanks for telling me. What is wrong with it?",
    reasons: {
      "other-question": "It answers another question",
      wrong: "It is wrong or out of date",
      unclear: "I can't follow it",
      long: "It is too long",
    },
    inWords: "Something else",
    formTitle: "In your own words",
    formLabel: "What is wrong? Nobody sees who wrote it",
  },
  feedback: {
    thanks: "Thanks! The people who look after me here will read it, without your name.",
    formTitle: "Tell us anything",
    formLabel: "What is good, wrong or missing",
    empty: "That was empty, so there's nothing to pass on.",
  },
  nameless: "somebody",
  /** To begin with, for people who don't know what to ask. */
  startingQuestions: [
    "backend vs frontend?",
    "do I need a degree?",
    "how do I get a developer job with no experience?",
    "in what order should I learn programming?",
  ],
  startingTitle: "Ask me, for example",
  moreBelow: "There is more: /progress shows all of it.",
  homeIntro: "Ask me anything about working in software, here under Messages or in any channel I am in.",
  onlyAdministrators: "Only administrators of this server or workspace may do that.",
  settings: {
    title: "Settings",
    names: {
      overhear: "overhear",
      locale: "locale",
      quizCount: "quiz-count",
      quizDifficulty: "quiz-difficulty",
      quizClock: "quiz-clock",
      quizSpeed: "quiz-speed",
    },
    meanings: {
      overhear: "answer questions not addressed to me, when I am sure",
      locale: "the language I speak",
      quizCount: "questions in a quiz",
      quizDifficulty: "how hard a quiz is",
      quizClock: "a time limit when a group plays",
      quizSpeed: "more points for quick answers",
    },
    here: "Here",
    everywhere: "Everywhere",
    inForce: "In force",
    on: "on",
    off: "off",
    unset: "–",
    hint: "Change one with /settings, its name and a value, such as “/settings overhear on”; “default” takes it back. It holds for this conversation; add “everywhere” for all of this server or workspace.",
    directHint:
      "Change one with /settings, its name and a value, such as “/settings quiz-count 10”; “default” takes it back.",
    changed: (name: string, value: string, where: string) => `“${name}” is now ${value} ${where}.`,
    nowhere: "There is no server or workspace here, so it can only be set for this conversation.",
    takes: (name: string, values: string) => `“${name}” takes ${values}, or “default”.`,
    takenBack: (name: string, where: string, inForce: string) =>
      `“${name}” is no longer set ${where}. In force: ${inForce}.`,
    noSuch: (given: string, names: readonly string[]) =>
      `There is no setting “${given}”. There are ${names.join(", ")}.`,
    wholeNumber: (min: number, max: number) => `a whole number from ${min} to ${max}`,
    oneOf: (values: readonly string[]) => `one of ${values.join(", ")}`,
    scopes: { conversation: "here", space: "everywhere in this server or workspace" },
    turnOn: (name: string) => `Turn ${name} on`,
    turnOff: (name: string) => `Turn ${name} off`,
  },
  insights: {
    title: (days: number) => (days === 1 ? "Insights: today (UTC)" : `Insights: the last ${days} days`),
    totals: (asked: number, answered: number, askedBack: number, unknown: number) =>
      `${asked} asked: ${answered} answered, ${askedBack} where I asked which was meant, ${unknown} without an answer.`,
    votes: (up: number, down: number) => `${up} 👍 ${down} 👎`,
    askedAs: (wordings: string) => `asked as ${wordings}`,
    nothing: "Nobody has asked me anything in that time.",
    mostAsked: "Asked most",
    unanswered: "Not answered",
    disliked: "Disliked",
    feedback: "Feedback",
    noneOfIt: "Nothing.",
    keptFor: (days: number) => (days === 1 ? "Wordings are kept for a day." : `Wordings are kept for ${days} days.`),
    chose: (choices: string) => `chose ${choices}`,
    times: (count: number) => `${count}×`,
    more: (count: number) => `and ${count} more`,
    lastDays: (days: number) => (days === 1 ? "Today" : `The last ${days} days`),
    only: { asked: "All asked", unanswered: "All not answered", disliked: "All disliked", feedback: "All feedback" },
    notKept: "What people wrote is not kept here (KEEP_UTTERANCES is 0), so this only counts answers.",
  },
  unknownCommand: (name: string) => `I have no command /${name}.`,
  didYouMeanCommand: (names: readonly string[]) => `Did you mean ${names.map((name) => `/${name}`).join(" or ")}?`,
  seeHelp: "/help shows all of them.",
  noSuch: (what: string, given: string) => `I have no ${what} “${given}”.`,
  choose: (what: string) => `Choose a ${what}:`,
  missingOption: (name: string, summary: string) => `“${name}” is missing: ${summary}.`,
  unknownOption: (name: string, known: readonly string[]) =>
    known.length > 1
      ? `There is no option “${name}”. The options are ${known.join(", ")}.`
      : `There is no option “${name}”.${known.length === 1 ? ` The only one is ${known[0]}.` : ""}`,
  oneOf: (name: string, values: readonly string[]) => `“${name}” is one of ${values.join(", ")}.`,
  tooLong: (name: string, most: number) => `“${name}” takes at most ${most} characters.`,
  between: (name: string, min: number, max: number) => `“${name}” is a whole number from ${min} to ${max}.`,
  examples: (lines: readonly string[]) => `For example: ${lines.map((line) => `/${line}`).join(" or ")}`,
  compareTwo: "Tell me two roles or two technologies to compare.",
  notComparable: (one: string, other: string) =>
    `${one} and ${other} are different kinds of things; I compare a role with a role or a technology with a technology.`,
  sameTwice: (name: string) => `That is ${name} twice. Name another one to compare it with.`,
  roles: "Roles I know",
  rolesHint: "Ask about any of them: what they do, skills, becoming one, a typical day, pay, growing, is it for me.",
  paths: "Learning paths",
  helpTitle: "What I can do",
  helpIntro: "Ask in your own words, or use a command.",
  helpTry: "Try one of these:",
  usedFor: "Used for",
  strengths: "Strengths",
  tradeOffs: "Trade-offs",
  whenToLearn: "When to learn it",
  levels: {
    junior: "early, as a beginner",
    mid: "once you can build something with the basics",
    senior: "later, when your work needs it",
  },
  kind: "What it is",
  hoursAWeek: (hours: number, weeks: number, hoursAWeek: number) =>
    `About ${hours} hours: ${weeks} weeks at ${hoursAWeek} hours a week.`,
  prove: "Prove it",
  stage: (at: number, title: string, hours: number) => `${at}. ${title} (${hours} h)`,
  quizButton: (title: string) => `Quiz: ${title}`,
  compareButton: (name: string) => `Compare with ${name}`,
  quiz,
  boards,
  progress,
  review,
  privacy,
} as const;
