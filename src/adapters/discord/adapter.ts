import { type BaseInteraction, type Client, Events, LimitedCollection, type Message, REST } from "discord.js";
import { registry } from "../../core/commands/registry.ts";
import type { OutwardEffect } from "../../core/effects.ts";
import type { OperatorError } from "../../core/errors.ts";
import type { Logger } from "../../core/ports.ts";
import type { Adapter, Listener, Performed } from "../adapter.ts";
import type { IsFirstDelivery } from "../deliveries.ts";
import { DiscordApi } from "./api.ts";
import { makeClient, type Shards } from "./client.ts";
import { badToken, describeFailure, isAnswered, isClosed, isTooLate, isUnauthorized, turnedAway } from "./failures.ts";
import { platform, readInteraction, readMessage } from "./incoming.ts";
import { InteractionAnswer } from "./interaction-answer.ts";
import { MessageAnswers } from "./message-answers.ts";
import { edit, post } from "./outward.ts";

/** Discord gives up on an interaction after three seconds; half of them leave room for a slow line. */
const deferAfterMs = 1500;
/** Later than this, people wonder whether they were heard. */
const typingAfterMs = 700;
const retryMs = 5000;
const longestRetryMs = 60_000;
const mostRemembered = 10_000;

export type DiscordOptions = {
  token: string;
  /** Base URL of the REST API, if not Discord's own. */
  apiUrl?: string | undefined;
  /** Whether to hear messages that are not addressed to the bot. */
  overhears: boolean;
  shards?: Shards | undefined;
  logger: Logger;
  isFirstDelivery: IsFirstDelivery;
  /** Do something later; @returns how to call it off */
  schedule?: (ms: number, act: () => void) => () => void;
};

/** The bot on Discord, over discord.js. */
export class DiscordAdapter implements Adapter {
  readonly platform = platform;
  readonly #options: Required<DiscordOptions>;
  readonly #rest: REST;
  readonly #api: DiscordApi;
  #bot: Listener | undefined;
  #client: Client | undefined;
  readonly #inHand = new Set<Promise<void>>();
  readonly #seen = new LimitedCollection<string, true>({ maxSize: mostRemembered });
  readonly #ended = Promise.withResolvers<void>();
  #connecting: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  /** Ends a wait for Discord to be in reach. */
  #stopWaiting = () => {};
  #isStopping = false;

  constructor(options: DiscordOptions) {
    this.#options = { apiUrl: undefined, shards: undefined, schedule: later, ...options };
    const { token, apiUrl } = this.#options;
    // It may end before anybody waits for that: an alarm's post is the first to hear that the token is no good.
    this.#ended.promise.catch(() => {});
    // Alarms post before the gateway is there, and while it is not.
    this.#rest = new REST({ ...(apiUrl !== undefined && { api: apiUrl }) }).setToken(token);
    this.#api = new DiscordApi(this.#rest);
  }

