/**
 * `node tests/bench-discord.ts`: how fast the bot answers on Discord, and how much memory it takes to be in many servers,
 * with the real client, the shipped knowledge and a SQLite store. Fails when a figure misses its target. The peer has a
 * process of its own; on few cores the two take turns, and the figures show that.
 */
import { newWordings, questions, report, tell, usageOf, withBot } from "./bench-parts.ts";
import { timesOf, timesText } from "./soak/quiz-times.ts";

/** What people pick from the suggestions is the very same text; what they type themselves hardly ever is. */
const loads = [
  { perSecond: 100, isTyped: false, isTarget: true },
  { perSecond: 300, isTyped: false, isTarget: true },
  { perSecond: 500, isTyped: false, isTarget: true },
  { perSecond: 250, isTyped: true, isTarget: false },
];
const seconds = 20;
const warmUpSeconds = 5;
const mostMs = 20;
const mostMegabytes = 250;
const many = { servers: 2500, channels: 30, roles: 15, people: 1000 };
const few = { ...many, servers: 20 };

await withBot(few, async (peer, bot) => {
  for (const { perSecond, isTyped, isTarget } of loads) {
    await tell(peer, { kind: "ask", questions, perSecond, seconds: warmUpSeconds });
    const texts = isTyped ? newWordings(perSecond * seconds) : questions;
    const before = usageOf(bot);
    const asked = await tell(peer, { kind: "ask", questions: texts, perSecond, seconds });
    const after = usageOf(bot);
    const times = timesOf(asked.latenciesMs);
    const kind = isTyped ? "slash questions/s, each worded anew," : "slash questions/s";
    const rate = `${perSecond} ${kind} for ${seconds} s: ${times.count} answered in ${asked.seconds.toFixed(1)} s`;
    const busy = (after.processorSeconds - before.processorSeconds) / asked.seconds;
    const load = `the bot's share of a core ${Math.round(busy * 100)} %, ${after.megabytes.toFixed(0)} MB resident`;
    report(`${rate}, ${timesText(times)}; ${load}`, !isTarget || (times.p99 <= mostMs && asked.unanswered === 0));
  }
});

await withBot(many, async (peer, bot) => {
  const where = `in ${many.servers} servers of ${many.channels} channels and ${many.roles} roles`;
  const atFirst = usageOf(bot);
  report(`${where}: ${atFirst.megabytes.toFixed(0)} MB resident once ready`, atFirst.megabytes <= mostMegabytes);
  await tell(peer, { kind: "ask", questions, perSecond: 100, seconds: 10 });
  const later = usageOf(bot);
  const grown = `${later.megabytes.toFixed(0)} MB after 1,000 questions`;
  report(`${where}: ${grown}`, later.megabytes <= mostMegabytes);
});
