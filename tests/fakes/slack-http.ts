/** The bot on a Slack of our own that reaches it over HTTP, put together as for `npm start`. */
import { createHmac } from "node:crypto";
import { inspect } from "node:util";
import type { Adapter } from "../../src/adapters/adapter.ts";
import { readConfig } from "../../src/config.ts";
import type { Store } from "../../src/core/ports.ts";
import { openPlatforms } from "../../src/platforms.ts";
import type { Channel } from "../peers/slack/channel.ts";
import type { Fields } from "../peers/slack/json.ts";
import type { Message } from "../peers/slack/message.ts";
import { eventCallback } from "../peers/slack/payloads.ts";
import type { SlackPeer } from "../peers/slack/peer.ts";
import type { User } from "../peers/slack/user.ts";
import type { Workspace } from "../peers/slack/workspace.ts";
import { type Club, CollectedLog } from "./parts.ts";

export type Environment = Readonly<Record<string, string>>;

/** Where Slack is told that we are; what goes there reaches the process whose address is known. */
export const publicUrl = "https://bot.example.org";
export const installKey = "a secret of the tests, long enough to be one";

export const forOneWorkspace = (peer: SlackPeer): Environment => ({
  SLACK_SIGNING_SECRET: peer.signingSecret,
  SLACK_BOT_TOKEN: peer.workspace.botToken,
});

export const forManyWorkspaces = (peer: SlackPeer): Environment => ({
  SLACK_SIGNING_SECRET: peer.signingSecret,
  SLACK_CLIENT_ID: peer.clientId,
  SLACK_CLIENT_SECRET: peer.clientSecret,
  SLACK_INSTALL_KEY: installKey,
  SLACK_PUBLIC_URL: publicUrl,
});

/** A log that says where the server listens. */
class ServerLog extends CollectedLog {
  readonly #port = Promise.withResolvers<number>();

  override info(fields: Record<string, unknown>, message: string): void {
    super.info(fields, message);
    if (message === "on Slack") this.#port.resolve(Number(fields.port));
  }

  get port(): Promise<number> {
    return this.#port.promise;
  }

  /** All that the lines hold, errors with what hangs on them. */
  get text(): string {
    return inspect(this.lines, { depth: 10, maxStringLength: Number.POSITIVE_INFINITY });
  }
}

export type Served = AsyncDisposable & { adapter: Adapter; store: Store; log: ServerLog; url: string };

/** One process that Slack reaches at an address; it forgets what the club's store does not keep. */
export async function serve(peer: SlackPeer, club: Club, environment: Environment): Promise<Served> {
  const { bot, store } = club.start();
  const log = new ServerLog();
  const config = readConfig({ SLACK_API_URL: peer.url, SLACK_PORT: "0", ...environment });
  const [adapter] = await openPlatforms(config, store, log);
  if (!adapter) throw new Error("the bot is not on Slack");
  const running = adapter.run(bot);
  const port = await Promise.race([log.port, running.then(() => 0)]);
  let isOver = false;
  return {
    adapter,
    store,
    log,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      if (isOver) return;
      isOver = true;
      await adapter.stop();
      await running;
    },
  };
}

/** Something that Slack has signed, whatever it says. */
export function signed(secret: string, body: string, contentType = "application/json"): RequestInit {
  const seconds = Math.floor(Date.now() / 1000);
  const signature = createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex");
  return {
    method: "POST",
    headers: {
      "content-type": contentType,
      "x-slack-request-timestamp": String(seconds),
      "x-slack-signature": `v0=${signature}`,
    },
    body,
  };
}

/** @returns the status it is answered with */
export async function post({ url }: { url: string }, request: RequestInit): Promise<number> {
  const { status } = await fetch(`${url}/slack/events`, request);
  return status;
}

/** The event of a mention, told to nobody yet. */
export function mentionOf(person: User, channel: Channel, text: string): { message: Message; payload: Fields } {
  const { workspace } = channel;
  const words = `<@${workspace.bot.userId}> ${text}`;
  const message = channel.add({ userId: person.id }, { text: words, blocks: [] });
  const event = { ...message.toJSON(), type: "app_mention", channel: channel.id, event_ts: message.ts };
  return { message, payload: eventCallback(workspace, event) };
}

/** What the bot has said in a channel, the oldest first. */
export const saidIn = (channel: Channel): Message[] => channel.messages.filter(({ isByApp }) => isByApp);

/** As much of a person's browser as installing needs: it keeps cookies, and shows where it is sent. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  async get(url: string): Promise<{ status: number; location: string; text: string }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: { cookie } });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const location = response.headers.get("location") ?? "";
    return { status: response.status, location, text: await response.text() };
  }

  #keep(line: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    const [, expires] = /expires=([^;]*)/i.exec(line) ?? [];
    if (expires !== undefined && Date.parse(expires) < Date.now()) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

/** Somebody is sent to Slack and lets the app in. @returns where Slack sends their browser, here rather than there */
export async function approve(
  peer: SlackPeer,
  { url }: { url: string },
  workspace: Workspace,
  browser: Browser,
): Promise<string> {
  const { location } = await browser.get(`${url}/slack/install`);
  return peer.approveInstall(workspace, location).redirect.replace(publicUrl, url);
}

/** The whole of it, by somebody who does as they are told. @returns the status of the last page */
export async function install(peer: SlackPeer, served: { url: string }, workspace: Workspace): Promise<number> {
  const browser = new Browser();
  return (await browser.get(await approve(peer, served, workspace, browser))).status;
}

/** Somebody in a workspace asks. @param about what else the event says of where it comes from */
export async function ask(peer: SlackPeer, served: { url: string }, workspace: Workspace, about: Fields = {}) {
  const channel = workspace.addChannel("careers");
  const { payload } = mentionOf(workspace.addUser("ana"), channel, "what is SQL?");
  const status = await post(served, peer.forge({ ...payload, ...about }).genuine);
  return { channel, status };
}

/** The token with which somebody who asks is answered. */
export async function tokenUsedIn(peer: SlackPeer, served: { url: string }, workspace: Workspace, about: Fields = {}) {
  const { channel } = await ask(peer, served, workspace, about);
  await peer.until(() => saidIn(channel)[0]);
  return peer.requests.find(({ method, body }) => method === "chat.postMessage" && body.channel === channel.id)?.token;
}
