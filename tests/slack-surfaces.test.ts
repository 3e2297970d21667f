import { afterEach, describe, expect, it } from "vitest";
import { type Effect, type Receipt, say, whisper } from "../src/core/effects.ts";
import { encodePress } from "../src/core/press.ts";
import { type Block, paragraph } from "../src/core/reply.ts";
import { afterEverything, botTexts, leaveSlack, onSlack, sayWith, ways, whispers } from "./fakes/slack.ts";

afterEach(leaveSlack);

const hello = say([paragraph("hello")]);
const psst = whisper([paragraph("psst")]);
const receipt: Receipt = { command: "quiz", arguments: ["one"] };
const go = { label: "Go", press: encodePress({ command: "quiz", arguments: ["go"] }) };
const buttons: Block = { kind: "buttons", buttons: [go] };
const select: Block = { kind: "select", prompt: "Which one?", choices: [go, { label: "Stay", press: "quiz:stay" }] };

/** Answers a press with effects, and everything else with something to press. */
const pressable =
  (answer: readonly Effect[], shown: Effect = say([paragraph("round one"), buttons, select])) =>
  ({ kind }: { kind: string }) =>
    kind === "press" ? answer : [shown];

describe.each(ways)("a press on Slack, over %s", (way) => {
  it("is heard with the message that it is on, and answered beside it", async () => {
    const { peer, workspace, general, ana, bot } = await onSlack(pressable([hello, psst]), { way });
    const asked = await ana.commands(general, "/quiz");
    const message = await peer.until(() => asked.messages[0]);
    await ana.presses(message, "Go");
    await peer.until(() => general.ephemerals.length === 1);
    const conversation = `${workspace.id}.${general.id}`;
    expect(bot.heard[1]).toMatchObject({ kind: "press", id: "quiz:go", origin: { conversation, name: "ana" } });
    expect(bot.heard[1]).toHaveProperty("message", {
      platform: "slack",
      conversation,
      thread: undefined,
      message: message.ts,
    });
    expect(general.messages.map(({ fullText, threadTs }) => [fullText.split("\n")[0], threadTs])).toEqual([
      ["round one", undefined],
      ["hello", undefined],
    ]);
    expect(whispers(general)).toEqual(["psst"]);
  });

  it("in a thread is answered there", async () => {
    const { peer, workspace, general, ana, bot } = await onSlack(pressable([hello, psst]), { way });
    const question = ana.says(general, `<@${workspace.bot.userId}> quiz`);
    const message = await peer.until(() => general.messages[1]);
    await ana.presses(message, "Go");
    const whisper = await peer.until(() => general.ephemerals[0]);
    expect(bot.heard[1]).toMatchObject({ origin: { thread: question.ts }, message: { thread: question.ts } });
    expect(general.messages[2]?.threadTs).toBe(question.ts);
    expect(whisper).toMatchObject({ threadTs: question.ts, ephemeralTo: ana.id, fullText: "psst" });
  });

  it("on a message that others have replied to is the channel's, as before", async () => {
    const { peer, general, ana, bot } = await onSlack(pressable([hello]), { way });
    const asked = await ana.commands(general, "/quiz");
    const message = await peer.until(() => asked.messages[0]);
    ana.says(general, "I know that one", { thread: message });
    await ana.presses(message, "Go");
    const answer = await peer.until(() => general.messages[2]);
    expect(answer.threadTs).toBeUndefined();
    expect(bot.heard[1]?.origin).not.toHaveProperty("thread");
    expect(bot.heard[1]).toHaveProperty("message.thread", undefined);
  });

  it("on a message for one person has no message to edit, and is answered all the same", async () => {
    const shown = whisper([paragraph("round one"), buttons]);
    const { peer, general, ana, bot } = await onSlack(pressable([psst], shown), { way });
    const asked = await ana.commands(general, "/quiz");
    const message = await peer.until(() => asked.messages[0]);
    await ana.presses(message, "Go");
    await peer.until(() => general.ephemerals.length === 2);
    expect(bot.heard[1]).not.toHaveProperty("message");
    expect(whispers(general)[1]).toBe("psst");
    expect(general.ephemerals[0]?.fullText).toContain("round one");
  });

  it("on a message for one person in a thread is answered there", async () => {
    const shown = whisper([paragraph("round one"), buttons]);
    const { peer, workspace, general, ana, bot } = await onSlack(pressable([psst], shown), { way });
    const topic = workspace.addUser("bo").says(general, "who plays?");
    ana.says(general, `<@${workspace.bot.userId}> quiz`, { thread: topic });
    const message = await peer.until(() => general.ephemerals[0]);
    await ana.presses(message, "Go");
    const answer = await peer.until(() => general.ephemerals[1]);
    expect(answer.threadTs).toBe(topic.ts);
    expect(bot.heard[1]?.origin.thread).toBe(topic.ts);
  });

  it("may be a choice from a select", async () => {
    const { peer, ana, bot } = await onSlack(pressable([hello]), { way });
    ana.writes("quiz");
    const message = await peer.until(() => ana.im.messages[1]);
    await ana.chooses(message, "Stay");
    await bot.hears(2);
    expect(bot.heard[1]).toMatchObject({ kind: "press", id: "quiz:stay", origin: { isDirect: true } });
  });
});

