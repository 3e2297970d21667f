import type { Fields } from "./json.ts";
import { type Author, type Content, Message } from "./message.ts";
import type { User } from "./user.ts";
import type { Workspace } from "./workspace.ts";

export type ChannelOptions = {
  /** Whether the bot is in it; it is, if left out. */
  isMember?: boolean;
  creator?: User;
  isPrivate?: boolean;
  /** With another organisation, by Slack Connect. */
  isShared?: boolean;
};

/** @property isBroadcast whether a message in a thread stands in the channel, too */
export type Where = { threadTs?: string | undefined; ephemeralTo?: string | undefined; isBroadcast?: boolean };

/** A channel, or the direct messages between a person and the bot. */
export class Channel {
  readonly id: string;
  readonly name: string;
  readonly workspace: Workspace;
  readonly creator: User | undefined;
  readonly isPrivate: boolean;
  readonly isShared: boolean;
  /** The person, where these are direct messages. */
  readonly partner: User | undefined;
  isMember: boolean;
  isArchived = false;
  /** What everybody sees, the oldest first. */
  readonly messages: Message[] = [];
  /** What only one person sees each, the oldest first. */
  readonly ephemerals: Message[] = [];
  readonly #byTs = new Map<string, Message>();

  constructor(id: string, name: string, workspace: Workspace, options: ChannelOptions & { partner?: User } = {}) {
    this.id = id;
    this.name = name;
    this.workspace = workspace;
    this.creator = options.creator;
    this.isPrivate = options.isPrivate ?? false;
    this.isShared = options.isShared ?? false;
    this.partner = options.partner;
    this.isMember = options.isMember ?? true;
  }

  /** As events name it. */
  get type(): "im" | "group" | "channel" {
    if (this.partner) return "im";
    return this.isPrivate ? "group" : "channel";
  }

  /** A message that all can see; ephemeral ones are not found, as Slack's methods don't find them. */
  find(ts: string): Message | undefined {
    return this.#byTs.get(ts);
  }

  add(author: Author, content: Content, where: Where = {}): Message {
    const { threadTs, ephemeralTo } = where;
    const ts = this.workspace.platform.ids.timestamp();
    const message = new Message({ channel: this, ts, ...where }, author, content);
    if (ephemeralTo !== undefined) {
      this.ephemerals.push(message);
      return message;
    }
    this.messages.push(message);
    this.#byTs.set(ts, message);
    const parent = threadTs === undefined ? undefined : this.#byTs.get(threadTs);
    if (parent) parent.replyCount += 1;
    return message;
  }

  remove(message: Message): void {
    const all = message.ephemeralTo === undefined ? this.messages : this.ephemerals;
    const at = all.lastIndexOf(message);
    if (at >= 0) all.splice(at, 1);
    this.#byTs.delete(message.ts);
    message.isDeleted = true;
  }

  /** A thread, its first message included. */
  thread(ts: string): Message[] {
    return this.messages.filter((message) => message.ts === ts || message.threadTs === ts);
  }

  toJSON(): Fields {
    const isIm = this.type === "im";
    return {
      id: this.id,
      ...(!isIm && { name: this.name, creator: this.creator?.id ?? this.workspace.owner.id }),
      ...(this.partner && { user: this.partner.id }),
      is_channel: this.type === "channel",
      is_group: this.type === "group",
      is_im: isIm,
      is_mpim: false,
      is_private: this.isPrivate || isIm,
      is_archived: this.isArchived,
      is_member: this.isMember,
      is_shared: this.isShared,
      is_ext_shared: this.isShared,
      context_team_id: this.workspace.id,
    };
  }
}
