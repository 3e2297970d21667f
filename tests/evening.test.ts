/**
 * One evening, played on every platform from one script: five people, what they ask, and a game. People read the same
 * words everywhere.
 *
 * `transcripts-platforms/evening.txt` is what the terminal shows of it; `(bot)>` is for the asker alone, where that is
 * possible. `UPDATE_TRANSCRIPTS=true npx vitest run tests/evening.test.ts` writes down what it shows now.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Listener } from "../src/adapters/adapter.ts";
import type { Question } from "../src/core/knowledge/base.ts";
import { quiz as words } from "../src/core/phrases/quiz.ts";
import { review } from "../src/core/phrases/review.ts";
import { tips } from "../src/core/phrases/tips.ts";
import { replyText } from "../src/core/reply.ts";
import { AlarmRunner } from "../src/runtime/alarms.ts";
import { Club, shippedKnowledge } from "./fakes/parts.ts";
import { discordStage } from "./fakes/stage-discord.ts";
import { Guest } from "./fakes/stage-guests.ts";
import { Play, Prompter, type Scene } from "./fakes/stage-script.ts";
import { slackStage } from "./fakes/stage-slack.ts";
import { terminalStage } from "./fakes/stage-terminal.ts";
import { comparable } from "./fakes/stage-words.ts";
import type { Platform, Player, Stage } from "./fakes/stages.ts";

const path = join(import.meta.dirname, "transcripts-platforms", "evening.txt");
const { UPDATE_TRANSCRIPTS } = process.env;
const names = ["ana", "bea", "cem", "dag", "eva"] as const;
/** Draws questions that can all be answered by pressing, the first of them once. */
const seed = 4;
const rounds = 3;
const thinkingMs = 2000;
const tenMinutes = 10 * 60_000;

const knowledge = await shippedKnowledge();
const questions = knowledge.base.quizzes.get("databases")?.questions ?? [];

/**
 * People of one club in one conversation, and the time they have.
 *
 * @property pass to the next alarm, which is a scene; or some time, which is none
 */
type Evening = { play: Play; pass(ms?: number): Promise<void> };

async function script(evening: Evening): Promise<void> {
  const { play, pass } = evening;
  const [ana, bea, cem, dag, eva] = five(play.people);
  await ana.says("how long does it take?");
  await ana.presses("How long does it take to get hired as a developer?");

  await ana.says("backend vs frontend?");
  await ana.says("and the salary?", true);
  await ana.presses("Backend developer: pay and outlook");

  await cem.commands("quiz", { topic: "databases", count: rounds, mode: "group" });
  await answer(evening, bea, false);
  await answer(evening, bea, true); // on second thoughts
  await answer(evening, cem, true);
  await answer(evening, dag, false);
  await answer(evening, ana, false);
  await answer(evening, eva, true);
  await pass(); // in the first round nobody knows who plays, so it lasts until the bell
  await pass();

  for (const person of [eva, ana, dag, bea, cem]) await answer(evening, person, person !== dag);
  await pass(); // the last of five had not to wait for the bell
  for (const person of [dag, ana, cem, eva, bea]) await answer(evening, person, person !== ana && person !== eva);
  await pass();

  await pass(tenMinutes);
  await ana.commands("review");
  await answer(evening, ana, true);
  await ana.presses(review.next(1));
  await bea.commands("leaderboard");

  await ana.commands("tips", { action: "subscribe", time: "09:00", timezone: "IST", days: "weekdays" });
  await ana.presses("Asia/Kolkata");
  await pass(); // over the weekend
  await bea.presses(tips.helpful);
  await ana.commands("tips");
}

/** Think, and answer the question that stands there, by pressing what is right or wrong. */
async function answer({ play: { prompter }, pass }: Evening, person: Player, knows: boolean): Promise<void> {
  const asked = prompter.meant.findLast(({ reply }) => questionIn(replyText(reply)));
  const question = asked && questionIn(replyText(asked.reply));
  if (!question) throw new Error("nothing was asked");
  const screen = asked.reply.flatMap((block) => (block.kind === "fields" ? block.fields : []));
  await pass(thinkingMs);
  for (const label of labels(question, knows)) {
    const letter = screen.find(({ value }) => replyText([{ kind: "text", content: value }]) === label)?.label;
    await person.presses(letter ?? label);
  }
}

const questionIn = (text: string): Question | undefined =>
  questions.find(({ prompt }) => text.includes(replyText(prompt)));

