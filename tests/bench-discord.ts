/**
 * `node tests/bench-discord.ts`: how fast the bot answers on Discord, and how much memory it takes to be in many servers,
 * with the real client, the shipped knowledge and a SQLite store. Fails when a figure misses its target. The peer has a
 * process of its own; on few cores the two take turns, and the figures show that.
 */
import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Done, Order } from "./peers/discord/bench-worker.ts";
import { readSamples } from "./question-sets.ts";
import { timesOf, timesText } from "./soak/quiz-times.ts";

const root = join(import.meta.dirname, "..");
const worker = join(import.meta.dirname, "peers", "discord", "bench-worker.ts");
/** What people pick from the suggestions is the very same text; what they type themselves hardly ever is. */
const loads = [
  { perSecond: 100, isTyped: false, isTarget: true },
  { perSecond: 300, isTyped: false, isTarget: true },
  { perSecond: 500, isTyped: false, isTarget: true },
  { perSecond: 250, isTyped: true, isTarget: false },
];
const seconds = 20;
const warmUpSeconds = 5;
const mostMs = 20;
const mostMegabytes = 250;
const many = { servers: 2500, channels: 30, roles: 15, people: 1000 };
const few = { ...many, servers: 20 };

/** What people type into a command's option; the set's rambles of several sentences are written as messages. */
const longestTyped = 100;
const questions = readSamples("development")
  .filter(({ entries }) => entries.length > 0)
  .map(({ text }) => text)
  .filter(({ length }) => length <= longestTyped);
/** As many as are needed, no two alike. */
const newWordings = (count: number) =>
  Array.from({ length: count }, (_, at) => `${questions[at % questions.length]} ${Math.floor(at / questions.length)}`);
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

/** Memory that is resident now, and the processor time used so far. */
function usageOf({ pid }: ChildProcess): { megabytes: number; processorSeconds: number } {
  const [resident, time] = execFileSync("ps", ["-o", "rss=,cputimes=", "-p", String(pid)], { encoding: "utf8" })
    .trim()
    .split(/\s+/);
  return { megabytes: (Number(resident) * 1024) / 1e6, processorSeconds: Number(time) };
}

/** A peer, and the bot on it. */
async function withBot(
  world: Omit<Order & { kind: "open" }, "kind">,
  measure: (peer: ChildProcess, bot: ChildProcess) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "waymark-bench-"));
  const peer = fork(worker, { serialization: "advanced", execArgv: ["--max-semi-space-size=64"] });
  const { url, token } = await tell(peer, { kind: "open", ...world });
  const bot = spawn(process.execPath, startArguments, {
    cwd: root,
    env: {
      ...process.env,
      STORE_URL: `sqlite:${join(folder, "bench.sqlite")}`,
      LOG_LEVEL: "info",
      DISCORD_TOKEN: token,
      DISCORD_API_URL: url,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  try {
    await new Promise<void>((resolve, reject) => {
      bot.stderr.on("data", (text: Buffer) => text.includes('"on Discord"') && resolve());
      bot.once("exit", () => reject(new Error("the bot has ended")));
    });
    await measure(peer, bot);
  } finally {
    bot.removeAllListeners("exit");
    bot.kill();
    if (bot.exitCode === null) await once(bot, "exit");
    peer.disconnect();
    await once(peer, "exit");
    rmSync(folder, { recursive: true });
  }
}

await withBot(few, async (peer, bot) => {
  for (const { perSecond, isTyped, isTarget } of loads) {
    await tell(peer, { kind: "ask", questions, perSecond, seconds: warmUpSeconds });
    const texts = isTyped ? newWordings(perSecond * seconds) : questions;
    const before = usageOf(bot);
    const asked = await tell(peer, { kind: "ask", questions: texts, perSecond, seconds });
    const after = usageOf(bot);
    const times = timesOf(asked.latenciesMs);
    const kind = isTyped ? "slash questions/s, each worded anew," : "slash questions/s";
    const rate = `${perSecond} ${kind} for ${seconds} s: ${times.count} answered in ${asked.seconds.toFixed(1)} s`;
    const busy = (after.processorSeconds - before.processorSeconds) / asked.seconds;
    const load = `the bot's share of a core ${Math.round(busy * 100)} %, ${after.megabytes.toFixed(0)} MB resident`;
    report(`${rate}, ${timesText(times)}; ${load}`, !isTarget || (times.p99 <= mostMs && asked.unanswered === 0));
  }
});

await withBot(many, async (peer, bot) => {
  const where = `in ${many.servers} servers of ${many.channels} channels and ${many.roles} roles`;
  const atFirst = usageOf(bot);
  report(`${where}: ${atFirst.megabytes.toFixed(0)} MB resident once ready`, atFirst.megabytes <= mostMegabytes);
  await tell(peer, { kind: "ask", questions, perSecond: 100, seconds: 10 });
  const later = usageOf(bot);
  const grown = `${later.megabytes.toFixed(0)} MB after 1,000 questions`;
  report(`${where}: ${grown}`, later.megabytes <= mostMegabytes);
});

if (failures > 0) process.exitCode = 1;
