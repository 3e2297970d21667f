/** Posts that must stand once on Slack, and /tips from the form to the tip itself, with the real SDK. */
import { afterEach, describe, expect, it } from "vitest";
import type { Alarm } from "../src/core/alarm.ts";
import type { Post } from "../src/core/effects.ts";
import { tips as words } from "../src/core/phrases/tips.ts";
import { phrases } from "../src/core/phrases.ts";
import { paragraph, type Reply } from "../src/core/reply.ts";
import { AlarmRunner } from "../src/runtime/alarms.ts";
import { Club, smallKnowledge } from "./fakes/parts.ts";
import {
  botTexts,
  joins,
  leaveSlack,
  onSlack,
  openSlack,
  pages,
  postTo,
  ScriptedBot,
  starts,
  ways,
  whispers,
} from "./fakes/slack.ts";
import type { Channel } from "./peers/slack/channel.ts";
import { fieldsOf } from "./peers/slack/json.ts";
import type { View } from "./peers/slack/view.ts";

afterEach(leaveSlack);

const platform = "slack";
const minute = 60_000;
const receipt = { command: "tips", arguments: ["posted", "one", "2026-11-21"] };
const post = "chat.postMessage";
/** How often a post is tried while nobody knows whether it has come through. */
const attempts = 4;

const silent = () => new ScriptedBot(() => []);
const toChannel = (channel: Channel, text = "a tip of the day"): Post => ({
  ...postTo(channel, text),
  once: "tips/one/2026-11-21",
  receipt,
});
/** As a process tries again that does not know what came of the first time, by Slack's clock. */
const laterTry = (effect: Post): Post => ({ ...effect, maybeSince: new Date() });
const conversationOf = ({ workspace, id }: Channel) => `${workspace.id}.${id}`;
const refOf = (channel: Channel, at: number, thread?: string) => ({
  platform,
  conversation: conversationOf(channel),
  thread,
  message: channel.messages.filter(({ isByApp }) => isByApp)[at]?.ts,
});

