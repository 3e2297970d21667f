import type { Answerer } from "./answering/answerer.ts";
import { answerQuestion } from "./commands/ask.ts";
import type { Context, Turn } from "./commands/command.ts";
import { answerQuiz } from "./commands/quiz.ts";
import { readOptions } from "./commands/read-options.ts";
import { findCommand, registry } from "./commands/registry.ts";
import { type Effect, whisper } from "./effects.ts";
import type { Incoming } from "./incoming.ts";
import type { KnowledgeBase } from "./knowledge/base.ts";
import { rememberAnswer } from "./last-answer.ts";
import { nearest } from "./nearest.ts";
import { phrases } from "./phrases.ts";
import type { Clock, Logger, Random, Store } from "./ports.ts";
import { decodePress } from "./press.ts";
import { paragraph } from "./reply.ts";

export type BotParts = {
  /** The knowledge in force; a reload puts another in its place between two events. */
  knowledge: () => { base: KnowledgeBase; answerer: Answerer };
  store: Store;
  clock: Clock;
  random: Random;
  logger: Logger;
  /** Whether log lines hold what people wrote. */
  logUtterances: boolean;
};

/** A command's name is shorter on every platform; whatever is longer is not looked up and not repeated. */
const longestCommand = 32;

export type Bot = { handle(incoming: Incoming): Promise<Effect[]> };

/** The whole bot without a platform: events in, effects out. `handle` never throws. */
export function createBot(parts: BotParts): Bot {
  return {
    async handle(incoming) {
      const started = parts.clock.elapsedMs();
      const { store, clock, random } = parts;
      const event = {
        kind: incoming.kind,
        platform: incoming.origin.platform,
        // A name of our own only: what else stands after a slash is something somebody wrote.
        ...(incoming.kind === "command" && { command: findCommand(incoming.name)?.name }),
        ...(parts.logUtterances && incoming.kind === "utterance" && { text: incoming.text }),
      };
      const ms = () => Math.round((parts.clock.elapsedMs() - started) * 100) / 100;
      try {
        const context: Context = { origin: incoming.origin, ...parts.knowledge(), store, clock, random };
        const { effects, outcome, confidence, entry } = await turn(incoming, context);
        if (entry !== undefined) await rememberAnswer(store, incoming.origin, entry);
        parts.logger.info({ ...event, outcome, ...(confidence !== undefined && { confidence }), ms: ms() }, "handled");
        return effects;
      } catch (cause) {
        const reference = Math.floor(random.next() * 36 ** 6)
          .toString(36)
          .padStart(6, "0");
        parts.logger.error({ ...event, reference, err: cause, ms: ms() }, "failed");
        return [whisper([paragraph(phrases.apology(reference))])];
      }
    },
  };
}

async function turn(incoming: Incoming, context: Context): Promise<Turn> {
  switch (incoming.kind) {
    case "utterance": {
      if (incoming.addressed === "overheard") return answerQuestion(incoming.text, true, context);
      return (await answerQuiz(incoming.text, context)) ?? answerQuestion(incoming.text, false, context);
    }
    case "command": {
      const command = findCommand(incoming.name);
      if (!command) return unknownCommand(incoming.name);
      const read = readOptions(command, incoming.given);
      if (read.kind === "read") return command.run(read.values, context);
      const problem = [paragraph(read.problem), paragraph(phrases.examples(command.examples))];
      return { effects: [whisper(problem)], outcome: "wrong-options" };
    }
    case "press": {
      const press = decodePress(incoming.id);
      const pressed = press && (await findCommand(press.command)?.press?.(press.arguments, context));
      return pressed ?? { effects: [whisper([paragraph(phrases.expired)])], outcome: "expired" };
    }
    default:
      return incoming satisfies never;
  }
}

function unknownCommand(typed: string): Turn {
  const name = typed.slice(0, longestCommand);
  const names = registry.map((command) => command.name);
  const close = nearest(name, names, 2);
  const hint = close.length > 0 ? phrases.didYouMeanCommand(close) : phrases.seeHelp;
  return { effects: [whisper([paragraph(`${phrases.unknownCommand(name)} ${hint}`)])], outcome: "unknown-command" };
}
