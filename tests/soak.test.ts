/** The short form of `npm run soak`: real processes on one store, one of them killed. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  describeWithServer,
  postgres,
  redis,
  removeFromPostgres,
  removeFromRedis,
  unusedName,
} from "./fakes/servers.ts";
import { claimTogether, countTogether, killAmidAlarms, killAmidUpdates } from "./soak/shared-store.ts";

function holds(url: string, remove: (name: string) => Promise<void> | void): void {
  const name = unusedName();
  afterAll(() => remove(name));

  it("counts every update of two processes", async () => {
    expect((await countTogether({ url, name }, 20)).count).toBe(2 * 8 * 20);
  });

  it("lets one claim of two processes succeed", async () => {
    expect(await claimTogether({ url, name }, 100)).toBe(1);
  });

  it("has every acknowledged update of a process that was killed", async () => {
    const { acknowledged, lost } = await killAmidUpdates({ url, name }, 100);
    expect(acknowledged).toBeGreaterThanOrEqual(50);
    expect(lost).toBe(0);
  });

  it("fires every alarm once though one of two runners is killed", async () => {
    const { once, more } = await killAmidAlarms({ url, name }, 20, 1000);
    expect({ once, more }).toEqual({ once: 20, more: 0 });
  });
}

describe("two processes on a sqlite file", () => {
  const folder = mkdtempSync(join(tmpdir(), "waymark-soak-"));
  holds(`sqlite:${join(folder, "soak.sqlite")}`, () => rmSync(folder, { recursive: true }));
});
await describeWithServer(redis, "two processes on Redis", () => holds(redis.url, removeFromRedis));
await describeWithServer(postgres, "two processes on PostgreSQL", () => holds(postgres.url, removeFromPostgres));
