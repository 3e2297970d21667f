import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import type { Delivery, Outcome, Transport } from "./delivery.ts";
import { type Fields, fieldsOf, stringOf } from "./json.ts";

type Options = {
  appId: () => string;
  /** Between two pings of ours; the client hangs up when it hears none for 30 s. */
  pingMs: number;
  changed: () => void;
  complain: (problem: string) => void;
};

type Sent = { delivery: Delivery; outcome: Outcome };

const host = "applink-local";
const connectionSeconds = 18_060;

/**
 * Socket Mode, from Slack's side.
 *
 * @see https://docs.slack.dev/apis/events-api/using-socket-mode
 */
export class Sockets implements Transport {
  readonly silence = "timeout";
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #options: Options;
  readonly #tickets = new Set<string>();
  /** Those that get envelopes, the one whose turn it is first. */
  #ready: WebSocket[] = [];
  readonly #sent = new Map<string, Sent>();
  #queued: Sent[] = [];
  readonly #pings: NodeJS.Timeout;

  constructor(options: Options) {
    this.#options = options;
    this.#pings = setInterval(() => {
      for (const socket of this.#ready) socket.ping();
    }, options.pingMs);
  }

  get connections(): number {
    return this.#ready.length;
  }

  /** Admits one connection. */
  ticket(): string {
    const ticket = randomUUID();
    this.#tickets.add(ticket);
    return ticket;
  }

  accept(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const ticket = new URL(request.url ?? "", "ws://localhost").searchParams.get("ticket") ?? "";
    if (!this.#tickets.delete(ticket)) {
      stream.end("HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n");
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#welcome(socket));
  }

  send(delivery: Delivery, outcome: Outcome): void {
    const socket = this.#ready.shift();
    if (socket) {
      this.#ready.push(socket);
      this.#hand(socket, { delivery, outcome });
    } else if (delivery.kind === "events_api") this.#queued.push({ delivery, outcome });
    else outcome.failed("connection_failed");
  }

  /** Ask all clients to connect anew, as Slack does every few hours, and hang up. */
  refresh(reason: "refresh_requested" | "warning" = "refresh_requested"): void {
    for (const socket of this.#ready.splice(0)) {
      socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host } }));
      socket.close(1000);
    }
    this.#options.changed();
  }

  drop(): void {
    for (const socket of this.#ready.splice(0)) socket.terminate();
    this.#options.changed();
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    for (const socket of this.#server.clients) socket.terminate();
    this.#ready = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    await promise;
  }

  #welcome(socket: WebSocket): void {
    socket.on("message", (data) => this.#hear(String(data)));
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      this.#ready = this.#ready.filter((one) => one !== socket);
      this.#options.changed();
    });
    this.#ready.push(socket);
    const hello = {
      type: "hello",
      num_connections: this.#ready.length,
      debug_info: { host, build_number: 1, approximate_connection_time: connectionSeconds },
      connection_info: { app_id: this.#options.appId() },
    };
    socket.send(JSON.stringify(hello));
    for (const { delivery, outcome } of this.#queued.splice(0)) this.send(delivery, outcome);
    this.#options.changed();
  }

  #hand(socket: WebSocket, sent: Sent): void {
    const { kind, payload, retry } = sent.delivery;
    const id = randomUUID();
    this.#sent.set(id, sent);
    const envelope = {
      envelope_id: id,
      payload,
      type: kind,
      accepts_response_payload: kind !== "events_api",
      ...(kind === "events_api" && { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? "" }),
    };
    sent.outcome.sent();
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(envelope));
  }

  #hear(text: string): void {
    const { envelope_id: id, payload } = read(text);
    const sent = this.#sent.get(stringOf(id));
    if (!sent) {
      this.#options.complain(`acknowledged an unknown envelope: ${text}`);
      return;
    }
    const { kind } = sent.delivery;
    const isEmpty = Object.keys(fieldsOf(payload)).length === 0;
    if (!isEmpty && kind === "events_api") this.#options.complain(`answered an event, which takes no answer: ${text}`);
    if (!sent.outcome.acknowledged(isEmpty ? undefined : payload)) {
      this.#options.complain(`acknowledged an envelope twice: ${text}`);
    }
  }
}

function read(text: string): Fields {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return {};
  }
}