describe("a post on Slack that may stand already", () => {
  it("is found by its metadata, not posted again, and its receipt is handed in", async () => {
    const { adapter, bot, general } = await onSlack();
    await adapter.perform(toChannel(general));
    await adapter.perform(laterTry(toChannel(general)));
    expect(botTexts(general)).toEqual(["a tip of the day"]);
    const message = refOf(general, 0);
    expect(bot.receipts).toEqual([
      { receipt, message },
      { receipt, message },
    ]);
  });

  it("is posted when it does not stand", async () => {
    const { adapter, bot, general } = await onSlack();
    await adapter.perform(laterTry(toChannel(general)));
    expect(bot.receipts).toEqual([{ receipt, message: refOf(general, 0) }]);
  });

  it("is posted when somebody has deleted it", async () => {
    const { adapter, bot, general, ana } = await onSlack();
    await adapter.perform(toChannel(general));
    const [first] = general.messages;
    if (!first) throw new Error("nothing was posted");
    ana.deletes(first);
    await adapter.perform(laterTry(toChannel(general)));
    expect(bot.receipts.map(({ message }) => message?.message)).toEqual([first.ts, general.messages[0]?.ts]);
  });

  it.each([0, 1, 99, 100, 101, 250, 430])("is found among hundreds of others, %i of them after it", async (after) => {
    const { adapter, bot, general, workspace, ana } = await onSlack();
    const say = (count: number) => {
      for (let at = 0; at < count; at++) general.add({ userId: ana.id }, { text: `word ${at}`, blocks: [] });
    };
    const again = laterTry(toChannel(general));
    say(430 - after);
    // The bot's own others, with other names.
    await adapter.perform({ ...toChannel(general), once: "tips/one/2026-11-20" });
    await adapter.perform(toChannel(general));
    await adapter.perform({ ...toChannel(general), once: "tips/two/2026-11-21" });
    say(after);
    await adapter.perform(again);
    expect(general.messages.filter(({ author }) => author.botId === workspace.bot.botId)).toHaveLength(3);
    expect(bot.receipts[3]).toEqual(bot.receipts[1]);
  });

  it("is not posted when there are too many others to look through", async () => {
    const { adapter, bot, general, ana } = await onSlack();
    await adapter.perform(toChannel(general));
    for (let at = 0; at < 2001; at++) general.add({ userId: ana.id }, { text: `word ${at}`, blocks: [] });
    await expect(adapter.perform(laterTry(toChannel(general)))).rejects.toThrow("cannot see whether a message stands");
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts).toHaveLength(1);
  });

  it("is only looked for when it is too late to post it", async () => {
    const { adapter, bot, general } = await onSlack();
    await expect(adapter.perform({ ...laterTry(toChannel(general)), withinMs: 0 })).rejects.toThrow("too late");
    expect(general.messages).toEqual([]);
    await adapter.perform(toChannel(general));
    await adapter.perform({ ...laterTry(toChannel(general)), withinMs: 0 });
    expect(general.messages).toHaveLength(1);
    expect(bot.receipts[1]).toEqual(bot.receipts[0]);
  });

  it("is told from what stands in another channel, and from what another app has named so", async () => {
    const { adapter, general, workspace, ana } = await onSlack();
    await adapter.perform(toChannel(workspace.addChannel("other")));
    const metadata = { event_type: "other_app", event_payload: { name: "tips/one/2026-11-21/0" } };
    general.add({ userId: ana.id, botId: "B0OTHER" }, { text: "not ours", blocks: [], metadata });
    await adapter.perform(laterTry(toChannel(general)));
    expect(botTexts(general)).toEqual(["not ours", "a tip of the day"]);
  });

  it("is found by a clock that is some minutes ahead of Slack's", async () => {
    const { adapter, general } = await onSlack();
    await adapter.perform(toChannel(general));
    await adapter.perform({ ...toChannel(general), maybeSince: new Date(Date.now() + 4 * minute) });
    expect(botTexts(general)).toHaveLength(1);
  });

  it.each([0, 1, 250])("is found in its thread, with %i others after it", async (after) => {
    const { adapter, bot, general, ana } = await onSlack();
    const topic = ana.says(general, "tips here, please");
    const effect: Post = {
      ...toChannel(general),
      to: { platform, conversation: conversationOf(general), thread: topic.ts },
    };
    await adapter.perform(effect);
    for (let at = 0; at < after; at++) {
      general.add({ userId: ana.id }, { text: `word ${at}`, blocks: [] }, { threadTs: topic.ts });
    }
    await adapter.perform(laterTry(effect));
    expect(botTexts(general)).toHaveLength(1);
    expect(general.messages.find(({ isByApp }) => isByApp)?.threadTs).toBe(topic.ts);
    const message = refOf(general, 0, topic.ts);
    expect(bot.receipts.map((one) => one.message)).toEqual([message, message]);
  });

  it("is found in somebody's direct messages, also by a process that has not opened them yet", async () => {
    const { peer, adapter, general, workspace, ana } = await onSlack();
    const effect: Post = { ...toChannel(general), to: { platform, person: `${workspace.id}.${ana.id}` } };
    await adapter.perform(effect);
    const other = silent();
    const another = await joins(peer, other);
    await another.adapter.perform(laterTry(effect));
    expect(botTexts(ana.im)).toHaveLength(1);
    expect(other.receipts).toEqual([{ receipt, message: refOf(ana.im, 0) }]);
  });

  it("is found in a private channel that has invited the bot", async () => {
    const { adapter, workspace } = await onSlack();
    const secret = workspace.addChannel("secret", { isPrivate: true });
    await adapter.perform(toChannel(secret));
    await adapter.perform(laterTry(toChannel(secret)));
    expect(botTexts(secret)).toHaveLength(1);
  });

  it("of several messages is found whole, and known by the first", async () => {
    const { adapter, bot, general } = await onSlack();
    const effect: Post = { ...toChannel(general), reply: pages("1", "2", "3") };
    await adapter.perform(effect);
    await adapter.perform(laterTry(effect));
    expect(starts(botTexts(general))).toEqual(["1", "2", "3"]);
    expect(bot.receipts.map(({ message }) => message)).toEqual([refOf(general, 0), refOf(general, 0)]);
  });

  it("of several messages goes on where it broke off, however much later", async () => {
    const { peer, adapter, bot, general, time } = await onSlack();
    const effect: Post = { ...toChannel(general), reply: pages("1", "2", "3") };
    time.standStill();
    const first = expect(adapter.perform(effect)).rejects.toThrow();
    await time.until(() => time.waits.length === 1);
    peer.failNext({ method: post, error: "invalid_blocks" });
    time.pass(1000);
    await first;
    expect(starts(botTexts(general))).toEqual(["1"]);
    time.pass(60 * minute);
    const second = adapter.perform(laterTry(effect));
    await time.until(() => time.waits.length === 1);
    time.pass(1000);
    await second;
    expect(starts(botTexts(general))).toEqual(["1", "2", "3"]);
    expect(bot.receipts).toEqual([{ receipt, message: refOf(general, 0) }]);
  });
});

