import { once } from "node:events";
import { constants, createInflate, createZstdDecompress } from "node:zlib";
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  type Client,
  type ClientOptions,
  ComponentType,
  Events,
  GatewayIntentBits,
  type Interaction as Happening,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  RESTEvents,
  Routes,
  type SendableChannels,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ownViolationsOf } from "./peers/discord/own-checks.ts";
import { type Channel, DiscordPeer, type Server, type User } from "./peers/discord/peer.ts";
import { clientFor, logIn } from "./peers/discord/real-client.ts";
import { onlyDescribed, rightSamples, wrongSamples } from "./peers/discord/sample-bodies.ts";
import { hasOpenApi, violationsOf } from "./peers/discord/validate.ts";

const allowedMentions = { parse: [] };

let peer: DiscordPeer;
let server: Server;
let general: Channel;
let ana: User;
let client: Client;

beforeEach(async () => {
  peer = await DiscordPeer.open();
  server = peer.addServer({ name: "club", channels: ["general", "quiet"] });
  general = server.channel("general");
  ana = peer.addUser("ana");
});

afterEach(async () => {
  await client?.destroy();
  await peer[Symbol.asyncDispose]();
});

async function connect(options: Partial<ClientOptions> = {}): Promise<Client<true>> {
  client = clientFor(peer, options);
  return logIn(client, peer);
}

/** @returns what goes wrong first */
function answering(answer: (happening: Happening) => Promise<unknown>): Promise<unknown> {
  return new Promise((resolve) => {
    client.on(Events.InteractionCreate, (happening) => {
      answer(happening).catch(resolve);
    });
  });
}

function happensOnce(event: string): Promise<unknown[]> {
  return once(client, event, { signal: AbortSignal.timeout(10_000) });
}

async function channelOf(place: Channel): Promise<SendableChannels> {
  const channel = await client.channels.fetch(place.id);
  if (!channel?.isSendable()) throw new Error("nothing can be sent there");
  return channel;
}

const row = (label: string) =>
  new ActionRowBuilder<ButtonBuilder>().addComponents(
    new ButtonBuilder({ custom_id: label, label, style: ButtonStyle.Primary }),
  );

