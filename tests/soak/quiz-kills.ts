/** A group's game on one SQLite file, whose host is killed again and again. */
import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../../src/core/ports.ts";
import { readBoard } from "../../src/core/quiz/boards/boards.ts";
import { sessions } from "../../src/core/quiz/group/session-schema.ts";
import { readProgress } from "../../src/core/quiz/progress/progress.ts";
import { openKnowledge } from "../../src/runtime/knowledge.ts";
import { openStore } from "../../src/runtime/stores/open-store.ts";
import { seededRandom } from "../fakes/parts.ts";
import { fastClock, knowledgeFolder, silent } from "./quiz-host.ts";
import { type Answer, Host, type Pace, type Shown } from "./quiz-hosts.ts";
import { judge, pointsOf, type Seen } from "./quiz-judge.ts";
import { Player } from "./quiz-player.ts";
import { type AskedRound, readScene } from "./quiz-screen.ts";
import type { Place } from "./shared-store.ts";

const where = { platform: "soak", space: "club", conversation: "lobby" };
const names = ["ana", "bea", "cem", "dag", "eva", "fay"];
const topic = "databases";
/** Most of a round's time that somebody takes to think, and between presses; of our time, at speed 1. */
const thinkMs = 15_000;
const dawdleMs = 6000;
const staysAway = 0.15;
/** The longest that a host may live before it is killed; of our time. */
const longestLifeMs = 400;
const mostMoments = 60;
/** Updates when six people get their points, before and after each. */
const momentsOfAwards = 240;
const killsAtEnd = 4;
const aheadRounds = 2;
/** A game of which nothing is shown for so long goes on no more; of our time, at speed 1. */
const longestSilenceMs = 10 * 60_000;

export type KilledGame = {
  kills: number;
  /** Acknowledged answers, one a player and round. */
  answers: number;
  /** Questions that were shown again. */
  shownAgain: number;
  seconds: number;
  wrong: string[];
};

type Event = "press" | "ack" | "shown";
const deaths = ["time", "moment", "press", "ack", "shown"] as const;

/** @param kills spread over the rounds evenly; there are some more at the end */
export async function killAmidGame(
  place: Place,
  { rounds, kills, speed, seed }: { rounds: number; kills: number; speed: number; seed: number },
): Promise<KilledGame> {
  const started = performance.now();
  const { base } = await openKnowledge(knowledgeFolder);
  const random = seededRandom(seed);
  const players = names.map((name, at) => new Player(name, where, seededRandom(seed * 100 + at)));
  const seen: Seen = { asked: [], revealed: [], ends: [] };
  const rooms = new Room(place, { epoch: Date.now(), speed });
  const playing: Promise<void>[] = [];
  rooms.onShown = ({ reply }) => {
    const scene = readScene(reply, base);
    if (scene?.kind === "revealed") seen.revealed.push(scene);
    if (scene?.kind === "over") seen.ends.push(scene);
    if (scene?.kind !== "asked") return;
    const isNew = !seen.asked.some(({ round }) => round === scene.round);
    seen.asked.push(scene);
    if (isNew) playing.push(...players.map((player) => play(player, scene, rooms, random)));
  };
  await rooms.open();
  const [starter] = players;
  if (starter) await rooms.ask(starter.commands("quiz", `${topic} ${rounds}`));
  const done = await killUntilOver(rooms, seen, { rounds, kills }, random);
  await Promise.all(playing);
  const wrong = judge(seen, players, rounds);
  wrong.push(...(await judgeStore(place, rooms.pace, seen, players)));
  await rooms.close();
  return {
    kills: done,
    answers: players.reduce((sum, { guesses }) => sum + [...guesses.values()].filter(isCertain).length, 0),
    shownAgain: seen.asked.length - rounds,
    seconds: (performance.now() - started) / 1000,
    wrong,
  };
}

const isCertain = (possible: readonly unknown[]) => possible.length === 1 && possible[0] !== undefined;

/** Think, press, perhaps press something else; and again what nobody answered. */
async function play(player: Player, asked: AskedRound, room: Room, random: Random): Promise<void> {
  const { speed } = room.pace;
  if (random.next() < staysAway) return;
  await pause((random.next() * thinkMs) / speed);
  for (const move of player.plan(asked)) {
    for (let again = true; again; ) {
      const made = await player.make(move, asked, (incoming) => room.ask(incoming));
      if (!made.goesOn) return;
      again = made.again;
    }
    await pause((random.next() * dawdleMs) / speed);
  }
}

