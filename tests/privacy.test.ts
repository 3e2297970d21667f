import { describe, expect, it } from "vitest";
import type { Effect } from "../src/core/effects.ts";
import type { PersonExport } from "../src/core/people/privacy.ts";
import { privacy as words } from "../src/core/phrases/privacy.ts";
import { phrases } from "../src/core/phrases.ts";
import { readBoard } from "../src/core/quiz/boards/boards.ts";
import type { Reply } from "../src/core/reply.ts";
import { Club, smallKnowledge } from "./fakes/parts.ts";
import { Person } from "./fakes/person.ts";

const small = await smallKnowledge();
/** Ids as platforms have them, which are found again wherever they stand. */
const anaId = "ana-4711";
const beaId = "bea-0815";

/** Two people who have played, reviewed, chosen things and asked; nothing of it is running any more. */
async function live() {
  const club = new Club(small);
  const { bot, alarms, store } = club.start();
  const join = (name: string, where: ConstructorParameters<typeof Person>[2] = {}) =>
    new Person(name, bot, where, club.chat);
  const [ana, bea] = [join(anaId, { name: "Ana" }), join(beaId, { name: "Bea" })];
  const both = [ana, bea];
  await ana.commands("quiz databases 6");
  for (let left = 60; Object.keys(club.under("games/")).length > 0 && left > 0; left--) {
    for (const person of both) {
      const latest = person.buttons.findLast(({ press }) => /:(pick|type)/.test(press));
      if (latest?.press.includes(":pick:")) await person.pressesId(latest.press);
      else if (latest) {
        await person.pressesId(latest.press);
        await person.fillsIn("1024");
      }
    }
    await club.pass((await club.nextDue()) ?? 0, alarms);
  }
  for (const person of both) {
    await person.commands("quiz databases 6 mode:solo");
    for (let answered = 0; answered < 4; answered++) {
      const pick = person.buttons.findLast(({ press }) => press.includes("solo"));
      if (pick?.press.includes(":pick:") && !person.labels.includes("A")) await person.pressesId(pick.press);
      else await person.commands("quiz skip");
    }
    await person.commands("review");
    await person.commands("review reminder:on at:7");
    await person.commands("progress timezone:Cairo");
    await person.says("How do I find my first job?");
    const { person: id } = person.origin;
    await join(id, { mayAdminister: true }).commands("tips subscribe 9:00 Cairo");
    const alone = join(id, { conversation: `dm-${id}`, space: undefined, isDirect: true });
    await alone.commands("tips subscribe 21:00 Cairo kind:question");
    await alone.commands("tips subscribe 21:00 IST");
  }
  return {
    club,
    bot,
    store,
    join,
    ana,
    bea,
    /** Keys and values of the whole store in which something is found. */
    holding: (text: string) =>
      Object.entries(club.under("")).flatMap(([key, value]) =>
        key.includes(text) || JSON.stringify(value).includes(text) ? [key] : [],
      ),
    command: (person: Person, given: string) =>
      bot.handle({ kind: "command", origin: person.origin, name: "privacy", given }),
    board: (person: string) =>
      readBoard(store, { space: "test/club", period: "all", person: `test/${person}`, at: club.clock.now() }),
  };
}

const replyOf = (effect: Effect): Reply => (effect.kind === "form" ? [] : effect.reply);

/** The JSON of an export, from all its parts. */
function textOf(effects: readonly Effect[]): string {
  const parts = effects.flatMap((effect) =>
    replyOf(effect).flatMap((block) => (block.kind === "file" ? [block.text] : [])),
  );
  return parts.join("");
}

