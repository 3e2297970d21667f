import { afterEach, describe, expect, it } from "vitest";
import { rememberDeliveries } from "../src/adapters/deliveries.ts";
import { say, whisper } from "../src/core/effects.ts";
import { paragraph } from "../src/core/reply.ts";
import {
  botTexts,
  gate,
  leaveDiscord,
  logged,
  onDiscord,
  openDiscord,
  pages,
  ScriptedBot,
  startAdapter,
  starts,
} from "./fakes/discord.ts";
import { makeBot, smallKnowledge } from "./fakes/parts.ts";

afterEach(leaveDiscord);

const hello = say([paragraph("hello")]);
const buttons = say([{ kind: "buttons", buttons: [{ label: "Go", press: "quiz:go" }] }]);
const small = await smallKnowledge();

type Discord = Awaited<ReturnType<typeof onDiscord>>;

/** Something that is answered after everything that was said before. */
async function afterEverything({ peer, ana }: Pick<Discord, "peer" | "ana">): Promise<void> {
  const before = botTexts(ana.direct).length;
  ana.writes("the last");
  await peer.until(() => botTexts(ana.direct).length > before);
}

describe("what Discord delivers twice", () => {
  it("is answered once, when it is an interaction", async () => {
    const discord = await onDiscord([hello, buttons]);
    const { peer, ana, general, bot, log } = discord;
    const asked = ana.commands(general, "quiz");
    peer.redeliver(asked);
    const [, message] = await peer.until(() => asked.messages.length === 2 && asked.messages);
    if (!message) throw new Error("nothing to press");
    peer.redeliver(ana.presses(message, "Go"));
    await bot.until(() => bot.heard.length === 2);
    await afterEverything(discord);
    expect(bot.heard.map(({ kind }) => kind)).toEqual(["command", "press", "utterance"]);
    expect(log.complaints).toEqual([]);
  });

  it("is answered once, when it is a message", async () => {
    const discord = await onDiscord([hello]);
    const { peer, ana, general, server, bot } = discord;
    const question = ana.says(general, "what is an index?", { mentionsBot: true });
    peer.dispatch("MESSAGE_CREATE", question.event(), server.id);
    await peer.until(() => botTexts(general).length === 1);
    peer.dispatch("MESSAGE_CREATE", question.event(), server.id);
    await afterEverything(discord);
    expect(bot.texts).toEqual(["what is an index?", "the last"]);
    expect(botTexts(general)).toEqual(["hello"]);
  });

  it("is neither done nor said when another process has it", async () => {
    const discord = await onDiscord([hello], { isFirstDelivery: async () => false });
    const { peer, ana, general, bot, bells } = discord;
    const asked = ana.commands(general, "quiz");
    await afterEverything(discord);
    expect(bot.texts).toEqual(["the last"]);
    expect(asked.response).toBeUndefined();
    expect(bells.waits).toEqual([]);
    expect(peer.requests.filter(({ path }) => path.startsWith("/interactions"))).toEqual([]);
  });
});

describe("two processes with one shard of Discord", () => {
  async function both() {
    const discord = await openDiscord();
    const { store } = makeBot(small);
    const isFirstDelivery = rememberDeliveries(store);
    const bots = [0, 1].map(() => new ScriptedBot(() => [say(pages("1", "2")), whisper([paragraph("3")])]));
    const processes = bots.map((bot) => startAdapter(discord.peer, bot, { isFirstDelivery }));
    await Promise.all(processes.map(({ log }) => log.said("on Discord")));
    return { ...discord, bots, processes };
  }

  it("answer an interaction once", async () => {
    const { peer, ana, general, bots, processes } = await both();
    for (let times = 1; times <= 3; times++) {
      const asked = ana.commands(general, "quiz");
      await peer.until(() => asked.messages.length === 3);
    }
    expect(bots.reduce((sum, { heard }) => sum + heard.length, 0)).toBe(3);
    expect(starts(botTexts(general))).toEqual(["1", "2", "1", "2", "1", "2"]);
    expect(processes.flatMap(({ log }) => log.complaints)).toEqual([]);
  });

  it("say the answer to a message once, though both have heard it", async () => {
    const { peer, ana, general, bots } = await both();
    const question = ana.says(general, "tell me all", { mentionsBot: true });
    const sent = () => peer.requests.filter(({ path }) => path === `/channels/${general.id}/messages`);
    await peer.until(() => sent().length === 6);
    expect(bots.map(({ texts }) => texts)).toEqual([["tell me all"], ["tell me all"]]);
    expect(starts(botTexts(general))).toEqual(["1", "2", "3"]);
    expect(general.messages[1]?.reference).toBe(question);
  });

  it("mend the answer to a message once", async () => {
    const { peer, ana, general } = await both();
    const question = ana.says(general, "tell me all", { mentionsBot: true });
    const sent = () => peer.requests.filter(({ path }) => path.startsWith(`/channels/${general.id}/messages`));
    await peer.until(() => sent().length === 6);
    ana.edits(question, `${question.content} again`);
    await peer.until(() => sent().length === 12);
    expect(starts(botTexts(general))).toEqual(["1", "2", "3"]);
  });
});

