import { App, type AppOptions, HTTPReceiver, LogLevel, SocketModeReceiver, type types, webApi } from "@slack/bolt";
import { describe, expect, it } from "vitest";
import { type PeerOptions, SlackPeer } from "./peers/slack/peer.ts";
import { violationsOf } from "./peers/slack/validate.ts";

const { WebClient } = webApi;
const quiet = { unfurl_links: false, unfurl_media: false } as const;
const silent: NonNullable<AppOptions["logger"]> = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
const ways = ["socket", "http"] as const;
type Way = (typeof ways)[number];

const section = (text: string) => ({ type: "section", text: { type: "mrkdwn", text } }) as const;
const button = (label: string, action: string) =>
  ({ type: "button", text: { type: "plain_text", text: label }, action_id: action, value: `${action}-value` }) as const;
const buttons = (...elements: ReturnType<typeof button>[]) => ({ type: "actions", elements }) as const;
const title = { type: "plain_text", text: "Feedback" } as const;
const form: types.ModalView = {
  type: "modal",
  callback_id: "feedback",
  title,
  submit: { type: "plain_text", text: "Send" },
  blocks: [
    {
      type: "input",
      block_id: "opinion",
      label: { type: "plain_text", text: "Your opinion" },
      element: { type: "plain_text_input", action_id: "text", max_length: 100 },
    },
  ],
};

function clientOptionsFor(peer: SlackPeer) {
  return { slackApiUrl: peer.url, retryConfig: { retries: 2, minTimeout: 1, maxTimeout: 5 }, logger: silent };
}

function clientOf(peer: SlackPeer, options: webApi.WebClientOptions = {}) {
  return new WebClient(peer.workspace.botToken, { ...clientOptionsFor(peer), ...options });
}

/** A peer and an app of the real SDK that talks to it. */
async function start(
  way: Way,
  setUp: (app: App) => void,
  { reconnectMs = 5000, ...options }: PeerOptions & { reconnectMs?: number } = {},
) {
  const peer = await SlackPeer.open(options);
  const clientOptions = clientOptionsFor(peer);
  const receiver =
    way === "socket"
      ? new SocketModeReceiver({
          appToken: peer.appToken,
          clientPingTimeout: reconnectMs, // the one option that sets how long it waits before it connects again
          logger: silent,
          installerOptions: { clientOptions },
        })
      : new HTTPReceiver({ signingSecret: peer.signingSecret, logger: silent });
  const { botToken: token } = peer.workspace;
  const app = new App({ token, receiver, clientOptions, logger: silent, deferInitialization: true });
  setUp(app);
  await app.init();
  let url = "";
  if (receiver instanceof HTTPReceiver) {
    const address = (await receiver.start({ port: 0, host: "127.0.0.1" })).address();
    if (address === null || typeof address === "string") throw new Error("the app does not listen");
    url = `http://127.0.0.1:${address.port}`;
    peer.deliverOver({ http: url });
  } else await app.start();
  return {
    peer,
    url,
    async [Symbol.asyncDispose]() {
      peer.deliverOver("socket"); // hangs up on the app's server, which waits for that
      await app.stop();
      await peer.until(() => peer.connections === 0);
      await peer[Symbol.asyncDispose]();
    },
  };
}

/** Notes the ids of events and which try it is; the call afterwards is what a peer can wait for. */
const noteHomes = (heard: unknown[][]) => (app: App) =>
  app.event("app_home_opened", async ({ body, context, client }) => {
    heard.push([body.event_id, context.retryNum, context.retryReason]);
    await client.auth.test();
  });

