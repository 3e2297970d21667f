import { afterEach, describe, expect, it } from "vitest";
import { say, whisper } from "../src/core/effects.ts";
import { paragraph } from "../src/core/reply.ts";
import { afterEverything, botTexts, leaveSlack, onSlack, pages, starts, ways, whispers } from "./fakes/slack.ts";

afterEach(leaveSlack);

const hello = say([paragraph("hello")]);
const psst = whisper([paragraph("psst")]);

describe.each(ways)("a mention on Slack, over %s", (way) => {
  it("is heard with its place, and answered in a thread below", async () => {
    const { peer, workspace, general, ana, bot } = await onSlack([hello], { way });
    const question = ana.says(general, `<@${workspace.bot.userId}> what is an index?`);
    const answer = await peer.until(() => general.messages[1]);
    expect(answer.fullText).toBe("hello");
    expect(answer.threadTs).toBe(question.ts);
    expect(bot.heard).toEqual([
      {
        kind: "utterance",
        text: "what is an index?",
        addressed: "mention",
        origin: {
          platform: "slack",
          space: workspace.id,
          conversation: `${workspace.id}.${general.id}`,
          thread: question.ts,
          person: `${workspace.id}.${ana.id}`,
          name: "ana",
          locale: "en-US",
          isDirect: false,
          mayAdminister: false,
        },
      },
    ]);
  });

  it("in a thread stays there", async () => {
    const { peer, workspace, general, ana, bot } = await onSlack([hello], { way });
    const first = ana.says(general, "I read about databases");
    ana.says(general, `<@${workspace.bot.userId}> what is an index?`, { thread: first });
    const answer = await peer.until(() => general.messages[2]);
    expect(answer.threadTs).toBe(first.ts);
    expect(bot.heard[0]?.origin.thread).toBe(first.ts);
  });

  it("is not heard a second time as the message that it is", async () => {
    const slack = await onSlack([hello], { way, overhears: true });
    const { peer, workspace, general, ana, bot } = slack;
    ana.says(general, `so <@${workspace.bot.userId}> what is an index?`);
    await peer.until(() => botTexts(general).length === 1);
    await afterEverything(slack);
    expect(bot.texts).toEqual(["so   what is an index?", "the last"]);
    expect(botTexts(general)).toEqual(["hello"]);
  });

  it("is answered to one person alone where it should be", async () => {
    const { peer, workspace, general, ana } = await onSlack([psst], { way });
    ana.says(general, `<@${workspace.bot.userId}> hello`);
    const answer = await peer.until(() => general.ephemerals[0]);
    // Slack shows nothing private in a thread that nobody has begun.
    expect(answer).toMatchObject({ threadTs: undefined, ephemeralTo: ana.id, fullText: "psst" });
    expect(botTexts(general)).toEqual([]);
  });
});

describe.each(ways)("a direct message on Slack, over %s", (way) => {
  it("is answered beside it, whoever else the answer was kept from elsewhere", async () => {
    const { peer, workspace, ana, bot } = await onSlack([hello, psst], { way });
    ana.writes("what is an index?");
    await peer.until(() => ana.im.messages.length === 3);
    expect(ana.im.messages.map(({ threadTs }) => threadTs)).toEqual([undefined, undefined, undefined]);
    expect(botTexts(ana.im)).toEqual(["hello", "psst"]);
    expect(bot.heard).toMatchObject([{ addressed: "direct", text: "what is an index?", origin: { isDirect: true } }]);
    expect(bot.heard[0]?.origin.conversation).toBe(`${workspace.id}.${ana.imId}`);
    expect(bot.heard[0]?.origin.thread).toBeUndefined();
  });

  it("in a thread is answered there", async () => {
    const { peer, ana, bot } = await onSlack([hello], { way });
    const first = ana.writes("what is an index?");
    await peer.until(() => botTexts(ana.im).length === 1);
    ana.writes("and a view?", { thread: first });
    const second = await peer.until(() => ana.im.messages[3]);
    expect(second.threadTs).toBe(first.ts);
    expect(bot.heard[1]?.origin.thread).toBe(first.ts);
  });
});

