/** A platform as an adapter is played on it: people who do what people do there, and what they see of the bot. */
import type { Adapter, Listener } from "../../src/adapters/adapter.ts";
import type { Destination } from "../../src/core/incoming.ts";

/** Values of a command's options; where there is only a line, they are typed as `name:value`. */
export type Given = Readonly<Record<string, string | number>>;

/** Somebody in the conversation. What they press, they see; each of these is over when the platform has heard of it. */
export type Player = {
  readonly name: string;
  /** Say something to the bot. @param isMore whether it goes on where the last answer stands */
  says(text: string, isMore?: boolean): Promise<void>;
  commands(name: string, given?: Given): Promise<void>;
  presses(label: string): Promise<void>;
  chooses(label: string): Promise<void>;
  /** Fill in the form that was opened last, its fields in order, as soon as it is there. */
  fillsIn(...values: string[]): Promise<void>;
  /** What the bot says to them alone, the oldest first; nothing where nobody else could hear it. */
  readonly whispers: string[];
};

export type Stage = {
  readonly adapter: Adapter;
  readonly people: readonly Player[];
  /** The conversation. */
  readonly here: Destination;
  /** The first of the people, wherever they are reached. */
  readonly somebody: Destination;
  /** Where nothing can be written any more; undefined when there is no such place. */
  readonly gone: Destination | undefined;
  /** What the bot says to everybody in the conversation as it stands now, as plain text, the oldest first. */
  readonly shown: string[];
  /** The same for what it says to the first of the people, where posts to a person go. */
  readonly direct: string[];
  /** What the log has complained of since this was asked the last time. */
  complaints(): string[];
  /** Wait for something to come true that people see. */
  until<T>(condition: () => T | undefined | false): Promise<T>;
  /** End the bot's process. @returns when it is over */
  stop(): Promise<void>;
  /** Close the platform; the process as well, if it is there still. */
  leave(): Promise<void>;
};

export type Platform = {
  readonly name: string;
  /** Whether one person sits there alone, and what is written stays: no others to see it, nothing to edit. */
  readonly isLonely: boolean;
  /** Raise the curtain: the bot's process is there, and people of these names; on a lonely platform the first only. */
  open(bot: Listener, names: readonly string[]): Promise<Stage>;
};

/** Text in which only words count: a line break is a space. */
export const flat = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** Options as they are typed. */
export const lineOf = (given: Given): string =>
  Object.entries(given)
    .map(([name, value]) => `${name}:${value}`)
    .join(" ");
