import { afterEach, describe, expect, it } from "vitest";
import { say } from "../src/core/effects.ts";
import { paragraph } from "../src/core/reply.ts";
import { botTexts, gate, leaveDiscord, onDiscord, pages, starts } from "./fakes/discord.ts";
import { mentionOf } from "./peers/discord/user.ts";

afterEach(leaveDiscord);

/** A bot that says as many pages as it is asked for, and Ana who has asked for some. */
async function asked(names: string) {
  const discord = await onDiscord((incoming) =>
    incoming.kind !== "utterance" || incoming.text === "" ? [] : [say(pages(...incoming.text.split(" ")))],
  );
  const { clock, peer, ana, general } = discord;
  const question = ana.says(general, names, { mentionsBot: true });
  await peer.until(() => botTexts(general).length === names.split(" ").length);
  const mend = (text: string) => {
    clock.advance(1000);
    ana.edits(question, `${mentionOf(peer.bot)} ${text}`);
  };
  return { ...discord, question, mend };
}

type Asked = Awaited<ReturnType<typeof asked>>;

/** Wait until what was said before has been taken. */
async function afterwards({ peer, ana }: Asked): Promise<void> {
  ana.writes("last");
  await peer.until(() => botTexts(ana.direct).length === 1);
}

describe("a question that is mended within a minute", () => {
  it("gets its answer mended in place", async () => {
    const { peer, mend, clock, general, question } = await asked("sql");
    const [, answer] = general.messages;
    clock.advance(58_000);
    mend("postgres");
    await peer.until(() => answer?.edits === 1);
    expect(starts(botTexts(general))).toEqual(["postgres"]);
    expect(answer?.reference).toBe(question);
  });

  it("gets pages added below", async () => {
    const { peer, mend, general } = await asked("1 2");
    mend("one two three");
    await peer.until(() => botTexts(general).length === 3);
    expect(starts(botTexts(general))).toEqual(["one", "two", "three"]);
    expect(general.messages.map(({ edits }) => edits)).toEqual([1, 1, 1, 0]);
  });

  it("loses the pages that are too many", async () => {
    const { peer, mend, general } = await asked("1 2 3");
    mend("one");
    await peer.until(() => botTexts(general).length === 1);
    expect(starts(botTexts(general))).toEqual(["one"]);
  });

  it("is mended as often as its author likes", async () => {
    const { peer, mend, general } = await asked("1");
    for (const text of ["2", "3 4", "5"]) {
      mend(text);
      await peer.until(() => starts(botTexts(general)).join(" ") === text);
    }
  });

  it("may go back to how it was", async () => {
    const { mend, peer, general } = await asked("1");
    const sent = (method: string) => peer.requests.filter((one) => one.method === method).length;
    mend("2 3");
    await peer.until(() => sent("POST") === 2);
    mend("1");
    await peer.until(() => sent("DELETE") === 1);
    mend("2 3");
    await peer.until(() => sent("POST") === 3);
    expect(starts(botTexts(general))).toEqual(["2", "3"]);
  });

  it("waits for the answer that is on its way", async () => {
    const { passed, open } = gate([say([paragraph("first")])]);
    const { peer, bot, ana, general } = await onDiscord((incoming) =>
      incoming.kind === "utterance" && incoming.text === "1" ? passed : [say([paragraph("second")])],
    );
    const question = ana.says(general, "1", { mentionsBot: true });
    await bot.until(() => bot.heard.length === 1);
    ana.edits(question, `${mentionOf(peer.bot)} 2`);
    open();
    await peer.until(() => general.messages[1]?.edits === 1);
    expect(botTexts(general)).toEqual(["second"]);
  });

  it("is answered when only the edit addresses the bot", async () => {
    const { peer, bot, ana, general } = await onDiscord([say([paragraph("hello")])]);
    const question = ana.says(general, "what is an index?");
    ana.edits(question, `${mentionOf(peer.bot)} what is an index?`);
    await peer.until(() => botTexts(general).length === 1);
    expect(bot.texts).toEqual(["what is an index?"]);
    expect(general.messages[1]?.reference).toBe(question);
  });

  it("is answered anew when somebody has deleted the answer", async () => {
    const { peer, mend, ana, general, log } = await asked("1");
    const [, answer] = general.messages;
    if (answer) ana.deletes(answer);
    mend("2");
    await Promise.race([peer.until(() => botTexts(general).length === 1), log.said("may not write there")]);
    expect(starts(botTexts(general))).toEqual(["2"]);
  });
});

describe("an edit that changes nothing about the question", () => {
  it("changes nothing about the answer, when a link gets its preview", async () => {
    const discord = await asked("1");
    const { peer, bot, question, server } = discord;
    peer.dispatch("MESSAGE_UPDATE", { ...question.event(), embeds: [{ type: "link", title: "A page" }] }, server.id);
    await afterwards(discord);
    expect(bot.texts).toEqual(["1", "last"]);
  });

  it("changes nothing about the answer, when the text is the same", async () => {
    const discord = await asked("1");
    discord.mend("  1");
    await afterwards(discord);
    expect(discord.bot.texts).toEqual(["1", "last"]);
  });

  it("changes nothing about the answer, when it is delivered again", async () => {
    const discord = await asked("1");
    const { peer, bot, mend, general, question, server } = discord;
    mend("2");
    await peer.until(() => general.messages[1]?.edits === 1);
    peer.dispatch("MESSAGE_UPDATE", question.event(), server.id);
    await afterwards(discord);
    expect(bot.texts).toEqual(["1", "2", "last"]);
  });

  it("is answered once, when it is delivered twice at once", async () => {
    const discord = await asked("1");
    const { peer, bot, mend, question, server } = discord;
    mend("2");
    peer.dispatch("MESSAGE_UPDATE", question.event(), server.id);
    await afterwards(discord);
    expect(bot.texts.filter((text) => text === "2")).toHaveLength(1);
  });

  it("comes too late after a minute", async () => {
    const discord = await asked("1");
    discord.clock.advance(61_000);
    discord.mend("2");
    await afterwards(discord);
    expect(starts(botTexts(discord.general))).toEqual(["1"]);
    expect(discord.bot.texts).toEqual(["1", "last"]);
  });
});
