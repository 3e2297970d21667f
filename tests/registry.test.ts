import { describe, expect, it } from "vitest";
import { commandBodies } from "../src/adapters/discord/commands.ts";
import { makeManifest } from "../src/adapters/slack/manifest.ts";
import { defineCommand } from "../src/core/commands/command.ts";
import { registry } from "../src/core/commands/registry.ts";
import type { Form } from "../src/core/effects.ts";
import { phrases } from "../src/core/phrases.ts";
import { makeBot, shippedKnowledge } from "./fakes/parts.ts";
import { violationsOf } from "./peers/discord/validate.ts";

/** Where a limit is from: Discord's application commands and modals, Slack's manifest and views. */
const limits = {
  name: 32,
  summary: 100,
  options: 25,
  choice: 100,
  shortcut: 24,
  formTitle: 24,
  formLabel: 45,
  all: 4000,
};

describe.each(registry)("the command /$name", ({ name, summary, options, shortcut }) => {
  it("keeps to the strictest platform's limits", () => {
    expect(name).toMatch(/^[a-z][a-z-]*$/);
    expect(name.length).toBeLessThanOrEqual(limits.name);
    expect(summary.length).toBeLessThanOrEqual(limits.summary);
    expect(Object.keys(options).length).toBeLessThanOrEqual(limits.options);
    expect(shortcut?.title.length ?? 0).toBeLessThanOrEqual(limits.shortcut);
    for (const [key, option] of Object.entries(options)) {
      expect(key).toMatch(/^[a-z]{1,32}$/);
      expect(option.summary.length).toBeLessThanOrEqual(limits.summary);
      const choices = option.kind === "choice" ? option.values : [];
      expect(choices.length).toBeLessThanOrEqual(limits.options);
      for (const choice of choices) expect(choice.length).toBeLessThanOrEqual(limits.choice);
    }
    expect(JSON.stringify({ name, summary, options }).length).toBeLessThan(limits.all);
  });

  it("gives a shortcut an option of its own to fill", () => {
    if (shortcut) expect(options[shortcut.option]?.kind).toBe("text");
  });
});

describe("the forms people fill in", () => {
  it("fit every platform", async () => {
    const { bot, ana } = makeBot(await shippedKnowledge());
    const forms: Form[] = [];
    await ana.says("backend vs frontend?");
    await ana.presses("👎");
    for (const press of [ana.button("Something else").press, "quiz:report:sql-injection-cure"]) {
      const effects = await bot.handle({ kind: "press", origin: ana.origin, id: press });
      forms.push(...effects.flatMap((effect) => (effect.kind === "form" ? [effect.form] : [])));
    }
    const asked = await bot.handle({ kind: "command", origin: ana.origin, name: "feedback", given: "" });
    forms.push(...asked.flatMap((effect) => (effect.kind === "form" ? [effect.form] : [])));
    expect(forms.length).toBeGreaterThanOrEqual(2);
    for (const { title, fields } of forms) {
      expect(title.length).toBeLessThanOrEqual(limits.formTitle);
      for (const { label } of fields) expect(label.length).toBeLessThanOrEqual(limits.formLabel);
    }
  });
});

describe("the questions people are offered to begin with", () => {
  it.each(phrases.startingQuestions)("“%s” has an answer", async (question) => {
    const { answerer } = await shippedKnowledge();
    expect(answerer.answer({ text: question, overheard: true, carried: [], last: undefined }).kind).toBe("answered");
  });

  it("are no more than Slack shows", () => {
    expect(phrases.startingQuestions.length).toBeLessThanOrEqual(4);
  });
});

