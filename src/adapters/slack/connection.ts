/** bolt's app on its receivers: what Slack sends reaches us from here on. */
import type { Server } from "node:http";
import type { Authorize, Receiver } from "@slack/bolt";
import { OperatorError } from "../../core/errors.ts";
import type { Logger } from "../../core/ports.ts";
import type { IsFirstDelivery } from "../deliveries.ts";
import { type Listening, listen } from "./events.ts";
import { boltLogger, type HttpMode, httpReceiver, SlackApp, webOptions } from "./receivers.ts";
import { keepOpen, type SocketMode, socketReceivers } from "./sockets.ts";

export type ConnectionParts = Listening & {
  mode: SocketMode | HttpMode;
  authorize: Authorize<boolean> | undefined;
  apiUrl: string | undefined;
  pingTimeoutMs: number | undefined;
  logger: Logger;
  isFirstDelivery: IsFirstDelivery;
  now: () => number;
  wait: (ms: number) => Promise<void>;
  isStopping: () => boolean;
  /** What went wrong with an event before it was ours. */
  report: (error: unknown) => void;
  /** The connection is over for good. */
  fail: (error: unknown) => void;
};

export type Connection = { stop(): Promise<void> };

/** @throws when there is no listening at the port */
export async function connect(parts: ConnectionParts): Promise<Connection> {
  const { mode, apiUrl, pingTimeoutMs, overhears, logger, isStopping, now, wait, fail } = parts;
  const receiverParts = { apiUrl, pingTimeoutMs, overhears, log: boltLogger(logger) };
  if (mode.kind === "http") {
    const receiver = httpReceiver(mode, receiverParts);
    makeApp([receiver], parts);
    const server = await receiver.start({ port: mode.port, host: mode.host }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE" && error.code !== "EACCES") throw error;
      throw new OperatorError(
        `cannot listen at port ${mode.port}: ${error.code}`,
        "set SLACK_PORT to a port that is free",
      );
    });
    logger.info({ port: portOf(server) }, "on Slack");
    return { stop: () => receiver.stop() };
  }
  const receivers = socketReceivers(mode, receiverParts);
  makeApp(receivers, parts);
  const opened = new Set<unknown>();
  const onOpen = (receiver: unknown) => {
    if (opened.size < opened.add(receiver).size && opened.size === mode.sockets) {
      logger.info({ sockets: mode.sockets }, "on Slack");
    }
  };
  for (const receiver of receivers) {
    keepOpen(receiver, { logger, now, wait, isStopping, onOpen: () => onOpen(receiver) }).catch(fail);
  }
  return {
    async stop() {
      await Promise.allSettled(receivers.map((receiver) => receiver.stop()));
    },
  };
}

function makeApp(receivers: readonly Receiver[], parts: ConnectionParts): void {
  const { authorize, apiUrl, logger, isFirstDelivery, report } = parts;
  const [receiver, ...more] = receivers;
  const app = new SlackApp(
    {
      ...(receiver && { receiver }),
      ...(authorize && { authorize }),
      logger: boltLogger(logger),
      clientOptions: webOptions(apiUrl),
    },
    isFirstDelivery,
  );
  for (const one of more) one.init(app);
  app.error(async (error) => report(error));
  listen(app, parts);
}

function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : undefined;
}
