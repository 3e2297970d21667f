/** What subscriptions need of a club: a platform that knows a message by its name, and processes that die over it. */
import type { Bot } from "../../src/core/bot.ts";
import type { OutwardEffect, Post } from "../../src/core/effects.ts";
import type { Clock } from "../../src/core/ports.ts";
import { paragraph, type Reply, replyText } from "../../src/core/reply.ts";
import type { Subscription } from "../../src/core/tips/subscription.ts";
import { Club, type Fate, smallKnowledge } from "./parts.ts";
import { Chat, Person, type Shown } from "./person.ts";

type Knowledge = Awaited<ReturnType<typeof smallKnowledge>>;

/** A post that came by itself: `tips/test/lobby/token/day`. */
type Delivery = { once: string; at: Date; shown: Shown };
export type Try = { at: Date; post: Post };

const isOfTips = ({ once = "" }: Post) => once.startsWith("tips/");
/** Adapters look back a little further than asked: the platform's clock and ours may differ. */
const marginMs = 5 * 60_000;

/** Conversations as adapters keep them: what may stand already is looked for by its name, and then not posted again. */
class Noticeboard extends Chat {
  /** Each time that something of a subscription was to be posted, whether it was or not. */
  readonly tries: Try[] = [];
  readonly delivered: Delivery[] = [];
  /** Whether nobody hears of what is posted at the moment. */
  losesReceipts = false;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    super();
    this.#clock = clock;
  }

  override async perform(effect: OutwardEffect, bot: Pick<Bot, "sent">): Promise<Reply | undefined> {
    if (effect.kind !== "post" || !isOfTips(effect)) return super.perform(effect, bot);
    const { receipt, ...post } = effect;
    const at = this.#clock.now();
    this.tries.push({ at, post: effect });
    if (this.isDown) return undefined;
    const standing = this.#standing(post);
    // Too late to begin: it is only looked for.
    if (!standing && post.withinMs === 0) return undefined;
    if (!standing) {
      await super.perform(post, bot);
      const shown = this.shown.at(-1);
      if (shown) this.delivered.push({ once: post.once ?? "", at, shown });
    }
    const message = (standing ?? this.delivered.at(-1))?.shown.id ?? "";
    const { platform } = post.to;
    const conversation = "conversation" in post.to ? post.to.conversation : post.to.person;
    return this.losesReceipts ? undefined : this.confirm(receipt, { platform, conversation, message }, bot);
  }

  /** @returns the days on which something came, and how often: one for each post, in order */
  days(conversation = "lobby"): string[] {
    return this.deliveredTo(conversation).map(({ once }) => once.slice(once.lastIndexOf("/") + 1));
  }

  /** What came to a conversation by itself, the oldest first. */
  deliveredTo(conversation = "lobby"): Delivery[] {
    return this.delivered.filter(({ shown: { to } }) => "conversation" in to && to.conversation === conversation);
  }

  /** What was said to somebody in their direct messages. */
  toldTo(person: string): string[] {
    const told = this.shown.filter(({ to }) => "person" in to && to.person === person);
    return told.map(({ reply }) => replyText(reply));
  }

  #standing({ once, maybeSince }: Post): Delivery | undefined {
    const from = maybeSince && maybeSince.getTime() - marginMs;
    return from === undefined ? undefined : this.delivered.find((one) => one.once === once && one.at.getTime() >= from);
  }
}

/** A club to which things come by themselves. */
export class TipClub extends Club {
  override readonly chat = new Noticeboard(this.clock);

  /** Subscriptions by their records' keys. */
  get subscriptions(): Record<string, Subscription> {
    return this.under("subscriptions/") as Record<string, Subscription>;
  }

  /** The one that there is. */
  get subscription(): Subscription {
    const [only, ...others] = Object.values(this.subscriptions);
    if (!only || others.length > 0) throw new Error(`${others.length + (only ? 1 : 0)} subscriptions`);
    return only;
  }

  /** Milliseconds from now to an instant. */
  until(instant: string): number {
    return Date.parse(instant) - this.clock.now().getTime();
  }
}

