/** The workspaces that have let the bot in: the one whose token we were given, or those that installed it. */
import type { Authorize, AuthorizeResult, webApi } from "@slack/bolt";
import { badToken, isRevoked } from "./failures.ts";
import { type StoredInstallations, tenantOf } from "./installations.ts";

export type Tenants = {
  /** @throws when the workspace has not let us in, or no longer does */
  tokenOf(tenant: string): Promise<string>;
  /** How bolt finds out; undefined when its installer does that. */
  authorize: Authorize<boolean> | undefined;
  /** Learn who we are, where that can be known beforehand. */
  open(): Promise<void>;
};

/** @param client of the workspace's token */
export function oneTenant(token: string, client: webApi.WebClient): Tenants {
  let us: AuthorizeResult | undefined;
  return {
    tokenOf: async () => token,
    authorize: async ({ teamId, enterpriseId }) => ({
      botToken: token,
      ...(teamId !== undefined && { teamId }),
      ...(enterpriseId !== undefined && { enterpriseId }),
      // An event in a channel that two companies share names the other's workspace.
      ...us,
    }),
    async open() {
      try {
        const { bot_id: botId, user_id: botUserId, team_id: teamId } = await client.auth.test();
        us = {
          ...(botId !== undefined && { botId }),
          ...(botUserId !== undefined && { botUserId }),
          ...(teamId !== undefined && { teamId }),
        };
      } catch (error) {
        throw isRevoked(error) ? badToken("SLACK_BOT_TOKEN") : error;
      }
    },
  };
}

export function storedTenants(installations: StoredInstallations): Tenants {
  return {
    async tokenOf(tenant) {
      const { bot } = await installations.fetch(tenant);
      if (!bot) throw new Error("installed without a bot");
      return bot.token;
    },
    authorize: undefined,
    open: async () => {},
  };
}

/** The workspace of an event, or its organisation where that has let us in as one. */
export function tenantOfContext(context: { teamId?: string; enterpriseId?: string; isEnterpriseInstall: boolean }) {
  const { teamId, enterpriseId, isEnterpriseInstall } = context;
  return tenantOf({ teamId, enterpriseId, isEnterpriseInstall });
}