describe("a client that talks with people", () => {
  it("knows itself and its servers", async () => {
    const { user, guilds, application } = await connect();
    expect(user.id).toBe(peer.applicationId);
    expect(guilds.cache.get(server.id)?.channels.cache.map(({ name }) => name)).toEqual(["general", "quiet"]);
    expect((await application.fetch()).name).toBe("waymark");
  });

  it("answers a command, for everybody or for one", async () => {
    await connect();
    answering(async (happening) => {
      if (!happening.isChatInputCommand()) return;
      const content = `${happening.commandName} ${happening.options.getString("topic")}`;
      const isSecret = happening.options.getBoolean("secret") ?? false;
      await happening.reply({ content, allowedMentions, ...(isSecret && { flags: MessageFlags.Ephemeral }) });
    });
    const open = ana.commands(general, "quiz", { topic: "sql" });
    expect((await peer.until(() => open.messages[0])).text).toBe("quiz sql");
    const secret = ana.commands(general, "quiz", { topic: "css", secret: true });
    await peer.until(() => secret.messages[0]);
    expect(general.messages.map(({ text }) => text)).toEqual(["quiz sql"]);
    expect(ana.sees(general).map(({ text }) => text)).toEqual(["quiz sql", "quiz css"]);
  });

  it("answers messages, which come without content unless they concern it", async () => {
    await connect();
    const heard: string[] = [];
    client.on(Events.MessageCreate, (message) => {
      if (message.author.bot) return;
      heard.push(message.content);
      if (message.content) void message.reply({ content: `you said ${message.content}`, allowedMentions });
    });
    ana.says(general, "nobody in particular");
    ana.says(general, "hello", { mentionsBot: true });
    const reply = await peer.until(() => general.messages.find(({ author }) => author.isBot));
    expect(reply.reference?.content).toBe(`<@${peer.bot.id}> hello`);
    expect(reply.mentions).toEqual([]);
    ana.says(general, "and now?", { replyTo: reply });
    await peer.until(() => general.messages.filter(({ author }) => author.isBot).length === 2);
    expect(heard).toEqual(["", `<@${peer.bot.id}> hello`, "and now?"]);
    expect(peer.violations).toEqual([]);
  });

  it("reads everything with the intent for it, edits too", async () => {
    const { Guilds, GuildMessages, MessageContent } = GatewayIntentBits;
    await connect({ intents: [Guilds, GuildMessages, MessageContent] });
    const heard: string[] = [];
    client.on(Events.MessageCreate, ({ content }) => heard.push(content));
    client.on(Events.MessageUpdate, (_, { content }) => heard.push(content));
    const message = ana.says(general, "nobody in particular");
    ana.edits(message, "somebody");
    await peer.until(() => heard.length === 2);
    expect(heard).toEqual(["nobody in particular", "somebody"]);
  });

  it("talks alone with somebody, in threads, and first", async () => {
    await connect();
    client.on(Events.MessageCreate, (message) => {
      if (!message.author.bot)
        void message.reply({ content: message.channel.isThread() ? "thread" : "dm", allowedMentions });
    });
    ana.writes("psst");
    expect((await peer.until(() => ana.direct.messages[1])).text).toBe("dm");
    const thread = general.addThread("sql");
    ana.says(thread, "here", { mentionsBot: true });
    expect((await peer.until(() => thread.messages[1])).text).toBe("thread");
    const ben = peer.addUser("ben");
    await (await client.users.fetch(ben.id)).send({ content: "good morning", allowedMentions });
    expect(ben.direct.messages.map(({ text }) => text)).toEqual(["good morning"]);
  });

  it("changes the message that was pressed", async () => {
    await connect();
    answering(async (happening) => {
      if (happening.isChatInputCommand()) {
        await happening.reply({ content: "ready?", components: [row("Go")], allowedMentions });
      } else if (happening.isButton()) {
        await happening.update({ content: "gone", components: [], allowedMentions });
      }
    });
    const asked = ana.commands(general, "quiz");
    const message = await peer.until(() => asked.messages[0]);
    ana.presses(message, "Go");
    await peer.until(() => message.edits === 1);
    expect([message.text, message.buttons]).toEqual(["gone", []]);
    expect(() => ana.presses(message, "Go")).toThrow('no button "Go"');
  });

  it("opens a form and takes what was filled in", async () => {
    await connect();
    answering(async (happening) => {
      if (happening.isChatInputCommand()) {
        const input = new TextInputBuilder().setCustomId("answer").setStyle(TextInputStyle.Short);
        const label = new LabelBuilder().setLabel("Answer").setTextInputComponent(input);
        await happening.showModal(new ModalBuilder().setCustomId("m").setTitle("One").addLabelComponents(label));
      } else if (happening.isModalSubmit()) {
        await happening.reply({ content: happening.fields.getTextInputValue("answer"), allowedMentions });
      }
    });
    const opener = ana.commands(general, "review");
    await peer.until(() => opener.modal);
    expect(() => ana.submits(opener, [])).toThrow('"answer" is required');
    const sent = ana.submits(opener, ["forty-two"]);
    expect((await peer.until(() => sent.messages[0])).text).toBe("forty-two");
  });

  it("leaves in a form what stood there, unless it is changed", async () => {
    await connect();
    const input = (id: string) => new TextInputBuilder().setCustomId(id).setStyle(TextInputStyle.Short);
    const topics = ["sql", "css"].map((value) => ({ label: value.toUpperCase(), value, default: value === "css" }));
    const labels = [
      new LabelBuilder()
        .setLabel("First")
        .setTextInputComponent(input("first").setValue("old").setPlaceholder("a word")),
      new LabelBuilder().setLabel("Second").setTextInputComponent(input("second").setValue("older").setRequired(false)),
      new LabelBuilder()
        .setLabel("Topic")
        .setStringSelectMenuComponent(new StringSelectMenuBuilder({ custom_id: "topic", options: topics })),
    ];
    answering(async (happening) => {
      if (happening.isChatInputCommand()) {
        await happening.showModal(new ModalBuilder().setCustomId("m").setTitle("One").addLabelComponents(labels));
      } else if (happening.isModalSubmit()) {
        const { fields } = happening;
        const texts = ["first", "second"].map((id) => fields.getTextInputValue(id));
        await happening.reply({
          content: [...texts, ...fields.getStringSelectValues("topic")].join("|"),
          allowedMentions,
        });
      }
    });
    const opener = ana.commands(general, "settings");
    await peer.until(() => opener.modal);
    const answerTo = async (values: string[] | Record<string, string>) => {
      const sent = ana.submits(opener, values);
      return (await peer.until(() => sent.messages[0])).text;
    };
    expect(await answerTo({})).toBe("old|older|css");
    expect(await answerTo(["new"])).toBe("new|older|css");
    expect(await answerTo({ second: "", topic: "SQL" })).toBe("old||sql");
    expect(() => ana.submits(opener, { first: "" })).toThrow('"first" is required');
    expect(() => ana.submits(opener, { third: "new" })).toThrow('no field "third"');
    expect(peer.violations).toEqual([]);
  });

  it("completes what is being typed", async () => {
    await connect();
    answering(async (happening) => {
      if (!happening.isAutocomplete()) return;
      const { name, value } = happening.options.getFocused(true);
      await happening.respond([{ name: `${name}: ${value}`, value: "sql" }]);
    });
    const search = ana.completes(general, "quiz", { topic: "sq", rounds: 3 }, "topic");
    expect(await peer.until(() => search.choices)).toEqual([{ name: "topic: sq", value: "sql" }]);
  });

  it("answers a message from its menu", async () => {
    await connect();
    answering(async (happening) => {
      if (!happening.isMessageContextMenuCommand()) return;
      await happening.deferReply();
      await happening.followUp({ content: happening.targetMessage.content, allowedMentions });
    });
    const used = ana.uses("Answer this", ana.says(general, "why?"));
    const answer = await peer.until(() => used.messages[0]);
    expect([answer.text, used.isDeferred, used.followUps.length]).toEqual(["why?", true, 0]);
  });

  it("sends files, and keeps them when it edits", async () => {
    await connect();
    const channel = await channelOf(general);
    const files = [{ attachment: Buffer.from("1,2"), name: "scores.csv" }];
    const sent = await channel.send({ content: "here", files, allowedMentions });
    await sent.edit({ content: "there", allowedMentions });
    const [message] = general.messages;
    expect(message?.text).toBe("there\nscores.csv");
    expect(Buffer.from(message?.attachments[0]?.bytes ?? []).toString()).toBe("1,2");
    expect(peer.requests[1]?.files.map(({ name }) => name)).toEqual(["scores.csv"]);
  });

  it("publishes commands, and people see no others", async () => {
    const { application } = await connect();
    peer.requirePublished = true;
    expect(() => ana.commands(general, "ask")).toThrow('no command "ask" was published');
    const ask = { name: "ask", description: "Ask", nameLocalizations: { de: "frag" } };
    await application.commands.set([ask, { name: "settings", description: "Set", defaultMemberPermissions: "32" }]);
    expect(ana.commands(general, "ask").payload.data).toMatchObject({ name: "ask", options: [] });
    expect(() => ana.commands(general, "settings")).toThrow("may not use");
    ana.commands(general, "settings", {}, { permissions: 32n });
    const fetched = await application.commands.fetch({ withLocalizations: true });
    expect(fetched.map(({ name, nameLocalizations }) => [name, nameLocalizations])).toEqual([
      ["ask", { de: "frag" }],
      ["settings", null],
    ]);
    const bare = await client.rest.get(Routes.applicationCommands(peer.applicationId));
    expect(Object.keys((bare as object[])[0] ?? {})).not.toContain("name_localizations");
  });
});

