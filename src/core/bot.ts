import type { Alarm } from "./alarm.ts";
import type { Answerer } from "./answering/answerer.ts";
import { answerQuestion } from "./commands/ask.ts";
import type { Context, Turn } from "./commands/command.ts";
import { homeReply } from "./commands/home.ts";
import { readOptions } from "./commands/read-options.ts";
import { findCommand, registry } from "./commands/registry.ts";
import { type Effect, type OutwardEffect, type Receipt, whisper } from "./effects.ts";
import { StoreUnavailable, unlessUnavailable } from "./errors.ts";
import { housekeeping, keepHouse } from "./housekeeping.ts";
import type { Incoming, MessageRef } from "./incoming.ts";
import type { KnowledgeBase } from "./knowledge/base.ts";
import { rememberAnswer } from "./last-answer.ts";
import { nearest } from "./nearest.ts";
import { phrases } from "./phrases.ts";
import type { Clock, Logger, Random, Store } from "./ports.ts";
import { decodePress } from "./press.ts";
import { randomName } from "./random-name.ts";
import { paragraph, type Reply } from "./reply.ts";
import { readSettings } from "./settings.ts";
import { suggest } from "./suggest.ts";

export type BotParts = {
  /** The knowledge in force; a reload puts another in its place between two events. */
  knowledge: () => { base: KnowledgeBase; answerer: Answerer };
  store: Store;
  clock: Clock;
  random: Random;
  logger: Logger;
  /** Whether log lines hold what people wrote. */
  logUtterances: boolean;
  /** How long what people wrote is kept for the insights; 0 for not at all. */
  keepDays: number;
  /** How late a tip may come that could not come in time; three hours, if left out. */
  tipGraceMs?: number;
};

const usualTipGraceMs = 3 * 60 * 60_000;

/** A command's name is shorter on every platform; whatever is longer is not looked up and not repeated. */
const longestCommand = 32;
/** Of what an operator looks for in the log. */
const referenceDigits = 6;
/** Discord shows 25 suggestions (https://docs.discord.com/developers/interactions/application-commands). */
const mostSuggestions = 25;
/** Names are shorter, and comparing costs time with every letter. */
const longestTyped = 60;

export type Bot = {
  /** Never throws. */
  handle(incoming: Incoming): Promise<Effect[]>;
  /**
   * Whether the record under a key is woken for in a process with these platforms: what is posted needs its adapter.
   */
  servesAlarm(key: string, platforms: readonly string[]): boolean;
  /** Whether the alarm of the record under a key may wait for others'. */
  isPatient(key: string): boolean;
  /** Do what an alarm is for. Throws when it could not be done, and may then be asked again. */
  wake(alarm: Alarm): Promise<OutwardEffect[]>;
  /** What an option may name, given what somebody has typed of it so far; none for an option that takes any text. */
  complete(command: string, option: string, typed: string): string[];
  /**
   * Whoever sends a message with a receipt hands it in here, with where the message is.
   *
   * @returns what whoever asked for it is to be told then, if somebody did
   */
  sent(receipt: Receipt, message: MessageRef | undefined): Promise<Reply | undefined>;
};

