import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commandBodies } from "../src/adapters/discord/commands.ts";
import { registry } from "../src/core/commands/registry.ts";
import { DiscordPeer } from "./peers/discord/peer.ts";

const script = join(import.meta.dirname, "..", "src", "cli", "publish.ts");
const names = commandBodies(registry).map(({ name }) => name);

let peer: DiscordPeer;
beforeEach(async () => {
  peer = await DiscordPeer.open();
});
afterEach(async () => {
  expect(peer.violations).toEqual([]);
  await peer[Symbol.asyncDispose]();
});

async function publish(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [script, ...args], {
    // In a folder without a .env of somebody's own.
    cwd: import.meta.dirname,
    env: { ...process.env, DISCORD_TOKEN: peer.token, DISCORD_API_URL: peer.url, ...environment },
  });
  const heard = { output: "", errors: "" };
  child.stdout.on("data", (text) => (heard.output += text));
  child.stderr.on("data", (text) => (heard.errors += text));
  const [code] = await once(child, "close");
  return { code, ...heard, lines: heard.output.split("\n") };
}

/** What was asked of Discord beside reading. */
const changes = () => peer.requests.filter(({ method, path }) => method !== "GET" && path.includes("/commands"));

describe("npm run publish -- discord", () => {
  it("registers every command, and the next time leaves them alone", async () => {
    const first = await publish(["discord"]);
    expect(first.code).toBe(0);
    expect(first.lines.slice(0, names.length + 1)).toEqual([
      ...names.map((name) => `${name}: added`),
      "0 as they should be",
    ]);
    expect(changes()).toHaveLength(names.length);
    const second = await publish(["discord"]);
    expect(second.lines[0]).toBe(`${names.length} as they should be`);
    expect(changes()).toHaveLength(names.length);
  });

  it("changes what differs, and removes what there is no longer", async () => {
    await publish(["discord"]);
    const [tip] = commandBodies(registry).filter(({ name }) => name === "tip");
    const authorization = { authorization: `Bot ${peer.token}`, "content-type": "application/json" };
    const address = `${peer.url}/v10/applications/${peer.applicationId}/commands`;
    for (const body of [
      { ...tip, description: "An old description" },
      { ...tip, name: "gone" },
    ]) {
      const answer = await fetch(address, { method: "POST", headers: authorization, body: JSON.stringify(body) });
      expect(answer.ok).toBe(true);
    }
    const { lines } = await publish(["discord"]);
    expect(lines.slice(0, 3)).toEqual(["tip: changed", "gone: removed", `${names.length - 1} as they should be`]);
    expect((await publish(["discord"])).lines[0]).toBe(`${names.length} as they should be`);
  });

  it("registers on one server only, when that is asked", async () => {
    const server = peer.addServer({ name: "club" });
    const { lines } = await publish(["discord", "--server", server.id]);
    expect(lines[0]).toBe("ask: added");
    expect(changes().every(({ path }) => path.includes(`/guilds/${server.id}/`))).toBe(true);
  });

  it("only says what it would do on a dry run", async () => {
    const { lines } = await publish(["discord", "--dry-run"]);
    expect(lines[0]).toBe("ask: would be added");
    expect(changes()).toEqual([]);
  });

  it("prints the links with which the bot is let in", async () => {
    const { output } = await publish(["discord", "--invite"]);
    expect(changes()).toEqual([]);
    const [server, person] = [...output.matchAll(/https:\/\/\S+/g)].map(([link]) => new URL(link).searchParams);
    expect(Object.fromEntries(server ?? [])).toEqual({
      client_id: peer.applicationId,
      scope: "bot applications.commands",
      // View channels, send messages, embed links, attach files, read history, send messages in threads.
      permissions: String((1 << 10) + (1 << 11) + (1 << 14) + (1 << 15) + (1 << 16) + 2 ** 38),
      integration_type: "0",
    });
    expect(person?.get("integration_type")).toBe("1");
  });

  it.each([
    [
      "a token that Discord does not take",
      ["discord"],
      { DISCORD_TOKEN: "wrong" },
      "Discord does not take the bot's token",
    ],
    ["no token", ["discord"], { DISCORD_TOKEN: "" }, "DISCORD_TOKEN is not set"],
    ["a server that the bot is not on", ["discord", "--server", "12"], {}, "see whether the bot is on that server"],
    ["another platform", ["teams"], {}, 'cannot publish to "teams"'],
    ["nothing", [], {}, "usage: npm run publish"],
  ])("says what is wrong with %s, and ends with 1", async (_, args, environment, words) => {
    const { code, errors } = await publish(args, environment);
    expect(code).toBe(1);
    expect(errors).toContain(words);
    expect(errors).not.toContain("    at ");
  });
});

describe("npm run publish -- slack", () => {
  it("prints the manifest of the app as it is configured, without a token", async () => {
    const { code, output } = await publish(["slack"], { SLACK_COMMAND_PREFIX: "wm-", SLACK_OVERHEAR: "true" });
    expect(code).toBe(0);
    const manifest = JSON.parse(output);
    expect(manifest.features.slash_commands[0].command).toBe("/wm-ask");
    expect(manifest.settings.event_subscriptions.bot_events).toContain("message.channels");
  });
});