describe.each(ways)("the Slack peer over %s", (way) => {
  it("tells the app of a mention twice: as a message, and as a mention", async () => {
    await using run = await start(way, (app) => {
      app.event("app_mention", async ({ event, say }) => {
        await say({ ...quiet, text: event.text.replace(/<@\w+>/, "You asked:"), thread_ts: event.ts });
      });
    });
    const { peer } = run;
    const channel = peer.workspace.addChannel("careers");
    const ana = peer.workspace.addUser("ana");
    const question = ana.says(channel, `<@${peer.workspace.bot.userId}> is C < C++?`);

    const answer = await peer.until(() => channel.messages[1]);
    await peer.until(() => peer.acks.length >= 3);
    expect(answer.threadTs).toBe(question.ts);
    expect(answer.fullText).toBe("You asked: is C < C++?");
    const told = peer.delivered.filter(({ payload }) => JSON.stringify(payload).includes(`"ts":"${question.ts}"`));
    expect(told.slice(0, 2).map(({ type }) => type)).toEqual(["message", "app_mention"]);
    expect(new Set(told.map(({ eventId }) => eventId)).size).toBe(told.length);
    expect(peer.violations).toEqual([]);
  });

  it("answers direct messages and commands", async () => {
    await using run = await start(way, (app) => {
      app.message(async ({ message, say }) => {
        if (message.channel_type === "im" && message.subtype === undefined) await say({ ...quiet, text: "Hello!" });
      });
      app.command("/quiz", async ({ command, ack, respond }) => {
        await ack("One moment");
        await respond({ text: `A quiz on ${command.text}`, response_type: "in_channel" });
      });
    });
    const { peer } = run;
    const channel = peer.workspace.addChannel("lobby", { isMember: false });
    const ana = peer.workspace.addUser("ana");
    ana.writes("hi");
    expect((await peer.until(() => ana.im.messages[1])).text).toBe("Hello!");

    const command = await ana.commands(channel, "/quiz", "databases");
    await peer.until(() => command.messages.length === 2);
    expect(ana.sees(channel).map(({ text }) => text)).toEqual(["One moment", "A quiz on databases"]);
    expect(channel.messages.map(({ text }) => text)).toEqual(["A quiz on databases"]);
  });

  it("shows that nobody acknowledged a command", async () => {
    await using run = await start(way, () => {}, { ackTimeoutMs: 50 });
    const { workspace } = run.peer;
    const command = await workspace.addUser("ana").commands(workspace.addChannel("lobby"), "/nothing");
    expect(command.isAcknowledged).toBe(false);
  });

  it("hands over presses, on public and ephemeral messages", async () => {
    await using run = await start(way, (app) => {
      app.command("/start", async ({ command, ack, client, respond }) => {
        await ack();
        const blocks = [section("*Ready?*"), buttons(button("Yes", "yes"), button("No", "no"))];
        await client.chat.postMessage({ ...quiet, channel: command.channel_id, text: "Ready?", blocks });
        await respond({ text: "Only for you", blocks });
      });
      app.action("yes", async ({ ack, body, client, respond }) => {
        await ack();
        if (body.type !== "block_actions") return;
        const { message, channel } = body;
        if (!message || !channel) await respond({ text: "Gone", replace_original: true });
        else await client.chat.update({ channel: channel.id, ts: message.ts, text: "Go!", blocks: [section("Go!")] });
      });
    });
    const { peer } = run;
    const channel = peer.workspace.addChannel("careers");
    const [ana, ben] = [peer.workspace.addUser("ana"), peer.workspace.addUser("ben")];
    await ana.commands(channel, "/start");
    const shown = await peer.until(() => channel.messages[0]);
    const whispered = await peer.until(() => channel.ephemerals[0]);
    expect(shown.fullText).toBe("*Ready?*\nYes\nNo");
    expect(shown.buttons.map(({ label, value }) => [label, value])).toEqual([
      ["Yes", "yes-value"],
      ["No", "no-value"],
    ]);

    await ben.presses(shown, "Yes");
    await peer.until(() => shown.edits === 1);
    expect(shown.fullText).toBe("Go!");
    await ana.presses(whispered, "Yes");
    await peer.until(() => whispered.text === "Gone");
    expect(ben.sees(channel)).toEqual([shown]);
    expect(ana.sees(channel)).toEqual([shown, whispered]);
    expect(peer.violations).toEqual([]);
  });

  it("opens modals, shows their errors, and closes them", async () => {
    await using run = await start(way, (app) => {
      app.shortcut("feedback", async ({ ack, client, shortcut }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
      });
      app.view("feedback", async ({ ack, view }) => {
        const { value } = view.state.values.opinion?.text ?? {};
        if (value === "bad") await ack({ response_action: "errors", errors: { opinion: "Say more" } });
        else await ack();
      });
    });
    const { peer } = run;
    const channel = peer.workspace.addChannel("careers");
    const ana = peer.workspace.addUser("ana");
    await ana.uses("feedback", ana.says(channel, "hm"));
    const view = await peer.until(() => ana.view);
    await expect(ana.submits(view)).rejects.toThrow('"Your opinion" must be filled in');

    expect((await ana.submits(view, { text: "bad" })).errors).toEqual({ opinion: "Say more" });
    expect(ana.view).toBe(view);
    await ana.submits(view, { "Your opinion": "good" });
    expect(ana.view).toBeUndefined();
    expect(peer.violations).toEqual([]);
  });

  it("leaves in a modal what stood there, unless it is changed", async () => {
    const input = (name: string, initial_value: string) => ({
      type: "input" as const,
      block_id: name,
      optional: name === "second",
      label: { type: "plain_text" as const, text: name },
      element: {
        type: "plain_text_input" as const,
        action_id: "text",
        initial_value,
        placeholder: { type: "plain_text" as const, text: "a word" },
        max_length: 10,
      },
    });
    const view: types.ModalView = { ...form, blocks: [input("first", "old"), input("second", "older")] };
    const heard: unknown[] = [];
    await using run = await start(way, (app) => {
      app.shortcut("feedback", async ({ ack, client, shortcut }) => {
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view });
      });
      app.view("feedback", async ({ ack, view: { state } }) => {
        heard.push(["first", "second"].map((name) => state.values[name]?.text?.value));
        await ack();
      });
    });
    const { peer } = run;
    const ana = peer.workspace.addUser("ana");
    const fillIn = async (values: Record<string, string>) => {
      await ana.uses("feedback");
      await ana.submits(await peer.until(() => ana.view), values);
    };
    await fillIn({});
    await fillIn({ first: "new" });
    await fillIn({ second: "" });
    expect(heard).toEqual([
      ["old", "older"],
      ["new", "older"],
      ["old", null],
    ]);
    await expect(fillIn({ first: "" })).rejects.toThrow('"first" must be filled in');
    expect(peer.violations).toEqual([]);
  });

  it("takes choices, in messages and in modals that lead to others", async () => {
    const options = ["Databases", "APIs"].map((label) => ({
      text: { type: "plain_text" as const, text: label },
      value: label.toLowerCase(),
    }));
    const topics = { type: "static_select" as const, action_id: "topic", options };
    const label = { type: "plain_text" as const, text: "Topic" };
    const asking: types.ModalView = {
      ...form,
      callback_id: "topic",
      blocks: [{ type: "input", block_id: "topic", label, element: topics }],
    };
    const done: types.ModalView = { type: "modal", title, notify_on_close: true, blocks: [section("Thank you")] };
    const heard: unknown[] = [];
    await using run = await start(way, (app) => {
      app.action("topic", async ({ ack, action, body, client }) => {
        await ack();
        if (action.type !== "static_select" || body.type !== "block_actions") return;
        heard.push(action.selected_option?.value);
        await client.views.open({ trigger_id: body.trigger_id, view: form });
      });
      app.view("feedback", ({ ack }) => ack({ response_action: "push", view: asking }));
      app.view("topic", async ({ ack, view }) => {
        heard.push(view.state.values.topic?.topic?.selected_option?.value);
        await ack({ response_action: "update", view: done });
      });
      app.view({ type: "view_closed", callback_id: "" }, async ({ ack }) => {
        await ack();
        heard.push("closed");
      });
    });
    const { peer } = run;
    const channel = peer.workspace.addChannel("careers");
    const ana = peer.workspace.addUser("ana");
    const blocks = [{ type: "actions", elements: [topics] }] as const;
    await clientOf(peer).chat.postMessage({ ...quiet, channel: channel.id, text: "Topic?", blocks: [...blocks] });
    const asked = await peer.until(() => channel.messages[0]);
    await ana.chooses(asked, "APIs");
    const first = await peer.until(() => ana.view);
    await ana.submits(first, { opinion: "fine" });
    const second = await peer.until(() => ana.modals[1]);
    await ana.submits(second, { Topic: "Databases" });
    expect(ana.view?.fullText).toBe("Thank you");
    expect((await ana.closes(second))?.isAcknowledged).toBe(true);
    expect(ana.modals).toEqual([first]);
    expect(heard).toEqual(["apis", "databases", "closed"]);
    expect(peer.violations).toEqual([]);
  });

  it("tells of messages that were changed", async () => {
    const heard: unknown[] = [];
    await using run = await start(way, (app) => {
      app.message(async ({ message, client }) => {
        if (message.subtype === "message_changed" && "text" in message.message) heard.push(message.message.text);
        await client.auth.test();
      });
    });
    const { peer } = run;
    const ana = peer.workspace.addUser("ana");
    ana.edits(ana.writes("slary?"), "salary?");
    expect(await peer.until(() => heard[0])).toBe("salary?");
  });

  it("shows the Home tab that the app publishes", async () => {
    await using run = await start(way, (app) => {
      app.event("app_home_opened", async ({ event, client }) => {
        if (event.tab !== "home") return;
        await client.views.publish({ user_id: event.user, view: { type: "home", blocks: [section("Streak: 3")] } });
      });
    });
    const { peer } = run;
    const ana = peer.workspace.addUser("ana");
    ana.opensMessagesTab();
    ana.opensHome();
    expect((await peer.until(() => ana.home)).fullText).toBe("Streak: 3");
  });

  it("tells an event again, and says that it does", async () => {
    const heard: unknown[][] = [];
    await using run = await start(way, noteHomes(heard));
    const { peer } = run;
    peer.workspace.addUser("ana").opensHome();
    const { delivery } = await peer.until(() => peer.acks[0]);
    await peer.redeliver(delivery);
    const again = await peer.until(() => heard[1]);
    expect(again).toEqual([delivery.eventId, 1, "timeout"]);
  });
});

