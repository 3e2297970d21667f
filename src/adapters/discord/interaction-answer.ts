/** One interaction and what becomes of it: Discord wants an answer within three seconds, and only one first answer. */
import type { Effect, OutwardEffect } from "../../core/effects.ts";
import type { Origin } from "../../core/incoming.ts";
import { phrases } from "../../core/phrases.ts";
import { paragraph, type Reply } from "../../core/reply.ts";
import type { Listener, Performed } from "../adapter.ts";
import { type Call, type DiscordApi, refOf } from "./api.ts";
import { isAnswered } from "./failures.ts";
import { renderForm } from "./modal.ts";
import { type Rendered, renderReply } from "./render.ts";

export type AnswerParts = {
  api: DiscordApi;
  bot: Listener;
  call: Call;
  origin: Origin;
  /** Whether a message of ours was pressed: then nothing has to be said. */
  isPress: boolean;
  /** Whether what will be said is most likely for the asker alone. */
  isPrivate: boolean;
  perform: (effect: OutwardEffect) => Promise<Performed>;
};

/**
 * ```
 *  open ──reply──▶ answered ◀──first reply── deferred (public | private | update)
 *    └────────────────too slow──────────────────▶┘
 * ```
 */
type State = "open" | "public" | "private" | "update" | "answered";

export class InteractionAnswer {
  readonly #parts: AnswerParts;
  #state: State = "open";
  /** What is said after a deferral waits for it. */
  #deferring: Promise<void> = Promise.resolve();

  constructor(parts: AnswerParts) {
    this.#parts = parts;
  }

  /** The bot takes its time, or what it does first: say that an answer will come. */
  async defer(): Promise<void> {
    if (this.#state !== "open") return;
    const how = this.#parts.isPress ? "update" : this.#parts.isPrivate ? "private" : "public";
    this.#state = how;
    this.#deferring = this.#parts.api.defer(this.#parts.call, how).catch((error) => {
      // It may be that only Discord's word was lost that it had heard; then the second try is refused.
      if (!isAnswered(error)) throw error;
    });
    await this.#deferring;
  }

  async perform(effects: readonly Effect[]): Promise<void> {
    const failures: unknown[] = [];
    for (const effect of effects) await this.#performOne(effect).catch((error) => failures.push(error));
    await this.#close();
    // What could be done is done.
    if (failures.length > 0) throw failures[0];
  }

  async #performOne(effect: Effect): Promise<void> {
    const { api, bot, call, origin, perform } = this.#parts;
    switch (effect.kind) {
      case "reply": {
        const message = await this.#say(effect.reply, effect.audience === "asker", effect.receipt !== undefined);
        if (effect.receipt) await bot.sent(effect.receipt, message === undefined ? undefined : refOf(origin, message));
        return;
      }
      case "form":
        if (this.#state !== "open") return void (await this.#say([paragraph(phrases.tooSlow)], true, false));
        this.#state = "answered";
        await api.openModal(call, renderForm(effect.form));
        return;
      case "post":
      case "edit": {
        const { isDone, told } = await perform(effect);
        const news = !isDone && effect.kind === "post" ? [paragraph(phrases.cannotPost)] : told;
        if (news) await this.#say(news, true, false);
        return;
      }
      default:
        effect satisfies never;
    }
  }

  /** @returns the id of the first message, if somebody wants it */
  async #say(reply: Reply, isPrivate: boolean, wantsMessage: boolean): Promise<string | undefined> {
    let first: string | undefined;
    for (const message of renderReply(reply)) {
      const sent = await this.#send(message, isPrivate, wantsMessage);
      first ??= sent;
    }
    return first;
  }

  async #send(message: Rendered, isPrivate: boolean, wantsMessage: boolean): Promise<string | undefined> {
    const { api, call } = this.#parts;
    const before = this.#state;
    this.#state = "answered";
    await this.#deferring;
    switch (before) {
      case "open":
        return (await api.respond(call, message, isPrivate, wantsMessage))?.id;
      case "public":
      case "private":
        if ((before === "private") === isPrivate) return (await api.editAnswer(call, message)).id;
        // "Thinking…" was said to the wrong people, and who sees a message cannot be changed.
        await api.deleteAnswer(call);
        return (await api.followUp(call, message, isPrivate)).id;
      case "update":
      case "answered":
        return (await api.followUp(call, message, isPrivate)).id;
      default:
        return before satisfies never;
    }
  }

  /** Nothing was said: a press needs no more than that it was heard, a command's "thinking…" has to go. */
  async #close(): Promise<void> {
    const { api, call, isPress } = this.#parts;
    const before = this.#state;
    this.#state = "answered";
    await this.#deferring;
    if (before === "open" && isPress) await api.defer(call, "update");
    if (before === "open" && !isPress) await api.defer(call, "private");
    if ((before === "open" && !isPress) || before === "public" || before === "private") await api.deleteAnswer(call);
  }
}
