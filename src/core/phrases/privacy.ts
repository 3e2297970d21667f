/** What is said about what is held about a person. */
export const privacy = {
  title: "What I hold about you",
  intro:
    "What your quizzes, follow-up questions and settings need, and only here on this platform. Your questions are never kept with your name; an answer in a game that is running stays until the game is over, at most three days, and one to a question of the day until the next question.",
  labels: {
    preferences: "Settings",
    progress: "Answers counted",
    reviewCards: "Review cards",
    openReview: "Open review",
    reviewReminder: "Reminder",
    openQuizzes: "Open quizzes",
    askedLately: "Questions asked lately",
    scoredThisSeason: "Scored this season",
    leaderboards: "Leaderboards",
    lastAnswers: "Last answers",
    subscriptions: "Tips you subscribed to",
    unfinished: "Subscriptions not finished",
  },
  none: "none",
  yes: "yes",
  exportHint: "All of it, as JSON:",
  export: "Export it",
  delete: "Delete it all",
  sure: "This deletes your progress, review cards, leaderboard points, settings and the tips in our direct messages on this platform, for good. Tips that you set up for a channel go on, without your name. Are you sure?",
  confirm: "Yes, delete everything",
  deleted: "Done: all I held about you is deleted. Answers in a game that is still running go when it ends.",
} as const;
