/**
 * Sockets that stay open. bolt's own way back after a loss waits five seconds and more, and lets an error on it end the
 * process; here a lost socket is opened again at once, and further apart while that fails.
 */
import { SocketModeReceiver } from "@slack/bolt";
import type { Logger } from "../../core/ports.ts";
import { badToken, describeFailure, isRevoked, isWrongKind } from "./failures.ts";
import { type ReceiverParts, webOptions } from "./receivers.ts";

export type SocketMode = { kind: "sockets"; appToken: string; sockets: number };

const firstWaitMs = 1000;
const longestWaitMs = 30_000;
/** bolt's name for a connection that is lost. */
const lost = "disconnected";

export function socketReceivers({ appToken, sockets }: SocketMode, { apiUrl, log, pingTimeoutMs }: ReceiverParts) {
  return Array.from(
    { length: sockets },
    () =>
      new SocketModeReceiver({
        appToken,
        logger: log,
        autoReconnectEnabled: false,
        ...(pingTimeoutMs !== undefined && { clientPingTimeout: pingTimeoutMs }),
        installerOptions: { clientOptions: webOptions(apiUrl) },
      }),
  );
}

export type KeptOpen = {
  logger: Logger;
  wait: (ms: number) => Promise<void>;
  isStopping: () => boolean;
  /** Called each time it is open. */
  onOpen: () => void;
};

/**
 * Until we stop.
 *
 * @throws OperatorError when Slack does not take the token
 */
export async function keepOpen(receiver: SocketModeReceiver, { logger, wait, isStopping, onOpen }: KeptOpen) {
  let waitMs = firstWaitMs;
  while (!isStopping()) {
    const isLost = new Promise((resolve) => receiver.client.once(lost, resolve));
    try {
      await receiver.start();
      waitMs = firstWaitMs;
      onOpen();
      await isLost;
      if (!isStopping()) logger.info({}, "lost a socket to Slack, opening it again");
    } catch (error) {
      if (isRevoked(error) || isWrongKind(error)) throw badToken("SLACK_APP_TOKEN");
      if (isStopping()) return;
      logger.warn({ ...describeFailure(error), waitMs }, "cannot open a socket to Slack");
      await wait(waitMs);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    }
  }
}
