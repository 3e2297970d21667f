/**
 * `node tests/bench-tips.ts`: thousands of subscriptions that are due at the same minute, under Discord's rate limits,
 * while people ask, press and play. Fails when tips come late, twice or not at all, or when they hold others up. It is
 * the real bot with a SQLite store; the peer has a process of its own, and on few cores the two take turns.
 */
import { setTimeout as pause } from "node:timers/promises";
import { kept, newToken, subscriptionId, subscriptions, waiting } from "../src/core/tips/subscription.ts";
import { openLog } from "../src/runtime/log.ts";
import { openStore } from "../src/runtime/stores/open-store.ts";
import { systemClock, systemRandom } from "../src/runtime/system.ts";
import { type Bot, newWordings, type Peer, report, tell, usageOf, withBot } from "./bench-parts.ts";
import type { Done } from "./peers/discord/bench-worker.ts";
import { timesOf, timesText } from "./soak/quiz-times.ts";

const total = 5000;
/** In each, one channel is for talking, one for games, and the others have a subscription. */
const servers = 250;
const world = { servers, channels: 2 + total / servers, roles: 15, people: 1000 };
/** https://docs.discord.com/developers/topics/rate-limits; for messages what Discord has been seen to allow. */
const limits = { perSecond: 50, inChannel: { limit: 5, perMs: 5000 } };
const talk = { perSecond: 20, mentionsPerSecond: 5 };
const warmUp = { perSecond: 20, seconds: 5 };
const baselineSeconds = 15;
const stretchSeconds = 5;
const games = { games: 6, topic: "databases", count: 20 };
const mostMs = { allPosted: 180_000, answered: 100, revealed: 1000 };
/** Past this they are counted as missing. */
const patienceMs = 1.5 * mostMs.allPosted;
const minuteMs = 60_000;
/** From here to the slot: the bot starts, people warm up, and the baseline is taken. */
const leadMs = 45_000;

const slot = new Date(Math.ceil((Date.now() + leadMs) / minuteMs) * minuteMs);
const { logger } = await openLog("warn", false);
const wordings = newWordings(((patienceMs + leadMs) / 1000) * (talk.perSecond + talk.mentionsPerSecond));
/** Which of them were used. */
let worded = 0;

/** Every fifth is a question of the day; all have been at it for weeks. */
async function subscribe(peer: Peer, storeUrl: string): Promise<void> {
  const { channels } = await tell(peer, { kind: "list-quiet" });
  const { store, close } = await openStore(storeUrl, systemClock, logger);
  const shown = Array.from({ length: 40 }, (_, at) => `tip-of-another-day-${at}`);
  for (const [at, { server, channel }] of channels.entries()) {
    const made = {
      kind: at % 5 === 0 ? ("question" as const) : ("tip" as const),
      to: { platform: "discord", conversation: channel },
      space: server,
      isDirect: false,
      owner: server,
      place: "#tips",
      time: slot.toISOString().slice(11, 16),
      zone: "UTC",
      days: [1, 2, 3, 4, 5, 6, 7],
      topics: [],
      shown,
      failures: 0,
    };
    const id = subscriptionId(made.to, newToken(systemClock.now(), systemRandom));
    const one = waiting(made, systemClock.now());
    await store.update(subscriptions, id, () => kept(one, undefined));
  }
  await close();
}

/** How many subscriptions don't know that they have posted today, and would do so again. */
async function countUnsettled(storeUrl: string): Promise<number> {
  const { store, close } = await openStore(storeUrl, systemClock, logger);
  let settled = 0;
  for await (const [, { state, doneDay }] of store.entries(subscriptions)) {
    if (state.kind === "waiting" && doneDay === slot.toISOString().slice(0, 10)) settled++;
  }
  await close();
  return total - settled;
}

type Mingled = Done & { kind: "mingle" };

