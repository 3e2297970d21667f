/**
 * Tips that are due on a Discord and a Slack of this machine, brought by two processes that share a store, one of which
 * is killed again and again.
 */
import { setTimeout as pause } from "node:timers/promises";
import { scoped } from "../../src/adapters/slack/ids.ts";
import type { Random, Store } from "../../src/core/ports.ts";
import { decodePress } from "../../src/core/press.ts";
import { kept, type Subscription, subscriptionId, subscriptions, waiting } from "../../src/core/tips/subscription.ts";
import { openStore } from "../../src/runtime/stores/open-store.ts";
import { seededRandom } from "../fakes/parts.ts";
import { DiscordPeer, type Message as OnDiscord } from "../peers/discord/peer.ts";
import { SlackPeer } from "../peers/slack/peer.ts";
import type { Place } from "./shared-store.ts";
import { type HostOptions, logger, MortalHost, type Named, type Pace, pacedClock, slowly } from "./tips-host.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** In Tokyo some are due before midnight and some after it, and what is taken over from the former comes after it. */
const firstSlot = Date.parse("2026-11-23T14:58:00Z");
/** None of them changes its clocks. */
const zones = ["UTC", "Asia/Tokyo", "Asia/Kathmandu", "America/Sao_Paulo"];
/** The slots of a day fall into so many minutes. */
const tipMinutes = 2;
/** The clock leaps to a little before each day's first slot; of our time. */
const leadMs = 500;
/** Answers take so long on their way, as over the internet: whoever is killed has posts out of which it never heard. */
const latencyMs = 150;
/** How long a day may take to be done after its slots; like what is below, by the bot's clock. */
const patienceMs = 20 * minuteMs;
const inTimeMs = minuteMs;

export type KilledTips = {
  /** Local dates of subscriptions whose time has come. */
  slots: number;
  kills: number;
  missed: number;
  /** Messages beyond one for each slot. */
  twice: number;
  /** Slots whose message came more than a minute late, and how late the latest was; both by the bot's clock. */
  late: number;
  worstLateMs: number;
  /** Tries that were not a slot's first, and those of which the message stood: whoever had posted it was killed. */
  again: number;
  stood: number;
  seconds: number;
};

/** @param amount of subscriptions, half on each platform @param looks see `HostOptions` */
export async function killAmidTips(
  place: Place,
  { amount, days, kills, speed, seed = 1, looks = true }: Course,
): Promise<KilledTips> {
  const started = performance.now();
  await using opened = new AsyncDisposableStack();
  let pace: Pace = { from: firstSlot - dayMs / 2, began: Date.now(), speed };
  const clock = pacedClock(() => pace);
  const now = () => clock.now().getTime();
  // What messages may look like is for other tests, and takes time here.
  const discord = opened.use(await DiscordPeer.open({ now, validate: false }));
  const slack = opened.use(await SlackPeer.open({ now, validate: false }));
  const { store, close } = await openStore(place.url, clock, logger, place.name);
  opened.defer(close);
  const club = new Club(discord, slack, amount);
  await club.subscribe(store, clock.now());

  const [toDiscord, toSlack] = [
    await slowly(discord.url, latencyMs, opened),
    await slowly(slack.url, latencyMs, opened),
  ];
  const options = (): HostOptions => ({
    place,
    pace,
    discord: { token: discord.token, apiUrl: toDiscord },
    slack: { appToken: slack.appToken, botToken: slack.workspace.botToken, apiUrl: toSlack },
    looks,
  });
  const again: Named[] = [];
  const hosts = [1, 2].map(() => opened.use(new MortalHost(options, (one) => again.push(one))));
  await Promise.all(hosts.map((host) => host.start()));
  const random = seededRandom(seed);
  let killed = 0;
  for (let day = 0; day < days; day++) {
    pace = { from: firstSlot + day * dayMs - leadMs * speed, began: Date.now(), speed };
    for (const host of hosts) host.tell(pace);
    const end = firstSlot + day * dayMs + tipMinutes * minuteMs + patienceMs;
    const isOver = () => now() > end;
    const share = Math.ceil((kills - killed) / (days - day));
    killed += await killAmong(hosts, { kills: share, amount, came: () => club.came, isOver }, random);
    while (!(await club.isDone(store, day)) && !isOver()) await pause(100);
  }
  return {
    ...judge(club.due(days), club.posted(), again),
    kills: killed,
    seconds: (performance.now() - started) / 1000,
  };
}

/** @property speed how much faster than ours the clocks of the bot and of the platforms run */
type Course = { amount: number; days: number; kills: number; speed: number; seed?: number; looks?: boolean };

/**
 * Kill one or the other when a random part of a day's posts has come, or a moment after: that is when they are at work.
 *
 * @param came how much has come so far @param isOver whether no more is waited for
 */
async function killAmong(
  hosts: readonly MortalHost[],
  { kills, amount, came, isOver }: { kills: number; amount: number; came: () => number; isOver: () => boolean },
  random: Random,
): Promise<number> {
  const before = came();
  for (let killed = 0; killed < kills; killed++) {
    const enough = before + ((killed + random.next()) * amount) / kills;
    while (came() < enough && !isOver()) await pause(5);
    await pause(random.next() * latencyMs);
    await Promise.race(hosts.map(({ ready }) => ready));
    const alive = hosts.filter(({ isReady }) => isReady);
    await alive[Math.floor(random.next() * alive.length)]?.restart();
  }
  await Promise.all(hosts.map(({ ready }) => ready));
  return kills;
}