/** What somebody presses who knows the answer, or doesn't. */
function labels(question: Question, knows: boolean): string[] {
  switch (question.kind) {
    case "single":
    case "multiple": {
      const meant = question.options.filter(({ right = false }) => right === knows);
      const texts = meant.map(({ text }) => text.replaceAll("`", ""));
      return question.kind === "single" ? texts.slice(0, 1) : [...texts, words.game.done];
    }
    case "true-false":
      return [question.answer === knows ? words.yes : words.no];
    case "order":
      return knows ? question.items : question.items.toReversed();
    case "short":
      throw new Error("the seed draws a question that is answered in words");
    default:
      return question satisfies never;
  }
}

/** Play the script. @returns what was done, and what people read */
async function playOn(platform: Platform): Promise<Scene[]> {
  const club = new Club(knowledge, seed);
  const { bot, records } = club.start();
  const prompter = new Prompter(bot);
  const stage = await platform.open(platform.isLonely ? withGuests(prompter) : prompter, names);
  try {
    const people = platform.isLonely ? seat(stage, prompter) : stage.people;
    const play = new Play(stage, prompter, people);
    const alarms = new AlarmRunner({
      records,
      logger: club.log,
      async wake(alarm) {
        for (const effect of await prompter.wake(alarm)) await stage.adapter.perform(effect);
      },
    });
    const pass = async (ms?: number) => {
      const due = ms ?? (await club.nextDue()) ?? 0;
      const act = () => club.pass(due, alarms);
      await (ms === undefined ? play.scene(`(${Math.round(due / 1000)} seconds later)`, act) : act());
    };
    await script({ play, pass });
    expect(club.log.lines.filter(({ level }) => level !== "info")).toEqual([]);
    return play.scenes;
  } finally {
    await stage.leave();
  }
}

/** The club that a terminal stands in, and whose terminal it is: for its adapter it is nobody's, and in no space. */
const space = "club";

function withGuests(prompter: Prompter): Listener {
  return {
    handle: (incoming) => prompter.handle({ ...incoming, origin: { ...incoming.origin, name: names[0], space } }),
    complete: (...given) => prompter.complete(...given),
    sent: (...given) => prompter.sent(...given),
  };
}

/** The others sit down beside whoever has the keyboard. */
function seat(stage: Stage, prompter: Prompter): Player[] {
  const guests = names.slice(1).map((name) => new Guest(name, prompter, stage.adapter, space));
  prompter.onSaid = (reply) => {
    for (const { person } of guests) person.sees(reply);
  };
  return [...stage.people, ...guests];
}

function five(people: readonly Player[]): [Player, Player, Player, Player, Player] {
  const [ana, bea, cem, dag, eva] = people;
  if (!ana || !bea || !cem || !dag || !eva) throw new Error(`there are ${people.length} people`);
  return [ana, bea, cem, dag, eva];
}

const indented = (mark: string, text: string) => mark + text.replaceAll("\n", `\n${" ".repeat(mark.length)}`);

function transcript(scenes: readonly Scene[]): string {
  const lines = scenes.flatMap(({ deed, texts }) => [
    deed,
    ...texts.map(({ text, meant: { isPrivate } }) => `${indented(isPrivate ? "(bot)> " : "bot> ", text)}\n`),
  ]);
  return `${lines.join("\n").replaceAll(/ +$/gm, "").trimEnd()}\n`;
}

/** On some platforms what somebody is told alone stands apart, so its place among the rest says nothing. */
const comparableScenes = (scenes: readonly Scene[]) =>
  scenes.map(({ deed, texts }) => ({
    deed,
    texts: privateFirst(texts).map(({ text, meant: { isPrivate, reply } }) => ({
      isPrivate,
      ...comparable(text, reply),
    })),
  }));

const privateFirst = (texts: Scene["texts"]) =>
  texts.toSorted((one, other) => Number(other.meant.isPrivate) - Number(one.meant.isPrivate));

describe("an evening", () => {
  let onTerminal: Scene[];
  beforeAll(async () => {
    onTerminal = await playOn(terminalStage);
  });

  it("is what its transcript says", () => {
    const shown = transcript(onTerminal);
    if (UPDATE_TRANSCRIPTS === "true") writeFileSync(path, shown);
    else expect(shown).toBe(readFileSync(path, "utf8"));
  });

  it.each([discordStage, slackStage])("has the same words on $name", async (platform) => {
    expect(comparableScenes(await playOn(platform))).toEqual(comparableScenes(onTerminal));
  });
});
