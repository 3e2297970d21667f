import { afterEach, describe, expect, it } from "vitest";
import { say, whisper } from "../src/core/effects.ts";
import { paragraph } from "../src/core/reply.ts";
import { botTexts, gate, leaveDiscord, onDiscord, pages, sayWith, starts } from "./fakes/discord.ts";
import { mentionOf } from "./peers/discord/user.ts";

afterEach(leaveDiscord);

const typingAfterMs = 700;
const receipt = { command: "quiz", arguments: ["one"] };
const hello = say([paragraph("hello")]);

type Discord = Awaited<ReturnType<typeof onDiscord>>;

/** Something that the bot hears after everything that was said before. */
async function afterEverything({ bot, ana }: Pick<Discord, "bot" | "ana">): Promise<void> {
  ana.writes("the last");
  await bot.until(() => bot.texts.includes("the last"));
}

/** The event of a message by Ana as it might come, with what differs from the usual. */
function dispatch({ peer, ana, general, server }: Discord, different: Record<string, unknown>): void {
  const message = ana.says(general, "unheard");
  peer.dispatch("MESSAGE_CREATE", { ...message.event(), id: `${message.id}1`, ...different }, server.id);
}

describe("a message on Discord", () => {
  it("that mentions the bot is answered with a reply to it", async () => {
    const { peer, bot, ana, general, server } = await onDiscord([hello]);
    const question = ana.says(general, "what is an index?", { mentionsBot: true });
    const answer = await peer.until(() => general.messages[1]);
    expect(answer.text).toBe("hello");
    expect(answer.reference).toBe(question);
    expect(answer.mentions).toEqual([]);
    expect(bot.heard).toEqual([
      {
        kind: "utterance",
        text: "what is an index?",
        addressed: "mention",
        origin: {
          platform: "discord",
          space: server.id,
          conversation: general.id,
          person: ana.id,
          name: "ana",
          locale: "en-US",
          isDirect: false,
          mayAdminister: false,
        },
      },
    ]);
  });

  it("that answers one of the bot's is for the bot", async () => {
    const { peer, bot, ana, general } = await onDiscord([hello]);
    ana.says(general, "what is an index?", { mentionsBot: true });
    const answer = await peer.until(() => general.messages[1]);
    ana.says(general, "and the salary?", { replyTo: answer });
    await peer.until(() => botTexts(general).length === 2);
    expect(bot.heard[1]).toMatchObject({ addressed: "mention", text: "and the salary?" });
  });

  it("that mentions the bot's own role is for the bot", async () => {
    const discord = await onDiscord([hello], { overhears: true });
    const { peer, bot, server, general } = discord;
    const role = { id: "4711", name: "waymark", permissions: "0", position: 1, tags: { bot_id: peer.applicationId } };
    peer.dispatch("GUILD_ROLE_CREATE", { guild_id: server.id, role }, server.id);
    dispatch(discord, { content: "<@&4711> what is an index?", mention_roles: ["4711"] });
    await peer.until(() => botTexts(general).length === 2);
    expect(bot.heard[1]).toMatchObject({ addressed: "mention", text: "what is an index?" });
  });

  it("to somebody else, or to nobody, is not heard", async () => {
    const discord = await onDiscord([hello]);
    const { peer, bot, ana, general } = discord;
    ana.says(general, "what is an index?");
    ana.says(general, `${mentionOf(peer.addUser("bea"))} what is an index?`);
    await afterEverything(discord);
    expect(bot.texts).toEqual(["the last"]);
    expect(botTexts(general)).toEqual([]);
  });

  it("of a bot, a webhook or Discord itself is not heard", async () => {
    const discord = await onDiscord([hello], { overhears: true });
    const { peer, bot, general } = discord;
    peer.addUser("robot", { isBot: true }).says(general, "what is an index?", { mentionsBot: true });
    const content = `${mentionOf(peer.bot)} what is an index?`;
    const mentions = [peer.bot.wire()];
    dispatch(discord, { content, mentions, webhook_id: "4711" });
    dispatch(discord, { content, mentions, type: 7 });
    await afterEverything(discord);
    expect(bot.texts.filter((text) => text !== "unheard")).toEqual(["the last"]);
  });

  it("is read without mentions, emoji and links to channels", async () => {
    const { peer, bot, ana, general } = await onDiscord([hello]);
    const { bot: us } = peer;
    ana.says(general, `<@!${us.id}> what <:sql:1><a:spin:2> is <#3> 1 < 2 > 0 <@&4> an index ${mentionOf(us)}`);
    await peer.until(() => botTexts(general).length === 1);
    expect(bot.texts[0]?.split(/\s+/).join(" ")).toBe("what is 1 < 2 > 0 an index");
  });

  it("in direct messages needs no mention", async () => {
    const { peer, bot, ana } = await onDiscord([hello]);
    ana.writes("what is an index?");
    await peer.until(() => botTexts(ana.direct).length === 1);
    const [heard] = bot.heard;
    expect(heard).toMatchObject({
      addressed: "direct",
      text: "what is an index?",
      origin: { conversation: ana.direct.id, isDirect: true, mayAdminister: false },
    });
    expect(heard?.origin).not.toHaveProperty("space");
  });

  it("gets pages and replies in order, the first of each answer as a reply to it", async () => {
    const { peer, bot, ana, general } = await onDiscord([
      sayWith(receipt, pages("1", "2")),
      whisper([paragraph("3 told to all, since a message has no secrets")]),
    ]);
    const question = ana.says(general, "tell me all", { mentionsBot: true });
    await peer.until(() => botTexts(general).length === 3);
    const [, first, second] = general.messages;
    expect(starts(botTexts(general))).toEqual(["1", "2", "3"]);
    expect([first?.reference, second?.reference]).toEqual([question, undefined]);
    expect(bot.receipts).toEqual([
      {
        receipt,
        message: { platform: "discord", conversation: general.id, thread: undefined, message: first?.id },
      },
    ]);
  });

  it("gets two replies that are the same, when the bot says so", async () => {
    const discord = await onDiscord(({ origin }) => (origin.isDirect ? [] : [hello, hello]));
    const { peer, ana, general } = discord;
    ana.says(general, "twice, please", { mentionsBot: true });
    await peer.until(() => peer.requests.filter(({ path }) => path.endsWith("/messages")).length === 2);
    expect(botTexts(general)).toEqual(["hello", "hello"]);
  });

  it("brings along pictures and files", async () => {
    const { peer, ana, general } = await onDiscord([
      say([
        { kind: "image", png: new Uint8Array([137, 80, 78, 71]), alt: "a chart" },
        { kind: "file", name: "notes.txt", text: "all of it" },
      ]),
    ]);
    ana.says(general, "show me", { mentionsBot: true });
    const asked = ana.commands(general, "progress");
    await peer.until(() => botTexts(general).length === 2 && asked.messages.length === 1);
    for (const { attachments } of general.messages.slice(1)) {
      expect(attachments.map(({ filename, size }) => [filename, size])).toEqual([
        ["image-1.png", 4],
        ["notes.txt", 9],
      ]);
    }
  });

  it("is answered though the question is gone by then", async () => {
    const { passed, open } = gate([hello]);
    const { peer, bot, ana, general } = await onDiscord(() => passed);
    const question = ana.says(general, "what is an index?", { mentionsBot: true });
    await bot.until(() => bot.heard.length === 1);
    ana.deletes(question);
    open();
    await peer.until(() => botTexts(general).length === 1);
  });
});

