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
import { killAmidTips } from "./soak/tips-kills.ts";
import { simulateTipsApart } from "./soak/tips-simulation.ts";

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
    if (engine !== "sqlite") await killAmid(engine, place);
  } finally {
    await remove(place.name);
  }
}

/** Tips on both platforms, by two processes of which one is killed. */
async function killAmid(engine: string, place: Place): Promise<void> {
  const { slots, kills, missed, twice, again, stood, late, worstLateMs } = await killAmidTips(place, {
    amount: 300,
    days: 8,
    kills: 50,
    speed: 15,
  });
  const what = `${slots} tips on Discord and Slack, one of two processes killed ${kills} times: ${missed} missed`;
  const how = `${twice} twice; ${stood} of ${again} tried again stood already`;
  const when = `${late} over a minute late, the latest ${Math.round(worstLateMs / 1000)} s`;
  report(engine, `${what}, ${how}; ${when}`, missed === 0 && twice === 0 && stood > 0);
}

/** Two halves at once, on two cores. */
async function liveThrough(from: string, subscriptions: number): Promise<void> {
  const halves = await Promise.all(
    [1, 2].map((seed) => simulateTipsApart({ subscriptions: subscriptions / 2, days: 400, from, seed })),
  );
  const sum = (key: "due" | "posts" | "late" | "refused" | "missing" | "twice" | "mistimed" | "repeated") =>
    halves.reduce((total, half) => total + half[key], 0).toLocaleString("en");
  const wrong = halves.flatMap((half) => half.wrong);
  const [days, posts] = [
    `${subscriptions} subscriptions, 400 days from ${from}`,
    `${sum("due")} due, ${sum("posts")} posted`,
  ];
  const faults = `${sum("missing")} missing, ${sum("twice")} twice, ${sum("mistimed")} in another minute`;
  const rest = `${sum("repeated")} repeated; ${sum("late")} made late and ${sum("refused")} refused on purpose`;
  const isRight = halves.every(({ due, posts: posted, refused }) => posted === due - refused);
  report("memory", `${days}: ${posts}, ${faults}, ${rest}`, isRight && wrong.length === 0);
  for (const problem of wrong) console.log(`     ${problem}`);
}

for (const from of ["2011-03-01", "2018-03-01"]) await liveThrough(from, 1000);
await liveThrough("2026-11-21", 10_000);

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
