import type { Channel } from "./channel.ts";
import { Interaction } from "./interaction.ts";
import type { Fields } from "./json.ts";
import type { Message } from "./message.ts";
import * as payloads from "./payloads.ts";
import { mentionsOf, richTextOf, typed } from "./typing.ts";
import { type View, valuesOf } from "./view.ts";
import type { Workspace } from "./workspace.ts";

/** @property tz an IANA name; @property locale a BCP 47 tag */
export type UserOptions = { isAdmin?: boolean; isOwner?: boolean; tz?: string; locale?: string };

/** Somebody who talks to the bot, and presses what it shows. */
export class User {
  readonly id: string;
  readonly name: string;
  readonly workspace: Workspace;
  readonly imId: string;
  isAdmin: boolean;
  isOwner: boolean;
  tz: string;
  locale: string;
  /** The modals that are open, the one on top last. */
  readonly modals: View[] = [];
  /** What the app's Home tab shows. */
  home: View | undefined;

  constructor(id: string, name: string, workspace: Workspace, options: UserOptions) {
    this.id = id;
    this.name = name;
    this.workspace = workspace;
    this.imId = workspace.platform.ids.next("D");
    this.isAdmin = options.isAdmin ?? options.isOwner ?? false;
    this.isOwner = options.isOwner ?? false;
    this.tz = options.tz ?? "Etc/UTC";
    this.locale = options.locale ?? "en-US";
  }

  /** The direct messages with the bot. */
  get im(): Channel {
    return this.workspace.imWith(this);
  }

  /** The modal on top. */
  get view(): View | undefined {
    return this.modals.at(-1);
  }

  /**
   * Posts a message, which the app hears of if it is in the channel, and twice if it is mentioned.
   *
   * @param text as typed, with mentions written as `<@U…>`; everything else is escaped, as Slack does
   */
  says(channel: Channel, text: string, { thread }: { thread?: Message } = {}): Message {
    const content = { text: typed(text), blocks: [richTextOf(text)] };
    const message = channel.add({ userId: this.id }, content, { threadTs: thread && (thread.threadTs ?? thread.ts) });
    this.workspace.announce(message);
    const isHeard = channel.isMember && !channel.partner;
    if (isHeard && mentionsOf(text).includes(this.workspace.bot.userId)) {
      const { platform } = this.workspace;
      platform.emit(this.workspace, {
        ...message.toJSON(),
        type: "app_mention",
        channel: channel.id,
        event_ts: message.ts,
      });
    }
    return message;
  }

  /** Writes to the bot directly. */
  writes(text: string, options: { thread?: Message } = {}): Message {
    return this.says(this.im, text, options);
  }

  edits(message: Message, text: string): void {
    const before = message.toJSON();
    message.text = typed(text);
    message.blocks = [richTextOf(text)];
    message.edits += 1;
    this.workspace.announceChange(message, before);
  }

  deletes(message: Message): void {
    this.workspace.remove(message);
  }

  commands(channel: Channel, command: string, text = ""): Promise<Interaction> {
    const interaction = this.#interaction({ channel });
    return interaction.send("slash_commands", payloads.slashCommand(interaction, command, typed(text)));
  }

