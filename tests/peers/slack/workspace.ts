import { Channel, type ChannelOptions, type Where } from "./channel.ts";
import { type Fields, fieldsOf, listOf, stringOf } from "./json.ts";
import type { Content, Message } from "./message.ts";
import type { Platform } from "./platform.ts";
import { readableText, withIds } from "./reading.ts";
import { User, type UserOptions } from "./user.ts";

/** A team, its people and channels, and the app in it. */
export class Workspace {
  readonly id: string;
  readonly name: string;
  readonly platform: Platform;
  readonly bot: { userId: string; botId: string };
  readonly channels = new Map<string, Channel>();
  readonly users = new Map<string, User>();
  /** The one that opened the workspace, who created what nobody else did. */
  readonly owner: User;
  /** The latest that was given out. */
  botToken: string;
  isInstalled = true;
  /** Scopes that the app was not given, `im:history`; methods look at those for reading what was said. */
  readonly missingScopes = new Set<string>();

  constructor(name: string, platform: Platform) {
    this.name = name;
    this.platform = platform;
    this.id = platform.ids.next("T");
    this.bot = { userId: platform.ids.next("U"), botId: platform.ids.next("B") };
    this.botToken = platform.tokens.issue(this);
    this.owner = this.addUser("owner", { isOwner: true, isAdmin: true });
  }

  get domain(): string {
    return this.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  }

  addChannel(name: string, options: ChannelOptions = {}): Channel {
    const channel = new Channel(this.platform.ids.next("C"), name, this, options);
    this.channels.set(channel.id, channel);
    return channel;
  }

  addUser(name: string, options: UserOptions = {}): User {
    const user = new User(this.platform.ids.next("U"), name, this, options);
    this.users.set(user.id, user);
    return user;
  }

  /** The direct messages with the bot. */
  imWith(user: User): Channel {
    const before = this.channels.get(user.imId);
    if (before) return before;
    const channel = new Channel(user.imId, "directmessage", this, { partner: user });
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** The bot posts, and hears of it itself, as of everything in a channel. */
  post(channel: Channel, body: Fields, where: Where = {}): Message {
    const content = { ...this.contentOf(body), files: listOf(body.files).map(fieldsOf) };
    const message = channel.add(this.bot, content, where);
    if (message.ephemeralTo === undefined) this.announce(message);
    return message;
  }

  /** The app changes a message of its own; blocks that are not given stay. */
  edit(message: Message, body: Fields): void {
    const before = message.toJSON();
    const content = this.contentOf(body);
    message.text = content.text;
    if (body.blocks !== undefined) message.blocks = content.blocks;
    if (content.metadata) message.metadata = content.metadata;
    message.edits += 1;
    if (message.ephemeralTo === undefined) this.announceChange(message, before);
  }

  remove(message: Message): void {
    const { channel, ephemeralTo } = message;
    channel.remove(message);
    if (ephemeralTo !== undefined) return;
    const ts = this.platform.ids.timestamp();
    this.#emitIn(channel, {
      subtype: "message_deleted",
      hidden: true,
      ts,
      deleted_ts: message.ts,
      previous_message: message.toJSON(),
    });
  }

  contentOf(body: Fields): Content {
    const blocks = withIds(listOf(body.blocks), () => this.platform.ids.next("").slice(-5));
    const { metadata } = body;
    return {
      text: stringOf(body.text) || readableText(blocks),
      blocks,
      metadata: metadata === undefined ? undefined : fieldsOf(metadata),
    };
  }

  /** Tells the app of a new message. */
  announce(message: Message): void {
    this.#emitIn(message.channel, message.toJSON());
  }

  announceChange(message: Message, before: Fields): void {
    const ts = this.platform.ids.timestamp();
    const { channel } = message;
    this.#emitIn(channel, {
      subtype: "message_changed",
      hidden: true,
      ts,
      message: message.toJSON(),
      previous_message: before,
    });
  }

  #emitIn(channel: Channel, event: Fields): void {
    if (!channel.isMember) return;
    this.platform.emit(this, {
      type: "message",
      channel: channel.id,
      channel_type: channel.type,
      event_ts: event.ts,
      ...event,
    });
  }
}