describe("overhearing on Discord", () => {
  const messageContent = 1 << 15;

  it("asks for the privileged intent only when it is switched on", async () => {
    const quiet = await onDiscord();
    const curious = await onDiscord([], { overhears: true });
    expect(quiet.peer.identifies.map(({ intents }) => intents & messageContent)).toEqual([0]);
    expect(curious.peer.identifies.map(({ intents }) => intents & messageContent)).toEqual([messageContent]);
  });

  it("hands in what nobody said to the bot", async () => {
    const { peer, bot, ana, general } = await onDiscord([hello], { overhears: true });
    ana.says(general, "what is an index?");
    await peer.until(() => botTexts(general).length === 1);
    expect(bot.heard).toMatchObject([{ kind: "utterance", addressed: "overheard", text: "what is an index?" }]);
  });
});

describe("a thread on Discord", () => {
  it("is told apart from the channel it is in, and gets the answers", async () => {
    const { peer, bot, ana, general } = await onDiscord([sayWith(receipt, [paragraph("hello")])]);
    const thread = general.addThread("quiz night");
    ana.says(thread, "what is an index?", { mentionsBot: true });
    await bot.until(() => bot.receipts.length === 1);
    expect(bot.heard[0]?.origin).toMatchObject({ conversation: general.id, thread: thread.id });
    expect(botTexts(thread)).toEqual(["hello"]);
    expect(general.messages).toEqual([]);
    expect(bot.receipts[0]?.message).toEqual({
      platform: "discord",
      conversation: general.id,
      thread: thread.id,
      message: thread.messages[1]?.id,
    });
    expect(peer.requests.filter(({ path }) => path === `/channels/${general.id}/messages`)).toEqual([]);
  });

  it("gets posts and edits that are meant for it", async () => {
    const { peer, bot, adapter, general } = await onDiscord();
    const thread = general.addThread("quiz night");
    const to = { platform: "discord", conversation: general.id, thread: thread.id };
    await adapter.perform({ kind: "post", to, reply: [paragraph("round one")], receipt });
    const message = bot.receipts[0]?.message;
    expect(message).toEqual({ ...to, message: thread.messages[0]?.id });
    if (message) await adapter.perform({ kind: "edit", message, reply: [paragraph("round two")], receipt });
    expect(thread.messages.map(({ text }) => text)).toEqual(["round two"]);
    expect(bot.receipts[1]?.message).toEqual(message);
    expect(peer.requests.filter(({ method }) => method === "PATCH")).toHaveLength(1);
  });
});

