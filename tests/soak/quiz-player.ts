/** Somebody who plays, and remembers what the bot has acknowledged. */
import type { Incoming, Origin } from "../../src/core/incoming.ts";
import { quiz as words } from "../../src/core/phrases/quiz.ts";
import { phrases } from "../../src/core/phrases.ts";
import type { Random } from "../../src/core/ports.ts";
import { type Guess, shuffle } from "../../src/core/quiz/question.ts";
import type { Answer } from "./quiz-hosts.ts";
import type { AskedRound } from "./quiz-screen.ts";

const { game: say } = words;
/** What a guess may be by now: several while it is unknown whether the last press arrived; undefined is none. */
export type Possible = (Guess | undefined)[];
type Move = { incoming: Incoming; apply: (before: Guess | undefined) => Guess };

const changesMind = 0.4;
const pressesAgain = 0.7;
const leavesOut = 0.3;
const takesBack = 0.1;

export class Player {
  readonly name: string;
  /** By round. */
  readonly guesses = new Map<number, Possible>();
  /** What the bot said that cannot be, after what it had said before. */
  readonly contradictions: string[] = [];
  readonly #origin: Origin;
  readonly #random: Random;

  constructor(name: string, where: Pick<Origin, "platform" | "space" | "conversation">, random: Random) {
    this.name = name;
    this.#origin = { ...where, person: name, name, locale: "en", isDirect: false, mayAdminister: false };
    this.#random = random;
  }

  commands(name: string, given: string): Incoming {
    return { kind: "command", origin: this.#origin, name, given };
  }

  /** The presses of one answer, some of which change it. */
  plan(asked: AskedRound): Move[] {
    const { question, options, type } = asked;
    if (question.kind === "short") {
      const right = question.accept?.[0] ?? String(question.number);
      const texts = [this.#chance(0.5) ? right : "no idea", ...(this.#chance(changesMind) ? [right] : [])];
      return texts.map((text) => ({
        incoming: { kind: "form", origin: this.#origin, id: type ?? "", values: { text } },
        apply: () => ({ text }),
      }));
    }
    const isBuilt = question.kind === "multiple" || question.kind === "order";
    const shuffled = shuffle(options, this.#random);
    const pressed =
      question.kind === "order"
        ? this.#chance(0.5)
          ? options.toSorted((a, b) => a.index - b.index)
          : shuffled
        : question.kind === "multiple"
          ? shuffled
              .filter((_, at) => at === 0 || !this.#chance(leavesOut))
              .concat(shuffled.filter(() => this.#chance(takesBack)))
          : shuffled.slice(0, this.#chance(changesMind) ? 2 : 1);
    return pressed.map(({ index, press }) => ({
      incoming: { kind: "press", origin: this.#origin, id: press },
      apply: (before) => (isBuilt ? toggled(before, index, question.kind, options.length) : { picked: [index] }),
    }));
  }

  /** Make a move. @returns whether the round is still open for this player, and whether to try this move again */
  async make({ incoming, apply }: Move, asked: AskedRound, ask: (incoming: Incoming) => Promise<Answer>) {
    const before = this.guesses.get(asked.round) ?? [undefined];
    const reached = [...before, ...before.map(apply)];
    // Until it is answered the press may have arrived or not.
    this.guesses.set(asked.round, distinct(reached));
    const { told } = await ask(incoming);
    const [text] = told;
    if (text === undefined) return { goesOn: true, again: this.#chance(pressesAgain) };
    if (text === say.atTheBell) return { goesOn: false, again: false };
    // A game that is over is soon unknown.
    const isLate = text === say.tooLate || text === phrases.expired;
    const fitting = isLate ? before : reached.filter((guess) => acknowledgements(guess, asked).includes(text));
    if (fitting.length === 0) this.contradictions.push(`${this.name}, round ${asked.round}: ${text}`);
    this.guesses.set(asked.round, distinct(fitting));
    return { goesOn: !isLate, again: false };
  }

  #chance(share: number): boolean {
    return this.#random.next() < share;
  }
}

function distinct(guesses: Possible): Possible {
  return [...new Map(guesses.map((guess) => [JSON.stringify(guess), guess])).values()];
}

function toggled(before: Guess | undefined, index: number, kind: string, count: number): Guess {
  const picked = before && "picked" in before ? before.picked : [];
  const kept = kind === "order" && picked.length === count ? [] : picked;
  return { picked: kept.includes(index) ? kept.filter((one) => one !== index) : [...kept, index] };
}

/** All that the bot may say to somebody who has such a guess now. */
function acknowledgements(guess: Guess | undefined, { question, options }: AskedRound): string[] {
  if (!guess) return [];
  const picked = "picked" in guess ? guess.picked : [];
  const shown = options.filter(({ index }) => picked.includes(index));
  const inOrder = question.kind === "order" ? picked.map((one) => options.find(({ index }) => index === one)) : shown;
  const choice = "text" in guess ? guess.text : inOrder.map((option) => option?.text).join(", ");
  if (choice === "") return [say.nothingYet];
  const quoted = `“${choice}”`;
  return [say.yours, say.yoursNow, say.same, say.noMoreChanges, say.soFar].map((phrase) => phrase(quoted));
}