/** Whether what is kept under a key of the person's is in their export. */
function isExported(held: PersonExport, key: string, value: unknown): boolean {
  const [namespace = "", ...id] = key.split("/");
  const about = id.slice(2).join("/"); // after the platform and the person
  const same = (other: unknown) => JSON.stringify(other) === JSON.stringify(value);
  const exported: Record<string, () => boolean> = {
    people: () => same(held.preferences),
    progress: () => same(held.progress),
    reviews: () => same(held.openReview),
    "review-reminders": () => same(held.reviewReminder),
    "review-cards": () => held.reviewCards.some(same),
    "solo-quizzes": () => held.openQuizzes.some(same),
    "recent-questions": () => same(held.askedLately[about]),
    "season-answers": () => held.scoredThisSeason.includes(about),
    "board-scores": () =>
      held.leaderboards.some(({ points, name, games }) => {
        const score = value as { points: number; name: string; games: unknown };
        return points === score.points && name === score.name && JSON.stringify(games) === JSON.stringify(score.games);
      }),
    subscriptions: () =>
      held.subscriptions.some(({ time, to }) => {
        const kept = value as { time: string; to: unknown };
        return time === kept.time && JSON.stringify(to) === JSON.stringify(kept.to);
      }),
    "tip-drafts": () => held.unfinished.some((typed) => same({ typed })),
    "last-answer": () => held.lastAnswers.some((entry) => same({ entry })),
    // The index over the scores, and what a game has of its players until it is forgotten.
    "board-order": () => true,
    guesses: () => true,
  };
  return exported[namespace]?.() ?? false;
}

const isPrivate = (effects: readonly Effect[]) =>
  effects.length > 0 && effects.every((effect) => effect.kind === "reply" && effect.audience === "asker");

