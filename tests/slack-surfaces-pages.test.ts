import { afterEach, describe, expect, it } from "vitest";
import { type Effect, say, whisper } from "../src/core/effects.ts";
import { phrases } from "../src/core/phrases.ts";
import { paragraph } from "../src/core/reply.ts";
import { makeBot, smallKnowledge } from "./fakes/parts.ts";
import {
  afterEverything,
  botTexts,
  gate,
  joins,
  leaveSlack,
  onSlack,
  openSlack,
  ways,
  whispers,
} from "./fakes/slack.ts";

afterEach(leaveSlack);

const thanks = whisper([paragraph("thanks")]);
const form: Effect = {
  kind: "form",
  form: {
    title: "Tell us",
    id: "feedback:form",
    fields: [
      { name: "first", label: "First", longest: 100, isLong: false },
      { name: "second", label: "Second", longest: 1000, isLong: true },
    ],
  },
};
const go = { label: "Go", press: "quiz:go" };
const small = await smallKnowledge();

const asking =
  (then: Effect = thanks) =>
  ({ kind }: { kind: string }) => [kind === "form" ? then : form];

/** A bot that answers as it would, where Ana can talk to it. */
async function live() {
  const slack = await openSlack();
  const parts = makeBot(small);
  return { ...slack, ...(await joins(slack.peer, parts.bot)), store: parts.store };
}

describe.each(ways)("a form on Slack, over %s", (way) => {
  it("opens for a command, and what is sent in is answered where it was opened", async () => {
    const { peer, workspace, general, ana, bot } = await onSlack(asking(), { way });
    await ana.commands(general, "/feedback");
    const view = await peer.until(() => ana.view);
    expect(view.title).toBe("Tell us");
    await ana.submits(view, { First: "good < bad", Second: "" });
    await peer.until(() => general.ephemerals.length === 1);
    expect(whispers(general)).toEqual(["thanks"]);
    expect(ana.view).toBeUndefined();
    expect(bot.heard[1]).toMatchObject({
      kind: "form",
      id: "feedback:form",
      values: { first: "good < bad", second: "" },
      origin: { conversation: `${workspace.id}.${general.id}`, name: "ana", isDirect: false },
    });
  });

  it("opens for a press in a thread, and is answered there", async () => {
    const shown = say([{ kind: "buttons", buttons: [go] }]);
    const answers: Record<string, Effect> = { utterance: shown, press: form, form: say([paragraph("thanks")]) };
    const { peer, workspace, general, ana, bot } = await onSlack(({ kind }) => (answers[kind] ? [answers[kind]] : []), {
      way,
    });
    const question = ana.says(general, `<@${workspace.bot.userId}> hello`);
    const message = await peer.until(() => general.messages[1]);
    await ana.presses(message, "Go");
    const view = await peer.until(() => ana.view);
    await ana.submits(view, { First: "good" });
    const answer = await peer.until(() => general.messages[2]);
    expect(answer).toMatchObject({ fullText: "thanks", threadTs: question.ts });
    expect(bot.heard[2]?.origin.thread).toBe(question.ts);
  });
});

describe("a form on Slack", () => {
  it("from the home page is answered in direct messages", async () => {
    const answers: Record<string, Effect> = {
      home: whisper([{ kind: "buttons", buttons: [go] }]),
      press: form,
      form: thanks,
    };
    const { peer, ana, bot } = await onSlack(({ kind }) => (answers[kind] ? [answers[kind]] : []));
    ana.opensHome();
    await ana.presses(await peer.until(() => ana.home), "Go");
    await ana.submits(await peer.until(() => ana.view), { First: "good" });
    await peer.until(() => botTexts(ana.im).length === 1);
    expect(botTexts(ana.im)).toEqual(["thanks"]);
    expect(bot.heard.slice(1)).toMatchObject([
      { kind: "press", origin: { isDirect: true, name: "ana" } },
      { kind: "form", origin: { isDirect: true, name: "ana" } },
    ]);
    expect(bot.heard[1]).not.toHaveProperty("message");
  });
  it("that cannot be opened any more is said to have taken too long", async () => {
    let now = Date.now();
    const { passed, open } = gate([form]);
    const { peer, general, ana, bot, log } = await onSlack(() => passed, { peer: { now: () => now } });
    await ana.commands(general, "/feedback");
    await bot.hears();
    now += 4000;
    open();
    await peer.until(() => peer.requests.some(({ error }) => error === "expired_trigger_id"));
    await Promise.race([peer.until(() => general.ephemerals.length === 1), log.said("could not answer")]);
    expect(whispers(general)).toEqual([phrases.tooSlow]);
  });

  it("of somebody else's is nothing to us, but closes", async () => {
    const slack = await onSlack(asking());
    const { peer, workspace, general, ana, bot } = slack;
    const { views } = workspace.platform;
    const asked = await ana.commands(general, "/feedback");
    const ours = await peer.until(() => ana.view);
    const foreign = views.open(asked, { ...ours.content, private_metadata: "theirs" });
    const sent = await ana.submits(foreign, { First: "good" });
    expect(sent.isAcknowledged).toBe(true);
    expect(ana.view).toBeUndefined();
    await afterEverything(slack);
    expect(bot.heard.map(({ kind }) => kind)).toEqual(["command", "utterance"]);
  });

  it("of the bot's own is filled in, and thanked for", async () => {
    const { peer, general, ana, store } = await live();
    await ana.commands(general, "/waymark-feedback");
    const view = await peer.until(() => ana.view);
    await ana.submits(view, { [phrases.feedback.formLabel]: "more about databases, please" });
    await peer.until(() => general.ephemerals.length === 1);
    expect(whispers(general)).toEqual([phrases.feedback.thanks]);
    expect(JSON.stringify(store.under(""))).toContain("more about databases");
  });
});