describe("a connection that breaks", () => {
  /** What the client hears, in order. */
  function heard(): string[] {
    const words: string[] = [];
    client.on(Events.MessageCreate, ({ content }) => words.push(content));
    return words;
  }

  it("resumes after dropped sockets, and loses nothing", async () => {
    await connect();
    const words = heard();
    ana.writes("before");
    await peer.until(() => words.length === 1);
    peer.dropSockets();
    await peer.until(() => peer.connections === 0);
    ana.writes("meanwhile");
    const resumed = happensOnce(Events.ShardResume);
    ana.writes("still");
    await resumed;
    ana.writes("after");
    await peer.until(() => words.length === 4);
    expect(words).toEqual(["before", "meanwhile", "still", "after"]);
    expect([peer.identifies.length, peer.resumes]).toEqual([1, 1]);
  });

  it("resumes when it is asked to reconnect", async () => {
    await connect();
    const words = heard();
    peer.askReconnect();
    await peer.until(() => peer.resumes === 1);
    ana.writes("hello");
    await peer.until(() => words.length === 1);
    expect(peer.identifies).toHaveLength(1);
  });

  it("resumes a session that is still good, and identifies anew for one that is not", async () => {
    await connect();
    const words = heard();
    const resumed = happensOnce(Events.ShardResume); // discord.js trips over a session that ends while it resumes
    peer.invalidateSessions(true);
    await resumed;
    peer.invalidateSessions(false);
    await peer.until(() => peer.identifies.length === 2);
    ana.writes("hello");
    await peer.until(() => words.length === 1);
    expect(peer.resumes).toBe(1);
  });

  it("hears the same interaction twice when it is delivered twice", async () => {
    await connect();
    const failure = answering(async (happening) => {
      if (happening.isChatInputCommand()) await happening.reply({ content: "once", allowedMentions });
    });
    const asked = ana.commands(general, "tip");
    await peer.until(() => asked.messages[0]);
    peer.redeliver(asked);
    expect(await failure).toMatchObject({ status: 400, code: 40060 });
    expect(general.messages).toHaveLength(1);
  });

  it("is refused for intents that were not granted, and for a wrong token", async () => {
    peer.refuseIdentify(4014);
    client = clientFor(peer);
    await expect(client.login(peer.token)).rejects.toThrow("Used disallowed intents");
    await client.destroy();
    peer.refuseIdentify(undefined);
    client = clientFor(peer);
    await expect(client.login("wrong")).rejects.toThrow("An invalid token was provided.");
  });

  it("ends when its token is revoked", async () => {
    await connect();
    const disconnected = happensOnce(Events.ShardDisconnect);
    client.on(Events.Error, () => {});
    client.on(Events.ShardError, () => {});
    peer.revokeToken();
    const [event] = await disconnected;
    expect(event).toMatchObject({ code: 4004 });
    await expect(client.users.fetch(ana.id, { force: true })).rejects.toMatchObject({ status: 401 });
  });

  it("spreads servers over shards, and direct messages go to the first", async () => {
    for (let count = 0; count < 3; count += 1) peer.addServer();
    await connect({ shards: [0, 1], shardCount: 2 });
    expect(peer.identifies.map(({ shard }) => shard)).toEqual([
      [0, 2],
      [1, 2],
    ]);
    expect(client.guilds.cache.size).toBe(4);
    expect(new Set(client.guilds.cache.map(({ shardId }) => shardId)).size).toBe(2);
    const shards: number[] = [];
    client.on(Events.Raw, ({ t }: { t: string }, shard: number) => {
      if (t === "MESSAGE_CREATE") shards.push(shard);
    });
    ana.writes("psst");
    await peer.until(() => shards.length === 1);
    expect(shards).toEqual([0]);
  });

  it.each([
    ["zlib-stream", () => createInflate({ finishFlush: constants.Z_SYNC_FLUSH })],
    ["zstd-stream", () => createZstdDecompress()],
  ] as const)("compresses with %s for who asks", async (compress, decoder) => {
    const socket = new WebSocket(
      `${peer.url.replace("http", "ws").replace("/api", "/gateway")}?v=10&compress=${compress}`,
    );
    socket.binaryType = "arraybuffer";
    const stream = decoder();
    socket.addEventListener("message", ({ data }) => stream.write(Buffer.from(data)));
    const [hello] = await once(stream, "data");
    expect(JSON.parse(String(hello))).toMatchObject({ op: 10 });
    socket.send(JSON.stringify({ op: 2, d: { token: peer.token, intents: 1 } }));
    const [ready] = await once(stream, "data");
    expect(String(ready)).toContain('"t":"READY"');
    socket.close();
    stream.destroy();
  });
});

