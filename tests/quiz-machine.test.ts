/** The pure parts of a quiz: a game's states, guesses, grades, points and what is drawn. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Question } from "../src/core/knowledge/base.ts";
import { levels } from "../src/core/knowledge/fields.ts";
import { shuffledOptions } from "../src/core/quiz/bank.ts";
import { difficulties, draw } from "../src/core/quiz/draw.ts";
import { asGuess, type Outcome, type StoredGuess, takeGuess } from "../src/core/quiz/group/guesses.ts";
import {
  annul,
  close,
  dueAt,
  elapsedMs,
  end,
  isComplete,
  next,
  open,
  pause,
  resend,
  resume,
  reveal,
  sent,
  stop,
} from "../src/core/quiz/group/session.ts";
import { type Result, type Session, sessionSchema } from "../src/core/quiz/group/session-schema.ts";
import { choices, type Guess, grade, readLetters, rightAnswer, shuffle } from "../src/core/quiz/question.ts";
import { offered } from "../src/core/quiz/replies.ts";
import { pointsOf, roundTime, score } from "../src/core/quiz/scoring.ts";
import { isRightText } from "../src/core/quiz/text-answer.ts";
import { seededRandom, shippedKnowledge, smallKnowledge } from "./fakes/parts.ts";

const shipped = await shippedKnowledge();
const small = await smallKnowledge();
const shippedQuestions = [...shipped.base.quizzes.values()].flatMap((quiz) => quiz.questions);
const smallQuestions = small.base.quizzes.get("databases")?.questions ?? [];
const allQuestions = [...shippedQuestions, ...smallQuestions];
const question = fc.constantFrom(...allQuestions);
const seed = fc.integer();
const start = new Date("2026-11-21T18:00:00Z");
const dayMs = 24 * 60 * 60_000;

/** The small quiz's question of a kind. */
function asked<K extends Question["kind"]>(kind: K): Question & { kind: K } {
  const found = smallQuestions.find((one): one is Question & { kind: K } => one.kind === kind);
  if (!found) throw new Error(`the small quiz has no ${kind} question`);
  return found;
}

function begin({ rounds = 3, clock = true }: { rounds?: number; clock?: boolean } = {}): Session {
  const opening = {
    game: "g1",
    where: { platform: "test", conversation: "lobby" },
    starter: "ana",
    topic: "databases",
    questions: Array.from({ length: rounds }, (_, at) => `q${at}`),
    clock,
    speed: true,
    roundTimes: Array.from({ length: rounds }, () => 30_000),
  };
  return open(opening, [0, 1, 2], start);
}

const result = (person: string, points: number, value = 1): Result => ({
  person,
  name: person,
  picked: [0],
  grade: value,
  points,
});

/** What may happen to a game, in any order. */
const results = fc.uniqueArray(
  fc
    .record({ person: fc.constantFrom("ana", "bea", "cem"), points: fc.nat(450), value: fc.constantFrom(0, 0.5, 1) })
    .map(({ person, points, value }) => result(person, points, value)),
  { selector: ({ person }) => person, maxLength: 3 },
);
const event = fc.oneof(
  fc.record({ kind: fc.constant("close" as const), isLast: fc.boolean() }),
  fc.record({ kind: fc.constant("reveal" as const), results }),
  fc.record({ kind: fc.constant("end" as const), how: fc.constantFrom("finished", "stopped", "abandoned") }),
  fc.record({ kind: fc.constantFrom("next", "pause", "resume", "stop", "resend", "sent", "annul") }),
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;
const usual = fc.oneof(
  { weight: 1, arbitrary: fc.array(event, { maxLength: 30 }) },
  {
    weight: 2,
    // Mostly what a game does, so that many get far.
    arbitrary: fc.array(
      fc.oneof(
        { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("next", "sent", "resume") }) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant("reveal" as const), results }) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant("close" as const), isLast: fc.constant(false) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("pause", "resend") }) },
      ),
      { maxLength: 80 },
    ),
  },
);
const game = fc.record({ rounds: fc.integer({ min: 1, max: 6 }), clock: fc.boolean() });
const gaps = fc.infiniteStream(fc.nat(60_000));

function goOn(session: Session, at: Date): Session {
  const round = session.round + 1;
  return next(session, round < session.questions.length ? round : undefined, [2, 0, 1], at);
}

