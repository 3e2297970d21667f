import { pino } from "pino";
import type { Logger } from "../core/ports.ts";

/** Anything named like a secret, at the top of a log line or one level down. */
const secretKeys = ["token", "secret", "password", "authorization", "signingSecret", "appToken", "botToken"];

/** JSON lines on standard error, or readable ones where a person watches. */
export async function openLog(level: string, isTerminal: boolean): Promise<{ logger: Logger }> {
  const options = { level, redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]) } };
  if (!isTerminal) return { logger: pino(options, pino.destination({ dest: 2, sync: true })) };
  const { default: pretty } = await import("pino-pretty");
  return {
    logger: pino(
      options,
      pretty({ destination: 2, sync: true, ignore: "pid,hostname", singleLine: true, translateTime: "SYS:HH:MM:ss" }),
    ),
  };
}