describe("the Slack peer's sockets", () => {
  it("ask the client to connect anew, and may hang up on it", async () => {
    const heard: unknown[][] = [];
    await using run = await start("socket", noteHomes(heard), { reconnectMs: 200 });
    const { peer } = run;
    const ana = peer.workspace.addUser("ana");
    const opened = () => peer.requests.filter(({ method }) => method === "apps.connections.open").length;

    peer.refreshSockets();
    await peer.until(() => opened() === 2 && peer.connections === 1);
    peer.dropSockets();
    ana.opensHome(); // kept until there is a connection again
    await peer.until(() => opened() === 3 && heard.length === 1 && peer.acks.length === 1);
    expect(peer.delivered).toHaveLength(1);
  });

  it("send an event again that was not acknowledged, whether it was read or not", async () => {
    const heard: unknown[][] = [];
    await using run = await start("socket", noteHomes(heard), { reconnectMs: 200 });
    const { peer } = run;
    peer.workspace.addUser("ana").opensHome();
    peer.dropSockets();
    expect(peer.unacked).toHaveLength(1);
    peer.redeliverUnacked();
    const { delivery } = await peer.until(() => peer.acks[0]);
    expect(delivery.retry).toEqual({ attempt: 1, reason: "timeout" });
    await peer.until(() => heard.some(([, attempt]) => attempt === 1));
    expect(new Set(heard.map(([id]) => id))).toEqual(new Set([delivery.eventId]));
  });

  it("give each envelope to one of several clients", async () => {
    const heard: unknown[][] = [];
    await using run = await start("socket", noteHomes(heard));
    const { peer } = run;
    const clientOptions = clientOptionsFor(peer);
    const installerOptions = { clientOptions };
    const receiver = new SocketModeReceiver({ appToken: peer.appToken, logger: silent, installerOptions });
    const other = new App({ token: peer.workspace.botToken, receiver, clientOptions, logger: silent });
    noteHomes(heard)(other);
    await other.start();
    expect(peer.connections).toBe(2);
    const ana = peer.workspace.addUser("ana");
    for (let times = 0; times < 10; times += 1) ana.opensHome();
    await peer.until(() => heard.length === 10 && peer.acks.length === 10);
    expect(new Set(heard.map(([id]) => id)).size).toBe(10);
    await other.stop();
  });

  it("admit nobody without a ticket of the app token's", async () => {
    await using peer = await SlackPeer.open();
    await expect(clientOf(peer).apps.connections.open({})).rejects.toThrow("not_allowed_token_type");
    const socket = new WebSocket(peer.url.replace("http", "ws").replace("/api/", "/link?ticket=guessed"));
    const failed = Promise.withResolvers<void>();
    socket.addEventListener("error", () => failed.resolve());
    await failed.promise;
    expect(peer.connections).toBe(0);
  });
});

