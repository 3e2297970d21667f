import { type Fields, stringOf } from "../json.ts";
import type { Platform } from "../platform.ts";
import { Refusal } from "../refusal.ts";
import type { Workspace } from "../workspace.ts";

/** What an installation asks for, of its query. @see https://docs.slack.dev/authentication/installing-with-oauth */
type Request = { state?: string | undefined; redirectUri?: string | undefined };

/** @property redirect where the person's browser goes then */
export type Approval = { code: string; redirect: string };

/**
 * Somebody lets the app into a workspace.
 *
 * @param authorizeUrl where the app had sent the browser; its state comes back with the code
 */
export function approve(platform: Platform, workspace: Workspace, authorizeUrl?: string): Approval {
  const { state, redirectUri } = authorizeUrl === undefined ? {} : requestOf(platform, authorizeUrl);
  const code = `${platform.ids.next("1")}.${crypto.randomUUID()}`;
  platform.codes.set(code, workspace);
  const query = new URLSearchParams({ code, ...(state !== undefined && { state }) });
  return { code, redirect: `${redirectUri ?? ""}?${query}` };
}

function requestOf(platform: Platform, authorizeUrl: string): Request {
  const { searchParams } = new URL(authorizeUrl);
  if (searchParams.get("client_id") !== platform.clientId) throw new Error(`not our client: ${authorizeUrl}`);
  if (!searchParams.get("scope")) throw new Error(`asks for no scope: ${authorizeUrl}`);
  return {
    state: searchParams.get("state") ?? undefined,
    redirectUri: searchParams.get("redirect_uri") ?? undefined,
  };
}

/** A code for a token: `oauth.v2.access`. */
export function exchangeCode(platform: Platform, body: Fields, credentials: string | undefined): Fields {
  const given = credentials ?? `${stringOf(body.client_id)}:${stringOf(body.client_secret)}`;
  const [clientId, clientSecret] = given.split(":");
  if (clientId !== platform.clientId) throw new Refusal("invalid_client_id");
  if (clientSecret !== platform.clientSecret) throw new Refusal("bad_client_secret");
  const code = stringOf(body.code);
  const workspace = platform.codes.get(code);
  if (!workspace) throw new Refusal("invalid_code");
  platform.codes.delete(code);
  workspace.isInstalled = true;
  workspace.botToken = platform.tokens.issue(workspace);
  return {
    app_id: platform.appId,
    authed_user: { id: workspace.owner.id },
    scope: "app_mentions:read,chat:write,commands,im:history",
    token_type: "bot",
    access_token: workspace.botToken,
    bot_user_id: workspace.bot.userId,
    team: { id: workspace.id, name: workspace.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}
