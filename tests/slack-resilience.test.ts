import { afterEach, describe, expect, it } from "vitest";
import { say, whisper } from "../src/core/effects.ts";
import { OperatorError } from "../src/core/errors.ts";
import { paragraph } from "../src/core/reply.ts";
import {
  botTexts,
  joins,
  leaveSlack,
  onSlack,
  openSlack,
  postTo,
  ScriptedBot,
  startAdapter,
  ways,
  whispers,
} from "./fakes/slack.ts";
import type { Channel } from "./peers/slack/channel.ts";

afterEach(leaveSlack);

const hello = say([paragraph("hello")]);
const silent = () => new ScriptedBot(() => []);
const tenTexts = Array.from({ length: 10 }, (_, at) => `tip ${at}`);
const button = { label: "Go", press: "quiz:go" };

/** What an adapter ended with, which is the operator's to put right. */
function remedyOf(error: unknown): string {
  if (!(error instanceof OperatorError)) throw new Error(`not for the operator: ${error}`);
  return `${error.message}; ${error.remedy}`;
}

/** A process whose clock Slack goes by as well. */
async function paced() {
  let now = () => 0;
  const slack = await openSlack({ now: () => now() });
  const process = await joins(slack.peer, silent());
  now = process.time.now;
  const instants = ({ id }: Channel) =>
    slack.peer.requests.filter(({ method, body }) => method === "chat.postMessage" && body.channel === id);
  return {
    ...slack,
    ...process,
    /** Milliseconds between one post to a channel and the next, refused ones too. */
    gaps: (channel: Channel) =>
      instants(channel)
        .map(({ at }) => at)
        .map((at, index, all) => at - (all[index - 1] ?? at))
        .slice(1),
  };
}

describe("posts to one channel on Slack", () => {
  it("are a second apart, and in order", async () => {
    const { adapter, general, peer, gaps } = await paced();
    peer.limitRate({ method: "chat.postMessage", perChannel: true, limit: 1, perMs: 1000 });
    await Promise.all(tenTexts.map((text) => adapter.perform(postTo(general, text))));
    expect(botTexts(general)).toEqual(tenTexts);
    expect(gaps(general).every((ms) => ms >= 1000)).toBe(true);
    expect(peer.limited).toBe(0);
  });

  it("do not keep those to another one waiting", async () => {
    const { adapter, general, workspace, peer, time } = await paced();
    const other = workspace.addChannel("other");
    time.standStill();
    const posts = [general, general, general, other].map((channel, at) =>
      adapter.perform(postTo(channel, `tip ${at}`)),
    );
    await peer.until(() => botTexts(general).length === 1 && botTexts(other).length === 1);
    await time.until(() => time.waits.length === 1);
    expect(time.waits).toEqual([1000]);
    time.pass(999);
    expect(time.waits).toEqual([1]);
    time.pass(1);
    await peer.until(() => botTexts(general).length === 2);
    await time.until(() => time.waits.length === 1);
    time.pass(1000);
    await Promise.all(posts);
    expect(botTexts(general)).toEqual(["tip 0", "tip 1", "tip 2"]);
  });

  it("wait as long as Slack says when there were too many, and none is lost", async () => {
    const { adapter, general, workspace, peer, time, log } = await paced();
    const other = workspace.addChannel("other");
    time.standStill();
    peer.failNext({ method: "chat.postMessage", retryAfter: 30 });
    const first = adapter.perform(postTo(general, "one"));
    const second = adapter.perform(postTo(general, "two"));
    await time.until(() => time.waits.includes(30_000));
    await adapter.perform(postTo(other, "meanwhile"));
    expect(botTexts(general)).toEqual([]);
    time.pass(30_000);
    await first;
    await time.until(() => time.waits.length === 1);
    expect(time.waits).toEqual([1000]);
    time.pass(1000);
    await second;
    expect(botTexts(general)).toEqual(["one", "two"]);
    expect(botTexts(other)).toEqual(["meanwhile"]);
    expect(log.complaints()).toEqual([]);
  });

  it("go on after one that failed", async () => {
    const { adapter, general, peer } = await paced();
    peer.failNext({ method: "chat.postMessage", error: "fatal_error" });
    const [first, second] = await Promise.allSettled(
      ["one", "two"].map((text) => adapter.perform(postTo(general, text))),
    );
    expect(first?.status).toBe("rejected");
    expect(second?.status).toBe("fulfilled");
    expect(botTexts(general)).toEqual(["two"]);
  });
});

