import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { type Context, type types, webApi } from "@slack/bolt";
import type { OutwardEffect } from "../../core/effects.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Incoming } from "../../core/incoming.ts";
import { phrases } from "../../core/phrases.ts";
import type { Logger } from "../../core/ports.ts";
import type { Adapter, Listener, Performed } from "../adapter.ts";
import type { IsFirstDelivery } from "../deliveries.ts";
import { takeTurns } from "../turns.ts";
import { SlackAnswer } from "./answer.ts";
import { SlackApi } from "./api.ts";
import { type Connection, connect } from "./connection.ts";
import { Directory, type Profile } from "./directory.ts";
import type { AnswerBy, Happening } from "./events.ts";
import { badToken, describeFailure, isClosed, isRevoked } from "./failures.ts";
import { platform } from "./ids.ts";
import { originOf, type Said, spoken, type Whereabouts, whereIs } from "./incoming.ts";
import type { StoredInstallations } from "./installations.ts";
import { edit, post } from "./outward.ts";
import { boltLogger, type HttpMode } from "./receivers.ts";
import { renderHome } from "./render.ts";
import type { SocketMode } from "./sockets.ts";
import { oneTenant, storedTenants, type Tenants } from "./tenants.ts";

const retryMs = 5000;
const longestRetryMs = 60_000;
/** A call that failed is tried again for about half a minute. */
const callRetries: webApi.RetryOptions = { retries: 4, factor: 2, minTimeout: 500, maxTimeout: 15_000 };

export type SlackOptions = {
  mode: SocketMode | HttpMode;
  /** The one workspace's token, or where the tokens of many are. */
  access: { botToken: string } | { installations: StoredInstallations };
  /** Base URL of the Web API, if not Slack's own. */
  apiUrl?: string | undefined;
  /** Before the names of commands, where theirs are taken. */
  prefix: string;
  /** Whether to hear messages that are not addressed to the bot. */
  overhears: boolean;
  logger: Logger;
  isFirstDelivery: IsFirstDelivery;
  /** @param signal ends the wait */
  wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Resolves once we have waited for something long enough that may come any moment. */
  patience?: (ms: number) => Promise<void>;
  /** Milliseconds from some fixed point, never going back. */
  now?: () => number;
  retries?: webApi.RetryOptions;
  /** See `ReceiverParts`. */
  pingTimeoutMs?: number | undefined;
};

/** The bot on Slack, over bolt. */
export class SlackAdapter implements Adapter {
  readonly platform = platform;
  readonly #options: Required<SlackOptions>;
  readonly #api: SlackApi;
  readonly #tenants: Tenants;
  readonly #directory: Directory;
  #bot: Listener | undefined;
  #connection: Connection | undefined;
  /** Slack wants each event acknowledged within three seconds, and answered when that can be. */
  readonly #turns = takeTurns();
  readonly #inHand = new Set<Promise<void>>();
  readonly #ended = Promise.withResolvers<void>();
  #opening: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;
  readonly #stopping = new AbortController();
  readonly #untilStopping = once(this.#stopping.signal, "abort");
  #isStopping = false;