describe("a post under a name on Slack", () => {
  it("says its name to nobody who reads it", async () => {
    const { adapter, general } = await onSlack();
    await adapter.perform(toChannel(general));
    expect(general.messages[0]?.fullText).not.toContain("tips/one");
    expect(general.messages[0]?.text).not.toContain("tips/one");
  });

  it.each([
    { status: 500 },
    { status: 503 },
    { error: "internal_error" },
    { error: "fatal_error" },
    { error: "service_unavailable" },
    { error: "request_timeout" },
  ])("stands once when only Slack's answer was lost: %j", async (failure) => {
    const { peer, adapter, bot, general, log } = await onSlack();
    peer.failNext({ method: post, ...failure, afterDoing: true });
    await adapter.perform(toChannel(general));
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts).toEqual([{ receipt, message: refOf(general, 0) }]);
    expect(log.complaints()).toEqual([]);
  });

  it("stands once at the end of a long thread when only Slack's answer was lost", async () => {
    const { peer, adapter, bot, general, ana } = await onSlack();
    const topic = ana.says(general, "tips here, please");
    for (let at = 0; at < 250; at++) {
      general.add({ userId: ana.id }, { text: `word ${at}`, blocks: [] }, { threadTs: topic.ts });
    }
    peer.failNext({ method: post, status: 500, afterDoing: true });
    const to = { platform, conversation: conversationOf(general), thread: topic.ts };
    await adapter.perform({ ...toChannel(general), to });
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts).toEqual([{ receipt, message: refOf(general, 0, topic.ts) }]);
  });

  it.each([{ status: 500 }, { error: "internal_error" }])(
    "stands once when it took Slack several tries: %j",
    async (failure) => {
      const { peer, adapter, bot, general } = await onSlack();
      peer.failNext({ method: post, ...failure, times: attempts - 2 });
      peer.failNext({ method: post, ...failure, afterDoing: true });
      await adapter.perform(toChannel(general));
      expect(botTexts(general)).toHaveLength(1);
      expect(bot.receipts).toEqual([{ receipt, message: refOf(general, 0) }]);
    },
  );

  it("stands once when nobody heard of the last try, and it is tried again", async () => {
    const { peer, adapter, bot, general } = await onSlack();
    peer.failNext({ method: post, status: 500, times: attempts - 1 });
    peer.failNext({ method: post, status: 500, afterDoing: true });
    await expect(adapter.perform(toChannel(general))).rejects.toThrow();
    expect(bot.receipts).toEqual([]);
    await adapter.perform(laterTry(toChannel(general)));
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts).toEqual([{ receipt, message: refOf(general, 0) }]);
  });

  it("is not posted when nobody can look whether it stands", async () => {
    const { peer, adapter, bot, general } = await onSlack();
    await adapter.perform(toChannel(general));
    peer.failNext({ method: "conversations.history", status: 500 });
    await expect(adapter.perform(laterTry(toChannel(general)))).rejects.toThrow();
    expect(botTexts(general)).toHaveLength(1);
    await adapter.perform(laterTry(toChannel(general)));
    expect(bot.receipts).toHaveLength(2);
  });

  it("brings its files once", async () => {
    const { peer, adapter, general } = await onSlack();
    const reply: Reply = [paragraph("a tip"), { kind: "file", name: "notes.txt", text: "all of it" }];
    peer.failNext({ method: post, status: 500, afterDoing: true });
    await adapter.perform({ ...toChannel(general), reply });
    await adapter.perform(laterTry({ ...toChannel(general), reply }));
    expect(general.messages.flatMap(({ files }) => files)).toHaveLength(1);
  });

  it("that waits too long for its turn is not posted afterwards", async () => {
    const { peer, adapter, bot, general } = await onSlack();
    peer.failNext({ method: post, retryAfter: 31 });
    await expect(adapter.perform({ ...toChannel(general), withinMs: 30_000 })).rejects.toThrow("too late");
    await adapter.perform({ ...toChannel(general, "another"), withinMs: 60_000, once: "tips/two/2026-11-21" });
    expect(botTexts(general)).toEqual(["another"]);
    expect(bot.receipts).toHaveLength(1);
  });

  it("is posted when it waits no longer than that", async () => {
    const { peer, adapter, general } = await onSlack();
    peer.failNext({ method: post, retryAfter: 29 });
    await adapter.perform({ ...toChannel(general), withinMs: 30_000 });
    expect(botTexts(general)).toEqual(["a tip of the day"]);
  });

  it("that waits too long behind others in its channel is not posted, and they are", async () => {
    const { adapter, general } = await onSlack();
    const many = Array.from({ length: 5 }, (_, at) => ({
      ...toChannel(general, `tip ${at}`),
      once: `tips/${at}/2026-11-21`,
      withinMs: 2500,
    }));
    const done = await Promise.allSettled(many.map((effect) => adapter.perform(effect)));
    expect(done.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected", "rejected"]);
    expect(botTexts(general)).toEqual(["tip 0", "tip 1", "tip 2"]);
  });

  it("that waits too long to be looked for is not posted", async () => {
    const { peer, adapter, general } = await onSlack();
    peer.failNext({ method: "conversations.history", retryAfter: 31 });
    const late = { ...laterTry(toChannel(general)), withinMs: 30_000 };
    await expect(adapter.perform(late)).rejects.toThrow("too late");
    expect(botTexts(general)).toEqual([]);
  });
});

