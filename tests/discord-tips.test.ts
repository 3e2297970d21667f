/** Posts that must stand once on Discord, and /tips from the form to the tip itself, with the real client. */
import { afterEach, describe, expect, it } from "vitest";
import type { DiscordAdapter } from "../src/adapters/discord/adapter.ts";
import type { Alarm } from "../src/core/alarm.ts";
import type { Form, Post } from "../src/core/effects.ts";
import { tips as words } from "../src/core/phrases/tips.ts";
import { phrases } from "../src/core/phrases.ts";
import { paragraph, type Reply } from "../src/core/reply.ts";
import { AlarmRunner } from "../src/runtime/alarms.ts";
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
import { Club, smallKnowledge } from "./fakes/parts.ts";
import type { Channel, Interaction, Message } from "./peers/discord/peer.ts";
import { componentTypes, eachComponent } from "./peers/discord/shapes.ts";

afterEach(leaveDiscord);

const platform = "discord";
const minute = 60_000;
const manageServer = 1n << 5n;
const receipt = { command: "tips", arguments: ["posted", "one", "2026-11-21"] };
const posting = { method: "POST", path: /messages$/ };
/** How often discord.js asks before it gives up on a server that fails. */
const attempts = 4;

const helpful = (day: string) => ({ label: "Helpful", press: `tips:helpful:tip-explain:token.${day}` });
const tip = (day = "2026-11-21"): Reply => [
  paragraph(`A tip of ${day}.`),
  { kind: "buttons", buttons: [helpful(day), { label: "More", press: "ask:more" }] },
];
const toChannel = ({ id }: Channel, day?: string): Post => ({
  kind: "post",
  to: { platform, conversation: id },
  reply: tip(day),
  once: `tips/one/${day ?? "2026-11-21"}`,
  receipt,
});

type Discord = Awaited<ReturnType<typeof onDiscord>>;

/** A while after a try of which nobody knows what came: Discord has forgotten its nonce. */
function laterTry({ clock }: Discord, post: Post): Post {
  const since = clock.now();
  clock.advance(10 * minute);
  return { ...post, maybeSince: since };
}