  async run(bot: Listener): Promise<void> {
    this.#bot = bot;
    this.#connecting = this.#connect(bot);
    await Promise.race([this.#connecting, this.#ended.promise]);
    await this.#ended.promise;
  }

  /** Log in; while Discord is out of reach, again and again. */
  async #connect(bot: Listener): Promise<void> {
    const { token, logger, schedule } = this.#options;
    for (let waitMs = retryMs; !this.#isStopping; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
      const client = makeClient(this.#options);
      this.#client = client;
      this.#listen(client, bot);
      try {
        await client.login(token);
        return;
      } catch (error) {
        if (isTokenError(error)) throw badToken();
        logger.warn({ ...describeFailure(error), waitMs }, "cannot reach Discord");
        await new Promise<void>((resolve) => {
          const callOff = schedule(waitMs, resolve);
          this.#stopWaiting = () => {
            callOff();
            resolve();
          };
        });
      }
    }
  }

  #listen(client: Client, bot: Listener): void {
    const { logger, overhears, schedule } = this.#options;
    const answers = new MessageAnswers({
      api: this.#api,
      bot,
      perform: (effect) => this.#perform(effect),
      onSlow: (act) => schedule(typingAfterMs, act),
    });
    const hear = (event: string, message: Message, editedAfterMs?: number) => {
      const incoming = readMessage(message, overhears);
      const { id, channelId: channel } = message;
      const edited = editedAfterMs !== undefined && { editedAfterMs };
      if (incoming) this.#take(event, () => answers.answer({ id, channel, incoming, ...edited }));
    };
    client.on(Events.ClientReady, ({ ws, guilds }) =>
      logger.info({ shards: ws.shards.size, servers: guilds.cache.size }, "on Discord"),
    );
    client.on(Events.MessageCreate, (message) => hear("message", message));
    client.on(Events.MessageUpdate, (_, message) => {
      const { editedTimestamp, createdTimestamp } = message;
      if (editedTimestamp !== null && !message.partial) hear("edit", message, editedTimestamp - createdTimestamp);
    });
    client.on(Events.InteractionCreate, (interaction) => {
      this.#take("interaction", () => this.#answer(interaction, bot));
    });
    client.on(Events.ShardReconnecting, (shard) => {
      if (!this.#isStopping) logger.warn({ shard }, "lost Discord, connecting again");
    });
    client.on(Events.ShardResume, (shard, replayed) => logger.info({ shard, replayed }, "back on Discord"));
    client.on(Events.ShardReady, (shard) => logger.info({ shard }, "a shard is on Discord"));
    client.on(Events.ShardError, (err, shard) => logger.warn({ shard, err }, "the connection to Discord failed"));
    client.on(Events.ShardDisconnect, ({ code }) => this.#end(turnedAway(code)));
    client.on(Events.Error, (err) => logger.error({ err }, "discord.js failed"));
  }

  /** Do what an event wants, and let nothing that goes wrong reach other events. */
  #take(event: string, act: () => Promise<void>): void {
    const work = act()
      .catch((error) => this.#report(event, error))
      .finally(() => this.#inHand.delete(work));
    this.#inHand.add(work);
  }

  #report(event: string, error: unknown): void {
    const { logger } = this.#options;
    if (isUnauthorized(error)) this.#end(badToken());
    // Another process was faster, which is harmless, or we were too slow, which is not.
    else if (isAnswered(error)) logger.info({ event }, "answered already");
    else if (isTooLate(error)) logger.warn({ event }, "answered too late for Discord");
    else if (isClosed(error)) logger.warn({ event, ...describeFailure(error) }, "may not write there");
    else logger.error({ event, ...describeFailure(error) }, "could not answer");
  }

  async #answer(interaction: BaseInteraction, bot: Listener): Promise<void> {
    const call = { id: interaction.id, token: interaction.token, application: interaction.applicationId };
    if (interaction.isAutocomplete()) {
      const { name, value } = interaction.options.getFocused(true);
      return this.#api.offer(call, bot.complete(interaction.commandName, name, String(value)));
    }
    const incoming = readInteraction(interaction);
    if (!incoming || this.#seen.has(interaction.id)) return;
    this.#seen.set(interaction.id, true);
    const answer = new InteractionAnswer({
      api: this.#api,
      bot,
      call,
      origin: incoming.origin,
      isPress: interaction.isMessageComponent() || (interaction.isModalSubmit() && interaction.isFromMessage()),
      isPrivate: incoming.kind === "form" || (incoming.kind === "command" && isPrivate(incoming.name)),
      perform: (effect) => this.#perform(effect),
    });
    const callOff = this.#options.schedule(deferAfterMs, () => {
      answer.defer().catch((error) => this.#report("interaction", error));
    });
    try {
      if (!(await this.#options.isFirstDelivery(platform, interaction.id))) return;
      await answer.perform(await bot.handle(incoming));
    } finally {
      callOff();
    }
  }

  async perform(effect: OutwardEffect): Promise<void> {
    await this.#perform(effect);
  }

  async #perform(effect: OutwardEffect): Promise<Performed> {
    try {
      const message = effect.kind === "post" ? await post(effect, this.#api) : await edit(effect, this.#api);
      const told = effect.receipt && (await this.#bot?.sent(effect.receipt, message));
      return { isDone: true, told };
    } catch (error) {
      if (isUnauthorized(error)) this.#end(badToken());
      if (!isClosed(error)) throw error;
      this.#options.logger.warn({ kind: effect.kind, ...describeFailure(error) }, "may not write there");
      return { isDone: false, told: undefined };
    }
  }

  #end(error: OperatorError): void {
    this.#ended.reject(error);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#isStopping = true;
    this.#stopWaiting();
    // A client that is destroyed while it connects would go on with that.
    await Promise.race([this.#connecting, this.#ended.promise]).catch(() => {});
    await this.#client?.destroy();
    // What was heard before the line was closed has to be answered.
    while (this.#inHand.size > 0) await Promise.all(this.#inHand);
    this.#rest.clearHandlerSweeper();
    this.#rest.clearHashSweeper();
    this.#ended.resolve();
  }
}

const isPrivate = (command: string) => registry.some(({ name, isPrivate }) => name === command && isPrivate);

const isTokenError = (error: unknown) =>
  isUnauthorized(error) || (error instanceof Error && "code" in error && error.code === "TokenInvalid");

function later(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
}