describe("a press on Slack", () => {
  it("edits the message that it is on, in its place", async () => {
    const { peer, general, ana } = await onSlack((incoming) =>
      incoming.kind === "press" && incoming.message
        ? [{ kind: "edit", message: incoming.message, reply: [paragraph("it was B")] }]
        : [say([paragraph("round one"), buttons])],
    );
    const asked = await ana.commands(general, "/quiz");
    const message = await peer.until(() => asked.messages[0]);
    await ana.presses(message, "Go");
    await peer.until(() => message.edits === 1);
    expect(botTexts(general)).toEqual(["it was B"]);
    expect(message.buttons).toEqual([]);
  });

  it("that somebody else gave a meaning is handed in as it is", async () => {
    const { workspace, general, ana, bot } = await onSlack();
    const old = { type: "button", text: { type: "plain_text", text: "Old" }, action_id: "old", value: "no:such" };
    const link = { ...old, text: { type: "plain_text", text: "Link" }, action_id: "link", value: undefined };
    const blocks = [{ type: "actions", block_id: "a", elements: [old, link] }];
    const message = general.add(workspace.bot, { text: "long ago", blocks });
    await ana.presses(message, "Old");
    await ana.presses(message, "Link");
    await bot.hears(2);
    expect(bot.heard).toMatchObject([{ id: "no:such" }, { id: "link" }]);
  });
});

