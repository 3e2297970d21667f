import type { IncomingMessage, ServerResponse } from "node:http";
import type { Faults } from "./faults.ts";
import { type Answer, decodeArguments, readBody, sendAnswer, tokenOf, uploadedBytes } from "./http.ts";
import { type Fields, stringOf } from "./json.ts";
import { chat } from "./methods/chat.ts";
import { conversations } from "./methods/conversations.ts";
import { history } from "./methods/history.ts";
import { exchangeCode } from "./methods/install.ts";
import type { Method } from "./methods/method.ts";
import { people } from "./methods/people.ts";
import { views } from "./methods/views.ts";
import type { Platform } from "./platform.ts";
import { Refusal } from "./refusal.ts";
import { violationsOf } from "./validate.ts";

/**
 * A request of the app's.
 *
 * @property method `chat.postMessage`; `response_url` and `upload` for what goes to those
 * @property ok undefined until it is answered
 */
export type Recorded = {
  method: string;
  token: string | undefined;
  body: Fields;
  at: number;
  ok: boolean | undefined;
  error?: string;
};

type Parts = {
  platform: Platform;
  faults: Faults;
  changed: () => void;
  /** Where a new Socket Mode connection goes. */
  connectUrl: () => string;
};

const methods: Readonly<Record<string, Method>> = { ...chat, ...views, ...conversations, ...history, ...people };

/** What the app asks of Slack over HTTP. */
export class WebApi {
  readonly requests: Recorded[] = [];
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const contentType = request.headers["content-type"] ?? "";
    const bytes = await readBody(request);
    const [, kind = "", rest = ""] = new URL(request.url ?? "", "http://localhost").pathname.split("/");
    switch (kind) {
      case "api": {
        const { token: tokenArgument, ...body } = decodeArguments(contentType, bytes);
        const token = tokenOf(request, tokenArgument);
        const answer = () => this.#call(rest, body, token, credentialsOf(request));
        sendAnswer(response, await this.#record(rest, body, token, answer));
        break;
      }
      case "response": {
        const body = decodeArguments(contentType, bytes);
        const answer = () => this.#parts.platform.responseUrls.use(rest, body);
        sendAnswer(response, await this.#record("response_url", body, undefined, answer));
        break;
      }
      case "upload": {
        const file = await uploadedBytes(contentType, bytes);
        const answer = (): Answer =>
          this.#parts.platform.files.receive(rest, file)
            ? { status: 200, body: `OK - ${file.length}` }
            : { status: 400, body: "not what was announced" };
        sendAnswer(response, await this.#record("upload", { file_id: rest, length: file.length }, undefined, answer));
        break;
      }
      default:
        sendAnswer(response, { status: 404, body: "not found" });
    }
  }

  /** The last few, for whoever wonders what has happened. */
  describe(): string {
    const lines = this.requests.slice(-12).map(({ method, ok, error, body }) => {
      const outcome = ok === undefined ? "waits" : ok ? "ok" : error;
      return `${method} ${outcome}: ${JSON.stringify(body).slice(0, 300)}`;
    });
    return ["the last requests:", ...lines, ...this.#parts.platform.violations.slice(-5)].join("\n");
  }

  async #record(method: string, body: Fields, token: string | undefined, act: () => Answer): Promise<Answer> {
    const { platform, faults, changed } = this.#parts;
    const recorded: Recorded = { method, token, body, at: platform.now(), ok: undefined };
    this.requests.push(recorded);
    changed();
    const answer = await answerOf(method, body, faults, act);
    const { error = answer.body } = typeof answer.body === "string" ? {} : answer.body;
    recorded.ok = answer.status === 200 && (typeof answer.body === "string" || answer.body.ok === true);
    if (!recorded.ok) recorded.error = stringOf(error) || String(answer.status);
    changed();
    return answer;
  }

  #call(method: string, body: Fields, token: string | undefined, credentials: string | undefined): Answer {
    try {
      return { status: 200, body: { ok: true, ...this.#perform(method, body, token, credentials) } };
    } catch (error) {
      if (error instanceof Refusal) return { status: 200, body: error.toJSON() };
      throw error;
    }
  }

  #perform(method: string, body: Fields, token: string | undefined, credentials: string | undefined): Fields {
    const { platform } = this.#parts;
    if (method === "oauth.v2.access") return exchangeCode(platform, body, credentials);
    if (method === "apps.connections.open") {
      platform.tokens.checkAppToken(token);
      return { url: this.#parts.connectUrl() };
    }
    const perform = methods[method];
    if (!perform) throw new Refusal("unknown_method");
    const workspace = platform.tokens.workspaceOf(token);
    if (platform.validate) this.#validate(method, body);
    return perform(workspace, body);
  }

  #validate(method: string, body: Fields): void {
    const problems = violationsOf(method, body);
    if (problems.length === 0) return;
    for (const problem of problems) this.#parts.platform.complain(`${method}: ${problem}`);
    const messages = problems.map((problem) => `[ERROR] ${problem}`);
    throw new Refusal(method.startsWith("views.") ? "invalid_arguments" : "invalid_blocks", messages);
  }
}

async function answerOf(method: string, body: Fields, faults: Faults, act: () => Answer): Promise<Answer> {
  await faults.pass(method);
  const early = faults.take(method, false) ?? faults.limit(method, stringOf(body.channel));
  if (early) return early;
  const answer = act();
  return faults.take(method, true) ?? answer;
}

function credentialsOf({ headers }: IncomingMessage): string | undefined {
  const [, encoded] = /^Basic (.+)$/.exec(headers.authorization ?? "") ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString();
}
