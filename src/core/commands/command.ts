import type { Alarm } from "../alarm.ts";
import type { Answerer } from "../answering/answerer.ts";
import type { Effect, OutwardEffect } from "../effects.ts";
import type { MessageRef, Origin } from "../incoming.ts";
import type { KnowledgeBase } from "../knowledge/base.ts";
import type { EntryId } from "../knowledge/entry.ts";
import type { Clock, Random, Store } from "../ports.ts";
import type { Reply } from "../reply.ts";
import type { Suggestible } from "../suggest.ts";

/** Another language's words, by its BCP 47 tag; platforms that show people their own language do so from here. */
export type Translations = Readonly<Record<string, { name?: string; summary?: string }>>;

/** One option of a command, described so that every platform can offer it. All but `required` ones may be left out. */
export type Option = {
  summary: string;
  required?: boolean;
  translations?: Translations;
} /** `verbatim`: all of a typed line, colons and quotes included. `suggest`: what to offer while somebody types. */ & (
  | { kind: "text"; verbatim?: true; suggest?: Suggestible }
  | { kind: "integer"; min: number; max: number }
  | { kind: "choice"; values: readonly string[] }
);
export type Options = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends { kind: "integer" }
  ? number
  : O extends { kind: "choice"; values: readonly (infer V)[] }
    ? V
    : string;
export type Given<O extends Options> = {
  [K in keyof O]: O[K] extends { required: true } ? ValueOf<O[K]> : ValueOf<O[K]> | undefined;
};

/** What a command may use: the world as it was when the event came in. */
export type Context = {
  origin: Origin;
  base: KnowledgeBase;
  answerer: Answerer;
  store: Store;
  clock: Clock;
  random: Random;
  /** How long what people wrote is kept for the insights; 0 for not at all. */
  keepDays: number;
  /** How late a tip may come that could not come in time. */
  tipGraceMs: number;
};

/** The same without an event: an alarm rang. */
export type WakeContext = Omit<Context, "origin">;

/** What came of an event. `outcome` and `confidence` are for the log line; they hold nothing anybody wrote. */
export type Turn = {
  effects: Effect[];
  outcome: string;
  confidence?: number;
  /** The entry that was the answer, for follow-ups. */
  entry?: EntryId;
};

/** Something said to the asker alone. */
export const tell = (reply: Reply, outcome: string): Turn => ({
  effects: [{ kind: "reply", audience: "asker", reply }],
  outcome,
});

export type Command = {
  name: string;
  summary: string;
  translations?: Translations;
  options: Options;
  /** Who may use it in a server or workspace; platforms that can hide it from the others do. */
  isFor?: "administrators";
  /** Whether what it says is for the asker alone, as a rule: known before it is said. */
  isPrivate?: true;
  /** What a message offers that somebody else wrote: its text is given as an option. */
  shortcut?: { title: string; option: string };
  /** Words between two text options of a line that mean nothing: `postgres vs mysql`. */
  glue?: readonly string[];
  /** What words of a typed line mean that stand there without a name, by option, where their order says it. */
  readWords?(words: readonly string[]): Readonly<Record<string, string>>;
  examples: readonly string[];
  run(given: Record<string, string | number | undefined>, context: Context): Promise<Turn>;
  /** Arguments of a pressed button; undefined when they are not of this command's making. */
  press?(pressed: readonly string[], context: Context): Promise<Turn | undefined>;
  /** A form of this command's making, filled in; undefined when it is not. */
  submit?(
    form: readonly string[],
    values: Readonly<Record<string, string>>,
    context: Context,
  ): Promise<Turn | undefined>;
  /** Words that may be an answer to something open; undefined when they are not. */
  typed?(text: string, context: Context): Promise<Turn | undefined>;
  /** Names of the namespaces whose records' alarms are this command's. */
  wakesFor?: readonly string[];
  wake?(alarm: Alarm, context: WakeContext): Promise<OutwardEffect[]>;
  /** Whether its alarms may wait for others': many ring at the same minute, and nobody sits there waiting for one. */
  isPatient?: true;
  /** A message with a receipt of this command's making was sent. @returns what whoever waited for it is told then */
  sent?(receipt: readonly string[], message: MessageRef | undefined, context: WakeContext): Promise<Reply | undefined>;
};

/** Checks the options' types against `run` once, and hands the registry a command without type parameters. */
export function defineCommand<const O extends Options>(
  command: Omit<Command, "run" | "options"> & { options: O; run(given: Given<O>, context: Context): Promise<Turn> },
): Command {
  return { ...command, run: (given, context) => command.run(given as Given<O>, context) };
}
