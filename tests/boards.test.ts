import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Context, Turn } from "../src/core/commands/command.ts";
import { leaderboardCommand } from "../src/core/commands/leaderboard.ts";
import { readOptions } from "../src/core/commands/read-options.ts";
import type { Origin } from "../src/core/incoming.ts";
import { boards as words } from "../src/core/phrases/boards.ts";
import { phrases } from "../src/core/phrases.ts";
import type { Store } from "../src/core/ports.ts";
import { decodePress } from "../src/core/press.ts";
import {
  type Award,
  award,
  type Board,
  exportBoards,
  hideFromBoards,
  readBoard,
  removeFromBoards,
  type Standing,
  showOnBoards,
} from "../src/core/quiz/boards/boards.ts";
import { type Period, periods } from "../src/core/quiz/boards/periods.ts";
import { type Button, inlineText, replyText } from "../src/core/reply.ts";
import { makeBot, seededRandom, smallKnowledge } from "./fakes/parts.ts";

const small = await smallKnowledge();
const seed = 4;
const day = 24 * 60 * 60_000;
const spaces = ["test/club", "test/club/2"];
const topics = ["databases", "apis"];
/** Ids that begin like one another. */
const people = ["test/a", "test/a b", "test/a/b", "test/b", "test/c"];
const games = ["g1", "g2", "g3", "g4", "g5", "g6"];

type Query = { space: string; period: Period; topic?: string; at: Date };

/** The same boards as a list of awards, worked out anew whenever one looks. */
class Model {
  #awards: Award[] = [];
  #hidden = new Set<string>();

  award(given: Award): void {
    const isRepeat = this.#awards.some(
      ({ space, person, game }) => space === given.space && person === given.person && game === given.game,
    );
    if (!isRepeat && given.points > 0) this.#awards.push(given);
  }

  hide(person: string): void {
    this.#hidden.add(person);
  }

  show(person: string): void {
    this.#hidden.delete(person);
  }

  remove(person: string): void {
    this.#awards = this.#awards.filter((one) => one.person !== person);
  }

  /** Points of all people, hidden or not. */
  get total(): number {
    return this.#awards.reduce((sum, { points }) => sum + points, 0);
  }

  read({ space, period, topic, at }: Query, person: string, size: number): Board {
    const counted = this.#awards.filter(
      (one) =>
        one.space === space &&
        (topic === undefined || one.topic === topic) &&
        stretch(period, one.at) === stretch(period, at) &&
        !this.#hidden.has(one.person),
    );
    const sums = [...new Set(counted.map((one) => one.person))].map((one) => {
      const theirs = counted.filter((given) => given.person === one);
      const points = theirs.reduce((sum, given) => sum + given.points, 0);
      return { person: one, points, name: theirs.at(-1)?.name ?? "" };
    });
    const ranked = sums
      .map((one): Standing => ({ rank: 1 + sums.filter((other) => other.points > one.points).length, ...one }))
      .sort((one, other) => one.rank - other.rank || (one.person < other.person ? -1 : 1));
    const own = ranked.find((one) => one.person === person);
    return { top: ranked.slice(0, size), own, players: ranked.length };
  }
}

function stretch(period: Period, at: Date): string {
  if (period === "all") return "";
  if (period === "month") return `${at.getUTCFullYear()} ${at.getUTCMonth()}`;
  // The first Monday after 1 January 1970 was the 5th.
  return String(Math.floor((at.getTime() / day - 4) / 7));
}

/** Every board there is at an instant. */
const allBoards = (at: Date): Query[] =>
  spaces.flatMap((space) =>
    periods.flatMap((period) =>
      [undefined, ...topics].map((topic) => ({ space, period, at, ...(topic !== undefined && { topic }) })),
    ),
  );

/** Look at all boards with the eyes of everybody. */
async function expectAgreement(store: Store, model: Model, at: Date): Promise<void> {
  for (const query of allBoards(at)) {
    for (const [index, person] of people.entries()) {
      const size = index + 1;
      expect(await readBoard(store, { ...query, person, size })).toEqual(model.read(query, person, size));
    }
  }
}

