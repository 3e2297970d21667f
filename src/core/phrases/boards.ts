import type { Period } from "../quiz/boards/periods.ts";

const during: Readonly<Record<Period, string>> = { week: "this week", month: "this month", all: "of all time" };

/** What is said of leaderboards. */
export const boards = {
  title: (period: Period, topic: string | undefined) =>
    topic === undefined ? `Leaderboard ${during[period]}` : `Leaderboard ${during[period]}: ${topic}`,
  rank: "Rank",
  name: "Name",
  points: "Points",
  /** Whole numbers with their thousands apart. */
  number: (value: number) => value.toLocaleString("en"),
  gap: "…",
  players: (count: number) =>
    count === 1 ? "1 player has points." : `${count.toLocaleString("en")} players have points.`,
  empty: (topic: string | undefined) =>
    topic === undefined
      ? "Nobody is on it yet. Be the first: /quiz starts a quiz, and right answers give points."
      : `Nobody is on it yet. Be the first: start the quiz on ${topic}; right answers give points.`,
  periods: { week: "This week", month: "This month", all: "All time" } satisfies Record<Period, string>,
  hidden:
    "You are on no leaderboard any more. Your points are kept and go on to be counted; /leaderboard show brings you back.",
  shown: "You are on the leaderboards, with all your points. /leaderboard hide takes you off them.",
  direct:
    "Leaderboards are for servers and workspaces, and here it is just the two of us. Ask me for /leaderboard in one of their channels.",
} as const;
