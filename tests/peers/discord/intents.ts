import type { Json } from "./shapes.ts";

const guilds = 1 << 0;
const guildMessages = 1 << 9;
const directMessages = 1 << 12;
const messageContent = 1 << 15;

/** The intent without which an event isn't sent; 0 for what everybody gets. */
export function needsIntent(event: string, guildId: string | undefined): number {
  if (event.startsWith("MESSAGE_")) return guildId === undefined ? directMessages : guildMessages;
  return /^(GUILD|CHANNEL|THREAD)_/.test(event) ? guilds : 0;
}

type MessageEvent = { guild_id?: string; author?: { id?: string }; mentions?: { id?: string }[] };

/**
 * A server's message for a bot that may not read along: it comes empty, unless the bot wrote it or is mentioned.
 *
 * @returns undefined when it may be sent as it is
 */
export function bareOfContent(event: string, data: unknown, intents: number, botId: string): Json | undefined {
  if ((event !== "MESSAGE_CREATE" && event !== "MESSAGE_UPDATE") || (intents & messageContent) !== 0) return undefined;
  const { guild_id, author, mentions = [] } = data as MessageEvent;
  const concernsBot = author?.id === botId || mentions.some(({ id }) => id === botId);
  if (guild_id === undefined || concernsBot) return undefined;
  return { ...(data as Json), content: "", embeds: [], components: [], attachments: [] };
}
