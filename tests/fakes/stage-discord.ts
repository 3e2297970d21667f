import type { Channel, DiscordPeer, Interaction, Message, User } from "../peers/discord/peer.ts";
import { type Component, componentTypes, eachComponent } from "../peers/discord/shapes.ts";
import { leaveDiscord, openDiscord, startAdapter } from "./discord.ts";
import { readMarkdown } from "./discord-payloads.ts";
import type { Given, Platform, Player } from "./stages.ts";

/** What is on the screen, a line a piece; a mention says that it is one. */
function plainText({ content, embeds, components }: Message): string {
  const descriptions = embeds.map(({ description }) => visible(description ?? ""));
  return [visible(content), ...descriptions, ...[...eachComponent(components)].flatMap(linesOf)]
    .filter((line) => line !== "")
    .join("\n");
}

function linesOf({ type, content, label, placeholder, options }: Component): string[] {
  if (type === componentTypes.textDisplay) return [visible(content ?? "")];
  return [label, placeholder, ...(options ?? []).map((option) => option.label)].flatMap((text) => text ?? []);
}

const visible = (markdown: string) =>
  readMarkdown(markdown)
    .map(({ text, styles }) => (styles.includes("mention") ? `{mention of ${text}}` : text))
    .join("");

/** Somebody with the channel on their screen. */
class DiscordPlayer implements Player {
  readonly #peer: DiscordPeer;
  readonly #user: User;
  readonly #channel: Channel;
  #last: Interaction | undefined;

  constructor(peer: DiscordPeer, user: User, channel: Channel) {
    this.#peer = peer;
    this.#user = user;
    this.#channel = channel;
  }

  get name(): string {
    return this.#user.name;
  }

  get whispers(): string[] {
    return this.#channel.history.filter(({ ephemeralTo }) => ephemeralTo === this.#user).map(plainText);
  }

  async says(text: string): Promise<void> {
    this.#user.says(this.#channel, text, { mentionsBot: true });
  }

  async commands(name: string, given: Given = {}): Promise<void> {
    this.#last = this.#user.commands(this.#channel, name, given);
  }

  async presses(label: string): Promise<void> {
    const message = this.#find(({ buttons }) => buttons.some((button) => button.label === label));
    this.#last = this.#user.presses(message, label);
  }

  async chooses(label: string): Promise<void> {
    const message = this.#find(({ selects }) => selects.flatMap(({ options }) => options).some(isCalled(label)));
    this.#last = this.#user.chooses(message, label);
  }

  async fillsIn(...values: string[]): Promise<void> {
    const opener = await this.#peer.until(() => this.#last?.modal && this.#last);
    this.#last = this.#user.submits(opener, values);
  }

  #find(hasIt: (message: Message) => boolean): Message {
    const found = this.#user.sees(this.#channel).findLast(hasIt);
    if (!found) throw new Error(`${this.name} sees nothing of the kind`);
    return found;
  }
}

const administrator = (1n << 40n) - 1n;
const isCalled = (label: string) => (option: { label: string }) => option.label === label;
const saidBy = (bot: User, messages: readonly Message[]) =>
  messages.filter(({ author }) => author === bot).map(plainText);

/** A server's channel on a Discord of our own. */
export const discordStage: Platform = {
  name: "Discord",
  isLonely: false,
  async open(bot, names) {
    const { peer, server, general } = await openDiscord();
    // The first runs the place, as whoever sits at a terminal does.
    const users = names.map((name, at) => peer.addUser(name, at === 0 ? { permissions: administrator } : {}));
    const [first] = users;
    const { adapter, log, ended } = startAdapter(peer, bot);
    await log.said("on Discord");
    let heeded = 0;
    return {
      adapter,
      people: users.map((user) => new DiscordPlayer(peer, user, general)),
      here: { platform: "discord", conversation: general.id },
      somebody: { platform: "discord", person: first?.id ?? "" },
      gone: { platform: "discord", conversation: server.ownerId },
      get shown() {
        return saidBy(peer.bot, general.messages);
      },
      get direct() {
        return saidBy(peer.bot, first?.direct.messages ?? []);
      },
      complaints() {
        const since = log.complaints.slice(heeded);
        heeded = log.complaints.length;
        return since;
      },
      until: (condition) => peer.until(condition),
      async stop() {
        await adapter.stop();
        await ended;
      },
      leave: leaveDiscord,
    };
  },
};
