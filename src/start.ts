/** The composition root: read the configuration, build the parts, talk until there is nobody left to talk to. */
import { parseArgs } from "node:util";
import type { Adapter } from "./adapters/adapter.ts";
import { TerminalAdapter } from "./adapters/terminal/adapter.ts";
import { isStyled, runCli } from "./cli/run.ts";
import { loadDotEnv, readConfig } from "./config.ts";
import { createBot } from "./core/bot.ts";
import type { OutwardEffect } from "./core/effects.ts";
import { scheduleHousekeeping } from "./core/housekeeping.ts";
import { paragraph } from "./core/reply.ts";
import { AlarmRunner } from "./runtime/alarms.ts";
import { openLiveKnowledge } from "./runtime/live-knowledge.ts";
import { openLog } from "./runtime/log.ts";
import { onStopSignal } from "./runtime/stop.ts";
import { openStore } from "./runtime/stores/open-store.ts";
import { systemClock, systemRandom } from "./runtime/system.ts";

const connectHint = [
  "Discord: not in this version yet; the next ones will want DISCORD_TOKEN in .env.",
  "Slack: not yet either; then SLACK_BOT_TOKEN and SLACK_APP_TOKEN.",
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
    const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
    // A log line after every sentence would spoil a conversation in the same window.
    const { logger } = await openLog(
      config.logLevel ?? (isInteractive ? "warn" : "info"),
      process.stderr.isTTY === true,
    );
    if (!isInteractive) logger.info({ connect: connectHint }, "started on standard input");
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
    });
    const terminal = new TerminalAdapter({
      input: process.stdin,
      output: process.stdout,
      isInteractive,
      isStyled: isStyled(process.stdout),
      welcome,
    });
    const adapters = new Map<string, Adapter>([[terminal.platform, terminal]]);
    const alarms = new AlarmRunner({
      records,
      logger,
      accepts: (key) => bot.servesAlarm(key, [...adapters.keys()]),
      async wake(alarm) {
        for (const effect of await bot.wake(alarm)) await adapters.get(platformOf(effect))?.perform(effect);
      },
    });
    opened.defer(() => alarms.stop());
    onStopSignal(() => terminal.stop(), logger);
    await scheduleHousekeeping({ store, clock: systemClock });
    alarms.start();
    await terminal.run(bot);
  });
}