/** The index holds whom it should, under their points, and nobody and nothing else. */
function expectOrder({ store }: Pick<ReturnType<typeof makeBot>, "store">): void {
  const hidden = Object.entries(store.under("people/")).filter(([, kept]) => (kept as { hidden?: boolean }).hidden);
  const unseen = hidden.map(([key]) => encodeURIComponent(key.slice("people/".length)));
  const expected = Object.entries(store.under("board-scores/")).flatMap(([key, kept]) => {
    const [, person = "", ...board] = key.split("/");
    const stand = String(10 ** 12 - 1 - (kept as { points: number }).points).padStart(12, "0");
    return unseen.includes(person) ? [] : [["board-order", ...board, stand, person].join("/")];
  });
  expect(Object.keys(store.under("board-order/")).sort()).toEqual(expected.sort());
}

const anAward = fc.record({
  space: fc.constantFrom(...spaces),
  person: fc.constantFrom(...people),
  name: fc.constantFrom("Ana", "Bea", "@everyone | *x*"),
  topic: fc.constantFrom(...topics),
  points: fc.constantFrom(0, 100, 100, 200, 300),
  game: fc.constantFrom(...games),
});
const aPerson = fc.constantFrom(...people);
/** `ago`: how long before now it was. */
const anEvent = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("award" as const), given: anAward, ago: fc.nat(3 * day) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(20 * day) }) },
  fc.record({ kind: fc.constantFrom("hide" as const, "show" as const, "remove" as const), person: aPerson }),
);
type Event = typeof anEvent extends fc.Arbitrary<infer E> ? E : never;

async function perform(store: Store, event: Event, now: Date): Promise<void> {
  if (event.kind === "award") await award(store, { ...event.given, at: new Date(now.getTime() - event.ago) });
  if (event.kind === "hide") await hideFromBoards(store, event.person);
  if (event.kind === "show") await showOnBoards(store, event.person);
  if (event.kind === "remove") await removeFromBoards(store, event.person);
}

function expectOf(model: Model, event: Event, now: Date): void {
  if (event.kind === "award") model.award({ ...event.given, at: new Date(now.getTime() - event.ago) });
  if (event.kind === "hide" || event.kind === "show" || event.kind === "remove") model[event.kind](event.person);
}

class Died extends Error {}

/** A store whose process dies at an operation, counted from 1, or one that fails only there. */
function dying(store: Store, at: number, how: "for good" | "once"): Store {
  let done = 0;
  const step = <T>(act: () => Promise<T>): Promise<T> => {
    done++;
    return done === at || (done > at && how === "for good") ? Promise.reject(new Died()) : act();
  };
  return { ...storeOf(store, step) };
}

/** A store of which every operation goes through `step`. */
function storeOf(store: Store, step: <T>(act: () => Promise<T>) => Promise<T>): Store {
  async function* pages<T>(all: AsyncIterable<T>): AsyncGenerator<T, void> {
    await step(async () => {});
    yield* all;
  }
  return {
    read: (space, id) => step(() => store.read(space, id)),
    update: (space, id, change) => step(() => store.update(space, id, change)),
    claim: (name, ttlMs) => step(() => store.claim(name, ttlMs)),
    count: (space, prefix, before) => step(() => store.count(space, prefix, before)),
    prune: () => step(() => store.prune()),
    keys: (space, prefix) => pages(store.keys(space, prefix)),
    entries: (space, prefix) => pages(store.entries(space, prefix)),
  };
}

const unlessDied = (error: unknown) => {
  if (!(error instanceof Died)) throw error;
};

/** Whether the board over all time and topics has a game. */
async function isCounted(store: Store, { space, person, game }: Pick<Award, "space" | "person" | "game">) {
  const kept = await exportBoards(store, person);
  const total = kept.find((one) => one.space === space && one.period === "all" && one.topic === undefined);
  return total?.games.includes(game) ?? false;
}

