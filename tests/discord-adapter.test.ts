import { afterEach, describe, expect, it } from "vitest";
import { type Effect, type Receipt, say, whisper } from "../src/core/effects.ts";
import { encodePress } from "../src/core/press.ts";
import { type Block, paragraph } from "../src/core/reply.ts";
import {
  botTexts,
  leaveDiscord,
  onDiscord,
  openDiscord,
  pages,
  sayWith,
  startAdapter,
  starts,
} from "./fakes/discord.ts";
import { makeBot, shippedKnowledge, smallKnowledge } from "./fakes/parts.ts";

afterEach(leaveDiscord);

const hello = say([paragraph("hello")]);
const receipt: Receipt = { command: "quiz", arguments: ["one"] };
const go = { label: "Go", press: encodePress({ command: "quiz", arguments: ["go"] }) };
const buttons: Block = { kind: "buttons", buttons: [go] };
const select: Block = { kind: "select", prompt: "Which one?", choices: [go, { label: "Stay", press: "quiz:stay" }] };
const form = (title: string): Effect => ({
  kind: "form",
  form: {
    title,
    id: "feedback:send",
    fields: [
      { name: "first", label: "First", longest: 100, isLong: false },
      { name: "second", label: "Second", longest: 1000, isLong: true },
    ],
  },
});

describe("a slash command on Discord", () => {
  it("is handed in with its options, and answered for everybody to read", async () => {
    const { peer, bot, ana, general, server } = await onDiscord([hello]);
    const asked = ana.commands(general, "quiz", { topic: "databases", count: 3, hints: true });
    await peer.until(() => asked.messages.length === 1);
    expect(botTexts(general)).toEqual(["hello"]);
    expect(bot.heard).toEqual([
      {
        kind: "command",
        name: "quiz",
        given: { topic: "databases", count: 3, hints: true },
        origin: {
          platform: "discord",
          space: server.id,
          conversation: general.id,
          place: "#general",
          person: ana.id,
          name: "ana",
          locale: "en-US",
          isDirect: false,
          mayAdminister: false,
        },
      },
    ]);
  });

  it("is answered with what only the asker sees", async () => {
    const { peer, ana, general } = await onDiscord([whisper([paragraph("psst")])]);
    const asked = ana.commands(general, "progress");
    await peer.until(() => asked.messages.length === 1);
    expect(botTexts(general)).toEqual([]);
    expect(ana.sees(general).map(({ text }) => text)).toEqual(["psst"]);
  });

  it("gets several replies as one response and what follows it, in order", async () => {
    const all = ["one", "two", "three", "four"];
    const { peer, ana, general } = await onDiscord(
      all.map((text) => (text === "three" ? whisper([paragraph(text)]) : say([paragraph(text)]))),
    );
    const asked = ana.commands(general, "help");
    await peer.until(() => asked.messages.length === all.length);
    expect(ana.sees(general).map(({ text }) => text)).toEqual(all);
    expect(botTexts(general)).toEqual(["one", "two", "four"]);
    expect(peer.requests.filter(({ path }) => path.endsWith("/callback"))).toHaveLength(1);
  });

  it("gets every page of a long answer, in order", async () => {
    const { peer, ana, general } = await onDiscord([say(pages("1", "2", "3")), hello]);
    const asked = ana.commands(general, "ask");
    await peer.until(() => asked.messages.length === 4);
    expect(starts(botTexts(general))).toEqual(["1", "2", "3", "hello"]);
  });

  it("hands in receipts with where the first message of each reply is", async () => {
    const { peer, bot, ana, general } = await onDiscord([hello, sayWith(receipt, pages("1", "2"))]);
    const asked = ana.commands(general, "quiz");
    await bot.until(() => bot.receipts.length === 1);
    const [, first] = asked.messages;
    expect(bot.receipts[0]).toEqual({
      receipt,
      message: { platform: "discord", conversation: general.id, thread: undefined, message: first?.id },
    });
    expect(peer.requests.at(-1)?.query).toBe("wait=true");
  });

  it("hands in the receipt of a response with its thread", async () => {
    const { bot, ana, general } = await onDiscord([sayWith(receipt, [paragraph("hello")])]);
    const thread = general.addThread("quiz night");
    const asked = ana.commands(thread, "quiz");
    await bot.until(() => bot.receipts.length === 1);
    expect(bot.heard[0]?.origin).toMatchObject({ conversation: general.id, thread: thread.id });
    expect(bot.receipts[0]?.message).toEqual({
      platform: "discord",
      conversation: general.id,
      thread: thread.id,
      message: asked.original?.id,
    });
  });

  it("leaves no “thinking…” behind when it only posts", async () => {
    const { peer, ana, general } = await onDiscord(({ origin: { platform, conversation } }) => [
      { kind: "post", to: { platform, conversation }, reply: [paragraph("for all")] },
    ]);
    const asked = ana.commands(general, "quiz");
    await peer.until(() => asked.original?.isDeleted);
    expect(botTexts(general)).toEqual(["for all"]);
    expect(ana.sees(general).map(({ text }) => text)).toEqual(["for all"]);
  });

  it("pings nobody, whatever its answer says", async () => {
    const { peer, ana, general } = await onDiscord([say([paragraph("@everyone <@1> <@&2>")]), hello]);
    const asked = ana.commands(general, "ask");
    await peer.until(() => asked.messages.length === 2);
    const bodies = peer.requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.stringify(body));
    expect(bodies).toHaveLength(2);
    for (const body of bodies) expect(body).toContain('"allowed_mentions":{"parse":[]}');
    expect(asked.messages.flatMap(({ mentions }) => mentions)).toEqual([]);
  });

  it("opens a form, whose fields come back by their names", async () => {
    const { peer, bot, ana, general } = await onDiscord(({ kind }) => [kind === "form" ? hello : form("Tell us")]);
    const asked = ana.commands(general, "feedback");
    await peer.until(() => asked.modal);
    expect(asked.modal?.title).toBe("Tell us");
    const sent = ana.submits(asked, { first: "good", second: "less good" });
    await peer.until(() => sent.messages.length === 1);
    expect(bot.heard[1]).toMatchObject({
      kind: "form",
      id: "feedback:send",
      values: { first: "good", second: "less good" },
    });
  });
});

