/** Which of Slack's keys go together, and what is said when some are missing or wrong. */
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type configKeys, readConfig } from "../src/config.ts";
import { operatorErrorOf } from "./fakes/operator-error.ts";

const values = {
  SLACK_BOT_TOKEN: "xoxb-value",
  SLACK_APP_TOKEN: "xapp-value",
  SLACK_SIGNING_SECRET: "signing-value",
  SLACK_CLIENT_ID: "id-value",
  SLACK_CLIENT_SECRET: "secret-value",
  SLACK_INSTALL_KEY: "install-value".padEnd(32, "-"),
};
type Key = keyof typeof values;
const keys = Object.keys(values) as Key[];

const ofOne: Key[] = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"];
const ofMany: Key[] = ["SLACK_SIGNING_SECRET", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_INSTALL_KEY"];
const onlyOfMany: Key[] = ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"];

const choose = (chosen: readonly Key[]) => Object.fromEntries(chosen.map((key) => [key, values[key]]));
const all = (subset: readonly Key[], chosen: readonly Key[]) => subset.every((key) => chosen.includes(key));
const any = (subset: readonly Key[], chosen: readonly Key[]) => subset.some((key) => chosen.includes(key));
const named = (chosen: readonly Key[]) => chosen.map((key) => key.slice("SLACK_".length)).join(", ") || "nothing";

/** Every way to set some of the keys. */
const subsets = Array.from({ length: 2 ** keys.length }, (_, bits) => keys.filter((_, at) => bits & (1 << at)));
const isForMany = (chosen: readonly Key[]) => any(onlyOfMany, chosen);
const isForOne = (chosen: readonly Key[]) => !isForMany(chosen) && any(ofOne, chosen);
const isOneComplete = (chosen: readonly Key[]) =>
  chosen.includes("SLACK_BOT_TOKEN") && any(["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"], chosen);

const kindOf = (chosen: readonly Key[]) => {
  const { slack } = readConfig(choose(chosen));
  return slack && `${slack.mode.kind}, ${slack.access.kind}`;
};
const complaintOf = (chosen: readonly Key[]) => operatorErrorOf(() => readConfig(choose(chosen)));
const told = (error: Error) => inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true });
const title = (chosen: readonly Key[]) => [named(chosen), chosen] as const;

describe("Slack's keys", () => {
  it.each(subsets.filter((chosen) => !isForMany(chosen) && !isForOne(chosen)).map(title))(
    "ask for nothing when they are %s",
    (_, chosen) => {
      expect(kindOf(chosen)).toBeUndefined();
    },
  );

  it.each(subsets.filter((chosen) => isForOne(chosen) && isOneComplete(chosen)).map(title))(
    "ask for one workspace with %s, by sockets where there is a token for them",
    (_, chosen) => {
      const way = chosen.includes("SLACK_APP_TOKEN") ? "sockets" : "http";
      expect(kindOf(chosen)).toBe(`${way}, one`);
    },
  );

  it.each(subsets.filter((chosen) => isForMany(chosen) && all(ofMany, chosen)).map(title))(
    "ask for many workspaces with %s",
    (_, chosen) => {
      expect(kindOf(chosen)).toBe("http, many");
    },
  );

  it.each(subsets.filter((chosen) => isForOne(chosen) && !isOneComplete(chosen)).map(title))(
    "are not enough for one workspace with %s",
    (_, chosen) => {
      const error = complaintOf(chosen);
      for (const key of ofOne) expect(error.remedy).toContain(key);
      expect(told(error)).not.toMatch(/-value/);
    },
  );

  it.each(subsets.filter((chosen) => isForMany(chosen) && !all(ofMany, chosen)).map(title))(
    "are not enough for many workspaces with %s",
    (_, chosen) => {
      const error = complaintOf(chosen);
      for (const key of ofMany) expect(error.remedy).toContain(key);
      expect(told(error)).not.toMatch(/-value/);
    },
  );

  it("are read into what the adapter takes", () => {
    const environment = {
      ...choose(["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
      SLACK_SOCKETS: "3",
      SLACK_COMMAND_PREFIX: "wm-",
      SLACK_OVERHEAR: "true",
      SLACK_API_URL: "http://127.0.0.1:4000/api/",
    };
    expect(readConfig(environment).slack).toEqual({
      mode: { kind: "sockets", appToken: "xapp-value", sockets: 3 },
      access: { kind: "one", botToken: "xoxb-value" },
      publicUrl: undefined,
      prefix: "wm-",
      overhears: true,
      apiUrl: "http://127.0.0.1:4000/api/",
    });
    const many = { ...choose(ofMany), SLACK_PORT: "8080", SLACK_PUBLIC_URL: "https://bot.example.org" };
    expect(readConfig(many).slack).toEqual({
      mode: { kind: "http", signingSecret: "signing-value", port: 8080 },
      access: {
        kind: "many",
        clientId: "id-value",
        clientSecret: "secret-value",
        installKey: values.SLACK_INSTALL_KEY,
      },
      publicUrl: "https://bot.example.org",
      prefix: "",
      overhears: false,
      apiUrl: undefined,
    });
  });

  it("have their defaults", () => {
    const { slack: bySockets } = readConfig(choose(["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]));
    expect(bySockets?.mode).toMatchObject({ kind: "sockets", sockets: 2 });
    const { slack: byHttp } = readConfig(choose(["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]));
    expect(byHttp?.mode).toMatchObject({ kind: "http", port: 3000 });
  });
});

const wrong: [key: (typeof configKeys)[number], value: string][] = [
  ["SLACK_BOT_TOKEN", "xoxp-wrong"],
  ["SLACK_BOT_TOKEN", "xoxb-wrong value"],
  ["SLACK_APP_TOKEN", "xoxb-wrong"],
  ["SLACK_INSTALL_KEY", "wrong".repeat(6)],
  ["SLACK_PUBLIC_URL", "wrong.example.org"],
  ["SLACK_PUBLIC_URL", "ftp://wrong.example.org"],
  ["SLACK_PORT", "-1"],
  ["SLACK_PORT", "65536"],
  ["SLACK_PORT", "wrong"],
  ["SLACK_SOCKETS", "0"],
  ["SLACK_SOCKETS", "11"],
  ["SLACK_SOCKETS", "2.5"],
  ["SLACK_COMMAND_PREFIX", "/wrong"],
  ["SLACK_COMMAND_PREFIX", "Wrong"],
  ["SLACK_COMMAND_PREFIX", "wrong-wrong-w"],
  ["SLACK_OVERHEAR", "wrong"],
  ["SLACK_API_URL", "wrong"],
];

describe("a wrong value of Slack's", () => {
  it.each(wrong)("in %s is told of and not repeated: %s", (key, value) => {
    const error = operatorErrorOf(() => readConfig({ ...values, [key]: value }));
    expect(error.message).toMatch(new RegExp(`^the configuration is wrong:\n {2}${key} should be .+$`));
    expect(told(error)).not.toMatch(/wrong(?! with)[\w.-]|-value/i);
  });

  it("is told of together with all others", () => {
    const error = operatorErrorOf(() => readConfig(Object.fromEntries(wrong)));
    for (const [key] of wrong) expect(error.message).toContain(`\n  ${key} should be `);
  });

  it.each(["", undefined])("is none when it is %j", (value) => {
    expect(readConfig(Object.fromEntries(keys.map((key) => [key, value]))).slack).toBeUndefined();
  });
});
