import type { Destination, MessageRef } from "./incoming.ts";
import type { PressId } from "./press.ts";
import type { Reply } from "./reply.ts";

/** A few questions to fill in; what is filled in comes back as a `form` with the same id. */
export type Form = { title: string; id: PressId; fields: FormField[] };
type FormField = {
  name: string;
  label: string;
  /** Characters. */
  longest: number;
  isLong: boolean;
  /** What stands there to begin with. */
  value?: string;
};

/** Handed back by whoever has sent a message, with where it is: `bot.sent`. */
export type Receipt = { command: string; arguments: string[] };

/**
 * What the core asks an adapter to do, in order. The union grows with what needs it: an adapter's `switch` ends in
 * `satisfies never`, so a new kind is a compile error there until it is performed.
 */
export type Effect =
  /** `takesText`: whoever it is for answers in words, so a number they type is no button's. */
  | { kind: "reply"; audience: "conversation" | "asker"; reply: Reply; receipt?: Receipt; takesText?: true }
  /** Only for the person who has just pressed or commanded: platforms open forms at once or not at all. */
  | { kind: "form"; form: Form }
  | OutwardEffect;

export type Post = {
  kind: "post";
  to: Destination;
  reply: Reply;
  receipt?: Receipt;
  /** Names what is posted: sent again under the same name within minutes, it is not shown again if the platform can tell. */
  once?: string;
  /** It may stand there already, posted since then under the same name: whoever posts looks for it first. */
  maybeSince?: Date;
  /**
   * When it has not begun to be posted by then, somebody else may be at it, and it is not to be. Milliseconds; with 0 it is
   * only looked for.
   */
  withinMs?: number;
};

/** What can be done without somebody to reply to. */
export type OutwardEffect =
  | Post
  /** Put a reply in the place of an earlier message. */
  | { kind: "edit"; message: MessageRef; reply: Reply; receipt?: Receipt };

export const say = (reply: Reply): Effect => ({ kind: "reply", audience: "conversation", reply });
export const whisper = (reply: Reply): Effect => ({ kind: "reply", audience: "asker", reply });
