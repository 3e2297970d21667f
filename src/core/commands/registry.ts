import { askCommand } from "./ask.ts";
import { careerCommand } from "./career.ts";
import type { Command } from "./command.ts";
import { compareCommand } from "./compare.ts";
import { feedbackCommand } from "./feedback.ts";
import { makeHelpCommand } from "./help.ts";
import { insightsCommand } from "./insights.ts";
import { leaderboardCommand } from "./leaderboard.ts";
import { pathCommand } from "./path.ts";
import { privacyCommand } from "./privacy.ts";
import { progressCommand } from "./progress.ts";
import { quizCommand } from "./quiz.ts";
import { reviewCommand } from "./review.ts";
import { settingsCommand } from "./settings.ts";
import { tipCommand } from "./tip.ts";
import { tipsCommand } from "./tips.ts";

const commands = [
  askCommand,
  careerCommand,
  compareCommand,
  pathCommand,
  quizCommand,
  reviewCommand,
  progressCommand,
  leaderboardCommand,
  tipCommand,
  tipsCommand,
  settingsCommand,
  insightsCommand,
  feedbackCommand,
  privacyCommand,
];

/** Every command, in the order in which help shows them. */
export const registry: readonly Command[] = [...commands, makeHelpCommand(commands)];

export function findCommand(name: string): Command | undefined {
  return registry.find((command) => command.name === name);
}