describe("the Slack peer's signed requests", () => {
  it("are let in, and those of others are not", async () => {
    await using run = await start("http", () => {});
    const { peer, url } = run;
    await peer.verifyAddress();
    const { genuine, ...forged } = peer.forge();
    const statusOf = async (request: RequestInit) => (await fetch(`${url}/slack/events`, request)).status;
    expect(await statusOf(genuine)).toBe(200);
    for (const [name, request] of Object.entries(forged)) expect([name, await statusOf(request)]).toEqual([name, 401]);
  });

  it("come again when the app fails", async () => {
    const heard: unknown[][] = [];
    await using run = await start("http", noteHomes(heard), { ackTimeoutMs: 100 });
    const { peer, url } = run;
    peer.deliverOver({ http: `${url}/elsewhere` });
    peer.workspace.addUser("ana").opensHome();
    await peer.until(() => peer.unacked[0]?.problem === "http_error");
    peer.deliverOver({ http: url });
    expect((await peer.until(() => heard[0]))[2]).toBe("http_error");
  });

  it("carry an installation through to a token, until it is revoked", async () => {
    await using peer = await SlackPeer.open();
    const workspace = peer.addWorkspace("Globex");
    const scope = "chat:write";
    const asked = new URLSearchParams({
      client_id: peer.clientId,
      scope,
      state: "s1",
      redirect_uri: "http://app/back",
    });
    const { code, redirect } = peer.approveInstall(workspace, `https://slack.com/oauth/v2/authorize?${asked}`);
    expect(redirect).toBe(`http://app/back?code=${code}&state=s1`);
    const nobody = new WebClient(undefined, clientOptionsFor(peer));
    const exchange = { client_id: peer.clientId, client_secret: peer.clientSecret, code };
    const { access_token: token, team } = await nobody.oauth.v2.access(exchange);
    expect(team).toEqual({ id: workspace.id, name: "Globex" });
    await expect(nobody.oauth.v2.access(exchange)).rejects.toThrow("invalid_code");

    const client = new WebClient(token, clientOptionsFor(peer));
    expect(await client.auth.test()).toMatchObject({ team_id: workspace.id, bot_id: workspace.bot.botId });
    peer.uninstall(workspace);
    await expect(client.auth.test()).rejects.toThrow("token_revoked");
    expect(peer.workspace.isInstalled).toBe(true);
  });
});

