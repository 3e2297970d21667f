import { afterEach, describe, expect, it } from "vitest";
import type { OutwardEffect } from "../src/core/effects.ts";
import { phrases } from "../src/core/phrases.ts";
import { paragraph } from "../src/core/reply.ts";
import {
  botTexts,
  leaveDiscord,
  logged,
  onDiscord,
  openDiscord,
  pages,
  ScriptedBot,
  startAdapter,
  starts,
} from "./fakes/discord.ts";
import type { Channel, User } from "./peers/discord/peer.ts";

afterEach(leaveDiscord);

const platform = "discord";
const receipt = { command: "tips", arguments: ["one"] };

type Post = OutwardEffect & { kind: "post" };

const to = (channel: Channel, text = "a tip"): Post => ({
  kind: "post",
  to: { platform, conversation: channel.id },
  reply: [paragraph(text)],
});
const toPerson = (person: User, text = "a tip"): Post => ({
  kind: "post",
  to: { platform, person: person.id },
  reply: [paragraph(text)],
});

describe("a post on Discord", () => {
  it("arrives in its channel, all pages in order, and its receipt names the first", async () => {
    const { adapter, bot, general } = await onDiscord();
    await adapter.perform({ ...to(general), reply: pages("1", "2", "3"), receipt });
    expect(starts(botTexts(general))).toEqual(["1", "2", "3"]);
    expect(bot.receipts).toEqual([
      { receipt, message: { platform, conversation: general.id, message: general.messages[0]?.id } },
    ]);
  });

  it("reaches somebody's direct messages, which are opened once", async () => {
    const { peer, adapter, bot, ana } = await onDiscord();
    await adapter.perform(toPerson(ana, "first"));
    await adapter.perform({ ...toPerson(ana, "second"), receipt });
    expect(botTexts(ana.direct)).toEqual(["first", "second"]);
    expect(peer.requests.filter(({ path }) => path === "/users/@me/channels")).toHaveLength(1);
    expect(bot.receipts[0]?.message).toMatchObject({
      conversation: ana.direct.id,
      message: ana.direct.messages[1]?.id,
    });
  });

  it("goes out before the gateway is there", async () => {
    const { peer, general } = await openDiscord();
    const release = peer.hold({ path: /^\/gateway\/bot$/ });
    const { adapter, log } = startAdapter(peer, new ScriptedBot(() => []));
    await adapter.perform(to(general));
    expect(botTexts(general)).toEqual(["a tip"]);
    release();
    await log.said("on Discord");
  });

  it("pings nobody", async () => {
    const { peer, adapter, general } = await onDiscord();
    await adapter.perform(to(general, "<@&1> @everyone"));
    expect(peer.requests.at(-1)?.body).toMatchObject({ allowed_mentions: { parse: [] } });
  });

  it("is made once under one name, page by page", async () => {
    const { adapter, bot, general } = await onDiscord();
    const post: Post = { ...to(general), reply: pages("1", "2"), once: "tip/today", receipt };
    await adapter.perform(post);
    await adapter.perform(post);
    await adapter.perform({ ...post, once: "tip/tomorrow" });
    expect(starts(botTexts(general))).toEqual(["1", "2", "1", "2"]);
    const nonces = general.messages.map(({ nonce }) => String(nonce));
    expect(new Set(nonces).size).toBe(4);
    for (const nonce of nonces) expect(nonce.length).toBeLessThanOrEqual(25);
    expect(bot.receipts[1]).toEqual(bot.receipts[0]);
  });
});