  constructor(options: SlackOptions) {
    this.#options = {
      apiUrl: undefined,
      pingTimeoutMs: undefined,
      wait: (ms, signal) => pause(ms, undefined, signal && { signal }).catch(() => {}),
      patience: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
      now: () => performance.now(),
      retries: callRetries,
      ...options,
    };
    const { access, apiUrl, retries, now, wait, patience, logger } = this.#options;
    const log = boltLogger(logger);
    // It may end before anybody waits for that: an alarm's post is the first to hear that the token is no good.
    this.#ended.promise.catch(() => {});
    this.#tenants =
      "botToken" in access
        ? oneTenant(
            access.botToken,
            new webApi.WebClient(access.botToken, {
              ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
              retryConfig: { retries: 0 },
              timeout: 10_000,
              logger: log,
            }),
          )
        : storedTenants(access.installations);
    this.#api = new SlackApi({ apiUrl, retries, now, wait, log, tokenOf: (tenant) => this.#tenants.tokenOf(tenant) });
    this.#directory = new Directory({ clientOf: (tenant) => this.#api.clientOf(tenant), now, patience });
  }

  async run(bot: Listener): Promise<void> {
    this.#bot = bot;
    this.#opening = this.#open(bot);
    await Promise.race([this.#opening, this.#ended.promise]);
    await this.#ended.promise;
  }

  /** While Slack is out of reach, again and again. */
  async #open(bot: Listener): Promise<void> {
    const { logger, wait } = this.#options;
    for (let waitMs = retryMs; !this.#isStopping; waitMs = Math.min(waitMs * 2, longestRetryMs)) {
      try {
        await Promise.race([this.#tenants.open(), this.#untilStopping]);
        break;
      } catch (error) {
        if (error instanceof OperatorError) throw error;
        logger.warn({ ...describeFailure(error), waitMs }, "cannot reach Slack");
        await Promise.race([wait(waitMs, this.#stopping.signal), this.#untilStopping]);
      }
    }
    if (this.#isStopping) return;
    this.#connection = await connect({
      ...this.#options,
      wait: (ms) => wait(ms, this.#stopping.signal),
      authorize: this.#tenants.authorize,
      isStopping: () => this.#isStopping,
      take: (id, team, happening) => this.#take(id, () => this.#happen(happening, team, bot)),
      forget: (id, context) => this.#forget(id, context),
      report: (error) => this.#report("event", error),
      fail: (error) => this.#ended.reject(error),
    });
  }

  /** Do what a happening wants, once, and let nothing that goes wrong reach others. */
  #take(id: string, act: () => Promise<void>): void {
    const work = this.#options
      .isFirstDelivery(platform, id)
      .then(async (isFirst) => {
        if (isFirst) await act();
      })
      .catch((error) => this.#report("event", error))
      .finally(() => this.#inHand.delete(work));
    this.#inHand.add(work);
  }

  #happen(happening: Happening, team: string, bot: Listener): Promise<void> {
    switch (happening.kind) {
      case "said":
        return this.#hear(happening.said, happening.addressed, team, bot);
      case "done":
        return this.#do(happening, bot);
      case "opened":
        return this.#showHome(happening.event, team, bot);
      default:
        return happening satisfies never;
    }
  }

  #report(event: string, error: unknown): void {
    const { logger, access } = this.#options;
    if (isRevoked(error) && "botToken" in access) this.#end(badToken("SLACK_BOT_TOKEN"));
    else if (isClosed(error)) logger.warn({ event, ...describeFailure(error) }, "may not write there");
    else logger.error({ event, ...describeFailure(error) }, "could not answer");
  }

  async #hear(said: Said, addressed: "mention" | "direct" | "overheard", team: string, bot: Listener): Promise<void> {
    // In a channel, an answer gets a thread below the question; alone with us, people talk as they like.
    const thread = said.thread ?? (addressed === "direct" ? undefined : said.ts);
    const isNewThread = thread !== undefined && said.thread === undefined;
    const where: Whereabouts = { ...whereIs(team, said.user, said.channel, thread), isNewThread };
    const who = addressed === "overheard" ? unasked : await this.#directory.profile(team, said.user);
    const incoming: Incoming = {
      kind: "utterance",
      origin: originOf(where, who, false),
      text: spoken(said.text),
      addressed,
    };
    await this.#answer(incoming, where, bot, {});
  }

  async #do({ where, name, read, by }: Happening & { kind: "done" }, bot: Listener): Promise<void> {
    const { team, user } = where;
    // What is done on the home page goes on in their direct messages.
    const channel = where.channel ?? (await this.#api.directChannel(team, user));
    const [who, { creator, name: place, isHidden }] = await Promise.all([
      this.#directory.profile(team, user),
      this.#directory.channel(team, channel),
    ]);
    // Direct messages that Slack hides from us are other people's.
    const isDirect = where.isDirect && !isHidden;
    const there: Whereabouts = { ...where, channel, isDirect, ...(isHidden && { isGuest: true }) };
    const isCreator = !isDirect && creator === user;
    const named = place !== undefined && !isDirect ? { place: `#${place}` } : {};
    const origin = { ...originOf(there, { ...who, name: who.name ?? name }, isCreator), ...named };
    await this.#answer(read(origin), there, bot, by);
  }

  async #answer(incoming: Incoming, where: Whereabouts, bot: Listener, by: AnswerBy): Promise<void> {
    const answer = new SlackAnswer({
      api: this.#api,
      bot,
      where,
      isCommand: false,
      ...by,
      perform: (effect) => this.#perform(effect),
    });
    await answer.perform(await this.#turns(() => bot.handle(incoming)));
  }

  async #showHome({ user, channel, tab }: types.AppHomeOpenedEvent, team: string, bot: Listener): Promise<void> {
    if (tab === "messages") {
      const prompts = phrases.startingQuestions.map((message) => ({ title: message, message }));
      return this.#api.suggest(team, channel, phrases.startingTitle, prompts);
    }
    const origin = originOf(whereIs(team, user, channel), await this.#directory.profile(team, user), false);
    for (const effect of await bot.handle({ kind: "home", origin })) {
      if (effect.kind === "reply") await this.#api.publishHome(team, user, renderHome(effect.reply, phrases.moreBelow));
    }
  }

  /** A workspace has thrown us out. */
  async #forget(id: string, context: Context): Promise<void> {
    const { access, logger, isFirstDelivery } = this.#options;
    // Told again, it may have let us in anew since.
    if (!(await isFirstDelivery(platform, id))) return;
    if ("botToken" in access) return this.#end(badToken("SLACK_BOT_TOKEN"));
    const { teamId, enterpriseId, isEnterpriseInstall } = context;
    await access.installations.deleteInstallation({ teamId, enterpriseId, isEnterpriseInstall });
    logger.info({}, "a workspace has removed the app");
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
      if (isRevoked(error)) this.#report(effect.kind, error);
      else if (!isClosed(error)) throw error;
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
    this.#stopping.abort();
    await Promise.race([this.#opening, this.#ended.promise]).catch(() => {});
    // What was acknowledged before the line was closed has to be done.
    await this.#connection?.stop();
    while (this.#inHand.size > 0) await Promise.all(this.#inHand);
    this.#ended.resolve();
  }
}

/** Nobody asks Slack about everybody who talks in a channel. */
const unasked: Profile = { name: undefined, locale: "en", isAdmin: false };
