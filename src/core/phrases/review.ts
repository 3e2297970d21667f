/** What the bot says about reviewing, and the reminder of it. */
const questions = (count: number) => (count === 1 ? "1 question" : `${count} questions`);

export const review = {
  title: (topic: string, left: number) =>
    `Review · ${topic} · ${left === 0 ? "the last one" : `${left} more after this`}`,
  yes: "True",
  no: "False",
  answer: "Answer",
  form: {
    title: "Your answer",
    several: "Letters of all that apply, such as a c",
    order: "Letters in the right order, such as b a c",
    short: "Your answer",
  },
  notLetters: (count: number) => `Give letters from a to ${String.fromCharCode(96 + count)}, each once.`,
  allLetters: (count: number) => `Give all ${count} letters in their order, such as b a c.`,
  empty: "There was nothing in it, so the question is still open.",
  right: "Right!",
  wrong: "Not quite.",
  rightAnswer: (text: string) => `The answer: ${text}`,
  rated: (rating: string, when: string) => `I took that as “${rating}”, so it comes back ${when}. How was it really?`,
  ratings: { again: "Again", hard: "Hard", good: "Good", easy: "Easy" },
  next: (left: number) => `Next (${left} left)`,
  finish: "Done",
  learnMore: (title: string) => `Read: ${title}`,
  none: "You have nothing to review yet. What you get wrong or are slow at in a quiz comes here, and comes back when you are about to forget it.",
  done: (when: string) => `Nothing left to review. The next question comes back ${when}.`,
  again: "Go on",
  in: (minutes: number) => (minutes === 1 ? "in a minute" : `in ${minutes} minutes`),
  today: (time: string) => `today at ${time}`,
  laterToday: "today",
  tomorrow: "tomorrow",
  onDay: (day: string) => `on ${day}`,
  reminder: {
    on: (hour: string, zone: string) =>
      `I'll write to you at ${hour} (${zone}) on days when something is due for review.`,
    zoneHint: "Is that not your time zone? Set it with /progress, such as “/progress timezone:Cairo”.",
    off: "The reminder is off.",
    wasOff: "The reminder was off already.",
    turnOff: "No more reminders",
    post: (count: number) => `Time to review: ${questions(count)} due today.`,
    start: "Start",
    hint: "“/review reminder:on at:18” reminds you daily.",
  },
} as const;
