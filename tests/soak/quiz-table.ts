/** The people of one of many games: who presses next, and what they were told. */
import type { Effect } from "../../src/core/effects.ts";
import type { Incoming } from "../../src/core/incoming.ts";
import { quiz as words } from "../../src/core/phrases/quiz.ts";
import type { Random } from "../../src/core/ports.ts";
import type { PressId } from "../../src/core/press.ts";
import { shuffle } from "../../src/core/quiz/question.ts";
import { type Reply, replyText } from "../../src/core/reply.ts";
import { platform } from "./quiz-adapter.ts";
import { answerPresses, readCount } from "./quiz-screen.ts";

const { game: say } = words;
/** Beginnings of what somebody is told whose answer counts. */
const acknowledgements = ["You chose", "Changed to", "So far"];
/** Stands for whoever goes on in the first round. */
const goOn = "";
type Round = { acknowledged: Set<string>; doubtful: Set<string>; revealed: number | undefined };

export class Table {
  readonly conversation: string;
  readonly #people: string[];
  readonly #more: number;
  readonly #rounds: Round[] = [];
  #presses: PressId[] = [];
  #isTyped = false;
  /** Who presses, the next one last. */
  #queue: string[] = [];

  /** @param presses of each person a round: choose, change, and then they press on in vain */
  constructor(conversation: string, people: number, presses = 2) {
    this.conversation = conversation;
    this.#more = presses - 1;
    this.#people = Array.from({ length: people }, (_, at) => `${conversation}-${at}`);
  }

  begins(rounds: number): Incoming {
    const [person = ""] = this.#people;
    return { kind: "command", origin: this.#origin(person), name: "quiz", given: `databases ${rounds}` };
  }

  skips(): Incoming {
    return { ...this.begins(1), kind: "command", name: "quiz", given: "skip" };
  }

  stops(): Incoming {
    return { ...this.begins(1), kind: "command", name: "quiz", given: "stop" };
  }

  get isOpen(): boolean {
    return this.#queue.length > 0;
  }

  /**
   * See what is shown. Most people answer and change their mind in any order; one answers last, and then everybody has.
   * In the first round nobody knows who plays, so there somebody has to go on.
   *
   * @returns whether a round has been opened
   */
  look(reply: Reply, random: Random): boolean {
    const [first] = answerPresses(reply);
    const count = readCount(reply);
    if (count) {
      this.#round(count.round).revealed = count.answered;
      this.#queue = [];
    }
    if (!first) return false;
    this.#presses = answerPresses(reply).map(({ press }) => press);
    this.#isTyped = first.action === "type";
    const [last = "", ...others] = shuffle(this.#people, random);
    this.#queue = [
      ...(first.round === 0 ? [goOn] : []),
      last,
      ...shuffle(Array.from({ length: this.#more + 1 }, () => others).flat(), random),
    ];
    this.#round(first.round);
    return true;
  }

  /** Somebody's next answer: the first time one option, then the other. */
  next(): { incoming: Incoming; round: number } | undefined {
    const person = this.#queue.pop();
    if (person === undefined) return undefined;
    if (person === goOn) return { incoming: this.skips(), round: 0 };
    const which = this.#queue.includes(person) ? 0 : 1;
    const id = this.#presses[which] ?? this.#presses[0] ?? "";
    const origin = this.#origin(person);
    const round = this.#rounds.length - 1;
    return this.#isTyped
      ? { incoming: { kind: "form", origin, id, values: { text: `guess ${which}` } }, round }
      : { incoming: { kind: "press", origin, id }, round };
  }

  /** Note what came of an answer. */
  hear(person: string, at: number, effects: readonly Effect[]): void {
    const [first] = effects;
    const text = first?.kind === "reply" && first.audience === "asker" ? replyText(first.reply) : "";
    const { acknowledged, doubtful } = this.#round(at);
    if (acknowledgements.some((one) => text.startsWith(one))) acknowledged.add(person);
    else if (text === say.nothingYet) acknowledged.delete(person);
    else if (text === say.atTheBell) doubtful.add(person);
  }

  counts(): { acknowledged: number; revealed: number; miscounted: number } {
    const fits = ({ acknowledged, doubtful, revealed }: Round) =>
      revealed !== undefined &&
      revealed >= acknowledged.size &&
      revealed <= new Set([...acknowledged, ...doubtful]).size;
    return {
      acknowledged: this.#rounds.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
      revealed: this.#rounds.reduce((sum, { revealed }) => sum + (revealed ?? 0), 0),
      miscounted: this.#rounds.filter((round) => !fits(round)).length,
    };
  }

  #round(at: number): Round {
    this.#rounds[at] ??= { acknowledged: new Set(), doubtful: new Set(), revealed: undefined };
    return this.#rounds[at];
  }

  #origin(person: string) {
    const { conversation } = this;
    return {
      platform,
      space: "club",
      conversation,
      person,
      name: person,
      locale: "en",
      isDirect: false,
      mayAdminister: false,
    };
  }
}
