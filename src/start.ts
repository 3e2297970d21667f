/** The composition root: read the configuration, build the parts, talk until there is nobody left to talk to. */
import { parseArgs } from "node:util";
import { TerminalAdapter } from "./adapters/terminal/adapter.ts";
import { isStyled, runCli } from "./cli/run.ts";
import { loadDotEnv, readConfig } from "./config.ts";
import { createBot } from "./core/bot.ts";
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
    const knowledge = await openLiveKnowledge(values.knowledge ?? config.knowledgeDir, logger);
    const { store, records, close } = await openStore(config.storeUrl, systemClock, logger);
    const bot = createBot({
      knowledge: () => knowledge.current(),
      store,
      clock: systemClock,
      random: systemRandom,
      logger,
      logUtterances: config.logUtterances,
      keepDays: config.keepUtterances,
    });
    const alarms = new AlarmRunner({ records, logger, wake: (alarm) => bot.wake(alarm) });
    const terminal = new TerminalAdapter({
      input: process.stdin,
      output: process.stdout,
      isInteractive,
      isStyled: isStyled(process.stdout),
      welcome,
    });
    onStopSignal(() => terminal.stop(), logger);
    try {
      await scheduleHousekeeping({ store, clock: systemClock });
      alarms.start();
      await terminal.run((incoming) => bot.handle(incoming));
    } finally {
      knowledge.close();
      await alarms.stop();
      await close();
    }
  });
}
