/** People who share somebody's terminal: they look at the one screen, and act by themselves. */
import type { Adapter } from "../../src/adapters/adapter.ts";
import { terminalOrigin } from "../../src/adapters/terminal/incoming.ts";
import type { Bot } from "../../src/core/bot.ts";
import type { OutwardEffect } from "../../src/core/effects.ts";
import { Chat, Person } from "./person.ts";
import { type Given, lineOf, type Player } from "./stages.ts";

/** What is posted and edited for guests is written by the terminal's adapter. */
class TerminalChat extends Chat {
  readonly #adapter: Adapter;

  constructor(adapter: Adapter) {
    super();
    this.#adapter = adapter;
  }

  override async perform(effect: OutwardEffect): Promise<undefined> {
    await this.#adapter.perform(effect);
  }
}

export class Guest implements Player {
  readonly name: string;
  readonly person: Person;

  constructor(name: string, bot: Bot, adapter: Adapter, space: string) {
    const { person: host, ...where } = terminalOrigin;
    this.name = name;
    this.person = new Person(
      `${host}-${name}`,
      bot,
      { ...where, name, space, mayAdminister: false },
      new TerminalChat(adapter),
    );
  }

  get whispers(): string[] {
    return this.person.whispers;
  }

  async says(text: string): Promise<void> {
    await this.person.says(text, "direct");
  }

  async commands(name: string, given: Given = {}): Promise<void> {
    await this.person.commands(`${name} ${lineOf(given)}`.trim());
  }

  async presses(label: string): Promise<void> {
    await this.person.presses(label);
  }

  chooses(label: string): Promise<void> {
    return this.presses(label);
  }

  async fillsIn(...values: string[]): Promise<void> {
    await this.person.fillsIn(...values);
  }
}