describe("the Slack peer's Web API", () => {
  const post = { ...quiet, text: "hello" };

  it("fails as it is told to, before or after doing what was asked", async () => {
    await using peer = await SlackPeer.open();
    const { id: channel, messages } = peer.workspace.addChannel("careers");
    const client = clientOf(peer);
    peer.failNext({ method: "chat.postMessage", status: 500 });
    peer.failNext({ method: /^chat/, retryAfter: 0 });
    await client.chat.postMessage({ ...post, channel });
    expect(peer.requests.map(({ error }) => error)).toEqual(["500", "ratelimited", undefined]);
    expect(messages).toHaveLength(1);

    peer.failNext({ status: 503, afterDoing: true });
    await client.chat.postMessage({ ...post, channel });
    expect(messages).toHaveLength(3);
    peer.failNext({ error: "fatal_error" });
    await expect(client.chat.postMessage({ ...post, channel })).rejects.toThrow("fatal_error");
  });

  it("limits the rate of a channel", async () => {
    let now = 1_800_000_000_000;
    await using peer = await SlackPeer.open({ now: () => now });
    const [here, there] = [peer.workspace.addChannel("here"), peer.workspace.addChannel("there")];
    const client = clientOf(peer, { rejectRateLimitedCalls: true });
    peer.limitRate({ method: "chat.postMessage", perChannel: true, limit: 1, perMs: 1000 });
    await client.chat.postMessage({ ...post, channel: here.id });
    await client.chat.postMessage({ ...post, channel: there.id });
    await expect(client.chat.postMessage({ ...post, channel: here.id })).rejects.toMatchObject({ retryAfter: 1 });
    now += 1000;
    await client.chat.postMessage({ ...post, channel: here.id });
    expect([peer.limited, here.messages.length]).toEqual([1, 2]);
  });

  it("holds calls until it is told to go on", async () => {
    await using peer = await SlackPeer.open();
    const { id: channel, messages } = peer.workspace.addChannel("careers");
    const release = peer.hold({ method: "chat.postMessage" });
    const posted = clientOf(peer).chat.postMessage({ ...post, channel });
    await peer.until(() => peer.requests.length === 1);
    expect(messages).toEqual([]);
    release();
    await posted;
    expect(messages).toHaveLength(1);
  });

  it("lets a trigger be used once, and soon; a response_url five times", async () => {
    let now = 1_800_000_000_000;
    await using peer = await SlackPeer.open({ now: () => now });
    const client = clientOf(peer);
    const ana = peer.workspace.addUser("ana");
    const press = () => ana.commands(ana.im, "/quiz"); // nobody is there to acknowledge it
    const { triggerId } = await press();
    await client.views.open({ trigger_id: triggerId, view: form });
    expect(ana.view?.title).toBe("Feedback");
    await expect(client.views.open({ trigger_id: triggerId, view: form })).rejects.toThrow("exchanged_trigger_id");
    const late = await press();
    now += 3001;
    await expect(client.views.open({ trigger_id: late.triggerId, view: form })).rejects.toThrow("expired_trigger_id");

    const respond = async ({ responseUrl = "" }: { responseUrl: string | undefined }) => {
      const body = JSON.stringify({ text: "hi" });
      const response = await fetch(responseUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      });
      return [response.status, await response.text()];
    };
    for (let times = 0; times < 5; times += 1) expect(await respond(late)).toEqual([200, "ok"]);
    expect(await respond(late)).toEqual([404, "used_url"]);
    const other = await press();
    now += 30 * 60_000 + 1;
    expect(await respond(other)).toEqual([404, "expired_url"]);
  });

  it("takes files", async () => {
    await using peer = await SlackPeer.open();
    const { id: channel, messages } = peer.workspace.addChannel("careers");
    const file = Buffer.from("a chart");
    await clientOf(peer).files.uploadV2({ channel_id: channel, file, filename: "chart.png", alt_text: "A chart" });
    const [shared] = messages;
    const id = String(shared?.files[0]?.id);
    expect(peer.bytesOf(id)).toEqual(file);
  });

  it("tells who and where somebody is", async () => {
    await using peer = await SlackPeer.open();
    const ana = peer.workspace.addUser("ana", { isAdmin: true, tz: "Africa/Cairo", locale: "fr-FR" });
    const secret = peer.workspace.addChannel("secret", { isPrivate: true, isMember: false });
    const open = peer.workspace.addChannel("open", { isMember: false, creator: ana });
    const client = clientOf(peer);
    const { user } = await client.users.info({ user: ana.id, include_locale: true });
    expect(user).toMatchObject({ tz: "Africa/Cairo", locale: "fr-FR", is_admin: true, is_owner: false });
    expect((await client.conversations.info({ channel: open.id })).channel).toMatchObject({ creator: ana.id });
    await expect(client.conversations.info({ channel: secret.id })).rejects.toThrow("channel_not_found");
    await expect(client.chat.postMessage({ ...post, channel: open.id })).rejects.toThrow("not_in_channel");
    await client.chat.postMessage({ ...post, channel: ana.id });
    const { messages } = await client.conversations.history({ channel: ana.im.id });
    expect(messages?.map(({ text }) => text)).toEqual(["hello"]);
  });

  it("reads a channel back, the newest first, between times and page by page", async () => {
    await using peer = await SlackPeer.open();
    const place = peer.workspace.addChannel("careers");
    const { id: channel } = place;
    const ana = peer.workspace.addUser("ana");
    const [one, two, three, four] = ["one", "two", "three", "four"].map((text) => ana.says(place, text));
    const client = clientOf(peer);
    const read = (asked: object = {}) => client.conversations.history({ channel, ...asked });
    const textsOf = async (asked: object) => (await read(asked)).messages?.map(({ text }) => text);
    expect(await textsOf({})).toEqual(["four", "three", "two", "one"]);
    expect(await textsOf({ oldest: one?.ts, latest: four?.ts })).toEqual(["three", "two"]);
    expect(await textsOf({ oldest: two?.ts, latest: three?.ts, inclusive: true })).toEqual(["three", "two"]);
    expect(await textsOf({ oldest: "0", latest: "99999999999" })).toHaveLength(4);

    const first = await read({ limit: 3 });
    expect(first.has_more).toBe(true);
    ana.says(place, "five"); // moves no page
    const cursor = first.response_metadata?.next_cursor;
    expect(await read({ limit: 3, cursor })).toMatchObject({ messages: [{ text: "one" }], has_more: false });
    for (let count = 0; count < 1000; count += 1) ana.says(place, "more");
    expect([(await read()).messages?.length, (await read({ limit: 5000 })).messages?.length]).toEqual([100, 999]);
    await expect(read({ cursor: "guessed" })).rejects.toThrow("invalid_cursor");
    await expect(read({ limit: 0 })).rejects.toThrow("invalid_limit");
    await expect(read({ oldest: "yesterday" })).rejects.toThrow("invalid_ts_oldest");
    await expect(read({ latest: "today" })).rejects.toThrow("invalid_ts_latest");
  });

  it("reads a thread back, of which the channel shows the beginning and what is broadcast", async () => {
    await using peer = await SlackPeer.open();
    const place = peer.workspace.addChannel("careers");
    const { id: channel } = place;
    const question = peer.workspace.addUser("ana").says(place, "why?");
    const client = clientOf(peer);
    const thread_ts = question.ts;
    await client.chat.postMessage({ ...post, channel, thread_ts, text: "because" });
    await client.chat.postMessage({ ...post, channel, thread_ts, text: "as said", reply_broadcast: true });
    const { messages } = await client.conversations.history({ channel });
    expect(messages).toMatchObject([
      { text: "as said", subtype: "thread_broadcast", thread_ts },
      { text: "why?", reply_count: 2 },
    ]);
    const read = (asked: object = {}) => client.conversations.replies({ channel, ts: thread_ts, ...asked });
    expect((await read()).messages?.map(({ text }) => text)).toEqual(["why?", "because", "as said"]);
    const first = await read({ limit: 2 });
    const cursor = first.response_metadata?.next_cursor;
    expect(first.messages?.map(({ text }) => text)).toEqual(["why?", "because"]);
    expect(await read({ limit: 2, cursor })).toMatchObject({ messages: [{ text: "as said" }], has_more: false });
    await expect(read({ ts: "1.000000" })).rejects.toThrow("thread_not_found");
  });

  it("shows metadata to who asks for it", async () => {
    await using peer = await SlackPeer.open();
    const { id: channel } = peer.workspace.addChannel("careers");
    const client = clientOf(peer);
    const metadata = { event_type: "tip", event_payload: { day: "monday" } };
    const { ts = "", message } = await client.chat.postMessage({ ...post, channel, metadata });
    expect(message).toMatchObject({ metadata });
    const keysOf = (messages: object[] | undefined) => Object.keys(messages?.[0] ?? {});
    const whole = { include_all_metadata: true };
    const readers = [
      (asked: object) => client.conversations.history({ channel, ...asked }),
      (asked: object) => client.conversations.replies({ channel, ts, ...asked }),
    ];
    for (const read of readers) {
      const bare = keysOf((await read({})).messages);
      expect([bare.includes("ts"), bare.includes("metadata")]).toEqual([true, false]);
      expect((await read(whole)).messages).toMatchObject([{ ts, metadata }]);
    }
  });

  it("shows what was said to members with the scope, and to nobody else", async () => {
    await using peer = await SlackPeer.open();
    const { workspace } = peer;
    const ana = workspace.addUser("ana");
    const places = [
      workspace.addChannel("here"),
      workspace.addChannel("secret", { isPrivate: true }),
      ana.im,
      workspace.addChannel("elsewhere", { isMember: false }),
      workspace.addChannel("hidden", { isPrivate: true, isMember: false }),
    ];
    const client = clientOf(peer);
    const tell = (error: { data: { error: string; needed?: string } }) => [error.data.error, error.data.needed];
    const outcomes = () =>
      Promise.all(
        places.map(async (place) => {
          const { id: channel } = place;
          const { ts } = ana.says(place, "hello");
          const history = await client.conversations.history({ channel }).then(({ ok }) => [ok], tell);
          expect(await client.conversations.replies({ channel, ts }).then(({ ok }) => [ok], tell)).toEqual(history);
          return history;
        }),
      );
    const outside = [
      ["not_in_channel", undefined],
      ["channel_not_found", undefined],
    ];
    expect(await outcomes()).toEqual([[true], [true], [true], ...outside]);
    workspace.missingScopes.add("groups:history").add("im:history");
    const missing = [
      ["missing_scope", "groups:history"],
      ["missing_scope", "im:history"],
    ];
    expect(await outcomes()).toEqual([[true], ...missing, ...outside]);
    workspace.missingScopes.add("channels:history");
    const [first] = await outcomes();
    expect(first).toEqual(["missing_scope", "channels:history"]);
  });

  it("rejects what Slack would, and says why", async () => {
    await using peer = await SlackPeer.open();
    const { id: channel } = peer.workspace.addChannel("careers");
    const wrong = clientOf(peer).chat.postMessage({ ...post, channel, blocks: [section("x".repeat(3001))] });
    await expect(wrong).rejects.toMatchObject({
      data: {
        error: "invalid_blocks",
        response_metadata: { messages: [expect.stringContaining("blocks[0].text.text")] },
      },
    });
    expect(peer.violations).toHaveLength(1);
    await expect(new WebClient("xoxb-guess", clientOptionsFor(peer)).auth.test()).rejects.toThrow("invalid_auth");
  });
});

