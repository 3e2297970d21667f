/** What we send, kept by a Slack that others have written. */
import { createEmulator, type Emulator } from "emulate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SlackAdapter } from "../src/adapters/slack/adapter.ts";
import { SlackApi } from "../src/adapters/slack/api.ts";
import { boltLogger } from "../src/adapters/slack/receivers.ts";
import { renderHome, renderReply } from "../src/adapters/slack/render.ts";
import type { OutwardEffect } from "../src/core/effects.ts";
import type { MessageRef } from "../src/core/incoming.ts";
import { heading, paragraph, plain, type Reply } from "../src/core/reply.ts";
import { CollectedLog } from "./fakes/parts.ts";

const token = "xoxb-of-the-club";
const receipt = { command: "quiz", arguments: ["slack/general", "0"] };
const retries = { retries: 0 };
/** One of everything that is more than a paragraph. */
const rich: Reply = [
  heading("Backend & frontend"),
  {
    kind: "text",
    content: [...plain("See "), { kind: "link", url: "https://example.org/a?b=1&c=2", content: plain("<this>") }],
  },
  { kind: "list", ordered: false, items: [[paragraph("one")], [paragraph("two")]] },
  { kind: "table", header: [plain("Side"), plain("Sees")], rows: [[plain("frontend"), plain("pages")]] },
  { kind: "code", language: "sql", text: "select '<b>' -- *" },
  { kind: "sources", checked: "2026-11-01", sources: [{ title: "Jobs", url: "https://example.org/jobs" }] },
  { kind: "buttons", buttons: [{ label: "Go on", press: "ask:jobs" }] },
];

let slack: Emulator;
let team: string;
let general: string;
let ana: string;
let api: SlackApi;

/** A message as that Slack keeps it. */
type Kept = { ts: string; text: string; blocks?: unknown; thread_ts?: string; edited?: unknown; reply_count?: number };

beforeAll(async () => {
  slack = await createEmulator({
    service: "slack",
    port: 0,
    seed: {
      slack: {
        users: [{ name: "ana" }, { name: "waymark" }],
        channels: [{ name: "club" }],
        tokens: [{ token, user: "waymark" }],
        strict_scopes: true,
      },
    },
  });
  api = makeApi();
  const client = await api.clientOf("");
  team = String((await client.auth.test()).team_id);
  const { channels = [] } = await client.conversations.list();
  general = String(channels.find(({ name }) => name === "club")?.id);
  const { members = [] } = await client.users.list({});
  ana = String(members.find(({ name }) => name === "ana")?.id);
});
afterAll(() => slack.close());

const makeApi = () =>
  new SlackApi({
    apiUrl: apiUrl(),
    retries,
    now: () => 0,
    wait: async () => {},
    tokenOf: async () => token,
    log: boltLogger(new CollectedLog()),
  });
const apiUrl = () => `http://127.0.0.1:${new URL(slack.url).port}/api/`;
const channel = () => ({ team, id: general });
const place = (thread?: string) => ({ channel: channel(), thread });
const onlyPage = (reply: Reply) => {
  const [page, ...more] = renderReply(reply);
  if (!page || more.length > 0) throw new Error("it is not one message");
  return page;
};

/** What stands in the channel outside its threads, the latest first. */
async function history(id = general): Promise<Kept[]> {
  const { messages = [] } = await (await api.clientOf(team)).conversations.history({ channel: id });
  return messages as Kept[];
}

/** A message with its thread. */
async function threadOf(ts: string): Promise<Kept[]> {
  const { messages = [] } = await (await api.clientOf(team)).conversations.replies({ channel: general, ts });
  return messages as Kept[];
}

async function posted(reply: Reply, thread?: string): Promise<string> {
  const ts = await api.post(place(thread), onlyPage(reply));
  if (ts === undefined) throw new Error("nobody says where it is");
  return ts;
}