function judge(due: readonly Named[], posted: readonly Named[], again: readonly Named[]) {
  const dueAt = new Map(due.map(({ name, at }) => [name, at]));
  const postedAt = new Map<string, number>();
  for (const { name, at } of posted) {
    if (dueAt.has(name)) postedAt.set(name, Math.min(at, postedAt.get(name) ?? at));
  }
  const lateness = [...postedAt].map(([name, at]) => at - (dueAt.get(name) ?? at));
  return {
    slots: dueAt.size,
    missed: dueAt.size - postedAt.size,
    twice: posted.length - postedAt.size,
    late: lateness.filter((ms) => ms > inTimeMs).length,
    worstLateMs: Math.max(...lateness),
    again: again.length,
    stood: again.filter(({ name, at }) => (postedAt.get(name) ?? at) < at).length,
  };
}

/** A subscription, and when it is due on the first day. */
type Member = { token: string; id: string; slot: number; subscription: Omit<Subscription, "state"> };

function nameOn(day: number, { id, slot, subscription: { zone } }: Member): string {
  return `tips/${id}/${new Date(slot + day * dayMs).toLocaleDateString("en-CA", { timeZone: zone })}`;
}

/** Those who want tips, and the channels into which they want them; into some of them two. */
class Club {
  readonly #members: readonly Member[];
  readonly #onDiscord;
  readonly #onSlack;

  constructor(discord: DiscordPeer, { workspace }: SlackPeer, amount: number) {
    const rooms = Math.ceil(amount * 0.4);
    this.#onDiscord = discord.addServer({ channels: rooms }).channels;
    this.#onSlack = Array.from({ length: rooms }, (_, at) => workspace.addChannel(`room-${at}`));
    this.#members = Array.from({ length: amount }, (_, at) => {
      const number = Math.floor(at / 2);
      const room = number % rooms;
      const to =
        at % 2 === 0
          ? { platform: "discord", conversation: this.#onDiscord[room]?.id ?? "" }
          : { platform: "slack", conversation: scoped(workspace.id, this.#onSlack[room]?.id ?? "") };
      return member(at.toString(36), number, to);
    });
  }

  async subscribe(store: Store, now: Date): Promise<void> {
    for (const { id, subscription } of this.#members) {
      await store.update(subscriptions, id, () => kept(waiting(subscription, now), undefined));
    }
  }

  due(days: number): Named[] {
    const each = Array.from({ length: days }, (_, day) => day);
    return each.flatMap((day) => this.#members.map((one) => ({ name: nameOn(day, one), at: one.slot + day * dayMs })));
  }

  /** Whether the bot knows of all that was due on a day that it has come. */
  async isDone(store: Store, day: number): Promise<boolean> {
    const names = new Map(this.#members.map((one) => [one.id, nameOn(day, one)]));
    for await (const [id, { state, doneDay }] of store.entries(subscriptions)) {
      if (state.kind === "posting" || `tips/${id}/${doneDay}` !== names.get(id)) return false;
    }
    return true;
  }

  /** How many messages stand in the channels. */
  get came(): number {
    return [...this.#onDiscord, ...this.#onSlack].reduce((sum, { messages }) => sum + messages.length, 0);
  }

  /** All of them. */
  posted(): Named[] {
    return [
      ...this.#onDiscord.flatMap(({ messages }) => messages.map((one) => this.#named(one))),
      ...this.#onSlack.flatMap(({ messages }) => messages.map(namedBySlack)),
    ];
  }

  /** Tips say in their buttons for which day they are; questions come on the day that began last. */
  #named({ buttons, channel, createdAt: at }: OnDiscord): Named {
    const pressed = buttons.map(({ customId = "" }) => decodePress(customId)?.arguments ?? []);
    const [, , mark] = pressed.find(([action]) => action === "helpful") ?? [];
    const [, asking] = pressed.find(([action]) => action === "answer") ?? [];
    const [token, day] = mark?.split(".") ?? [asking];
    const found = this.#members.find((one) => one.token === token && one.subscription.to.conversation === channel.id);
    if (!found) return { name: "", at };
    const name = day ? `tips/${found.id}/${day}` : nameOn(Math.floor((at - found.slot) / dayMs), found);
    return { name, at };
  }
}

/** @param number by which it is drawn when it is due, where, and what it is about */
function member(token: string, number: number, to: Subscription["to"]): Member {
  const zone = zones[number % zones.length] ?? "UTC";
  const slot = firstSlot + (Math.floor(number / zones.length) % tipMinutes) * minuteMs;
  const subscription: Member["subscription"] = {
    kind: number % 5 === 0 ? "question" : "tip",
    to,
    isDirect: false,
    time: new Date(slot).toLocaleTimeString("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }),
    zone,
    days: [1, 2, 3, 4, 5, 6, 7],
    topics: [],
    shown: [],
    failures: 0,
  };
  return { token, id: subscriptionId(to, token), slot, subscription };
}

function namedBySlack({ metadata, ts }: { metadata: Record<string, unknown> | undefined; ts: string }): Named {
  const { name } = (metadata?.event_payload ?? {}) as { name?: string };
  return { name: name?.replace(/\/0$/, "") ?? "", at: Number(ts) * 1000 };
}