describe("the Slack validator", () => {
  const many = (count: number, make: (at: number) => object) => Array.from({ length: count }, (_, at) => make(at));
  const long = (length: number) => "x".repeat(length);
  const plain = (text: string) => ({ type: "plain_text", text });
  const option = (at: number) => ({ text: plain(`${at}`), value: `${at}` });
  const select = (options: object[], rest = {}) => ({ type: "static_select", action_id: "s", options, ...rest });
  const actions = (...elements: object[]) => ({ type: "actions", elements });
  const press = (rest: object) => ({ ...button("Go", "go"), ...rest });
  const richText = (...elements: object[]) => ({ type: "rich_text", elements });
  const words = (...elements: object[]) => richText({ type: "rich_text_section", elements });
  const table = (rows: object[][], rest = {}) => ({ type: "table", rows, ...rest });
  const cell = (text: string) => ({ type: "raw_text", text });
  const image = { type: "image", image_url: "https://example.org/a.png", alt_text: "a" };
  const of = (...blocks: object[]) => violationsOf("chat.postMessage", { ...quiet, text: "t", blocks });
  const ofText = (text: string) => violationsOf("chat.postMessage", { ...quiet, text });
  const ofMetadata = (metadata: unknown) => violationsOf("chat.postMessage", { ...quiet, text: "t", metadata });
  const ofInput = (element: object) =>
    ofView({ blocks: [{ ...form.blocks[0], element: { type: "plain_text_input", ...element } }] });
  const ofView = (view: object) => violationsOf("views.open", { view: { ...form, ...view } });

  const right: Record<string, string[]> = {
    "a plain text": ofText("salary &amp; perks: <https://example.org/a?b=1|a &lt; b>\n> quoted"),
    "a date and a channel": ofText("<!date^1392734382^{date}|18 February> in <#C0123>"),
    "50 blocks": of(...many(50, () => ({ type: "divider" }))),
    "the longest of each": of(section(long(3000)), { type: "header", text: plain(long(150)) }, image),
    "25 buttons": of(actions(...many(25, (at) => button("Go", `go-${at}`)))),
    "the longest button": of(actions(press({ text: plain(long(75)), value: long(2000), style: "primary" }))),
    "a select": of(actions(select(many(100, option), { placeholder: plain(long(150)) }))),
    "ten fields": of({ type: "section", fields: many(10, () => plain(long(900))) }),
    "rich text": of(
      words({ type: "text", text: "b", style: { bold: true } }, { type: "link", url: "https://example.org" }),
      richText({ type: "rich_text_list", style: "bullet", elements: words({ type: "text", text: "a" }).elements }),
      richText({ type: "rich_text_preformatted", elements: [{ type: "text", text: "let a" }] }),
    ),
    "a table": of(table([[cell("a"), cell("b")]], { column_settings: [{ align: "right" }] })),
    markdown: of({ type: "markdown", text: "**bold** & <b>" }),
    "a modal": ofView({}),
    "an input that comes filled in": ofInput({ initial_value: long(3000), placeholder: plain(long(150)) }),
    "an input filled in to the brim": ofInput({ initial_value: long(20), max_length: 20 }),
    metadata: ofMetadata({ event_type: "tip", event_payload: {} }),
    "a home view": violationsOf("views.publish", { view: { type: "home", blocks: [section("hi")] } }),
    "a method without texts": violationsOf("auth.test", {}),
    "a deletion by response_url": violationsOf("response_url", { delete_original: true }),
  };

  const wrong: Record<string, string[]> = {
    "no text beside blocks": violationsOf("chat.postMessage", { ...quiet, blocks: [section("a")] }),
    "an empty text": ofText(""),
    "a text that is too long": ofText(long(40_001)),
    "links that unfold": violationsOf("chat.postMessage", { text: "t", unfurl_media: false }),
    "a call to everybody": ofText("<!channel> look"),
    "a call to those here": ofText("<!here|here>"),
    "a call to a group": ofText("<!subteam^S012>"),
    "a call to a person": of(section("hi <@U012>")),
    "an ampersand": ofText("salary & perks"),
    "a lesser-than": ofText("a < b"),
    "a greater-than": ofText("a > b"),
    "a link with a space": ofText("<https://example.org/a b|x>"),
    "another kind of link": ofText("<javascript:alert(1)|x>"),
    "51 blocks": of(...many(51, () => ({ type: "divider" }))),
    "101 blocks of a view": ofView({ blocks: many(101, () => ({ type: "divider" })) }),
    "blocks that are a string": violationsOf("chat.update", { text: "t", blocks: "[{" }),
    "an unknown block": of({ type: "banner" }),
    "an empty section": of(section("")),
    "a section without any text": of({ type: "section" }),
    "a long section": of(section(long(3001))),
    "11 fields": of({ type: "section", fields: many(11, () => plain("a")) }),
    "a long field": of({ type: "section", fields: [plain(long(2001))] }),
    "a header in mrkdwn": of({ type: "header", text: section("a").text }),
    "a long header": of({ type: "header", text: plain(long(151)) }),
    "a button in mrkdwn": of(actions(press({ text: section("a").text }))),
    "a long button": of(actions(press({ text: plain(long(76)) }))),
    "a long value": of(actions(press({ value: long(2001) }))),
    "a long address": of(actions(press({ url: `https://example.org/${long(3000)}` }))),
    "a long action id": of(actions(press({ action_id: long(256) }))),
    "an action id twice in a block": of(actions(press({}), press({}))),
    "a block id twice": of({ type: "divider", block_id: "a" }, { type: "divider", block_id: "a" }),
    "a long block id": of({ type: "divider", block_id: long(256) }),
    "no buttons": of(actions()),
    "26 buttons": of(actions(...many(26, (at) => button("Go", `go-${at}`)))),
    "an image among buttons": of(actions(image)),
    "no context": of({ type: "context", elements: [] }),
    "11 elements of context": of({ type: "context", elements: many(11, () => plain("a")) }),
    "no options": of(actions(select([]))),
    "101 options": of(actions(select(many(101, option)))),
    "an option twice": of(actions(select([option(1), option(1)]))),
    "a long option": of(actions(select([{ text: plain(long(76)), value: "a" }]))),
    "a long option value": of(actions(select([{ text: plain("a"), value: long(151) }]))),
    "a long placeholder": of(actions(select([option(1)], { placeholder: plain(long(151)) }))),
    "an image without words": of({ ...image, alt_text: undefined }),
    "an image with too many words": of({ ...image, alt_text: long(2001) }),
    "blocks too long together": of(...many(5, () => section(long(2900)))),
    "markdown too long together": of(...many(2, () => ({ type: "markdown", text: long(6001) }))),
    "two tables": of(table([[cell("a")]]), table([[cell("a")]])),
    "101 rows": of(table(many(101, () => [cell("a")]) as object[][])),
    "21 columns": of(table([many(21, () => cell("a"))])),
    "an empty cell": of(table([[cell("")]])),
    "a wrong alignment": of(table([[cell("a")]], { column_settings: [{ align: "middle" }] })),
    "a table in a modal": ofView({ blocks: [table([[cell("a")]])] }),
    "rich text without elements": of(richText()),
    "a list of words": of(
      richText({ type: "rich_text_list", style: "bullet", elements: [{ type: "text", text: "a" }] }),
    ),
    "a call in rich text": of(words({ type: "user", user_id: "U012" })),
    "an unknown style": of(words({ type: "text", text: "a", style: { loud: true } })),
    "a long title": ofView({ title: plain(long(25)) }),
    "no title": ofView({ title: undefined }),
    "a long submit": ofView({ submit: plain(long(25)) }),
    "inputs without a submit": ofView({ submit: undefined }),
    "a long close": ofView({ close: plain(long(25)) }),
    "a long callback id": ofView({ callback_id: long(256) }),
    "long private metadata": ofView({ private_metadata: long(3001) }),
    "a long label": ofView({ blocks: [{ ...form.blocks[0], label: plain(long(2001)) }] }),
    "too long an input": ofView({
      blocks: [{ ...form.blocks[0], element: { type: "plain_text_input", max_length: 3001 } }],
    }),
    "too long a value of an input": ofInput({ initial_value: long(3001) }),
    "a value over what its input takes": ofInput({ initial_value: long(21), max_length: 20 }),
    "a value of an input that is no text": ofInput({ initial_value: 7 }),
    "a long placeholder of an input": ofInput({ placeholder: plain(long(151)) }),
    "a placeholder of an input in mrkdwn": ofInput({ placeholder: section("a").text }),
    "a home view with a title": violationsOf("views.publish", { view: { type: "home", blocks: [], title } }),
    "metadata without a payload": violationsOf("chat.update", { text: "t", metadata: { event_type: "a" } }),
    "metadata with a list": ofMetadata({ event_type: "tip", event_payload: [] }),
    "metadata without a type": ofMetadata({ event_payload: {} }),
    "metadata of an empty type": ofMetadata({ event_type: "", event_payload: {} }),
    "metadata of a type that is no text": ofMetadata({ event_type: 7, event_payload: {} }),
  };

  it.each(Object.entries(right))("takes %s", (_, problems) => {
    expect(problems).toEqual([]);
  });

  it.each(Object.entries(wrong))("rejects %s", (_, problems) => {
    expect(problems).toHaveLength(1);
  });
});
