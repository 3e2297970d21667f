/**
 * Many subscriptions over many days, in one process on the memory store, with a clock that jumps from alarm to alarm:
 * `tips-simulation.ts LOAD` prints what came of it.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { Answerer } from "../../src/core/answering/answerer.ts";
import { createBot } from "../../src/core/bot.ts";
import type { Effect, Post } from "../../src/core/effects.ts";
import type { Incoming, MessageRef } from "../../src/core/incoming.ts";
import type { KnowledgeBase, Question } from "../../src/core/knowledge/base.ts";
import type { Random } from "../../src/core/ports.ts";
import type { Block } from "../../src/core/reply.ts";
import { AlarmRunner } from "../../src/runtime/alarms.ts";
import { readCommonWords } from "../../src/runtime/common-words.ts";
import { openKnowledge } from "../../src/runtime/knowledge.ts";
import { openStore } from "../../src/runtime/stores/open-store.ts";
import { HandSetClock, seededRandom } from "../fakes/parts.ts";
import { platform } from "./quiz-adapter.ts";
import { knowledgeFolder, silent } from "./quiz-host.ts";
import { TipsJudge, Verdict, ZoneCalendar } from "./tips-judge.ts";

export type TipsLoad = {
  subscriptions: number;
  days: number;
  /** ISO date, from midnight in UTC. */
  from: string;
  seed: number;
  zones?: readonly string[];
};

export type SimulatedTips = Omit<Verdict, "add"> & {
  zones: number;
  /** Local days that were brought, a second of ours, without the making of the subscriptions. */
  perSecond: number;
  seconds: number;
  megabytes: number;
};

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Whatever is made to fail comes within it. */
const graceMs = dayMs / 8;

/** Some of each habit: halves and quarters of an hour, changes at midnight and up to it, none, and days that never were. */
const usualZones = `
  UTC Africa/Abidjan Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Johannesburg America/Asuncion America/Bogota
  America/Chicago America/Denver America/Halifax America/Havana America/Los_Angeles America/Mexico_City America/New_York
  America/Nuuk America/Phoenix America/Santiago America/Sao_Paulo America/Scoresbysund America/St_Johns Antarctica/Troll
  Asia/Amman Asia/Beirut Asia/Dhaka Asia/Gaza Asia/Jerusalem Asia/Kathmandu Asia/Kolkata Asia/Pyongyang Asia/Shanghai
  Asia/Tehran Asia/Tokyo Atlantic/Azores Australia/Adelaide Australia/Eucla Australia/Lord_Howe Australia/Perth
  Australia/Sydney Europe/Berlin Europe/Dublin Europe/Istanbul Europe/London Europe/Moscow Pacific/Apia Pacific/Auckland
  Pacific/Chatham Pacific/Easter Pacific/Fakaofo Pacific/Fiji Pacific/Kiritimati Pacific/Marquesas Pacific/Norfolk
  Pacific/Pago_Pago Pacific/Tongatapu`
  .trim()
  .split(/\s+/);
const shortDays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** Minutes from midnight and from changes of the clocks at which things go wrong, if they do. */
const delicate = [-61, -31, -30, -16, -1, 0, 0, 1, 1, 15, 29, 30, 31, 59, 60, 61];

const pick = <T>(from: readonly T[], random: Random): T => {
  const one = from[Math.floor(random.next() * from.length)];
  if (one === undefined) throw new RangeError("nothing to pick from");
  return one;
};

type Wish = { kind: "tip" | "question"; minute: number; zone: string; days: number[]; topics: string[]; pool: number };

