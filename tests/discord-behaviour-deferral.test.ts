import { afterEach, describe, expect, it } from "vitest";
import { type Effect, say, whisper } from "../src/core/effects.ts";
import { phrases } from "../src/core/phrases.ts";
import { paragraph } from "../src/core/reply.ts";
import { botTexts, gate, leaveDiscord, onDiscord, pages, sayWith, starts } from "./fakes/discord.ts";

afterEach(leaveDiscord);

const deferAfterMs = 1500;
const ephemeral = 1 << 6;
const hello = say([paragraph("hello")]);
const psst = whisper([paragraph("psst")]);
const buttons = say([{ kind: "buttons", buttons: [{ label: "Go", press: "quiz:go" }] }]);
const form: Effect = {
  kind: "form",
  form: { title: "Why?", id: "ask:why", fields: [{ name: "why", label: "Why", longest: 100, isLong: false }] },
};

/** A bot that is slow to answer a command with some effects, until it is let go; asked in public if not told otherwise. */
async function slow(effects: readonly Effect[], command = "quiz") {
  const { passed, open } = gate(effects);
  const discord = await onDiscord(() => passed);
  const { ana, general, bells, peer } = discord;
  const asked = ana.commands(general, command);
  await bells.ring(deferAfterMs);
  await peer.until(() => asked.response);
  const isFollowUp = (path: string) => path.endsWith(asked.token);
  const followedUp = () => peer.until(() => peer.requests.some(({ path }) => isFollowUp(path)));
  return { ...discord, asked, open, followedUp };
}

/** The same for a press. */
async function slowPress(effects: readonly Effect[]) {
  const { passed, open } = gate(effects);
  const discord = await onDiscord(({ kind }) => (kind === "press" ? passed : [buttons]));
  const { ana, general, bells, peer } = discord;
  const asked = ana.commands(general, "quiz");
  const message = await peer.until(() => asked.messages[0]);
  await bells.until(() => bells.waits.length === 0);
  const pressed = ana.presses(message, "Go");
  await bells.ring(deferAfterMs);
  await peer.until(() => pressed.response);
  return { ...discord, pressed, message, open };
}

describe("a command on Discord that takes its time", () => {
  it("is put off in public, and then answered there", async () => {
    const { asked, open, peer, general } = await slow([hello, psst]);
    expect(asked.response).toEqual({ type: 5, data: { flags: 0 } });
    open();
    await peer.until(() => asked.messages.length === 2);
    expect(asked.original?.text).toBe("hello");
    expect(botTexts(general)).toEqual(["hello"]);
    expect(asked.followUps.map(({ ephemeralTo }) => ephemeralTo?.name)).toEqual(["ana"]);
  });

  it.each(["progress", "review", "privacy", "settings", "insights", "feedback"])(
    "is put off in private when it is /%s",
    async (command) => {
      const { asked, open, peer, ana, general } = await slow([psst], command);
      expect(asked.response).toEqual({ type: 5, data: { flags: ephemeral } });
      open();
      await peer.until(() => asked.messages.length === 1);
      expect(asked.original?.text).toBe("psst");
      expect(asked.followUps).toEqual([]);
      expect(ana.sees(general).map(({ text }) => text)).toEqual(["psst"]);
    },
  );

  it("is told in private what is no business of others, though it was put off in public", async () => {
    const { asked, open, general, followedUp } = await slow([psst]);
    open();
    await followedUp();
    expect(asked.original?.isDeleted).toBe(true);
    expect(asked.followUps.map(({ text, ephemeralTo }) => [text, ephemeralTo?.name])).toEqual([["psst", "ana"]]);
    expect(botTexts(general)).toEqual([]);
  });

  it("is answered for all, though it was put off in private", async () => {
    const { asked, open, general, followedUp } = await slow([hello], "settings");
    open();
    await followedUp();
    expect(asked.original?.isDeleted).toBe(true);
    expect(botTexts(general)).toEqual(["hello"]);
  });

  it("gets all pages in order, and its receipt names the first", async () => {
    const receipt = { command: "quiz", arguments: ["one"] };
    const { asked, open, bot, general } = await slow([sayWith(receipt, pages("1", "2", "3"))]);
    open();
    await bot.until(() => bot.receipts.length === 1);
    expect(starts(botTexts(general))).toEqual(["1", "2", "3"]);
    expect(bot.receipts[0]?.message?.message).toBe(asked.original?.id);
  });

  it("leaves no “thinking…” when there is nothing to say", async () => {
    const { asked, open, peer } = await slow([]);
    open();
    await peer.until(() => asked.original?.isDeleted);
    expect(asked.messages).toEqual([]);
  });

  it("is told in private to press once more where a form cannot open any more", async () => {
    const { asked, open, general, followedUp } = await slow([form]);
    open();
    await followedUp();
    expect(asked.messages.map(({ text, ephemeralTo }) => [text, ephemeralTo?.name])).toEqual([
      [phrases.tooSlow, "ana"],
    ]);
    expect(botTexts(general)).toEqual([]);
  });

  it("is put off once at most: the timer does nothing when the answer is on its way", async () => {
    const { peer, ana, general, bells, bot, log } = await onDiscord([hello]);
    const release = peer.hold({ method: "POST", path: /callback$/ });
    const asked = ana.commands(general, "quiz");
    await peer.until(() => asked.response);
    await bells.ring(deferAfterMs);
    release();
    const next = ana.commands(general, "quiz");
    await peer.until(() => next.messages.length === 1);
    expect(asked.messages.map(({ text }) => text)).toEqual(["hello"]);
    expect(bot.heard).toHaveLength(2);
    expect(log.complaints).toEqual([]);
  });

  it("is not put off when it was answered in time", async () => {
    const { peer, ana, general, bells } = await onDiscord([hello]);
    const asked = ana.commands(general, "quiz");
    await peer.until(() => asked.messages.length === 1);
    await bells.until(() => bells.waits.length === 0);
    expect(asked.isDeferred).toBe(false);
  });
});

describe("a press on Discord that takes its time", () => {
  it("is acknowledged without a change on the screen", async () => {
    const { pressed, message, open, peer, general } = await slowPress([hello]);
    expect(pressed.response).toEqual({ type: 6, data: undefined });
    open();
    await peer.until(() => pressed.messages.length === 1);
    expect(message.edits).toBe(0);
    expect(botTexts(general)).toEqual(["", "hello"]);
  });

  it("is answered in private below the message", async () => {
    const { pressed, message, open, peer, general } = await slowPress([psst]);
    open();
    await peer.until(() => pressed.messages.length === 1);
    expect(pressed.messages.map(({ ephemeralTo }) => ephemeralTo?.name)).toEqual(["ana"]);
    expect(general.messages).toEqual([message]);
  });

  it("leaves the message as it is when there is nothing to say", async () => {
    const { pressed, message, open, peer, ana, general } = await slowPress([]);
    open();
    const again = ana.presses(message, "Go");
    await peer.until(() => again.response);
    expect(pressed.messages).toEqual([]);
    expect(general.messages).toEqual([message]);
  });

  it("is told to press once more where a form cannot open any more", async () => {
    const { pressed, open, peer } = await slowPress([form]);
    open();
    await peer.until(() => pressed.messages.length === 1);
    expect(pressed.messages.map(({ text, ephemeralTo }) => [text, ephemeralTo?.name])).toEqual([
      [phrases.tooSlow, "ana"],
    ]);
  });
});