describe("a post under a name on Slack that may not be made", () => {
  it.each([
    ["archived", { isArchived: true }],
    ["closed to the bot", { isMember: false }],
  ])("is over, without a receipt, in a channel that is %s", async (_, is) => {
    const { adapter, bot, workspace, log } = await onSlack();
    const secret = workspace.addChannel("secret", { isPrivate: true });
    Object.assign(secret, is);
    await adapter.perform(toChannel(secret));
    await adapter.perform(laterTry(toChannel(secret)));
    expect(bot.receipts).toEqual([]);
    expect(botTexts(secret)).toEqual([]);
    expect(log.complaints()).toEqual(["may not write there", "may not write there"]);
  });

  it("is over when the thread is gone, and when the person is", async () => {
    const { adapter, bot, general, workspace, log } = await onSlack();
    const thread = { platform, conversation: conversationOf(general), thread: "1.000001" };
    for (const to of [thread, { platform, person: `${workspace.id}.U0GONE` }]) {
      await adapter.perform({ ...toChannel(general), to });
      await adapter.perform(laterTry({ ...toChannel(general), to }));
    }
    expect(bot.receipts).toEqual([]);
    expect(log.complaints()).toEqual(Array.from({ length: 4 }, () => "may not write there"));
  });

  it.each([
    ["channels:history", false],
    ["groups:history", true],
  ])("stands once without %s, and says what the operator has to do", async (scope, isPrivate) => {
    const { peer, adapter, bot, workspace } = await onSlack();
    const channel = workspace.addChannel("tips", { isPrivate });
    workspace.missingScopes.add(scope);
    peer.failNext({ method: post, status: 500, afterDoing: true });
    await expect(adapter.perform(toChannel(channel))).rejects.toThrow("reinstall the app");
    await expect(adapter.perform(laterTry(toChannel(channel)))).rejects.toThrow("new manifest");
    expect(botTexts(channel)).toHaveLength(1);
    expect(bot.receipts).toEqual([]);
    workspace.missingScopes.delete(scope);
    await adapter.perform(laterTry(toChannel(channel)));
    expect(botTexts(channel)).toHaveLength(1);
    expect(bot.receipts).toEqual([{ receipt, message: refOf(channel, 0) }]);
  });

  it("stands once in a channel that it may write in and not read, until somebody invites the bot", async () => {
    const { peer, adapter, bot, general, ana } = await onSlack();
    peer.failNext({ method: post, status: 500, times: attempts - 1 });
    peer.failNext({ method: post, status: 500, afterDoing: true });
    await expect(adapter.perform(toChannel(general))).rejects.toThrow();
    general.isMember = false;
    await expect(adapter.perform(laterTry(toChannel(general)))).rejects.toThrow("invite it to the channel");
    ana.invitesBot(general);
    await adapter.perform(laterTry(toChannel(general)));
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts).toEqual([{ receipt, message: refOf(general, 0) }]);
  });

  it("is posted without such a scope as long as nothing goes wrong", async () => {
    const { adapter, bot, general, workspace } = await onSlack();
    workspace.missingScopes.add("channels:history");
    await adapter.perform(toChannel(general));
    expect(bot.receipts).toHaveLength(1);
  });
});

