/** discord.js as this bot needs it: what it hears, and how little it remembers. */
import {
  ChannelType,
  Client,
  GatewayDispatchEvents,
  type GatewayGuildCreateDispatchData,
  GatewayIntentBits,
  type GatewayMessageCreateDispatchData,
  Options,
  Partials,
} from "discord.js";

/** Which of a bot's shards a process runs, and how many there are. */
export type Shards = { ids: readonly number[]; of: number };

export type ClientChoices = {
  /** Base URL of the REST API without its version; it also tells where the gateway is. */
  apiUrl?: string | undefined;
  /** Whether to hear what is not addressed to the bot, for which Discord wants a privileged intent. */
  overhears: boolean;
  /** As many as Discord recommends, if left out. */
  shards?: Shards | undefined;
};

/** People who were heard of lately; the rest comes along with every event. */
const mostUsers = 200;

export function makeClient({ apiUrl, overhears, shards }: ClientChoices): Client {
  const isUs = ({ id, client }: { id: string; client: Client }) => id === client.user?.id;
  const client = new Client({
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.DirectMessages,
      ...(overhears ? [GatewayIntentBits.MessageContent] : []),
    ],
    // Direct messages, and messages from before the start, come from channels and messages not heard of.
    partials: [Partials.Channel, Partials.Message],
    shards: shards ? [...shards.ids] : "auto",
    ...(shards && { shardCount: shards.of }),
    allowedMentions: { parse: [], repliedUser: false },
    makeCache: Options.cacheWithLimits({
      ...nothing,
      // A message finds its author, and their nickname, only here.
      GuildMemberManager: { maxSize: 1, keepOverLimit: isUs },
      UserManager: { maxSize: mostUsers, keepOverLimit: isUs },
    }),
    rest: { ...(apiUrl !== undefined && { api: apiUrl }) },
  });
  client.ws.on(GatewayDispatchEvents.GuildCreate, (server: GatewayGuildCreateDispatchData) => {
    if (!server.unavailable) forgetPlaces(server, client);
  });
  client.ws.on(GatewayDispatchEvents.MessageCreate, (message: GatewayMessageCreateDispatchData) => {
    // Discord may leave it out, and discord.js drops a message whose channel it can make nothing of.
    if (message.guild_id !== undefined) message.channel_type ??= ChannelType.GuildText;
  });
  return client;
}

/**
 * Take out of a server, before discord.js builds objects of it, what takes most of the memory of a bot in many servers.
 * discord.js has no setting for that. Events bring their channel with them, so those in use become known; threads stay,
 * because a message does not say what its thread is in. Of the roles only ours is looked up, and everybody's.
 */
function forgetPlaces(server: GatewayGuildCreateDispatchData, { user }: Client): void {
  server.channels = [];
  server.roles = server.roles.filter(({ id, tags }) => id === server.id || (user && tags?.bot_id === user.id));
}

/** Every event brings what is needed of these. */
const nothing = {
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildForumThreadManager: 0,
  GuildInviteManager: 0,
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildSoundboardSoundManager: 0,
  GuildStickerManager: 0,
  GuildTextThreadManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  VoiceStateManager: 0,
};
