import { Channel, type ChannelOptions, channelTypes, everyonesPermissions } from "./channel.ts";
import type { Json } from "./shapes.ts";
import type { World } from "./world.ts";

export type ServerOptions = {
  name?: string;
  channels?: number | string[];
  roles?: number;
  /** Whether the bot was invited; somebody who installed it for themselves can use it in any server. */
  hasBot?: boolean;
};

/** A guild, as the API calls it. */
export class Server {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly hasBot: boolean;
  readonly channels: Channel[] = [];
  readonly threads: Channel[] = [];
  readonly #world: World;
  readonly #roles: Json[];

  constructor(world: World, { name = "club", channels = ["general"], roles = 0, hasBot = true }: ServerOptions) {
    this.#world = world;
    this.name = name;
    this.hasBot = hasBot;
    // A millisecond apart: the shard of a server comes from the time in its id, and they are to lie on several.
    this.id = world.ids.at(world.now() - world.servers.size);
    this.ownerId = world.ids.next();
    const names = typeof channels === "number" ? Array.from({ length: channels }, (_, at) => `room-${at}`) : channels;
    for (const each of names) this.#add(each, {});
    this.#roles = [
      this.#role(this.id, "@everyone", everyonesPermissions),
      ...Array.from({ length: roles }, (_, at) => this.#role(world.ids.next(), `role-${at}`, 0n)),
    ];
  }

  addChannel(name: string, options: ChannelOptions = {}): Channel {
    const channel = this.#add(name, options);
    if (this.hasBot) this.#world.dispatch("CHANNEL_CREATE", channel.wire(), this.id);
    return channel;
  }

  /** The channel of that name. */
  channel(name: string): Channel {
    const found = this.channels.find((channel) => channel.name === name);
    if (!found) throw new Error(`no channel "${name}" in "${this.name}"`);
    return found;
  }

  /** As `GUILD_CREATE` brings it. */
  wire(): Json {
    const joined_at = new Date(this.#world.now()).toISOString();
    return {
      id: this.id,
      name: this.name,
      owner_id: this.ownerId,
      icon: null,
      splash: null,
      banner: null,
      description: null,
      joined_at,
      large: false,
      unavailable: false,
      member_count: this.#world.users.size,
      members: [{ ...this.#world.bot.memberWire(), user: this.#world.bot.wire() }],
      roles: this.#roles,
      channels: this.channels.filter(({ botMaySee }) => botMaySee).map((channel) => channel.wire()),
      threads: this.threads.filter(({ botMaySee }) => botMaySee).map((thread) => thread.wire()),
      emojis: [],
      stickers: [],
      features: [],
      voice_states: [],
      presences: [],
      stage_instances: [],
      guild_scheduled_events: [],
      soundboard_sounds: [],
      afk_timeout: 300,
      afk_channel_id: null,
      system_channel_id: null,
      system_channel_flags: 0,
      rules_channel_id: null,
      public_updates_channel_id: null,
      verification_level: 0,
      default_message_notifications: 0,
      explicit_content_filter: 0,
      mfa_level: 0,
      nsfw_level: 0,
      premium_tier: 0,
      premium_subscription_count: 0,
      premium_progress_bar_enabled: false,
      preferred_locale: "en-US",
      vanity_url_code: null,
      application_id: null,
    };
  }

  #add(name: string, options: ChannelOptions): Channel {
    const channel = new Channel(this.#world, { ...options, name, type: channelTypes.text, server: this });
    this.channels.push(channel);
    this.#world.channels.set(channel.id, channel);
    return channel;
  }

  #role(id: string, name: string, permissions: bigint): Json {
    const look = { color: 0, colors: { primary_color: 0, secondary_color: null, tertiary_color: null }, icon: null };
    const role = { id, name, permissions: String(permissions), position: 0, hoist: false, managed: false };
    return { ...role, ...look, mentionable: false, unicode_emoji: null, flags: 0 };
  }
}