describe("the home page on Slack", () => {
  it("shows how somebody stands, and is made anew whenever it is opened", async () => {
    const { peer, ana } = await live();
    ana.opensHome();
    const home = await peer.until(() => ana.home);
    expect(home.fullText).toContain(phrases.homeIntro);
    const before = home.hash;
    ana.opensHome();
    await peer.until(() => ana.home?.hash !== before);
    expect(peer.requests.filter(({ method }) => method === "views.publish")).toHaveLength(2);
    expect(ana.im.messages).toEqual([]);
  });

  it("shows what has been done since", async () => {
    const { peer, ana } = await live();
    ana.opensHome();
    const before = (await peer.until(() => ana.home)).fullText;
    await ana.commands(ana.im, "/quiz", "databases");
    await peer.until(() => botTexts(ana.im).length === 1);
    ana.writes("1024");
    await peer.until(() => botTexts(ana.im).length > 1);
    ana.opensHome();
    await peer.until(() => ana.home?.fullText !== before);
    expect(ana.home?.fullText).toContain(phrases.homeIntro);
  });

  it("knows whose it is", async () => {
    const { peer, workspace, ana, bot } = await onSlack([whisper([paragraph("home")])]);
    ana.opensHome();
    await peer.until(() => ana.home);
    expect(bot.heard).toMatchObject([
      { kind: "home", origin: { person: `${workspace.id}.${ana.id}`, isDirect: true, name: "ana", locale: "en-US" } },
    ]);
  });

  it("goes on in direct messages, as the same conversation", async () => {
    const shown = whisper([paragraph("home"), { kind: "buttons", buttons: [go] }]);
    const { peer, ana, bot } = await onSlack(({ kind }) => (kind === "home" ? [shown] : [say([paragraph("one")])]));
    ana.opensHome();
    await ana.presses(await peer.until(() => ana.home), "Go");
    await peer.until(() => botTexts(ana.im).length === 1);
    ana.writes("B");
    await bot.hears(3);
    const [home, press, utterance] = bot.heard.map(({ origin }) => origin.conversation);
    expect([home, press]).toEqual([utterance, utterance]);
  });

  it("has prompts to begin with on its other tab, in no thread", async () => {
    const { peer, ana } = await onSlack();
    ana.opensMessagesTab();
    const suggested = () => peer.requests.find(({ method }) => method === "assistant.threads.setSuggestedPrompts");
    const { body } = (await peer.until(() => suggested()?.ok === true && suggested())) || { body: {} };
    expect(body).toEqual({
      channel_id: ana.imId,
      title: phrases.startingTitle,
      prompts: phrases.startingQuestions.map((message) => ({ title: message, message })),
    });
  });
});

describe("a file on Slack", () => {
  it("that is for one person goes to their direct messages, and the channel is told so alone", async () => {
    const { peer, general, ana } = await live();
    await ana.commands(general, "/privacy", "export");
    await peer.until(() => general.ephemerals.length === 2);
    expect(whispers(general)[1]).toBe(phrases.fileInDirect);
    expect(general.messages).toEqual([]);
    const file = ana.im.messages[0]?.files[0];
    expect(file).toMatchObject({ name: "waymark-about-me.json" });
    expect(() => JSON.parse(String(peer.bytesOf(String(file?.id))))).not.toThrow();
  });

  it("in direct messages stands below what is said of it", async () => {
    const { peer, ana } = await live();
    await ana.commands(ana.im, "/privacy", "export");
    await peer.until(() => ana.im.messages.length === 2);
    expect(ana.im.messages.map(({ files }) => files.length)).toEqual([0, 1]);
    expect(botTexts(ana.im).join()).not.toContain(phrases.fileInDirect);
  });

  it("and a picture that everybody may see stand in the thread", async () => {
    const png = new Uint8Array([1, 2, 3]);
    const { peer, workspace, general, ana } = await onSlack([
      say([paragraph("look"), { kind: "image", png, alt: "a chart" }, { kind: "file", name: "all.csv", text: "a,b" }]),
    ]);
    const question = ana.says(general, `<@${workspace.bot.userId}> show me`);
    await peer.until(() => general.messages.length === 4);
    expect(general.messages.map(({ threadTs }) => threadTs).slice(1)).toEqual(Array(3).fill(question.ts));
    const files = general.messages.flatMap((message) => message.files);
    expect(files.map(({ name }) => name).toSorted()).toEqual(["all.csv", "image-1.png"]);
    expect(files.map(({ id }) => peer.bytesOf(String(id))?.length).toSorted()).toEqual([3, 3]);
  });
});
