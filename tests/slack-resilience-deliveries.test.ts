import { afterEach, describe, expect, it } from "vitest";
import { rememberDeliveries } from "../src/adapters/deliveries.ts";
import { type Effect, say } from "../src/core/effects.ts";
import { StoreUnavailable } from "../src/core/errors.ts";
import { paragraph } from "../src/core/reply.ts";
import { failingStore, makeBot, smallKnowledge } from "./fakes/parts.ts";
import {
  afterEverything,
  botTexts,
  gate,
  joins,
  leaveSlack,
  onSlack,
  openSlack,
  ScriptedBot,
  startAdapter,
  ways,
} from "./fakes/slack.ts";
import type { Delivery } from "./peers/slack/delivery.ts";

afterEach(leaveSlack);

const hello = say([paragraph("hello")]);
const button = say([{ kind: "buttons", buttons: [{ label: "Go", press: "quiz:go" }] }]);
const form: Effect = {
  kind: "form",
  form: { title: "Tell us", id: "feedback:form", fields: [{ name: "a", label: "A", longest: 9, isLong: false }] },
};
const small = await smallKnowledge();

type Slack = Awaited<ReturnType<typeof onSlack>>;

const shared = () => rememberDeliveries(makeBot(small).store);

/** Something that is asked and answered, over a connection that was there or not. */
async function talks({ peer, workspace, general, ana }: Slack, text: string): Promise<void> {
  const before = botTexts(general).length;
  ana.says(general, `<@${workspace.bot.userId}> ${text}`);
  await peer.until(() => botTexts(general).length === before + 1);
}

/** The last thing of a type that was handed over. */
function latest({ peer }: Pick<Slack, "peer">, type: string): Delivery {
  const found = peer.delivered.findLast((delivery) => delivery.type === type);
  if (!found) throw new Error(`no ${type} was delivered`);
  return found;
}

describe.each(ways)("what Slack delivers twice, over %s", (way) => {
  const again = () => ({ way, isFirstDelivery: shared(), peer: { ackTimeoutMs: 100 } });

  it("is answered once, when it is a message", async () => {
    const slack = await onSlack([hello], again());
    const { peer, general, bot } = slack;
    await talks(slack, "what is an index?");
    await peer.redeliver(latest(slack, "app_mention"));
    await afterEverything(slack);
    await peer.redeliver(latest(slack, "message"));
    await talks(slack, "goodbye");
    expect(bot.texts).toEqual(["what is an index?", "the last", "goodbye"]);
    expect(botTexts(general)).toEqual(["hello", "hello"]);
  });

  it("is done once, when it is a command, a press, or a form", async () => {
    const answers: Record<string, Effect> = { command: button, press: form };
    const slack = await onSlack(({ kind }) => [answers[kind] ?? hello], again());
    const { peer, general, ana, bot } = slack;
    const asked = await ana.commands(general, "/quiz");
    const message = await peer.until(() => asked.messages[0]);
    await peer.redeliver(latest(slack, "/quiz"));
    await ana.presses(message, "Go");
    const view = await peer.until(() => ana.view);
    await peer.redeliver(latest(slack, "block_actions"));
    await ana.submits(view, { A: "good" });
    await peer.until(() => botTexts(general).length === 2);
    await peer.redeliver(latest(slack, "view_submission"));
    await afterEverything(slack);
    expect(bot.heard.map(({ kind }) => kind)).toEqual(["command", "press", "form", "utterance"]);
  });
});

describe("a process on Slack that has lost its store", () => {
  it("answers all the same", async () => {
    const isFirstDelivery = rememberDeliveries(failingStore(new StoreUnavailable()));
    await talks(await onSlack([hello], { isFirstDelivery }), "what is an index?");
  });

  it("goes on when something worse is wrong with it", async () => {
    let isBroken = true;
    const slack = await onSlack([hello], {
      isFirstDelivery: async () => {
        if (isBroken) throw new Error("the store is on fire");
        return true;
      },
    });
    await slack.ana.commands(slack.general, "/quiz");
    await slack.log.said("could not answer");
    isBroken = false;
    await talks(slack, "what is an index?");
    expect(slack.log.complaints()).toEqual(["could not answer"]);
  });
});

describe("two processes on one Slack", () => {
  it("do a thing once, whichever hears of it again", async () => {
    const slack = await openSlack();
    const { peer, workspace, general, ana } = slack;
    const isFirstDelivery = shared();
    const bots = [0, 1].map(() => new ScriptedBot(() => [hello]));
    const [one, other] = await Promise.all(bots.map((bot) => joins(peer, bot, { isFirstDelivery })));
    for (let count = 1; count <= 4; count++) {
      ana.says(general, `<@${workspace.bot.userId}> what is an index?`);
      await peer.until(() => botTexts(general).length === count);
      const mention = latest(slack, "app_mention");
      await Promise.all([peer.redeliver(mention), peer.redeliver(mention)]);
    }
    await ana.commands(general, "/quiz");
    await peer.until(() => botTexts(general).length === 5);
    const command = latest(slack, "/quiz");
    await Promise.all([peer.redeliver(command), peer.redeliver(command)]);
    await Promise.all([one?.adapter.stop(), other?.adapter.stop()]);
    expect(bots.reduce((sum, { heard }) => sum + heard.length, 0)).toBe(5);
    expect(botTexts(general)).toHaveLength(5);
  });
});

/** The SDK calls a lost socket an error, and what could not be acknowledged over it. */
const forgive = ({ log }: Pick<Slack, "log">) => log.complaints();

