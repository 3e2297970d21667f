import { Channel, channelTypes } from "./channel.ts";
import { CommandBook } from "./command-book.ts";
import type { Interaction } from "./interaction.ts";
import type { Message } from "./message.ts";
import { Server, type ServerOptions } from "./server.ts";
import { Snowflakes } from "./snowflakes.ts";
import { User, type UserOptions } from "./user.ts";

type Dispatch = (event: string, data: unknown, guildId?: string) => void;

/** All that Discord knows, apart from who is connected. */
export class World {
  readonly now: () => number;
  readonly ids: Snowflakes;
  readonly servers = new Map<string, Server>();
  readonly channels = new Map<string, Channel>();
  readonly users = new Map<string, User>();
  readonly messages = new Map<string, Message>();
  /** What was sent to a channel with a nonce that is enforced, by both. */
  readonly sentWith = new Map<string, Message>();
  /** By their token, which is what later requests name. */
  readonly interactions = new Map<string, Interaction>();
  readonly commands: CommandBook;
  readonly bot: User;
  /** Whether people can use only what was published. */
  requirePublished = false;
  readonly dispatch: Dispatch;
  readonly #directChannels = new Map<User, Channel>();

  constructor(now: () => number, dispatch: Dispatch) {
    this.now = now;
    this.dispatch = dispatch;
    this.ids = new Snowflakes(now);
    this.bot = new User(this, "waymark", { isBot: true });
    this.users.set(this.bot.id, this.bot);
    this.commands = new CommandBook(this.ids, this.bot.id);
  }

  addServer(options: ServerOptions): Server {
    const server = new Server(this, options);
    this.servers.set(server.id, server);
    if (server.hasBot) this.dispatch("GUILD_CREATE", server.wire(), server.id);
    return server;
  }

  addUser(name: string, options: UserOptions): User {
    const user = new User(this, name, options);
    this.users.set(user.id, user);
    return user;
  }

  /** Somebody's direct messages with the bot, opened when first asked for. */
  directChannel(user: User): Channel {
    const open = this.#directChannels.get(user);
    if (open) return open;
    const channel = new Channel(this, { name: user.name, type: channelTypes.direct, recipient: user });
    this.#directChannels.set(user, channel);
    this.channels.set(channel.id, channel);
    return channel;
  }

  post(message: Message): void {
    message.channel.history.push(message);
    this.messages.set(message.id, message);
    this.#tell("MESSAGE_CREATE", message, { isNew: true });
  }

  updated(message: Message): void {
    this.#tell("MESSAGE_UPDATE", message);
  }

  remove(message: Message): void {
    message.isDeleted = true;
    this.messages.delete(message.id);
    const { id, channel } = message;
    if (this.#hearsOf(message)) this.dispatch("MESSAGE_DELETE", { id, ...channel.address }, channel.server?.id);
  }

  #tell(event: string, message: Message, { isNew = false } = {}): void {
    if (this.#hearsOf(message)) this.dispatch(event, message.event({ isNew }), message.channel.server?.id);
  }

  /** Whether the bot is told about a message. */
  #hearsOf({ channel, ephemeralTo }: Message): boolean {
    return !ephemeralTo && channel.botMaySee && (channel.server?.hasBot ?? true);
  }
}
