import { existsSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { z } from "zod";
import { OperatorError } from "./core/errors.ts";
import { storeUrls } from "./runtime/stores/store-urls.ts";

const yesOrNo = z
  .enum(["true", "false"])
  .default("false")
  .transform((value) => value === "true")
  .describe("true or false");
const number = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((value) => value >= least && value <= most);
const baseUrl = z.url({ protocol: /^https?$/ }).optional();

/** Minutes. A tip that may come half a day late would meet the next one. */
const [leastGrace, mostGrace] = [15, 720];
const logLevels = ["debug", "info", "warn", "error", "silent"] as const;

/** Every key the environment may hold, with its remedy; `.env.example` lists the same ones. */
const schema = z.object({
  KNOWLEDGE_DIR: z.string().default("knowledge").describe("the folder that holds the knowledge, such as knowledge"),
  STORE_URL: z
    .string()
    .regex(/^(sqlite:.+|memory:|rediss?:\/\/.+|postgres(ql)?:\/\/.+)$/)
    .default("sqlite:data/waymark.sqlite")
    .describe(storeUrls),
  KEEP_UTTERANCES: z
    .string()
    .regex(/^\d{1,4}$/)
    .default("30")
    .transform(Number)
    .describe("a number of days, or 0 to keep no wording of what people asked"),
  TIP_GRACE: z
    .string()
    .regex(/^\d{1,3}$/)
    .default("180")
    .transform(Number)
    .refine((minutes) => minutes >= leastGrace && minutes <= mostGrace)
    .describe(`a number of minutes, ${leastGrace} to ${mostGrace}`),
  LOG_LEVEL: z
    .enum(logLevels)
    .optional()
    .describe(`one of ${logLevels.join(", ")}`),
  LOG_UTTERANCES: yesOrNo,
  DISCORD_TOKEN: z
    .string()
    .regex(/^\S+$/)
    .optional()
    .describe("the bot's token from the Developer Portal, nothing before or after it"),
  DISCORD_OVERHEAR: yesOrNo,
  DISCORD_SHARDS: z
    .string()
    .regex(/^\d{1,4}(-\d{1,4})?\/\d{1,4}$/)
    .transform(readShards)
    .refine((shards) => shards.ids.length > 0 && Math.max(...shards.ids) < shards.of)
    .optional()
    .describe("the shards of this process, counted from 0, and how many there are in all, such as 0-3/8"),
  DISCORD_API_URL: baseUrl.describe("an address such as https://discord.com/api"),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-\S+$/)
    .optional()
    .describe("the bot token, which starts with xoxb-"),
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-\S+$/)
    .optional()
    .describe("the app-level token, which starts with xapp-"),
  SLACK_SIGNING_SECRET: z.string().optional().describe("the signing secret"),
  SLACK_CLIENT_ID: z.string().optional().describe("the app's client id"),
  SLACK_CLIENT_SECRET: z.string().optional().describe("the app's client secret"),
  SLACK_INSTALL_KEY: z.string().min(32).optional().describe("a secret of your own of at least 32 characters"),
  SLACK_PUBLIC_URL: baseUrl.describe(
    "the address at which Slack reaches this process, such as https://bot.example.org",
  ),
  SLACK_PORT: number(0, 65_535).default(3000).describe("a port, such as 3000"),
  SLACK_HOST: z.string().optional().describe("the address to listen at, such as 127.0.0.1"),
  SLACK_SOCKETS: number(1, 10).default(2).describe("how many sockets to keep open, 1 to 10"),
  SLACK_COMMAND_PREFIX: z
    .string()
    .regex(/^[a-z0-9_-]{1,12}$/)
    .optional()
    .describe("a few small letters, such as wm-"),
  SLACK_OVERHEAR: yesOrNo,
  SLACK_API_URL: baseUrl.describe("an address such as https://slack.com/api/"),
});

function readShards(text: string): Shards {
  const [, first = "", last = first, of = ""] = /^(\d+)(?:-(\d+))?\/(\d+)$/.exec(text) ?? [];
  const ids = Array.from({ length: Math.max(Number(last) - Number(first) + 1, 0) }, (_, at) => Number(first) + at);
  return { ids, of: Number(of) };
}

export const configKeys = Object.keys(schema.shape) as (keyof typeof schema.shape)[];
export type Config = {
  knowledgeDir: string;
  storeUrl: string;
  /** Undefined when the operator left it open. */
  logLevel: (typeof logLevels)[number] | undefined;
  logUtterances: boolean;
  /** Days. */
  keepUtterances: number;
  /** How late a tip may come. */
  tipGraceMs: number;
  /** Undefined when the bot is not on Discord. */
  discord: DiscordConfig | undefined;
  slack: SlackConfig | undefined;
  slackApp: SlackApp;
};
/** Which of a bot's shards a process runs. */
type Shards = { ids: number[]; of: number };
export type DiscordConfig = {
  token: string;
  apiUrl: string | undefined;
  overhears: boolean;
  /** As many as Discord recommends, when undefined. */
  shards: Shards | undefined;
};

