/** The least that an adapter has to do: what is for all is shown somewhere, and the bot hears where. */
import type { Bot } from "../../src/core/bot.ts";
import type { Effect } from "../../src/core/effects.ts";
import type { MessageRef } from "../../src/core/incoming.ts";
import type { Reply } from "../../src/core/reply.ts";

export const platform = "soak";

export class SoakAdapter {
  readonly #bot: Bot;
  readonly #show: (place: MessageRef, reply: Reply) => void;
  #messages = 0;

  constructor(bot: Bot, show: (place: MessageRef, reply: Reply) => void) {
    this.#bot = bot;
    this.#show = show;
  }

  /** @param conversation where somebody has asked for it; @param tell shows a reply to them alone */
  async perform(effects: readonly Effect[], conversation = "", tell: (reply: Reply) => void = () => {}): Promise<void> {
    for (const effect of effects) {
      if (effect.kind === "form") continue;
      if (effect.kind === "reply" && effect.audience === "asker") {
        tell(effect.reply);
        continue;
      }
      const place = this.#placeOf(effect, conversation);
      this.#show(place, effect.reply);
      if (effect.receipt) await this.#bot.sent(effect.receipt, place);
    }
  }

  /** A new message's, or that of the message whose place is taken. */
  #placeOf(effect: Exclude<Effect, { kind: "form" }>, asked: string): MessageRef {
    if (effect.kind === "edit") return effect.message;
    const conversation = effect.kind === "reply" ? asked : "conversation" in effect.to ? effect.to.conversation : "";
    // Unlike those of the process before.
    return { platform, conversation, message: `${process.pid}-${++this.#messages}` };
  }
}
