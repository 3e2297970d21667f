/** A group's game on Discord as five people see it, and a bot that may be killed in the middle of it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Question } from "../../src/core/knowledge/base.ts";
import { quiz as words } from "../../src/core/phrases/quiz.ts";
import { pointsOf } from "../../src/core/quiz/scoring.ts";
import { replyText } from "../../src/core/reply.ts";
import type { DiscordPeer, Interaction, Message, User } from "../peers/discord/peer.ts";

const { game: say } = words;
const names = ["ana", "bea", "cem", "dag", "eva"];
const manageServer = 1n << 5n;

type Move = (person: User, message: Message, before: Interaction | undefined) => Interaction;

/** Five people in one channel, who know of their game only what Discord shows them. */
export class Table {
  readonly people: readonly User[];
  readonly #peer: DiscordPeer;
  readonly #channel;
  readonly #questions: readonly Question[];
  readonly #count: number;
  readonly #standings = new Map<User, { points: number; right: number }>();
  /** What people did at the table. */
  readonly #done: Interaction[] = [];

  /** @param questions of the bank; @param count how many of them are played */
  constructor(peer: DiscordPeer, questions: readonly Question[], count: number) {
    this.#peer = peer;
    this.#questions = questions;
    this.#count = count;
    this.#channel = peer.addServer().channel("general");
    this.people = names.map((name, at) => peer.addUser(name, { permissions: at === 0 ? manageServer : 0n }));
  }

  /** How fast answers are counts for nothing: it is known whether they are right, but not when they arrive. */
  async start(): Promise<void> {
    await this.commands("settings", { setting: "quiz-speed", value: "off" });
    await this.commands("quiz", { topic: "databases", count: this.#count });
  }

  /** Whoever leads the game uses a command. */
  async commands(name: string, options: Record<string, string | number>): Promise<void> {
    await this.#heard(this.begins(name, options));
  }

  /** The same, without waiting for the answer. */
  begins(name: string, options: Record<string, string | number>): Interaction {
    const [host] = this.people;
    if (!host) throw new Error("nobody plays");
    return host.commands(this.#channel, name, options);
  }

  /** The open question's message, once it is there. */
  asked(round: number): Promise<Message> {
    return this.#peer.until(() => this.#about(round).find(({ edits }) => edits === 0));
  }

  revealed(round: number): Promise<Message> {
    return this.#peer.until(() => this.#about(round).find(({ text }) => text.includes(this.#answerTo(round))));
  }

  finished(): Promise<Message> {
    return this.#peer.until(() => this.#channel.messages.find(({ text }) => text.includes(say.finished("Databases"))));
  }

  /**
   * Some people answer a round's question, one after another; others are right in each round.
   *
   * @returns all that they did
   */
  async answer(round: number, people: readonly User[]): Promise<Interaction[]> {
    const message = await this.asked(round);
    const question = this.#questionIn(message);
    const done: Interaction[] = [];
    for (const person of people) {
      const isRight = this.#isRight(person, round);
      const { points, right } = this.#standings.get(person) ?? { points: 0, right: 0 };
      const more = isRight ? pointsOf[question.difficulty] : 0;
      this.#standings.set(person, { points: points + more, right: right + Number(isRight) });
      for (const move of moves(question, isRight)) done.push(await this.#heard(move(person, message, done.at(-1))));
    }
    return done;
  }

  /** What was shown or told wrongly, twice or not at all, once the game is finished. */
  async faults(): Promise<string[]> {
    const faults: string[] = [];
    const claim = (isTrue: boolean, otherwise: string) => isTrue || faults.push(otherwise);
    const { text } = await this.finished();
    for (const [{ name }, { points, right }] of this.#standings) {
      const row = `**${name}** · ${points} · ${right}/${this.#count}`;
      claim(text.includes(row) || points === 0, `the standings lack ${row}:\n${text}`);
    }
    for (let round = 0; round < this.#count; round++) {
      const about = this.#about(round);
      claim(about.length === 1, `question ${round + 1} stands there ${about.length} times`);
      claim(about[0]?.edits === 1, `question ${round + 1} was edited ${about[0]?.edits} times`);
      const rights = this.people.filter((person) => this.#isRight(person, round)).length;
      const counted = say.everybody(this.people.length, rights);
      claim(about[0]?.text.includes(counted) ?? false, `the reveal lacks “${counted}”:\n${about[0]?.text}`);
    }
    // Beside the questions there are the setting, the start and the end.
    const { length } = this.#channel.messages;
    claim(length === this.#count + 3, `${length} messages stand in the channel`);
    for (const { kind, id, modal, messages, user } of this.#done) {
      if (kind === "command") continue;
      claim(messages.length === (modal ? 0 : 1), `${user.name} was told ${messages.length} times what came of ${id}`);
    }
    return faults;
  }

  #isRight(person: User, round: number): boolean {
    return (this.people.indexOf(person) + round) % 3 > 0;
  }

  #about(round: number): Message[] {
    const position = words.question(round + 1, this.#count);
    return this.#channel.messages.filter(({ text }) => text.includes(position));
  }

  #answerTo(round: number): string {
    return say.revealed(round + 1, this.#count);
  }

  #questionIn({ text }: Message): Question {
    const found = this.#questions.find(({ prompt }) => text.includes(replyText(prompt)));
    if (!found) throw new Error(`there is no question in ${text}`);
    return found;
  }

  async #heard(interaction: Interaction): Promise<Interaction> {
    this.#done.push(interaction);
    await this.#peer.until(() => interaction.response);
    return interaction;
  }
}

const press =
  (label: string): Move =>
  (person, message) =>
    person.presses(message, label);

/** What somebody does who knows the answer, or doesn't: one press, several, or a form. */
function moves(question: Question, isRight: boolean): Move[] {
  switch (question.kind) {
    case "single":
    case "multiple": {
      const meant = question.options.filter(({ right = false }) => right === isRight).map(({ text }) => text);
      return (question.kind === "single" ? meant.slice(0, 1) : [...meant, say.done]).map(press);
    }
    case "true-false":
      return [press(question.answer === isRight ? words.yes : words.no)];
    case "order":
      return (isRight ? question.items : question.items.toReversed()).map(press);
    case "short": {
      const text = isRight ? (question.accept?.[0] ?? String(question.number)) : "no idea";
      const fillIn: Move = (person, _, opener) => {
        if (!opener) throw new Error("no form was opened");
        return person.submits(opener, [text]);
      };
      return [press(say.answer), fillIn];
    }
    default:
      return question satisfies never;
  }
}

const main = join(import.meta.dirname, "..", "..", "src", "main.ts");

/** `npm start` with a token, in a process that can be killed and started again on the same memory. */
export class MortalBot {
  readonly #peer: DiscordPeer;
  readonly #environment: Record<string, string>;
  #child: ChildProcess | undefined;
  /** What all its lives have logged. */
  log = "";

  constructor(peer: DiscordPeer, where: { storeUrl: string; knowledge: string }) {
    this.#peer = peer;
    this.#environment = {
      STORE_URL: where.storeUrl,
      KNOWLEDGE_DIR: where.knowledge,
      LOG_LEVEL: "info",
      DISCORD_TOKEN: peer.token,
      DISCORD_API_URL: peer.url,
    };
  }

  async start(): Promise<void> {
    const before = this.#peer.identifies.length;
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, ...this.#environment },
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.on("data", (text) => (this.log += text));
    this.#child = child;
    await this.#peer.until(() => this.#peer.identifies.length > before);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}