function apply(session: Session, one: Event, at: Date): Session {
  switch (one.kind) {
    case "close":
      return close(session, at, "isLast" in one && one.isLast);
    case "reveal":
      return "results" in one ? reveal(session, one.results, at) : session;
    case "end":
      return end(session, "how" in one && one.how === "stopped" ? "stopped" : "abandoned", at);
    case "next":
      return goOn(session, at);
    case "annul":
      return annul(session, at);
    case "pause":
      return pause(session, at);
    case "resume":
      return resume(session, [1, 0, 2], at);
    case "stop":
      return stop(session, at);
    case "resend":
      return resend(session, at);
    case "sent":
      return sent(session, "m1", at);
    default:
      return session;
  }
}

/** Every session that a sequence of events leads to, with the event before it and the results that it counted. */
function follow(first: Session, events: readonly Event[], waits: Iterator<number>) {
  const steps: { before: Session; after: Session; event: Event; at: Date; counted: readonly Result[] }[] = [];
  let [session, at] = [first, start];
  for (const one of events) {
    at = new Date(at.getTime() + (waits.next().value ?? 0));
    const after = apply(session, one, at);
    const isCounted = session.state.kind === "closing" && one.kind === "reveal" && "results" in one;
    steps.push({ before: session, after, event: one, at, counted: isCounted ? one.results : [] });
    session = after;
  }
  return { steps, last: session, at };
}

/** What the runner does when a session's alarm rings; `isShown` is whether that reaches anybody. */
function doWhatIsDue(session: Session, at: Date, isShown: boolean, given: readonly Result[] = []): Session {
  if (!session.isSent && session.state.kind !== "closing" && session.state.kind !== "paused") {
    const again = resend(session, at);
    return isShown && again.state.kind !== "over" ? sent(again, "m1", at) : again;
  }
  const step = {
    asking: () => close(session, at),
    closing: () => reveal(session, given, at),
    revealing: () => goOn(session, at),
    paused: () => stop(session, at),
    over: () => session,
  }[session.state.kind]();
  return isShown && step.state.kind !== "over" ? sent(step, "m1", at) : step;
}