/** What its makers decide of the Slack app, whether the bot is on Slack already or not. */
type SlackApp = {
  /** Where Slack's requests go, when it does not use sockets. */
  publicUrl: string | undefined;
  prefix: string;
  overhears: boolean;
};
export type SlackConfig = SlackApp & {
  /** How Slack reaches us. */
  mode:
    | { kind: "sockets"; appToken: string; sockets: number }
    | { kind: "http"; signingSecret: string; port: number; host: string | undefined };
  /** One workspace's token, or what an app needs that many install. */
  access:
    | { kind: "one"; botToken: string }
    | { kind: "many"; clientId: string; clientSecret: string; installKey: string };
  apiUrl: string | undefined;
};

/**
 * Put what `.env` says into the environment; what is set already stays. Node's own flag for it also announces a missing
 * file.
 */
export function loadDotEnv(): void {
  if (existsSync(".env")) loadEnvFile(".env");
}

/**
 * Read the configuration; an empty value counts as none.
 *
 * @throws OperatorError that names every wrong key at once and never repeats a value, which may be a secret
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(configKeys.map((key) => [key, environment[key] || undefined]));
  const read = schema.safeParse(given);
  if (!read.success) {
    const wrong = [...new Set(read.error.issues.map((issue) => issue.path[0] as (typeof configKeys)[number]))];
    const lines = wrong.map((key) => `  ${key} should be ${schema.shape[key].description}`);
    throw new OperatorError(`the configuration is wrong:\n${lines.join("\n")}`, "set it in .env; see .env.example");
  }
  return {
    knowledgeDir: read.data.KNOWLEDGE_DIR,
    storeUrl: read.data.STORE_URL,
    logLevel: read.data.LOG_LEVEL,
    logUtterances: read.data.LOG_UTTERANCES,
    keepUtterances: read.data.KEEP_UTTERANCES,
    tipGraceMs: read.data.TIP_GRACE * 60_000,
    discord:
      read.data.DISCORD_TOKEN === undefined
        ? undefined
        : {
            token: read.data.DISCORD_TOKEN,
            apiUrl: read.data.DISCORD_API_URL,
            overhears: read.data.DISCORD_OVERHEAR,
            shards: read.data.DISCORD_SHARDS,
          },
    slack: readSlack(read.data),
    slackApp: slackApp(read.data),
  };
}

/** @throws OperatorError when there is something of Slack's, and not enough of it */
function readSlack(data: z.infer<typeof schema>): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = data;
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, SLACK_INSTALL_KEY: installKey } = data;
  const isMany = clientId !== undefined || clientSecret !== undefined;
  if (!isMany && [botToken, appToken, signingSecret].every((one) => one === undefined)) return undefined;
  const common = { ...slackApp(data), apiUrl: data.SLACK_API_URL };
  const { SLACK_PORT: port, SLACK_HOST: host } = data;
  const http = signingSecret !== undefined && { kind: "http" as const, signingSecret, port, host };
  if (isMany) {
    if (http && clientId && clientSecret && installKey) {
      return { ...common, mode: http, access: { kind: "many", clientId, clientSecret, installKey } };
    }
    throw incomplete("SLACK_SIGNING_SECRET, SLACK_CLIENT_ID, SLACK_CLIENT_SECRET and SLACK_INSTALL_KEY");
  }
  const mode = appToken !== undefined ? { kind: "sockets" as const, appToken, sockets: data.SLACK_SOCKETS } : http;
  if (botToken === undefined || !mode) throw incomplete("SLACK_BOT_TOKEN, and SLACK_APP_TOKEN or SLACK_SIGNING_SECRET");
  return { ...common, mode, access: { kind: "one", botToken } };
}

const slackApp = (data: z.infer<typeof schema>): SlackApp => ({
  // With an app-level token there are sockets, whatever else is left over.
  publicUrl: data.SLACK_APP_TOKEN === undefined ? data.SLACK_PUBLIC_URL : undefined,
  prefix: data.SLACK_COMMAND_PREFIX ?? "",
  overhears: data.SLACK_OVERHEAR,
});

const incomplete = (keys: string) =>
  new OperatorError("Slack's settings are not complete", `set all of ${keys} in .env, or none of them; see README.md`);