function makeWish(zone: string, calendar: ZoneCalendar, base: KnowledgeBase, random: Random): Wish {
  const isDelicate = random.next() < 1 / 3;
  const near = pick(random.next() < 1 / 2 ? [0] : [0, ...calendar.changes()], random) + pick(delicate, random);
  const minute = isDelicate ? (near + 1440) % 1440 : Math.floor(random.next() * 1440);
  const some = [1, 2, 3, 4, 5, 6, 7].filter(() => random.next() < 1 / 2);
  const days = random.next() < 2 / 3 || some.length === 0 ? [1, 2, 3, 4, 5, 6, 7] : some;
  const kind = random.next() < 1 / 4 ? "question" : "tip";
  const all = kind === "tip" ? [...new Set(base.tips.flatMap((tip) => tip.topics))] : [...base.quizzes.keys()];
  const topics = random.next() < 1 / 10 ? [] : [...new Set([pick(all, random), pick(all, random)])];
  const fits = (topic: string) => topics.length === 0 || topics.includes(topic);
  const questions = [...base.quizzes.values()].filter(({ id }) => fits(id)).flatMap((quiz) => quiz.questions);
  const pool = {
    tip: base.tips.filter((tip) => tip.topics.some(fits)).length,
    question: questions.filter((one) => one.kind === "single" || one.kind === "true-false").length,
  };
  return { kind, minute, zone, days, topics, pool: pool[kind] };
}

/** As it is typed: by its id, or by another name where that is another topic's as well. */
function nameOf(topic: string, base: KnowledgeBase): string {
  const isTaken = [...base.topics.values()].some(({ id, aliases }) => id !== topic && aliases.includes(topic));
  return isTaken ? (base.topics.get(topic)?.aliases[0] ?? topic) : topic;
}

/** Where one subscription's posts go, and what goes wrong there. */
class Place {
  readonly judge: TipsJudge;
  readonly #conversation: string;
  readonly #random: Random;
  readonly #endsAt: number;
  /** What is tried at present, and how often it will fail, or be posted and nobody hear of it. */
  #once = "";
  #failsLeft = 0;
  #lossesLeft = 0;
  #hasFailed = false;
  #wasRefused = false;
  #standsSince: number | undefined;

  constructor(conversation: string, judge: TipsJudge, random: Random, endsAt: number) {
    this.#conversation = conversation;
    this.judge = judge;
    this.#random = random;
    this.#endsAt = endsAt;
  }