  /** Presses the button with that label, of a message or a view, also of one that was changed since. */
  presses(on: Message | View, label: string): Promise<Interaction> {
    const button = on.buttons.find((one) => one.label === label);
    if (!button) throw new Error(`no button "${label}" among ${on.buttons.map((one) => one.label).join(", ")}`);
    const { text, value, url, type } = button.element;
    return this.#acts(on, button, {
      type,
      text,
      ...(value !== undefined && { value }),
      ...(url !== undefined && { url }),
    });
  }

  /** Takes the choice with that label from a select, an overflow menu or radio buttons. */
  chooses(on: Message | View, label: string): Promise<Interaction> {
    for (const select of on.selects) {
      const choice = select.choices.find((one) => one.label === label);
      if (!choice) continue;
      const { type, placeholder } = select.element;
      return this.#acts(on, select, {
        type,
        selected_option: choice.option,
        ...(placeholder !== undefined && { placeholder }),
      });
    }
    const labels = on.selects.flatMap(({ choices }) => choices.map((choice) => choice.label));
    throw new Error(`no choice "${label}" among ${labels.join(", ")}`);
  }

  /**
   * Fills in a modal and submits it; what the app answers is done to it.
   *
   * @param values by action id, block id or label; for a select the label or the value of its choice
   */
  async submits(view: View, values: Readonly<Record<string, string | readonly string[]>> = {}): Promise<Interaction> {
    const state = valuesOf(view, values);
    const interaction = this.#interaction({ view });
    await interaction.send("interactive", payloads.viewSubmission(interaction, view, state));
    if (interaction.isAcknowledged) this.workspace.platform.views.answer(interaction, view);
    return interaction;
  }

  /** Closes a modal; the app hears of it if it asked to. */
  async closes(view: View): Promise<Interaction | undefined> {
    this.modals.splice(this.modals.indexOf(view));
    if (view.content.notify_on_close !== true) return undefined;
    const interaction = this.#interaction({ view });
    return interaction.send("interactive", payloads.viewClosed(interaction, view));
  }

  /** Uses a shortcut of the app: on a message, or from anywhere. */
  uses(callbackId: string, message?: Message): Promise<Interaction> {
    const interaction = this.#interaction({ message, channel: message?.channel });
    return interaction.send("interactive", payloads.shortcut(interaction, callbackId));
  }

  opensHome(): void {
    this.#opens("home");
  }

  opensMessagesTab(): void {
    this.#opens("messages");
  }

  /** Adds the bot to a channel. */
  invitesBot(channel: Channel): void {
    channel.isMember = true;
    const { platform, bot, id } = this.workspace;
    platform.emit(this.workspace, {
      type: "member_joined_channel",
      user: bot.userId,
      channel: channel.id,
      channel_type: channel.isPrivate ? "G" : "C",
      team: id,
      inviter: this.id,
      event_ts: platform.ids.timestamp(),
    });
  }

  /** Everything there is for this person to see, the oldest first. */
  sees(channel: Channel): Message[] {
    const own = channel.ephemerals.filter(({ ephemeralTo }) => ephemeralTo === this.id);
    return [...channel.messages, ...own].sort((one, other) => (one.ts < other.ts ? -1 : 1));
  }

  /** As users.info shows a person. */
  toJSON(): Fields {
    return {
      id: this.id,
      team_id: this.workspace.id,
      name: this.name,
      real_name: this.name,
      deleted: false,
      tz: this.tz,
      is_admin: this.isAdmin,
      is_owner: this.isOwner,
      is_primary_owner: this.isOwner,
      is_restricted: false,
      is_ultra_restricted: false,
      is_bot: false,
      is_app_user: false,
      profile: { real_name: this.name, display_name: this.name },
    };
  }

  #acts(on: Message | View, at: { blockId: string; actionId: string }, action: Fields): Promise<Interaction> {
    const message = "ts" in on ? on : undefined;
    const view = "ts" in on ? undefined : on;
    const interaction = this.#interaction({ message, view, channel: message?.channel });
    const whole = { action_id: at.actionId, block_id: at.blockId, ...action };
    return interaction.send("interactive", payloads.blockActions(interaction, whole));
  }

  #interaction(where: { channel?: Channel | undefined; message?: Message | undefined; view?: View | undefined }) {
    return new Interaction(this, where);
  }

  #opens(tab: "home" | "messages"): void {
    const { platform } = this.workspace;
    platform.emit(this.workspace, {
      type: "app_home_opened",
      user: this.id,
      channel: this.im.id,
      tab,
      event_ts: platform.ids.timestamp(),
      ...(tab === "home" && this.home && { view: this.home.toJSON() }),
    });
  }
}
