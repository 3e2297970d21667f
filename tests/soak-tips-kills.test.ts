/** The short form of `npm run soak` for tips whose bringers are killed. */
import { afterAll, expect, it } from "vitest";
import {
  describeWithServer,
  postgres,
  redis,
  removeFromPostgres,
  removeFromRedis,
  unusedName,
} from "./fakes/servers.ts";
import { killAmidTips } from "./soak/tips-kills.ts";

const longestMs = 120_000;

function holds(url: string, remove: (name: string) => Promise<void>): void {
  const name = unusedName();
  afterAll(() => remove(name));

  it("brings each subscription one message for each day, whichever process is killed", {
    timeout: longestMs,
  }, async () => {
    const course = { amount: 160, days: 1, kills: 3, speed: 15 };
    const { slots, kills, missed, twice, stood } = await killAmidTips({ url, name }, course);
    expect({ slots, kills, missed, twice }).toEqual({ slots: 160, kills: 3, missed: 0, twice: 0 });
    // Else nobody was killed between a post and its receipt, and nothing was tested.
    expect(stood).toBeGreaterThan(0);
  });
}

await describeWithServer(postgres, "tips from two processes on PostgreSQL", () =>
  holds(postgres.url, removeFromPostgres),
);
await describeWithServer(redis, "tips from two processes on Redis", () => holds(redis.url, removeFromRedis));