describe("typing on Discord", () => {
  const typings = ({ peer }: Discord) => peer.requests.filter(({ path }) => path.endsWith("/typing"));

  it("is shown once the bot takes its time, and not before", async () => {
    const { passed, open } = gate([hello]);
    const discord = await onDiscord(() => passed);
    const { peer, ana, general, bells } = discord;
    ana.says(general, "what is an index?", { mentionsBot: true });
    await bells.until(() => bells.waits.includes(typingAfterMs));
    expect(typings(discord)).toEqual([]);
    await bells.ring(typingAfterMs);
    await peer.until(() => typings(discord).length === 1);
    open();
    await peer.until(() => botTexts(general).length === 1);
  });

  it("is not shown for an answer that is there at once", async () => {
    const discord = await onDiscord([hello]);
    const { peer, ana, general, bells } = discord;
    ana.says(general, "what is an index?", { mentionsBot: true });
    await peer.until(() => botTexts(general).length === 1);
    expect(bells.waits).toEqual([]);
    expect(typings(discord)).toEqual([]);
  });

  it("may fail, and the answer still comes", async () => {
    const { passed, open } = gate([hello]);
    const discord = await onDiscord(() => passed);
    const { peer, ana, general, bells, log } = discord;
    peer.failNext({ method: "POST", path: /typing$/, status: 403 });
    ana.says(general, "what is an index?", { mentionsBot: true });
    await bells.ring(typingAfterMs);
    await peer.until(() => typings(discord).length === 1);
    open();
    await peer.until(() => botTexts(general).length === 1);
    expect(log.complaints).toEqual([]);
  });
});
