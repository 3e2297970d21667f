import { once } from "node:events";
import { createServer, type Server as HttpServer } from "node:http";
import type { Fault, RateLimit } from "./faults.ts";
import { Gateway } from "./gateway.ts";
import type { Interaction } from "./interaction.ts";
import type { RateCount } from "./rate-limits.ts";
import { type Recorded, Rest } from "./rest.ts";
import type { Server, ServerOptions } from "./server.ts";
import type { Identify } from "./session.ts";
import type { User, UserOptions } from "./user.ts";
import { World } from "./world.ts";

export type { Channel } from "./channel.ts";
export type { Interaction } from "./interaction.ts";
export type { Message } from "./message.ts";
export type { Recorded } from "./rest.ts";
export type { Server } from "./server.ts";
export type { User } from "./user.ts";

type Options = {
  /** Whether bodies that break Discord's description or our own checks are turned away; it costs time. */
  validate?: boolean;
  /** How many shards a bot is told to open. */
  shards?: number;
  now?: () => number;
  port?: number;
  heartbeatMs?: number;
};

const patienceMs = 10_000;

/** A Discord of our own on this machine: what a real client needs of it, people to talk to, and things going wrong. */
export class DiscordPeer implements AsyncDisposable {
  readonly token = "cGVlcg.local.token";
  readonly #server: HttpServer;
  readonly #world: World;
  readonly #gateway: Gateway;
  readonly #rest: Rest;
  readonly #waiting = new Set<() => void>();
  #port = 0;

  static async open(options: Options = {}): Promise<DiscordPeer> {
    const peer = new DiscordPeer(options);
    await peer.#listen(options.port ?? 0);
    return peer;
  }

  private constructor({ validate = true, shards = 1, now = Date.now, heartbeatMs = 41_250 }: Options) {
    const changed = () => this.#lookAgain();
    const { token } = this;
    this.#world = new World(now, (event, data, guildId) => this.dispatch(event, data, guildId));
    this.#gateway = new Gateway({ world: this.#world, token, heartbeatMs, changed });
    const gateway = () => ({
      url: this.#gateway.url,
      shards,
      session_start_limit: { total: 1000, remaining: 1000, reset_after: 86_400_000, max_concurrency: 16 },
    });
    this.#rest = new Rest({ world: this.#world, token, validate, gateway, changed });
    this.#server = createServer((request, response) => {
      this.#rest.handle(request, response).catch((error: unknown) => response.destroy(error as Error));
    });
    this.#gateway.listenOn(this.#server);
  }

  /** What `DISCORD_API_URL` holds, and a client's `rest.api`. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}/api`;
  }

  get applicationId(): string {
    return this.#world.bot.id;
  }

  get bot(): User {
    return this.#world.bot;
  }

  get requests(): readonly Recorded[] {
    return this.#rest.requests;
  }

  /** What was wrong with bodies of the bot's, with the request it was found in. */
  get violations(): readonly string[] {
    return this.#rest.violations;
  }

  get connections(): number {
    return this.#gateway.connections.size;
  }

  get identifies(): readonly Identify[] {
    return this.#gateway.identifies;
  }

  get resumes(): number {
    return this.#gateway.resumes;
  }

  /** Whether people can use only commands that were published. */
  get requirePublished(): boolean {
    return this.#world.requirePublished;
  }

  set requirePublished(is: boolean) {
    this.#world.requirePublished = is;
  }

  addServer(options: ServerOptions = {}): Server {
    return this.#world.addServer(options);
  }

  addUser(name: string, options: UserOptions = {}): User {
    return this.#world.addUser(name, options);
  }

  /**
   * Wait for something to come true, which is looked at after every request and every event on a socket, also when
   * the client has heard what was dispatched. What it does by itself later is for its own events to tell.
   *
   * @returns what the condition gave
   * @throws after ten seconds, with what happened last
   */
  until<T>(condition: () => T | undefined | false): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(limit);
        this.#waiting.delete(look);
        end();
      };
      const look = () => {
        try {
          const found = condition();
          if (found !== undefined && found !== false) settle(() => resolve(found));
        } catch (error) {
          settle(() => reject(error));
        }
      };
      const limit = setTimeout(() => {
        settle(() => reject(new Error(`waited in vain for ${condition}\n${this.#lately()}`)));
      }, patienceMs);
      this.#waiting.add(look);
      this.#gateway.ping(); // so that it is looked at once more when the client has heard all there is
      look();
    });
  }

  failNext(what: Fault): void {
    this.#rest.faults.add(what);
  }

  /** @returns how many requests were turned away, counted as it goes */
  limitRate(what: RateLimit): RateCount {
    return this.#rest.rateLimits.add(what);
  }

  /**
   * Limit all requests together, except those to interactions and webhooks, beside the limits of their kinds.
   *
   * @returns how many requests were turned away for it, counted as it goes
   */
  limitGlobally(perSecond: number): RateCount {
    return this.#rest.rateLimits.limitGlobally(perSecond);
  }

  /** Requests like these take effect, and their answers wait until the function that comes back is called. */
  hold(what: { method?: string; path?: RegExp }): () => void {
    return this.#rest.faults.hold(what);
  }

  dropSockets(): void {
    this.#gateway.drop();
  }

  askReconnect(): void {
    this.#gateway.askReconnect();
  }

  invalidateSessions(isResumable: boolean): void {
    this.#gateway.invalidate(isResumable);
  }

  closeSockets(code: number): void {
    this.#gateway.close(code);
  }

  /** @param code with which every identify is answered from now on: 4014 for intents that were not granted */
  refuseIdentify(code: number | undefined): void {
    this.#gateway.refusal = code;
  }

  revokeToken(): void {
    this.#rest.isTokenRevoked = true;
    this.#gateway.revokeToken();
  }

  /** Tell the shard that hears of that server; the first, where there is none. */
  dispatch(event: string, data: unknown, guildId?: string): void {
    this.#gateway.dispatch(event, data, guildId);
    if (this.#waiting.size > 0) this.#gateway.ping();
  }

  /** The same event a second time, as after a resume that went wrong. */
  redeliver({ payload, channel, isOutsider }: Interaction): void {
    this.dispatch("INTERACTION_CREATE", payload, isOutsider ? undefined : channel.server?.id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#rest.faults.releaseAll();
    this.#gateway.drop();
    this.#server.close();
    this.#server.closeAllConnections();
    if (this.#server.listening) await once(this.#server, "close");
  }

  async #listen(port: number): Promise<void> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the peer does not listen");
    this.#port = address.port;
    this.#gateway.url = `ws://127.0.0.1:${this.#port}/gateway`;
  }

  #lookAgain(): void {
    for (const look of this.#waiting) look();
  }

  #lately(): string {
    const requests = this.requests.slice(-10).map(({ method, path, status, body }) => {
      const said = JSON.stringify(body) ?? "";
      return `${method} ${path} → ${status} ${said.slice(0, 300)}`;
    });
    const sockets = `${this.connections} sockets, ${this.identifies.length} identifies, ${this.resumes} resumes`;
    return [sockets, "the last requests:", ...requests, ...this.violations.slice(-5)].join("\n");
  }
}
