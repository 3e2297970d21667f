/** What comes in at the bot's address on the Web: from Slack, once, or not at all. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Club, smallKnowledge } from "./fakes/parts.ts";
import { forOneWorkspace, mentionOf, post, type Served, saidIn, serve, signed } from "./fakes/slack-http.ts";
import type { Channel } from "./peers/slack/channel.ts";
import { SlackPeer } from "./peers/slack/peer.ts";
import type { User } from "./peers/slack/user.ts";

const small = await smallKnowledge();
const question = "what is SQL?";
const boltsLimitBytes = 4 * 1024 * 1024;

let cleanUp: AsyncDisposableStack;
let peer: SlackPeer;
let club: Club;
let served: Served;
let channel: Channel;
let ana: User;

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  peer = cleanUp.use(await SlackPeer.open());
  club = new Club(small);
  served = await another();
  channel = peer.workspace.addChannel("careers");
  ana = peer.workspace.addUser("ana");
});

afterEach(async () => {
  await cleanUp.disposeAsync();
  vi.useRealTimers();
  expect(peer.violations).toEqual([]);
  const secrets = [peer.signingSecret, peer.workspace.botToken, question];
  for (const secret of secrets) expect(served.log.text).not.toContain(secret);
});

/** One more process on the same memory. */
const another = async () => cleanUp.use(await serve(peer, club, forOneWorkspace(peer)));

/** Waits for the answer to a mention; by then all that came before has been answered too. */
async function answerTo(asked: ReturnType<typeof mentionOf>) {
  return peer.until(() => saidIn(channel).find(({ threadTs }) => threadTs === asked.message.ts));
}

/** Somebody asks by a request that is all right. */
async function askProperly() {
  const asked = mentionOf(ana, channel, question);
  expect(await post(served, peer.forge(asked.payload).genuine)).toBe(200);
  return answerTo(asked);
}

describe("a request to the bot on Slack", () => {
  it("is answered when it is Slack's", async () => {
    expect((await askProperly()).fullText).toContain("SQL");
    expect(saidIn(channel)).toHaveLength(1);
  });

  it.each(["unsigned", "stale", "wronglySigned", "tampered"] as const)("is turned away when it is %s", async (how) => {
    const { payload } = mentionOf(ana, channel, "forged");
    expect(await post(served, peer.forge(payload)[how])).toBe(401);
    await askProperly();
    expect(saidIn(channel)).toHaveLength(1);
    expect(served.log.text).not.toContain("forged");
  });

  it("is turned away when it was sent before, by whichever process of ours", async () => {
    const other = await another();
    const asked = mentionOf(ana, channel, question);
    const { genuine } = peer.forge(asked.payload);
    expect(await post(served, genuine)).toBe(200);
    await answerTo(asked);
    expect(await post(served, genuine)).toBe(401);
    expect(await post(other, genuine)).toBe(401);
    await askProperly();
    expect(saidIn(channel)).toHaveLength(2);
  });

  it("is done by one of two processes when both get it at once", async () => {
    const other = await another();
    const asked = mentionOf(ana, channel, question);
    const { genuine } = peer.forge(asked.payload);
    const statuses = await Promise.all([served, other, served, other].map((one) => post(one, genuine)));
    expect(statuses.toSorted()).toEqual([200, 401, 401, 401]);
    await answerTo(asked);
    await askProperly();
    expect(saidIn(channel)).toHaveLength(2);
  });

  it("is taken, and nothing done, when Slack tells of an event again", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const asked = mentionOf(ana, channel, question);
    expect(await post(served, peer.forge(asked.payload).genuine)).toBe(200);
    await answerTo(asked);
    for (const secondsLater of [1, 60, 300]) {
      vi.setSystemTime(Date.now() + secondsLater * 1000); // else the second request would be the first
      expect(await post(served, peer.forge(asked.payload).genuine)).toBe(200);
    }
    await askProperly();
    expect(saidIn(channel)).toHaveLength(2);
  });

  it("is a command or a press as well, each done once", async () => {
    peer.deliverOver({ http: served.url });
    const command = await ana.commands(channel, "/ask", question);
    await peer.until(() => command.messages.length === 1);
    const [answer] = command.messages;
    if (!answer) throw new Error("nothing to press");
    const press = await ana.presses(answer, "👍");
    await peer.until(() => press.messages.length === 1);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 1000); // signed anew
    expect(await post(served, peer.forge(command.payload, "slash_commands").genuine)).toBe(200);
    expect(await post(served, peer.forge(press.payload, "interactive").genuine)).toBe(200);
    await askProperly();
    expect([command.messages.length, press.messages.length]).toEqual([1, 1]);
  });
});

describe("a bot on Slack that leaves", () => {
  it("may be told so twice", async () => {
    await served.adapter.stop();
    await served.adapter.stop();
  });

  it("finishes what it has in hand, and takes nothing that it would not do", async () => {
    const [asked, late] = [
      mentionOf(ana, channel, question),
      mentionOf(ana, peer.workspace.addChannel("jobs"), question),
    ];
    const release = peer.hold({ method: "chat.postMessage" });
    expect(await post(served, peer.forge(asked.payload).genuine)).toBe(200);
    await peer.until(() => peer.requests.some(({ method }) => method === "chat.postMessage"));
    const left = served[Symbol.asyncDispose]();
    const status = await post(served, peer.forge(late.payload).genuine).catch(() => "refused");
    release();
    await left;
    expect(saidIn(channel)).toHaveLength(1);
    expect([status === 200, saidIn(late.message.channel).length]).toBeOneOf([
      [true, 1],
      [false, 0],
    ]);
  });
});

describe("the bot's server", () => {
  it("passes Slack's test of its address", async () => {
    peer.deliverOver({ http: served.url });
    await peer.verifyAddress();
  });

  it("says that it is there", async () => {
    const response = await fetch(`${served.url}/health`);
    expect([response.status, await response.text()]).toEqual([200, "ok"]);
  });

  it.each([
    ["GET", "/"],
    ["GET", "/slack/events"],
    ["PUT", "/slack/events"],
    ["POST", "/slack/events/"],
    ["POST", "/health"],
    ["GET", "/slack/install"],
    ["GET", "/slack/oauth_redirect?code=1&state=2"],
    ["GET", "/.env"],
  ])("has nothing for %s %s", async (method, path) => {
    const { status } = await fetch(`${served.url}${path}`, { method });
    expect(status).toBe(404);
    expect(served.log.lines.map(({ message }) => message)).toEqual(["on Slack"]);
  });

  it("reads no more of a body than it has to", async () => {
    expect(await post(served, signed(peer.signingSecret, " ".repeat(boltsLimitBytes + 1)))).toBe(413);
    await askProperly();
  });

  it.each([
    ["application/json", "{"],
    ["application/json", `${question} xoxb-1`],
    ["application/x-www-form-urlencoded", "payload=%7B%22token%22"],
  ])("turns away what says it is %s and is %s, and keeps it to itself", async (contentType, body) => {
    expect(await post(served, signed(peer.signingSecret, body, contentType))).toBe(400);
    expect(served.log.text).not.toMatch(/xoxb|what is/);
    await askProperly();
  });

  it("lives on after what is signed and makes no sense", async () => {
    const nonsense = ["[]", '"text"', "{}", '{"type":"event_callback"}', '{"type":"block_actions","actions":[]}'];
    await Promise.all(nonsense.map((body) => post(served, signed(peer.signingSecret, body))));
    await askProperly();
  });
});
