import { afterEach, describe, expect, it } from "vitest";
import { say, whisper } from "../src/core/effects.ts";
import { phrases } from "../src/core/phrases.ts";
import { paragraph } from "../src/core/reply.ts";
import { botTexts, leaveSlack, onSlack, pages, postTo, type Script, sayWith, starts, whispers } from "./fakes/slack.ts";
import { Channel } from "./peers/slack/channel.ts";

afterEach(leaveSlack);

const hello = say([paragraph("hello")]);
const psst = whisper([paragraph("psst")]);

describe("a channel that the bot is not in, on Slack", () => {
  async function outside(answer: Script) {
    const slack = await onSlack(answer);
    return { ...slack, secret: slack.workspace.addChannel("secret", { isPrivate: true, isMember: false }) };
  }

  it("gets the answer to a command by its address", async () => {
    const { peer, ana, secret } = await outside([hello, psst]);
    const asked = await ana.commands(secret, "/career");
    await peer.until(() => asked.messages.length === 2);
    expect(botTexts(secret)).toEqual(["hello"]);
    expect(whispers(secret)).toEqual(["psst"]);
  });

  it("gets no message whose place is asked for but by the address, and its place is not known", async () => {
    const receipt = { command: "quiz", arguments: ["one"] };
    const { ana, secret, bot } = await outside([sayWith(receipt, [paragraph("a quiz")])]);
    await ana.commands(secret, "/quiz");
    await bot.until(() => bot.receipts.length === 1);
    expect(bot.receipts).toEqual([{ receipt, message: undefined }]);
    expect(botTexts(secret)).toEqual(["a quiz"]);
  });

  it("lets whoever asked know, alone, that nothing can be posted there", async () => {
    const { ana, secret, peer, log } = await outside(({ origin: { platform, conversation } }) => [
      { kind: "post", to: { platform, conversation }, reply: [paragraph("round one")] },
      hello,
    ]);
    const asked = await ana.commands(secret, "/quiz");
    await peer.until(() => asked.messages.length === 2);
    expect(whispers(secret)).toEqual([phrases.cannotPost]);
    expect(botTexts(secret)).toEqual(["hello"]);
    expect(log.complaints()).toEqual(["may not write there"]);
  });

  it("does not keep an alarm from being over", async () => {
    const { adapter, secret, general, log } = await outside([]);
    await adapter.perform(postTo(secret, "a tip"));
    general.isArchived = true;
    await adapter.perform(postTo(general, "a tip"));
    expect(log.complaints()).toEqual(["may not write there", "may not write there"]);
  });

  it("is as closed as the direct messages of somebody who is gone", async () => {
    const { adapter, workspace, log } = await outside([]);
    const to = { platform: "slack", person: `${workspace.id}.U0GONE` };
    await adapter.perform({ kind: "post", to, reply: [paragraph("a tip")] });
    expect(log.complaints()).toEqual(["may not write there"]);
  });

  it("is told the pages of a long answer, as many as the address takes", async () => {
    const { ana, secret, peer, log } = await outside([say(pages("1", "2", "3", "4", "5", "6"))]);
    await ana.commands(secret, "/career");
    await peer.until(() => botTexts(secret).length === 5);
    await log.said("may not write there");
    expect(starts(botTexts(secret))).toEqual(["1", "2", "3", "4", "5"]);
    expect(log.complaints()).toEqual(["may not write there"]);
  });

  it("is a place where we are guests, until somebody invites the bot", async () => {
    const { ana, secret, bot, time } = await outside([]);
    await ana.commands(secret, "/quiz");
    await bot.hears();
    ana.invitesBot(secret);
    time.pass(10 * 60_000);
    await ana.commands(secret, "/quiz");
    await bot.hears(2);
    expect(bot.heard.map(({ origin }) => origin.isGuest)).toEqual([true, undefined]);
  });
  it("is none any more as soon as somebody has invited the bot", async () => {
    const { ana, secret, bot } = await outside([]);
    await ana.commands(secret, "/quiz");
    await bot.hears();
    ana.invitesBot(secret);
    await ana.commands(secret, "/quiz");
    await bot.hears(2);
    expect(bot.heard[1]?.origin).not.toHaveProperty("isGuest");
  });
});

describe("direct messages of two other people on Slack", () => {
  async function between() {
    const slack = await onSlack([hello, psst]);
    const { workspace } = slack;
    const others = new Channel("D0OTHERS", "directmessage", workspace, { isMember: false, isPrivate: true });
    workspace.channels.set(others.id, others);
    return { ...slack, others };
  }

  it("are not the asker's own with the bot, and show what is for one person to nobody else", async () => {
    const { peer, ana, bot, others } = await between();
    const asked = await ana.commands(others, "/progress");
    await peer.until(() => asked.messages.length === 2);
    expect(asked.messages.map(({ fullText, ephemeralTo }) => [fullText, ephemeralTo])).toEqual([
      ["hello", undefined],
      ["psst", ana.id],
    ]);
    expect(bot.heard[0]?.origin).toMatchObject({ isDirect: false, isGuest: true });
  });
  it("do so too while Slack does not tell whose they are", async () => {
    const { peer, ana, others } = await between();
    peer.failNext({ method: "conversations.info", status: 500, times: 3 });
    const asked = await ana.commands(others, "/progress");
    await peer.until(() => asked.messages.length === 2);
    expect(asked.messages[1]?.ephemeralTo).toBe(ana.id);
  });
});
