import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Store } from "../../src/core/ports.ts";

type OpenStore = Store & { close(): Promise<void> };

const put = (value: unknown, ttlMs?: number) => () => ({
  after: value,
  result: undefined,
  ...(ttlMs === undefined ? {} : { ttlMs }),
});

/**
 * What every store does, whatever its engine.
 *
 * @param open opens an empty store; the folder is its own, and removed afterwards
 */
export function storeContract(name: string, open: (folder: string) => OpenStore): void {
  describe(`the ${name} store`, () => {
    let folder: string;
    let store: OpenStore;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "waymark-store-"));
      store = open(folder);
    });
    afterEach(async () => {
      vi.useRealTimers();
      await store.close();
      rmSync(folder, { recursive: true });
    });

    it("reads nothing under a key that was never set", async () => {
      expect(await store.read("nobody")).toBeUndefined();
    });

    it.each([
      ["a text", "böb: 100% “sure” \u{1f44d}"],
      ["a number", 0],
      ["a truth", false],
      ["a list", []],
      ["a nested record", { topic: "apis", shown: [2, 0, 1], right: { count: 3 } }],
    ])("keeps %s as it was", async (_what, value) => {
      await store.update("key", put(value));
      expect(await store.read("key")).toEqual(value);
    });

    it("keeps keys apart, whatever they are made of", async () => {
      const keys = ["quiz:ana", "quiz:an", "quiz:%", "quiz:_na", "Quiz:ana", "", "'; --"];
      for (const key of keys) await store.update(key, put(key));
      expect(await Promise.all(keys.map((key) => store.read(key)))).toEqual(keys);
    });

    it("hands a change what was there, and hands back its result", async () => {
      const seen: unknown[] = [];
      const add = (before: unknown) => {
        seen.push(before);
        return { after: { count: seen.length }, result: `change ${seen.length}` };
      };
      expect(await store.update("key", add)).toBe("change 1");
      expect(await store.update("key", add)).toBe("change 2");
      expect(seen).toEqual([undefined, { count: 1 }]);
    });

    it("removes a key whose change leaves nothing", async () => {
      await store.update("key", put("here"));
      await store.update("key", put(undefined));
      expect(await store.read("key")).toBeUndefined();
    });

    it("does not change with a value that was handed out or in", async () => {
      const given = { right: 1 };
      await store.update("key", put(given));
      given.right = 2;
      const handedOut = await store.read("key");
      if (typeof handedOut === "object") Object.assign(handedOut ?? {}, { right: 3 });
      expect(await store.read("key")).toEqual({ right: 1 });
    });

    it("counts every one of a hundred changes at once", async () => {
      const count = (before: unknown) => {
        const after = Number(before ?? 0) + 1;
        return { after, result: after };
      };
      const results = await Promise.all(Array.from({ length: 100 }, () => store.update("count", count)));
      expect(await store.read("count")).toBe(100);
      expect(results.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
    });

    it("leaves the value when a change throws, and goes on with the next", async () => {
      await store.update("key", put("before"));
      const broken = store.update("key", () => {
        throw new Error("no change");
      });
      const seen = store.update("key", (before) => ({ after: "after", result: before }));
      await expect(broken).rejects.toThrow("no change");
      expect(await seen).toBe("before");
      expect(await store.read("key")).toBe("after");
    });

    it("forgets a value when its time is over, not before", async () => {
      vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-21T09:00:00Z") });
      await store.update("key", put("for a minute", 60_000));
      vi.setSystemTime(new Date("2026-11-21T09:00:59Z"));
      expect(await store.read("key")).toBe("for a minute");
      vi.setSystemTime(new Date("2026-11-21T09:01:01Z"));
      expect(await store.update("key", (before) => ({ after: before, result: before }))).toBeUndefined();
      expect(await store.read("key")).toBeUndefined();
    });

    it("counts the time from the last change, and keeps for good what was given none", async () => {
      vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-21T09:00:00Z") });
      for (const key of ["renewed", "kept"]) await store.update(key, put("old", 60_000));
      vi.setSystemTime(new Date("2026-11-21T09:00:30Z"));
      await store.update("renewed", put("new", 60_000));
      await store.update("kept", put("new"));
      vi.setSystemTime(new Date("2026-11-21T09:01:29Z"));
      expect(await store.read("renewed")).toBe("new");
      vi.setSystemTime(new Date("2036-11-21T09:00:00Z"));
      expect(await store.read("renewed")).toBeUndefined();
      expect(await store.read("kept")).toBe("new");
    });
  });
}
