/** One script played on many platforms: what people do, and what the bot says to each of their deeds. */
import type { Alarm } from "../../src/core/alarm.ts";
import type { Bot } from "../../src/core/bot.ts";
import type { Effect, Form, Receipt } from "../../src/core/effects.ts";
import type { Incoming, MessageRef } from "../../src/core/incoming.ts";
import type { Reply } from "../../src/core/reply.ts";
import { Changes } from "./stage-changes.ts";
import { type Given, lineOf, type Player, type Stage } from "./stages.ts";

/** What the bot meant to say, and whether to the asker alone. */
export type Meant = { reply: Reply; isPrivate: boolean };

/** A bot that takes note of what it says, and of whether it reaches people. */
export class Prompter implements Bot {
  readonly meant: Meant[] = [];
  readonly forms: Form[] = [];
  /** Told of what everybody sees. */
  onSaid: (reply: Reply) => void = () => {};
  /** How often somebody has done something, or an alarm has rung. */
  events = 0;
  readonly #bot: Bot;
  readonly #changes = new Changes(() => `${this.events} events, ${this.#receipts} receipts are missing`);
  #receipts = 0;

  constructor(bot: Bot) {
    this.#bot = bot;
  }

  async handle(incoming: Incoming): Promise<Effect[]> {
    return this.#note(await this.#bot.handle(incoming));
  }

  async wake(alarm: Alarm) {
    return this.#note(await this.#bot.wake(alarm));
  }

  async sent(receipt: Receipt, message: MessageRef | undefined): Promise<Reply | undefined> {
    const told = await this.#bot.sent(receipt, message);
    if (told) this.meant.push({ reply: told, isPrivate: true });
    this.#receipts -= 1;
    this.#changes.happened();
    return told;
  }

  isPatient(key: string): boolean {
    return this.#bot.isPatient(key);
  }

  complete(command: string, option: string, typed: string): string[] {
    return this.#bot.complete(command, option, typed);
  }

  servesAlarm(key: string, platforms: readonly string[]): boolean {
    return this.#bot.servesAlarm(key, platforms);
  }

  /** Wait until so many things have happened. */
  async happens(events: number): Promise<void> {
    await this.#changes.until(() => this.events >= events);
  }

  /** Wait until it is known of everything that was sent where it is. */
  async isSent(): Promise<void> {
    await this.#changes.until(() => this.#receipts === 0);
  }

  #note<E extends Effect>(effects: E[]): E[] {
    for (const effect of effects) {
      if (effect.kind === "form") {
        this.forms.push(effect.form);
        continue;
      }
      const isPrivate = effect.kind === "reply" && effect.audience === "asker";
      this.meant.push({ reply: effect.reply, isPrivate });
      if (!isPrivate) this.onSaid(effect.reply);
      if (effect.receipt) this.#receipts += 1;
    }
    this.events += 1;
    this.#changes.happened();
    return effects;
  }
}

/** What was done, and what people read then; each text with what was meant by it. */
export type Scene = { deed: string; texts: { text: string; meant: Meant }[] };

/** A play in progress. */
export class Play {
  readonly scenes: Scene[] = [];
  readonly people: readonly Player[];
  readonly prompter: Prompter;
  readonly #stage: Stage;
  readonly #audience: readonly Player[];
  #before: string[] = [];
  readonly #heard = new Map<Player, number>();

  /** @param people everybody; those at the same screen as others may be none of the stage's */
  constructor(stage: Stage, prompter: Prompter, people: readonly Player[]) {
    this.#stage = stage;
    this.prompter = prompter;
    this.#audience = people;
    this.people = people.map((player) => new Actor(player, this));
  }

  /** Do something that the bot takes notice of, and wait for everything that it says to that. */
  async scene(deed: string, act: () => Promise<void>): Promise<void> {
    const { prompter } = this;
    const [events, said] = [prompter.events, prompter.meant.length];
    await act();
    await prompter.happens(events + 1);
    // What is said to somebody may depend on that something was sent.
    await prompter.isSent();
    const meant = prompter.meant.slice(said);
    const texts = await this.#stage.until(() => {
      const news = this.#news();
      return news.length >= meant.length && news;
    });
    // Where somebody is told something alone, that was read first; where all stands on one screen, it has its order.
    const isApart = this.#audience.some((player) => player.whispers.length > (this.#heard.get(player) ?? 0));
    const inOrder = isApart
      ? [...meant.filter((one) => one.isPrivate), ...meant.filter((one) => !one.isPrivate)]
      : meant;
    if (texts.length > meant.length) throw new Error(`more was said to “${deed}” than was meant:\n${texts.join("\n")}`);
    this.#remember();
    this.scenes.push({
      deed,
      texts: inOrder.map((one, at) => ({ text: texts[at] ?? "", meant: one })),
    });
  }

  /** Whispers, then what was edited or is new. */
  #news(): string[] {
    const whispers = this.#audience.flatMap((player) => player.whispers.slice(this.#heard.get(player) ?? 0));
    return [...whispers, ...this.#read().filter((text, at) => text !== this.#before[at])];
  }

  #remember(): void {
    this.#before = this.#read();
    for (const player of this.#audience) this.#heard.set(player, player.whispers.length);
  }

  /** What everybody sees. A form is somebody's own, though a terminal has no other place for it. */
  #read(): string[] {
    const forms = this.prompter.forms.flatMap(({ title, fields }) => [
      title,
      ...fields.map(({ label }) => `${label}:`),
    ]);
    return this.#stage.shown.filter((text) => !forms.includes(text));
  }
}

/** Somebody whose deeds are scenes. */
class Actor implements Player {
  readonly name: string;
  readonly #player: Player;
  readonly #play: Play;

  constructor(player: Player, play: Play) {
    this.name = player.name;
    this.#player = player;
    this.#play = play;
  }

  get whispers(): string[] {
    return this.#player.whispers;
  }

  says(text: string, isMore?: boolean): Promise<void> {
    return this.#play.scene(`${this.name}> ${text}`, () => this.#player.says(text, isMore));
  }

  commands(name: string, given: Given = {}): Promise<void> {
    const line = `/${name} ${lineOf(given)}`.trim();
    return this.#play.scene(`${this.name}> ${line}`, () => this.#player.commands(name, given));
  }

  presses(label: string): Promise<void> {
    return this.#play.scene(`${this.name} presses [${label}]`, () => this.#player.presses(label));
  }

  chooses(label: string): Promise<void> {
    return this.#play.scene(`${this.name} chooses [${label}]`, () => this.#player.chooses(label));
  }

  fillsIn(...values: string[]): Promise<void> {
    return this.#play.scene(`${this.name} fills in “${values.join("”, “")}”`, () => this.#player.fillsIn(...values));
  }
}
