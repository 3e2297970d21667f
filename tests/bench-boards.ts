/**
 * A board with 100,000 players on SQLite: how long an award takes and how long the board, and how many operations of the
 * store that is, for the player who is last.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Store } from "../src/core/ports.ts";
import { award, readBoard } from "../src/core/quiz/boards.ts";
import { periods } from "../src/core/quiz/periods.ts";
import { openStore } from "../src/runtime/stores/open-store.ts";
import { systemClock } from "../src/runtime/system.ts";

const players = 100_000;
const workers = 64;
const rounds = 300;
/** Filling stops then, however many there are. */
const fillMs = 45_000;
const logger = { info: () => {}, error: console.error };
const at = systemClock.now();
const space = "discord/1234567890123456789";
/** As long as the platform's own. */
const playerId = (number: number) => `discord/${String(number).padStart(19, "1")}`;
const last = playerId(0);

const folder = mkdtempSync(join(tmpdir(), "waymark-bench-"));
const { store, close } = await openStore(`sqlite:${join(folder, "bench.sqlite")}`, systemClock, logger);
let operations = 0;
const counted = countOperations(store);
try {
  const filled = await fill();
  await measure("award to the last", (round) =>
    award(counted, { space, person: last, name: "Last", topic: "databases", points: 1, game: `g${round}`, at }),
  );
  for (const period of periods) {
    await measure(`board, ${period}`, () => readBoard(counted, { space, period, person: last, at }));
  }
  await measure("board, one topic", () =>
    readBoard(counted, { space, period: "week", topic: "databases", person: last, at }),
  );
  const { own, players: seen } = await readBoard(store, { space, period: "week", person: last, at });
  console.log(`the last is number ${own?.rank} of ${seen}; ${filled} were put there`);
} finally {
  await close();
  rmSync(folder, { recursive: true });
}

/** @returns how many there are */
async function fill(): Promise<number> {
  const started = performance.now();
  let next = 0;
  const work = async () => {
    for (let number = next++; number < players && performance.now() - started < fillMs; number = next++) {
      // The last stays the last whatever the bench awards them.
      const points = number === 0 ? 1 : 1000 + ((number * 7919) % 50_000);
      const person = playerId(number);
      await award(store, { space, person, name: `Player ${number}`, topic: "databases", points, game: "first", at });
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  const filled = Math.min(next, players);
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${filled} players in ${seconds.toFixed(1)} s, ${Math.round(filled / seconds).toLocaleString("en")} awards/s`,
  );
  return filled;
}

async function measure(what: string, act: (round: number) => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  let steps = 0;
  for (let round = 0; round < rounds; round++) {
    operations = 0;
    const started = performance.now();
    await act(round);
    times.push(performance.now() - started);
    steps = Math.max(steps, operations);
  }
  const sorted = times.toSorted((one, other) => one - other);
  const part = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
  console.log(`${what.padEnd(18)} median ${part(0.5)} ms, p99 ${part(0.99)} ms, ${steps} operations of the store`);
}

function countOperations(counted: Store): Store {
  return new Proxy(counted, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== "function") return method;
      return (...given: unknown[]) => {
        operations++;
        return method.apply(target, given);
      };
    },
  });
}
