/** How Slack reaches us: sockets that we open, or signed requests to an address of ours. */
import {
  App,
  type AppOptions,
  type Logger as BoltLogger,
  HTTPModuleFunctions,
  HTTPReceiver,
  type InstallationStore,
  LogLevel,
  type ReceiverEvent,
} from "@slack/bolt";
import type { Logger } from "../../core/ports.ts";
import type { IsFirstDelivery } from "../deliveries.ts";
import { platform } from "./ids.ts";
import { addressOf, botScopes } from "./manifest.ts";

export type HttpMode = {
  kind: "http";
  signingSecret: string;
  port: number;
  /** The address to listen at; every one of the machine's, if left out. */
  host?: string | undefined;
  /** For an app that many workspaces install. */
  oauth?:
    | {
        clientId: string;
        clientSecret: string;
        stateSecret: string;
        store: InstallationStore;
        publicUrl: string | undefined;
      }
    | undefined;
};

/** Slack waits this long for a request to be acknowledged. */
const ackWithinMs = 3001;

/** bolt takes no request that was signed longer ago than five minutes. */
const signatureMs = 6 * 60_000;

/** A request that was sent before, by somebody who listened in. */
class Replayed extends Error {}

/** bolt's app, but that it takes no request twice. */
export class SlackApp extends App {
  readonly #isFirstDelivery: IsFirstDelivery;

  constructor(options: AppOptions, isFirstDelivery: IsFirstDelivery) {
    super(options);
    this.#isFirstDelivery = isFirstDelivery;
  }

  override async processEvent(event: ReceiverEvent): Promise<void> {
    const signature: unknown = event.customProperties?.signature;
    if (
      typeof signature === "string" &&
      !(await this.#isFirstDelivery(platform, `signature/${signature}`, signatureMs))
    ) {
      throw new Replayed();
    }
    await super.processEvent(event);
  }
}

export type ReceiverParts = {
  apiUrl: string | undefined;
  log: BoltLogger;
  /** How long a socket waits for Slack's signs of life. */
  pingTimeoutMs?: number | undefined;
};

/** Calls that bolt makes by itself. Always with retries of their own: it shares, and changes, what it is given. */
export const webOptions = (apiUrl: string | undefined) => ({
  ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
  retryConfig: { retries: 1, minTimeout: 200 },
  timeout: 10_000,
});

export function httpReceiver({ signingSecret, port, oauth }: HttpMode, { apiUrl, log }: ReceiverParts): HTTPReceiver {
  return new HTTPReceiver({
    signingSecret,
    port,
    endpoints: "/slack/events",
    logger: log,
    unhandledRequestTimeoutMillis: ackWithinMs,
    customRoutes: [{ path: "/health", method: "GET", handler: (_, response) => response.writeHead(200).end("ok") }],
    customPropertiesExtractor: ({ headers }) => ({ signature: headers["x-slack-signature"] }),
    async processEventErrorHandler(args) {
      if (!(args.error instanceof Replayed)) return HTTPModuleFunctions.defaultProcessEventErrorHandler(args);
      HTTPModuleFunctions.buildNoBodyResponse(args.response, 401);
      // Answered, if not as its sender would like: bolt need not wait for more.
      return true;
    },
    ...(oauth && {
      clientId: oauth.clientId,
      clientSecret: oauth.clientSecret,
      stateSecret: oauth.stateSecret,
      scopes: [...botScopes],
      installationStore: oauth.store,
      ...(oauth.publicUrl !== undefined && { redirectUri: addressOf(oauth.publicUrl, "/slack/oauth_redirect") }),
      installerOptions: {
        redirectUriPath: "/slack/oauth_redirect",
        directInstall: true,
        clientOptions: webOptions(apiUrl),
      },
    }),
  });
}

/**
 * bolt's words in our log, without those that are about bodies. What is wrong comes to us as an error as well, and is
 * warned of there.
 */
export function boltLogger(logger: Logger): BoltLogger {
  // What is wrong with a body is told by quoting it.
  const text = (words: readonly unknown[]) =>
    words
      .map((word) => (word instanceof Error ? word.message : String(word)))
      .join(" ")
      .replace(/(?<=Malformed request body).*/s, "");
  return {
    debug: () => {},
    info: () => {},
    warn: (...words: unknown[]) => logger.info({ from: "bolt" }, text(words)),
    error: (...words: unknown[]) => logger.info({ from: "bolt" }, text(words)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