type Live = Awaited<ReturnType<typeof live>>;

/** The bot as it is, where Ana administers the workspace. */
async function live({ way = "sockets" as (typeof ways)[number] } = {}) {
  const club = new Club(await smallKnowledge());
  const slack = await openSlack({ now: () => club.clock.now().getTime() });
  slack.ana.isAdmin = true;
  const { bot, records } = club.start();
  return { ...slack, ...(await joins(slack.peer, bot, { way })), bot, club, records };
}

const subscriptionsIn = ({ club }: Live) => Object.entries(club.under("subscriptions/"));
const filledIn = ({ blocks }: View) =>
  Object.fromEntries(
    blocks.map(({ element }) => fieldsOf(element)).map((element) => [element.action_id, element.initial_value]),
  );
const usual = { time: undefined, timezone: undefined, days: "every day", topics: "all", kind: "tip" };

/** Open the form, and fill in what it wants to know. */
async function subscribes({ peer, ana, general }: Live, where = general, given = {}): Promise<void> {
  await ana.commands(where, "/tips", "subscribe");
  await ana.submits(await peer.until(() => ana.view), { time: "18:30", timezone: "UTC", ...given });
}

/** What Ana was told last in a channel, of so many things. */
const told = ({ peer, ana }: Live, channel: Channel, count = 1) =>
  peer.until(() => {
    const all = channel.ephemerals.filter(({ ephemeralTo }) => ephemeralTo === ana.id);
    return all.length === count && all.at(-1);
  });

const schedule = (days: string, topics: string = words.allTopics) => words.schedule(days, "18:30", "UTC", topics);
const first = words.first("Saturday 21 November at 18:30");

describe.each(ways)("/tips on Slack, over %s", (way) => {
  it("opens a form in which the usual stands, and what is left stays so", async () => {
    const here = await live({ way });
    const { peer, ana, general } = here;
    await ana.commands(general, "/tips", "subscribe");
    const view = await peer.until(() => ana.view);
    expect(filledIn(view)).toEqual(usual);
    await ana.submits(view, { time: "9", timezone: "Cairo" });
    await told(here, general);
    const place = { platform, conversation: conversationOf(general) };
    const wish = { kind: "tip", time: "09:00", zone: "Africa/Cairo", days: [1, 2, 3, 4, 5, 6, 7], topics: [] };
    expect(subscriptionsIn(here).map(([, one]) => one)).toMatchObject([
      { ...wish, to: place, owner: `${here.workspace.id}.${ana.id}`, place: "#general", isDirect: false },
    ]);
  });

  it("from the home page goes on in direct messages", async () => {
    const here = await live({ way });
    const { peer, ana, workspace } = here;
    ana.opensHome();
    await ana.presses(await peer.until(() => ana.home), words.list.subscribe);
    const view = await peer.until(() => ana.view);
    expect(filledIn(view)).toEqual(usual);
    await ana.submits(view, { time: "18:30", timezone: "UTC", days: "sat" });
    await peer.until(() => botTexts(ana.im).length === 2);
    const [announced = "", answer = ""] = botTexts(ana.im);
    expect(announced).toContain(words.announced("tip", schedule("Sat")));
    expect(answer).toContain(first);
    const to = { platform, conversation: conversationOf(ana.im) };
    const owner = `${workspace.id}.${ana.id}`;
    expect(subscriptionsIn(here)).toMatchObject([[expect.anything(), { to, isDirect: true, owner, days: [6] }]]);
    expect(subscriptionsIn(here)[0]?.[1]).not.toHaveProperty("place");
    const homeBefore = ana.home?.fullText;
    ana.opensHome();
    await peer.until(() => ana.home?.fullText !== homeBefore);
    expect(ana.home?.fullText).toContain("18:30 UTC");
  });
});