describe("the registry on Discord", () => {
  const bodies = commandBodies(registry);

  it("becomes one slash command each, and what the menu of a message offers", () => {
    const names = bodies.map((body) => `${body.type ?? 1} ${body.name}`);
    expect(names).toEqual([...registry.map(({ name }) => `1 ${name}`), "3 Answer this"]);
  });

  it("is what Discord takes", () => {
    const all = bodies.flatMap((body) => violationsOf({ method: "POST", path: "/applications/1/commands", body }));
    expect(all).toEqual([]);
  });

  it("hides from others what is for administrators, and from guests", () => {
    const hidden = bodies.filter((body) => body.default_member_permissions === "32").map(({ name }) => name);
    expect(hidden).toEqual(["settings", "insights"]);
    for (const body of bodies) expect(body.integration_types).toEqual(hidden.includes(body.name) ? [0] : [0, 1]);
  });

  it("asks for suggestions where an option names something the knowledge has", () => {
    const suggesting = bodies.flatMap((body) =>
      ("options" in body ? (body.options ?? []) : []).flatMap((option) =>
        "autocomplete" in option && option.autocomplete ? [`${body.name} ${option.name}`] : [],
      ),
    );
    expect(suggesting).toEqual([
      "ask question",
      "career role",
      "compare one",
      "compare other",
      "path role",
      "quiz topic",
      "leaderboard topic",
      "tip topic",
      "tips timezone",
      "tips topics",
      "help command",
    ]);
  });

  it("speaks the languages a command is translated into", () => {
    const command = defineCommand({
      name: "tip",
      summary: "Get one good tip",
      translations: { de: { name: "tipp", summary: "Ein guter Tipp" }, fr: { summary: "Un bon conseil" } },
      options: {
        topic: { kind: "text", summary: "about what", translations: { de: { name: "thema", summary: "worüber" } } },
      },
      examples: ["tip"],
      run: async () => ({ effects: [], outcome: "none" }),
    });
    const [body] = commandBodies([command]);
    expect(body).toMatchObject({
      name_localizations: { de: "tipp" },
      description_localizations: { de: "Ein guter Tipp", fr: "Un bon conseil" },
      options: [{ name_localizations: { de: "thema" }, description_localizations: { de: "worüber" } }],
    });
  });
});

describe("the registry on Slack", () => {
  const choices = { prefix: "", overhears: false };

  it("becomes one slash command each, under a name that is not Slack's own", () => {
    const { slash_commands: commands } = makeManifest(registry, choices).features;
    expect(commands.map(({ command }) => command)).toEqual(
      registry.map(({ name }) => (name === "feedback" ? "/waymark-feedback" : `/${name}`)),
    );
    for (const { description } of commands) expect(description.length).toBeLessThanOrEqual(limits.summary);
  });

  it("takes a prefix for all of them", () => {
    const { slash_commands: commands } = makeManifest(registry, { ...choices, prefix: "wm-" }).features;
    expect(commands.map(({ command }) => command)).toEqual(registry.map(({ name }) => `/wm-${name}`));
  });

  it("asks to hear what is not addressed to it only when it should", () => {
    const quiet = makeManifest(registry, choices);
    const keen = makeManifest(registry, { ...choices, overhears: true });
    const overheard = ["message.channels", "message.groups"];
    const { bot_events: usual } = quiet.settings.event_subscriptions;
    for (const event of overheard) expect(usual).not.toContain(event);
    expect(keen.settings.event_subscriptions.bot_events).toEqual([...usual, ...overheard].toSorted());
    expect(keen.oauth_config).toEqual(quiet.oauth_config);
  });

  it("always asks for what it takes to see whether a message of ours stands", () => {
    const { bot } = makeManifest(registry, choices).oauth_config.scopes;
    const looking = ["channels:history", "groups:history", "im:history", "metadata.message:read"];
    expect(bot).toEqual(expect.arrayContaining(looking));
  });

  it("opens sockets, or is reached at an address", () => {
    expect(makeManifest(registry, choices).settings.socket_mode_enabled).toBe(true);
    const reached = makeManifest(registry, { ...choices, publicUrl: "https://bot.example.org" });
    expect(reached.settings).toMatchObject({
      socket_mode_enabled: false,
      event_subscriptions: { request_url: "https://bot.example.org/slack/events" },
      interactivity: { request_url: "https://bot.example.org/slack/events" },
    });
    expect(reached.oauth_config).toMatchObject({ redirect_urls: ["https://bot.example.org/slack/oauth_redirect"] });
    expect(reached.features.slash_commands[0]).toMatchObject({ url: "https://bot.example.org/slack/events" });
  });

  it("has what Slack wants of a description", () => {
    const { display_information: shown } = makeManifest(registry, choices);
    expect(shown.description.length).toBeLessThanOrEqual(140);
    expect(shown.long_description.length).toBeGreaterThanOrEqual(174);
  });
});
