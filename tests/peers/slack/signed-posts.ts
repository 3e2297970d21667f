import { createHmac, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import type { Delivery, DeliveryKind, Outcome, Transport } from "./delivery.ts";
import { type Fields, fieldsOf } from "./json.ts";

export type SignedRequest = { method: "POST"; headers: Record<string, string>; body: string };

type Options = { url: string; signingSecret: string };

/** Long after the outbox has given up, so that a late answer is still heard. */
const hangUpMs = 30_000;
/** Older ones Slack's SDKs take for a replay. */
const staleSeconds = 6 * 60;

/** @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
function signatureOf(secret: string, seconds: number, body: string): string {
  return `v0=${createHmac("sha256", secret).update(`v0:${seconds}:${body}`).digest("hex")}`;
}

/** @param seconds when it was signed; by the machine's clock, which is the one that the app compares it with */
function signed(
  kind: DeliveryKind,
  payload: Fields,
  secret: string,
  seconds = Math.floor(Date.now() / 1000),
): SignedRequest {
  const body = encode(kind, payload);
  const contentType = kind === "events_api" ? "application/json" : "application/x-www-form-urlencoded";
  return {
    method: "POST",
    headers: {
      "content-type": contentType,
      "x-slack-request-timestamp": String(seconds),
      "x-slack-signature": signatureOf(secret, seconds, body),
    },
    body,
  };
}

function encode(kind: DeliveryKind, payload: Fields): string {
  if (kind === "events_api") return JSON.stringify(payload);
  if (kind === "interactive") return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const fields = Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(fields).toString();
}

/** The same request as Slack would send it, and as others would try to. */
export function forgeries(kind: DeliveryKind, payload: Fields, secret: string) {
  const genuine = signed(kind, payload, secret);
  const { "content-type": contentType = "", ...signature } = genuine.headers;
  return {
    genuine,
    unsigned: { ...genuine, headers: { "content-type": contentType } },
    stale: signed(kind, payload, secret, Math.floor(Date.now() / 1000) - staleSeconds),
    wronglySigned: signed(kind, payload, randomUUID()),
    tampered: { ...genuine, headers: { "content-type": contentType, ...signature }, body: `${genuine.body} ` },
  } satisfies Record<string, SignedRequest>;
}

/** Posts to an app's own server, as Slack does where there is no Socket Mode. */
export class SignedPosts implements Transport {
  readonly silence = "http_timeout";
  readonly #options: Options;
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 100 });

  /** @param options.url of the app's server; `/slack/events` there, if it has no path */
  constructor(options: Options) {
    this.#options = options;
    this.#url = new URL(options.url);
    if (this.#url.pathname === "/") this.#url.pathname = "/slack/events";
  }

  send(delivery: Delivery, outcome: Outcome): void {
    const { kind, payload, retry } = delivery;
    const { headers, body } = signed(kind, payload, this.#options.signingSecret);
    if (retry) {
      headers["x-slack-retry-num"] = String(retry.attempt);
      headers["x-slack-retry-reason"] = retry.reason;
    }
    outcome.sent();
    this.#post(headers, body).then(
      ({ status, text }) => {
        if (status === 200) outcome.acknowledged(answerOf(text));
        else outcome.failed("http_error");
      },
      () => outcome.failed("connection_failed"),
    );
  }

  /** The handshake with which Slack makes sure of an app's address. @returns what came back as the challenge */
  async verify(): Promise<unknown> {
    const payload = { type: "url_verification", challenge: randomUUID() };
    const { headers, body } = signed("events_api", payload, this.#options.signingSecret);
    const { text } = await this.#post(headers, body);
    const { challenge } = fieldsOf(answerOf(text));
    if (challenge !== payload.challenge) throw new Error(`the challenge came back as ${text}`);
    return challenge;
  }

  async close(): Promise<void> {
    this.#agent.destroy();
  }

  #post(headers: Record<string, string>, body: string): Promise<{ status: number; text: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
    const signal = AbortSignal.timeout(hangUpMs);
    const length = { "content-length": String(Buffer.byteLength(body)) };
    const sent = request(this.#url, { method: "POST", agent: this.#agent, headers: { ...headers, ...length }, signal });
    sent.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
    return promise;
  }
}

/** An acknowledgement's JSON, its text, or nothing where it is empty. */
function answerOf(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}