function mingle(peer: Peer, seconds: number): Promise<Mingled> {
  const count = (talk.perSecond + talk.mentionsPerSecond) * seconds;
  worded += count;
  return tell(peer, { kind: "mingle", questions: wordings.slice(worded - count, worded), ...talk, seconds });
}

function reportTalk(when: string, stretches: readonly Mingled[]): void {
  const interactions = timesOf(stretches.flatMap(({ interactionsMs }) => interactionsMs));
  const mentions = timesOf(stretches.flatMap(({ mentionsMs }) => mentionsMs));
  const unanswered = stretches.reduce((sum, one) => sum + one.unanswered, 0);
  const [asked, mentioned] = [`${talk.perSecond} commands and presses/s`, `${talk.mentionsPerSecond} mentions/s`];
  const isRight = interactions.p99 <= mostMs.answered && unanswered === 0;
  report(`${when}, ${asked}: ${interactions.count} answered, ${timesText(interactions)}; ${unanswered} not`, isRight);
  report(`${when}, ${mentioned}: ${mentions.count} answered, ${timesText(mentions)}`);
}

/** Talk goes on until every tip stands, or nobody waits for the rest any more. */
async function storm(peer: Peer): Promise<{ counted: Done & { kind: "count" }; stretches: Mingled[] }> {
  const stretches: Mingled[] = [];
  for (;;) {
    const stretch = await mingle(peer, stretchSeconds);
    const counted = await tell(peer, { kind: "count", since: slot.getTime() });
    const isOver = counted.postedAt.length === total || Date.now() > slot.getTime() + patienceMs;
    // The last stretch is not all under the load.
    if (isOver) return { counted, stretches };
    stretches.push(stretch);
  }
}

async function measure(peer: Peer, bot: Bot, storeUrl: string): Promise<void> {
  const warnings: string[] = [];
  bot.stderr.on("data", (text: Buffer) => warnings.push(...(String(text).match(/"level":[456]0.*/g) ?? [])));
  await tell(peer, { kind: "limit", ...limits });
  await tell(peer, { kind: "ask", questions: wordings, ...warmUp });
  const idle = usageOf(bot);
  reportTalk("before", [await mingle(peer, baselineSeconds)]);
  const spareMs = slot.getTime() - Date.now();
  if (spareMs < 0) throw new Error("the tips were due before everything was ready");
  await tell(peer, { kind: "play", ...games });
  await pause(spareMs);

  const before = usageOf(bot);
  const { counted, stretches } = await storm(peer);
  const after = usageOf(bot);
  const tookMs = Date.now() - slot.getTime();
  reportTalk("meanwhile", stretches);
  const { postedAt, twice, lateMs, refused } = counted;
  const times = timesOf(postedAt.map((at) => at - slot.getTime()));
  const rate = `${total} tips at ${slot.toISOString()}, ${(times.count / (times.worst / 1000)).toFixed(1)}/s`;
  const first = Math.min(...postedAt) - slot.getTime();
  const when = `the first after ${(first / 1000).toFixed(2)} s, the last after ${(times.worst / 1000).toFixed(1)} s`;
  report(`${rate}: ${when}`, first >= 0 && times.worst <= mostMs.allPosted);
  const [missing, unsettled] = [total - times.count, await countUnsettled(storeUrl)];
  report(`${missing} missing, ${twice} twice, ${unsettled} unsettled`, missing + twice + unsettled === 0);
  report(`${refused} requests refused for Discord's limits`);
  const late = timesOf(lateMs);
  report(`${late.count} rounds revealed late by ${timesText(late)}`, late.count > 0 && late.worst <= mostMs.revealed);
  const busy = ((after.processorSeconds - before.processorSeconds) / tookMs) * 1000;
  const memory = `${idle.megabytes.toFixed(0)} MB resident before, ${after.megabytes.toFixed(0)} MB after`;
  report(`the bot's share of a core ${Math.round(busy * 100)} %, ${memory}`);
  report(`${warnings.length} warnings ${warnings.slice(0, 3).join(" ")}`, warnings.length === 0);
}

await withBot(world, measure, subscribe);
