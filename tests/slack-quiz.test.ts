/** A group's game on Slack as five people see it: sockets that break, and a bot that is started anew amid a round. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rememberDeliveries } from "../src/adapters/deliveries.ts";
import { SlackAdapter } from "../src/adapters/slack/adapter.ts";
import type { Question } from "../src/core/knowledge/base.ts";
import { quiz as words } from "../src/core/phrases/quiz.ts";
import type { Session } from "../src/core/quiz/group/session-schema.ts";
import { pointsOf } from "../src/core/quiz/scoring.ts";
import { replyText } from "../src/core/reply.ts";
import { AlarmRunner } from "../src/runtime/alarms.ts";
import { Club, smallKnowledge } from "./fakes/parts.ts";
import type { Channel } from "./peers/slack/channel.ts";
import type { Interaction } from "./peers/slack/interaction.ts";
import type { Message } from "./peers/slack/message.ts";
import { SlackPeer } from "./peers/slack/peer.ts";
import type { User } from "./peers/slack/user.ts";

const { game: say } = words;
const small = await smallKnowledge();
const questions = small.base.quizzes.get("databases")?.questions ?? [];
const rounds = questions.length;
const sockets = 2;

let cleanUp: AsyncDisposableStack;
let peer: SlackPeer;
let club: Club;
let alarms: AlarmRunner;
let channel: Channel;
let people: User[];
/** How often people did something of which they alone are told. */
let told: Map<User, number>;
let standings: Map<User, { points: number; right: number }>;

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  club = new Club(small);
  peer = cleanUp.use(await SlackPeer.open({ now: () => club.clock.now().getTime() }));
  channel = peer.workspace.addChannel("general");
  people = ["ana", "bea", "cem", "dag", "eva"].map((name, at) => peer.workspace.addUser(name, { isAdmin: at === 0 }));
  told = new Map();
  standings = new Map();
});
afterEach(() => cleanUp.disposeAsync());

/** A process of its own. @returns how to stop it */
async function boot(): Promise<() => Promise<void>> {
  const { bot, store, records } = club.start();
  const adapter = new SlackAdapter({
    mode: { kind: "sockets", appToken: peer.appToken, sockets },
    access: { botToken: peer.workspace.botToken },
    apiUrl: peer.url,
    prefix: "",
    overhears: false,
    logger: club.log,
    isFirstDelivery: rememberDeliveries(store),
    wait: async () => {},
  });
  alarms = new AlarmRunner({
    records,
    logger: club.log,
    async wake(alarm) {
      for (const effect of await bot.wake(alarm)) await adapter.perform(effect);
    },
  });
  const running = adapter.run(bot);
  let isOver = false;
  const stop = async () => {
    if (isOver) return;
    isOver = true;
    await adapter.stop();
    await running;
  };
  cleanUp.defer(stop);
  await peer.until(() => peer.connections === sockets);
  return stop;
}

/** Let time pass to the next alarm; what was shown has to be noted before, or it would be shown again. */
async function pass(): Promise<void> {
  const session = () => Object.values(club.under("games/"))[0] as Session | undefined;
  await vi.waitFor(() => expect(session()?.isSent).not.toBe(false));
  await club.pass((await club.nextDue()) ?? 0, alarms);
}

const about = (round: number) =>
  channel.messages.filter(({ fullText }) => fullText.includes(words.question(round + 1, rounds)));
const asked = (round: number) => peer.until(() => about(round).find(({ edits }) => edits === 0));
const revealed = (round: number) =>
  peer.until(() => about(round).find(({ fullText }) => fullText.includes(say.revealed(round + 1, rounds))));
const isRight = (person: User, round: number) => (people.indexOf(person) + round) % 3 > 0;

function questionIn({ fullText }: Message): Question {
  const found = questions.find(({ prompt }) => fullText.includes(replyText(prompt)));
  if (!found) throw new Error(`there is no question in ${fullText}`);
  return found;
}

const whispersTo = ({ id }: User) => channel.ephemerals.filter(({ ephemeralTo }) => ephemeralTo === id);

/** Somebody does something, and is told what came of it, or is shown a form. */
async function heard(doing: Promise<Interaction>): Promise<void> {
  const { user, isAcknowledged } = await doing;
  expect(isAcknowledged).toBe(true);
  told.set(user, (told.get(user) ?? 0) + 1);
  await peer.until(() => whispersTo(user).length === told.get(user));
}

