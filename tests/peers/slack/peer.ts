import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Delivery, DeliveryKind, RetryReason, Transport } from "./delivery.ts";
import { type Failure, Faults, type RateLimit } from "./faults.ts";
import type { Fields } from "./json.ts";
import { type Approval, approve } from "./methods/install.ts";
import { type Acknowledgement, Outbox } from "./outbox.ts";
import { eventCallback } from "./payloads.ts";
import { Platform } from "./platform.ts";
import { forgeries, SignedPosts } from "./signed-posts.ts";
import { Sockets } from "./sockets.ts";
import { Waiting } from "./waiting.ts";
import { type Recorded, WebApi } from "./web-api.ts";
import { Workspace } from "./workspace.ts";

/**
 * @property validate whether to reject what Slack would; it does, if left out
 * @property now milliseconds since 1970: the clock of timestamps, triggers, response_urls and limits
 * @property port any free one, if left out
 * @property pingMs between pings over the sockets
 * @property ackTimeoutMs after which an event comes again, by the machine's clock
 */
export type PeerOptions = {
  validate?: boolean;
  now?: () => number;
  port?: number;
  pingMs?: number;
  ackTimeoutMs?: number;
};

const defaultPingMs = 5000;
/** Slack's own. */
const defaultAckTimeoutMs = 3000;

/** A Slack of one's own: Web API, Socket Mode and signed requests, for the real SDK to talk to. */
export class SlackPeer implements AsyncDisposable {
  readonly workspace: Workspace;
  readonly #server: Server;
  readonly #platform: Platform;
  readonly #faults: Faults;
  readonly #api: WebApi;
  readonly #sockets: Sockets;
  readonly #outbox: Outbox;
  readonly #waiting: Waiting;
  #posts: SignedPosts | undefined;

