import type { Message } from "./message.ts";
import type { Server } from "./server.ts";
import type { Json } from "./shapes.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

export const channelTypes = { text: 0, direct: 1, publicThread: 11 } as const;

const viewChannel = 1n << 10n;
const sendMessages = 1n << 11n;
/** What a bot of ours is invited with: see, write, also in threads, embed, attach, read the history, react. */
const invitedWith = viewChannel | sendMessages | (1n << 38n) | (1n << 14n) | (1n << 15n) | (1n << 16n) | (1n << 6n);

export type ChannelOptions = { botMayPost?: boolean; botMaySee?: boolean };

type Place = ChannelOptions & { name: string; type: number; server?: Server; recipient?: User; parent?: Channel };

/** Where messages go: a text channel, a thread in one, or somebody's direct messages with the bot. */
export class Channel {
  readonly id: string;
  readonly name: string;
  readonly type: number;
  readonly server: Server | undefined;
  readonly recipient: User | undefined;
  readonly parent: Channel | undefined;
  botMayPost: boolean;
  botMaySee: boolean;
  /** Everything that was ever written here, also what was deleted or is for one person. */
  readonly history: Message[] = [];
  readonly #world: World;

  constructor(world: World, place: Place) {
    this.#world = world;
    this.id = world.ids.next();
    this.name = place.name;
    this.type = place.type;
    this.server = place.server;
    this.recipient = place.recipient;
    this.parent = place.parent;
    this.botMayPost = place.botMayPost ?? true;
    this.botMaySee = place.botMaySee ?? true;
  }

  /** What everybody sees, the oldest first; not the notice that the bot is thinking. */
  get messages(): Message[] {
    return this.history.filter((message) => !message.ephemeralTo && !message.isDeleted && !message.isLoading);
  }

  get isDirect(): boolean {
    return this.type === channelTypes.direct;
  }

  /** Ids that say where it is. */
  get address(): { channel_id: string; guild_id?: string } {
    return { channel_id: this.id, ...(this.server && { guild_id: this.server.id }) };
  }

  get botPermissions(): bigint {
    const denied = (this.botMayPost ? 0n : sendMessages) | (this.botMaySee ? 0n : viewChannel);
    return invitedWith & ~denied;
  }

  addThread(name: string): Channel {
    const { server } = this;
    if (!server || this.parent) throw new Error(`no thread can be opened in "${this.name}"`);
    const { botMayPost, botMaySee } = this;
    const type = channelTypes.publicThread;
    const thread = new Channel(this.#world, { name, type, server, parent: this, botMayPost, botMaySee });
    this.#world.channels.set(thread.id, thread);
    server.threads.push(thread);
    if (server.hasBot && botMaySee) {
      this.#world.dispatch("THREAD_CREATE", { ...thread.wire(), newly_created: true }, server.id);
    }
    return thread;
  }

  wire(): Json {
    const { id, type, name, server, recipient, parent } = this;
    const last_message_id = this.history.at(-1)?.id ?? null;
    if (recipient) return { id, type, last_message_id, flags: 0, recipients: [recipient.wire()] };
    if (!server) throw new Error(`the channel "${name}" is nowhere`);
    const place = { id, type, name, guild_id: server.id, last_message_id, flags: 0, rate_limit_per_user: 0 };
    if (!parent) {
      const overwrites = this.#overwrites(server);
      return { ...place, position: 0, parent_id: null, topic: null, nsfw: false, permission_overwrites: overwrites };
    }
    return {
      ...place,
      parent_id: parent.id,
      owner_id: server.ownerId,
      message_count: this.history.length,
      total_message_sent: this.history.length,
      member_count: 2,
      thread_metadata: {
        archived: false,
        locked: false,
        auto_archive_duration: 1440,
        archive_timestamp: new Date(this.#world.now()).toISOString(),
      },
    };
  }

  #overwrites(server: Server): Json[] {
    const deny = invitedWith & ~this.botPermissions;
    return deny === 0n ? [] : [{ id: server.id, type: 0, allow: "0", deny: String(deny) }];
  }
}

export const everyonesPermissions = invitedWith;
