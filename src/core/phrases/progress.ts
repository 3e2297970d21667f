/** What the bot says about a person's progress. */
const questions = (count: number) => (count === 1 ? "1 question" : `${count} questions`);
const days = (count: number) => (count === 1 ? "1 day" : `${count} days`);

export const progress = {
  title: "Your progress",
  nothing:
    "You haven't answered a question yet. Start a quiz, and I'll keep track of what you know, and bring back what you got wrong:",
  totals: (answered: number, right: number) => `${questions(answered)} answered, ${right} right.`,
  columns: { topic: "Topic", level: "Level", right: "Right" },
  levels: { new: "new", learning: "learning", solid: "solid", strong: "strong" },
  mastery: (level: string, percent: number) => `${level} (${percent} %)`,
  rightOf: (right: number, answered: number) => `${right} of ${answered}`,
  streak: {
    done: (length: number) => `Streak: ${days(length)} in a row, today included.`,
    open: (length: number) => `Streak: ${days(length)} in a row. Answer a question today to go on with it.`,
    saved: (length: number, missed: number) =>
      `Streak: ${days(length)}. You missed ${days(missed)}, but your weekly freeze bridges it if you answer a question today.`,
    none: "Streak: none right now. Answer a question today to begin one.",
    best: (best: number) => `Your best was ${days(best)}.`,
    freeze: "You have a freeze left this week: one missed day won't break the streak.",
    noFreeze: "This week's freeze is used, so don't miss a day; the next one comes on Monday.",
  },
  next: { days: "Next milestone, days in a row", questions: "Next milestone, questions" },
  reached: { days: (count: number) => `${count} days in a row`, questions: (count: number) => `${count} questions` },
  milestones: (names: string) => `Reached: ${names}.`,
  due: (count: number) =>
    count === 0
      ? "Nothing to review right now."
      : `${questions(count)} to review ${count === 1 ? "is" : "are"} waiting.`,
  review: "Review",
  quiz: (title: string) => `Quiz: ${title}`,
  zone: {
    set: (zone: string, time: string) => `Your days now follow ${zone}, where it is ${time}.`,
    current: (zone: string) => `Your days follow ${zone}.`,
    hint: "Change that with /progress and a place, such as “/progress timezone:Cairo”.",
    which: (given: string) => `“${given}” could be several time zones. Which is yours?`,
    unknown: (given: string) =>
      `I know no time zone “${given}”. Name the largest city near you, or an IANA name such as Africa/Cairo.`,
    nearest: "The nearest I have:",
  },
} as const;
