import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect, parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { configKeys, readConfig } from "../src/config.ts";
import { storeUrls } from "../src/runtime/stores/store-urls.ts";
import { operatorErrorOf } from "./fakes/operator-error.ts";

const defaults = {
  knowledgeDir: "knowledge",
  storeUrl: "sqlite:data/waymark.sqlite",
  logLevel: undefined,
  logUtterances: false,
  keepUtterances: 30,
  tipGraceMs: 3 * 60 * 60_000,
  discord: undefined,
  slack: undefined,
  slackApp: { publicUrl: undefined, prefix: "", overhears: false },
};

describe("the configuration", () => {
  it("needs nothing to be set", () => {
    expect(readConfig({})).toEqual(defaults);
  });

  it("counts an empty value as none", () => {
    expect(readConfig(Object.fromEntries(configKeys.map((key) => [key, ""])))).toEqual(defaults);
  });

  it("takes what is set, and passes over keys that are not its own", () => {
    const environment = {
      KNOWLEDGE_DIR: "elsewhere",
      STORE_URL: "memory:",
      LOG_LEVEL: "debug",
      LOG_UTTERANCES: "true",
      KEEP_UTTERANCES: "0",
      TIP_GRACE: "45",
      HOME: "/home/ana",
    };
    expect(readConfig(environment)).toEqual({
      knowledgeDir: "elsewhere",
      storeUrl: "memory:",
      logLevel: "debug",
      logUtterances: true,
      keepUtterances: 0,
      tipGraceMs: 45 * 60_000,
      discord: undefined,
      slack: undefined,
      slackApp: { publicUrl: undefined, prefix: "", overhears: false },
    });
  });

  it("names every wrong key at once, with what it should be", () => {
    const error = operatorErrorOf(() =>
      readConfig({
        STORE_URL: "redis:",
        KEEP_UTTERANCES: "-1",
        TIP_GRACE: "1h",
        LOG_LEVEL: "loud",
        LOG_UTTERANCES: "maybe",
      }),
    );
    expect(error.message.split("\n")).toEqual([
      "the configuration is wrong:",
      `  STORE_URL should be ${storeUrls}`,
      "  KEEP_UTTERANCES should be a number of days, or 0 to keep no wording of what people asked",
      "  TIP_GRACE should be a number of minutes, 15 to 720",
      "  LOG_LEVEL should be one of debug, info, warn, error, silent",
      "  LOG_UTTERANCES should be true or false",
    ]);
    expect(error.remedy).toContain(".env");
  });

  it.each(["STORE_URL", "LOG_LEVEL", "LOG_UTTERANCES"])("never repeats a wrong value of %s", (key) => {
    const error = operatorErrorOf(() => readConfig({ [key]: "mysql://ana:hunter2@db.example" }));
    expect(error.message).toContain(key);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toMatch(/hunter2|mysql/);
  });

  it.each(["15", "720"])("takes %s minutes of grace for a tip", (minutes) => {
    expect(readConfig({ TIP_GRACE: minutes }).tipGraceMs).toBe(Number(minutes) * 60_000);
  });

  it.each(["14", "721", "0", "-60", "1.5", "9999"])("refuses %s minutes of grace for a tip", (minutes) => {
    expect(operatorErrorOf(() => readConfig({ TIP_GRACE: minutes })).message).toContain("TIP_GRACE");
  });

  it.each(["sqlite:", "memory:more", "sqlite", "file.sqlite", "redis:", "mysql://localhost"])(
    "refuses the store %s",
    (url) => {
      expect(operatorErrorOf(() => readConfig({ STORE_URL: url })).message).toContain("STORE_URL");
    },
  );
});

describe(".env.example", () => {
  const example = parseEnv(readFileSync(join(import.meta.dirname, "..", ".env.example"), "utf8"));

  it("lists exactly the keys there are", () => {
    expect(Object.keys(example).toSorted()).toEqual(configKeys.toSorted());
  });

  it("changes nothing when it is copied as it is", () => {
    expect(readConfig(example)).toEqual(defaults);
  });
});