describe("a game's states", () => {
  it("never lead beyond the questions, and are always ones that can be stored", () => {
    fc.assert(
      fc.property(game, usual, gaps, (given, events, waits) => {
        for (const { before, after } of follow(begin(given), events, waits).steps) {
          expect(after.round).toBeLessThan(after.questions.length);
          expect(after.round).toBeGreaterThanOrEqual(before.round);
          expect(after.round).toBeLessThanOrEqual(before.round + 1);
          expect(sessionSchema.parse(after)).toEqual(after);
        }
      }),
    );
  });

  it("give everybody the sum of what they got at the reveals, whatever happens in between", () => {
    fc.assert(
      fc.property(game, usual, gaps, (given, events, waits) => {
        const sums = new Map<string, { points: number; answered: number; right: number }>();
        for (const { after, counted } of follow(begin(given), events, waits).steps) {
          for (const { person, points, grade: value } of counted) {
            const known = sums.get(person) ?? { points: 0, answered: 0, right: 0 };
            sums.set(person, {
              points: known.points + points,
              answered: known.answered + 1,
              right: known.right + (value === 1 ? 1 : 0),
            });
          }
          const held = Object.entries(after.players).map(([person, { points, answered, right }]) => [
            person,
            { points, answered, right },
          ]);
          expect(Object.fromEntries(held)).toEqual(Object.fromEntries(sums));
        }
      }),
    );
  });

  it("count every round once at most", () => {
    fc.assert(
      fc.property(game, usual, gaps, (given, events, waits) => {
        const counts = follow(begin(given), events, waits).steps.flatMap(({ before, after }) =>
          before.state.kind === "closing" && after.state.kind !== "closing" ? [before.round] : [],
        );
        expect(new Set(counts).size).toBe(counts.length);
        const players = Object.values(follow(begin(given), events, waits).last.players);
        expect(players.every(({ answered, lastRound }) => answered <= lastRound + 1)).toBe(true);
      }),
    );
  });

  it("have an alarm each, after a day at the latest", () => {
    fc.assert(
      fc.property(game, usual, gaps, (given, events, waits) => {
        for (const { after, at } of follow(begin(given), events, waits).steps) {
          const due = dueAt(after, at).getTime();
          expect(Number.isFinite(due)).toBe(true);
          expect(due).toBeLessThanOrEqual(at.getTime() + dayMs);
        }
      }),
    );
  });

  it("lead to the end when what is due is done, from wherever, whether it reaches anybody or not", () => {
    const shows = fc.infiniteStream(fc.boolean());
    const given = fc.infiniteStream(results);
    fc.assert(
      fc.property(game, usual, gaps, shows, given, (opening, events, waits, isShown, counted) => {
        let { last, at } = follow(begin(opening), events, waits);
        let steps = 0;
        for (; last.state.kind !== "over"; steps++) {
          at = new Date(Math.max(dueAt(last, at).getTime(), at.getTime()));
          last = doWhatIsDue(last, at, isShown.next().value, counted.next().value);
          // Three tries of the question, closing, three of the reveal.
          expect(steps).toBeLessThan(7 * opening.rounds + 2);
        }
      }),
    );
  });

  it("do not go on after the end", () => {
    fc.assert(
      fc.property(game, usual, fc.array(event, { minLength: 1, maxLength: 20 }), gaps, (given, events, more, waits) => {
        const over = end(follow(begin(given), events, waits).last, "stopped", start);
        const how = over.state.kind === "over" && over.state.how;
        for (const { after } of follow(over, more, waits).steps) {
          expect(after.state).toMatchObject({ kind: "over", how });
          expect([after.round, after.players]).toEqual([over.round, over.players]);
        }
      }),
    );
  });

  it.each([2, 3, 20])("end after two rounds that nobody answered, of %i", (rounds) => {
    let session = sent(begin({ rounds }), "m1", start);
    while (session.state.kind !== "over") session = doWhatIsDue(session, dueAt(session, start), true);
    expect(session).toMatchObject({ round: 1, state: { how: "abandoned" } });
  });

  it("forget an idle round when the next one is answered", () => {
    let session = sent(begin({ rounds: 5 }), "m1", start);
    const rounds: Result[][] = [[], [result("ana", 100)], [], [result("ana", 100)], []];
    while (session.state.kind !== "over") {
      session = doWhatIsDue(session, dueAt(session, start), true, rounds[session.round]);
    }
    expect(session).toMatchObject({ round: 4, state: { how: "finished" }, players: { ana: { points: 200 } } });
  });

  it("count the round that was open when the game is stopped", () => {
    const stopped = stop(sent(begin(), "m1", start), start);
    expect(stopped.state).toMatchObject({ kind: "closing", isLast: true });
    const over = reveal(stopped, [result("ana", 150)], start);
    expect(over).toMatchObject({ state: { kind: "over", how: "stopped" }, players: { ana: { points: 150 } } });
  });

  it("end with the round that is being counted when the game is stopped just then", () => {
    const over = reveal(stop(close(begin(), start), start), [result("ana", 150)], start);
    expect(over).toMatchObject({ state: { how: "stopped" }, players: { ana: { points: 150 } } });
  });

  it("count what was answered to a question whose receipts are all lost, and end with it", () => {
    let session = begin();
    while (session.state.kind === "asking") session = resend(session, dueAt(session, start));
    expect(session.state).toMatchObject({ kind: "closing", isLast: true });
    expect(reveal(session, [result("ana", 100)], start)).toMatchObject({
      state: { kind: "over" },
      players: { ana: { points: 100 } },
    });
  });

  it("count nothing of a round whose question is gone, and call nobody idle for it", () => {
    let session = begin({ rounds: 5 });
    for (let round = 0; round < 4; round++) session = goOn(annul(close(session, start), start), start);
    expect(session).toMatchObject({ round: 4, idle: 0, players: {}, state: { kind: "asking" } });
  });

  it.each(["asking", "revealing"])("show what reached nobody while %s three times in all, and then give up", (kind) => {
    let session = begin();
    if (kind === "revealing") session = reveal(close(sent(session, "m1", start), start), [], start);
    let shown = 1;
    for (; session.state.kind === kind; shown++) session = resend(session, dueAt(session, start));
    expect(shown).toBe(4); // the fourth is the end
    expect(["closing", "over"]).toContain(session.state.kind);
  });

  it("miss what was not sent after ten seconds, and start a question's time when it was", () => {
    const session = begin();
    expect(dueAt(session, start).getTime() - start.getTime()).toBe(10_000);
    const later = new Date(start.getTime() + 4000);
    const shown = sent(session, "m1", later);
    expect(dueAt(shown, later).getTime() - later.getTime()).toBe(30_000);
    expect(shown).toMatchObject({ message: "m1", state: { since: later.toISOString() } });
    expect(sent(shown, "m2", new Date(later.getTime() + 1))).toBe(shown);
  });

  it("give a question all its time again after a pause, and the same round", () => {
    const session = sent(begin(), "m1", start);
    const later = new Date(start.getTime() + dayMs / 2);
    const again = sent(resume(pause(session, start), [1, 2, 0], later), "m2", later);
    expect(again).toMatchObject({ round: 0, message: "m2", state: { kind: "asking", shown: [0, 1, 2] } });
    expect(dueAt(again, later).getTime() - later.getTime()).toBe(30_000);
  });

  it("do not count the time of a pause", () => {
    const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);
    const paused = pause(sent(begin(), "m1", at(0)), at(20));
    const again = sent(resume(paused, [0], at(500)), "m2", at(501));
    expect([elapsedMs(again, at(501)), elapsedMs(again, at(511))]).toEqual([20_000, 30_000]);
  });

  it("count the guesses of a question that was open when the pause began, if the game ends with it", () => {
    const stopped = stop(pause(sent(begin(), "m1", start), start), start);
    expect(stopped.state).toMatchObject({ kind: "closing", isLast: true });
    const between = stop(pause(reveal(close(begin(), start), [], start), start), start);
    expect(between.state).toMatchObject({ kind: "over", how: "stopped" });
  });

  it("go on with the next question when the pause came at a reveal, and know no pause after the last", () => {
    const revealed = reveal(close(begin({ rounds: 2 }), start), [result("ana", 100)], start);
    const resumed = resume(pause(revealed, start), [0, 1, 2], start);
    expect(resumed).toMatchObject({ round: 1, state: { kind: "asking" }, players: { ana: { points: 100 } } });
    const last = reveal(close(resumed, start), [], start);
    expect(pause(last, start)).toBe(last);
  });

  it("give up a pause after a day", () => {
    const paused = pause(begin(), start);
    expect(dueAt(paused, start).getTime() - start.getTime()).toBe(dayMs);
    expect(doWhatIsDue(paused, dueAt(paused, start), false).state).toMatchObject({ kind: "closing", isLast: true });
  });

  it("wait for a quarter of an hour without a clock", () => {
    const session = sent(begin({ clock: false }), "m1", start);
    expect(dueAt(session, start).getTime() - start.getTime()).toBe(15 * 60_000);
    const revealed = sent(reveal(close(session, start), [result("ana", 100)], start), "m1", start);
    expect(dueAt(revealed, start).getTime() - start.getTime()).toBe(15 * 60_000);
  });

  it("are complete when everybody of the round before has answered, and never in the first round", () => {
    const first = begin();
    expect(isComplete(first, new Set(["ana", "bea"]))).toBe(false);
    const second = goOn(reveal(close(first, start), [result("ana", 100), result("bea", 0, 0)], start), start);
    expect(isComplete(second, new Set(["ana"]))).toBe(false);
    expect(isComplete(second, new Set(["bea", "cem", "ana"]))).toBe(true);
    const third = goOn(reveal(close(second, start), [result("cem", 100)], start), start);
    expect([isComplete(third, new Set(["ana", "bea"])), isComplete(third, new Set(["cem"]))]).toEqual([false, true]);
  });
});

