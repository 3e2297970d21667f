/**
 * Everything that happens on Slack is delivered three times, to processes that share a memory, and is answered once.
 * As a program, one of those processes: `slack-storm.ts URL NAME API APP-TOKEN BOT-TOKEN`.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rememberDeliveries } from "../../src/adapters/deliveries.ts";
import { SlackAdapter } from "../../src/adapters/slack/adapter.ts";
import { createBot } from "../../src/core/bot.ts";
import { openStore } from "../../src/runtime/stores/open-store.ts";
import { systemClock, systemRandom } from "../../src/runtime/system.ts";
import { smallKnowledge } from "../fakes/parts.ts";
import { redis, removeFromRedis } from "../fakes/servers.ts";
import type { Channel } from "../peers/slack/channel.ts";
import type { Message } from "../peers/slack/message.ts";
import { SlackPeer } from "../peers/slack/peer.ts";
import type { User } from "../peers/slack/user.ts";
import type { Place } from "./shared-store.ts";

const question = "what is SQL?";
const processes = 2;
const logger = { info: () => {}, warn: () => {}, error: console.error };

/** What a process is told of its Slack. */
type Slack = { url: string; appToken: string; botToken: string };

export type Storm = { asked: number; delivered: number; once: number; wrong: string[] };

/** One process of the bot's. @returns how to stop it */
export async function runBot(place: Place, { url, appToken, botToken }: Slack): Promise<() => Promise<void>> {
  const { store, close } = await openStore(place.url, systemClock, logger, place.name);
  const knowledge = await smallKnowledge();
  const bot = createBot({
    knowledge: () => knowledge,
    store,
    clock: systemClock,
    random: systemRandom,
    logger,
    logUtterances: false,
    keepDays: 0,
  });
  const adapter = new SlackAdapter({
    mode: { kind: "sockets", appToken, sockets: 1 },
    access: { botToken },
    apiUrl: url,
    prefix: "",
    overhears: false,
    logger,
    isFirstDelivery: rememberDeliveries(store),
  });
  const running = adapter.run(bot);
  return async () => {
    await adapter.stop();
    await running;
    await close();
  };
}

const slackOf = ({ url, appToken, workspace }: SlackPeer): Slack => ({ url, appToken, botToken: workspace.botToken });

/** Two processes that take turns at what is delivered, in this one. */
export async function runBotsHere(place: Place, peer: SlackPeer): Promise<AsyncDisposable> {
  const stops = await Promise.all(Array.from({ length: processes }, () => runBot(place, slackOf(peer))));
  await peer.until(() => peer.connections === processes);
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

/** What somebody did, and what was said because of it. */
type Deed = { what: string; answers: () => readonly Message[] };

/**
 * So many people each mention the bot, write to it, use a command and press a button; each in channels of their own, so
 * that nobody waits for Slack's pace. It is delivered twice at once, and a third time when all are answered.
 */
export async function storm(peer: SlackPeer, people: number): Promise<Storm> {
  const { workspace } = peer;
  const { outbox } = workspace.platform;
  const { deliver } = outbox;
  outbox.deliver = (kind, payload) => {
    const delivery = deliver.call(outbox, kind, payload);
    void outbox.redeliver(delivery);
    return delivery;
  };
  const deeds: Deed[] = [];
  const first = peer.delivered.length;
  try {
    const users = Array.from({ length: people }, (_, at) => workspace.addUser(`person ${at}`));
    deeds.push(...(await Promise.all(users.map((user) => actAs(user, peer)))).flat());
    await peer.until(() => deeds.every(isAnswered));
  } finally {
    outbox.deliver = deliver;
  }
  for (const delivery of peer.delivered.slice(first).filter(({ retry }) => !retry)) await peer.redeliver(delivery);
  await Promise.all(Array.from({ length: processes }, () => peer.until(mention(workspace.owner, newChannel(peer)))));
  const wrong = deeds.flatMap(({ what, answers }) => {
    const { length } = answers();
    return length === 1 ? [] : [`${what} was answered ${length} times`];
  });
  return { asked: deeds.length, delivered: peer.delivered.length - first, once: deeds.length - wrong.length, wrong };
}

const newChannel = ({ workspace }: SlackPeer): Channel => workspace.addChannel(randomBytes(4).toString("hex"));
const saidIn = (channel: Channel) => channel.messages.filter(({ isByApp }) => isByApp);
const isAnswered = ({ answers }: Deed) => answers().length > 0;

/** @returns whether it is answered */
function mention(user: User, channel: Channel): () => boolean {
  user.says(channel, `<@${user.workspace.bot.userId}> ${question}`);
  return () => saidIn(channel).length > 0;
}

async function actAs(user: User, peer: SlackPeer): Promise<Deed[]> {
  const [mentions, commands] = [newChannel(peer), newChannel(peer)];
  mention(user, mentions);
  user.writes(question);
  await user.commands(commands, "/ask", question);
  const answer = await peer.until(() => saidIn(commands)[0]);
  await user.presses(answer, "👍");
  return [
    { what: `the mention of ${user.name}`, answers: () => saidIn(mentions) },
    { what: `the message of ${user.name}`, answers: () => saidIn(user.im) },
    { what: `the command of ${user.name}`, answers: () => saidIn(commands) },
    { what: `the press of ${user.name}`, answers: () => commands.ephemerals },
  ];
}

/** The same with processes of their own, wave after wave. */
export async function stormApart(waves: number, people: number): Promise<[what: string, isRight: boolean]> {
  const place: Place = { url: redis.url, name: `waymark_soak_${randomBytes(4).toString("hex")}` };
  await using peer = await SlackPeer.open();
  const { url, appToken, botToken } = slackOf(peer);
  const given = [import.meta.filename, place.url, place.name, url, appToken, botToken];
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, given, { stdio: ["ignore", "inherit", "inherit"] }),
  );
  try {
    await peer.until(() => peer.connections === processes);
    const storms: Storm[] = [];
    for (let wave = 0; wave < waves; wave++) storms.push(await storm(peer, people));
    const sum = (of: "asked" | "delivered" | "once") => storms.reduce((total, one) => total + one[of], 0);
    const wrong = storms.flatMap((one) => one.wrong);
    for (const problem of wrong) console.log(`     ${problem}`);
    const counted = `${sum("asked")} deeds on Slack, ${sum("delivered")} deliveries to ${processes} processes`;
    return [`${counted}: ${sum("once")} answered once`, wrong.length === 0 && peer.violations.length === 0];
  } finally {
    await Promise.all(children.map(end));
    await removeFromRedis(place.name);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

if (import.meta.main) {
  const [url = "", name = "", api = "", appToken = "", botToken = ""] = process.argv.slice(2);
  await runBot({ url, name }, { url: api, appToken, botToken });
}