describe("/tips on Slack", () => {
  it("is announced to everybody, and the asker alone is told when the first one comes", async () => {
    const here = await live();
    const { general } = here;
    await subscribes(here);
    const answer = await told(here, general);
    expect(botTexts(general).join()).toContain(words.announced("tip", schedule("every day")));
    expect(botTexts(general)).toHaveLength(1);
    expect(answer.fullText).toContain(first);
    expect(answer.buttons.map(({ label }) => label)).toEqual(["Change", "Pause", "Remove"]);
    expect(general.ephemerals).toEqual([answer]);
  });

  it("goes on in the thread where its button was pressed, and so do the tips", async () => {
    const here = await live();
    const { peer, ana, general, workspace } = here;
    const topic = workspace.owner.says(general, "tips here, please");
    const text = { type: "plain_text", text: "Subscribe" };
    const elements = [{ type: "button", text, action_id: "press:0", value: "tips:subscribe" }];
    const blocks = [{ type: "actions", block_id: "a", elements }];
    const offer = general.add(workspace.bot, { text: "Subscribe", blocks }, { threadTs: topic.ts });
    await ana.presses(offer, "Subscribe");
    await ana.submits(await peer.until(() => ana.view), { time: "18:30", timezone: "UTC" });
    const answer = await told(here, general);
    expect(answer).toMatchObject({ threadTs: topic.ts, ephemeralTo: ana.id });
    expect(general.messages.at(-1)).toMatchObject({ threadTs: topic.ts, isByApp: true, isBroadcast: false });
    const to = { platform, conversation: conversationOf(general), thread: topic.ts };
    expect(subscriptionsIn(here)).toMatchObject([[expect.anything(), { to, place: "#general" }]]);
  });

  it("is told alone to the asker, and nothing is kept, in a channel that the bot is not in", async () => {
    const here = await live();
    const { workspace, ana, log } = here;
    const staff = workspace.addChannel("staff", { isMember: false });
    await ana.commands(staff, "/tips", "subscribe time:18:30 timezone:UTC");
    const answer = await told(here, staff);
    expect(answer.fullText).toBe(phrases.cannotPost);
    expect(botTexts(staff)).toEqual([]);
    expect(subscriptionsIn(here)).toEqual([]);
    expect(log.complaints()).toEqual(["may not write there"]);
  });

  it("tells whoever filled in the form there in their direct messages, and keeps nothing", async () => {
    const here = await live();
    const { workspace, ana, peer, log } = here;
    const staff = workspace.addChannel("staff", { isMember: false });
    await subscribes(here, staff);
    await peer.until(() => botTexts(ana.im).length === 1);
    expect(botTexts(ana.im)).toEqual([phrases.cannotPost]);
    expect(botTexts(staff)).toEqual([]);
    expect(subscriptionsIn(here)).toEqual([]);
    expect(log.complaints()).toEqual(["may not write there"]);
  });

  it("is refused to guests, in private", async () => {
    const here = await live();
    const { workspace, ana } = here;
    const secret = workspace.addChannel("secret", { isPrivate: true, isMember: false });
    await ana.commands(secret, "/tips", "subscribe time:18:30 timezone:UTC");
    expect((await told(here, secret)).fullText).toBe(words.guest);
    expect(subscriptionsIn(here)).toEqual([]);
  });

  it("keeps nothing while Slack is out of order", async () => {
    const here = await live();
    const { peer, log } = here;
    peer.failNext({ method: post, status: 500, times: 3 });
    await subscribes(here);
    await log.said("could not answer");
    expect(subscriptionsIn(here)).toEqual([]);
    expect(log.complaints()).toEqual(["could not answer"]);
  });

  it("is filled in with what is so when it is to be changed, in a button's form", async () => {
    const here = await live();
    const { peer, ana, general } = here;
    await subscribes(here, general, { topics: "databases" });
    await ana.presses(await told(here, general), "Change");
    const view = await peer.until(() => ana.view);
    const before = { time: "18:30", timezone: "UTC", days: "every day", topics: "Databases", kind: "tip" };
    expect(filledIn(view)).toEqual(before);
    await ana.submits(view, { days: "weekdays" });
    const changed = await told(here, general, 2);
    expect(changed.fullText).toContain(words.changed(schedule("Mon–Fri", "Databases"), "Monday 23 November at 18:30"));
    const after = { time: "18:30", zone: "UTC", days: [1, 2, 3, 4, 5], topics: ["databases"] };
    expect(subscriptionsIn(here)).toMatchObject([[expect.anything(), after]]);
  });

  it("is refused to whoever does not administer the place, by command, press and form alike", async () => {
    const here = await live();
    const { peer, ana, general } = here;
    await subscribes(here);
    const answer = await told(here, general);
    await ana.commands(general, "/tips", "subscribe");
    const view = await peer.until(() => ana.view);
    ana.isAdmin = false;
    here.time.pass(11 * minute); // what Slack said of Ana is known for ten minutes
    await ana.commands(general, "/tips", "subscribe time:10:00 timezone:UTC");
    await ana.presses(answer, "Remove");
    await ana.submits(view, { time: "10:00", timezone: "UTC" });
    await told(here, general, 4);
    expect(whispers(general).slice(1)).toEqual(Array.from({ length: 3 }, () => phrases.onlyAdministrators));
    expect(subscriptionsIn(here)).toHaveLength(1);
    expect(botTexts(general)).toHaveLength(1);
  });

  it("may be had by whoever made the channel", async () => {
    const here = await live();
    const { workspace } = here;
    here.ana.isAdmin = false;
    const own = workspace.addChannel("own", { creator: here.ana });
    await subscribes(here, own);
    expect((await told(here, own)).fullText).toContain(first);
    expect(subscriptionsIn(here)).toMatchObject([[expect.anything(), { place: "#own" }]]);
  });
});