const player = { person: "ana", name: "Ana", at: 1, elapsedMs: 0 };

/** A player's guesses one after another. */
function take(about: Question, ...given: Guess[]): Outcome[] {
  let before: StoredGuess | undefined;
  return given.map((one) => {
    const outcome = takeGuess(before, one, about, player);
    before = outcome.guess;
    return outcome;
  });
}

describe("a player's guess", () => {
  const pick = (index: number): Guess => ({ picked: [index] });

  it.each(["single", "true-false", "short"] as const)("may be changed once in a %s question", (kind) => {
    const one = (at: number): Guess => (kind === "short" ? { text: `text ${at}` } : pick(at));
    const outcomes = take(asked(kind), one(0), one(0), one(1), one(1), one(0), one(2));
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["taken", "same", "changed", "same", "refused", "refused"]);
    expect(outcomes.map(({ guess }) => asGuess(guess))).toEqual([one(0), one(0), one(1), one(1), one(1), one(1)]);
  });

  it("is one answer with one change at most, whatever is pressed", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { minLength: 1, maxLength: 10 }), (pressed) => {
        const outcomes = take(asked("single"), ...pressed.map(pick));
        const second = pressed.find((index) => index !== pressed[0]);
        expect(outcomes.at(-1)?.guess.picked).toEqual([second ?? pressed[0]]);
        expect(outcomes.filter(({ kind }) => kind === "taken")).toHaveLength(1);
        expect(outcomes.filter(({ kind }) => kind === "changed").length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("keeps the time at which it was made, not that of a press that changed nothing", () => {
    const first = takeGuess(undefined, pick(0), asked("single"), { ...player, at: 5 });
    expect(takeGuess(first.guess, pick(0), asked("single"), { ...player, at: 9 }).guess.at).toBe(5);
    expect(takeGuess(first.guess, pick(1), asked("single"), { ...player, at: 9 }).guess.at).toBe(9);
  });

  it("holds the options that were pressed an odd number of times, where several may be right", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 12 }), (pressed) => {
        const outcomes = take(asked("multiple"), ...pressed.map(pick));
        const odd = [0, 1, 2, 3].filter((index) => pressed.filter((one) => one === index).length % 2 === 1);
        const last = outcomes.at(-1);
        expect(last?.guess.picked?.toSorted((a, b) => a - b)).toEqual(odd);
        expect(last && asGuess(last.guess) === undefined).toBe(odd.length === 0);
        expect(outcomes.every(({ kind }) => kind === "building")).toBe(true);
      }),
    );
  });

  it("is put in order press by press, and starts over once all are placed", () => {
    const orders = fc.shuffledSubarray([0, 1, 2], { minLength: 3 });
    fc.assert(
      fc.property(orders, fc.nat(2), (order, again) => {
        const outcomes = take(asked("order"), ...order.map(pick), pick(again));
        expect(outcomes.slice(0, 3).map(({ guess }) => guess.picked)).toEqual([1, 2, 3].map((n) => order.slice(0, n)));
        expect(outcomes.at(-1)?.guess.picked).toEqual([again]);
      }),
    );
  });

  it("gives back what is pressed twice before an order is whole", () => {
    expect(take(asked("order"), pick(2), pick(0), pick(2)).at(-1)?.guess.picked).toEqual([0]);
  });
});

