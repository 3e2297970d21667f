import type { Logger } from "../core/ports.ts";

/** Longer than this nobody waits for a process that was told to end. */
const deadlineMs = 10_000;

/**
 * On the first SIGINT or SIGTERM: stop taking events, and end, whatever is still in hand by the deadline. A second one
 * ends at once.
 */
export function onStopSignal(stop: () => void, logger: Logger): void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const onSignal = () => {
    for (const signal of signals) process.off(signal, onSignal);
    setTimeout(() => {
      logger.error({ deadlineMs }, "stopped with events unfinished");
      process.exit(0);
    }, deadlineMs).unref();
    stop();
  };
  for (const signal of signals) process.on(signal, onSignal);
}