describe("an answer that fails", () => {
  it("comes again after 500, and after the time that 429 says", async () => {
    await connect();
    const channel = await channelOf(general);
    peer.failNext({ method: "POST", path: /messages$/, status: 500 });
    peer.failNext({ method: "POST", path: /messages$/, status: 429, retryAfter: 0.2 });
    const sent = performance.now();
    await channel.send({ content: "at last", allowedMentions });
    expect(performance.now() - sent).toBeGreaterThan(190);
    expect(peer.requests.filter(({ method }) => method === "POST").map(({ status }) => status)).toEqual([
      500, 429, 200,
    ]);
    expect(general.messages).toHaveLength(1);
  });

  it("takes effect all the same when only the answer is lost; a nonce makes that once", async () => {
    await connect();
    const channel = await channelOf(general);
    const send = (more: object) => channel.send({ content: "hello", allowedMentions, ...more });
    peer.failNext({ path: /messages$/, status: 502, afterDoing: true });
    await send({});
    expect(general.messages).toHaveLength(2);
    peer.failNext({ path: /messages$/, status: 502, afterDoing: true });
    await send({ nonce: "n1", enforceNonce: true });
    expect(general.messages).toHaveLength(3);
  });

  it("has the nonce of what was sent, and nothing that comes later has it", async () => {
    await connect();
    const channel = await channelOf(general);
    const told: unknown[][] = [];
    client.on(Events.Raw, ({ t, d }: { t: string; d: { nonce?: string } }) => {
      if (t.startsWith("MESSAGE_")) told.push([t, d.nonce]);
    });
    const { id, nonce } = await channel.send({ content: "hello", nonce: "n1", enforceNonce: true, allowedMentions });
    const body = { content: "hello", nonce: "n1", enforce_nonce: true, allowed_mentions: allowedMentions };
    expect(await client.rest.post(Routes.channelMessages(general.id), { body })).toMatchObject({ id, nonce });
    const other = { ...body, nonce: "n2" };
    expect(await client.rest.post(Routes.channelMessages(ana.direct.id), { body: other })).toMatchObject({
      nonce: "n2",
    });
    expect([nonce, general.messages.length]).toEqual(["n1", 1]);
    channel.messages.cache.clear(); // as after a restart
    expect((await channel.messages.fetch(id)).nonce).toBeNull();
    const route = Routes.channelMessage(general.id, id);
    const later = [
      await client.rest.get(Routes.channelMessages(general.id)),
      await client.rest.get(route),
      await client.rest.patch(route, { body: { content: "hi", allowed_mentions: allowedMentions } }),
    ].flat();
    expect(later).toMatchObject([{ content: "hello" }, { content: "hello" }, { content: "hi" }]);
    expect(later.filter((message) => Object.keys(message as object).includes("nonce"))).toEqual([]);
    await peer.until(() => told.length === 3);
    expect(told).toEqual([
      ["MESSAGE_CREATE", "n1"],
      ["MESSAGE_CREATE", "n2"],
      ["MESSAGE_UPDATE", undefined],
    ]);
  });

  it("comes when the time for all requests together is over", async () => {
    await connect();
    const places = Array.from({ length: 5 }, (_, at) => server.addChannel(`place${at}`)); // the client has a queue for each
    const heard: boolean[] = [];
    client.rest.on(RESTEvents.RateLimited, ({ global }) => heard.push(global));
    const rate = peer.limitGlobally(3);
    const began = performance.now();
    const before = peer.requests.length;
    const found = await Promise.all(places.map(({ id }) => client.rest.get(Routes.channel(id))));
    expect(performance.now() - began).toBeGreaterThan(950);
    expect(found).toMatchObject(places.map(({ id }) => ({ id })));
    expect(peer.requests.slice(before).map(({ status }) => status)).toEqual([200, 200, 200, 429, 429, 200, 200]);
    expect(rate.refused).toBe(2);
    expect(new Set(heard)).toEqual(new Set([true]));
  });

  it("says that the limit was the one on all requests, which an interaction's don't count for", async () => {
    await connect();
    const deferred = Promise.withResolvers<string>();
    answering(async (happening) => {
      if (!happening.isChatInputCommand()) return;
      await happening.deferReply();
      deferred.resolve(happening.token);
    });
    const asked = ana.commands(general, "ask");
    const token = await deferred.promise;
    const headers = { authorization: `Bot ${peer.token}`, "content-type": "application/json" };
    const get = (path: string) => fetch(`${peer.url}/v10${path}`, { headers });
    const bucket = peer.limitRate({ path: /^\/channels/, limit: 1, perMs: 60_000 });
    const all = peer.limitGlobally(2);
    const answers = [];
    for (const path of [`/channels/${general.id}`, `/channels/${general.id}`, "/users/@me"])
      answers.push(await get(path));
    expect(answers.map(({ status }) => status)).toEqual([200, 429, 429]);
    expect([bucket.refused, all.refused]).toEqual([1, 1]);
    expect(answers.map((answer) => answer.headers.get("x-ratelimit-scope"))).toEqual([null, "user", "global"]);
    expect(answers.map((answer) => answer.headers.get("x-ratelimit-global"))).toEqual([null, null, "true"]);
    const told = (await answers[2]?.json()) as { retry_after: number };
    expect(told).toMatchObject({ global: true, retry_after: Number(answers[2]?.headers.get("retry-after")) });
    expect(told.retry_after).toBeLessThanOrEqual(1);
    const path = `${peer.url}/v10/webhooks/${peer.applicationId}/${token}/messages/@original`;
    const body = JSON.stringify({ content: "here", allowed_mentions: allowedMentions });
    expect((await fetch(path, { method: "PATCH", headers, body })).status).toBe(200);
    expect(asked.messages.map(({ text }) => text)).toEqual(["here"]);
  });

  it("keeps to the rate of a bucket", async () => {
    await connect();
    const channel = await channelOf(general);
    const rate = peer.limitRate({ path: /messages$/, limit: 2, perMs: 300, perChannel: true });
    const began = performance.now();
    for (const content of ["1", "2", "3"]) await channel.send({ content, allowedMentions });
    expect(performance.now() - began).toBeGreaterThan(250);
    expect(general.messages).toHaveLength(3);
    expect(rate.refused).toBe(0);
    const headers = { authorization: `Bot ${peer.token}` };
    const asked = [1, 2, 3].map(() => fetch(`${peer.url}/v10/channels/${general.id}/messages`, { headers }));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(rate.refused);
    expect(rate.refused).toBeGreaterThan(0);
  });

  it("says why, as Discord does", async () => {
    await connect();
    const secret = server.addChannel("secret", { botMaySee: false });
    const board = server.addChannel("board", { botMayPost: false });
    const shy = peer.addUser("shy", { takesDirectMessages: false });
    const { rest } = client;
    const body = { content: "hello", allowed_mentions: allowedMentions };
    const codes = [
      rest.post(Routes.channelMessages(secret.id), { body }),
      rest.post(Routes.channelMessages(board.id), { body }),
      rest.post(Routes.channelMessages(shy.direct.id), { body }),
      rest.post(Routes.channelMessages("1"), { body }),
      rest.get(Routes.channelMessage(general.id, "1")),
      rest.patch(Routes.channelMessage(general.id, ana.says(general, "mine").id), { body }),
      rest.post(Routes.channelMessages(general.id), { body: { content: "" } }),
    ].map((request) => request.catch(({ code }: { code: number }) => code));
    expect(await Promise.all(codes)).toEqual([50001, 50013, 50007, 10003, 10008, 50005, 50035]);
    expect(peer.violations.join()).toContain("the message is empty");
  });

  it("waits while it is held back", async () => {
    await connect();
    const channel = await channelOf(general);
    const release = peer.hold({ method: "POST", path: /messages$/ });
    const sent = channel.send({ content: "hello", allowedMentions }).then(() => "answered");
    await peer.until(() => general.messages[0]);
    expect(await Promise.race([sent, Promise.resolve("waiting")])).toBe("waiting");
    release();
    expect(await sent).toBe("answered");
  });
});