/** The whole bot without a platform: events in, effects out. */
export function createBot(given: BotParts): Bot {
  const parts = { tipGraceMs: usualTipGraceMs, ...given };
  const wakenBy = (namespace: string) => registry.find(({ wakesFor }) => wakesFor?.includes(namespace));
  return {
    servesAlarm(key, platforms) {
      const [namespace = "", platform = ""] = key.split("/");
      return namespace === housekeeping.name || (wakenBy(namespace) !== undefined && platforms.includes(platform));
    },
    isPatient: (key) => wakenBy(key.split("/")[0] ?? "")?.isPatient === true,
    async wake(alarm) {
      const { namespace, lateMs, attempt } = alarm;
      const event = { kind: "alarm", namespace, lateMs, attempt };
      const command = wakenBy(namespace);
      if (command?.wake) {
        const effects = await command.wake(alarm, { ...parts.knowledge(), ...parts });
        parts.logger.info({ ...event, effects: effects.length }, "handled");
        return effects;
      }
      if (namespace === housekeeping.name) {
        parts.logger.info({ ...event, pruned: await keepHouse(parts) }, "handled");
      } else {
        parts.logger.error(event, "nobody wakes for such alarms");
      }
      return [];
    },
    complete(command, option, typed) {
      const options = findCommand(command)?.options ?? {};
      const described = Object.hasOwn(options, option) ? options[option] : undefined;
      const from = described?.kind === "text" ? described.suggest : undefined;
      return from ? suggest(parts.knowledge().base, from, typed.slice(0, longestTyped), mostSuggestions) : [];
    },
    async sent({ command: name, arguments: given }, message) {
      try {
        return await findCommand(name)?.sent?.(given, message, { ...parts.knowledge(), ...parts });
      } catch (cause) {
        if (!(cause instanceof StoreUnavailable)) throw cause;
        // Nobody knows that it was sent, so it is sent again, or its asker asks again.
        return [paragraph(phrases[cause.phrase])];
      }
    },
    async handle(incoming) {
      const started = parts.clock.elapsedMs();
      const { store, clock, random, keepDays, tipGraceMs } = parts;
      const isOverheard = incoming.kind === "utterance" && incoming.addressed === "overheard";
      const event = {
        kind: incoming.kind,
        platform: incoming.origin.platform,
        // A name of our own only: what else stands after a slash is something somebody wrote.
        ...(incoming.kind === "command" && { command: findCommand(incoming.name)?.name }),
        ...(parts.logUtterances && incoming.kind === "utterance" && { text: incoming.text }),
      };
      const ms = () => Math.round((parts.clock.elapsedMs() - started) * 100) / 100;
      try {
        const world = { ...parts.knowledge(), store, clock, random, keepDays, tipGraceMs };
        const context: Context = { origin: incoming.origin, ...world };
        const { effects, outcome, confidence, entry } = await turn(incoming, context);
        if (entry !== undefined) await unlessUnavailable(rememberAnswer(store, incoming.origin, entry));
        parts.logger.info({ ...event, outcome, ...(confidence !== undefined && { confidence }), ms: ms() }, "handled");
        return effects;
      } catch (cause) {
        // Nobody spoke to the bot, so nobody waits for its excuses.
        const tell = (text: string): Effect[] => (isOverheard ? [] : [whisper([paragraph(text)])]);
        if (cause instanceof StoreUnavailable) {
          // The store's own loss has its line; this is one for each event that felt it.
          parts.logger.info({ ...event, outcome: "no-store", ms: ms() }, "failed");
          return tell(phrases[cause.phrase]);
        }
        const reference = randomName(random, referenceDigits);
        parts.logger.error({ ...event, reference, err: cause, ms: ms() }, "failed");
        return tell(phrases.apology(reference));
      }
    },
  };
}

async function turn(incoming: Incoming, context: Context): Promise<Turn> {
  switch (incoming.kind) {
    case "utterance": {
      if (incoming.addressed === "overheard") return overhear(incoming.text, context);
      for (const { typed } of registry) {
        const turn = await typed?.(incoming.text, context);
        if (turn) return turn;
      }
      return answerQuestion(incoming.text, false, context);
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
      return pressed ?? expired;
    }
    case "home":
      return { effects: [whisper(await homeReply(context))], outcome: "shown" };
    case "form": {
      const press = decodePress(incoming.id);
      const command = press && findCommand(press.command);
      return (await command?.submit?.(press?.arguments ?? [], incoming.values, context)) ?? expired;
    }
    default:
      return incoming satisfies never;
  }
}

const expired: Turn = { effects: [whisper([paragraph(phrases.expired)])], outcome: "expired" };

/** What nobody said to the bot it answers only where that is switched on. */
async function overhear(text: string, context: Context): Promise<Turn> {
  const { overhear: isOn } = await readSettings(context.store, context.origin);
  return isOn ? answerQuestion(text, true, context) : { effects: [], outcome: "not-listening" };
}

function unknownCommand(typed: string): Turn {
  const name = typed.slice(0, longestCommand);
  const names = registry.map((command) => command.name);
  const close = nearest(name, names, 2);
  const hint = close.length > 0 ? phrases.didYouMeanCommand(close) : phrases.seeHelp;
  return { effects: [whisper([paragraph(`${phrases.unknownCommand(name)} ${hint}`)])], outcome: "unknown-command" };
}