describe("a post on Discord that may not be made", () => {
  it("is logged and over when somebody takes no direct messages", async () => {
    const { peer, adapter, bot, log } = await onDiscord();
    const bea = peer.addUser("bea", { takesDirectMessages: false });
    await adapter.perform({ ...toPerson(bea, "my secret tip"), receipt });
    expect(log.lines.at(-1)).toMatchObject({ level: "warn", fields: { kind: "post", code: 50007 } });
    expect(logged(log)).not.toContain("my secret tip");
    expect(bot.receipts).toEqual([]);
  });

  it.each([
    [50001, { botMaySee: false }],
    [50013, { botMayPost: false }],
  ])("is logged and over when the channel is closed to us (%i)", async (code, options) => {
    const { server, adapter, log } = await onDiscord();
    await adapter.perform(to(server.addChannel("staff", options), "my secret tip"));
    expect(log.lines.at(-1)).toMatchObject({ level: "warn", fields: { kind: "post", code } });
    expect(logged(log)).not.toContain("my secret tip");
  });

  it("is logged and over when there is no such channel", async () => {
    const { adapter, log } = await onDiscord();
    await adapter.perform({ kind: "post", to: { platform, conversation: "4711" }, reply: [paragraph("a tip")] });
    expect(log.lines.at(-1)).toMatchObject({ level: "warn", fields: { code: 10003 } });
  });

  it("is told in private to the person who asked for it", async () => {
    const { peer, ana, server, log } = await onDiscord(({ origin: { conversation } }) => [
      { kind: "post", to: { platform, conversation }, reply: [paragraph("for all")] },
    ]);
    const asked = ana.commands(server.addChannel("staff", { botMayPost: false }), "quiz");
    await peer.until(() => asked.messages.length === 1);
    expect(asked.messages.map(({ text, ephemeralTo }) => [text, ephemeralTo])).toEqual([[phrases.cannotPost, ana]]);
    expect(log.complaints).toEqual(["may not write there"]);
  });

  it("can be tried again when Discord was out of order", async () => {
    const { peer, adapter, general } = await onDiscord();
    peer.failNext({ method: "POST", path: /messages$/, status: 503, times: 4 });
    await expect(adapter.perform(to(general))).rejects.toThrow();
    await adapter.perform(to(general));
    expect(botTexts(general)).toEqual(["a tip"]);
  });
});

describe("an edit on Discord", () => {
  it("changes the message, and says on what does not fit", async () => {
    const { adapter, bot, general } = await onDiscord();
    await adapter.perform({ ...to(general), receipt });
    const message = bot.receipts[0]?.message;
    if (!message) throw new Error("no message was posted");
    await adapter.perform({ kind: "edit", message, reply: pages("1", "2", "3"), receipt });
    expect(starts(botTexts(general))).toEqual(["1", "2", "3"]);
    expect(general.messages.map(({ edits }) => edits)).toEqual([1, 0, 0]);
    expect(bot.receipts[1]).toEqual({ receipt, message });
  });

  it("takes along what files the message brought", async () => {
    const { adapter, bot, general } = await onDiscord();
    const file = { kind: "file", name: "notes.txt", text: "all of it" } as const;
    await adapter.perform({ ...to(general), reply: [file], receipt });
    const message = bot.receipts[0]?.message;
    if (!message) throw new Error("no message was posted");
    expect(general.messages[0]?.attachments.map(({ filename }) => filename)).toEqual(["notes.txt"]);
    await adapter.perform({ kind: "edit", message, reply: [paragraph("gone"), { ...file, name: "more.txt" }] });
    expect(general.messages[0]?.attachments.map(({ filename }) => filename)).toEqual(["more.txt"]);
    await adapter.perform({ kind: "edit", message, reply: [paragraph("gone")] });
    expect(general.messages[0]?.attachments).toEqual([]);
  });

  it("of a message that somebody has deleted is said anew, in its thread", async () => {
    const { adapter, bot, ana, general } = await onDiscord();
    const thread = general.addThread("quiz night");
    const where = { platform, conversation: general.id, thread: thread.id };
    await adapter.perform({ kind: "post", to: where, reply: [paragraph("round one")], receipt });
    const [shown] = thread.messages;
    const message = bot.receipts[0]?.message;
    if (!shown || !message) throw new Error("no message was posted");
    ana.deletes(shown);
    await adapter.perform({ kind: "edit", message, reply: [paragraph("round two")], receipt });
    expect(botTexts(thread)).toEqual(["round two"]);
    expect(botTexts(general)).toEqual([]);
    expect(bot.receipts[1]?.message).toEqual({ ...where, message: thread.messages[0]?.id });
  });
});