const given = (rest: Partial<Award> = {}): Award => ({
  space: "test/club",
  person: "test/a",
  name: "Ana",
  topic: "databases",
  points: 100,
  game: "g1",
  at: new Date("2026-11-21T18:00:00Z"),
  ...rest,
});

describe("leaderboards", () => {
  it("agree with a list of all awards, whatever happens", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anEvent, { maxLength: 25 }), async (events) => {
        const parts = makeBot(small);
        const model = new Model();
        for (const event of events) {
          if (event.kind === "wait") parts.clock.advance(event.ms);
          await perform(parts.store, event, parts.clock.now());
          expectOf(model, event, parts.clock.now());
        }
        await parts.store.prune();
        expectOrder(parts);
        await expectAgreement(parts.store, model, parts.clock.now());
        const kept = (await Promise.all(people.map((person) => exportBoards(parts.store, person)))).flat();
        const sum = (isMeant: (one: (typeof kept)[number]) => boolean) =>
          kept.filter(isMeant).reduce((total, { points }) => total + points, 0);
        expect(sum(({ period, topic }) => period === "all" && topic === undefined)).toBe(model.total);
        expect(sum(({ period, topic }) => period === "all" && topic !== undefined)).toBe(model.total);
      }),
      { seed, numRuns: 150 },
    );
  });

  it("come right when a process dies at any operation and does it again, and show nothing untrue in between", async () => {
    const before = fc.array(anEvent, { maxLength: 6 });
    const at = fc.integer({ min: 1, max: 45 });
    const how = fc.constantFrom("for good" as const, "once" as const);
    const later = fc.constantFrom(0, 8 * day);
    await fc.assert(
      fc.asyncProperty(before, anEvent, at, how, later, fc.boolean(), async (events, event, n, mode, ms, isRead) => {
        const parts = makeBot(small);
        const { store, clock } = parts;
        const was = clock.now();
        const modelOf = (...all: [Event, Date][]) => {
          const model = new Model();
          for (const [one, now] of [...events.map((known): [Event, Date] => [known, was]), ...all])
            expectOf(model, one, now);
          return model;
        };
        for (const one of events) await perform(store, one, was);
        await perform(dying(store, n, mode), event, was).catch(unlessDied);
        for (const query of isRead ? allBoards(was) : []) {
          const { top } = await readBoard(store, { ...query, person: people[0] ?? "" });
          expect(new Set(top.map(({ person }) => person)).size).toBe(top.length);
          // On some boards it has happened already, on others not yet; there is nothing else.
          const possible = [modelOf(), modelOf([event, was])].flatMap((one) => one.read(query, "", people.length).top);
          const isTrue = ({ person, points }: Standing) =>
            possible.some((one) => one.person === person && one.points === points);
          expect(top.filter((one) => !isTrue(one))).toEqual([]);
        }
        const wasCounted = event.kind === "award" && (await isCounted(store, event.given));
        clock.advance(ms);
        await perform(store, event, clock.now());
        const model = modelOf([event, wasCounted ? was : clock.now()]);
        expectOrder(parts);
        await expectAgreement(store, model, was);
        await expectAgreement(store, model, clock.now());
      }),
      { seed, numRuns: 300 },
    );
  });

  it("are set right by whoever reads them after a process has died", async () => {
    const { store } = makeBot(small);
    await award(store, given({ person: "test/b", points: 150 }));
    for (let n = 1; n <= 40; n++) {
      const person = `test/${n}`;
      await award(store, given({ person }));
      await award(dying(store, n, "for good"), given({ person, game: "g2" })).catch(unlessDied);
      for (const period of periods) {
        const query = { space: "test/club", period, at: given().at, person, size: 2 * n };
        const { top, own, players } = await readBoard(store, query);
        expect([top.length, players]).toEqual([n + 1, n + 1]);
        expect(top.find((one) => one.person === person)).toEqual(own);
        expect([100, 200]).toContain(own?.points);
      }
    }
  });

  it("find somebody again whom the index has lost", async () => {
    const { store } = makeBot(small);
    await award(store, given());
    // Nobody removes an index alone; two processes that die at the wrong moments could.
    for (const id of Object.keys(store.under("board-order/"))) {
      const order = { name: "board-order", schema: z.literal(true), upgrades: [] };
      await store.update(order, id.slice("board-order/".length), () => ({ after: undefined, result: true }));
    }
    const query = { space: "test/club", period: "week" as const, at: given().at };
    expect((await readBoard(store, { ...query, person: "test/b" })).players).toBe(0);
    const found = { rank: 1, person: "test/a", name: "Ana", points: 100 };
    expect(await readBoard(store, { ...query, person: "test/a" })).toEqual({ top: [], own: found, players: 1 });
    expect((await readBoard(store, { ...query, person: "test/b" })).top).toEqual([found]);
  });

  it("count everything that happens at once, in whatever order its steps are taken", async () => {
    const event = anEvent.filter(({ kind }) => kind !== "wait");
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(event, { minLength: 2, maxLength: 6 }), async (scheduler, events) => {
        const parts = makeBot(small);
        const { store, clock } = parts;
        const one = "test/a";
        const at = clock.now();
        await award(store, given({ game: "before", at }));
        const step = async <T>(act: () => Promise<T>) => {
          await scheduler.schedule(Promise.resolve());
          return act();
        };
        const shared = storeOf(store, step);
        // All about the same person, in the same club: that is where they could be in each other's way.
        const about = events.map((event): Event => {
          if (event.kind === "award") return { ...event, given: { ...event.given, person: one, space: "test/club" } };
          return event.kind === "wait" ? event : { ...event, person: one };
        });
        const all = Promise.all(about.map((event) => perform(shared, event, at)));
        await scheduler.waitFor(all);
        expectOrder(parts);
        if (about.some(({ kind }) => kind === "remove")) return;
        const kept = await exportBoards(store, one);
        const sum = (isMeant: (board: (typeof kept)[number]) => boolean) =>
          kept.filter(isMeant).reduce((total, { points }) => total + points, 0);
        const [total] = kept.filter(({ period, topic }) => period === "all" && topic === undefined);
        for (const period of periods) {
          expect(sum((board) => board.period === period && board.topic === undefined)).toBe(total?.points);
          expect(sum((board) => board.period === period && board.topic !== undefined)).toBe(total?.points);
        }
        const won = about.flatMap((event) =>
          event.kind === "award" && event.given.points > 0 ? [event.given.game] : [],
        );
        expect(total?.games.toSorted()).toEqual(["before", ...new Set(won)].sort());
      }),
      { seed, numRuns: 300 },
    );
  });

  it("count fifty games of one person at once", async () => {
    const parts = makeBot(small);
    const all = Array.from({ length: 50 }, (_, at) => given({ game: `g${at}` }));
    await Promise.all(all.map((one) => award(parts.store, one)));
    const { own, players } = await readBoard(parts.store, { ...given(), period: "week" });
    expect([own?.points, players]).toEqual([5000, 1]);
    expectOrder(parts);
  });

  it("count fifty people at once", async () => {
    const parts = makeBot(small);
    const all = Array.from({ length: 50 }, (_, at) => given({ person: `test/${at}`, points: 100 + (at % 5) }));
    await Promise.all(all.map((one) => award(parts.store, one)));
    const { top, players } = await readBoard(parts.store, { ...given(), period: "all", size: 50 });
    expect(players).toBe(50);
    expect(top.reduce((sum, { points }) => sum + points, 0)).toBe(50 * 102);
    expect([...new Set(top.map(({ rank }) => rank))]).toEqual([1, 11, 21, 31, 41]);
    expectOrder(parts);
  });

  it("begin a new week on Monday and a new month on the first, in UTC", async () => {
    const { store } = makeBot(small);
    await award(store, given({ at: new Date("2026-12-31T23:59:59.999Z") }));
    const players = async (period: Period, at: string) =>
      (await readBoard(store, { ...given({ at: new Date(at) }), period })).players;
    expect(await players("week", "2026-12-28T00:00:00Z")).toBe(1);
    expect(await players("week", "2027-01-03T23:59:59Z")).toBe(1);
    expect(await players("week", "2027-01-04T00:00:00Z")).toBe(0);
    expect(await players("month", "2026-12-01T00:00:00Z")).toBe(1);
    expect(await players("month", "2027-01-01T00:00:00Z")).toBe(0);
    expect(await players("all", "2030-01-01T00:00:00Z")).toBe(1);
  });

  it("forget weeks and months that are long over, but not all time", async () => {
    const { store, clock } = makeBot(small);
    await award(store, given());
    clock.advance(34 * day);
    expect(await store.prune()).toBe(0);
    clock.advance(2 * day);
    await store.prune();
    expect((await exportBoards(store, "test/a")).map(({ period }) => period)).not.toContain("week");
    clock.advance(400 * day);
    await store.prune();
    expect((await exportBoards(store, "test/a")).map(({ period }) => period)).toEqual(["all", "all"]);
    expect(Object.keys(store.under("board-order/"))).toHaveLength(2);
  });

  it("keep to themselves what is not a number of points", async () => {
    const { store } = makeBot(small);
    for (const points of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(award(store, given({ points }))).rejects.toThrow(RangeError);
    }
    await award(store, given({ points: 0 }));
    expect(store.under("")).toEqual({});
  });

  it("tell everything they hold about a person, and forget all of it", async () => {
    const { store } = makeBot(small);
    await award(store, given());
    await award(store, given({ person: "test/a/b", name: "Other" }));
    const rest = { space: "test/club", points: 100, name: "Ana", games: ["g1"] };
    const stretches = [
      { period: "week", from: "2026-11-16" },
      { period: "month", from: "2026-11-01" },
      { period: "all" },
    ];
    const expected = stretches.flatMap((one) => [
      { ...rest, ...one },
      { ...rest, ...one, topic: "databases" },
    ]);
    const kept = await exportBoards(store, "test/a");
    expect(kept).toHaveLength(6);
    expect(kept).toEqual(expect.arrayContaining(expected));
    expect(await removeFromBoards(store, "test/a")).toBe(6);
    expect(await removeFromBoards(store, "test/a")).toBe(0);
    expect(await exportBoards(store, "test/a")).toEqual([]);
    expect(JSON.stringify(store.under(""))).not.toContain("Ana");
    expect(await exportBoards(store, "test/a/b")).toHaveLength(6);
    expect(Object.keys(store.under("board-")).every((key) => key.includes("test%2Fa%2Fb"))).toBe(true);
  });

  it("take as many operations of the store for many players as for few", async () => {
    const { store } = makeBot(small);
    let done = 0;
    const counted = storeOf(store, (act) => {
      done++;
      return act();
    });
    const cost = async (act: () => Promise<unknown>) => {
      const before = done;
      await act();
      return done - before;
    };
    const costs = async (game: string) => [
      await cost(() => award(counted, given({ game }))),
      await cost(() => readBoard(counted, { ...given({ person: "test/late" }), period: "week" })),
    ];
    const players = async (from: number, to: number) => {
      for (let at = from; at < to; at++) await award(store, given({ person: `test/p${at}`, points: 1000 + at }));
    };
    await award(store, given());
    await award(store, given({ person: "test/late", points: 1 }));
    await players(0, 20);
    const few = await costs("g2");
    await players(20, 300);
    expect(await costs("g3")).toEqual(few);
    expect(few.every((operations) => operations <= 40)).toBe(true);
  });
});