describe("a tip on Slack", () => {
  /** Let time pass for everybody, and see to what is due. */
  const passes = async ({ club, records, bot }: Live, minutes: number, poster: Live["adapter"]) => {
    club.clock.advance(minutes * minute);
    const wake = async (alarm: Alarm) => {
      for (const effect of await bot.wake(alarm)) await poster.perform(effect);
    };
    await new AlarmRunner({ records, logger: club.log, wake }).runDue();
  };

  it("comes once, though the process that posted it died before anybody heard of it", async () => {
    const here = await live();
    const { peer, general, adapter } = here;
    await subscribes(here);
    await told(here, general);
    const mute = await joins(peer, silent());
    const kept = () => subscriptionsIn(here)[0]?.[1];
    await passes(here, 30, mute.adapter);
    expect(general.messages).toHaveLength(2);
    expect(kept()).toMatchObject({ state: { kind: "posting", tries: 1 } });
    await passes(here, 10, adapter);
    expect(general.messages).toHaveLength(2);
    expect(kept()).toMatchObject({ state: { kind: "waiting" }, doneDay: "2026-11-21", failures: 0 });
    await passes(here, 24 * 60, adapter);
    expect(general.messages).toHaveLength(3);
  });

  it("that nobody may look for stands once, and the log says what to do", async () => {
    const here = await live();
    const { peer, workspace, general, adapter, club } = here;
    await subscribes(here);
    await told(here, general);
    workspace.missingScopes.add("channels:history");
    peer.failNext({ method: post, status: 500, afterDoing: true });
    await passes(here, 30, adapter);
    await passes(here, 5, adapter);
    expect(general.messages).toHaveLength(2);
    const said = club.log.lines.filter(({ level }) => level === "error").map(({ fields }) => String(fields.err));
    expect(said).toHaveLength(2);
    for (const line of said) expect(line).toMatch(/reinstall the app with the new manifest/);
  });
});