describe("on a Slack that is not ours", () => {
  it("a message is kept as it was rendered", async () => {
    const ts = await posted(rich);
    const { text, blocks } = onlyPage(rich);
    expect(await threadOf(ts)).toMatchObject([{ ts, text, blocks }]);
  });

  it("a reply stands in the thread of its question, and nowhere else", async () => {
    const question = await posted([paragraph("What is an index?")]);
    const answer = await posted([paragraph("A sorted copy.")], question);
    expect(await threadOf(question)).toMatchObject([
      { ts: question, reply_count: 1 },
      { ts: answer, thread_ts: question, text: "A sorted copy." },
    ]);
    expect((await history()).map(({ ts }) => ts)).not.toContain(answer);
  });

  it("an update takes the place of text and blocks, and leaves the message where it is", async () => {
    const ts = await posted(rich);
    const reveal: Reply = [heading("The answer"), paragraph("It was 42.")];
    await api.update(channel(), ts, onlyPage(reveal));
    const { text, blocks } = onlyPage(reveal);
    const kept = await threadOf(ts);
    expect(kept).toMatchObject([{ ts, text, edited: {} }]);
    expect(kept[0]?.blocks).toEqual(blocks);
  });

  it("a whisper is no message of the channel", async () => {
    const before = await history();
    await api.whisper(place(), ana, onlyPage([paragraph("Between us.")]));
    expect(await history()).toEqual(before);
    expect(await (await fetch(`${slack.url}/?tab=messages&channel=${general}`)).text()).toContain("Between us.");
  });

  it("a person has one conversation with us, however often it is opened", async () => {
    const { channel: first } = await api.placeOf({ platform: "slack", person: `${team}.${ana}` });
    expect(first.id).toMatch(/^D/);
    expect(await makeApi().directChannel(team, ana)).toBe(first.id);
  });

  it("a file stands in the conversation, with what was in it", async () => {
    await posted([paragraph("All that is held:"), { kind: "file", name: "about.json", text: '{ "name": "Ana" }' }]);
    const client = await api.clientOf(team);
    const { files: kept = [] } = await client.files.list({ channel: general });
    expect(kept).toMatchObject([{ name: "about.json" }]);
    const bytes = await fetch(String(kept[0]?.url_private), { headers: { authorization: `Bearer ${token}` } });
    expect(await bytes.text()).toBe('{ "name": "Ana" }');
  });

  it("a person has one home page, which shows what was published last", async () => {
    for (const words of ["One day in a row.", "Two days in a row."]) {
      await api.publishHome(team, ana, renderHome([paragraph(words)], "more"));
    }
    const page = await (await fetch(`${slack.url}/?tab=views`)).text();
    expect(page).toContain("Two days in a row.");
    expect(page).not.toContain("One day in a row.");
  });
});

describe("the adapter on a Slack that is not ours", () => {
  const make = (log = new CollectedLog()) =>
    new SlackAdapter({
      mode: { kind: "sockets", appToken: "xapp-none", sockets: 1 },
      access: { botToken: token },
      apiUrl: apiUrl(),
      prefix: "",
      overhears: false,
      logger: log,
      isFirstDelivery: async () => true,
      wait: async () => {},
      retries,
    });
  const post = (to: (OutwardEffect & { kind: "post" })["to"], reply: Reply): OutwardEffect => ({
    kind: "post",
    to,
    reply,
  });

  it("posts to a channel, to a thread and to a person", async () => {
    const adapter = make();
    const question = await posted([paragraph("A question of the day?")]);
    const conversation = `${team}.${general}`;
    await adapter.perform(post({ platform: "slack", conversation }, rich));
    await adapter.perform(post({ platform: "slack", conversation, thread: question }, [paragraph("In the thread.")]));
    await adapter.perform(post({ platform: "slack", person: `${team}.${ana}` }, [paragraph("A tip.")]));
    const { text, blocks } = onlyPage(rich);
    expect((await history())[0]).toMatchObject({ text, blocks });
    expect((await threadOf(question))[1]).toMatchObject({ text: "In the thread.", thread_ts: question });
    expect(await history(await api.directChannel(team, ana))).toMatchObject([{ text: "A tip." }]);
  });

  it("edits what it posted, and posts anew what somebody has deleted", async () => {
    const adapter = make();
    const message: MessageRef = {
      platform: "slack",
      conversation: `${team}.${general}`,
      message: await posted([paragraph("Round one")]),
    };
    await adapter.perform({ kind: "edit", message, reply: [paragraph("Round one: over")] });
    expect(await threadOf(message.message)).toMatchObject([{ text: "Round one: over" }]);
    await (await api.clientOf(team)).chat.delete({ channel: general, ts: message.message });
    await adapter.perform({ kind: "edit", message, reply: [paragraph("Round one: nobody knew")], receipt });
    expect((await history())[0]).toMatchObject({ text: "Round one: nobody knew" });
  });

  it("lets be what is for a channel that is gone or archived", async () => {
    const log = new CollectedLog();
    const adapter = make(log);
    const client = await api.clientOf(team);
    const { channel: archived } = await client.conversations.create({ name: "old" });
    await client.conversations.archive({ channel: String(archived?.id) });
    for (const id of ["C0GONE", archived?.id]) {
      await adapter.perform(post({ platform: "slack", conversation: `${team}.${id}` }, [paragraph("Hello?")]));
    }
    expect(log.lines.map(({ message }) => message)).toEqual(["may not write there", "may not write there"]);
  });
});