describe("a socket to Slack that is lost", () => {
  it.each(["dropSockets", "refreshSockets"] as const)("is opened again, and nothing is lost: %s", async (lose) => {
    const slack = await onSlack([hello], { isFirstDelivery: shared() });
    const { peer, workspace, general, ana, bot } = slack;
    await talks(slack, "before");
    peer[lose]();
    ana.says(general, `<@${workspace.bot.userId}> meanwhile`);
    await peer.until(() => botTexts(general).length === 2);
    await talks(slack, "after");
    expect(bot.texts).toEqual(["before", "meanwhile", "after"]);
    expect(botTexts(general)).toHaveLength(3);
    expect(peer.connections).toBe(1);
    forgive(slack);
  });

  it("takes with it what was on its way, which comes again and is answered once", async () => {
    const slack = await onSlack([hello], { isFirstDelivery: shared() });
    const { peer, workspace, general, ana, bot } = slack;
    for (let count = 1; count <= 5; count++) {
      ana.says(general, `<@${workspace.bot.userId}> question ${count}`);
      peer.dropSockets();
      await peer.until(() => peer.connections === 1);
      peer.redeliverUnacked();
      await peer.until(() => botTexts(general).length === count);
    }
    await afterEverything(slack);
    expect(bot.texts).toEqual([...[1, 2, 3, 4, 5].map((count) => `question ${count}`), "the last"]);
    expect(botTexts(general)).toHaveLength(5);
    forgive(slack);
  });

  it("is opened again later and later while that fails", async () => {
    const slack = await onSlack([hello]);
    const { peer, log } = slack;
    // Each try of ours is two of the SDK's.
    peer.failNext({ method: "apps.connections.open", status: 503, times: 6 });
    peer.dropSockets();
    await peer.until(() => peer.connections === 1);
    await talks(slack, "after");
    const waits = log.lines.filter(({ level }) => level === "warn").map(({ fields }) => fields.waitMs);
    expect(waits).toEqual([2000, 4000, 8000]);
    forgive(slack);
  });

  it("is one of several, of which each is heard once", async () => {
    const slack = await onSlack([hello], { sockets: 3 });
    const { peer, general, ana, bot } = slack;
    expect(peer.connections).toBe(3);
    await Promise.all([1, 2, 3, 4, 5, 6].map((count) => ana.commands(general, "/ask", `question ${count}`)));
    await peer.until(() => botTexts(general).length === 6);
    peer.refreshSockets();
    await peer.until(() => peer.connections === 3);
    await Promise.all([1, 2, 3].map((count) => ana.commands(general, "/ask", `question ${count}`)));
    await peer.until(() => botTexts(general).length === 9);
    expect(bot.heard).toHaveLength(9);
    forgive(slack);
  });
});

describe.each(ways)("stopping on Slack, over %s", (way) => {
  it("finishes what is in hand, and ends the run", async () => {
    const { passed, open } = gate([hello, hello]);
    const { peer, workspace, general, ana, bot, adapter, ended } = await onSlack(() => passed, { way });
    const asked = await ana.commands(general, "/quiz");
    ana.says(general, `<@${workspace.bot.userId}> what is an index?`);
    await bot.hears(2);
    const stopped = adapter.stop();
    open();
    await stopped;
    expect(await ended).toBeUndefined();
    expect(asked.messages).toHaveLength(2);
    expect(botTexts(general)).toHaveLength(4);
    if (way === "sockets") await peer.until(() => peer.connections === 0);
  });

  it("may be asked for before it is there", async () => {
    const { peer } = await openSlack();
    const release = peer.hold({ method: "auth.test" });
    const { adapter, ended } = startAdapter(peer, new ScriptedBot(() => []), { way });
    await peer.until(() => peer.requests.length === 1);
    await adapter.stop();
    expect(await ended).toBeUndefined();
    release();
    await peer.until(() => peer.requests[0]?.ok);
    await joins(peer, new ScriptedBot(() => []), { way: "sockets" });
    expect(peer.connections).toBe(1);
  });
  it("takes nothing from those who still can do it", async () => {
    const { passed, open } = gate([hello]);
    const slack = await onSlack(() => passed, { way, peer: { ackTimeoutMs: 50 } });
    const { peer, workspace, general, ana, bot, adapter } = slack;
    await ana.commands(general, "/quiz");
    await bot.hears();
    const stopped = adapter.stop();
    ana.says(general, `<@${workspace.bot.userId}> what is an index?`);
    const late = await ana.commands(general, "/quiz");
    open();
    await stopped;
    peer.deliverOver("socket");
    expect(latest(slack, "app_mention").isAcknowledged).toBe(false);
    expect(late.isAcknowledged).toBe(false);
  });
});

describe("stopping on Slack twice", () => {
  it("is stopping once, over sockets", async () => {
    const { adapter, ended } = await onSlack();
    await Promise.all([adapter.stop(), adapter.stop()]);
    expect(await ended).toBeUndefined();
  });
  it("is stopping once, over http", async () => {
    const { adapter, ended } = await onSlack([], { way: "http" });
    const stopped = await Promise.allSettled([adapter.stop(), adapter.stop()]);
    expect(await ended).toBeUndefined();
    expect(stopped.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled"]);
  });
});

describe("stopping on Slack in the middle of opening a socket", () => {
  it("leaves none behind", async () => {
    const { peer } = await openSlack();
    const release = peer.hold({ method: "apps.connections.open" });
    const { adapter, ended } = startAdapter(peer, new ScriptedBot(() => []));
    await peer.until(() => peer.requests.some(({ method }) => method === "apps.connections.open"));
    await adapter.stop();
    expect(await ended).toBeUndefined();
    release();
    await joins(peer, new ScriptedBot(() => []));
    await peer.until(
      () => peer.requests.filter(({ method, ok }) => method === "apps.connections.open" && ok).length === 2,
    );
    await peer.until(() => peer.connections === 1);
  });
});