  private constructor({ validate = true, now = Date.now, ...options }: PeerOptions) {
    const changed = () => this.#waiting.changed();
    const complain = (problem: string) => this.#platform.complain(problem);
    this.#waiting = new Waiting(() => this.#api.describe());
    this.#faults = new Faults(now);
    const socketOptions = { pingMs: options.pingMs ?? defaultPingMs, changed, complain, appId: () => this.appId };
    this.#sockets = new Sockets(socketOptions);
    this.#outbox = new Outbox(this.#sockets, { ackTimeoutMs: options.ackTimeoutMs ?? defaultAckTimeoutMs, changed });
    this.#platform = new Platform(this.#outbox, { now, validate, changed });
    const connectUrl = () => `${this.#platform.origin.replace("http", "ws")}/link?ticket=${this.#sockets.ticket()}`;
    this.#api = new WebApi({ platform: this.#platform, faults: this.#faults, changed, connectUrl });
    this.#server = createServer((request, response) => {
      this.#api.handle(request, response).catch((error: Error) => {
        this.#platform.complain(`${request.url} failed: ${error.stack}`);
        response.writeHead(500).end();
      });
    });
    this.#server.on("upgrade", (request, stream, head) => this.#sockets.accept(request, stream, head));
    this.workspace = this.addWorkspace();
  }

  static async open(options: PeerOptions = {}): Promise<SlackPeer> {
    const peer = new SlackPeer(options);
    await peer.#listen(options.port ?? 0);
    return peer;
  }

  /** The slackApiUrl of a WebClient. */
  get url(): string {
    return `${this.#platform.origin}/api/`;
  }

  get appId(): string {
    return this.#platform.appId;
  }

  get appToken(): string {
    return this.#platform.tokens.appToken;
  }

  get signingSecret(): string {
    return this.#platform.signingSecret;
  }

  get clientId(): string {
    return this.#platform.clientId;
  }

  get clientSecret(): string {
    return this.#platform.clientSecret;
  }

  /** Every request, the oldest first. */
  get requests(): readonly Recorded[] {
    return this.#api.requests;
  }

  /** Everything Slack would have rejected. */
  get violations(): readonly string[] {
    return this.#platform.violations;
  }

  /** Every attempt to hand something over, the oldest first. */
  get delivered(): readonly Delivery[] {
    return this.#outbox.delivered;
  }

  get acks(): readonly Acknowledgement[] {
    return this.#outbox.acks;
  }

  /** What was handed over and not acknowledged yet. */
  get unacked(): readonly Delivery[] {
    return this.#outbox.unacked;
  }

  /** Sockets that get envelopes. */
  get connections(): number {
    return this.#sockets.connections;
  }

  /** How many requests came too fast for {@link limitRate}. */
  get limited(): number {
    return this.#faults.limited;
  }

  addWorkspace(name = "Acme"): Workspace {
    const workspace = new Workspace(name, this.#platform);
    this.#platform.workspaces.push(workspace);
    return workspace;
  }

  /** Waits until it holds; asked again after each request, acknowledgement and change of a connection. */
  until<T>(condition: () => T | undefined | false): Promise<T> {
    return this.#waiting.until(condition);
  }

  /** Where everything goes from now on; over the sockets, until this is called. */
  deliverOver(mode: "socket" | { http: string }): void {
    void this.#posts?.close();
    this.#posts =
      mode === "socket" ? undefined : new SignedPosts({ url: mode.http, signingSecret: this.signingSecret });
    const transport: Transport = this.#posts ?? this.#sockets;
    this.#outbox.transport = transport;
  }

  /** The handshake that comes before an address gets events. */
  async verifyAddress(): Promise<void> {
    if (!this.#posts) throw new Error("there is an address only after deliverOver({ http })");
    await this.#posts.verify();
  }

  failNext(failure: Failure): void {
    this.#faults.failNext(failure);
  }

  limitRate(limit: RateLimit): void {
    this.#faults.limitRate(limit);
  }

  /** Keeps calls waiting, undone. @returns lets go of them, and holds no more */
  hold(what: { method: string | RegExp }): () => void {
    return this.#faults.hold(what);
  }

  refreshSockets(reason?: "refresh_requested" | "warning"): void {
    this.#sockets.refresh(reason);
  }

  dropSockets(): void {
    this.#sockets.drop();
  }

  /** The same event once more. @param event a delivery, or an event's id @returns when it was acknowledged, or not */
  async redeliver(event: Delivery | string, reason?: RetryReason): Promise<Delivery> {
    const before = typeof event === "string" ? this.delivered.findLast(({ eventId }) => eventId === event) : event;
    if (!before) throw new Error(`no event ${String(event)}`);
    const again = this.#outbox.redeliver(before, reason);
    await again.settled;
    return again;
  }

  /** As if the time to acknowledge were over. */
  redeliverUnacked(): void {
    this.#outbox.redeliverUnacked();
  }

  /** Requests that are Slack's, and some that only pretend to be. */
  forge(
    payload: Fields = eventCallback(this.workspace, { type: "app_home_opened" }),
    kind: DeliveryKind = "events_api",
  ) {
    return forgeries(kind, payload, this.signingSecret);
  }

  /** @param authorizeUrl where the app's install page sends a browser */
  approveInstall(workspace: Workspace, authorizeUrl?: string): Approval {
    return approve(this.#platform, workspace, authorizeUrl);
  }

  uninstall(workspace: Workspace): void {
    this.#platform.revoke(workspace, { isUninstalled: true });
  }

  /** The bot's token, and those of people who had given the app one. */
  revokeTokens(workspace: Workspace, userIds: string[] = []): void {
    this.#platform.revoke(workspace, { isUninstalled: false, userIds });
  }

  /** The bytes of a file that was uploaded. */
  bytesOf(fileId: string): Buffer | undefined {
    return this.#platform.files.bytesOf(fileId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#outbox.close();
    this.#waiting.close();
    this.#faults.releaseAll();
    await this.#posts?.close();
    await this.#sockets.close();
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  async #listen(port: number): Promise<void> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the server does not listen");
    this.#platform.origin = `http://127.0.0.1:${address.port}`;
  }
}
