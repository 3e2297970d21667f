import type { Bot } from "../../src/core/bot.ts";
import type { Effect, Form } from "../../src/core/effects.ts";
import type { Incoming, Origin } from "../../src/core/incoming.ts";
import type { PressId } from "../../src/core/press.ts";
import { type Button, heading, paragraph, type Reply, replyText } from "../../src/core/reply.ts";

type Addressed = (Incoming & { kind: "utterance" })["addressed"];

/** Somebody who talks to a bot, and reads what it says. */
export class Person {
  readonly origin: Origin;
  readonly #bot: Bot;
  #seen: Button[] = [];
  #form: Form | undefined;

  constructor(name: string, bot: Bot, where: Partial<Origin> = {}) {
    this.#bot = bot;
    this.origin = {
      platform: "test",
      space: "club",
      conversation: "lobby",
      person: name,
      locale: "en",
      isDirect: false,
      mayAdminister: false,
      ...where,
    };
  }

  says(text: string, addressed: Addressed = "mention"): Promise<string> {
    return this.#hear({ kind: "utterance", origin: this.origin, text, addressed });
  }

  /** @param line as typed after the slash: `quiz databases` */
  commands(line: string): Promise<string> {
    const [name = "", ...given] = line.split(" ");
    return this.#hear({ kind: "command", origin: this.origin, name, given: given.join(" ") });
  }

  /** Press a button that was on the screen at some time, the latest with such a label. */
  presses(label: string): Promise<string> {
    return this.pressesId(this.button(label).press);
  }

  pressesId(id: PressId): Promise<string> {
    return this.#hear({ kind: "press", origin: this.origin, id });
  }

  button(label: string): Button {
    const button = this.#seen.findLast((one) => one.label === label);
    if (!button) throw new Error(`no button "${label}" among ${this.#seen.map((one) => one.label).join(", ")}`);
    return button;
  }

  /** Labels of the buttons seen so far, the oldest first. */
  get labels(): string[] {
    return this.#seen.map((button) => button.label);
  }

  /** Fill in the form that was opened last, its fields in order. */
  fillsIn(...values: string[]): Promise<string> {
    const form = this.#form;
    if (!form) throw new Error("no form was opened");
    const named = Object.fromEntries(form.fields.map(({ name }, at) => [name, values[at] ?? ""]));
    return this.#hear({ kind: "form", origin: this.origin, id: form.id, values: named });
  }

  /** What is heard when a form opens is its title and the labels of its fields. */
  async #hear(incoming: Incoming): Promise<string> {
    const replies = (await this.#bot.handle(incoming)).map((effect: Effect): Reply => {
      if (effect.kind === "reply") return effect.reply;
      this.#form = effect.form;
      return [heading(effect.form.title), ...effect.form.fields.map(({ label }) => paragraph(label))];
    });
    const blocks = replies.flat();
    this.#seen.push(
      ...blocks.flatMap((block) =>
        block.kind === "buttons" ? block.buttons : block.kind === "select" ? block.choices : [],
      ),
    );
    return replies.map(replyText).join("\n\n");
  }
}
