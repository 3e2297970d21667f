import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { whisper } from "../src/core/effects.ts";
import { scheduleHousekeeping } from "../src/core/housekeeping.ts";
import { phrases } from "../src/core/phrases.ts";
import { paragraph } from "../src/core/reply.ts";
import { AlarmRunner } from "../src/runtime/alarms.ts";
import { type OpenStore, openStore } from "../src/runtime/stores/open-store.ts";
import { CollectedLog, HandSetClock, makeBot, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";
import {
  Cable,
  describeWithServer,
  postgres,
  redis,
  removeFromPostgres,
  removeFromRedis,
  unusedName,
} from "./fakes/servers.ts";

const small = await smallKnowledge();
const question = "How do I find my first job?";
const answer = "Ask the people you know first.";
const memoryLost = [whisper([paragraph(phrases.memoryLost)])];
/** Redis is tried again after some tenths of a second, PostgreSQL with the next statement. */
const patience = { timeout: 10_000, interval: 20 };

for (const [server, remove] of [
  [redis, removeFromRedis],
  [postgres, removeFromPostgres],
] as const) {
  await describeWithServer(server, `the bot whose ${server.title} is cut off`, () => {
    let name: string;
    let cable: Cable;
    let log: CollectedLog;
    let clock: HandSetClock;
    let opened: OpenStore;
    let people: { bot: ReturnType<typeof makeBot>["bot"]; ana: Person; owner: Person };

    beforeEach(async () => {
      name = unusedName();
      cable = new Cable(server);
      await cable.join();
      log = new CollectedLog();
      clock = new HandSetClock();
      opened = await openStore(cable.through(server), clock, log, name);
      const { bot, ana } = makeBot(small, { store: opened.store, clock, logger: log });
      people = { bot, ana, owner: new Person("owner", bot, { mayAdminister: true }) };
    });
    afterEach(async () => {
      await opened.close();
      await cable.cut();
      await remove(name);
    });

    const logged = (message: string) => log.lines.filter((line) => line.message === message);

    it("still answers questions", async () => {
      const { ana } = people;
      await cable.cut();
      expect(await ana.says(question)).toContain(answer);
      expect(await ana.commands(`ask ${question}`)).toContain(answer);
      expect(await ana.says("how do i fix my car")).toContain(phrases.unknown);
    });

    it.each([
      ["quiz databases"],
      ["quiz databases mode:solo"],
      ["quiz"],
      ["quiz stop"],
      ["settings"],
      ["settings quiz-count 7"],
    ])("says to who typed /%s, and nobody else, that its memory is lost", async (line) => {
      const { bot, owner } = people;
      const [command = "", ...given] = line.split(" ");
      await cable.cut();
      const effects = await bot.handle({
        kind: "command",
        origin: owner.origin,
        name: command,
        given: given.join(" "),
      });
      expect(effects).toEqual(memoryLost);
    });

    it("says it as well to who presses a button from before", async () => {
      const { bot, ana } = people;
      await ana.commands("quiz");
      const id = ana.button(ana.labels[0] ?? "").press;
      await cable.cut();
      expect(await bot.handle({ kind: "press", origin: ana.origin, id })).toEqual(memoryLost);
    });

    it("keeps silent where nobody spoke to it, also where it is told to listen", async () => {
      const { bot, ana, owner } = people;
      const overhear = () =>
        bot.handle({ kind: "utterance", origin: ana.origin, text: question, addressed: "overheard" });
      await owner.commands("settings overhear on");
      expect(await overhear()).not.toEqual([]);
      await cable.cut();
      expect(await overhear()).toEqual([]);
    });

    it("logs that it is lost once, however many ask and however often", async () => {
      const { ana, owner } = people;
      await cable.cut();
      const ask = () => [ana.commands("quiz databases"), owner.commands("settings"), ana.says(question)];
      for (let round = 0; round < 3; round++) await Promise.all([...ask(), ...ask()]);
      expect(logged("the store cannot be reached")).toMatchObject([{ level: "error" }]);
      expect(log.lines.filter(({ level }) => level === "error")).toHaveLength(1);
      expect(logged("failed")).toEqual(
        Array.from({ length: 12 }, () =>
          expect.objectContaining({ level: "info", fields: expect.objectContaining({ outcome: "no-store" }) }),
        ),
      );
      expect(log.lines.filter(({ fields }) => "reference" in fields)).toEqual([]);
      expect(logged("the store is back")).toEqual([]);
    });

    it("does everything again when the line is mended, with what it knew before, and logs that", async () => {
      const { ana, owner } = people;
      await owner.commands("settings quiz-count 3");
      await cable.cut();
      expect(await ana.commands("quiz databases mode:solo")).toBe(phrases.memoryLost);
      await cable.join();
      const started = await vi.waitFor(async () => {
        const heard = await ana.commands("quiz databases mode:solo");
        expect(heard).not.toBe(phrases.memoryLost);
        return heard;
      }, patience);
      expect(started).toContain("1 of 3");
      expect(await owner.commands("settings")).toContain("quiz-count");
      expect(log.lines.map(({ message }) => message).filter((message) => message.startsWith("the store"))).toEqual([
        "the store cannot be reached",
        "the store is back",
      ]);
    });

    it("is lost and found a second time as it was the first", async () => {
      const { ana } = people;
      for (let time = 0; time < 2; time++) {
        await cable.cut();
        expect(await ana.commands("quiz")).toBe(phrases.memoryLost);
        await cable.join();
        await vi.waitFor(async () => expect(await ana.commands("quiz")).not.toBe(phrases.memoryLost), patience);
      }
      expect(logged("the store cannot be reached")).toHaveLength(2);
      expect(logged("the store is back")).toHaveLength(2);
    });

    it("is woken, when the line is mended, for an alarm that was due before", async () => {
      const { bot } = people;
      const { records, store } = opened;
      // A real timer, which so looks every few milliseconds of a clock that stands still.
      const alarms = new AlarmRunner({ records, logger: log, wake: (alarm) => bot.wake(alarm), pollMs: 5 });
      await scheduleHousekeeping({ store, clock });
      await cable.cut();
      alarms.start();
      await vi.waitFor(() => expect(logged("the store cannot be reached")).toHaveLength(1), patience);
      await cable.join();
      await vi.waitFor(() => expect(logged("handled")).toHaveLength(1), patience);
      await alarms.stop();
      // The runner has looked many times, and has nothing to add to what the store says.
      expect(log.lines.map(({ message }) => message)).toEqual([
        "the store cannot be reached",
        "the store is back",
        "handled",
      ]);
      expect(logged("handled")).toMatchObject([{ fields: { namespace: "housekeeping", lateMs: 0, attempt: 1 } }]);
    });

    it("is closed without waiting for the line", async () => {
      await people.ana.commands("quiz databases mode:solo");
      await cable.cut();
      expect(await people.ana.commands("quiz")).toBe(phrases.memoryLost);
      await expect(opened.close()).resolves.toBeUndefined();
      opened = await openStore("memory:", new HandSetClock(), log);
    });
  });
}
