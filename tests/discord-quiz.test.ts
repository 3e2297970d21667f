/** Whole group games over a real gateway: sockets that break, answers that are lost, processes that come and go. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rememberDeliveries } from "../src/adapters/deliveries.ts";
import { DiscordAdapter } from "../src/adapters/discord/adapter.ts";
import type { Session } from "../src/core/quiz/group/session-schema.ts";
import { AlarmRunner } from "../src/runtime/alarms.ts";
import { Club, smallKnowledge, smallKnowledgeFolder } from "./fakes/parts.ts";
import { DiscordPeer, type Recorded } from "./peers/discord/peer.ts";
import { MortalBot, Table } from "./soak/discord-quiz.ts";

const small = await smallKnowledge();
const questions = small.base.quizzes.get("databases")?.questions ?? [];
const posting = { method: "POST", path: /^\/channels\/\d+\/messages$/ };
const isPost = ({ method, path }: Recorded) => method === posting.method && posting.path.test(path);
/** It takes place in real time. */
const gameMs = 60_000;

let peer: DiscordPeer;
let cleanUp: AsyncDisposableStack;
beforeEach(() => {
  cleanUp = new AsyncDisposableStack();
});
afterEach(() => cleanUp.disposeAsync());

/** Two who answer before something happens, and three who do afterwards. */
function halvesOf({ people }: Table) {
  return [people.slice(0, 2), people.slice(2)] as const;
}

describe("a group's game on Discord", () => {
  let club: Club;
  let alarms: AlarmRunner;
  beforeEach(async () => {
    club = new Club(small);
    peer = cleanUp.use(await DiscordPeer.open({ now: () => club.clock.now().getTime() }));
  });

  /** A process of its own. @returns how to stop it */
  async function boot(): Promise<() => Promise<void>> {
    const { bot, store, records } = club.start();
    const adapter = new DiscordAdapter({
      token: peer.token,
      apiUrl: peer.url,
      overhears: false,
      logger: club.log,
      isFirstDelivery: rememberDeliveries(store),
    });
    alarms = new AlarmRunner({
      records,
      logger: club.log,
      async wake(alarm) {
        for (const effect of await bot.wake(alarm)) await adapter.perform(effect);
      },
    });
    const before = peer.identifies.length;
    const running = adapter.run(bot);
    const stop = async () => {
      await adapter.stop();
      await running;
    };
    cleanUp.defer(stop);
    await peer.until(() => peer.identifies.length > before);
    return stop;
  }

  /** Let time pass to the next alarm; what was shown has to be noted before, or it would be shown again. */
  async function pass(): Promise<void> {
    const session = () => Object.values(club.under("games/"))[0] as Session | undefined;
    await vi.waitFor(() => expect(session()?.isSent).not.toBe(false));
    await club.pass((await club.nextDue()) ?? 0, alarms);
  }

  it("goes on through broken sockets, lost answers and a restart, and shows everything once", async () => {
    const stop = await boot();
    const table = new Table(peer, questions, 6);
    const [some, others] = halvesOf(table);

    peer.failNext({ ...posting, status: 500, afterDoing: true });
    await table.start();
    for (const interaction of await table.answer(0, table.people)) peer.redeliver(interaction);
    await pass(); // in the first round nobody knows who plays, so it lasts until the bell
    await table.revealed(0);

    await pass();
    await table.answer(1, some);
    peer.dropSockets();
    await table.answer(1, others);
    expect(peer.resumes).toBe(1);
    await table.revealed(1);

    await pass();
    await table.answer(2, some);
    peer.invalidateSessions(false);
    await peer.until(() => peer.identifies.length === 2);
    await table.answer(2, others);
    await table.revealed(2);

    await pass();
    const before = await table.answer(3, some);
    await stop();
    await boot();
    for (const interaction of before) peer.redeliver(interaction);
    await table.answer(3, others);
    await table.revealed(3);

    peer.failNext({ ...posting, status: 500, afterDoing: true, times: 2 });
    await pass();
    await table.answer(4, table.people);
    await table.revealed(4);
    await pass();
    await table.answer(5, table.people);
    await table.revealed(5);
    await pass();
    expect(await table.faults()).toEqual([]);
    expect(peer.violations).toEqual([]);
    expect(club.log.lines.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("a group's game on Discord, with npm start", () => {
  it(
    "is finished, with the right standings, by processes that are killed in the middle of rounds",
    async () => {
      peer = cleanUp.use(await DiscordPeer.open());
      const folder = mkdtempSync(join(tmpdir(), "waymark-discord-"));
      cleanUp.defer(() => rmSync(folder, { recursive: true }));
      const storeUrl = `sqlite:${join(folder, "bot.sqlite")}`;
      const bot = new MortalBot(peer, { storeUrl, knowledge: smallKnowledgeFolder });
      cleanUp.defer(() => bot.kill());
      await bot.start();
      const table = new Table(peer, questions, 3);
      const [some, others] = halvesOf(table);

      await table.start();
      const before = await table.answer(0, some);
      await bot.kill();
      await bot.start();
      for (const interaction of before) peer.redeliver(interaction);
      await table.answer(0, others);
      await table.commands("quiz", { topic: "skip" }); // in the first round it would wait for the bell
      await table.revealed(0);

      const release = peer.hold(posting);
      table.begins("quiz", { topic: "skip" });
      await table.answer(1, some);
      await bot.kill(); // before it hears that the question was posted
      release();
      await bot.start();
      await peer.until(() => peer.requests.filter(isPost).length === 3);
      await table.answer(1, others);
      await table.revealed(1);

      await table.commands("quiz", { topic: "skip" });
      await table.answer(2, table.people);
      await table.revealed(2);
      expect(await table.faults()).toEqual([]);
      expect(peer.violations).toEqual([]);
      expect(bot.log).not.toContain('"level":50');
    },
    gameMs,
  );
});