/** Kill a little ahead of the rounds, so that they are all done by the last one; and more while the points are given out. */
async function killUntilOver(
  room: Room,
  seen: Seen,
  { rounds, kills }: { rounds: number; kills: number },
  random: Random,
): Promise<number> {
  const longest = longestSilenceMs / room.pace.speed;
  const below = (most: number) => Math.floor(random.next() * most);
  const isGoing = () => seen.ends.length === 0 && performance.now() < room.shownAt + longest;
  let done = 0;
  let atEnd = 0;
  while (isGoing()) {
    const round = Math.max(0, ...seen.asked.map((one) => one.round));
    if (atEnd < killsAtEnd && seen.revealed.some((one) => one.round === rounds - 1)) {
      await room.dieAfter(1 + below(momentsOfAwards));
      for (let isAlive = true; isAlive && isGoing(); ) {
        isAlive = await Promise.race([room.died.then(() => false), pause(10).then(() => true)]);
      }
      atEnd++;
    } else if (done - atEnd < Math.min(((round + 1 + aheadRounds) * kills) / rounds, kills)) {
      const death = deaths[below(deaths.length)] ?? "time";
      if (death === "moment") await room.dieAfter(1 + below(mostMoments));
      if (death === "time" || death === "moment") await Promise.race([pause(below(longestLifeMs)), room.died]);
      else await Promise.race([room.next(death).then(() => pause(below(3))), pause(5 * longestLifeMs)]);
    } else {
      await pause(10);
      continue;
    }
    // Also when the end was shown just now: that it was may still have to be noted.
    await room.restart();
    done++;
  }
  return done;
}

/** Whether the boards and everybody's progress say what the reveals said, once the game is put away. */
async function judgeStore(place: Place, pace: Pace, seen: Seen, players: readonly Player[]): Promise<string[]> {
  const wrong: string[] = [];
  const clock = fastClock(pace.epoch, pace.speed);
  const { store, close } = await openStore(place.url, clock, silent, place.name);
  const isThere = async () => (await store.read(sessions, `${where.platform}/${where.conversation}`)) !== undefined;
  for (let waits = 0; (await isThere()) && waits < 100; waits++) await pause(100);
  if (await isThere()) wrong.push("the game is still in the store");
  for (const about of [undefined, topic]) {
    const board = await readBoard(store, {
      space: `${where.platform}/${where.space}`,
      period: "all",
      topic: about,
      person: "",
      at: clock.now(),
    });
    for (const { name } of players) {
      const points = board.top.find((one) => one.name === name)?.points ?? 0;
      const revealed = pointsOf(seen, name);
      if (points !== revealed) wrong.push(`${name}: ${revealed} points revealed, ${points} on the board`);
    }
  }
  const answered = seen.revealed.filter((one, at, all) => all.findIndex(({ round }) => round === one.round) === at);
  const total = answered.reduce((sum, one) => sum + one.answered, 0);
  let counted = 0;
  for (const { name } of players) counted += (await readProgress(store, `${where.platform}/${name}`))?.answered ?? 0;
  if (counted !== total) wrong.push(`${total} answers revealed, ${counted} in everybody's progress`);
  await close();
  return wrong;
}

/** Where the game is played: always one host, another whenever one has died. */
class Room {
  onShown: (shown: Shown) => void = () => {};
  /** When something was shown the last time. */
  shownAt = performance.now();
  readonly pace: Pace;
  readonly #place: Place;
  readonly #waiting = new Map<Event, () => void>();
  #host: Promise<Host> = Promise.reject(new Error("not open"));

  constructor(place: Place, pace: Pace) {
    this.#place = place;
    this.pace = pace;
    this.#host.catch(() => {});
  }

  async open(): Promise<void> {
    this.#host = Host.start(this.#place, this.pace, (shown) => {
      this.shownAt = performance.now();
      this.#happened("shown");
      this.onShown(shown);
    });
    await this.#host;
  }

  async ask(incoming: Parameters<Host["ask"]>[0]): Promise<Answer> {
    const asking = (await this.#host).ask(incoming);
    this.#happened("press");
    const answer = await asking;
    if (answer.ms !== undefined) this.#happened("ack");
    return answer;
  }

  /** Resolves when such a thing happens the next time. */
  next(event: Event): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(event, resolve));
  }

  async dieAfter(moments: number): Promise<void> {
    (await this.#host).dieAfter(moments);
  }

  get died(): Promise<void> {
    return this.#host.then((host) => host.ended);
  }

  async restart(): Promise<void> {
    const before = this.#host;
    const ended = before.then((host) => host.kill());
    this.#host = ended.then(async () => {
      await this.open();
      return this.#host;
    });
    await this.#host;
  }

  async close(): Promise<void> {
    await (await this.#host).kill();
  }

  #happened(event: Event): void {
    this.#waiting.get(event)?.();
    this.#waiting.delete(event);
  }
}