describe("“Answer this” on Discord", () => {
  it("asks what somebody else's message says", async () => {
    const { peer, bot, ana, general } = await onDiscord([hello]);
    const question = peer.addUser("bea").says(general, "what is <:sql:123> an index?");
    const asked = ana.uses("Answer this", question);
    await peer.until(() => asked.messages.length === 1);
    expect(bot.heard).toMatchObject([
      { kind: "command", name: "ask", given: { question: "what is   an index?" }, origin: { person: ana.id } },
    ]);
  });
});

describe("buttons and selects on Discord", () => {
  it("say what was pressed, on which message, and are answered", async () => {
    const { peer, bot, ana, general } = await onDiscord(({ kind }) => [
      kind === "press" ? hello : say([paragraph("choose"), buttons, select]),
    ]);
    const message = await answered(general, ana.commands(general, "quiz"), peer);
    const pressed = ana.presses(message, "Go");
    await peer.until(() => pressed.messages.length === 1);
    const chosen = ana.chooses(message, "Stay");
    await peer.until(() => chosen.messages.length === 1);
    const ref = { platform: "discord", conversation: general.id, thread: undefined, message: message.id };
    expect(bot.heard.slice(1)).toMatchObject([
      { kind: "press", id: go.press, message: ref },
      { kind: "press", id: "quiz:stay", message: ref },
    ]);
  });

  it("are acknowledged when there is nothing to say", async () => {
    const { peer, ana, general } = await onDiscord(({ kind }) => (kind === "press" ? [] : [say([buttons])]));
    const message = await answered(general, ana.commands(general, "quiz"), peer);
    const pressed = ana.presses(message, "Go");
    await peer.until(() => pressed.response);
    expect(pressed.response?.type).toBe(6);
    expect(general.messages).toEqual([message]);
  });

  it("change the message they are on", async () => {
    const { peer, bot, ana, general } = await onDiscord((incoming) =>
      incoming.kind === "press" && incoming.message
        ? [{ kind: "edit", message: incoming.message, reply: [paragraph("pressed")], receipt }]
        : [say([buttons])],
    );
    const message = await answered(general, ana.commands(general, "quiz"), peer);
    const pressed = ana.presses(message, "Go");
    await peer.until(() => pressed.response);
    expect(message.text).toBe("pressed");
    expect(message.buttons).toEqual([]);
    expect(bot.receipts.map((one) => one.message?.message)).toEqual([message.id]);
  });

  it("open a form on a message, which is answered from there", async () => {
    const { peer, bot, ana, general } = await onDiscord(({ kind }) =>
      kind === "form" ? [] : [kind === "press" ? form("Why?") : say([buttons])],
    );
    const message = await answered(general, ana.commands(general, "quiz"), peer);
    const pressed = ana.presses(message, "Go");
    await peer.until(() => pressed.modal);
    const sent = ana.submits(pressed, ["because", ""]);
    await peer.until(() => sent.response);
    expect(sent.response?.type).toBe(6);
    expect(bot.heard[2]).toMatchObject({ kind: "form", values: { first: "because", second: "" } });
  });
});

describe("autocomplete on Discord", () => {
  async function typed(option: string, text: string, command = "career", knowledge = smallKnowledge) {
    const { peer, ana, general } = await openDiscord();
    const { bot } = makeBot(await knowledge());
    await startAdapter(peer, bot).log.said("on Discord");
    const search = ana.completes(general, command, { [option]: text }, option);
    const choices = await peer.until(() => search.choices);
    for (const { name, value } of choices) expect(value).toBe(name);
    return choices.map(({ name }) => name);
  }

  it("offers all there are before a letter is typed", async () => {
    expect(await typed("role", "")).toEqual(["Backend developer"]);
  });

  it("offers no more than Discord shows", async () => {
    expect(await typed("one", "", "compare", shippedKnowledge)).toHaveLength(25);
  });

  it("leaves out what Discord does not take", async () => {
    const { peer, bot, ana, general } = await onDiscord();
    bot.complete = () => ["x".repeat(101), "Backend developer"];
    const search = ana.completes(general, "career", { role: "b" }, "role");
    await peer.until(() => peer.requests.some(({ path }) => path.endsWith("/callback")));
    expect(search.choices?.map(({ name }) => name)).toEqual(["Backend developer"]);
  });

  it("finds what was misspelt", async () => {
    expect(await typed("role", "bakend")).toEqual(["Backend developer"]);
  });

  it("offers nothing for a command or an option that there isn't", async () => {
    expect(await typed("role", "back", "nonsense")).toEqual([]);
    expect(await typed("nonsense", "back")).toEqual([]);
  });
});

type Discord = Awaited<ReturnType<typeof onDiscord>>;

/** The message that a command was answered with. */
async function answered(
  channel: Discord["general"],
  asked: ReturnType<Discord["ana"]["commands"]>,
  peer: Discord["peer"],
) {
  return peer.until(() => asked.messages.length === 1 && channel.messages.at(-1));
}
