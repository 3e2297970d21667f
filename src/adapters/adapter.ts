import type { Bot } from "../core/bot.ts";
import type { OutwardEffect } from "../core/effects.ts";
import type { Reply } from "../core/reply.ts";

/** As much of the bot as events need. */
export type Listener = Pick<Bot, "handle" | "complete" | "sent">;

/** What came of an effect: `isDone` is false when it can never be done there, `told` what whoever asked for it hears. */
export type Performed = { isDone: boolean; told: Reply | undefined };

/** It does not stand, and is not to be posted any more. */
export class TooLate extends Error {
  constructor() {
    super("it does not stand, and it is too late to post it");
    this.name = "TooLate";
  }
}

/** A platform: turns what people do into `Incoming`, and performs the effects that come back. */
export interface Adapter {
  readonly platform: string;
  /**
   * Take events until stopped, or until there are no more.
   *
   * @throws OperatorError when the platform turns us away for good: a revoked token, a missing permission
   */
  run(bot: Listener): Promise<void>;
  /**
   * Do what nobody waits for: an alarm rang. Hands receipts in as `run` does. What can never be done, in a place that
   * is gone or closed to us, is logged and over.
   *
   * @throws what kept it from being done this time; it may be tried again
   */
  perform(effect: OutwardEffect): Promise<void>;
  /** Take no more events, finish those in hand, and leave. */
  stop(): Promise<void>;
}
