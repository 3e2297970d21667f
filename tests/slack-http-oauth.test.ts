/** How a workspace lets the app in, with what nobody else can do in its name. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Club, smallKnowledge } from "./fakes/parts.ts";
import {
  approve,
  Browser,
  type Environment,
  forManyWorkspaces,
  install,
  installKey,
  publicUrl,
  type Served,
  serve,
  tokenUsedIn,
} from "./fakes/slack-http.ts";
import { SlackPeer } from "./peers/slack/peer.ts";
import type { Workspace } from "./peers/slack/workspace.ts";

const small = await smallKnowledge();

let cleanUp: AsyncDisposableStack;
let peer: SlackPeer;
let club: Club;
let served: Served;
let acme: Workspace;
let globex: Workspace;

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  peer = cleanUp.use(await SlackPeer.open());
  club = new Club(small);
  acme = peer.workspace;
  globex = peer.addWorkspace("Globex");
  served = await start();
});

afterEach(async () => {
  await cleanUp.disposeAsync();
  expect(peer.violations).toEqual([]);
  for (const secret of secrets()) expect(served.log.text).not.toContain(secret);
});

const start = async (environment: Environment = {}) =>
  cleanUp.use(await serve(peer, club, { ...forManyWorkspaces(peer), ...environment }));

const secrets = () => [
  peer.signingSecret,
  peer.clientSecret,
  installKey,
  ...peer.requests.flatMap(({ token = [] }) => token),
];

/** All that is in the store, as an engine sees it. */
const storedText = () => JSON.stringify([...club.engine.adapter]);
const installations = () => Object.keys(club.under("slack-installations/"));

describe("installing the app in a workspace", () => {
  it("begins at Slack, with what the app asks for and a state of its own each time", async () => {
    const [one, other] = [
      await new Browser().get(`${served.url}/slack/install`),
      await new Browser().get(`${served.url}/slack/install`),
    ];
    const { origin, pathname, searchParams } = new URL(one.location);
    expect([one.status, origin + pathname]).toEqual([302, "https://slack.com/oauth/v2/authorize"]);
    expect(searchParams.get("client_id")).toBe(peer.clientId);
    expect(searchParams.get("redirect_uri")).toBe(`${publicUrl}/slack/oauth_redirect`);
    expect(searchParams.get("scope")?.split(",")).toEqual(expect.arrayContaining(["chat:write", "commands"]));
    expect(searchParams.get("state")).not.toBe(new URL(other.location).searchParams.get("state"));
    expect(one.location).not.toContain(peer.clientSecret);
  });

  it("asks for what overhearing needs, where the bot overhears", async () => {
    const overhearing = await start({ SLACK_OVERHEAR: "true" });
    const { location } = await new Browser().get(`${overhearing.url}/slack/install`);
    const scopes = new URL(location).searchParams.get("scope")?.split(",");
    expect(scopes).toEqual(expect.arrayContaining(["channels:history", "groups:history"]));
  });

  it("lets the bot answer there", async () => {
    expect(await install(peer, served, acme)).toBe(200);
    expect(await tokenUsedIn(peer, served, acme)).toBe(acme.botToken);
  });

  it("leaves nothing readable in the store", async () => {
    await install(peer, served, acme);
    expect(installations()).toHaveLength(1);
    for (const secret of [...secrets(), acme.botToken, "xoxb"]) expect(storedText()).not.toContain(secret);
  });

  it("is refused without the state of this browser, or with it a second time", async () => {
    const [ana, eve] = [new Browser(), new Browser()];
    const page = await approve(peer, served, acme, ana);
    const without = new URL(page);
    without.searchParams.delete("state");
    const wrong = new URL(page);
    wrong.searchParams.set("state", `${wrong.searchParams.get("state")}x`);
    const evesPage = await approve(peer, served, acme, eve);
    for (const url of [without.href, wrong.href]) expect((await new Browser().get(url)).status).toBe(400);
    expect((await ana.get(evesPage)).status).toBe(400);
    expect(installations()).toEqual([]);

    const again = await approve(peer, served, acme, ana);
    expect((await ana.get(again)).status).toBe(200);
    const reused = new URL(again);
    reused.searchParams.set("code", peer.approveInstall(globex).code);
    expect((await ana.get(reused.href)).status).toBe(400);
    expect(installations()).toHaveLength(1);
  });

  it("is refused with a code that Slack does not know, and without one", async () => {
    const browser = new Browser();
    const page = new URL(await approve(peer, served, acme, browser));
    page.searchParams.set("code", "guessed");
    expect((await browser.get(page.href)).status).toBe(500);
    const denied = await new Browser().get(`${served.url}/slack/oauth_redirect?error=access_denied`);
    expect(denied.status).toBeGreaterThanOrEqual(400);
    expect(installations()).toEqual([]);
  });

  it("may be done again, with a new token", async () => {
    await install(peer, served, acme);
    const first = await tokenUsedIn(peer, served, acme);
    await install(peer, served, acme);
    expect(await tokenUsedIn(peer, served, acme)).toBe(acme.botToken);
    expect(acme.botToken).not.toBe(first);
    expect(installations()).toHaveLength(1);
  });
});
