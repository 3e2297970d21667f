import { afterEach, describe, expect, it } from "vitest";
import { say } from "../src/core/effects.ts";
import type { Incoming } from "../src/core/incoming.ts";
import { paragraph } from "../src/core/reply.ts";
import { botTexts, leaveDiscord, onDiscord } from "./fakes/discord.ts";
import type { Channel, Interaction } from "./peers/discord/peer.ts";
import { mentionOf } from "./peers/discord/user.ts";

afterEach(leaveDiscord);

const manageServer = 1n << 5n;
const administrator = 1n << 3n;
const sendMessages = 1n << 11n;

type Discord = Awaited<ReturnType<typeof onDiscord>>;

const open = () => onDiscord([say([paragraph("hello")])]);

/** Where somebody is from whom the bot hears next. */
async function originAfter({ bot }: Discord, act: () => unknown): Promise<Incoming["origin"]> {
  const before = bot.heard.length;
  act();
  return bot.until(() => bot.heard[before]?.origin);
}

/** An interaction that comes with other details; it is told apart from the one it was made from. */
function redeliverAs({ peer, server }: Discord, { payload }: Interaction, different: Record<string, unknown>): void {
  peer.dispatch("INTERACTION_CREATE", { ...payload, id: `${payload.id}1`, ...different }, server.id);
}

describe("who may administer on Discord", () => {
  it.each([
    ["somebody who may manage the server", manageServer | sendMessages, true],
    ["an administrator", administrator, true],
    ["anybody else", sendMessages, false],
  ])("says of %s", async (_, permissions, may) => {
    const discord = await open();
    const { ana, general } = discord;
    const origin = await originAfter(discord, () => ana.commands(general, "settings", {}, { permissions }));
    expect(origin.mayAdminister).toBe(may);
  });

  it("is nobody in direct messages", async () => {
    const discord = await open();
    const { ana } = discord;
    const origin = await originAfter(discord, () => ana.commands("dm", "settings", {}, { permissions: administrator }));
    expect(origin).toMatchObject({ isDirect: true, mayAdminister: false, conversation: ana.direct.id });
    expect(origin).not.toHaveProperty("space");
    expect(origin).not.toHaveProperty("isGuest");
  });

  it("is nobody by message", async () => {
    const discord = await open();
    const { peer, general } = discord;
    const boss = peer.addUser("boss", { permissions: administrator });
    const origin = await originAfter(discord, () => boss.says(general, "hello", { mentionsBot: true }));
    expect(origin.mayAdminister).toBe(false);
  });
});

describe("a bot that somebody has brought along on Discord", () => {
  async function asGuest(channelOf: (discord: Discord) => Channel) {
    const discord = await open();
    const channel = channelOf(discord);
    const asked = discord.ana.commands(channel, "ask", {}, { permissions: administrator, userInstalled: true });
    await discord.peer.until(() => asked.messages.length === 1);
    return { origin: discord.bot.heard[0]?.origin, channel };
  }

  it("is a guest in a server that has not let it in, and answers there", async () => {
    const { origin, channel } = await asGuest(({ peer }) => peer.addServer({ hasBot: false }).channel("general"));
    expect(origin).toMatchObject({ isGuest: true, isDirect: false, mayAdminister: false, conversation: channel.id });
    expect(origin).not.toHaveProperty("space");
  });

  it("is a guest in the direct messages of two other people", async () => {
    const discord = await open();
    const { ana, general } = discord;
    const asked = ana.commands(general, "ask");
    const { guild_id: _, guild: __, guild_locale: ___, member: ____, ...payload } = asked.payload;
    const channel = { id: "4711", type: 1, recipients: [ana.wire()] };
    const guest = {
      ...payload,
      id: `${asked.id}1`,
      user: ana.wire(),
      context: 2,
      channel,
      channel_id: channel.id,
      authorizing_integration_owners: { "1": ana.id },
    };
    const { peer, bot } = discord;
    await bot.until(() => bot.heard.length === 1);
    const origin = await originAfter(discord, () => peer.dispatch("INTERACTION_CREATE", guest));
    expect(origin).toMatchObject({ isGuest: true, isDirect: false, mayAdminister: false, conversation: "4711" });
    expect(origin).not.toHaveProperty("space");
  });

  it("is no guest in a server that has invited it too", async () => {
    const discord = await open();
    const { ana, general, bot, server } = discord;
    const asked = ana.commands(general, "ask");
    await bot.until(() => bot.heard.length === 1);
    const owners = { "0": server.id, "1": ana.id };
    const origin = await originAfter(discord, () =>
      redeliverAs(discord, asked, { authorizing_integration_owners: owners }),
    );
    expect(origin.space).toBe(server.id);
    expect(origin).not.toHaveProperty("isGuest");
  });
});

describe("what people are called on Discord", () => {
  it("is their nickname in the server, for a command", async () => {
    const discord = await open();
    const { ana, general, bot } = discord;
    const asked = ana.commands(general, "ask");
    await bot.until(() => bot.heard.length === 1);
    const member = { ...ana.memberWire(), nick: "Ana the Great", user: ana.wire(), permissions: "0" };
    const origin = await originAfter(discord, () => redeliverAs(discord, asked, { member }));
    expect(origin.name).toBe("Ana the Great");
  });

  it("is their nickname in the server, for a message", async () => {
    const discord = await open();
    const { peer, ana, general, server } = discord;
    const message = ana.says(general, "unheard");
    const event = {
      ...message.event(),
      id: `${message.id}1`,
      content: `${mentionOf(peer.bot)} hello`,
      mentions: [peer.bot.wire()],
      member: { ...ana.memberWire(), nick: "Ana the Great" },
    };
    const origin = await originAfter(discord, () => peer.dispatch("MESSAGE_CREATE", event, server.id));
    expect(origin.name).toBe("Ana the Great");
  });

  it("is the name they show, where they have no nickname", async () => {
    const discord = await open();
    const { ana, general, bot } = discord;
    const asked = ana.commands(general, "ask");
    await bot.until(() => bot.heard.length === 1);
    const member = { ...ana.memberWire(), user: { ...ana.wire(), global_name: "Ana B." }, permissions: "0" };
    const origin = await originAfter(discord, () => redeliverAs(discord, asked, { member }));
    expect(origin.name).toBe("Ana B.");
  });
});

describe("the locale on Discord", () => {
  it("is the person's own for an interaction", async () => {
    const discord = await open();
    const { ana, general } = discord;
    const origin = await originAfter(discord, () => ana.commands(general, "ask", {}, { locale: "pt-BR" }));
    expect(origin.locale).toBe("pt-BR");
  });

  it("is the server's for a message, which does not say, and English in direct messages", async () => {
    const discord = await open();
    const { peer, ana, general, server } = discord;
    peer.dispatch("GUILD_UPDATE", { ...server.wire(), preferred_locale: "de" }, server.id);
    const there = await originAfter(discord, () => ana.says(general, "hello", { mentionsBot: true }));
    const alone = await originAfter(discord, () => ana.writes("hello"));
    expect([there.locale, alone.locale]).toEqual(["de", "en"]);
    await peer.until(() => botTexts(general).length === 1 && botTexts(ana.direct).length === 1);
  });
});
