import type { IncomingMessage, ServerResponse } from "node:http";
import { answerOf, type FaultAnswer, Faults } from "./faults.ts";
import { RateLimits } from "./rate-limits.ts";
import { type Read, readBody } from "./read-body.ts";
import { Refusal } from "./refusal.ts";
import type { Answer, Call } from "./routes/route.ts";
import { findRoute } from "./routes/routes.ts";
import { messageToEdit } from "./routes/webhooks.ts";
import { violationsOf } from "./validate.ts";
import type { World } from "./world.ts";

/** A request as it was asked and answered. */
export type Recorded = {
  method: string;
  /** Without `/api/v10` and the query; `@original` is decoded. */
  path: string;
  query: string;
  body: unknown;
  files: { name: string; bytes: Uint8Array }[];
  status: number;
  /** When, by the peer's clock. */
  at: number;
};

type Parts = { world: World; token: string; validate: boolean; gateway: () => unknown; changed: () => void };

const prefix = /^\/api(?:\/v\d+)?/;
/** Requests that prove themselves by the token in their path. */
const ownToken = /^\/(?:interactions|webhooks)\//;

/** Discord's side of the bot's requests. */
export class Rest {
  readonly requests: Recorded[] = [];
  readonly violations: string[] = [];
  readonly faults = new Faults();
  readonly rateLimits = new RateLimits();
  validate: boolean;
  isTokenRevoked = false;
  readonly #world: World;
  readonly #token: string;
  readonly #gateway: () => unknown;
  readonly #changed: () => void;

  constructor({ world, token, validate, gateway, changed }: Parts) {
    this.#world = world;
    this.#token = token;
    this.validate = validate;
    this.#gateway = gateway;
    this.#changed = changed;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = this.#world.now();
    const url = new URL(request.url ?? "/", "http://peer");
    const method = request.method ?? "GET";
    const path = decodeURIComponent(url.pathname.replace(prefix, ""));
    const read = await readBody(request).catch((error: unknown) => ({ error }));
    const call = { method, path, query: url.searchParams, body: undefined, files: [], ...read };
    const { status, body, headers } = this.#answer(call, request.headers.authorization);
    const files = call.files.map(({ name, bytes }) => ({ name, bytes }));
    // A benchmark does not look at what was said, and should not be held up by collecting it.
    const said = this.validate ? call.body : undefined;
    this.requests.push({ method, path, query: url.searchParams.toString(), body: said, files, status, at });
    this.#changed();
    await this.faults.released({ method, path });
    send(response, status, body, headers);
  }

  #answer(call: Call & Partial<Read> & { error?: unknown }, authorization: string | undefined): FaultAnswer {
    if (!ownToken.test(call.path) && (this.isTokenRevoked || authorization !== `Bot ${this.#token}`)) {
      return { ...refused(new Refusal(0)), headers: {} };
    }
    const { headers, refusal } = this.rateLimits.use(call);
    if (refusal) return refusal;
    const fault = this.faults.take(call);
    const { status, body } = fault && !fault.afterDoing ? answerOf(fault) : this.#perform(call);
    const answer = fault ? answerOf(fault) : { status, body, headers: {} };
    return { ...answer, headers: { ...headers, ...answer.headers } };
  }

  #perform(call: Call & { error?: unknown }): Answer {
    try {
      if (call.error !== undefined) throw call.error;
      if (call.method === "GET" && call.path === "/gateway/bot") return { status: 200, body: this.#gateway() };
      const found = findRoute(call.method, call.path);
      if (!found) return { status: 404, body: { message: "404: Not Found", code: 0 } };
      if (this.validate) this.#check(call);
      return found.route.handle(this.#world, call, ...found.ids);
    } catch (error) {
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  }

  /** @throws Refusal what Discord says to a body that it can't take */
  #check(call: Call): void {
    if (call.body === undefined) return;
    const edited = messageToEdit(this.#world, call);
    const found = violationsOf({
      ...call,
      files: call.files.map(({ name }) => name),
      ...(edited && { before: { flags: edited.flags, attachments: edited.attachments } }),
    });
    if (found.length === 0) return;
    this.violations.push(...found.map((violation) => `${call.method} ${call.path} ${violation}`));
    throw new Refusal(50035, found);
  }
}

function refused({ status, body }: Refusal): Answer & { body: unknown } {
  return { status, body };
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string>): void {
  if (status === 204) {
    response.writeHead(status, headers).end(); // a content type beside no content makes clients look for JSON
    return;
  }
  const json = JSON.stringify(body);
  response.writeHead(status, { ...headers, "Content-Type": "application/json" }).end(json);
}
