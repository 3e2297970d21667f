/** One bot in many workspaces: whose token is used where, what is kept, and what becomes of those who leave. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StoredInstallations } from "../src/adapters/slack/installations.ts";
import { OperatorError } from "../src/core/errors.ts";
import { paragraph } from "../src/core/reply.ts";
import { Club, smallKnowledge } from "./fakes/parts.ts";
import {
  ask,
  type Environment,
  forManyWorkspaces,
  install,
  installKey,
  post,
  type Served,
  saidIn,
  serve,
  tokenUsedIn,
} from "./fakes/slack-http.ts";
import { eventCallback } from "./peers/slack/payloads.ts";
import { SlackPeer } from "./peers/slack/peer.ts";
import type { Workspace } from "./peers/slack/workspace.ts";

const small = await smallKnowledge();
const enterprise = { id: "E0001", name: "Hooli" };

let cleanUp: AsyncDisposableStack;
let peer: SlackPeer;
let club: Club;
let served: Served;
let acme: Workspace;
let globex: Workspace;

const start = async (environment: Environment = {}) =>
  cleanUp.use(await serve(peer, club, { ...forManyWorkspaces(peer), ...environment }));
const openInstallations = (key = installKey) => new StoredInstallations(served.store, key, () => 0);
const installed = () => Object.keys(club.under("slack-installations/")).map((key) => key.split("/").at(-1));

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  peer = cleanUp.use(await SlackPeer.open());
  club = new Club(small);
  served = await start();
  acme = peer.workspace;
  globex = peer.addWorkspace("Globex");
  await install(peer, served, acme);
  await install(peer, served, globex);
});

afterEach(async () => {
  await cleanUp.disposeAsync();
  expect(peer.violations).toEqual([]);
  for (const { token } of peer.requests) if (token !== undefined) expect(served.log.text).not.toContain(token);
});

describe("a bot in many Slack workspaces", () => {
  it("answers in each with its own token", async () => {
    expect(acme.botToken).not.toBe(globex.botToken);
    expect(await tokenUsedIn(peer, served, acme)).toBe(acme.botToken);
    expect(await tokenUsedIn(peer, served, globex)).toBe(globex.botToken);
  });

  it("turns away a workspace that never let it in", async () => {
    const { channel } = await ask(peer, served, peer.addWorkspace("Initech"));
    await tokenUsedIn(peer, served, acme);
    expect(saidIn(channel)).toEqual([]);
    expect(peer.requests.filter(({ ok }) => ok === false)).toEqual([]);
  });

  it("posts what an alarm is for with the token of where it goes", async () => {
    for (const workspace of [acme, globex]) {
      const channel = workspace.addChannel("tips");
      const to = { platform: "slack", conversation: `${workspace.id}.${channel.id}` };
      await served.adapter.perform({ kind: "post", to, reply: [paragraph("a tip")] });
      expect(saidIn(channel).map(({ fullText }) => fullText)).toEqual(["a tip"]);
      const person = workspace.addUser("ana");
      const directly = { platform: "slack", person: `${workspace.id}.${person.id}` };
      await served.adapter.perform({ kind: "post", to: directly, reply: [paragraph("a tip")] });
      expect(saidIn(person.im)).toHaveLength(1);
      const lately = peer.requests.slice(-3).map(({ token }) => token);
      expect(new Set(lately)).toEqual(new Set([workspace.botToken]));
    }
  });

  it("is still there after a restart", async () => {
    await served[Symbol.asyncDispose]();
    const next = await start();
    expect(await tokenUsedIn(peer, next, acme)).toBe(acme.botToken);
    expect(await tokenUsedIn(peer, next, globex)).toBe(globex.botToken);
  });

  it("uses an organisation's token where that has let it in as one", async () => {
    const token = acme.platform.tokens.issue(acme);
    const { userId, botId: id } = acme.bot;
    await openInstallations().storeInstallation({
      team: undefined,
      enterprise,
      isEnterpriseInstall: true,
      user: { token: undefined, scopes: undefined, id: acme.owner.id },
      bot: { token, userId, id, scopes: ["chat:write"] },
    });
    const authorization = { team_id: acme.id, user_id: userId, is_bot: true };
    const ofEnterprise = { ...authorization, enterprise_id: enterprise.id, is_enterprise_install: true };
    expect(await tokenUsedIn(peer, served, acme, { authorizations: [ofEnterprise] })).toBe(token);
    const ofTeam = { ...ofEnterprise, is_enterprise_install: false };
    expect(await tokenUsedIn(peer, served, acme, { authorizations: [ofTeam] })).toBe(acme.botToken);
  });
});

describe("installations on Slack", () => {
  it("do not open with another key, which the error names", async () => {
    const other = openInstallations("another secret, just as long as the first");
    const failure: unknown = await other.fetch(acme.id).catch((error: unknown) => error);
    if (!(failure instanceof OperatorError)) throw failure;
    expect(failure.remedy).toContain("SLACK_INSTALL_KEY");
  });

  it("do not open in another workspace's place", async () => {
    const { adapter } = club.engine;
    const [ofAcme = "", ofGlobex = ""] = [acme, globex].map(
      ({ id }) => [...adapter].find(([key]) => key.includes(id))?.[0],
    );
    adapter.set(ofGlobex, adapter.get(ofAcme) ?? "");
    await expect(openInstallations().fetch(globex.id)).rejects.toThrow(OperatorError);
  });

  it("that do not open are told of in one line, and nobody is answered", async () => {
    const mistaken = await start({ SLACK_INSTALL_KEY: "another secret, just as long as the first" });
    const { channel } = await ask(peer, mistaken, acme);
    await vi.waitFor(() => expect(mistaken.log.text).toContain("SLACK_INSTALL_KEY"));
    expect(mistaken.log.lines.filter(({ level }) => level !== "info")).toHaveLength(1);
    expect(saidIn(channel)).toEqual([]);
  });

  it.each(["uninstall", "revokeTokens"] as const)("are gone after %s, and those of others stay", async (how) => {
    peer.deliverOver({ http: served.url });
    peer[how](acme);
    await vi.waitFor(() => expect(installed()).toEqual([globex.id]));
    const { channel } = await ask(peer, served, acme);
    expect(await tokenUsedIn(peer, served, globex)).toBe(globex.botToken);
    expect(saidIn(channel)).toEqual([]);
  });

  it("come back when the app is installed again", async () => {
    peer.deliverOver({ http: served.url });
    peer.uninstall(acme);
    await vi.waitFor(() => expect(installed()).toEqual([globex.id]));
    await install(peer, served, acme);
    expect(await tokenUsedIn(peer, served, acme)).toBe(acme.botToken);
  });

  it("stay when Slack tells again of an earlier leaving", async () => {
    peer.deliverOver({ http: served.url });
    peer.uninstall(acme);
    await vi.waitFor(() => expect(installed()).toEqual([globex.id]));
    await install(peer, served, acme);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 60_000);
    for (const delivery of [...peer.delivered]) await peer.redeliver(delivery);
    vi.useRealTimers();
    await tokenUsedIn(peer, served, globex);
    expect(await tokenUsedIn(peer, served, acme)).toBe(acme.botToken);
  });

  it("stay when it was a person's token that was taken back", async () => {
    const event = { type: "tokens_revoked", tokens: { oauth: [acme.owner.id], bot: [] }, event_ts: "1" };
    expect(await post(served, peer.forge(eventCallback(acme, event)).genuine)).toBe(200);
    expect(await tokenUsedIn(peer, served, acme)).toBe(acme.botToken);
  });
});
