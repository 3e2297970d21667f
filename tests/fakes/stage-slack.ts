import type { Channel } from "../peers/slack/channel.ts";
import type { Message } from "../peers/slack/message.ts";
import type { SlackPeer } from "../peers/slack/peer.ts";
import type { User } from "../peers/slack/user.ts";
import { botTexts, joins, leaveSlack, openSlack } from "./slack.ts";
import { type Given, lineOf, type Platform, type Player } from "./stages.ts";

/** Somebody with the channel and its threads on their screen. */
class SlackPlayer implements Player {
  readonly #peer: SlackPeer;
  readonly #user: User;
  readonly #channel: Channel;
  #asked: Message | undefined;

  constructor(peer: SlackPeer, user: User, channel: Channel) {
    this.#peer = peer;
    this.#user = user;
    this.#channel = channel;
  }

  get name(): string {
    return this.#user.name;
  }

  get whispers(): string[] {
    return this.#channel.ephemerals
      .filter(({ ephemeralTo }) => ephemeralTo === this.#user.id)
      .map(({ fullText }) => fullText);
  }

  /** Answers stand in a thread below the question, and so does what goes on there. */
  async says(text: string, isMore = false): Promise<void> {
    const thread = isMore && this.#asked ? { thread: this.#asked } : {};
    const said = this.#user.says(this.#channel, `<@${this.#user.workspace.bot.userId}> ${text}`, thread);
    this.#asked = thread.thread ?? said;
  }

  async commands(name: string, given: Given = {}): Promise<void> {
    await this.#user.commands(this.#channel, `/${name}`, lineOf(given));
  }

  async presses(label: string): Promise<void> {
    await this.#user.presses(
      this.#find(({ buttons }) => buttons.some((button) => button.label === label)),
      label,
    );
  }

  async chooses(label: string): Promise<void> {
    const hasIt = ({ selects }: Message) =>
      selects.some(({ choices }) => choices.some((choice) => choice.label === label));
    await this.#user.chooses(this.#find(hasIt), label);
  }

  async fillsIn(...values: string[]): Promise<void> {
    const form = await this.#peer.until(() => this.#user.view);
    const names = form.blocks.map(({ block_id }) => String(block_id));
    await this.#user.submits(form, Object.fromEntries(names.map((name, at) => [name, values[at] ?? ""])));
  }

  #find(hasIt: (message: Message) => boolean): Message {
    const found = this.#user.sees(this.#channel).findLast(hasIt);
    if (!found) throw new Error(`${this.name} sees nothing of the kind`);
    return found;
  }
}

/** A channel on a Slack of our own, over Socket Mode. */
export const slackStage: Platform = {
  name: "Slack",
  isLonely: false,
  async open(bot, names) {
    const { peer, workspace, general } = await openSlack();
    // The first runs the place, as whoever sits at a terminal does.
    const users = names.map((name, at) => workspace.addUser(name, { isAdmin: at === 0 }));
    const [first] = users;
    const { adapter, log, ended } = await joins(peer, bot);
    return {
      adapter,
      people: users.map((user) => new SlackPlayer(peer, user, general)),
      here: { platform: "slack", conversation: `${workspace.id}.${general.id}` },
      somebody: { platform: "slack", person: `${workspace.id}.${first?.id}` },
      gone: { platform: "slack", conversation: `${workspace.id}.C0GONE` },
      get shown() {
        return botTexts(general);
      },
      get direct() {
        return first ? botTexts(first.im) : [];
      },
      complaints: () => log.complaints(),
      until: (condition) => peer.until(condition),
      async stop() {
        await adapter.stop();
        await ended;
      },
      leave: leaveSlack,
    };
  },
};