describe("what a conversation is called on Slack", () => {
  it("is known for commands, presses and forms", async () => {
    const form = {
      title: "Tips",
      id: "tips:form",
      fields: [{ name: "time", label: "Time", longest: 9, isLong: false }],
    };
    const buttons = [{ label: "Go", press: "tips:list" }];
    const { peer, bot, ana, workspace } = await onSlack(({ kind }) =>
      kind === "press"
        ? [{ kind: "form", form }]
        : [{ kind: "reply", audience: "conversation", reply: [{ kind: "buttons", buttons }] }],
    );
    const lounge = workspace.addChannel("the-lounge");
    const asked = await ana.commands(lounge, "/tips");
    await ana.presses(await peer.until(() => asked.messages[0]), "Go");
    await ana.submits(await peer.until(() => ana.view), { Time: "9" });
    const heard = await bot.hears(3);
    expect(heard.map(({ kind }) => kind)).toEqual(["command", "press", "form"]);
    for (const { origin } of heard) {
      expect(origin).toMatchObject({ conversation: conversationOf(lounge), place: "#the-lounge" });
    }
  });

  it("is nothing in direct messages, on the home page, and where Slack says nothing of the channel", async () => {
    const { bot, ana, general, peer, workspace } = await onSlack();
    await ana.commands(ana.im, "/tips");
    ana.opensHome();
    await bot.hears(2);
    peer.failNext({ method: "conversations.info", status: 500, times: 3 });
    await ana.commands(general, "/tips");
    await bot.hears(3);
    const secret = workspace.addChannel("secret", { isPrivate: true, isMember: false });
    await ana.commands(secret, "/tips");
    for (const { origin } of await bot.hears(4)) expect(origin).not.toHaveProperty("place");
  });
});

describe("what stands in a form on Slack to begin with", () => {
  const longest = 40;
  async function opens(value: string) {
    const field = { name: "topics", label: "Topics", longest, isLong: false, value };
    const { peer, bot, ana, general } = await onSlack(({ kind }) =>
      kind === "command" ? [{ kind: "form", form: { title: "Tips", id: "tips:form", fields: [field] } }] : [],
    );
    await ana.commands(general, "/tips");
    await ana.submits(await peer.until(() => ana.view));
    const [, sent] = await bot.hears(2);
    return sent?.kind === "form" ? sent.values.topics : undefined;
  }

  it.each([
    "9:00",
    "<@U1> & *b* `c` :smile:",
    "日本語 👩‍💻 é",
    'a "quoted" \\ one',
    "<!channel>",
    "  two  spaces  ",
    "",
  ])("comes back as it was when nobody touches it: %j", async (value) => expect(await opens(value)).toBe(value));

  it.each(["\u0000", "\u0007\u0008"])("is nothing where there is nothing to show: %j", async (value) =>
    expect(await opens(value)).toBe(""),
  );

  it.each([
    ["letters", "x".repeat(longest + 1)],
    ["words", "word ".repeat(1000)],
    ["a letter and families", `x${"👩‍💻".repeat(60)}`],
    ["accents of their own", "e\u0301".repeat(3000)],
  ])("is cut to what the field takes, between characters: %s", async (_, value) => {
    const back = (await opens(value)) ?? "";
    expect(back.length).toBeGreaterThan(longest / 2);
    expect(back.length).toBeLessThanOrEqual(longest);
    expect(back.isWellFormed()).toBe(true);
    expect(value.startsWith(back.replace(/…$/, ""))).toBe(true);
  });
});
