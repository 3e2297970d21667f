/** What the benchmarks on Discord share: a peer and the bot, each in a process of its own, and figures. */
import { type ChildProcess, type ChildProcessByStdio, execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Done, Order } from "./peers/discord/bench-worker.ts";
import { readSamples } from "./question-sets.ts";

export type Bot = ChildProcessByStdio<null, null, Readable>;
export type Peer = ChildProcess;

const root = join(import.meta.dirname, "..");
const worker = join(import.meta.dirname, "peers", "discord", "bench-worker.ts");
/** As `npm start` has them. */
const [, ...startArguments] = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).scripts.start.split(" ");

/** What people type into a command's option; the set's rambles of several sentences are written as messages. */
const longestTyped = 100;
export const questions = readSamples("development")
  .filter(({ entries }) => entries.length > 0)
  .map(({ text }) => text)
  .filter(({ length }) => length <= longestTyped);
/** As many as are needed, no two alike. */
export const newWordings = (count: number) =>
  Array.from({ length: count }, (_, at) => `${questions[at % questions.length]} ${Math.floor(at / questions.length)}`);

/** Print a figure; one that misses its target fails the benchmark. */
export function report(what: string, isRight = true): void {
  if (!isRight) process.exitCode = 1;
  console.log(`${isRight ? "ok  " : "FAIL"} ${what}`);
}

/** Have the peer do something; one thing at a time. */
export async function tell<K extends Order["kind"]>(
  peer: Peer,
  order: Order & { kind: K },
): Promise<Done & { kind: K }> {
  const heard = new AbortController();
  const { signal } = heard;
  const answer = once(peer, "message", { signal });
  const end = once(peer, "exit", { signal });
  peer.send(order);
  try {
    const [done] = await Promise.race([
      answer,
      end.then(() => {
        throw new Error("the peer has ended");
      }),
    ]);
    return done;
  } finally {
    // Whichever did not come is not waited for any more.
    await Promise.allSettled([answer, end, heard.abort()]);
  }
}

/** Memory that is resident now, and the processor time used so far. */
export function usageOf({ pid }: ChildProcess): { megabytes: number; processorSeconds: number } {
  const [resident, time] = execFileSync("ps", ["-o", "rss=,cputimes=", "-p", String(pid)], { encoding: "utf8" })
    .trim()
    .split(/\s+/);
  return { megabytes: (Number(resident) * 1024) / 1e6, processorSeconds: Number(time) };
}

/**
 * A peer, and the bot on it, once it is ready.
 *
 * @param prepare what comes before the bot starts
 */
export async function withBot(
  world: Omit<Order & { kind: "open" }, "kind">,
  measure: (peer: Peer, bot: Bot, storeUrl: string) => Promise<void>,
  prepare: (peer: Peer, storeUrl: string) => Promise<void> = async () => {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "waymark-bench-"));
  const storeUrl = `sqlite:${join(folder, "bench.sqlite")}`;
  const peer = fork(worker, { serialization: "advanced", execArgv: ["--max-semi-space-size=64"] });
  try {
    const { url, token } = await tell(peer, { kind: "open", ...world });
    await prepare(peer, storeUrl);
    const bot = spawn(process.execPath, startArguments, {
      cwd: root,
      env: { ...process.env, STORE_URL: storeUrl, LOG_LEVEL: "info", DISCORD_TOKEN: token, DISCORD_API_URL: url },
      stdio: ["ignore", "ignore", "pipe"],
    });
    try {
      await ready(bot);
      await measure(peer, bot, storeUrl);
    } finally {
      bot.removeAllListeners("exit");
      bot.kill();
      if (bot.exitCode === null) await once(bot, "exit");
    }
  } finally {
    peer.disconnect();
    await once(peer, "exit");
    rmSync(folder, { recursive: true });
  }
}

function ready(bot: Bot): Promise<void> {
  return new Promise((resolve, reject) => {
    bot.stderr.on("data", (text: Buffer) => text.includes('"on Discord"') && resolve());
    bot.once("exit", () => reject(new Error("the bot has ended")));
  });
}
