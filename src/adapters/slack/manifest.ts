/** The registry as a Slack app manifest: https://docs.slack.dev/reference/app-manifest */
import type { Command, Option } from "../../core/commands/command.ts";
import { phrases } from "../../core/phrases.ts";

/** What the bot is let do. */
export const botScopes = [
  "app_mentions:read",
  "assistant:write",
  // History, and what apps hang on messages, is read only to see whether a message of ours stands.
  "channels:history",
  "channels:read",
  "chat:write",
  "chat:write.public",
  "commands",
  "files:write",
  "groups:history",
  "groups:read",
  "im:history",
  "im:read",
  "im:write",
  "metadata.message:read",
  "mpim:read",
  "users:read",
] as const;

/** Slack's own commands cannot be an app's; ours of that name say whose they are. */
const slacksOwn = ["feedback"];
const ownerPrefix = "waymark-";

/** What is typed after the slash in a workspace. */
function typedName(name: string, prefix: string): string {
  return prefix === "" && slacksOwn.includes(name) ? `${ownerPrefix}${name}` : `${prefix}${name}`;
}

/** The command that is meant by what was typed after the slash. */
export function meantName(typed: string, prefix: string): string {
  const name = typed.toLowerCase();
  const own = slacksOwn.map((one) => `${ownerPrefix}${one}`);
  if (own.includes(name)) return name.slice(ownerPrefix.length);
  return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** A path of ours at the address that leads to us, which may have a path of its own. */
export const addressOf = (publicUrl: string, path: string) => publicUrl.replace(/\/+$/, "") + path;

export const shortcutId = (title: string) => title.toLowerCase().replaceAll(/[^a-z]+/g, "-");

export type ManifestChoices = {
  prefix: string;
  overhears: boolean;
  /** Where Slack's requests go; without it, the app opens sockets. */
  publicUrl?: string | undefined;
};

export function makeManifest(registry: readonly Command[], { prefix, overhears, publicUrl }: ManifestChoices) {
  const url = publicUrl === undefined ? undefined : addressOf(publicUrl, "/slack/events");
  const events = [
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.im",
    "tokens_revoked",
    ...(overhears ? ["message.channels", "message.groups"] : []),
  ];
  return {
    display_information: {
      name: "Waymark",
      description: "Career guidance for developers: sourced answers, quizzes and daily tips",
      long_description:
        "Waymark answers questions about working in software: roles, skills, learning paths, interviews and pay. Every answer names its source and the day it was checked, and when it doesn't know, it says so. Play quizzes together or alone, review what you got wrong, and get a tip a day.",
      background_color: "#1f6f70",
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: "Waymark", always_online: true },
      agent_view: {
        agent_description: "Answers questions about working in software, with sources.",
        suggested_prompts: phrases.startingQuestions.map((message) => ({ title: message, message })),
      },
      shortcuts: registry.flatMap(({ shortcut, summary }) =>
        shortcut
          ? [{ name: shortcut.title, type: "message", callback_id: shortcutId(shortcut.title), description: summary }]
          : [],
      ),
      slash_commands: registry.map(({ name, summary, options }) => {
        const hint = usageHint(options);
        return {
          command: `/${typedName(name, prefix)}`,
          description: summary,
          ...(hint !== "" && { usage_hint: hint }),
          should_escape: true,
          ...(url !== undefined && { url }),
        };
      }),
    },
    oauth_config: {
      ...(publicUrl !== undefined && { redirect_urls: [addressOf(publicUrl, "/slack/oauth_redirect")] }),
      scopes: { bot: botScopes },
    },
    settings: {
      event_subscriptions: { ...(url !== undefined && { request_url: url }), bot_events: events.toSorted() },
      interactivity: { is_enabled: true, ...(url !== undefined && { request_url: url }) },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  };
}

/** `[topic] count:1–20 mode:group|solo`: what stands beside a command while it is typed. */
function usageHint(options: Readonly<Record<string, Option>>): string {
  return Object.entries(options)
    .map(([name, option]) => {
      switch (option.kind) {
        case "text":
          return option.required ? `<${name}>` : `[${name}]`;
        case "integer":
          return `[${name}:${option.min}–${option.max}]`;
        case "choice":
          return `[${name}]`;
        default:
          return option satisfies never;
      }
    })
    .join(" ");
}