/** A club with a leaderboard, and somebody who asks for it. */
function club() {
  const parts = makeBot(small);
  const origin: Origin = {
    platform: "test",
    space: "club",
    conversation: "lobby",
    person: "ana",
    locale: "en",
    isDirect: false,
    mayAdminister: false,
  };
  const { store, clock } = parts;
  const contextOf = (where: Partial<Origin>): Context => ({
    origin: { ...origin, ...where },
    ...small,
    store,
    clock,
    random: seededRandom(1),
    keepDays: 30,
    tipGraceMs: 0,
  });
  return {
    ...parts,
    /** Type a line after the command's name. */
    async ask(line = "", context = contextOf({})): Promise<Turn> {
      const read = readOptions(leaderboardCommand, line);
      if (read.kind === "wrong") throw new Error(read.problem);
      return leaderboardCommand.run(read.values, context);
    },
    async press(button: Button | undefined, where: Partial<Origin> = {}): Promise<Turn | undefined> {
      const press = decodePress(button?.press ?? "");
      expect(press?.command).toBe("leaderboard");
      return leaderboardCommand.press?.(press?.arguments ?? [], contextOf(where));
    },
    alone(): Context {
      const context = contextOf({ isDirect: true });
      delete context.origin.space;
      return context;
    },
    win: (person: string, points: number, rest: Partial<Award> = {}) =>
      award(store, given({ person: `test/${person}`, name: person, points, at: clock.now(), ...rest })),
  };
}