describe("a message whose place is asked for, on Slack", () => {
  it("is posted for a command, and can be edited by the place that was handed in", async () => {
    const { peer, workspace, general, ana, bot, adapter } = await onSlack([sayWith(receipt, [paragraph("a quiz")])]);
    const asked = await ana.commands(general, "/quiz");
    await bot.until(() => bot.receipts.length === 1);
    expect(asked.messages).toEqual([]);
    const [message] = general.messages;
    const conversation = `${workspace.id}.${general.id}`;
    const ref = { platform: "slack", conversation, thread: undefined, message: message?.ts ?? "" };
    expect(bot.receipts).toEqual([{ receipt, message: ref }]);
    await adapter.perform({ kind: "edit", message: ref, reply: [paragraph("the reveal")], receipt });
    expect(botTexts(general)).toEqual(["the reveal"]);
    expect(bot.receipts[1]).toEqual({ receipt, message: ref });
    await peer.until(() => message?.edits === 1);
  });

  it("says the thread that it is in", async () => {
    const { workspace, general, ana, bot, adapter } = await onSlack([sayWith(receipt, [paragraph("a quiz")])]);
    const question = ana.says(general, `<@${workspace.bot.userId}> quiz`);
    const [sent] = await bot.until(() => bot.receipts.length === 1 && bot.receipts);
    const message = sent?.message;
    expect(message).toMatchObject({ thread: question.ts, message: general.messages[1]?.ts });
    if (!message) throw new Error("no place was handed in");
    await adapter.perform({ kind: "edit", message, reply: [paragraph("the reveal")] });
    expect(botTexts(general)).toEqual(["the reveal"]);
  });

  it("is posted anew in its thread once somebody has deleted it", async () => {
    const { workspace, general, ana, bot, adapter } = await onSlack([sayWith(receipt, [paragraph("a quiz")])]);
    const question = ana.says(general, `<@${workspace.bot.userId}> quiz`);
    const [sent] = await bot.until(() => bot.receipts.length === 1 && bot.receipts);
    const [, first] = general.messages;
    if (!sent?.message || !first) throw new Error("no place was handed in");
    ana.deletes(first);
    await adapter.perform({ kind: "edit", message: sent.message, reply: [paragraph("the reveal")], receipt });
    expect(general.messages[1]).toMatchObject({ fullText: "the reveal", threadTs: question.ts });
    expect(bot.receipts[1]?.message).toEqual({ ...sent.message, message: general.messages[1]?.ts });
  });

  it("has no place when it is for one person alone", async () => {
    const { general, ana, bot } = await onSlack([{ ...psst, receipt } as Effect]);
    await ana.commands(general, "/quiz");
    await bot.until(() => bot.receipts.length === 1);
    expect(bot.receipts).toEqual([{ receipt, message: undefined }]);
  });

  it("is in somebody's direct messages, which are opened once", async () => {
    const { peer, workspace, ana, bot, adapter } = await onSlack();
    const to = { platform: "slack", person: `${workspace.id}.${ana.id}` };
    await adapter.perform({ kind: "post", to, reply: [paragraph("a tip")], receipt });
    await adapter.perform({ kind: "post", to, reply: [paragraph("another")] });
    expect(botTexts(ana.im)).toEqual(["a tip", "another"]);
    expect(bot.receipts[0]?.message).toMatchObject({ conversation: `${workspace.id}.${ana.imId}` });
    expect(peer.requests.filter(({ method }) => method === "conversations.open")).toHaveLength(1);
  });
});

describe.each(ways)("the shortcut on a message on Slack, over %s", (way) => {
  it("asks what the message says, and is answered below it", async () => {
    const { peer, workspace, general, ana, bot } = await onSlack([hello, psst], { way });
    const bo = workspace.addUser("bo");
    const question = bo.says(general, "is C < C++?");
    await ana.uses("answer-this", question);
    const answer = await peer.until(() => general.messages[1]);
    await peer.until(() => general.ephemerals.length === 1);
    expect(answer).toMatchObject({ threadTs: question.ts, fullText: "hello" });
    expect(general.ephemerals[0]).toMatchObject({ threadTs: undefined, ephemeralTo: ana.id });
    expect(bot.heard).toMatchObject([{ kind: "command", name: "ask", given: { question: "is C < C++?" } }]);
    expect(bot.heard[0]?.origin).toMatchObject({ person: `${workspace.id}.${ana.id}`, thread: question.ts });
  });

  it("on a message in a thread is answered there", async () => {
    const { peer, general, ana } = await onSlack([hello], { way });
    const first = ana.says(general, "databases, everyone");
    await ana.uses("answer-this", ana.says(general, "what is an index?", { thread: first }));
    const answer = await peer.until(() => general.messages[2]);
    expect(answer.threadTs).toBe(first.ts);
  });
});

describe("a shortcut that is none of ours, on Slack", () => {
  it("is nothing to us", async () => {
    const slack = await onSlack([hello]);
    const { general, ana, bot } = slack;
    const used = await ana.uses("remind-me", ana.says(general, "what is an index?"));
    expect(used.isAcknowledged).toBe(true);
    await afterEverything(slack);
    expect(bot.texts).toEqual(["the last"]);
    expect(bot.heard).toHaveLength(1);
  });
});