describe("a post on Discord that may stand already", () => {
  it("is found by its buttons, not posted again, and its receipt is handed in", async () => {
    const discord = await onDiscord();
    const { adapter, bot, general } = discord;
    await adapter.perform(toChannel(general));
    await adapter.perform(laterTry(discord, toChannel(general)));
    expect(botTexts(general)).toHaveLength(1);
    const message = { platform, conversation: general.id, thread: undefined, message: general.messages[0]?.id };
    expect(bot.receipts).toEqual([
      { receipt, message },
      { receipt, message },
    ]);
  });

  it("is posted when it does not stand", async () => {
    const discord = await onDiscord();
    const { adapter, bot, general } = discord;
    await adapter.perform(laterTry(discord, toChannel(general)));
    expect(bot.receipts.map(({ message }) => message?.message)).toEqual([general.messages[0]?.id]);
  });

  it("is posted when it does not stand, below what was said long ago", async () => {
    const discord = await onDiscord();
    const { adapter, bot, clock, general, ana } = discord;
    ana.says(general, "good morning");
    clock.advance(60 * minute);
    await adapter.perform(laterTry(discord, toChannel(general)));
    expect(bot.receipts.map(({ message }) => message?.message)).toEqual([general.messages[1]?.id]);
  });

  it.each([
    ["and something was said since", ["no tips today, please"]],
    ["though Discord still calls it the latest", []],
  ])("is posted when somebody has deleted it, %s", async (_, said) => {
    const discord = await onDiscord();
    const { adapter, bot, general, ana } = discord;
    await adapter.perform(toChannel(general));
    const [first] = general.messages;
    if (!first) throw new Error("nothing was posted");
    for (const text of said) ana.says(general, text);
    ana.deletes(first);
    await adapter.perform(laterTry(discord, toChannel(general)));
    expect(bot.receipts.map(({ message }) => message?.message)).toEqual([first.id, general.messages.at(-1)?.id]);
  });

  it.each([1, 99, 100, 101, 250, 430])("is found among hundreds of others, %i of them before it", async (before) => {
    const discord = await onDiscord();
    const { adapter, bot, clock, general, ana } = discord;
    const since = clock.now();
    const say = (count: number) => {
      for (let at = 0; at < count; at++) ana.says(general, `word ${at}`);
    };
    say(before);
    await adapter.perform(toChannel(general));
    say(430 - before);
    await adapter.perform({ ...laterTry(discord, toChannel(general)), maybeSince: since });
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts[1]).toEqual(bot.receipts[0]);
  });

  it("is not posted when there are too many others to look through", async () => {
    const discord = await onDiscord();
    const { adapter, bot, clock, general, ana } = discord;
    const since = clock.now();
    for (let at = 0; at < 2001; at++) ana.says(general, `word ${at}`);
    await adapter.perform(toChannel(general));
    const again = { ...laterTry(discord, toChannel(general)), maybeSince: since };
    await expect(adapter.perform(again)).rejects.toThrow("cannot see whether a message stands");
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts).toHaveLength(1);
  });

  it("is only looked for when it is too late to post it", async () => {
    const discord = await onDiscord();
    const { adapter, bot, general } = discord;
    const late = { ...laterTry(discord, toChannel(general)), withinMs: 0 };
    await expect(adapter.perform(late)).rejects.toThrow("too late");
    expect(general.messages).toEqual([]);
    await adapter.perform(toChannel(general));
    await adapter.perform({ ...laterTry(discord, toChannel(general)), withinMs: 0 });
    expect(general.messages).toHaveLength(1);
    expect(bot.receipts[1]).toEqual(bot.receipts[0]);
  });

  it("is not posted where the history is closed to the bot, and it is said what to do", async () => {
    const discord = await onDiscord();
    const { peer, adapter, bot, general } = discord;
    await adapter.perform(toChannel(general));
    // Discord lists nothing then: https://docs.discord.com/developers/resources/channel#get-channel-messages
    peer.failNext({ method: "GET", path: /messages$/, status: 200, body: [], times: 20 });
    peer.failNext({ method: "GET", path: /messages\/\d+$/, status: 403 });
    peer.failNext({ method: "GET", path: /messages\/\d+$/, status: 403, body: { code: 50_013, message: "Missing" } });
    const again = laterTry(discord, toChannel(general));
    await expect(adapter.perform(again)).rejects.toThrow("let the bot read the channel's message history");
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts).toHaveLength(1);
  });

  it("is told from the same tip of another day, and from another place's", async () => {
    const discord = await onDiscord();
    const { adapter, general, server } = discord;
    const other = server.addChannel("other");
    await adapter.perform(toChannel(general, "2026-11-20"));
    await adapter.perform(toChannel(other));
    await adapter.perform(laterTry(discord, toChannel(general)));
    expect(botTexts(general).map((text) => /A tip of \S+/.exec(text)?.[0])).toEqual([
      "A tip of 2026-11-20.",
      "A tip of 2026-11-21.",
    ]);
  });

  it("is found by a clock that is some minutes ahead of Discord's", async () => {
    const discord = await onDiscord();
    const { adapter, clock, general } = discord;
    await adapter.perform(toChannel(general));
    const ahead = new Date(clock.now().getTime() + 4 * minute);
    await adapter.perform({ ...laterTry(discord, toChannel(general)), maybeSince: ahead });
    expect(botTexts(general)).toHaveLength(1);
  });

  it("is found in its thread", async () => {
    const discord = await onDiscord();
    const { adapter, bot, general } = discord;
    const thread = general.addThread("tips");
    const to = { platform, conversation: general.id, thread: thread.id };
    await adapter.perform(toChannel(general));
    await adapter.perform({ ...toChannel(general), to, once: "tips/two/2026-11-21" });
    await adapter.perform(laterTry(discord, { ...toChannel(general), to }));
    expect(botTexts(thread)).toHaveLength(1);
    expect(bot.receipts[2]?.message).toEqual({ ...to, message: thread.messages[0]?.id });
  });

  it("is found in somebody's direct messages, also by a process that has not opened them yet", async () => {
    const discord = await onDiscord();
    const { peer, adapter, general, ana } = discord;
    const post: Post = { ...toChannel(general), to: { platform, person: ana.id } };
    await adapter.perform(post);
    const bot = new ScriptedBot(() => []);
    const another = startAdapter(peer, bot);
    await another.log.said("on Discord");
    await another.adapter.perform(laterTry(discord, post));
    expect(botTexts(ana.direct)).toHaveLength(1);
    const message = { platform, conversation: ana.direct.id, thread: undefined, message: ana.direct.messages[0]?.id };
    expect(bot.receipts).toEqual([{ receipt, message }]);
  });

  it("of several messages is found whole", async () => {
    const discord = await onDiscord();
    const { adapter, bot, general } = discord;
    const post: Post = { ...toChannel(general), reply: [...pages("1", "2", "3"), ...tip()] };
    await adapter.perform(post);
    const count = general.messages.length;
    await adapter.perform(laterTry(discord, post));
    expect(count).toBeGreaterThan(2);
    expect(general.messages).toHaveLength(count);
    expect(bot.receipts).toHaveLength(2);
  });

  it("of several messages goes on where it broke off", async () => {
    const { peer, adapter, bot, clock, general } = await onDiscord();
    const post: Post = { ...toChannel(general), reply: [...pages("1", "2"), ...tip()] };
    const since = clock.now();
    const release = peer.hold(posting);
    const first = expect(adapter.perform(post)).rejects.toThrow();
    await peer.until(() => general.messages.length === 1);
    peer.failNext({ ...posting, status: 503, times: attempts });
    release();
    await first;
    clock.advance(minute);
    await adapter.perform({ ...post, maybeSince: since });
    expect(starts(botTexts(general))).toEqual(["1", "2"]);
    expect(bot.receipts).toHaveLength(1);
  });

  it("has nothing to be known by without buttons, and is posted", async () => {
    const discord = await onDiscord();
    const { adapter, general } = discord;
    const post: Post = { ...toChannel(general), reply: [paragraph("no buttons")] };
    await adapter.perform(post);
    await adapter.perform(laterTry(discord, post));
    expect(botTexts(general)).toEqual(["no buttons", "no buttons"]);
  });
});

