import { askCommand } from "./ask.ts";
import { careerCommand } from "./career.ts";
import type { Command } from "./command.ts";
import { compareCommand } from "./compare.ts";
import { feedbackCommand } from "./feedback.ts";
import { makeHelpCommand } from "./help.ts";
import { insightsCommand } from "./insights.ts";
import { pathCommand } from "./path.ts";
import { quizCommand } from "./quiz.ts";
import { settingsCommand } from "./settings.ts";
import { tipCommand } from "./tip.ts";

const commands = [
  askCommand,
  careerCommand,
  compareCommand,
  pathCommand,
  quizCommand,
  tipCommand,
  settingsCommand,
  insightsCommand,
  feedbackCommand,
];

/** Every command, in the order in which help shows them. */
export const registry: readonly Command[] = [...commands, makeHelpCommand(commands)];

export function findCommand(name: string): Command | undefined {
  return registry.find((command) => command.name === name);
}