describe("an interaction", () => {
  it("is over when the first answer comes late, or comes twice", async () => {
    await connect();
    const failure = answering((happening) =>
      happening.isRepliable() ? happening.reply({ content: "late", allowedMentions }) : Promise.resolve(),
    );
    ana.commands(general, "tip").expire();
    expect(await failure).toMatchObject({ status: 404, code: 10062 });
    client.removeAllListeners(Events.InteractionCreate);
    const second = answering(async (happening) => {
      if (!happening.isChatInputCommand()) return;
      const callback = Routes.interactionCallback(happening.id, happening.token);
      await client.rest.post(callback, { body: { type: 5 }, auth: false });
      await client.rest.post(callback, {
        body: { type: 4, data: { content: "a", allowed_mentions: allowedMentions } },
      });
    });
    ana.commands(general, "tip");
    expect(await second).toMatchObject({ status: 400, code: 40060 });
  });

  it("is late by the peer's clock, and its token dies by it", async () => {
    let now = Date.now();
    await peer[Symbol.asyncDispose]();
    peer = await DiscordPeer.open({ now: () => now });
    server = peer.addServer();
    ana = peer.addUser("ana");
    const [place] = server.channels;
    if (!place) throw new Error("no channel");
    await connect();
    const late = answering(async (happening) => {
      if (!happening.isChatInputCommand()) return;
      await happening.deferReply();
      now += 16 * 60_000;
      await happening.editReply({ content: "too late", allowedMentions });
    });
    ana.commands(place, "ask");
    expect(await late).toMatchObject({ status: 401, code: 50027 });
    client.removeAllListeners(Events.InteractionCreate);
    const later = answering(async (happening) => {
      now += 3001;
      if (happening.isChatInputCommand()) await happening.deferReply();
    });
    ana.commands(place, "ask");
    expect(await later).toMatchObject({ status: 404, code: 10062 });
  });

  it("keeps a secret: a channel's routes don't know what is for one person", async () => {
    await connect();
    const failure = answering(async (happening) => {
      if (!happening.isChatInputCommand()) return;
      await happening.deferReply({ flags: MessageFlags.Ephemeral });
      const { id } = await happening.editReply({ content: "psst", allowedMentions });
      await client.rest.get(Routes.channelMessage(general.id, id));
    });
    const asked = ana.commands(general, "privacy");
    expect(await failure).toMatchObject({ status: 404, code: 10008 });
    expect([asked.messages[0]?.text, general.messages.length]).toEqual(["psst", 0]);
    const ben = peer.addUser("ben");
    expect([ana.sees(general).length, ben.sees(general).length]).toEqual([1, 0]);
  });

  it("lets a bot that a person brought along follow up five times", async () => {
    await connect();
    const failure = answering(async (happening) => {
      if (!happening.isChatInputCommand()) return;
      await happening.reply({ content: "0", allowedMentions });
      for (const content of ["1", "2", "3", "4", "5", "6"]) await happening.followUp({ content, allowedMentions });
    });
    const asked = ana.commands(general, "ask", {}, { userInstalled: true });
    expect(await failure).toMatchObject({ code: 40094 });
    expect(asked.messages.map(({ text }) => text).join("")).toBe("012345");
  });

  it("can't take V2 components back", async () => {
    await connect();
    const failure = answering(async (happening) => {
      if (!happening.isChatInputCommand()) return;
      const components = [{ type: ComponentType.TextDisplay as const, content: "words" }];
      await happening.reply({ flags: MessageFlags.IsComponentsV2, components, allowedMentions });
      await happening.editReply({ content: "text", allowedMentions });
    });
    const asked = ana.commands(general, "ask");
    expect(await failure).toMatchObject({ status: 400, code: 50035 });
    expect(asked.messages.map(({ text }) => text)).toEqual(["words"]);
  });

  it("offers what a select holds", async () => {
    await connect();
    answering(async (happening) => {
      if (happening.isChatInputCommand()) {
        const select = new StringSelectMenuBuilder({ custom_id: "topic", options: [{ label: "SQL", value: "sql" }] });
        const components = [new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(select)];
        await happening.reply({ content: "which?", components, allowedMentions });
      } else if (happening.isStringSelectMenu()) {
        await happening.deferUpdate();
        await happening.editReply({ content: happening.values.join(), components: [], allowedMentions });
      }
    });
    const asked = ana.commands("dm", "quiz");
    const message = await peer.until(() => asked.messages[0]);
    ana.chooses(message, "SQL");
    await peer.until(() => message.text === "sql");
    expect(message.channel).toBe(ana.direct);
  });
});

if (!hasOpenApi())
  process.stderr.write("skipped Discord's own description: it is not there; only our checks are run\n");

const wrongToUs = wrongSamples.filter(([what]) => !onlyDescribed.includes(what));

describe("what is wrong with a body", () => {
  it.each(hasOpenApi() ? wrongSamples : wrongToUs)("is told: %s", (_, request) => {
    expect(violationsOf(request)).not.toEqual([]);
  });

  it.each(rightSamples)("is nothing: %s", (_, request) => {
    expect(violationsOf(request)).toEqual([]);
  });

  it.each(wrongToUs)("is told without the description: %s", (_, request) => {
    expect(ownViolationsOf(request)).not.toEqual([]);
  });
});