  /** @returns whether a receipt comes back */
  take(
    { once: name = "", maybeSince, withinMs, reply }: Post,
    now: number,
    items: ReadonlyMap<Block, string>,
  ): boolean {
    if (name !== this.#once) {
      this.#begin(name, now);
      const [item = "", told] = [...new Set(reply.flatMap((block) => items.get(block) ?? []))].reverse();
      this.judge.begins(now, name.slice(name.lastIndexOf("/") + 1), { item, told });
      if (this.#wasRefused) this.judge.refuses();
    }
    if (this.#failsLeft > 0) {
      this.#failsLeft--;
      return false;
    }
    const isThere = maybeSince && this.#standsSince !== undefined && this.#standsSince >= maybeSince.getTime();
    if (!isThere) {
      if (withinMs === 0) return false;
      this.judge.posts(now, this.#hasFailed);
      this.#standsSince = now;
    }
    return this.#lossesLeft-- <= 0;
  }

  message(now: Date): MessageRef {
    return { platform, conversation: this.#conversation, message: `${now.getTime()}` };
  }

  #begin(name: string, now: number): void {
    const mayFail = now < this.#endsAt - graceMs;
    const chance = mayFail ? this.#random.next() : 1;
    // Three days in a row would pause it.
    this.#wasRefused = chance < 0.001 && !this.#wasRefused;
    this.#failsLeft = this.#wasRefused ? Number.POSITIVE_INFINITY : chance < 0.01 ? Math.ceil(chance * 400) : 0;
    this.#lossesLeft = mayFail && this.#random.next() < 0.01 ? Math.ceil(this.#random.next() * 3) : 0;
    this.#hasFailed = this.#failsLeft > 0;
    this.#once = name;
    this.#standsSince = undefined;
  }
}

/** Tips and questions by the blocks that show them, which stand in replies as they do in the knowledge. */
function itemsOf({ tips, quizzes }: KnowledgeBase): Map<Block, string> {
  const questions = [...quizzes.values()].flatMap((quiz) => quiz.questions);
  const all = [...tips.map((tip) => ({ id: tip.id, blocks: tip.text })), ...questions.map(shownOf)];
  return new Map(all.flatMap(({ id, blocks }) => blocks.map((block): [Block, string] => [block, id])));
}

const shownOf = ({ id, prompt }: Question) => ({ id, blocks: prompt });

const clockText = (minute: number) => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, "0")}`;

function subscribing(conversation: string, { kind, minute, zone, days, topics }: Wish, base: KnowledgeBase): Incoming {
  const given = {
    action: "subscribe",
    time: clockText(minute),
    timezone: zone,
    days: days.map((day) => shortDays[day - 1]).join(", "),
    topics: topics.length === 0 ? "all" : topics.map((id) => nameOf(id, base)).join(", "),
    kind,
  };
  const ana = { person: "ana", locale: "en", isDirect: false, mayAdminister: true };
  return { kind: "command", name: "tips", given, origin: { platform, space: "club", conversation, ...ana } };
}

export async function simulateTips(load: TipsLoad): Promise<SimulatedTips> {
  const { subscriptions, days, seed, zones = usualZones } = load;
  const startsAt = Date.parse(load.from);
  const endsAt = startsAt + days * dayMs;
  const clock = new HandSetClock();
  clock.advance(startsAt - clock.now().getTime());
  const { store, records } = await openStore("memory:", clock, silent);
  const { base, model } = await openKnowledge(knowledgeFolder);
  const knowledge = { base, answerer: new Answerer(base, readCommonWords(), model) };
  const random = seededRandom(seed);
  const ports = { store, clock, random, logger: silent };
  const bot = createBot({ knowledge: () => knowledge, ...ports, logUtterances: false, keepDays: 0 });

  const verdict = new Verdict();
  const items = itemsOf(base);
  const places = new Map<string, Place>();
  async function perform(effect: Effect): Promise<void> {
    const place = effect.kind === "post" && "conversation" in effect.to && places.get(effect.to.conversation);
    if (!place) throw new Error(`nobody should get ${JSON.stringify(effect)}`);
    const now = clock.now();
    // What comes by no schedule says that there is one.
    const isHeard = effect.once === undefined || place.take(effect, now.getTime(), items);
    if (isHeard && effect.receipt) await bot.sent(effect.receipt, place.message(now));
  }

  const calendars = zones.map((zone) => ({ zone, calendar: new ZoneCalendar(zone, startsAt, endsAt) }));
  for (let number = 0; number < subscriptions; number++) {
    const { zone, calendar } = calendars[number % calendars.length] ?? pick(calendars, random);
    const wish = makeWish(zone, calendar, base, random);
    const conversation = `c${number}`;
    const name = `${conversation}, ${clockText(wish.minute)} ${zone} on ${wish.days.join("")}`;
    const judge = new TipsJudge({ ...wish, name, calendar, isQuestion: wish.kind === "question" }, startsAt, verdict);
    places.set(conversation, new Place(conversation, judge, seededRandom(seed + number), endsAt));
    for (const effect of await bot.handle(subscribing(conversation, wish, base))) await perform(effect);
  }

  const alarms = new AlarmRunner({
    records,
    logger: silent,
    async wake(alarm) {
      for (const effect of await bot.wake(alarm)) await perform(effect);
    },
  });
  const began = performance.now();
  for (let next = await alarms.runDue(); next < endsAt; next = await alarms.runDue()) {
    clock.advance(next - clock.now().getTime());
  }
  for (const { judge } of places.values()) judge.ends(endsAt);
  const seconds = (performance.now() - began) / 1000;
  const megabytes = process.memoryUsage().rss / 1e6;
  return { ...verdict, zones: zones.length, perSecond: verdict.posts / seconds, seconds, megabytes };
}

/** The same in a process of its own, with the limits on memory of `npm start`. */
export async function simulateTipsApart(load: TipsLoad): Promise<SimulatedTips> {
  const argv = ["--max-semi-space-size=16", "--max-old-space-size=512", import.meta.filename, JSON.stringify(load)];
  const child = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "inherit"] });
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`the simulation of tips ended with ${code}`);
  return JSON.parse(said);
}

if (import.meta.main) console.log(JSON.stringify(await simulateTips(JSON.parse(process.argv[2] ?? "{}"))));