describe("a post under a name on Discord", () => {
  it("stands once when it comes again within minutes, from whichever process", async () => {
    const { peer, adapter, bot, clock, general } = await onDiscord();
    const other = new ScriptedBot(() => []);
    const another = startAdapter(peer, other);
    await another.log.said("on Discord");
    await adapter.perform(toChannel(general));
    clock.advance(2 * minute);
    await another.adapter.perform(toChannel(general));
    await Promise.all([adapter, another.adapter].map((one) => one.perform(toChannel(general, "2026-11-22"))));
    expect(general.messages).toHaveLength(2);
    const [first, second] = general.messages.map(({ id }) => id);
    for (const { receipts } of [bot, other]) {
      expect(receipts.map(({ message }) => message?.message)).toEqual([first, second]);
    }
  });

  it.each([500, 502, 504])("stands once when only Discord's answer was lost (%i), time and again", async (status) => {
    const { peer, adapter, bot, general, log } = await onDiscord();
    peer.failNext({ ...posting, status, times: attempts - 1, afterDoing: true });
    await adapter.perform(toChannel(general));
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts).toHaveLength(1);
    expect(log.complaints).toEqual([]);
  });

  it("stands once when every answer was lost, and it is tried again much later", async () => {
    const discord = await onDiscord();
    const { peer, adapter, bot, general } = discord;
    peer.failNext({ ...posting, status: 500, times: attempts, afterDoing: true });
    await expect(adapter.perform(toChannel(general))).rejects.toThrow();
    expect(bot.receipts).toEqual([]);
    await adapter.perform(laterTry(discord, toChannel(general)));
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts.map(({ message }) => message?.message)).toEqual([general.messages[0]?.id]);
  });

  it("is not posted when nobody can look whether it stands", async () => {
    const discord = await onDiscord();
    const { peer, adapter, bot, general } = discord;
    await adapter.perform(toChannel(general));
    const again = laterTry(discord, toChannel(general));
    peer.failNext({ method: "GET", path: /messages/, status: 500, times: attempts });
    await expect(adapter.perform(again)).rejects.toThrow();
    expect(botTexts(general)).toHaveLength(1);
    await adapter.perform(again);
    expect(botTexts(general)).toHaveLength(1);
    expect(bot.receipts).toHaveLength(2);
  });

  it("that waits too long for its turn is not posted afterwards", async () => {
    const { peer, adapter, bot, general } = await onDiscord();
    peer.failNext({ ...posting, status: 429, retryAfter: 0.3 });
    await expect(adapter.perform({ ...toChannel(general), withinMs: 50 })).rejects.toThrow();
    // What comes after it in the channel's line is posted; it would have been before that.
    await adapter.perform({ ...toChannel(general, "2026-11-22"), withinMs: 10_000 });
    expect(botTexts(general).map((text) => text.split("\n")[0])).toEqual(["A tip of 2026-11-22."]);
    expect(bot.receipts).toHaveLength(1);
  });

  it("that has waited too long while it was looked for is not posted", async () => {
    const discord = await onDiscord();
    const { peer, adapter, bot, general } = discord;
    peer.failNext({ method: "GET", path: /messages/, status: 429, retryAfter: 0.3 });
    await expect(adapter.perform({ ...laterTry(discord, toChannel(general)), withinMs: 50 })).rejects.toThrow();
    expect(botTexts(general)).toEqual([]);
    expect(bot.receipts).toEqual([]);
  });

  it.each([
    ["see", { botMaySee: false }],
    ["write", { botMayPost: false }],
  ])("where the bot may not %s is over, without a receipt, whether it may stand or not", async (_, options) => {
    const discord = await onDiscord();
    const { adapter, bot, server, log } = discord;
    const staff = server.addChannel("staff", options);
    await adapter.perform(toChannel(staff));
    await adapter.perform(laterTry(discord, toChannel(staff)));
    expect(bot.receipts).toEqual([]);
    expect(log.complaints).toEqual(["may not write there", "may not write there"]);
    expect(logged(log)).not.toContain("A tip of");
  });
});

