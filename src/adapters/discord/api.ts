/** What is asked of Discord over HTTP. discord.js queues it by Discord's rate limits, and tries 5xx again. */
import { createHash } from "node:crypto";
import {
  type APIMessage,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  LimitedCollection,
  MessageFlags,
  type REST,
  type RESTGetAPIChannelMessageResult,
  type RESTPostAPICurrentUserCreateDMChannelResult,
  type RESTPostAPIInteractionCallbackWithResponseResult,
  Routes,
} from "discord.js";
import type { Destination, MessageRef } from "../../core/incoming.ts";
import { platform } from "./incoming.ts";
import { longestChoice, mostChoices } from "./limits.ts";
import type { Rendered } from "./render.ts";

/** An interaction's right to be answered. */
export type Call = { id: string; token: string; application: string };
/** Where a message is: the channel it is in, which may be a thread. */
export type Place = { channel: string; message: string };

const mostDirectChannels = 1000;

export class DiscordApi {
  readonly #rest: REST;
  readonly #directChannels = new LimitedCollection<string, string>({ maxSize: mostDirectChannels });

  constructor(rest: REST) {
    this.#rest = rest;
  }

  /** The first answer to an interaction, and the message it made if somebody wants to know. */
  async respond({ id, token }: Call, { body, files }: Rendered, isPrivate: boolean, wantsMessage: boolean) {
    const data = isPrivate ? { ...body, flags: body.flags | MessageFlags.Ephemeral } : body;
    const answer = (await this.#rest.post(Routes.interactionCallback(id, token), {
      auth: false,
      body: { type: InteractionResponseType.ChannelMessageWithSource, data },
      files,
      ...(wantsMessage && { query: new URLSearchParams({ with_response: "true" }) }),
    })) as RESTPostAPIInteractionCallbackWithResponseResult | undefined;
    return answer?.resource?.message;
  }

  /** Say that an answer will follow: `update` changes nothing on the screen. */
  async defer({ id, token }: Call, how: "public" | "private" | "update"): Promise<void> {
    const body =
      how === "update"
        ? { type: InteractionResponseType.DeferredMessageUpdate }
        : {
            type: InteractionResponseType.DeferredChannelMessageWithSource,
            data: { flags: how === "private" ? MessageFlags.Ephemeral : 0 },
          };
    await this.#rest.post(Routes.interactionCallback(id, token), { auth: false, body });
  }

  async openModal({ id, token }: Call, data: APIModalInteractionResponseCallbackData): Promise<void> {
    const body = { type: InteractionResponseType.Modal, data };
    await this.#rest.post(Routes.interactionCallback(id, token), { auth: false, body });
  }

  async offer({ id, token }: Call, names: readonly string[]): Promise<void> {
    const fitting = names.filter(({ length }) => length <= longestChoice).slice(0, mostChoices);
    const choices = fitting.map((name) => ({ name, value: name }));
    const body = { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } };
    await this.#rest.post(Routes.interactionCallback(id, token), { auth: false, body });
  }

  async editAnswer({ application, token }: Call, { body, files }: Rendered): Promise<APIMessage> {
    const route = Routes.webhookMessage(application, token, "@original");
    return (await this.#rest.patch(route, { auth: false, body, files })) as APIMessage;
  }

  async deleteAnswer({ application, token }: Call): Promise<void> {
    await this.#rest.delete(Routes.webhookMessage(application, token, "@original"), { auth: false });
  }

  async followUp({ application, token }: Call, { body, files }: Rendered, isPrivate: boolean): Promise<APIMessage> {
    const sent = isPrivate ? { ...body, flags: body.flags | MessageFlags.Ephemeral } : body;
    const route = Routes.webhook(application, token);
    const query = new URLSearchParams({ wait: "true" });
    return (await this.#rest.post(route, { auth: false, body: sent, files, query })) as APIMessage;
  }

  /**
   * @param answers the message this is a reply to
   * @param once a name under which the same message is not made twice within minutes
   * @param signal when to stop trying
   */
  async post(
    channel: string,
    { body, files }: Rendered,
    { answers, once, signal }: { answers?: string; once?: string | undefined; signal?: AbortSignal | undefined } = {},
  ): Promise<APIMessage> {
    const sent = {
      ...body,
      ...(answers !== undefined && { message_reference: { message_id: answers, fail_if_not_exists: false } }),
      ...(once !== undefined && { nonce: nonceOf(once), enforce_nonce: true }),
    };
    const route = Routes.channelMessages(channel);
    return (await this.#rest.post(route, { body: sent, files, ...(signal && { signal }) })) as APIMessage;
  }

  /** At most a hundred messages that come next after an id, the newest first. */
  async messagesAfter(channel: string, after: string): Promise<APIMessage[]> {
    const query = new URLSearchParams({ after, limit: "100" });
    return (await this.#rest.get(Routes.channelMessages(channel), { query })) as APIMessage[];
  }

  /** The id of a channel's latest message, which may be deleted since, or not for us to read. */
  async latestIn(channel: string): Promise<string | undefined> {
    const found = (await this.#rest.get(Routes.channel(channel))) as { last_message_id?: string | null };
    return found.last_message_id ?? undefined;
  }

  async message({ channel, message }: Place): Promise<APIMessage> {
    return (await this.#rest.get(Routes.channelMessage(channel, message))) as APIMessage;
  }

  async edit({ channel, message }: Place, { body, files }: Rendered): Promise<RESTGetAPIChannelMessageResult> {
    // What the message brought along goes with what it said.
    const sent = { ...body, attachments: files.map(({ name }, at) => ({ id: String(at), filename: name })) };
    const route = Routes.channelMessage(channel, message);
    return (await this.#rest.patch(route, { body: sent, files })) as RESTGetAPIChannelMessageResult;
  }

  async remove({ channel, message }: Place): Promise<void> {
    await this.#rest.delete(Routes.channelMessage(channel, message));
  }

  async showTyping(channel: string): Promise<void> {
    await this.#rest.post(Routes.channelTyping(channel));
  }

  /** The channel behind a destination; a person's direct messages are opened if they are not. */
  async channelOf(to: Destination): Promise<string> {
    if (!("person" in to)) return to.thread ?? to.conversation;
    const known = this.#directChannels.get(to.person);
    if (known !== undefined) return known;
    const body = { recipient_id: to.person };
    const made = (await this.#rest.post(Routes.userChannels(), {
      body,
    })) as RESTPostAPICurrentUserCreateDMChannelResult;
    this.#directChannels.set(to.person, made.id);
    return made.id;
  }
}

export const placeOf = ({ conversation, thread, message }: MessageRef): Place => ({
  channel: thread ?? conversation,
  message,
});

/** @param where the conversation and thread the message is known by */
export const refOf = (where: { conversation: string; thread?: string | undefined }, message: string): MessageRef => ({
  platform,
  conversation: where.conversation,
  thread: where.thread,
  message,
});

/** At most 25 characters: https://docs.discord.com/developers/resources/message#create-message */
const nonceOf = (once: string) => createHash("sha256").update(once).digest("base64url").slice(0, 25);