describe("/privacy", () => {
  it("shows how much there is of each kind, to who asks and nobody else", async () => {
    const { ana, bea, command } = await live();
    const effects = await command(ana, "");
    expect(isPrivate(effects)).toBe(true);
    const shown = await ana.commands("privacy");
    const { labels } = words;
    for (const label of [labels.preferences, labels.progress, labels.reviewCards, labels.leaderboards]) {
      expect(shown).toMatch(new RegExp(`${label}: [1-9]`));
    }
    for (const label of [labels.reviewReminder, labels.openReview, labels.openQuizzes, labels.askedLately]) {
      expect(shown).toMatch(new RegExp(`${label}: (?!${words.none})`));
    }
    expect(shown).toBe(await ana.commands("privacy show"));
    expect(bea.whispers.join()).not.toContain(words.title);
  });

  it("shows nothing of who has done nothing", async () => {
    const { join } = await live();
    const shown = await join("cem").commands("privacy");
    for (const label of Object.values(words.labels)) expect(shown).toContain(`${label}: ${words.none}`);
  });

  it("exports all of it as JSON, in a file", async () => {
    const { ana, club, command } = await live();
    const effects = await command(ana, "export");
    expect(isPrivate(effects)).toBe(true);
    const [file] = effects.flatMap(replyOf).filter(({ kind }) => kind === "file");
    expect(file).toMatchObject({ name: "waymark-about-me.json" });
    const held: unknown = JSON.parse(textOf(effects));
    expect(held).toMatchObject({
      preferences: { timeZone: "Africa/Cairo" },
      progress: { answered: expect.any(Number) },
      reviewReminder: { hour: 7 },
      openQuizzes: [{ topic: "databases" }],
      askedLately: { databases: expect.any(Array) },
    });
    const kept = Object.entries(club.under("")).filter(([key]) => key.includes(anaId));
    const missing = kept.filter(([key, value]) => !isExported(held as PersonExport, key, value));
    expect(missing).toEqual([]);
  });

  it("holds nothing of others in an export", async () => {
    const { ana, command } = await live();
    expect(textOf(await command(ana, "export"))).not.toMatch(/Bea|bea-0815/);
  });

  it("asks before it deletes, and takes nothing before the answer", async () => {
    const { ana, club } = await live();
    const before = club.under("");
    expect(await ana.commands("privacy delete")).toContain(words.sure);
    expect(club.under("")).toEqual(before);
    expect(ana.labels.slice(-2)).toEqual([words.confirm, words.export]);
    expect(await ana.pressesId("privacy:whatever")).toBe(phrases.expired);
    expect(club.under("")).toEqual(before);
  });

  it("deletes everything that names the person, wherever it stands", async () => {
    const { ana, holding, board, bea } = await live();
    expect(holding(anaId).length).toBeGreaterThan(10);
    await ana.commands("privacy delete");
    expect(await ana.presses(words.confirm)).toBe(words.deleted);
    expect(holding(anaId).filter((key) => !key.startsWith("guesses/"))).toEqual([]);
    expect((await board(anaId)).own).toBeUndefined();
    expect((await board(beaId)).top.map(({ person }) => person)).not.toContain(`test/${anaId}`);
    const shown = await ana.commands("privacy");
    for (const label of Object.values(words.labels)) expect(shown).toContain(`${label}: ${words.none}`);
    expect(bea.whispers.join()).not.toContain(words.deleted);
  });

  it("deletes what was answered in a game that is over as well", async () => {
    const { ana, holding } = await live();
    await ana.commands("privacy delete");
    await ana.presses(words.confirm);
    expect(holding(anaId)).toEqual([]);
  });

  it("ends what comes to them alone, and leaves a community what it has, without their name", async () => {
    const { ana, club } = await live();
    const kept = () => Object.entries(club.under("subscriptions/")).map(([key, one]) => ({ key, ...(one as object) }));
    expect(kept()).toHaveLength(4);
    await ana.commands("privacy delete");
    await ana.presses(words.confirm);
    expect(kept().filter(({ key }) => key.includes(`/dm-${anaId}/`))).toEqual([]);
    const here = kept().filter(({ key }) => key.includes("/lobby/"));
    expect(here.map((one) => ("owner" in one ? one.owner : undefined))).toEqual([undefined, beaId]);
    expect(await club.nextDue()).toBeDefined();
  });

  it("deletes what belongs to other conversations too", async () => {
    const { ana, join, holding } = await live();
    await join(anaId, { conversation: "den" }).says("How do I find my first job?");
    await join(anaId, { conversation: "den" }).commands("quiz databases mode:solo");
    await ana.commands("privacy delete");
    await ana.presses(words.confirm);
    expect(holding(anaId).filter((key) => !key.startsWith("guesses/"))).toEqual([]);
  });

  it("touches nothing of others", async () => {
    const { ana, club, board } = await live();
    const isTheirs = ([key, value]: [string, unknown]) => !`${key} ${JSON.stringify(value)}`.includes(anaId);
    // What she set up for everybody is everybody's from now on.
    const wasHers = Object.entries(club.under("subscriptions/")).filter((entry) => !isTheirs(entry));
    const isOthers = (entry: [string, unknown]) => isTheirs(entry) && !wasHers.some(([key]) => key === entry[0]);
    const ofOthers = () => Object.fromEntries(Object.entries(club.under("")).filter(isOthers));
    const [before, standing] = [ofOthers(), (await board(beaId)).own];
    await ana.commands("privacy delete");
    await ana.presses(words.confirm);
    expect(ofOthers()).toEqual(before);
    expect((await board(beaId)).own).toMatchObject({ points: standing?.points, name: "Bea" });
  });

  it("deletes a person on one platform only, and may be asked twice", async () => {
    const { ana, join, club } = await live();
    const elsewhere = join(anaId, { platform: "other" });
    await elsewhere.commands("progress timezone:Lima");
    for (let times = 0; times < 2; times++) {
      await ana.commands("privacy delete");
      expect(await ana.presses(words.confirm)).toBe(words.deleted);
    }
    expect(Object.keys(club.under("people/"))).toContain(`people/other/${anaId}`);
    expect(await elsewhere.commands("privacy export")).toContain("America/Lima");
  });

  it("lets a person who was deleted begin anew", async () => {
    const { ana, board } = await live();
    await ana.commands("privacy delete");
    await ana.presses(words.confirm);
    let shown = await ana.commands("quiz databases 6 mode:solo");
    while (!shown.includes("Which key names a row?")) shown = await ana.commands("quiz skip");
    await ana.presses("the primary key");
    expect((await board(anaId)).own?.points).toBe(100);
  });

  it("deletes in the middle of a game what is held but the game itself, which goes on", async () => {
    const { ana, bea, club, holding } = await live();
    await bea.commands("quiz databases 2");
    await ana.commands("privacy delete");
    await ana.presses(words.confirm);
    expect(Object.keys(club.under("games/"))).toHaveLength(1);
    expect(holding(anaId).filter((key) => !/^(guesses|games)\//.test(key))).toEqual([]);
  });
});
