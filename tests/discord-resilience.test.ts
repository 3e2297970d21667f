import { afterEach, describe, expect, it } from "vitest";
import { type OutwardEffect, say } from "../src/core/effects.ts";
import { OperatorError } from "../src/core/errors.ts";
import { paragraph } from "../src/core/reply.ts";
import { botTexts, gate, leaveDiscord, onDiscord, openDiscord, ScriptedBot, startAdapter } from "./fakes/discord.ts";

afterEach(leaveDiscord);

const hello = say([paragraph("hello")]);
const post = (conversation: string): OutwardEffect & { kind: "post" } => ({
  kind: "post",
  to: { platform: "discord", conversation },
  reply: [paragraph("a tip")],
});
/** How often discord.js asks before it gives up on a server that fails. */
const attempts = 4;

/** What an adapter ended with, which is the operator's to put right. */
function remedyOf(error: unknown): string {
  if (!(error instanceof OperatorError)) throw new Error(`not for the operator: ${error}`);
  return `${error.message}; ${error.remedy}`;
}

/** Something that is asked and answered, over a connection that was there or not. */
async function talks({ peer, ana, general }: Awaited<ReturnType<typeof onDiscord>>, text: string): Promise<void> {
  const before = botTexts(general).length;
  ana.says(general, text, { mentionsBot: true });
  await peer.until(() => botTexts(general).length === before + 1);
}

describe("Discord out of order", () => {
  it.each([
    ["too many requests", 429],
    ["an error of its own", 500],
    ["an overloaded gateway", 502],
  ])("is asked again after %s, for an answer", async (_, status) => {
    const { peer, ana, general, log } = await onDiscord([hello]);
    peer.failNext({ method: "POST", path: /callback$/, status, times: 2, retryAfter: 0.01 });
    const asked = ana.commands(general, "ask");
    await peer.until(() => asked.messages.length === 1);
    expect(log.complaints).toEqual([]);
  });

  it.each([429, 500, 502])("is asked again after a %i, for a message", async (status) => {
    const discord = await onDiscord([hello]);
    discord.peer.failNext({ method: "POST", path: /messages$/, status, times: 2, retryAfter: 0.01 });
    await talks(discord, "what is an index?");
    await discord.adapter.perform(post(discord.general.id));
    expect(botTexts(discord.general)).toEqual(["hello", "a tip"]);
    expect(discord.log.complaints).toEqual([]);
  });

  it("does not make a message twice when only the answer was lost", async () => {
    const discord = await onDiscord([hello]);
    const { peer, adapter, general } = discord;
    peer.failNext({ method: "POST", path: /messages$/, status: 500, afterDoing: true });
    await talks(discord, "what is an index?");
    peer.failNext({ method: "POST", path: /messages$/, status: 500, afterDoing: true });
    await adapter.perform({ ...post(general.id), once: "tip/today" });
    expect(botTexts(general)).toEqual(["hello", "a tip"]);
  });

  it("gets an answer once when only its receipt was lost", async () => {
    const { peer, ana, general, log } = await onDiscord([hello]);
    peer.failNext({ method: "POST", path: /callback$/, status: 500, afterDoing: true });
    ana.commands(general, "ask");
    await log.said("answered already");
    expect(botTexts(general)).toEqual(["hello"]);
    expect(log.complaints).toEqual([]);
  });

  it("answers what it has put off, though Discord's word on that was lost", async () => {
    const { passed, open } = gate([hello]);
    const { peer, ana, general, bells } = await onDiscord(() => passed);
    peer.failNext({ method: "POST", path: /callback$/, status: 500, afterDoing: true });
    const asked = ana.commands(general, "ask");
    await bells.ring(1500);
    const callbacks = () => peer.requests.filter(({ path }) => path.endsWith("/callback")).length;
    await peer.until(() => callbacks() === 2);
    open();
    await peer.until(() => asked.messages.length === 1 || callbacks() === 3);
    expect(botTexts(general)).toEqual(["hello"]);
  });

  it("keeps to a rate limit", async () => {
    const { peer, adapter, general } = await onDiscord();
    const count = peer.limitRate({ method: "POST", path: /messages$/, limit: 2, perMs: 50, perChannel: true });
    await Promise.all(Array.from({ length: 6 }, () => adapter.perform(post(general.id))));
    expect(botTexts(general)).toHaveLength(6);
    expect(count.refused).toBeLessThanOrEqual(2);
  });
});

describe("a connection to Discord that breaks", () => {
  it("is made again, and nothing is lost or said twice", async () => {
    const discord = await onDiscord([hello]);
    const { peer, ana, general, bot, log } = discord;
    await talks(discord, "before");
    peer.dropSockets();
    ana.says(general, "meanwhile", { mentionsBot: true });
    await peer.until(() => botTexts(general).length === 2);
    await talks(discord, "after");
    expect(bot.texts).toEqual(["before", "meanwhile", "after"]);
    expect(botTexts(general)).toHaveLength(3);
    expect(peer.resumes).toBe(1);
    expect(log.complaints).toEqual(["lost Discord, connecting again"]);
  });

  it("is made again when Discord asks for it", async () => {
    const discord = await onDiscord([hello]);
    await talks(discord, "before");
    discord.peer.askReconnect();
    await discord.peer.until(() => discord.peer.resumes === 1);
    await talks(discord, "after");
    expect(discord.bot.texts).toEqual(["before", "after"]);
  });

  it.each([true, false])("is made again when the session is invalid (resumable: %s)", async (isResumable) => {
    const discord = await onDiscord([hello]);
    const { peer, bot } = discord;
    await talks(discord, "before");
    peer.invalidateSessions(isResumable);
    await peer.until(() => (isResumable ? peer.resumes === 1 : peer.identifies.length === 2));
    await talks(discord, "after");
    expect(bot.texts).toEqual(["before", "after"]);
  });
});

