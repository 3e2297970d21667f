/** A crowd that presses at the same time in one conversation, through two hosts on one server. */
import { setTimeout as pause } from "node:timers/promises";
import { openKnowledge } from "../../src/runtime/knowledge.ts";
import { seededRandom } from "../fakes/parts.ts";
import { knowledgeFolder } from "./quiz-host.ts";
import { Host, type Shown } from "./quiz-hosts.ts";
import { Player, type Possible } from "./quiz-player.ts";
import { type AskedRound, type RevealedRound, readScene } from "./quiz-screen.ts";
import { type Times, timesOf } from "./quiz-times.ts";
import type { Place } from "./shared-store.ts";

const where = { platform: "soak", space: "club", conversation: "hall" };
const overMs = 1000;
export type Crowd = {
  /** Presses that the bot told their player it took, and answers in the reveals. */
  acknowledged: number;
  revealed: number;
  /** In the hosts, around `bot.handle`. The last press of a round after the first one reveals it. */
  handling: Times;
  /** From when a press was sent until it was wholly done, for the player. */
  waiting: Times;
};

/**
 * @param rounds in each of which everybody presses once within one second
 * @param speed how much faster than ours the clock runs; faster than 1 crowds what else happens
 */
export async function pressTogether(
  place: Place,
  { people, rounds, speed = 1 }: { people: number; rounds: number; speed?: number },
): Promise<Crowd> {
  const { base } = await openKnowledge(knowledgeFolder);
  const random = seededRandom(1);
  const players = Array.from({ length: people }, (_, at) => new Player(`p${at}`, where, seededRandom(at)));
  const asked: AskedRound[] = [];
  const revealed: RevealedRound[] = [];
  const look = ({ reply }: Shown) => {
    const scene = readScene(reply, base);
    if (scene?.kind === "asked") asked.push(scene);
    if (scene?.kind === "revealed") revealed.push(scene);
  };
  const pace = { epoch: Date.now(), speed };
  const [first, second] = await Promise.all([Host.start(place, pace, look), Host.start(place, pace, look)]);
  const [starter] = players;
  if (!starter) throw new Error("nobody plays");
  await first.ask(starter.commands("quiz", `databases ${rounds}`));
  const handling: number[] = [];
  const waiting: number[] = [];
  let acknowledged = 0;
  for (let round = 0; round < rounds; round++) {
    const open = await until(() => asked.find((one) => one.round === round));
    await Promise.all(
      players.map(async (player, at) => {
        const [move] = player.plan(open).slice(0, 1);
        await pause(random.next() * overMs);
        if (!move) return;
        const before = performance.now();
        await player.make(move, open, async (incoming) => {
          const answer = await (at % 2 === 0 ? first : second).ask(incoming);
          waiting.push(performance.now() - before);
          if (answer.ms !== undefined) handling.push(answer.ms);
          return answer;
        });
      }),
    );
    acknowledged += players.filter((player) => isSure(player.guesses.get(round))).length;
    // In the first round nobody is waited for, and later on those who chose nothing are.
    if (!revealed.some((one) => one.round === round)) await first.ask(starter.commands("quiz", "skip"));
    await until(() => revealed.find((one) => one.round === round));
  }
  await Promise.all([first.kill(), second.kill()]);
  const count = new Map(revealed.map((one) => [one.round, one.answered]));
  return {
    acknowledged,
    revealed: [...count.values()].reduce((sum, answered) => sum + answered, 0),
    handling: timesOf(handling),
    waiting: timesOf(waiting),
  };
}

const isSure = (possible: Possible = []) => possible.length === 1 && possible[0] !== undefined;

async function until<T>(look: () => T | undefined): Promise<T> {
  for (let waits = 0; waits < 2000; waits++) {
    const found = look();
    if (found !== undefined) return found;
    await pause(20);
  }
  throw new Error("nothing happened");
}
