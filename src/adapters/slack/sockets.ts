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
/** A socket that was open this long was a sound one. */
const soundMs = 10_000;
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
  /** Milliseconds from some fixed point, never going back. */
  now: () => number;
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
export async function keepOpen(receiver: SocketModeReceiver, parts: KeptOpen): Promise<void> {
  const { logger, now, wait, isStopping, onOpen } = parts;
  let waitMs = firstWaitMs;
  while (!isStopping()) {
    const { promise: isLost, resolve: onLost } = Promise.withResolvers<void>();
    receiver.client.once(lost, onLost);
    try {
      await receiver.start();
      // Whoever stopped us meanwhile had no socket to close.
      if (isStopping()) return void (await receiver.stop());
      onOpen();
      const openedAt = now();
      await isLost;
      if (isStopping()) return;
      logger.info({}, "lost a socket to Slack, opening it again");
      if (now() - openedAt >= soundMs) waitMs = firstWaitMs;
      else await wait(waitMs);
    } catch (error) {
      if (isRevoked(error) || isWrongKind(error)) throw badToken("SLACK_APP_TOKEN");
      if (isStopping()) return;
      logger.warn({ ...describeFailure(error), waitMs }, "cannot open a socket to Slack");
      await wait(waitMs);
    } finally {
      receiver.client.off(lost, onLost);
    }
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }
}