const replyOf = (turn: Turn | undefined) =>
  (turn?.effects ?? []).flatMap((effect) => (effect.kind === "reply" ? effect.reply : []));
const audiences = (turn: Turn) =>
  turn.effects.map((effect) => (effect.kind === "reply" ? effect.audience : effect.kind));
const text = (turn: Turn | undefined) => replyText(replyOf(turn));
const buttonsOf = (turn: Turn | undefined) =>
  replyOf(turn).flatMap((block) => (block.kind === "buttons" ? block.buttons : []));
const button = (turn: Turn | undefined, label: string) => buttonsOf(turn).find((one) => one.label === label);
const rowsOf = (turn: Turn | undefined) =>
  replyOf(turn).flatMap((block) =>
    block.kind === "table" ? block.rows.map((row) => row.map(inlineText).join(" ")) : [],
  );

describe("/leaderboard", () => {
  it("shows who has the most points this week, with medals, and ties as ties", async () => {
    const { ask, win } = club();
    await win("bea", 300);
    await win("ana", 1200);
    await win("cem", 300);
    await win("dov", 100);
    const board = await ask();
    expect(rowsOf(board)).toEqual(["🥇 ana 1,200", "🥈 bea 300", "🥈 cem 300", "4 dov 100"]);
    expect(text(board)).toContain(words.title("week", undefined));
    expect(text(board)).toContain(words.players(4));
    expect(audiences(board)).toEqual(["conversation"]);
  });

  it("shows the asker below the top, however far down, and marks their row", async () => {
    const { ask, win } = club();
    for (let at = 0; at < 12; at++) await win(`p${at}`, 500 + at);
    await win("ana", 100);
    const board = await ask();
    expect(rowsOf(board).slice(-3)).toEqual(["10 p2 502", "…  ", "13 ana 100"]);
    const table = replyOf(board).find((block) => block.kind === "table");
    const isStrong = table?.rows.map((row) => row.some((cell) => cell[0]?.kind === "strong"));
    expect(isStrong?.map((strong, at) => (strong ? at : undefined)).filter((at) => at !== undefined)).toEqual([11]);
    await win("ana", 401, { game: "g2" });
    expect(rowsOf(await ask()).slice(-2)).toEqual(["10 p2 502", "11 ana 501"]);
  });

  it("turns to other times and topics, typed or with buttons", async () => {
    const { ask, press, win, clock } = club();
    await win("ana", 100, { at: new Date(clock.now().getTime() - 10 * day) });
    await win("ana", 200, { topic: "apis", game: "g2", at: new Date(clock.now().getTime() - 40 * day) });
    const week = await ask();
    expect(rowsOf(week)).toEqual([]);
    expect(buttonsOf(week).map(({ label }) => label)).toEqual([words.periods.month, words.periods.all]);
    expect(rowsOf(await press(button(week, words.periods.month)))).toEqual(["🥇 ana 100"]);
    expect(rowsOf(await press(button(week, words.periods.all)))).toEqual(["🥇 ana 300"]);
    for (const line of ["all databases", "databases all", "databses all", "what:all topic:databases"]) {
      const board = await ask(line);
      expect(rowsOf(board), line).toEqual(["🥇 ana 100"]);
      expect(text(board), line).toContain(words.title("all", "Databases"));
      expect(rowsOf(await press(button(board, words.periods.week))), line).toEqual([]);
      expect(rowsOf(await press(button(board, words.periods.month))), line).toEqual(["🥇 ana 100"]);
    }
  });

  it("says on an empty board how to get on it", async () => {
    const { ask } = club();
    expect(text(await ask())).toContain(words.empty(undefined));
    const board = await ask("databases");
    expect(text(board)).toContain(words.empty("Databases"));
    const play = decodePress(button(board, phrases.quizButton("Databases"))?.press ?? "");
    expect(play).toEqual({ command: "quiz", arguments: ["start", "databases"] });
  });

  it("offers topics in place of one that it does not have", async () => {
    const { ask, press, win } = club();
    await win("ana", 100);
    const turn = await ask("month knitting");
    expect(text(turn)).toContain(phrases.noSuch("quiz", "knitting"));
    expect(rowsOf(await press(button(turn, "Databases")))).toEqual(["🥇 ana 100"]);
  });

  it("keeps spaces apart, and has no board in direct messages", async () => {
    const { ask, press, win, alone } = club();
    await win("ana", 100);
    const board = await ask();
    expect(rowsOf(await press(button(board, words.periods.all), { space: "other" }))).toEqual([]);
    expect(text(await ask("", alone()))).toBe(words.direct);
    expect(text(await ask("month databases", alone()))).toBe(words.direct);
    expect(text(await leaderboardCommand.press?.(["week"], alone()))).toBe(words.direct);
  });

  it("hides people who do not want to be seen, tells only them, and brings them back", async () => {
    const { ask, win, alone } = club();
    await win("ana", 300);
    await win("bea", 100);
    const hidden = await ask("hide");
    expect([audiences(hidden), text(hidden)]).toEqual([["asker"], words.hidden]);
    expect(rowsOf(await ask())).toEqual(["🥇 bea 100"]);
    expect(text(await ask())).toContain(words.players(1));
    await win("ana", 50, { game: "g2" });
    expect(rowsOf(await ask("all"))).toEqual(["🥇 bea 100"]);
    const shown = await ask("show", alone());
    expect([audiences(shown), text(shown)]).toEqual([["asker"], words.shown]);
    expect(rowsOf(await ask())).toEqual(["🥇 ana 350", "🥈 bea 100"]);
    expect(rowsOf(await ask("show databases"))).toEqual(["🥇 ana 350", "🥈 bea 100"]);
  });

  it("cuts long names between characters, and shows others as they are", async () => {
    const { ask, win } = club();
    const family = "👨‍👩‍👧‍👦";
    await win("a", 5, { name: "x".repeat(32) });
    await win("b", 4, { name: family.repeat(40) });
    await win("c", 3, { name: " two\nlines " });
    await win("d", 2, { name: "@everyone | **x**" });
    await win("e", 1, { name: " " });
    expect(rowsOf(await ask())).toEqual([
      `🥇 ${"x".repeat(32)} 5`,
      `🥈 ${family.repeat(31)}… 4`,
      "🥉 two lines 3",
      "4 @everyone | **x** 2",
      `5 ${phrases.nameless} 1`,
    ]);
  });

  it("takes no press that is not of its making", async () => {
    const { alone } = club();
    for (const pressed of [[], ["hide"], ["year"], ["week", "knitting"], ["", ""], ["week", "__proto__"]]) {
      expect(await leaderboardCommand.press?.(pressed, alone())).toBeUndefined();
    }
  });
});