/** What somebody presses who knows the answer, or doesn't. */
function labels(question: Question, knows: boolean): string[] {
  switch (question.kind) {
    case "single":
    case "multiple": {
      const meant = question.options.filter(({ right = false }) => right === knows).map(({ text }) => text);
      return question.kind === "single" ? meant.slice(0, 1) : [...meant, say.done];
    }
    case "true-false":
      return [question.answer === knows ? words.yes : words.no];
    case "order":
      return knows ? question.items : question.items.toReversed();
    case "short":
      return [say.answer];
    default:
      return question satisfies never;
  }
}

/** Some people answer a round's question, one after another. */
async function answer(round: number, some: readonly User[]): Promise<void> {
  const message = await asked(round);
  const question = questionIn(message);
  for (const person of some) {
    const knows = isRight(person, round);
    const { points, right } = standings.get(person) ?? { points: 0, right: 0 };
    standings.set(person, {
      points: points + (knows ? pointsOf[question.difficulty] : 0),
      right: right + Number(knows),
    });
    if (question.kind !== "short") {
      for (const label of labels(question, knows)) await heard(person.presses(message, label));
      continue;
    }
    await person.presses(message, say.answer);
    const form = await peer.until(() => person.view);
    const text = knows ? (question.accept?.[0] ?? String(question.number)) : "no idea";
    await heard(person.submits(form, { [String(form.blocks[0]?.block_id)]: text }));
  }
}

async function drop(): Promise<void> {
  peer.dropSockets();
  await peer.until(() => peer.connections === sockets);
}

describe("a group's game on Slack", () => {
  it("goes on through broken sockets and a restart, and shows everything once", async () => {
    const stop = await boot();
    const [some, others] = [people.slice(0, 2), people.slice(2)];
    const [host] = people;
    if (!host) throw new Error("nobody plays");
    // How fast answers are counts for nothing: it is known whether they are right, but not when they arrive.
    await host.commands(channel, "/settings", "quiz-speed off");
    await peer.until(() => whispersTo(host).length + channel.messages.length >= 1);
    await host.commands(channel, "/quiz", `databases count:${rounds}`);
    const question = await asked(0);
    told.set(host, whispersTo(host).length);

    await answer(0, people);
    expect(question.edits).toBe(0);
    await pass(); // in the first round nobody knows who plays, so it lasts until the bell
    expect(await revealed(0)).toBe(question);

    await pass();
    await answer(1, some);
    await drop();
    await answer(1, others);
    await revealed(1);

    await pass();
    await answer(2, some);
    const before = peer.delivered.filter(({ kind }) => kind === "interactive");
    await stop();
    await boot();
    for (const delivery of before) await peer.redeliver(delivery);
    await answer(2, others);
    await revealed(2);

    await pass();
    await answer(3, some);
    peer.refreshSockets();
    await peer.until(() => peer.connections === sockets);
    await answer(3, others);
    await revealed(3);

    for (let round = 4; round < rounds; round++) {
      await pass();
      await answer(round, people);
      await revealed(round);
    }
    await pass();
    const end = await peer.until(() =>
      channel.messages.find(({ fullText }) => fullText.includes(say.finished("Databases"))),
    );
    for (const [{ name }, { points, right }] of standings) {
      expect(end.fullText).toContain(`| ${name} | ${points} | ${right}/${rounds}`);
    }
    for (let round = 0; round < rounds; round++) {
      const rights = people.filter((person) => isRight(person, round)).length;
      expect(about(round).map(({ edits }) => edits)).toEqual([1]);
      expect(about(round)[0]?.fullText).toContain(say.everybody(people.length, rights));
    }
    // Everybody was told what came of what they did, once, and nobody else was.
    for (const [person, times] of told) expect([person.name, whispersTo(person).length]).toEqual([person.name, times]);
    // Beside the questions there are the setting, the start and the end.
    expect(channel.messages).toHaveLength(rounds + 3);
    expect(peer.violations).toEqual([]);
    // bolt's own lines are about the sockets.
    expect(club.log.lines.filter(({ level, fields }) => level === "error" && fields.from !== "bolt")).toEqual([]);
  });
});
