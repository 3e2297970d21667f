/** What is asked of Slack over HTTP. */
import { type Logger, type types, webApi } from "@slack/bolt";
import type { Destination, MessageRef } from "../../core/incoming.ts";
import { isTriggerOver, retryAfterMs } from "./failures.ts";
import { refOf, type Scoped, scoped, unscoped } from "./ids.ts";
import { Pace, type PaceParts } from "./pace.ts";
import { findNamed, nameTag, postOnce } from "./posting-once.ts";
import type { Rendered } from "./render.ts";

/** Between two messages in one channel: https://docs.slack.dev/apis/web-api/rate-limits */
const messageGapMs = 1000;
const timeoutMs = 10_000;
/** A look that has to wait longer comes too late for what is to be posted then. */
const longestLookMs = 30_000;
const mostDirectChannels = 2000;

export type SlackApiParts = Pick<PaceParts, "now" | "wait"> & {
  /** Base URL of the Web API, if not Slack's own. */
  apiUrl: string | undefined;
  /** @throws when the workspace has not let us in, or no longer does */
  tokenOf: (team: string) => Promise<string>;
  retries: webApi.RetryOptions;
  log: Logger;
};

/** Where a message goes, as Slack knows it. */
export type Place = { channel: Scoped; thread: string | undefined };

export class SlackApi {
  readonly #parts: SlackApiParts;
  readonly #pace: Pace;
  readonly #calls: Pace;
  readonly #clients = new Map<string, webApi.WebClient>();
  /** Clients that try once. */
  readonly #onceClients = new Map<string, webApi.WebClient>();
  readonly #directChannels = new Map<string, string>();

  constructor(parts: SlackApiParts) {
    this.#parts = parts;
    this.#pace = new Pace({ ...parts, gapMs: messageGapMs, retryAfterMs });
    this.#calls = new Pace({ ...parts, gapMs: 0, retryAfterMs });
  }

  now(): number {
    return this.#parts.now();
  }

  clientOf(team: string): Promise<webApi.WebClient> {
    return this.#clientOf(team, this.#clients, this.#parts.retries);
  }