type Live = Awaited<ReturnType<typeof live>>;

/** The bot as it is, where Ana may manage the server. */
async function live() {
  const discord = await openDiscord();
  const club = new Club(await smallKnowledge());
  const { bot, records } = club.start();
  const process = startAdapter(discord.peer, bot);
  await process.log.said("on Discord");
  return { ...discord, ...process, bot, club, records };
}

const daily = words.schedule("every day", "18:30", "UTC", "all topics");
const onWeekdays = words.schedule("Mon–Fri", "18:30", "UTC", "all topics");
const boss = { permissions: manageServer };
const subscriptionsIn = ({ club }: Live) => Object.entries(club.under("subscriptions/"));
const filledIn = ({ modal }: Interaction) =>
  Object.fromEntries(
    [...eachComponent(modal?.components ?? [])]
      .filter(({ type }) => type === componentTypes.textInput)
      .map(({ custom_id, value }) => [custom_id, value]),
  );

/** Open the form, and fill in what it wants to know. */
async function subscribes({ peer, ana, general }: Live, where: Channel | "dm" = general): Promise<Interaction> {
  const asked = ana.commands(where, "tips", { action: "subscribe" }, boss);
  await peer.until(() => asked.modal);
  return ana.submits(asked, { time: "18:30", timezone: "UTC" }, boss);
}

/** Let time pass for everybody, and see to what is due. */
async function passes({ club, clock, records, bot }: Live, minutes: number, poster: DiscordAdapter): Promise<void> {
  for (const time of [club.clock, clock]) time.advance(minutes * minute);
  const wake = async (alarm: Alarm) => {
    for (const effect of await bot.wake(alarm)) await poster.perform(effect);
  };
  await new AlarmRunner({ records, logger: club.log, wake }).runDue();
}

const told = ({ peer }: Live, sent: Interaction): Promise<Message> => peer.until(() => sent.messages[0]);

