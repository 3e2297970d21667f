/** The composition root: read the configuration, build the parts, talk until there is nobody left to talk to. */
import { parseArgs } from "node:util";
import type { Adapter } from "./adapters/adapter.ts";
import { TerminalAdapter } from "./adapters/terminal/adapter.ts";
import { isStyled, runCli } from "./cli/run.ts";
import { loadDotEnv, readConfig } from "./config.ts";
import { createBot } from "./core/bot.ts";
import type { OutwardEffect } from "./core/effects.ts";
import { scheduleHousekeeping } from "./core/housekeeping.ts";
import type { Logger } from "./core/ports.ts";
import { paragraph } from "./core/reply.ts";
import { openPlatforms } from "./platforms.ts";
import { AlarmRunner } from "./runtime/alarms.ts";
import { openLiveKnowledge } from "./runtime/live-knowledge.ts";
import { openLog } from "./runtime/log.ts";
import { onStopSignal } from "./runtime/stop.ts";
import { openStore } from "./runtime/stores/open-store.ts";
import { systemClock, systemRandom } from "./runtime/system.ts";

const connectHint = [
  "Discord: put DISCORD_TOKEN into .env; README.md has the five steps.",
  "Slack: put SLACK_BOT_TOKEN and SLACK_APP_TOKEN into .env; README.md has the steps.",
];
const welcome = [
  paragraph(
    "Waymark knows about working in software. Try “backend vs frontend?”, /quiz databases or /help; Ctrl-D leaves.",
  ),
  paragraph(connectHint.join("\n")),
];

const platformOf = (effect: OutwardEffect) => (effect.kind === "post" ? effect.to : effect.message).platform;

export async function start(): Promise<void> {
  await runCli(async () => {
    const { values } = parseArgs({ options: { knowledge: { type: "string" } } });
    loadDotEnv();
    const config = readConfig(process.env);
    const isOnPlatforms = config.discord !== undefined || config.slack !== undefined;
    const isInteractive = !isOnPlatforms && process.stdin.isTTY === true && process.stdout.isTTY === true;
    // A log line after every sentence would spoil a conversation in the same window.
    const { logger } = await openLog(
      config.logLevel ?? (isInteractive ? "warn" : "info"),
      process.stderr.isTTY === true,
    );
    // Closed in the opposite order, however far it got.
    await using opened = new AsyncDisposableStack();
    const { store, records, close } = await openStore(config.storeUrl, systemClock, logger);
    opened.defer(close);
    const knowledge = await openLiveKnowledge(values.knowledge ?? config.knowledgeDir, logger);
    opened.defer(() => knowledge.close());
    const bot = createBot({
      knowledge: () => knowledge.current(),
      store,
      clock: systemClock,
      random: systemRandom,
      logger,
      logUtterances: config.logUtterances,
      keepDays: config.keepUtterances,
      tipGraceMs: config.tipGraceMs,
    });
    const adapters = isOnPlatforms ? await openPlatforms(config, store, logger) : [openTerminal(isInteractive, logger)];
    const byPlatform = new Map(adapters.map((adapter) => [adapter.platform, adapter]));
    const alarms = new AlarmRunner({
      records,
      logger,
      accepts: (key) => bot.servesAlarm(key, [...byPlatform.keys()]),
      isPatient: (key) => bot.isPatient(key),
      async wake(alarm) {
        const effects = await bot.wake(alarm);
        await performAll(effects, (effect) => {
          const adapter = byPlatform.get(platformOf(effect));
          if (!adapter) throw new Error(`nothing speaks to ${platformOf(effect)} here`);
          return adapter.perform(effect);
        });
      },
    });
    opened.defer(() => alarms.stop());
    const stop = () => Promise.all(adapters.map((adapter) => adapter.stop()));
    onStopSignal(() => void stop(), logger);
    await scheduleHousekeeping({ store, clock: systemClock });
    const running = adapters.map((adapter) => adapter.run(bot));
    alarms.start();
    try {
      await Promise.all(running);
    } finally {
      // One platform that turns us away for good ends the process: whoever runs it should hear of that.
      await stop();
    }
  });
}

function openTerminal(isInteractive: boolean, logger: Logger): Adapter {
  if (!isInteractive) logger.info({ connect: connectHint }, "started on standard input");
  return new TerminalAdapter({
    input: process.stdin,
    output: process.stdout,
    isInteractive,
    isStyled: isStyled(process.stdout),
    welcome,
  });
}

/** Do all that can be done; what failed is thrown at the end. */
async function performAll(
  effects: readonly OutwardEffect[],
  perform: (effect: OutwardEffect) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const effect of effects) {
    try {
      await perform(effect);
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
}