describe("a grade", () => {
  it("is whole for exactly what is right, and for nothing else", () => {
    fc.assert(
      fc.property(question, fc.nat(1023), (one, bits) => {
        fc.pre(one.kind === "single" || one.kind === "multiple");
        const picked = [...one.options.keys()].filter((index) => (bits >> index) & 1);
        const right = one.options.flatMap((option, index) => (option.right ? [index] : []));
        expect(grade(one, { picked }) === 1).toBe(picked.join() === right.join());
        expect(grade(one, { picked: right.toReversed() })).toBe(1);
      }),
    );
  });

  it("is between nothing and whole, whatever was picked or typed", () => {
    const guess: fc.Arbitrary<Guess> = fc.oneof(
      fc.uniqueArray(fc.nat(9)).map((picked) => ({ picked })),
      fc.string().map((text) => ({ text })),
    );
    fc.assert(
      fc.property(question, guess, (one, given) => {
        const value = grade(one, given);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("gives a share for each of several right options, and takes one for a wrong one", () => {
    const one = asked("multiple");
    const grades = [[0], [0, 1], [0, 2], [0, 1, 2], [0, 1, 2, 3], [2], []].map((picked) => grade(one, { picked }));
    expect(grades).toEqual([0.5, 1, 0, 0.5, 0, 0, 0]);
  });

  it("is not better for pressing everything than for pressing nothing, unless that is right", () => {
    for (const one of allQuestions) {
      if (one.kind !== "multiple") continue;
      const right = one.options.filter((option) => option.right).length;
      if (2 * right > one.options.length) continue;
      expect(grade(one, { picked: [...one.options.keys()] }), one.id).toBe(0);
    }
  });

  it("gives something for neighbours in order, all of it only for the whole order", () => {
    const one = asked("order");
    const picks = [[0, 1, 2], [1, 2, 0], [2, 0, 1], [0, 2, 1], [2, 1, 0], [0, 1], []];
    expect(picks.map((picked) => grade(one, { picked }))).toEqual([1, 0.25, 0.25, 0, 0, 0, 0]);
  });

  it("is whole for the right word of a true-false question", () => {
    for (const one of allQuestions) {
      if (one.kind !== "true-false") continue;
      expect([grade(one, { picked: [0] }), grade(one, { picked: [1] })]).toEqual(one.answer ? [1, 0] : [0, 1]);
    }
  });
});

describe("points", () => {
  it("go by difficulty", () => {
    expect(pointsOf).toEqual({ junior: 100, mid: 200, senior: 300 });
  });

  it("are as many as the share that is right, with up to half as many again for speed", () => {
    fc.assert(
      fc.property(
        question,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 2, noNaN: true }),
        (one, value, timeLeft) => {
          const plain = score(one, value, undefined);
          const quick = score(one, value, timeLeft);
          expect(plain).toBe(Math.round(pointsOf[one.difficulty] * value));
          expect(Number.isInteger(quick)).toBe(true);
          expect(quick).toBeGreaterThanOrEqual(plain);
          expect(quick).toBeLessThanOrEqual(pointsOf[one.difficulty] * value * 1.5 + 0.5);
        },
      ),
    );
    expect([score(asked("single"), 1, 1), score(asked("single"), 1, 0), score(asked("single"), 0, 1)]).toEqual([
      150, 100, 0,
    ]);
  });
});

describe("a round's time", () => {
  it("is between 15 and 90 seconds, in whole ones", () => {
    for (const one of allQuestions) {
      expect(roundTime(one), one.id).toBeGreaterThanOrEqual(15_000);
      expect(roundTime(one), one.id).toBeLessThanOrEqual(90_000);
      expect(roundTime(one) % 1000).toBe(0);
    }
  });

  it("grows with what there is to read, code included", () => {
    const one = asked("single");
    const words = { kind: "text" as const, content: [{ kind: "text" as const, text: "word ".repeat(20) }] };
    const code = { kind: "code" as const, language: "sql", text: "select 1;\n".repeat(10) };
    const times = [[], [words], [words, code]].map((more) => roundTime({ ...one, prompt: [...one.prompt, ...more] }));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(times).size).toBe(3);
  });
});

function short(given: { accept: string[] } | { number: number; margin?: number }): Question & { kind: "short" } {
  const { accept: _, number: __, ...rest } = asked("short");
  return { ...rest, margin: 0, ...given };
}

describe("a typed word", () => {
  const having = short({ accept: ["HAVING", "having clause"] });
  const shippedShort = shippedQuestions.flatMap((one) => (one.kind === "short" && one.accept ? [one] : []));
  /** No word of the accepted answers is near such a run. */
  const run = fc.string({ unit: fc.constantFrom(..."qxzjk"), minLength: 1, maxLength: 12 });

  it.each(["HAVING", "having", " Having ", '"HAVING"', "the having clause.", "havin", "hvaing", "havingclause"])(
    "is right as %j",
    (text) => {
      expect(isRightText(having, text)).toBe(true);
    },
  );

  it.each(["", "?", "where", "hing", "not having", "having or where", "behaving", "having clause too"])(
    "is wrong as %j",
    (text) => {
      expect(isRightText(having, text)).toBe(false);
    },
  );

  it("may slip once in every five letters, and not at all in fewer", () => {
    const right = (accepted: string, text: string) => isRightText(short({ accept: [accepted] }), text);
    expect(["get", "got", "gte", "ge"].map((text) => right("GET", text))).toEqual([true, false, false, false]);
    expect(["index", "indx", "indxe", "idx"].map((text) => right("index", text))).toEqual([true, true, true, false]);
    const long = ["normalization", "normalisation", "normalisaton", "nromalisaton"];
    expect(long.map((text) => right("normalization", text))).toEqual([true, true, true, false]);
  });

  it("may not slip in what holds a digit, nor in its signs", () => {
    const pairs = [
      ["HTTP/2", "HTTP/3"],
      ["utf-8", "utf-9"],
      ["sha256", "sha512"],
      ["c++", "c"],
      ["c", "c++"],
      ["c", "c#"],
      ["node", "node.js"],
      ["O(1)", "O(n)"],
    ] as const;
    expect(pairs.filter(([accepted, text]) => isRightText(short({ accept: [accepted] }), text))).toEqual([]);
  });

  it("is right in every form that a shipped question accepts, and in the one that is shown as the answer", () => {
    for (const one of shippedShort) {
      const wrong = [...(one.accept ?? []), rightAnswer(one, "True", "False")].filter(
        (text) => !isRightText(one, text),
      );
      expect(wrong, one.id).toEqual([]);
      expect(isRightText(one, ""), one.id).toBe(false);
      expect(isRightText(one, "the"), one.id).toBe(false);
    }
  });

  it("is never right inside a longer word", () => {
    const accepted = fc
      .constantFrom(...shippedShort)
      .chain((one) => fc.tuple(fc.constant(one), fc.constantFrom(...(one.accept ?? []))));
    fc.assert(
      fc.property(accepted, run, fc.boolean(), ([one, text], letters, isBefore) => {
        // A letter too many is a slip; a word of its own has more.
        const slips = Math.floor(Math.max(...(one.accept ?? []).map(({ length }) => length)) / 5);
        fc.pre(letters.length > slips);
        expect(isRightText(one, isBefore ? letters + text : text + letters)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["sql", "nosql"],
    ["java", "javascript"],
    ["index", "indexing"],
    ["cache", "cache stampede"],
    ["commit", "git commit hook"],
    ["join", "outer join"],
  ])("that is %j is not %j", (accepted, text) => {
    expect(isRightText(short({ accept: [accepted] }), text)).toBe(false);
  });

  it("that is an article is a word like any other when it is the answer", () => {
    const one = short({ accept: ["A", "A record"] });
    expect([isRightText(one, "A"), isRightText(one, "a record"), isRightText(one, "")]).toEqual([true, true, false]);
    expect(["the", "an", "AAAA", "a big record"].filter((text) => isRightText(one, text))).toEqual([]);
  });
});

describe("a typed number", () => {
  const about = short({ number: 1024, margin: 24 });

  it.each([
    "1024",
    "1,000",
    "1 048",
    "1_024.",
    "1'024",
    "1000.0",
    "about 1,024 bytes",
    "1024B",
    "+1024",
    "1024 = 1,024",
  ])("is right within its margin as %j", (text) => {
    expect(isRightText(about, text)).toBe(true);
  });

  it.each(["999", "1049", "", "many", "Infinity", "NaN", "-1024", "1000 or 1048", "10.24", "1024 - 1000"])(
    "is wrong as %j",
    (text) => {
      expect(isRightText(about, text)).toBe(false);
    },
  );

  it("may be negative, with any minus", () => {
    const below = short({ number: -40, margin: 0.5 });
    expect(["-40", "−40", "-40.5 °C", "minus -40"].filter((text) => !isRightText(below, text))).toEqual([]);
    expect(["40", "-41", "- or 40"].filter((text) => isRightText(below, text))).toEqual([]);
  });

  it("may be a fraction that no computer holds", () => {
    expect(isRightText(short({ number: 0.3, margin: 0 }), String(0.1 + 0.2))).toBe(true);
    expect(isRightText(short({ number: 0.5, margin: 0 }), ".5")).toBe(true);
  });

  it("is what is within the margin, and nothing else", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9999, max: 9999 }),
        fc.nat(50),
        fc.integer({ min: -100, max: 100 }),
        (n, margin, off) => {
          expect(isRightText(short({ number: n, margin }), String(n + off))).toBe(Math.abs(off) <= margin);
          expect(isRightText(short({ number: n, margin }), `${(n + off).toLocaleString("en")} rows`)).toBe(
            Math.abs(off) <= margin,
          );
        },
      ),
    );
  });

  it("is not put together from two", () => {
    const answer = short({ number: 42, margin: 0 });
    expect(["4, 2", "4 2", "4 and 2"].filter((text) => isRightText(answer, text))).toEqual([]);
  });
});

describe("typed letters", () => {
  it.each([
    ["a c", [0, 2]],
    ["A, C", [0, 2]],
    ["ac.", [0, 2]],
    ["c) a)", [2, 0]],
    ["a and c", [0, 2]],
    ["b > a > c", [1, 0, 2]],
    ["b-a-c", [1, 0, 2]],
  ])("are read from %j", (text, indexes) => {
    expect(readLetters(text, 4)).toEqual(indexes);
  });

  it.each(["", " ", "a a", "e", "1", "what?", "🙂"])("are not read from %j when there are four", (text) => {
    expect(readLetters(text, 4)).toBeUndefined();
  });

  it("are distinct options that exist, whatever is typed", () => {
    const typed = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(..."abc ,)d") }));
    fc.assert(
      fc.property(typed, fc.nat(6), (text, count) => {
        const read = readLetters(text, count) ?? [];
        expect(read.every((index) => index >= 0 && index < count)).toBe(true);
        expect(new Set(read).size).toBe(read.length);
      }),
    );
  });
});