  async #clientOf(team: string, clients: Map<string, webApi.WebClient>, retries: webApi.RetryOptions) {
    const token = await this.#parts.tokenOf(team);
    const known = clients.get(team);
    if (known?.token === token) return known;
    const { apiUrl, log } = this.#parts;
    const client = new webApi.WebClient(token, {
      ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
      timeout: timeoutMs,
      logger: log,
      retryConfig: retries,
      // Left to itself, the client holds up every channel for the one that has too much.
      rejectRateLimitedCalls: true,
    });
    clients.set(team, client);
    return client;
  }

  /** With the files it brings, below it. @returns the message's `ts` */
  async post(place: Place, message: Rendered): Promise<string | undefined> {
    const ts = await this.#post(place, message, await this.clientOf(place.channel.team));
    await this.uploadAll(place, message);
    return ts;
  }

  /**
   * The same under a name, with which it stands once.
   *
   * @param maybeSince it may stand already, since then
   * @param until when to begin no more, by `now`
   */
  async postOnce(place: Place, message: Rendered, { name, maybeSince, until }: Once): Promise<string | undefined> {
    const { team, id } = place.channel;
    const client = await this.#clientOf(team, this.#onceClients, { retries: 0 });
    const search = { channel: id, thread: place.thread, name, since: maybeSince };
    let isNew = false;
    const post = async () => {
      isNew = true;
      return this.#post(place, message, client, { metadata: nameTag(name), until });
    };
    // How often it may be asked for a history, Slack counts by workspace.
    const find = () => this.#calls.run(`look/${team}`, () => findNamed(client, search), this.now() + longestLookMs);
    const ts = await postOnce({ post, find }, maybeSince !== undefined, this.#parts.wait);
    if (isNew) await this.uploadAll(place, message);
    return ts;
  }

  async #post(
    { channel: { team, id }, thread }: Place,
    message: Rendered,
    client: webApi.WebClient,
    {
      metadata,
      until = Number.POSITIVE_INFINITY,
    }: { metadata?: types.MessageMetadata; until?: number | undefined } = {},
  ): Promise<string | undefined> {
    const post = () =>
      client.chat.postMessage({
        ...body(message),
        channel: id,
        ...(thread !== undefined && { thread_ts: thread }),
        ...(metadata && { metadata }),
      });
    const { ts } = await this.#pace.run(scoped(team, id), post, until);
    return ts;
  }

  /** To one person in a channel; gone when they reload. */
  async whisper({ channel, thread }: Place, user: string, message: Rendered): Promise<void> {
    const client = await this.clientOf(channel.team);
    await this.#calls.run(`whisper/${scoped(channel.team, channel.id)}`, () =>
      client.chat.postEphemeral({
        ...body(message),
        channel: channel.id,
        user,
        ...(thread !== undefined && { thread_ts: thread }),
      }),
    );
  }

  async update({ team, id }: Scoped, ts: string, message: Rendered): Promise<void> {
    const client = await this.clientOf(team);
    const { text, blocks } = message;
    await this.#calls.run(`update/${scoped(team, id)}`, () => client.chat.update({ channel: id, ts, text, blocks }));
    await this.uploadAll({ channel: { team, id }, thread: undefined }, message);
  }

  async uploadAll(place: Place, { files, images }: Rendered): Promise<void> {
    for (const { name, text } of files) await this.#upload(place, { name, content: text });
    for (const { name, png, alt } of images) await this.#upload(place, { name, content: png, alt });
  }

  /** Files stand in a conversation as messages of their own. */
  async #upload({ channel, thread }: Place, { name, content, alt }: Upload): Promise<void> {
    const client = await this.clientOf(channel.team);
    await this.#calls.run(`upload/${scoped(channel.team, channel.id)}`, () =>
      client.filesUploadV2({
        channel_id: channel.id,
        filename: name,
        file: Buffer.from(content),
        ...(alt !== undefined && { alt_text: alt }),
        ...(thread !== undefined && { thread_ts: thread }),
      } as webApi.FilesUploadV2Arguments),
    );
  }

  /** @returns false when the press is too long ago */
  async openView(team: string, trigger: string, view: types.View): Promise<boolean> {
    const client = await this.clientOf(team);
    try {
      await client.views.open({ trigger_id: trigger, view });
      return true;
    } catch (error) {
      if (isTriggerOver(error)) return false;
      throw error;
    }
  }

  async publishHome(team: string, user: string, view: types.HomeView): Promise<void> {
    const client = await this.clientOf(team);
    await this.#calls.run(`home/${scoped(team, user)}`, () => client.views.publish({ user_id: user, view }));
  }

  async suggest(
    team: string,
    channel: string,
    title: string,
    prompts: { title: string; message: string }[],
  ): Promise<void> {
    const client = await this.clientOf(team);
    // The SDK's types still ask for the thread that assistants had; for an agent it has to be left out.
    await client.apiCall("assistant.threads.setSuggestedPrompts", { channel_id: channel, title, prompts });
  }

  /** A destination as Slack knows it; a person's direct messages are opened if they are not. */
  async placeOf(to: Destination): Promise<Place> {
    if (!("person" in to)) return { channel: unscoped(to.conversation), thread: to.thread };
    const { team, id } = unscoped(to.person);
    return { channel: { team, id: await this.directChannel(team, id) }, thread: undefined };
  }

  async directChannel(team: string, user: string): Promise<string> {
    const key = scoped(team, user);
    const known = this.#directChannels.get(key);
    if (known !== undefined) return known;
    const client = await this.clientOf(team);
    const { channel } = await this.#calls.run(`open/${team}`, () => client.conversations.open({ users: user }));
    if (!channel?.id) throw new Error("Slack opened no conversation");
    if (this.#directChannels.size >= mostDirectChannels) this.#directChannels.clear();
    this.#directChannels.set(key, channel.id);
    return channel.id;
  }

  /** @returns how the bot knows the message */
  refOf({ channel, thread }: Place, ts: string): MessageRef {
    return refOf(scoped(channel.team, channel.id), ts, thread);
  }
}

/** See `Post`. */
type Once = { name: string; maybeSince: Date | undefined; until: number | undefined };
type Upload = { name: string; content: string | Uint8Array; alt?: string };

/** Links show no previews: what they lead to is none of our words. */
function body({ text, blocks }: Rendered) {
  return { text, blocks, unfurl_links: false, unfurl_media: false, mrkdwn: false };
}
