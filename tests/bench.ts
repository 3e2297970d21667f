/**
 * `npm run bench`: how long a start, a reload and an answer take, and how much memory. Prints figures, judges nothing.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Answerer } from "../src/core/answering/answerer.ts";
import { readCommonWords } from "../src/runtime/common-words.ts";
import { openKnowledge } from "../src/runtime/knowledge.ts";
import { readSamples } from "./question-sets.ts";

const main = join(import.meta.dirname, "..", "src", "main.ts");
const starts = 7;
const rounds = 20;

const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
const quantile = (values: number[], share: number) => sorted(values)[Math.floor(values.length * share)] ?? 0;

/** Start the bot, ask one question, wait for the whole first line of the answer. @returns seconds, and MB resident after `more` */
async function startOnce(more: readonly string[]): Promise<{ seconds: number; megabytes: number }> {
  const data = mkdtempSync(join(tmpdir(), "waymark-bench-"));
  const started = performance.now();
  const child = spawn(process.execPath, ["--max-semi-space-size=2", "--max-old-space-size=512", main], {
    env: { ...process.env, STORE_URL: `sqlite:${join(data, "bench.sqlite")}`, LOG_LEVEL: "silent" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.write("backend vs frontend?\n");
  await once(child.stdout, "data");
  const seconds = (performance.now() - started) / 1000;
  child.stdout.resume();
  for (const question of more) child.stdin.write(`${question}\n`);
  child.stdin.write("/tip\n");
  await new Promise((resolve) => child.stdout.on("data", (text: Buffer) => text.includes("Tip") && resolve(undefined)));
  const resident = execFileSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" });
  child.stdin.end();
  await once(child, "exit");
  rmSync(data, { recursive: true });
  return { seconds, megabytes: (Number(resident) * 1024) / 1e6 };
}

const samples = readSamples("development");
const questions = samples.filter(({ entries }) => entries.length > 0);
await startOnce([]); // compiles what is not compiled yet
const runs: { seconds: number; megabytes: number }[] = [];
for (let run = 0; run < starts; run++) runs.push(await startOnce([]));
const seconds = runs.map((run) => run.seconds);
const resident = runs.map((run) => run.megabytes);
console.log(
  `start to first answer   median ${quantile(seconds, 0.5).toFixed(2)} s, worst of ${starts} ${quantile(seconds, 1 - 1 / starts).toFixed(2)} s`,
);
console.log(`resident after it       median ${quantile(resident, 0.5).toFixed(0)} MB`);
const busy = await startOnce(questions.slice(0, 300).map(({ text }) => text.replaceAll("\n", " ")));
console.log(`resident after 300 more ${busy.megabytes.toFixed(0)} MB`);

const { base, model } = await openKnowledge("knowledge");
const answerer = new Answerer(base, readCommonWords(), model);
const ask = (text: string) => {
  const before = performance.now();
  answerer.answer({ text, overheard: false, carried: [] });
  return performance.now() - before;
};
const groups: [name: string, texts: string[]][] = [
  ["all questions", questions.map(({ text }) => text)],
  ["misspelt ones", questions.filter(({ group }) => group === "typo").map(({ text }) => text)],
  ["long rambles", questions.filter(({ group }) => group === "ramble").map(({ text }) => text)],
  ["chatter", samples.filter(({ entries }) => entries.length === 0).map(({ text }) => text)],
];
for (const [, texts] of groups) texts.forEach(ask); // the compiler's warm-up, not the question's
for (const [name, texts] of groups) {
  const times = Array.from({ length: rounds }, () => texts.map(ask)).flat();
  console.log(
    `an answer, ${name.padEnd(14)} median ${quantile(times, 0.5).toFixed(2)} ms, p99 ${quantile(times, 0.99).toFixed(2)} ms (${times.length} answers)`,
  );
}
const longest = Array.from({ length: 10 }, (_, at) =>
  ask(`why ${"so many words about backend and sql? ".repeat(280)}${at}`),
);
console.log(
  `10,000 characters       median ${quantile(longest, 0.5).toFixed(1)} ms, worst ${quantile(longest, 0.9).toFixed(1)} ms`,
);