/** The small knowledge with so many tips on databases, tips on jobs, and questions that one press answers. */
export function withTips(knowledge: Knowledge, { databases = 5, jobs = 0, questions = 2 }): Knowledge {
  const { base, answerer } = knowledge;
  const tip = (topic: string, at: number) => ({
    id: `tip-${topic}-${at}`,
    text: [paragraph(`Tip ${at} on ${topic}.`)],
    topics: [topic],
    do: "Try it.",
  });
  const count = (many: number) => Array.from({ length: many }, (_, at) => at + 1);
  const tips = [...count(databases).map((at) => tip("databases", at)), ...count(jobs).map((at) => tip("jobs", at))];
  const quiz = base.quizzes.get("databases");
  const single = quiz?.questions.find(({ kind }) => kind === "single");
  if (!quiz || !single) throw new Error("no question that one press answers");
  const asked = count(questions).map((at) => ({ ...single, id: `q${at}`, prompt: [paragraph(`Question ${at}?`)] }));
  const others = quiz.questions.filter(({ kind }) => kind !== "single" && kind !== "true-false");
  const quizzes = new Map([["databases", { ...quiz, questions: [...others, ...asked] }]]);
  return { answerer, base: { ...base, tips, quizzes } };
}

const small = await smallKnowledge();

/** A club with one process and an owner, on Saturday 21 November 2026, at six in the evening. */
export function openClub({ databases = 40, jobs = 0, questions = 2, seed = 1 } = {}) {
  const club = new TipClub(withTips(small, { databases, jobs, questions }), seed);
  const { bot, alarms, store } = club.start();
  const join = (name: string, where: ConstructorParameters<typeof Person>[2] = {}) =>
    new Person(name, bot, where, club.chat);
  const owner = join("owner", { mayAdminister: true });
  const { chat, clock } = club;
  return {
    club,
    chat,
    clock,
    bot,
    store,
    join,
    owner,
    subscribe: (line = "time:09:00 timezone:UTC") => owner.commands(`tips subscribe ${line}`),
    pass: (ms: number) => club.pass(ms, alarms),
    passUntil: (instant: string) => club.pass(club.until(instant), alarms),
    /** Let time go by while nothing runs. */
    sleepUntil: (instant: string) => clock.advance(club.until(instant)),
    /** When something came, in UTC: `2026-11-22T09:00`. */
    instants: (conversation?: string) => chat.deliveredTo(conversation).map(({ at }) => at.toISOString().slice(0, 16)),
  };
}

/** What becomes of an operation on the store, counted from 1, at an instant. */
export type Plan = (operation: number, at: Date) => "go" | "throw" | "die before" | "die after";
type Running = ReturnType<Club["start"]> & { died: Promise<"died"> };

/** Processes of which each works until it dies; then there is a new one. */
export class Succession {
  operations = 0;
  readonly #club: Club;
  readonly #plan: Plan;
  #running: Running;

  constructor(club: Club, plan: Plan) {
    this.#club = club;
    this.#plan = plan;
    this.#running = this.#start();
  }

  /** Whichever is running. */
  get bot(): Bot {
    const current = () => this.#running.bot;
    return {
      handle: (incoming) => current().handle(incoming),
      wake: (alarm) => current().wake(alarm),
      servesAlarm: (key, platforms) => current().servesAlarm(key, platforms),
      isPatient: (key) => current().isPatient(key),
      complete: (...typed) => current().complete(...typed),
      sent: (receipt, message) => current().sent(receipt, message),
    };
  }

  /** Do something, unless the process dies over it; then the next one is there. */
  async attempt(act: () => Promise<unknown>): Promise<void> {
    const outcome = await Promise.race([act().catch(() => "failed"), this.#running.died]);
    if (outcome === "died") this.#running = this.#start();
  }

  /** Let time pass, with whichever process there is. */
  async pass(ms: number): Promise<void> {
    const { clock } = this.#club;
    const end = clock.now().getTime() + ms;
    const left = () => end - clock.now().getTime();
    for (let steps = 0; ; steps++) {
      if (steps > 1000) throw new Error("alarms ring without end");
      const next = await this.#club.nextDue();
      if (next === undefined || next > left()) break;
      clock.advance(next);
      await this.attempt(() => this.#running.alarms.runDue());
    }
    clock.advance(left());
  }

  #start(): Running {
    const { promise, resolve } = Promise.withResolvers<"died">();
    let isDead = false;
    let isDying = false;
    const die = () => {
      isDead = true;
      resolve("died");
      return new Promise<void>(() => {});
    };
    const limits: Fate = {
      before: () => {
        if (isDead) return die();
        this.operations += 1;
        const fate = this.#plan(this.operations, this.#club.clock.now());
        if (fate === "throw") throw new Error("out of reach");
        isDying ||= fate === "die after";
        return fate === "die before" ? die() : undefined;
      },
      after: () => (isDead || isDying ? die() : undefined),
    };
    return { ...this.#club.start(limits), died: promise };
  }
}
