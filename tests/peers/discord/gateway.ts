import type { Server as HttpServer } from "node:http";
import { WebSocketServer } from "ws";
import { Connection, closeCodes } from "./connection.ts";
import { bareOfContent, needsIntent } from "./intents.ts";
import type { Server } from "./server.ts";
import type { Identify, Session } from "./session.ts";
import type { World } from "./world.ts";

type Shard = readonly [id: number, count: number];

type Parts = { world: World; token: string; heartbeatMs: number; changed: () => void };

/** Discord's side of the bot's sockets. https://docs.discord.com/developers/events/gateway */
export class Gateway {
  readonly world: World;
  readonly heartbeatMs: number;
  readonly changed: () => void;
  readonly sessions = new Map<string, Session>();
  readonly connections = new Set<Connection>();
  readonly identifies: Identify[] = [];
  /** How often a session went on over another socket. */
  resumes = 0;
  /** With what an identify is turned away, if at all. */
  refusal: number | undefined;
  url = "";
  readonly #token: string;
  #isTokenRevoked = false;
  readonly #sockets = new WebSocketServer({ noServer: true });

  constructor({ world, token, heartbeatMs, changed }: Parts) {
    this.world = world;
    this.heartbeatMs = heartbeatMs;
    this.changed = changed;
    this.#token = token;
  }

  listenOn(server: HttpServer): void {
    server.on("upgrade", (request, socket, head) => {
      const url = new URL(request.url ?? "/", "http://peer");
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
        this.connections.add(new Connection(this, webSocket, url.searchParams.get("compress")));
        this.changed();
      });
    });
  }

  isTokenGood(token: string): boolean {
    return !this.#isTokenRevoked && token === this.#token;
  }

  /** The servers that one shard hears of. */
  serversOf(shard: Shard): Server[] {
    return [...this.world.servers.values()].filter(({ id, hasBot }) => hasBot && isOfShard(shard, id));
  }

  /** Tell whom it concerns: every session of the server's shard that asked for such events. */
  dispatch(event: string, data: unknown, guildId?: string): void {
    const json = JSON.stringify(data);
    const intent = needsIntent(event, guildId);
    for (const session of this.sessions.values()) {
      if (!isOfShard(session.shard, guildId) || (session.intents & intent) !== intent) continue;
      const bare = bareOfContent(event, data, session.intents, this.world.bot.id);
      session.dispatch(event, bare ? JSON.stringify(bare) : json);
    }
    this.changed();
  }

  ping(): void {
    for (const connection of this.connections) connection.ping();
  }

  drop(): void {
    for (const connection of this.connections) connection.terminate();
  }

  askReconnect(): void {
    for (const connection of this.connections) connection.send({ op: 7, d: null });
  }

  invalidate(isResumable: boolean): void {
    if (!isResumable) this.sessions.clear();
    for (const connection of this.connections) connection.send({ op: 9, d: isResumable });
  }

  close(code: number): void {
    if (code === closeCodes.invalidSequence || code === closeCodes.sessionTimedOut) this.sessions.clear();
    for (const connection of this.connections) connection.close(code);
  }

  revokeToken(): void {
    this.#isTokenRevoked = true;
    this.sessions.clear();
    this.close(closeCodes.authenticationFailed);
  }
}

/** @param guildId left out for direct messages, which the first shard hears of */
function isOfShard([id, count]: Shard, guildId: string | undefined): boolean {
  return id === (guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count)));
}
