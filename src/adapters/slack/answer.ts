/** One event and what becomes of it: who sees the answer, and by which of Slack's ways it reaches them. */
import type { RespondFn } from "@slack/bolt";
import type { Effect, OutwardEffect } from "../../core/effects.ts";
import { phrases } from "../../core/phrases.ts";
import { paragraph, type Reply } from "../../core/reply.ts";
import type { Listener, Performed } from "../adapter.ts";
import type { Place, SlackApi } from "./api.ts";
import { isAddressFailure, isClosed } from "./failures.ts";
import { type Whereabouts, writeOpened } from "./incoming.ts";
import { renderForm } from "./modal.ts";
import { type Rendered, renderReply } from "./render.ts";

/** An interaction may be answered by its address five times: https://docs.slack.dev/interactivity/handling-user-interaction */
const mostResponses = 5;

type Audience = (Effect & { kind: "reply" })["audience"];

export type AnswerParts = {
  api: SlackApi;
  bot: Listener;
  where: Whereabouts;
  /** Answers an interaction by the address that came with it, which works where we are no member. */
  respond?: RespondFn | undefined;
  /** Whether its first public answer shows the command that was typed. */
  isCommand: boolean;
  /** With which a form can be opened, for three seconds. */
  trigger?: string | undefined;
  perform: (effect: OutwardEffect) => Promise<Performed>;
};

export class SlackAnswer {
  readonly #parts: AnswerParts;
  #responses = 0;

  constructor(parts: AnswerParts) {
    this.#parts = parts;
  }

  async perform(effects: readonly Effect[]): Promise<void> {
    const failures: unknown[] = [];
    for (const effect of effects) await this.#performOne(effect).catch((error) => failures.push(error));
    // What could be done is done.
    if (failures.length > 0) throw failures[0];
  }

  async #performOne(effect: Effect): Promise<void> {
    const { api, bot, where, trigger, perform } = this.#parts;
    switch (effect.kind) {
      case "reply": {
        // Answers by the interaction's address don't say where they are.
        const ts = await this.#say(effect.reply, effect.audience, effect.receipt !== undefined);
        if (effect.receipt) {
          await bot.sent(effect.receipt, ts === undefined ? undefined : api.refOf(await this.#place(), ts));
        }
        return;
      }
      case "form": {
        const opened = writeOpened({ id: effect.form.id, channel: where.channel, thread: where.thread });
        const view = renderForm(effect.form, opened, phrases.form);
        const isOpen = trigger !== undefined && (await api.openView(where.team, trigger, view));
        if (!isOpen) await this.#say([paragraph(phrases.tooSlow)], "asker", false);
        return;
      }
      case "post":
      case "edit": {
        const { isDone, told } = await perform(effect);
        const news = !isDone && effect.kind === "post" ? [paragraph(phrases.cannotPost)] : told;
        if (news) await this.#say(news, "asker", false);
        return;
      }
      default:
        effect satisfies never;
    }
  }

  /** @returns the `ts` of the first message, when Slack says it */
  async #say(reply: Reply, audience: Audience, wantsMessage: boolean): Promise<string | undefined> {
    // Alone with us, there is nobody who should not see it.
    const isPrivate = audience === "asker" && !this.#parts.where.isDirect;
    let first: string | undefined;
    for (const message of renderReply(reply)) {
      const ts = isPrivate ? await this.#whisper(message) : await this.#tell(message, audience, wantsMessage);
      first ??= ts;
      if (isPrivate) await this.#attach(message);
    }
    return first;
  }

  async #tell(message: Rendered, audience: Audience, wantsMessage: boolean): Promise<string | undefined> {
    const { api, where, isCommand } = this.#parts;
    const mayRespond = isCommand && !wantsMessage && !where.isDirect;
    // Files come with messages only.
    const isText = message.files.length + message.images.length === 0;
    if (mayRespond && isText && (await this.#respond(message, "in_channel"))) return undefined;
    try {
      return await api.post(await this.#place(), message);
    } catch (error) {
      // Somebody called us where we are no member: their interaction can still be answered.
      const seenBy = audience === "asker" ? "ephemeral" : "in_channel";
      if (isClosed(error) && (await this.#respond(message, seenBy))) return undefined;
      throw error;
    }
  }

  async #whisper(message: Rendered): Promise<undefined> {
    const { api, where } = this.#parts;
    const { channel, thread } = await this.#place();
    const shown = where.isNewThread ? undefined : thread;
    // An answer by address stands outside the thread.
    if (shown === undefined && (await this.#respond(message, "ephemeral"))) return;
    try {
      await api.whisper({ channel, thread: shown }, where.user, message);
    } catch (error) {
      if (!isClosed(error)) throw error;
      // Where we are no member, there are their direct messages left.
      if (!(await this.#respond(message, "ephemeral"))) await api.post(await this.#directPlace(), message);
    }
  }

  /** @returns false when there is no address, or it is no good any more */
  async #respond({ text, blocks }: Rendered, seenBy: "in_channel" | "ephemeral"): Promise<boolean> {
    const { respond } = this.#parts;
    if (!respond || this.#responses >= mostResponses) return false;
    this.#responses += 1;
    try {
      await respond({
        text,
        blocks,
        response_type: seenBy,
        replace_original: false,
        unfurl_links: false,
        unfurl_media: false,
      });
      return true;
    } catch (error) {
      if (!isAddressFailure(error)) throw error;
      this.#responses = mostResponses;
      return false;
    }
  }

  /** A file cannot be shown to one person alone in a channel, so it goes to their direct messages. */
  async #attach(message: Rendered): Promise<void> {
    if (message.files.length + message.images.length === 0) return;
    await this.#parts.api.uploadAll(await this.#directPlace(), message);
    await this.#say([paragraph(phrases.fileInDirect)], "asker", false);
  }

  async #place(): Promise<Place> {
    const { team, channel, thread } = this.#parts.where;
    return channel === undefined ? this.#directPlace() : { channel: { team, id: channel }, thread };
  }

  async #directPlace(): Promise<Place> {
    const { api, where } = this.#parts;
    return { channel: { team: where.team, id: await api.directChannel(where.team, where.user) }, thread: undefined };
  }
}
