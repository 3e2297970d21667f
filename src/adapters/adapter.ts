import type { Bot } from "../core/bot.ts";
import type { OutwardEffect } from "../core/effects.ts";

/** A platform: turns what people do into `Incoming`, and performs the effects that come back. */
export interface Adapter {
  readonly platform: string;
  /** Take events until stopped, or until there are no more. */
  run(bot: Pick<Bot, "handle" | "sent">): Promise<void>;
  /** Do what nobody waits for: an alarm rang. Hands receipts in as `run` does. */
  perform(effect: OutwardEffect): Promise<void>;
  stop(): Promise<void>;
}
