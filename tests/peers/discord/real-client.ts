import { Client, type ClientOptions, Events, GatewayIntentBits, Partials } from "discord.js";
import type { DiscordPeer } from "./peer.ts";

const intents = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages];

/** The real client, pointed at a peer; not logged in yet. */
export function clientFor(peer: DiscordPeer, { rest, ...options }: Partial<ClientOptions> = {}): Client {
  return new Client({ intents, partials: [Partials.Channel], rest: { api: peer.url, offset: 0, ...rest }, ...options });
}

/** Log in, and wait until its servers are there, which can be before the login itself returns. */
export async function logIn(client: Client, peer: DiscordPeer): Promise<Client<true>> {
  const { promise, resolve } = Promise.withResolvers<Client<true>>();
  client.once(Events.ClientReady, resolve);
  await client.login(peer.token);
  return promise;
}