describe("Discord out of reach at the start", () => {
  const outage = { path: /^\/gateway\/bot$/, status: 503 };

  it("is tried again later and later, with a warning each time", async () => {
    const { peer, general, ana } = await openDiscord();
    peer.failNext({ ...outage, times: 2 * attempts });
    const bot = new ScriptedBot(() => [hello]);
    const { bells, log } = startAdapter(peer, bot);
    await bells.ring(5000);
    await bells.ring(10_000);
    await log.said("on Discord");
    expect(log.complaints).toEqual(["cannot reach Discord", "cannot reach Discord"]);
    ana.says(general, "hello", { mentionsBot: true });
    await peer.until(() => botTexts(general).length === 1);
  });

  it("does not keep it from stopping", async () => {
    const { peer } = await openDiscord();
    peer.failNext({ ...outage, times: attempts });
    const { adapter, bells, ended } = startAdapter(peer, new ScriptedBot(() => []));
    await bells.until(() => bells.waits.includes(5000));
    await adapter.stop();
    expect(await ended).toBeUndefined();
  });

  it("is not connected to once it was stopped in the middle of logging in", async () => {
    const { peer } = await openDiscord();
    const release = peer.hold({ path: /^\/gateway\/bot$/ });
    const { adapter, ended } = startAdapter(peer, new ScriptedBot(() => []));
    await peer.until(() => peer.requests.length === 1);
    const stopped = adapter.stop();
    release();
    await stopped;
    expect(await ended).toBeUndefined();
    await startAdapter(peer, new ScriptedBot(() => [])).log.said("on Discord");
    const { connections } = peer;
    peer.closeSockets(4004); // whoever is left behind connects no more
    expect(connections).toBe(1);
  });

  it("leaves no socket behind when it was stopped while that was being opened", async () => {
    const { peer } = await openDiscord();
    const { adapter } = startAdapter(peer, new ScriptedBot(() => []));
    await peer.until(() => peer.connections === 1);
    await adapter.stop();
    await startAdapter(peer, new ScriptedBot(() => [])).log.said("on Discord");
    expect(peer.connections).toBe(1);
  });
});

describe("Discord turning the bot away", () => {
  it.each(["a.wrong.token", ""])("says that the token is wrong: %j", async (token) => {
    const { peer } = await openDiscord();
    const { ended } = startAdapter(peer, new ScriptedBot(() => []), { token });
    const said = remedyOf(await ended);
    expect(said).toContain("DISCORD_TOKEN");
    if (token !== "") expect(said).not.toContain(token);
  });

  it("says that the token is revoked, when the gateway finds out", async () => {
    const { peer, ended } = await onDiscord();
    peer.closeSockets(4004);
    expect(remedyOf(await ended)).toContain("DISCORD_TOKEN");
  });

  it("says that the token is revoked, when a post finds out", async () => {
    const { peer, adapter, general, ended } = await onDiscord();
    peer.failNext({ method: "POST", path: /messages$/, status: 401 });
    await expect(adapter.perform(post(general.id))).rejects.toThrow();
    expect(remedyOf(await ended)).toContain("DISCORD_TOKEN");
  });

  it("says that the token is revoked, when an answer finds out", async () => {
    const { peer, ana, general, ended } = await onDiscord([hello]);
    peer.failNext({ method: "POST", path: /messages$/, status: 401 });
    ana.says(general, "hello", { mentionsBot: true });
    expect(remedyOf(await ended)).toContain("DISCORD_TOKEN");
  });

  it("says which intent to grant, or to do without", async () => {
    const { peer } = await openDiscord();
    peer.refuseIdentify(4014);
    const { ended } = startAdapter(peer, new ScriptedBot(() => []), { overhears: true });
    const said = remedyOf(await ended);
    expect(said).toContain("Message Content Intent");
    expect(said).toContain("DISCORD_OVERHEAR");
  });

  it.each([4010, 4011])("says which setting the shards come from (%i)", async (code) => {
    const { peer } = await openDiscord();
    peer.refuseIdentify(code);
    const { ended } = startAdapter(peer, new ScriptedBot(() => []));
    expect(remedyOf(await ended)).toContain("DISCORD_SHARDS");
  });

  it("lives through the end of an interaction's token", async () => {
    const { passed, open } = gate([hello]);
    const discord = await onDiscord(({ kind }) => (kind === "command" ? passed : [hello]));
    const { peer, ana, general, bells, clock, ended } = discord;
    const asked = ana.commands(general, "ask");
    await bells.ring(1500);
    await peer.until(() => asked.response);
    clock.advance(16 * 60_000);
    open();
    await peer.until(() => peer.requests.some(({ status }) => status === 401));
    await talks(discord, "still there?");
    expect(await Promise.race([ended, "running"])).toBe("running");
  });
});
