import { existsSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { z } from "zod";
import { OperatorError } from "./core/errors.ts";
import { storeUrls } from "./runtime/stores/store-urls.ts";

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
  LOG_LEVEL: z
    .enum(logLevels)
    .optional()
    .describe(`one of ${logLevels.join(", ")}`),
  LOG_UTTERANCES: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true")
    .describe("true or false"),
});

export const configKeys = Object.keys(schema.shape) as (keyof typeof schema.shape)[];
export type Config = {
  knowledgeDir: string;
  storeUrl: string;
  /** Undefined when the operator left it open. */
  logLevel: (typeof logLevels)[number] | undefined;
  logUtterances: boolean;
  /** Days. */
  keepUtterances: number;
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
  };
}
