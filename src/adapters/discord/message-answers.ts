/** Answers to messages, which are replies to them; an author who mends the question gets the answer mended. */
import { LimitedCollection } from "discord.js";
import type { Effect, OutwardEffect } from "../../core/effects.ts";
import { phrases } from "../../core/phrases.ts";
import { paragraph, type Reply } from "../../core/reply.ts";
import type { Listener, Performed } from "../adapter.ts";
import { type DiscordApi, refOf } from "./api.ts";
import { isMessageGone, isReplyRefused } from "./failures.ts";
import type { Utterance } from "./incoming.ts";
import { type Rendered, renderReply } from "./render.ts";

/** How long after it was written a message may be mended. */
const mendableMs = 60_000;
const mostRemembered = 1000;

/** Something said: `channel` is where the message is, which may be a thread. */
export type Asked = {
  id: string;
  channel: string;
  incoming: Utterance;
  /** How long after it was written it was edited, if it was. Milliseconds. */
  editedAfterMs?: number;
};
type Ours = { id: string; isEmbeds: boolean };
type Answered = { text: string; messages: readonly Ours[] };
/** An answer that is being given: `left` are our earlier messages, which it may take the place of. */
type Answering = { asked: Asked; left: Ours[]; messages: Ours[] };

export type MessageAnswersParts = {
  api: DiscordApi;
  bot: Listener;
  /** @returns whether it could be done */
  perform: (effect: OutwardEffect) => Promise<Performed>;
  /** Called when the bot takes its time; @returns how to call it off */
  onSlow: (act: () => void) => () => void;
};

export class MessageAnswers {
  readonly #parts: MessageAnswersParts;
  readonly #answered = new LimitedCollection<string, Promise<Answered>>({ maxSize: mostRemembered });

  constructor(parts: MessageAnswersParts) {
    this.#parts = parts;
  }

  /** Answer a message, once however often it is delivered; or one that its author has just mended. */
  async answer(asked: Asked): Promise<void> {
    const { id, editedAfterMs } = asked;
    const before = this.#answered.get(id);
    if (editedAfterMs === undefined ? before : editedAfterMs > mendableMs) return;
    const answering = this.#after(before, asked);
    this.#answered.set(id, answering);
    await answering;
  }

  async #after(answering: Promise<Answered> | undefined, asked: Asked): Promise<Answered> {
    const before = await answering?.catch(() => undefined);
    // Discord also calls it an edit when it shows a preview of a link.
    return before?.text === asked.incoming.text ? before : this.#handle(asked, before?.messages ?? []);
  }

  async #handle(asked: Asked, before: readonly Ours[]): Promise<Answered> {
    const { api, bot, onSlow } = this.#parts;
    // That it is being written is a kindness; when it cannot be shown, the answer still comes.
    const callOff = onSlow(() => void api.showTyping(asked.channel).catch(() => {}));
    const effects = await bot.handle(asked.incoming).finally(callOff);
    const answering: Answering = { asked, left: [...before], messages: [] };
    const failures: unknown[] = [];
    for (const effect of effects) await this.#perform(effect, answering).catch((error) => failures.push(error));
    for (const { id } of answering.left) {
      await unlessGone(api.remove({ channel: asked.channel, message: id }));
    }
    // What could be done is done.
    if (failures.length > 0) throw failures[0];
    return { text: asked.incoming.text, messages: answering.messages };
  }

  async #perform(effect: Effect, answering: Answering): Promise<void> {
    switch (effect.kind) {
      // Only interactions can be answered in private; what is said to a message is nobody's secret.
      case "reply": {
        const first = await this.#say(effect.reply, answering);
        const { origin } = answering.asked.incoming;
        if (effect.receipt) await this.#parts.bot.sent(effect.receipt, first && refOf(origin, first.id));
        return;
      }
      case "form":
        await this.#say([paragraph(phrases.tooSlow)], answering);
        return;
      case "post":
      case "edit": {
        const { told } = await this.#parts.perform(effect);
        if (told) await this.#say(told, answering);
        return;
      }
      default:
        effect satisfies never;
    }
  }

  /** @returns the first message */
  async #say(reply: Reply, answering: Answering): Promise<Ours | undefined> {
    const at = answering.messages.length;
    for (const message of renderReply(reply)) answering.messages.push(await this.#place(message, answering));
    return answering.messages[at];
  }

  /** In the place of an earlier answer, or below the question. */
  async #place(message: Rendered, { asked, left, messages }: Answering): Promise<Ours> {
    const { api } = this.#parts;
    const { id, channel, editedAfterMs } = asked;
    const isEmbeds = message.body.embeds !== undefined;
    // A message can neither leave Components V2 nor take it on beside embeds.
    if (left[0]?.isEmbeds === false && !isEmbeds) {
      const [old] = left.splice(0, 1);
      const edited = old && (await unlessGone(api.edit({ channel, message: old.id }, message)));
      if (edited) return { id: edited.id, isEmbeds };
    }
    const nth = messages.length;
    // Two processes that hear the same message, as while a new version takes over, give one answer.
    const once = [id, editedAfterMs ?? "new", nth].join("/");
    const sent = await api.post(channel, message, { ...(nth === 0 && { answers: id }), once }).catch((error) => {
      if (!isReplyRefused(error)) throw error;
      return api.post(channel, message, { once });
    });
    return { id: sent.id, isEmbeds };
  }
}

/** Somebody may have deleted what we said. */
async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isMessageGone(error)) return undefined;
    throw error;
  }
}
