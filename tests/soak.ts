/**
 * `npm run soak`: the long form of what `soak.test.ts` does briefly. Prints figures; fails when something that must hold
 * does not.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgres, redis, removeFromPostgres, removeFromRedis } from "./fakes/servers.ts";
import { claimTogether, countTogether, killAmidAlarms, killAmidUpdates, type Place } from "./soak/shared-store.ts";

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
rmSync(folder, { recursive: true });
if (failures > 0) process.exitCode = 1;