describe("an answer that Discord does not take", () => {
  it("is a warning when it is too late", async () => {
    const discord = await onDiscord([hello]);
    const { ana, general, log } = discord;
    ana.commands(general, "quiz").expire();
    await log.said("answered too late for Discord");
    await afterEverything(discord);
    expect(log.complaints).toEqual(["answered too late for Discord"]);
  });

  it("is a line of the log when somebody has answered already", async () => {
    const discord = await onDiscord([hello]);
    const { ana, general, log } = discord;
    ana.commands(general, "quiz").response = { type: 1, data: undefined };
    await log.said("answered already");
    await afterEverything(discord);
    expect(log.complaints).toEqual([]);
    expect(log.count("answered already")).toBe(1);
  });

  it("is logged without what anybody wrote, and the bot goes on", async () => {
    const discord = await onDiscord([say([paragraph("my secret answer")])]);
    const { peer, ana, general, log } = discord;
    peer.failNext({ method: "POST", path: /messages$/, status: 400 });
    peer.failNext({ method: "POST", path: /messages$/, status: 503, times: 4 });
    peer.failNext({ method: "POST", path: /callback$/, status: 400 });
    ana.says(general, "my secret question", { mentionsBot: true });
    await log.said("could not answer");
    ana.says(general, "my secret question", { mentionsBot: true });
    await log.said("could not answer", 2);
    ana.commands(general, "ask", { question: "my secret question" });
    await log.said("could not answer", 3);
    await afterEverything(discord);
    expect(logged(log)).not.toContain("my secret");
  });

  it("does not keep the other effects from being done", async () => {
    const { peer, ana, general, log } = await onDiscord(({ origin: { platform, conversation } }) => [
      { kind: "post", to: { platform, conversation }, reply: [paragraph("lost")] },
      hello,
      { kind: "post", to: { platform, conversation }, reply: [paragraph("kept")] },
    ]);
    peer.failNext({ method: "POST", path: new RegExp(`^/channels/${general.id}`), status: 400 });
    ana.commands(general, "quiz");
    await log.said("could not answer");
    expect(botTexts(general)).toEqual(["hello", "kept"]);
  });
});

describe("shards of a bot on Discord", () => {
  it("are those that the process was told to run", async () => {
    const { peer } = await openDiscord();
    const { log } = startAdapter(peer, new ScriptedBot(() => []), { shards: { ids: [1, 2], of: 4 } });
    await log.said("on Discord");
    expect(peer.identifies.map(({ shard }) => shard)).toEqual([
      [1, 4],
      [2, 4],
    ]);
    expect(log.lines.at(-1)).toMatchObject({ fields: { shards: 2 } });
  });

  it("are as many as Discord recommends, if it was told nothing", async () => {
    const { peer, ana, general } = await openDiscord({ shards: 2 });
    const { log } = startAdapter(peer, new ScriptedBot(() => [hello]));
    await log.said("on Discord");
    expect(peer.identifies.map(({ shard: [, of] }) => of)).toEqual([2, 2]);
    const asked = ana.commands(general, "quiz");
    await peer.until(() => asked.messages.length === 1);
    await afterEverything({ peer, ana });
  });
});

describe("stopping on Discord", () => {
  it("finishes what is in hand, takes nothing new, and ends the run", async () => {
    const { passed, open } = gate([hello]);
    const { peer, ana, general, bot, adapter, ended } = await onDiscord(() => passed);
    const asked = ana.commands(general, "quiz");
    ana.says(general, "what is an index?", { mentionsBot: true });
    await bot.until(() => bot.heard.length === 2);
    const stopped = adapter.stop();
    const late = ana.commands(general, "quiz");
    ana.says(general, "too late", { mentionsBot: true });
    open();
    await stopped;
    expect(await ended).toBeUndefined();
    expect(asked.messages.map(({ text }) => text)).toEqual(["hello"]);
    expect(botTexts(general)).toEqual(["hello", "hello"]);
    expect(late.response).toBeUndefined();
    expect(bot.heard).toHaveLength(2);
    await peer.until(() => peer.connections === 0);
  });

  it("may be asked for twice", async () => {
    const { adapter, ended } = await onDiscord();
    await Promise.all([adapter.stop(), adapter.stop()]);
    expect(await ended).toBeUndefined();
  });
});
