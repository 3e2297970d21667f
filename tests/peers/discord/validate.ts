import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { ownViolationsOf } from "./own-checks.ts";
import type { Json } from "./shapes.ts";

/** What a bot sends. */
export type BotRequest = {
  method: string;
  /** After `/api/v10`, decoded. */
  path: string;
  body: unknown;
  /** Names of the files that come with it. */
  files?: string[];
  /** The message that it changes, where that is known. */
  before?: { flags: number; attachments: readonly { id: string; filename: string }[] };
};

type Paths = Record<string, Record<string, Operation>>;

type Operation = { requestBody?: { content?: Record<string, unknown> } };

/** Discord's own description of its API, which lies beside the project; it is not part of it. */
const descriptionFile = join(import.meta.dirname, "../../../../shared/data/discord-openapi.json");
const shownFaults = 4;

const isThere = existsSync(descriptionFile);

let description: Description | undefined;

export function hasOpenApi(): boolean {
  return isThere;
}

/** What is wrong with a request, a line each: by Discord's description, where there is one, and by our own checks. */
export function violationsOf(request: BotRequest): string[] {
  if (isThere) description ??= new Description();
  return [...(description?.violationsOf(request) ?? []), ...ownViolationsOf(request)];
}

/** The description, with a validator for each operation, made when it is first needed. */
class Description {
  readonly #paths: Paths;
  readonly #patterns: { path: string; pattern: RegExp }[];
  readonly #validators = new Map<string, ValidateFunction | undefined>();
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, validateFormats: false });

  constructor() {
    const document = JSON.parse(readFileSync(descriptionFile, "utf8")) as { paths: Paths };
    this.#paths = document.paths;
    this.#ajv.addSchema(document, "discord");
    this.#patterns = Object.keys(document.paths)
      .sort((a, b) => literalParts(b) - literalParts(a)) // `@me` before an id
      .map((path) => ({ path, pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`) }));
  }

  violationsOf({ method, path, body }: BotRequest): string[] {
    const described = this.#patterns.find(
      (one) => one.pattern.test(path) && this.#paths[one.path]?.[method.toLowerCase()],
    );
    if (!described) return [`${method} ${path} is no operation of Discord's`];
    const validate = this.#validator(described.path, method.toLowerCase());
    if (!validate || validate(asDescribed(body))) return [];
    return tellingErrors(validate.errors ?? []);
  }

  #validator(path: string, method: string): ValidateFunction | undefined {
    const key = `${method} ${path}`;
    if (this.#validators.has(key)) return this.#validators.get(key);
    const hasBody = this.#paths[path]?.[method]?.requestBody?.content?.["application/json"] !== undefined;
    const pointer = ["paths", path, method, "requestBody", "content", "application/json", "schema"];
    const validator = hasBody ? this.#ajv.getSchema(`discord#${pointer.map(escaped).join("")}`) : undefined;
    this.#validators.set(key, validator);
    return validator;
  }
}

/** The description wants a command's permissions as a number; the API takes the string that its reference asks for. */
function asDescribed(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(asDescribed);
  const { default_member_permissions } = (body ?? {}) as Json;
  if (typeof default_member_permissions !== "string" || !/^\d+$/.test(default_member_permissions)) return body;
  return { ...(body as Json), default_member_permissions: Number(default_member_permissions) };
}

function literalParts(path: string): number {
  return path.split("/").filter((part) => !part.startsWith("{")).length;
}

function escaped(part: string): string {
  return `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
}

/** The errors that say most: those farthest inside, without the alternatives that were for another type of thing. */
function tellingErrors(errors: readonly ErrorObject[]): string[] {
  const inside = errors.filter(
    ({ keyword, instancePath }) => keyword !== "oneOf" && !(keyword === "enum" && instancePath.endsWith("/type")),
  );
  const shown = inside.length > 0 ? inside : errors;
  const depth = Math.max(...shown.map(({ instancePath }) => instancePath.split("/").length));
  const lines = shown
    .filter(({ instancePath }) => instancePath.split("/").length === depth)
    .map(({ instancePath, message, params }) => `${instancePath || "/"} ${message} ${detail(params)}`.trim());
  return [...new Set(lines)].slice(0, shownFaults);
}

function detail({ allowedValues }: Json): string {
  return allowedValues ? JSON.stringify(allowedValues) : "";
}
