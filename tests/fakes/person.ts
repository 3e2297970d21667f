import type { Bot } from "../../src/core/bot.ts";
import type { Form, OutwardEffect, Receipt } from "../../src/core/effects.ts";
import type { Destination, Incoming, MessageRef, Origin } from "../../src/core/incoming.ts";
import type { PressId } from "../../src/core/press.ts";
import { type Button, heading, paragraph, type Reply, replyText } from "../../src/core/reply.ts";

type Addressed = (Incoming & { kind: "utterance" })["addressed"];
type Whereabouts = Omit<Partial<Origin>, "space"> & { space?: string | undefined };
type Receiver = Pick<Bot, "sent">;

/** A message of ours that everybody in a conversation sees. */
export type Shown = { id: string; to: Destination; reply: Reply; edits: number };

/** The conversations of a platform, as its adapter shows them: it posts, edits, and hands in receipts. */
export class Chat {
  readonly shown: Shown[] = [];
  /** Whether the platform takes nothing at the moment: what is sent is lost, and nobody hears of it. */
  isDown = false;
  readonly #people: Person[] = [];

  join(person: Person): void {
    this.#people.push(person);
  }

  /** @returns what whoever asked for it is told then */
  async perform(effect: OutwardEffect, bot: Receiver): Promise<Reply | undefined> {
    if (this.isDown) return undefined;
    const place = effect.kind === "post" ? this.#post(effect.to, effect.reply) : this.#edit(effect);
    return this.confirm(effect.receipt, place, bot);
  }

  /** Where the message is reaches the bot, unless the store is lost just then. */
  async confirm(receipt: Receipt | undefined, message: MessageRef | undefined, bot: Receiver) {
    return receipt && bot.sent(receipt, message).catch(() => undefined);
  }

  /** What stands in a conversation, the oldest first. */
  texts(conversation = "lobby", thread?: string): string[] {
    return this.in(conversation, thread).map(({ reply }) => replyText(reply));
  }

  in(conversation = "lobby", thread?: string): Shown[] {
    return this.shown.filter(
      ({ to }) => "conversation" in to && to.conversation === conversation && to.thread === thread,
    );
  }

  #post(to: Destination, reply: Reply): MessageRef {
    const id = `m${this.shown.length + 1}`;
    this.shown.push({ id, to, reply, edits: 0 });
    this.#tell(to, reply);
    return { platform: to.platform, conversation: "conversation" in to ? to.conversation : to.person, message: id };
  }

  #edit({ message, reply }: OutwardEffect & { kind: "edit" }): MessageRef {
    const found = this.shown.find(({ id }) => id === message.message);
    if (!found) throw new Error(`no message ${message.message} to edit`);
    found.reply = reply;
    found.edits += 1;
    this.#tell(found.to, reply);
    return message;
  }

  #tell(to: Destination, reply: Reply): void {
    if (!("conversation" in to)) return;
    for (const person of this.#people) {
      const { conversation, thread } = person.origin;
      if (conversation === to.conversation && thread === to.thread) person.sees(reply);
    }
  }
}

/** Somebody who talks to a bot, and reads what it says. */
export class Person {
  readonly origin: Origin;
  /** What was said to them alone. */
  readonly whispers: string[] = [];
  readonly #bot: Bot;
  readonly #chat: Chat;
  #seen: Button[] = [];
  #form: Form | undefined;

  /**
   * @param where what differs from somebody in the club's lobby; a space that is undefined is none
   * @param chat where they see what everybody sees; one of their own, if left out
   */
  constructor(name: string, bot: Bot, where: Whereabouts = {}, chat = new Chat()) {
    this.#bot = bot;
    this.#chat = chat;
    const { space, ...rest } = { space: "club", ...where };
    this.origin = {
      platform: "test",
      ...(space !== undefined && { space }),
      conversation: "lobby",
      person: name,
      locale: "en",
      isDirect: false,
      mayAdminister: false,
      ...rest,
    };
    chat.join(this);
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

  /** Everything that was pressed or might be, the oldest first. */
  get buttons(): readonly Button[] {
    return this.#seen;
  }

  /** Fill in the form that was opened last, its fields in order. */
  fillsIn(...values: string[]): Promise<string> {
    const form = this.#form;
    if (!form) throw new Error("no form was opened");
    const named = Object.fromEntries(form.fields.map(({ name }, at) => [name, values[at] ?? ""]));
    return this.#hear({ kind: "form", origin: this.origin, id: form.id, values: named });
  }

  sees(reply: Reply): void {
    this.#seen.push(
      ...reply.flatMap((block) =>
        block.kind === "buttons" ? block.buttons : block.kind === "select" ? block.choices : [],
      ),
    );
  }

  /** What is heard when a form opens is its title and the labels of its fields. */
  async #hear(incoming: Incoming): Promise<string> {
    const heard: Reply[] = [];
    for (const effect of await this.#bot.handle(incoming)) {
      switch (effect.kind) {
        case "reply":
          await this.#takeReply(effect);
          heard.push(effect.reply);
          break;
        case "form":
          this.#form = effect.form;
          heard.push([heading(effect.form.title), ...effect.form.fields.map(({ label }) => paragraph(label))]);
          break;
        case "post":
        case "edit": {
          const told = await this.#chat.perform(effect, this.#bot);
          heard.push(effect.reply);
          if (told) heard.push(this.#whispered(told));
          break;
        }
        default:
          effect satisfies never;
      }
    }
    return heard.map(replyText).join("\n\n");
  }

  async #takeReply({ audience, reply, receipt }: { audience: string; reply: Reply; receipt?: Receipt }): Promise<void> {
    const { platform, conversation, thread } = this.origin;
    if (audience === "conversation") {
      const to = { platform, conversation, ...(thread !== undefined && { thread }) };
      await this.#chat.perform({ kind: "post", to, reply, ...(receipt && { receipt }) }, this.#bot);
      return;
    }
    this.#whispered(reply);
    await this.#chat.confirm(receipt, undefined, this.#bot);
  }

  #whispered(reply: Reply): Reply {
    this.whispers.push(replyText(reply));
    this.sees(reply);
    return reply;
  }
}
