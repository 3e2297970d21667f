/** The short form of `npm run soak` for quizzes: games that lose their host, crowds, many games at once. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeWithServer, redis, removeFromRedis, unusedName } from "./fakes/servers.ts";
import { pressTogether } from "./soak/quiz-crowd.ts";
import { killAmidGame } from "./soak/quiz-kills.ts";
import { simulateApart } from "./soak/quiz-simulation.ts";

const longestMs = 90_000;

describe("a group's game whose host is killed again and again", () => {
  const folder = mkdtempSync(join(tmpdir(), "waymark-soak-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("finishes, counts every acknowledged answer once, and gives out the points it revealed", {
    timeout: longestMs,
  }, async () => {
    const place = { url: `sqlite:${join(folder, "game.sqlite")}`, name: "game" };
    const { wrong, kills } = await killAmidGame(place, { rounds: 5, kills: 8, speed: 30, seed: 1 });
    expect(wrong).toEqual([]);
    expect(kills).toBeGreaterThan(0);
  });
});

await describeWithServer(redis, "a crowd at two hosts on Redis", () => {
  const name = unusedName();
  afterAll(() => removeFromRedis(name));

  it("is counted in every reveal, all of it", { timeout: longestMs }, async () => {
    const { acknowledged, revealed, handling } = await pressTogether(
      { url: redis.url, name },
      { people: 40, rounds: 2, speed: 4 },
    );
    expect({ handled: handling.count, acknowledged, revealed }).toEqual({
      handled: 80,
      acknowledged: 80,
      revealed: 80,
    });
  });
});

describe("fifty games at once", () => {
  it("all finish, with all presses counted", { timeout: longestMs }, async () => {
    const { finished, acknowledged, revealed, miscounted } = await simulateApart({
      games: 50,
      people: 4,
      rounds: 3,
      perSecond: 400,
      speed: 20,
      beginOverMs: 300,
      measureFromMs: 0,
      stopAfterMs: 60_000,
    });
    expect({ finished, miscounted }).toEqual({ finished: 50, miscounted: 0 });
    expect(revealed).toBeGreaterThanOrEqual(acknowledged);
    expect(acknowledged).toBeGreaterThan(0);
  });
});