describe.each(ways)("a slash command on Slack, over %s", (way) => {
  it("is heard with what was typed, and answered below what was typed", async () => {
    const { peer, workspace, general, ana, bot } = await onSlack([hello], { way });
    const asked = await ana.commands(general, "/quiz", "c++ & <html> count:3");
    await peer.until(() => asked.messages.length === 1);
    expect(asked.isAcknowledged).toBe(true);
    expect(botTexts(general)).toEqual(["hello"]);
    expect(peer.requests.map(({ method }) => method)).not.toContain("chat.postMessage");
    expect(bot.heard).toMatchObject([{ kind: "command", name: "quiz", given: "c++ & <html> count:3" }]);
    expect(bot.heard[0]?.origin).toMatchObject({ conversation: `${workspace.id}.${general.id}`, isDirect: false });
  });

  it("is answered by its address five times, and then in posts", async () => {
    const { peer, general, ana } = await onSlack([say(pages("1", "2", "3", "4", "5", "6", "7"))], { way });
    const asked = await ana.commands(general, "/career", "backend");
    await peer.until(() => botTexts(general).length === 7);
    expect(starts(botTexts(general))).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
    expect(starts(asked.messages.map(({ fullText }) => fullText))).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("is answered to one person alone where it should be, however long", async () => {
    const { peer, general, ana } = await onSlack([whisper(pages("1", "2", "3", "4", "5", "6"))], { way });
    const asked = await ana.commands(general, "/progress");
    await peer.until(() => general.ephemerals.length === 6);
    expect(starts(whispers(general))).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(asked.messages).toHaveLength(5);
    expect(botTexts(general)).toEqual([]);
  });

  it("in direct messages is answered there", async () => {
    const { peer, ana, bot } = await onSlack([hello, psst], { way });
    await ana.commands(ana.im, "/quiz");
    await peer.until(() => botTexts(ana.im).length === 2);
    expect(botTexts(ana.im)).toEqual(["hello", "psst"]);
    expect(bot.heard[0]?.origin.isDirect).toBe(true);
  });
});

describe("what is typed after the slash on Slack", () => {
  it.each([
    ["", "/quiz", "quiz"],
    ["", "/Quiz", "quiz"],
    ["wm-", "/wm-quiz", "quiz"],
    ["wm-", "/wm-feedback", "feedback"],
    ["", "/waymark-feedback", "feedback"],
    ["wm-", "/waymark-feedback", "feedback"],
    ["", "/qiuz", "qiuz"],
  ])("means a command: with the prefix %j, %s is %s", async (prefix, typed, name) => {
    const { general, ana, bot } = await onSlack([], { prefix });
    await ana.commands(general, typed, "databases");
    expect(await bot.hears()).toMatchObject([{ kind: "command", name, given: "databases" }]);
  });

  it("is handed in without the marks of Slack", async () => {
    const { workspace, general, ana, bot } = await onSlack();
    await ana.commands(general, "/ask", `<@${workspace.bot.userId}> a < b && c > d <https://example.org>`);
    expect(await bot.hears()).toMatchObject([{ given: "a < b && c > d https://example.org" }]);
  });
});

describe("marks in a message on Slack", () => {
  it.each([
    ["is C &lt; C++ &amp;&amp; D?", "is C < C++ && D?"],
    ["&amp;lt;b&amp;gt; in <#C0AAAA|general>?", "&lt;b&gt; in general?"],
    ["<https://example.org/a?b=1&amp;c=2|the page> or <https://example.org>", "the page or https://example.org"],
    ["write to <mailto:ana@example.org|ana@example.org>", "write to ana@example.org"],
    ["hey <@U0BBBB> and <!channel>, &lt;@U0CCCC&gt;?", "hey   and  , <@U0CCCC>?"],
    ["why <!subteam^S1|@team>?", "why  ?"],
  ])("are read as people do: %j", async (text, words) => {
    const { workspace, ana, bot } = await onSlack();
    const message = ana.im.add({ userId: ana.id }, { text, blocks: [] });
    workspace.announce(message);
    await bot.hears();
    expect(bot.texts).toEqual([words]);
  });
});

describe("what is said near the bot on Slack", () => {
  it("is not heard, unless it was told to listen", async () => {
    const slack = await onSlack();
    slack.ana.says(slack.general, "what is an index?");
    await afterEverything(slack);
    expect(slack.bot.texts).toEqual(["the last"]);
  });

  it("is overheard if it was, and answered in a thread below; nobody is looked up for it", async () => {
    const { peer, workspace, general, ana, bot } = await onSlack([hello], { overhears: true });
    const question = ana.says(general, "what is an index?");
    const answer = await peer.until(() => general.messages[1]);
    expect(answer.threadTs).toBe(question.ts);
    expect(bot.heard).toMatchObject([{ addressed: "overheard", text: "what is an index?" }]);
    expect(bot.heard[0]?.origin).toMatchObject({ person: `${workspace.id}.${ana.id}`, locale: "en" });
    expect(peer.requests.map(({ method }) => method)).not.toContain("users.info");
  });

  it("is overheard in a thread, for that thread", async () => {
    const { general, ana, bot } = await onSlack([], { overhears: true });
    const first = ana.says(general, "databases, everyone");
    ana.says(general, "what is an index?", { thread: first });
    await bot.hears(2);
    expect(bot.heard.map(({ origin }) => origin.thread)).toEqual([first.ts, first.ts]);
  });

  it("is no question when a bot says it, or nobody: edits, deletions, people who join, and the bot itself", async () => {
    const slack = await onSlack([], { overhears: true });
    const { workspace, general, ana, bot, adapter } = slack;
    const message = ana.says(general, "what is an index?");
    ana.edits(message, "what is a view?");
    ana.deletes(message);
    ana.invitesBot(general);
    const joined = { ...message.toJSON(), subtype: "channel_join", text: "<@U0> has joined" };
    workspace.platform.emit(workspace, { ...joined, channel: general.id, channel_type: "channel" });
    workspace.announce(general.add({ userId: "U0BOT", botId: "B0OTHER" }, { text: "what is a bot?", blocks: [] }));
    await adapter.perform({
      kind: "post",
      to: { platform: "slack", conversation: `${workspace.id}.${general.id}` },
      reply: [paragraph("what am I?")],
    });
    await afterEverything(slack);
    expect(bot.texts).toEqual(["what is an index?", "the last"]);
  });

  it("may come along with a file, or be shown in the channel as well as in its thread", async () => {
    const { workspace, general, ana, bot } = await onSlack([], { overhears: true });
    for (const subtype of ["file_share", "thread_broadcast"]) {
      const message = general.add({ userId: ana.id }, { text: `is this ${subtype}?`, blocks: [] });
      workspace.platform.emit(workspace, {
        ...message.toJSON(),
        subtype,
        channel: general.id,
        channel_type: "channel",
      });
    }
    await bot.hears(2);
    expect(bot.texts).toEqual(["is this file_share?", "is this thread_broadcast?"]);
  });
  it("is no question when another bot mentions the bot", async () => {
    const slack = await onSlack([hello]);
    const { workspace, general, bot } = slack;
    const text = `<@${workspace.bot.userId}> what is a bot?`;
    const message = general.add({ userId: "U0BOT", botId: "B0OTHER" }, { text, blocks: [] });
    const event = { ...message.toJSON(), type: "app_mention", channel: general.id, event_ts: message.ts };
    workspace.platform.emit(workspace, event);
    await afterEverything(slack);
    expect(bot.texts).toEqual(["the last"]);
  });
});
