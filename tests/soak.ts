/**
 * `npm run soak`: the long form of what `soak.test.ts` does briefly. Prints figures; fails when something that must hold
 * does not.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgres, redis, removeFromPostgres, removeFromRedis } from "./fakes/servers.ts";
import { pressTogether } from "./soak/quiz-crowd.ts";
import { killAmidGame } from "./soak/quiz-kills.ts";
import { simulateApart } from "./soak/quiz-simulation.ts";
import { timesText } from "./soak/quiz-times.ts";
import { claimTogether, countTogether, killAmidAlarms, killAmidUpdates, type Place } from "./soak/shared-store.ts";
import { stormApart } from "./soak/slack-storm.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-soak-"));
const engines: [engine: string, url: string, remove: (name: string) => Promise<void>][] = [
  ["sqlite", `sqlite:${join(folder, "soak.sqlite")}`, async () => {}],
  ["redis", redis.url, removeFromRedis],
  ["postgres", postgres.url, removeFromPostgres],
];

let failures = 0;
function report(engine: string, what: string, isRight: boolean): void {
  if (!isRight) failures++;
  console.log(`${isRight ? "ok  " : "FAIL"} ${engine.padEnd(9)} ${what}`);
}

for (const [engine, url, remove] of engines) {
  const place: Place = { url, name: `waymark_soak_${randomBytes(4).toString("hex")}` };
  try {
    const { count, perSecond } = await countTogether(place, 1000);
    report(engine, `2 × 8 × 1,000 updates of one counter: ${count} (${perSecond.toFixed(0)}/s)`, count === 16_000);
    const won = await claimTogether(place, 1000);
    report(engine, `2 × 1,000 claims of one key: ${won} succeeded`, won === 1);
    const { acknowledged, lost } = await killAmidUpdates(place, 1000);
    report(engine, `killed after ${acknowledged} of 1,000 acknowledged updates: ${lost} lost`, lost === 0);
    const fired = await killAmidAlarms(place, 100, 10_000);
    const what = `100 alarms over 10 s, one of two runners killed: ${fired.once} fired once, ${fired.more} more often`;
    const how = `${fired.takenOver} taken over, the others at most ${fired.worstLateMs} ms late`;
    report(engine, `${what}; ${how}`, fired.once === 100 && fired.more === 0);
  } finally {
    await remove(place.name);
  }
}

const game: Place = { url: `sqlite:${join(folder, "game.sqlite")}`, name: "game" };
const { kills, answers, seconds, wrong } = await killAmidGame(game, { rounds: 20, kills: 100, speed: 10, seed: 1 });
const killed = `a game of 20 questions over ${seconds.toFixed(0)} s, its host killed ${kills} times`;
report(
  "sqlite",
  `${killed}: ${answers} acknowledged answers, ${wrong.length} things wrong`,
  wrong.length === 0 && kills >= 100,
);
for (const problem of wrong) console.log(`     ${problem}`);

const hall: Place = { url: redis.url, name: `waymark_soak_${randomBytes(4).toString("hex")}` };
try {
  const { acknowledged, revealed, handling, waiting } = await pressTogether(hall, { people: 200, rounds: 5 });
  const counted = `5 × 200 people pressing within 1 s, 2 hosts: ${acknowledged} acknowledged, ${revealed} revealed`;
  const times = `handled in ${timesText(handling)}; done for them in ${timesText(waiting)}`;
  report("redis", `${counted}; ${times}`, revealed === acknowledged && handling.p99 <= 50);
} finally {
  await removeFromRedis(hall.name);
}

report("redis", ...(await stormApart(20, 50)));

const simulated = await simulateApart({
  games: 1000,
  people: 6,
  presses: 14,
  rounds: 20,
  perSecond: 2000,
  speed: 1,
  beginOverMs: 20_000,
  measureFromMs: 30_000,
  stopAfterMs: 60_000,
});
const { latency, perSecond, miscounted, megabytes, megabytesBefore, finished, stopped } = simulated;
const memory = `${megabytes.toFixed(0)} MB resident, ${megabytesBefore.toFixed(0)} before the first`;
const load = `1,000 games of 6 people: ${perSecond.toFixed(0)} presses/s, ${timesText(latency)}; ${memory}`;
const isRight = miscounted === 0 && finished + stopped === 1000;
report("memory", `${load}; ${miscounted} rounds miscounted`, isRight && latency.p99 <= 10 && megabytes <= 200);

rmSync(folder, { recursive: true });
if (failures > 0) process.exitCode = 1;
