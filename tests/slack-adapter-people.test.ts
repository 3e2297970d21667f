import { afterEach, describe, expect, it } from "vitest";
import { say } from "../src/core/effects.ts";
import { paragraph } from "../src/core/reply.ts";
import { makeBot, smallKnowledge } from "./fakes/parts.ts";
import { botTexts, joins, leaveSlack, onSlack, openSlack, whispers } from "./fakes/slack.ts";
import type { User } from "./peers/slack/user.ts";

afterEach(leaveSlack);

const hello = say([paragraph("hello")]);
const small = await smallKnowledge();

/** What users.info says of somebody's names. */
function named(user: User, profile: { display_name?: string; real_name?: string }, name?: string): void {
  const known = user.toJSON();
  user.toJSON = () => ({ ...known, name, profile });
}

describe("somebody on Slack", () => {
  it.each([
    ["the name they chose to be shown", { display_name: "Ana", real_name: "Ana Anić" }, "ana.anic", "Ana"],
    ["their real name, if they chose none", { display_name: "", real_name: "Ana Anić" }, "ana.anic", "Ana Anić"],
    ["their account's, if there is no other", { display_name: "", real_name: "" }, "ana.anic", "ana.anic"],
    ["the one that came along, if Slack tells none", {}, undefined, "ana"],
  ])("goes by %s", async (_, profile, account, name) => {
    const { general, ana, bot } = await onSlack();
    named(ana, profile, account);
    await ana.commands(general, "/quiz");
    expect((await bot.hears())[0]?.origin.name).toBe(name);
  });

  it("is spoken to in their language", async () => {
    const { workspace, general, bot } = await onSlack();
    await workspace.addUser("bo", { locale: "de-DE" }).commands(general, "/quiz");
    expect((await bot.hears())[0]?.origin.locale).toBe("de-DE");
  });

  it("is asked about once for all that they do in ten minutes", async () => {
    const { peer, workspace, general, ana, bot, time } = await onSlack();
    const asked = () => peer.requests.filter(({ method }) => method === "users.info").length;
    await Promise.all([ana.commands(general, "/quiz"), ana.commands(general, "/tip")]);
    ana.says(general, `<@${workspace.bot.userId}> hello`);
    await bot.hears(3);
    expect(asked()).toBe(1);
    time.pass(10 * 60_000);
    await ana.commands(general, "/quiz");
    await bot.hears(4);
    expect(asked()).toBe(2);
  });

  it.each([{ error: "missing_scope" }, { status: 500, times: 3 }, { retryAfter: 30 }])(
    "is a stranger while Slack does not tell: %j",
    async (failure) => {
      const { peer, general, bot, workspace } = await onSlack([hello]);
      const bo = workspace.addUser("bo", { isAdmin: true, locale: "de-DE" });
      peer.failNext({ method: "users.info", ...failure });
      await bo.commands(general, "/quiz");
      await peer.until(() => botTexts(general).length === 1);
      expect(bot.heard[0]?.origin).toMatchObject({ name: "bo", locale: "en", mayAdminister: false });
      await bo.commands(general, "/quiz");
      await bot.hears(2);
      expect(bot.heard[1]?.origin).toMatchObject({ name: "bo", locale: "de-DE", mayAdminister: true });
    },
  );
});

describe("somebody whom Slack takes long to tell about", () => {
  it("is a stranger until then", async () => {
    const { peer, workspace, general, ana, bot } = await onSlack([], { patience: async () => {} });
    const bo = workspace.addUser("bo");
    await bo.commands(general, "/quiz");
    await bot.hears();
    const release = peer.hold({ method: "users.info" });
    try {
      await ana.commands(general, "/quiz");
      await bo.commands(general, "/quiz");
      await bo.commands(general, "/tip");
      await bot.until(() => bot.heard.some((one) => one.kind === "command" && one.name === "tip"));
      expect(bot.heard.map(({ origin }) => origin.name)).toContain("ana");
    } finally {
      release();
    }
  });
});

describe("who may administer on Slack", () => {
  it.each([{ isAdmin: true }, { isOwner: true, isAdmin: false }])("are those that Slack says: %j", async (options) => {
    const { workspace, general, bot } = await onSlack();
    const bo = workspace.addUser("bo", options);
    await bo.commands(general, "/settings");
    bo.says(general, `<@${workspace.bot.userId}> settings`);
    bo.writes("settings");
    await bot.hears(3);
    expect(bot.heard.map(({ origin }) => origin.mayAdminister)).toEqual([true, true, true]);
  });

  it("is not whoever made a channel, who decides for that channel alone", async () => {
    const { workspace, general, ana, bot } = await onSlack();
    const own = workspace.addChannel("databases", { creator: ana });
    await ana.commands(own, "/settings");
    await ana.commands(general, "/settings");
    await ana.commands(ana.im, "/settings");
    await bot.hears(3);
    expect(bot.heard.map(({ origin }) => origin.isOwner)).toEqual([true, undefined, undefined]);
    expect(bot.heard.map(({ origin }) => origin.mayAdminister)).toEqual([false, false, false]);
  });

  it("is nobody in a channel of which Slack does not tell", async () => {
    const { workspace, ana, bot } = await onSlack();
    const secret = workspace.addChannel("secret", { creator: ana, isPrivate: true, isMember: false });
    await ana.commands(secret, "/settings");
    expect((await bot.hears())[0]?.origin.mayAdminister).toBe(false);
  });
});

describe("the bot itself, on Slack", () => {
  async function live() {
    const slack = await openSlack();
    const { bot } = makeBot(small);
    return { ...slack, ...(await joins(slack.peer, bot)) };
  }

  it("says to the asker alone that it has no such command, and which is close", async () => {
    const { peer, general, ana } = await live();
    await ana.commands(general, "/qiuz");
    await peer.until(() => general.ephemerals.length === 1);
    expect(whispers(general)[0]).toContain("no command /qiuz");
    expect(whispers(general)[0]).toContain("/quiz");
  });

  it("keeps to the subject in the thread, and beside it", async () => {
    const { peer, workspace, general, ana } = await live();
    const us = `<@${workspace.bot.userId}>`;
    const question = ana.says(general, `${us} what does a backend developer do?`);
    const answers = (count: number) => peer.until(() => botTexts(general).length === count && botTexts(general));
    const [first = ""] = await answers(1);
    ana.says(general, `${us} and the salary?`, { thread: question });
    const [, second = ""] = await answers(2);
    ana.says(general, `${us} and the salary?`);
    const [, , third = ""] = await answers(3);
    expect(first).toContain("Backend developer");
    expect(second).toContain("pay");
    expect(third).toBe(second);
    expect(general.messages.at(-1)?.threadTs).toBe(general.messages.at(-2)?.ts);
  });
});
