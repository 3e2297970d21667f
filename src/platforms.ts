/** The platforms that the configuration asks for. Their libraries are large, and loaded only where they are used. */
import type { Adapter } from "./adapters/adapter.ts";
import { type IsFirstDelivery, rememberDeliveries } from "./adapters/deliveries.ts";
import type { Config, SlackConfig } from "./config.ts";
import type { Logger, Store } from "./core/ports.ts";

export async function openPlatforms({ discord, slack }: Config, store: Store, logger: Logger): Promise<Adapter[]> {
  const isFirstDelivery = rememberDeliveries(store);
  const adapters: Adapter[] = [];
  if (discord) {
    const { DiscordAdapter } = await import("./adapters/discord/adapter.ts");
    adapters.push(new DiscordAdapter({ ...discord, logger, isFirstDelivery }));
  }
  if (slack) adapters.push(await openSlack(slack, store, logger, isFirstDelivery));
  return adapters;
}

async function openSlack(
  { mode, access, publicUrl, ...common }: SlackConfig,
  store: Store,
  logger: Logger,
  isFirstDelivery: IsFirstDelivery,
): Promise<Adapter> {
  const { SlackAdapter } = await import("./adapters/slack/adapter.ts");
  const { deriveKey, StoredInstallations } = await import("./adapters/slack/installations.ts");
  const shared = { ...common, logger, isFirstDelivery };
  if (access.kind === "one") return new SlackAdapter({ ...shared, mode, access: { botToken: access.botToken } });
  if (mode.kind !== "http") throw new RangeError("many workspaces are served over HTTP");
  const { clientId, clientSecret, installKey } = access;
  const installations = new StoredInstallations(store, installKey, () => performance.now());
  const stateSecret = deriveKey(installKey, "slack state").toString("base64url");
  const oauth = { clientId, clientSecret, stateSecret, store: installations, publicUrl };
  return new SlackAdapter({ ...shared, mode: { ...mode, oauth }, access: { installations } });
}
