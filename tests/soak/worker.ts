/**
 * A process of its own that works on a shared store: `worker.ts TASK URL NAME COUNT`. Says what it has done a line at a
 * time, each line only once it is acknowledged.
 */
import { z } from "zod";
import { defineNamespace } from "../../src/core/namespace.ts";
import { AlarmRunner } from "../../src/runtime/alarms.ts";
import { openStore } from "../../src/runtime/stores/open-store.ts";
import { systemClock } from "../../src/runtime/system.ts";

export const counters = defineNamespace("counters", z.number());
export const tasks = defineNamespace("tasks", z.object({ fired: z.number(), lateMs: z.number(), attempt: z.number() }));

const workers = 8;
const leaseMs = 1000;
const pollMs = 500;

async function main([task = "", url = "", name = "", count = "0"]: string[]): Promise<void> {
  const logger = { info: () => {}, warn: () => {}, error: console.error };
  const { store, records, close } = await openStore(url, systemClock, logger, name);
  const all = Array.from({ length: workers }, (_, worker) => worker);
  const each = Array.from({ length: Number(count) }, (_, at) => at);
  switch (task) {
    case "count": {
      const add = (before = 0) => ({ after: before + 1, result: undefined });
      await Promise.all(
        all.map(async () => {
          for (const _ of each) await store.update(counters, "shared", add);
        }),
      );
      console.log("done");
      break;
    }
    case "claim": {
      const claimed = await Promise.all(each.map(() => store.claim("prize", 600_000)));
      console.log(claimed.filter(Boolean).length);
      break;
    }
    case "acknowledge":
      for (const at of each) {
        await store.update(counters, String(at), () => ({ after: at, result: undefined }));
        await store.update(counters, "sum", (before = 0) => ({ after: before + 1, result: undefined }));
        console.log(at);
      }
      break;
    case "alarms": {
      const runner = new AlarmRunner({
        records,
        logger,
        leaseMs,
        pollMs,
        async wake({ id, lateMs, attempt }) {
          // The record and its alarm change together, so there is no moment at which it could be done and still due.
          await store.update(tasks, id, (before) => ({
            after: { fired: (before?.fired ?? 0) + 1, lateMs, attempt },
            result: undefined,
          }));
          console.log(id, attempt);
        },
      });
      runner.start();
      console.log("ready");
      return; // until it is killed
    }
    default:
      throw new Error(`no task ${task}`);
  }
  await close();
}

if (import.meta.main) await main(process.argv.slice(2));
