/** Answers to messages, which are replies to them; an author who mends the question gets the answer mended. */
import { LimitedCollection } from "discord.js";
import type { Effect, OutwardEffect } from "../../core/effects.ts";
import { phrases } from "../../core/phrases.ts";
import { paragraph, type Reply } from "../../core/reply.ts";
import type { Listener } from "../adapter.ts";
import { type DiscordApi, refOf } from "./api.ts";
import type { Utterance } from "./incoming.ts";
import { type Rendered, renderReply } from "./render.ts";

/** How long after it was written a message may be mended. */
const mendableMs = 60_000;
const mostRemembered = 1000;

/** Something said: `channel` is where the message is, which may be a thread. */
export type Asked = { id: string; channel: string; incoming: Utterance };
type Ours = { id: string; isEmbeds: boolean };
type Answered = { text: string; messages: readonly Ours[] };

export type MessageAnswersParts = {
  api: DiscordApi;
  bot: Listener;
  /** @returns whether it could be done */
  perform: (effect: OutwardEffect) => Promise<boolean>;
  /** Called when the bot takes its time; @returns how to call it off */
  onSlow: (act: () => void) => () => void;
};

export class MessageAnswers {
  readonly #parts: MessageAnswersParts;
  readonly #answered = new LimitedCollection<string, Promise<Answered>>({ maxSize: mostRemembered });

  constructor(parts: MessageAnswersParts) {
    this.#parts = parts;
  }

  /** Answer a message, once however often it is delivered. */
  async answer(asked: Asked): Promise<void> {
    if (!this.#answered.has(asked.id)) await this.#remember(asked, this.#handle(asked, []));
  }

  /** @param afterMs how long after it was written it was edited */
  async mend(asked: Asked, afterMs: number): Promise<void> {
    if (afterMs > mendableMs) return;
    const before = await this.#answered.get(asked.id)?.catch(() => undefined);
    // Discord also calls it an edit when it shows a preview of a link.
    if (before?.text === asked.incoming.text) return;
    await this.#remember(asked, this.#handle(asked, before?.messages ?? []));
  }

  #remember({ id }: Asked, answering: Promise<Answered>): Promise<Answered> {
    this.#answered.set(id, answering);
    return answering;
  }

  /** @param before our answers so far, in whose place the new ones go */
  async #handle(asked: Asked, before: readonly Ours[]): Promise<Answered> {
    const { api, bot, onSlow } = this.#parts;
    // That it is being written is a kindness; when it cannot be shown, the answer still comes.
    const callOff = onSlow(() => void api.showTyping(asked.channel).catch(() => {}));
    const effects = await bot.handle(asked.incoming).finally(callOff);
    const left = [...before];
    const messages: Ours[] = [];
    for (const effect of effects) messages.push(...(await this.#perform(effect, asked, left)));
    for (const { id } of left) await api.remove({ channel: asked.channel, message: id });
    return { text: asked.incoming.text, messages };
  }

  async #perform(effect: Effect, asked: Asked, left: Ours[]): Promise<Ours[]> {
    switch (effect.kind) {
      // Only interactions can be answered in private; what is said to a message is nobody's secret.
      case "reply": {
        const messages = await this.#say(effect.reply, asked, left);
        const [first] = messages;
        if (effect.receipt) {
          await this.#parts.bot.sent(effect.receipt, first && refOf(asked.incoming.origin, first.id));
        }
        return messages;
      }
      case "form":
        return this.#say([paragraph(phrases.tooSlow)], asked, left);
      case "post":
      case "edit":
        await this.#parts.perform(effect);
        return [];
      default:
        return effect satisfies never;
    }
  }

  async #say(reply: Reply, asked: Asked, left: Ours[]): Promise<Ours[]> {
    const messages: Ours[] = [];
    for (const [at, message] of renderReply(reply).entries()) {
      messages.push(await this.#place(message, at === 0, asked, left));
    }
    return messages;
  }

  /** In the place of an earlier answer, or below the question. */
  async #place(message: Rendered, isFirst: boolean, { id, channel, incoming }: Asked, left: Ours[]): Promise<Ours> {
    const { api } = this.#parts;
    const isEmbeds = message.body.embeds !== undefined;
    // A message can neither leave Components V2 nor take it on beside embeds.
    if (left[0]?.isEmbeds === false && !isEmbeds) {
      const [old] = left.splice(0, 1);
      if (old) return { id: (await api.edit({ channel, message: old.id }, message)).id, isEmbeds };
    }
    // Two processes that hear the same message, as while a new version takes over, give one answer.
    const once = [id, incoming.text, message.body].map((one) => JSON.stringify(one)).join();
    return { id: (await api.post(channel, message, { ...(isFirst && { answers: id }), once })).id, isEmbeds };
  }
}