describe("the questions of a game", () => {
  const pool = shippedQuestions.slice(0, 40);
  const ids = pool.map(({ id }) => id);
  const count = fc.integer({ min: 1, max: 50 });
  const difficulty = fc.constantFrom(...difficulties);
  const recent = fc.shuffledSubarray(ids);
  const fits = (one: Question, wanted: string) => wanted === "any" || wanted === "rising" || one.difficulty === wanted;

  it("are as many as wanted, or all there are, each once, and as hard as wanted", () => {
    fc.assert(
      fc.property(count, difficulty, recent, seed, (wanted, hard, before, from) => {
        const drawn = draw(pool, { count: wanted, difficulty: hard, recent: before }, seededRandom(from));
        const there = pool.filter((one) => fits(one, hard)).length;
        expect(drawn).toHaveLength(Math.min(wanted, there));
        expect(new Set(drawn.map(({ id }) => id)).size).toBe(drawn.length);
        expect(drawn.every((one) => fits(one, hard))).toBe(true);
      }),
    );
  });

  it("are those not asked lately before those that were, and of these the longest ago first", () => {
    fc.assert(
      fc.property(count, fc.constantFrom("any" as const, ...levels), recent, seed, (wanted, hard, before, from) => {
        const drawn = draw(pool, { count: wanted, difficulty: hard, recent: before }, seededRandom(from));
        const ages = drawn.map(({ id }) => before.indexOf(id));
        expect(ages).toEqual(ages.toSorted((a, b) => a - b));
        const left = pool.filter((one) => fits(one, hard) && !drawn.includes(one)).map(({ id }) => before.indexOf(id));
        expect(Math.min(...left, ids.length)).toBeGreaterThanOrEqual(Math.max(...ages, -1));
      }),
    );
  });

  it("rise from easy to hard, evenly as long as there are some of each level", () => {
    fc.assert(
      fc.property(count, recent, seed, (wanted, before, from) => {
        const drawn = draw(pool, { count: wanted, difficulty: "rising", recent: before }, seededRandom(from));
        const hard = drawn.map((one) => levels.indexOf(one.difficulty));
        expect(hard).toEqual(hard.toSorted((a, b) => a - b));
        const perLevel = levels.map((level) => ({
          drawn: drawn.filter((one) => one.difficulty === level).length,
          all: pool.filter((one) => one.difficulty === level).length,
        }));
        const most = Math.max(...perLevel.map((level) => level.drawn));
        for (const level of perLevel) expect(level.drawn).toBeGreaterThanOrEqual(Math.min(level.all, most - 1));
      }),
    );
  });

  it("are others with another seed", () => {
    const orders = [1, 2, 3].map((from) => draw(pool, { count: 5, difficulty: "any", recent: [] }, seededRandom(from)));
    expect(new Set(orders.map((drawn) => drawn.map(({ id }) => id).join())).size).toBe(3);
  });
});

describe("the options of a question", () => {
  it("are all shown, each once", () => {
    fc.assert(
      fc.property(question, seed, (one, from) => {
        const order = shuffledOptions(one, seededRandom(from));
        expect(order.toSorted((a, b) => a - b)).toEqual([...offered(one).keys()]);
        expect(offered(one).length).toBe(one.kind === "true-false" ? 2 : choices(one).length);
      }),
    );
  });

  it("are in every order about equally often", () => {
    const random = seededRandom(7);
    const counts = new Map<string, number>();
    for (let time = 0; time < 24_000; time++) {
      const order = shuffle([0, 1, 2, 3], random).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // Each of the 24 is expected 1,000 times, give or take 31.
    expect(counts.size).toBe(24);
    expect([...counts.values()].filter((times) => times < 875 || times > 1125)).toEqual([]);
  });
});