describe("/tips on Discord", () => {
  it("opens a form in which the usual stands, and what is left stays so", async () => {
    const here = await live();
    const { peer, ana, general } = here;
    const asked = ana.commands(general, "tips", { action: "subscribe" }, boss);
    await peer.until(() => asked.modal);
    const usual = { time: undefined, timezone: undefined, days: "every day", topics: "all", kind: "tip" };
    expect(filledIn(asked)).toEqual(usual);
    await told(here, ana.submits(asked, { time: "9", timezone: "Cairo" }, boss));
    const place = { platform, conversation: general.id };
    const wish = { kind: "tip", time: "09:00", zone: "Africa/Cairo", days: [1, 2, 3, 4, 5, 6, 7], topics: [] };
    expect(subscriptionsIn(here).map(([, one]) => one)).toMatchObject([
      { ...wish, to: place, owner: ana.id, place: "#general", isDirect: false },
    ]);
  });

  it("is announced to everybody, and the asker alone is told when the first one comes", async () => {
    const here = await live();
    const { peer, general, ana } = here;
    const bea = peer.addUser("bea");
    const answer = await told(here, await subscribes(here));
    expect(botTexts(general).join()).toContain(words.announced("tip", daily));
    expect(botTexts(general)).toHaveLength(1);
    expect(answer.ephemeralTo).toBe(ana);
    expect(answer.text).toContain(words.first("Saturday 21 November at 18:30"));
    expect(answer.buttons.map(({ label }) => label)).toEqual(["Change", "Pause", "Remove"]);
    expect(bea.sees(general)).toEqual(general.messages);
  });

  it("is told alone to the asker, and nothing is kept, where the bot may not post", async () => {
    const here = await live();
    const { server, ana, log } = here;
    const staff = server.addChannel("staff", { botMayPost: false });
    const answer = await told(here, await subscribes(here, staff));
    expect([answer.text, answer.ephemeralTo]).toEqual([phrases.cannotPost, ana]);
    expect(botTexts(staff)).toEqual([]);
    expect(subscriptionsIn(here)).toEqual([]);
    expect(log.complaints).toEqual(["may not write there"]);
  });

  it("keeps nothing while Discord is out of order", async () => {
    const here = await live();
    const { peer, log } = here;
    peer.failNext({ ...posting, path: /^\/channels\/\d+\/messages$/, status: 500, times: attempts });
    await subscribes(here);
    await log.said("could not answer");
    expect(subscriptionsIn(here)).toEqual([]);
  });

  it("is filled in with what is so when it is to be changed, in a button's form", async () => {
    const here = await live();
    const { peer, ana } = here;
    const answer = await told(here, await subscribes(here));
    const pressed = ana.presses(answer, "Change", boss);
    await peer.until(() => pressed.modal);
    expect(filledIn(pressed)).toEqual({
      time: "18:30",
      timezone: "UTC",
      days: "every day",
      topics: "all",
      kind: "tip",
    });
    const changed = await told(here, ana.submits(pressed, { days: "weekdays" }, boss));
    expect(changed.text).toContain(words.changed(onWeekdays, "Monday 23 November at 18:30"));
    expect(changed.ephemeralTo).toBe(ana);
    expect(subscriptionsIn(here)).toMatchObject([
      [expect.anything(), { time: "18:30", zone: "UTC", days: [1, 2, 3, 4, 5] }],
    ]);
  });

  it("may be had by anybody in direct messages", async () => {
    const here = await live();
    const { ana } = here;
    const answer = await told(here, await subscribes(here, "dm"));
    expect(answer.text).toContain(words.first("Saturday 21 November at 18:30"));
    expect(botTexts(ana.direct)[0]).toContain(words.announcedHint);
    const to = { platform, conversation: ana.direct.id };
    expect(subscriptionsIn(here)).toMatchObject([[expect.anything(), { to, isDirect: true }]]);
    expect(subscriptionsIn(here)[0]?.[1]).not.toHaveProperty("place");
  });

  it("is refused to whoever may not manage the server, by command, press and form alike", async () => {
    const here = await live();
    const { peer, ana, general } = here;
    const answer = await told(here, await subscribes(here));
    const bea = peer.addUser("bea");
    const asked = ana.commands(general, "tips", { action: "subscribe" }, boss);
    await peer.until(() => asked.modal);
    const tries = [
      bea.commands(general, "tips", { action: "subscribe", time: "10:00", timezone: "UTC" }),
      ana.presses(answer, "Remove", { permissions: 0n }),
      ana.submits(asked, { time: "10:00", timezone: "UTC" }, { permissions: 0n }),
    ];
    for (const one of tries) expect((await told(here, one)).text).toBe(phrases.onlyAdministrators);
    expect(subscriptionsIn(here)).toHaveLength(1);
    expect(botTexts(general)).toHaveLength(1);
  });

  it("brings its tip once, though the process that posted it died before anybody heard of it", async () => {
    const here = await live();
    const { peer, general, adapter } = here;
    await told(here, await subscribes(here));
    const mute = startAdapter(peer, new ScriptedBot(() => []));
    await mute.log.said("on Discord");
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

  it("does not take another subscription's tip for its own, be it the same one at the same time", async () => {
    const here = await live();
    const { peer, general, adapter } = here;
    for (const _ of ["one", "two"]) await told(here, await subscribes(here));
    peer.failNext({ ...posting, status: 503, times: attempts });
    await passes(here, 30, adapter);
    expect(general.messages).toHaveLength(3);
    await passes(here, 10, adapter);
    const [, , ...shown] = general.messages.map(({ text }) => text);
    expect(shown).toHaveLength(2);
    expect(shown[0]).toBe(shown[1]);
    for (const [, one] of subscriptionsIn(here)) expect(one).toMatchObject({ state: { kind: "waiting" }, failures: 0 });
  });
});

describe("what a conversation is called on Discord", () => {
  const form: Form = { title: "Tips", id: "tips:form", fields: [] };

  it("is known for commands, presses, forms and mentions", async () => {
    const field = { name: "time", label: "Time", longest: 100, isLong: false };
    const { peer, bot, ana, server } = await onDiscord(({ kind }) =>
      kind === "press"
        ? [{ kind: "form", form: { ...form, fields: [field] } }]
        : [{ kind: "reply", audience: "conversation", reply: tip() }],
    );
    const lounge = server.addChannel("the-lounge");
    const asked = ana.commands(lounge, "tips");
    const [message] = await peer.until(() => asked.messages.length === 1 && asked.messages);
    if (!message) throw new Error("nothing was answered");
    const pressed = ana.presses(message, "Helpful");
    await peer.until(() => pressed.modal);
    ana.submits(pressed, ["9"]);
    ana.says(lounge, "hello", { mentionsBot: true });
    const heard = await bot.until(() => bot.heard.length === 4 && bot.heard);
    expect(heard.map(({ kind }) => kind).toSorted()).toEqual(["command", "form", "press", "utterance"]);
    for (const { origin } of heard) expect(origin).toMatchObject({ conversation: lounge.id, place: "#the-lounge" });
  });

  it("is its own in a thread, and nothing in direct messages", async () => {
    const { bot, ana, general } = await onDiscord();
    const thread = general.addThread("quiz night");
    ana.commands(thread, "tips");
    await bot.until(() => bot.heard.length === 1);
    ana.commands("dm", "tips");
    const [inThread, alone] = await bot.until(() => bot.heard.length === 2 && bot.heard);
    expect(inThread?.origin).toMatchObject({ conversation: general.id, thread: thread.id, place: "#quiz night" });
    expect(alone?.origin).not.toHaveProperty("place");
  });
});

describe("what stands in a form on Discord to begin with", () => {
  const longest = 40;
  async function opens(value: string) {
    const field = { name: "topics", label: "Topics", longest, isLong: false, value };
    const { peer, bot, ana, general } = await onDiscord(({ kind }) =>
      kind === "command" ? [{ kind: "form", form: { title: "Tips", id: "tips:form", fields: [field] } }] : [],
    );
    const asked = ana.commands(general, "tips");
    await peer.until(() => asked.modal);
    ana.submits(asked, {});
    const [, sent] = await bot.until(() => bot.heard.length === 2 && bot.heard);
    return sent?.kind === "form" ? sent.values.topics : undefined;
  }

  it.each(["9:00", "<@1> & **b** `c`", "日本語 👩‍💻 é", 'a "quoted" \\ one', "@everyone", "  two  spaces  ", ""])(
    "comes back as it was when nobody touches it: %j",
    async (value) => expect(await opens(value)).toBe(value),
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
    expect(value.startsWith(back)).toBe(true);
  });
});
