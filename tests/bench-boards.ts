/**
 * A board with 100,000 players on SQLite: how long an award takes and how long the board, and how many operations of the
 * store that is, for the player who is last.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Store } from "../src/core/ports.ts";
import { award, readBoard } from "../src/core/quiz/boards/boards.ts";
import { periods } from "../src/core/quiz/boards/periods.ts";
import { openStore } from "../src/runtime/stores/open-store.ts";
import { systemClock } from "../src/runtime/system.ts";

const players = 100_000;
const rounds = 100;
/** Rows written at once. */
const batch = 5000;
const logger = { info: () => {}, warn: () => {}, error: console.error };
const at = systemClock.now();
const space = "discord/1234567890123456789";
/** As long as the platform's own. */
const playerId = (number: number) => `discord/1${String(number).padStart(18, "0")}`;
const last = playerId(0);

const folder = mkdtempSync(join(tmpdir(), "waymark-bench-"));
const file = join(folder, "bench.sqlite");
const { store, close } = await openStore(`sqlite:${file}`, systemClock, logger);
let operations = 0;
const counted = countOperations(store);
try {
  await fill();
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
  console.log(`the last is number ${own?.rank} of ${seen}`);
} finally {
  await close();
  rmSync(folder, { recursive: true });
}

/** Award one player, and copy what the store then holds for each of the others: as many awards would take minutes. */
async function fill(): Promise<void> {
  const started = performance.now();
  const [sample, points, most] = [playerId(1), 987_654, 10 ** 12 - 1];
  await award(store, { space, person: sample, name: "Player", topic: "databases", points, game: "first", at });
  await award(store, { space, person: last, name: "Last", topic: "databases", points: 1, game: "first", at });
  const whole = new RegExp(`\\b${points}\\b`, "g");
  const database = new DatabaseSync(file);
  const rows = database.prepare("SELECT * FROM entries WHERE instr(key, ?)").all(encodeURIComponent(sample));
  const insert = database.prepare("INSERT INTO entries (key, value, expires) VALUES (?, ?, ?)");
  for (let number = 2; number < players; number++) {
    if (number % batch === 2) database.exec("BEGIN");
    const theirs = 1_000 + ((number * 7919) % 50_000);
    const adapt = (text: unknown) =>
      String(text)
        .replaceAll(encodeURIComponent(sample), encodeURIComponent(playerId(number)))
        .replaceAll(String(most - points), String(most - theirs))
        .replaceAll(whole, String(theirs));
    for (const { key, value, expires } of rows) insert.run(adapt(key), adapt(value), expires ?? null);
    if (number % batch === 1 || number === players - 1) database.exec("COMMIT");
  }
  database.close();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${players} players on each of ${rows.length / 2} boards, filled in ${seconds} s`);
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
