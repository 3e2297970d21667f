import { type Channel, everyonesPermissions } from "./channel.ts";
import type { Interaction } from "./interaction.ts";
import { beginCommand, beginCompletion, beginMessageCommand, type Given, type Manner } from "./invoke-command.ts";
import { beginChoice, beginForm, beginPress } from "./invoke-component.ts";
import { Message } from "./message.ts";
import type { Json } from "./shapes.ts";
import type { World } from "./world.ts";

export type UserOptions = {
  locale?: string;
  permissions?: bigint;
  isBot?: boolean;
  /** Whether direct messages reach them; those who don't take any are told apart by error 50007. */
  takesDirectMessages?: boolean;
};

type Saying = { replyTo?: Message; mentionsBot?: boolean };

/** Somebody with a Discord client in front of them. */
export class User {
  readonly id: string;
  readonly name: string;
  readonly isBot: boolean;
  readonly locale: string;
  readonly permissions: bigint;
  takesDirectMessages: boolean;
  readonly #world: World;

  constructor(world: World, name: string, options: UserOptions = {}) {
    this.#world = world;
    this.id = world.ids.next();
    this.name = name;
    this.isBot = options.isBot ?? false;
    this.locale = options.locale ?? "en-US";
    this.permissions = options.permissions ?? everyonesPermissions;
    this.takesDirectMessages = options.takesDirectMessages ?? true;
  }

  get username(): string {
    return this.name;
  }

  /**
   * @param mentionsBot for a reply, whether it pings whom it answers, which it does unless told otherwise; for anything
   *   else, whether the bot's mention goes in front
   */
  says(channel: Channel, text: string, { replyTo, mentionsBot = replyTo !== undefined }: Saying = {}): Message {
    const { bot } = this.#world;
    const content = mentionsBot && !replyTo && !text.includes(mentionOf(bot)) ? `${mentionOf(bot)} ${text}` : text;
    const message = this.#message(channel, replyTo);
    message.content = content;
    message.mentions = this.#mentioned(content);
    if (replyTo && mentionsBot && !message.mentions.includes(replyTo.author)) message.mentions.push(replyTo.author);
    this.#world.post(message);
    return message;
  }

  /** Say something to the bot alone. */
  writes(text: string, options: Saying = {}): Message {
    return this.says(this.direct, text, options);
  }

  /** Where the bot and this person talk alone. */
  get direct(): Channel {
    return this.#world.directChannel(this);
  }

  edits(message: Message, text: string): void {
    message.content = text;
    message.mentions = this.#mentioned(text);
    message.edits += 1;
    message.editedAt = this.#world.now();
    this.#world.updated(message);
  }

  deletes(message: Message): void {
    this.#world.remove(message);
  }

  /** @param name with the subcommand, if there is one: `tips subscribe` */
  commands(where: Channel | "dm", name: string, options: Given = {}, manner: Manner = {}): Interaction {
    return beginCommand(this.#world, this, this.#channel(where), name, options, manner);
  }

  /** @param focused the option that is being typed in */
  completes(where: Channel | "dm", name: string, options: Given, focused: string, manner: Manner = {}): Interaction {
    return beginCompletion(this.#world, this, this.#channel(where), { name, options, focused }, manner);
  }

  /** Pick a command from a message's menu. */
  uses(name: string, message: Message, manner: Manner = {}): Interaction {
    return beginMessageCommand(this.#world, this, name, message, manner);
  }

  presses(message: Message, label: string, manner: Manner = {}): Interaction {
    const button = message.buttons.find((one) => one.label === label);
    if (!button) throw new Error(`no button "${label}" among ${message.buttons.map((one) => one.label).join(", ")}`);
    if (button.disabled) throw new Error(`the button "${label}" is disabled`);
    if (button.customId === undefined) throw new Error(`the button "${label}" is a link`);
    return this.pressesId(message, button.customId, manner);
  }

  /** Press what may not be on the message any more, as from a screen that is behind. */
  pressesId(message: Message, customId: string, manner: Manner = {}): Interaction {
    this.#mustSee(message);
    return beginPress(this.#world, this, message, customId, manner);
  }

  chooses(message: Message, labels: string | string[], manner: Manner = {}): Interaction {
    this.#mustSee(message);
    return beginChoice(this.#world, this, message, [labels].flat(), manner);
  }

  /** Fill in a form that was opened, its fields in order or by their ids. */
  submits(opener: Interaction, values: string[] | Record<string, string>, manner: Manner = {}): Interaction {
    return beginForm(this.#world, this, opener, values, manner);
  }

  /** What is on this person's screen: what everybody sees, and what is for them alone. */
  sees(channel: Channel): Message[] {
    return channel.history.filter(
      ({ ephemeralTo, isDeleted, isLoading }) =>
        !isDeleted && !isLoading && (ephemeralTo === undefined || ephemeralTo === this),
    );
  }

  wire(): Json {
    const look = { avatar: null, global_name: this.isBot ? null : this.name, discriminator: "0", public_flags: 0 };
    return { id: this.id, username: this.name, ...look, ...(this.isBot && { bot: true }) };
  }

  /** Their membership of a server, without who they are. */
  memberWire(): Json {
    const joined_at = new Date(this.#world.now()).toISOString();
    const look = { nick: null, avatar: null, premium_since: null, communication_disabled_until: null };
    return { ...look, roles: [], joined_at, deaf: false, mute: false, pending: false, flags: 0 };
  }

  #message(channel: Channel, reference: Message | undefined): Message {
    const { ids, now } = this.#world;
    return new Message({ id: ids.next(), channel, author: this, createdAt: now(), reference });
  }

  #channel(where: Channel | "dm"): Channel {
    return where === "dm" ? this.direct : where;
  }

  #mentioned(text: string): User[] {
    const ids = new Set([...text.matchAll(/<@!?(\d+)>/g)].map(([, id = ""]) => id));
    return [...ids].flatMap((id) => this.#world.users.get(id) ?? []);
  }

  #mustSee(message: Message): void {
    if (message.isDeleted) throw new Error("the message is gone");
    if (message.ephemeralTo && message.ephemeralTo !== this) throw new Error(`${this.name} doesn't see that message`);
  }
}

export function mentionOf(user: User): string {
  return `<@${user.id}>`;
}
