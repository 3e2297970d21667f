/** `npm run publish -- discord | slack`: tell a platform which commands there are. */
import { parseArgs } from "node:util";
import { loadDotEnv, readConfig } from "../config.ts";
import { registry } from "../core/commands/registry.ts";
import { OperatorError } from "../core/errors.ts";
import { runCli } from "./run.ts";

const usage = `usage: npm run publish -- discord [--server ID] [--dry-run]
       npm run publish -- discord --invite
       npm run --silent publish -- slack > manifest.json

  discord      register the commands, everywhere; what is registered already and unchanged is left alone
  --server ID  on one server only, as when you try something out
  --dry-run    say what would change, and change nothing
  --invite     print the links with which the bot is let in

  slack        print the app's manifest, to be pasted at https://api.slack.com/apps: Create New App, From a manifest;
               or, for an app that is there already, under App Manifest`;

await runCli(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { server: { type: "string" }, "dry-run": { type: "boolean" }, invite: { type: "boolean" } },
  });
  loadDotEnv();
  const { discord, slackApp } = readConfig(process.env);
  const [platform, ...rest] = positionals;
  if (platform === "slack" && rest.length === 0) {
    const { makeManifest } = await import("../adapters/slack/manifest.ts");
    process.stdout.write(`${JSON.stringify(makeManifest(registry, slackApp), undefined, 2)}\n`);
    return;
  }
  if (platform !== "discord" || rest.length > 0) {
    throw new OperatorError(platform ? `cannot publish to "${positionals.join(" ")}"` : "nothing to do", usage);
  }
  if (!discord) throw new OperatorError("DISCORD_TOKEN is not set", "put the bot's token into .env; see README.md");
  const { publishToDiscord } = await import("./publish-discord.ts");
  await publishToDiscord(discord, {
    server: values.server,
    isDry: values["dry-run"] === true,
    isInvite: values.invite === true,
  });
});
