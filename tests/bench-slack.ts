/**
 * `node tests/bench-slack.ts`: how soon the bot acknowledges what Slack delivers, over sockets and over HTTP, with the
 * real SDK, the shipped knowledge and a SQLite store. Fails when a figure misses its target. The peer has a process of
 * its own; on few cores the two take turns, and the figures show that.
 */
import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Done, Order } from "./peers/slack/bench-worker.ts";
import { readSamples } from "./question-sets.ts";
import { timesOf, timesText } from "./soak/quiz-times.ts";

const root = join(import.meta.dirname, "..");
const worker = join(import.meta.dirname, "peers", "slack", "bench-worker.ts");
const perSecond = 500;
const seconds = 20;
const warmUpSeconds = 5;
const mostMs = 100;
/** Each gets a mention every two seconds, twice the time that Slack wants between two messages. */
const world = { channels: 1000, people: 1000 };
const ways = ["sockets", "HTTP"] as const;

const questions = readSamples("development")
  .filter(({ entries }) => entries.length > 0)
  .map(({ text }) => text);
/** As `npm start` has them. */
const [, ...startArguments] = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts.start.split(" ");

let failures = 0;
function report(what: string, isRight = true): void {
  if (!isRight) failures++;
  console.log(`${isRight ? "ok  " : "FAIL"} ${what}`);
}

async function tell<K extends Order["kind"]>(
  peer: ChildProcess,
  order: Order & { kind: K },
): Promise<Done & { kind: K }> {
  const answer = once(peer, "message");
  peer.send(order);
  const [done] = await Promise.race([
    answer,
    once(peer, "exit").then(() => {
      throw new Error("the peer has ended");
    }),
  ]);
  return done;
}

/** Resident now, and the processor time it has used. */
function usageOf({ pid }: ChildProcess): { megabytes: number; processorSeconds: number } {
  const [resident, time] = execFileSync("ps", ["-o", "rss=,cputimes=", "-p", String(pid)], { encoding: "utf8" })
    .trim()
    .split(/\s+/);
  return { megabytes: (Number(resident) * 1024) / 1e6, processorSeconds: Number(time) };
}

/** A peer, and the bot on it. */
async function measure(way: (typeof ways)[number]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "waymark-bench-"));
  const peer = fork(worker, { serialization: "advanced" });
  const { url, appToken, botToken, signingSecret } = await tell(peer, { kind: "open", ...world });
  const bot = spawn(process.execPath, startArguments, {
    cwd: root,
    env: {
      ...process.env,
      STORE_URL: `sqlite:${join(folder, "bench.sqlite")}`,
      LOG_LEVEL: "info",
      SLACK_API_URL: url,
      SLACK_BOT_TOKEN: botToken,
      ...(way === "sockets" ? { SLACK_APP_TOKEN: appToken } : { SLACK_SIGNING_SECRET: signingSecret, SLACK_PORT: "0" }),
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    const port = await portOf(bot);
    if (way === "HTTP") await tell(peer, { kind: "deliver-over", url: `http://127.0.0.1:${port}` });
    await tell(peer, { kind: "ask", questions, perSecond, seconds: warmUpSeconds });
    const before = usageOf(bot);
    const done = await tell(peer, { kind: "ask", questions, perSecond, seconds });
    const after = usageOf(bot);
    const [acks, answers] = [timesOf(done.acksMs), timesOf(done.answersMs)];
    const total = perSecond * seconds;
    const asked = `${total} mentions over ${way}, ${perSecond}/s`;
    report(
      `${asked}: ${acks.count} acknowledged at first, in ${timesText(acks)}`,
      acks.p99 <= mostMs && acks.count === total,
    );
    const rate = `${(answers.count / done.seconds).toFixed(0)}/s`;
    report(`${answers.count} answered (${rate}), in ${timesText(answers)}`, answers.count === total);
    const busy = (after.processorSeconds - before.processorSeconds) / done.seconds;
    report(`the bot's share of a core ${Math.round(busy * 100)} %, ${after.megabytes.toFixed(0)} MB resident`);
  } finally {
    bot.removeAllListeners("exit");
    bot.kill();
    if (bot.exitCode === null) await once(bot, "exit");
    peer.disconnect();
    await once(peer, "exit");
    rmSync(folder, { recursive: true });
  }
}

/** Where the bot listens, once it is on Slack; it says so in its log. */
function portOf(bot: ChildProcess): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  if (!bot.stderr) throw new Error("the bot has no log");
  createInterface({ input: bot.stderr }).on("line", (line) => {
    if (line.includes('"on Slack"')) resolve(JSON.parse(line).port);
  });
  bot.once("exit", () => reject(new Error("the bot has ended")));
  return promise;
}

for (const way of ways) await measure(way);
if (failures > 0) process.exitCode = 1;