describe("Slack out of order", () => {
  it.each([
    ["chat.postMessage", { status: 500, times: 2 }],
    ["chat.postMessage", { status: 503, times: 2 }],
    ["chat.postMessage", { retryAfter: 2, times: 3 }],
  ])("is asked again for an answer: %s %j", async (method, failure) => {
    const { peer, workspace, general, ana, log } = await onSlack([hello]);
    peer.failNext({ method, ...failure });
    ana.says(general, `<@${workspace.bot.userId}> hello`);
    await peer.until(() => botTexts(general).length === 1);
    expect(log.complaints()).toEqual([]);
  });

  it.each([
    { status: 500, times: 2 },
    { retryAfter: 2, times: 3 },
  ])("is asked again for what is private, an edit, a file, a home page: %j", async (failure) => {
    const shown = say([paragraph("round one"), { kind: "buttons", buttons: [button] }]);
    const { peer, workspace, general, ana, log } = await onSlack((incoming) => {
      if (incoming.kind === "home") return [whisper([paragraph("home")])];
      if (incoming.kind !== "press") return [shown];
      const { message } = incoming;
      return [
        ...(message ? [{ kind: "edit" as const, message, reply: [paragraph("the reveal")] }] : []),
        whisper([paragraph("psst"), { kind: "file", name: "all.csv", text: "a,b" }]),
      ];
    });
    ana.says(general, `<@${workspace.bot.userId}> hello`);
    const message = await peer.until(() => general.messages[1]);
    for (const method of ["chat.update", "chat.postEphemeral", "files.completeUploadExternal", "views.publish"]) {
      peer.failNext({ method, ...failure });
    }
    await ana.presses(message, "Go");
    await peer.until(() => general.ephemerals.length === 2);
    ana.opensHome();
    await peer.until(() => ana.home);
    expect(message.fullText).toBe("the reveal");
    expect(whispers(general)[0]).toContain("psst");
    expect(ana.im.messages.flatMap(({ files }) => files)).toHaveLength(1);
    expect(log.complaints()).toEqual([]);
  });
  it.each([{ status: 500 }, { retryAfter: 1 }, { status: 404 }])(
    "is asked again, or in another way, for the answer to a command: %j",
    async (failure) => {
      const { peer, general, ana, log } = await onSlack([hello]);
      peer.failNext({ method: "response_url", ...failure });
      await ana.commands(general, "/quiz");
      await Promise.race([peer.until(() => botTexts(general).length === 1), log.said("could not answer")]);
      log.complaints();
      expect(botTexts(general)).toEqual(["hello"]);
    },
  );

  it("is given up after a while, and the rest is done; nobody's words are logged", async () => {
    const { peer, workspace, general, ana, log } = await onSlack(({ origin: { platform, conversation } }) => [
      { kind: "post", to: { platform, conversation }, reply: [paragraph("my secret answer")] },
      hello,
    ]);
    peer.failNext({ method: "chat.postMessage", status: 500, times: 3 });
    ana.says(general, `<@${workspace.bot.userId}> my secret question`);
    await log.said("could not answer");
    expect(botTexts(general)).toEqual(["hello"]);
    expect(log.complaints()).toEqual(["could not answer"]);
  });

  it("is told of by a post that nobody waits for, which may be tried again", async () => {
    const { peer, adapter, general } = await onSlack();
    peer.failNext({ method: "chat.postMessage", status: 500, times: 3 });
    await expect(adapter.perform(postTo(general, "a tip"))).rejects.toThrow();
    await adapter.perform(postTo(general, "a tip"));
    expect(botTexts(general)).toEqual(["a tip"]);
  });
});

describe("Slack turning the bot away", () => {
  it.each(ways)("at the start says that the bot's token is wrong, over %s", async (way) => {
    const { peer } = await openSlack();
    const { ended } = startAdapter(peer, silent(), { way, access: { botToken: "xoxb-of-nobody" } });
    const said = remedyOf(await ended);
    expect(said).toContain("SLACK_BOT_TOKEN");
    expect(said).not.toContain("xoxb-of-nobody");
  });

  it.each(["xapp-of-nobody", "the bot's"])("at the start says that the app's token is wrong: %s", async (token) => {
    const { peer, workspace } = await openSlack();
    const appToken = token === "the bot's" ? workspace.botToken : token;
    const { ended, log } = startAdapter(peer, silent(), { appToken });
    expect(remedyOf(await ended)).toContain("SLACK_APP_TOKEN");
    log.complaints();
  });

  it("says so when an answer finds out", async () => {
    const { peer, general, workspace, ana, ended } = await onSlack([hello]);
    peer.failNext({ method: "chat.postMessage", error: "token_revoked" });
    ana.says(general, `<@${workspace.bot.userId}> hello`);
    expect(remedyOf(await ended)).toContain("SLACK_BOT_TOKEN");
  });

  it("says so when a post finds out, which is over", async () => {
    const { peer, adapter, general, ended, log } = await onSlack();
    peer.failNext({ method: "chat.postMessage", error: "account_inactive" });
    await adapter.perform(postTo(general, "a tip"));
    expect(remedyOf(await ended)).toContain("SLACK_BOT_TOKEN");
    expect(log.complaints()).toEqual(["may not write there"]);
  });

  it.each(["uninstall", "revokeTokens"] as const)("says so when Slack says it: %s", async (how) => {
    const { peer, workspace, ended } = await onSlack();
    peer[how](workspace);
    expect(remedyOf(await ended)).toContain("SLACK_BOT_TOKEN");
  });
});

describe("Slack out of reach at the start", () => {
  it("is tried again later and later, with a warning each time", async () => {
    const { peer, general, ana } = await openSlack();
    peer.failNext({ method: "auth.test", status: 503, times: 3 });
    peer.failNext({ method: "apps.connections.open", status: 503, times: 4 });
    const { log } = await joins(peer, new ScriptedBot(() => [hello]));
    const warned = log.lines.filter(({ level }) => level === "warn");
    expect(warned.map(({ message, fields }) => [message, fields.waitMs])).toEqual([
      ["cannot reach Slack", 5000],
      ["cannot reach Slack", 10_000],
      ["cannot reach Slack", 20_000],
      ["cannot open a socket to Slack", 1000],
      ["cannot open a socket to Slack", 2000],
    ]);
    log.complaints();
    await ana.commands(general, "/quiz");
    await peer.until(() => botTexts(general).length === 1);
  });

  it.each(["auth.test", "apps.connections.open"])("does not keep it from stopping: %s", async (method) => {
    const { peer } = await openSlack();
    peer.failNext({ method, status: 503, times: 10 });
    const { adapter, time, ended, log } = startAdapter(peer, silent());
    time.standStill();
    await time.until(() => time.waits.length === 1);
    await adapter.stop();
    expect(await ended).toBeUndefined();
    log.complaints();
  });
});
