import type { RawData, WebSocket } from "ws";
import { type Encoder, encoderFor, singlyCompressed } from "./encoding.ts";
import type { Gateway } from "./gateway.ts";
import { type Identify, Session } from "./session.ts";

export const closeCodes = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSequence: 4007,
  sessionTimedOut: 4009,
  invalidShard: 4010,
  shardingRequired: 4011,
} as const;

/** A shard may hold so many servers. */
const serversPerShard = 2500;

type Resume = { token: string; session_id: string; seq: number };

/** One socket of the bot's. */
export class Connection {
  readonly #gateway: Gateway;
  readonly #socket: WebSocket;
  #encoder: Encoder;
  #session: Session | undefined;

  constructor(gateway: Gateway, socket: WebSocket, compress: string | null) {
    this.#gateway = gateway;
    this.#socket = socket;
    this.#encoder = encoderFor(socket, compress);
    socket.on("message", (data) => {
      this.#receive(data);
      gateway.changed();
    });
    socket.on("pong", () => gateway.changed());
    socket.on("error", () => socket.terminate());
    socket.once("close", (code) => this.#closed(code));
    this.send({ op: 10, d: { heartbeat_interval: gateway.heartbeatMs } });
  }

  send(payload: { op: number; d?: unknown }): void {
    this.#encoder.send(JSON.stringify(payload));
  }

  close(code: number): void {
    this.#socket.close(code);
  }

  /** The answer comes when the client has taken all that was sent before. */
  ping(): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
  }

  /** Without a word, as when a cable is cut. */
  terminate(): void {
    this.#socket.terminate();
  }

  #receive(data: RawData): void {
    const payload = parsed(data);
    switch (payload?.op) {
      case undefined:
        this.close(closeCodes.decodeError);
        break;
      case 1:
        if (typeof payload?.d === "number") this.#session?.confirm(payload.d);
        this.send({ op: 11 });
        break;
      case 2:
        this.#identify(payload?.d as Identify);
        break;
      case 6:
        this.#resume(payload?.d as Resume);
        break;
      case 3: // presence
      case 4: // voice
        if (!this.#session) this.close(closeCodes.notAuthenticated);
        break;
      default:
        this.close(closeCodes.unknownOpcode);
    }
  }

  #identify(said: Identify): void {
    const identify = { ...said, shard: said.shard ?? [0, 1] };
    const { sessions, identifies } = this.#gateway;
    identifies.push(identify);
    const servers = this.#gateway.serversOf(identify.shard);
    const refusal = this.#refusalOf(identify, servers.length);
    if (refusal !== undefined) {
      this.close(refusal);
      return;
    }
    for (const before of sessions.values()) {
      if (!before.encoder && before.shard[0] === identify.shard[0]) sessions.delete(before.id); // given up for this one
    }
    if (identify.compress) this.#encoder = singlyCompressed(this.#socket);
    const session = new Session(`session${identifies.length}`, identify, this.#encoder);
    sessions.set(session.id, session);
    this.#session = session;
    session.dispatch("READY", JSON.stringify(this.#ready(session, servers)));
    for (const server of servers) session.dispatch("GUILD_CREATE", JSON.stringify(server.wire()));
  }

  /** With what an identify is turned away, if it is. */
  #refusalOf({ token, shard: [id, count] }: Identify, servers: number): number | undefined {
    if (this.#session) return closeCodes.alreadyAuthenticated;
    if (!this.#gateway.isTokenGood(token)) return closeCodes.authenticationFailed;
    if (this.#gateway.refusal !== undefined) return this.#gateway.refusal;
    if (id >= count) return closeCodes.invalidShard;
    return servers > serversPerShard ? closeCodes.shardingRequired : undefined;
  }

  #ready({ id, shard }: Session, servers: readonly { id: string }[]): unknown {
    const { world, url } = this.#gateway;
    return {
      v: 10,
      user: { ...world.bot.wire(), verified: true, mfa_enabled: false, email: null, flags: 0 },
      guilds: servers.map((server) => ({ id: server.id, unavailable: true })),
      session_id: id,
      resume_gateway_url: url,
      shard,
      application: { id: world.bot.id, flags: 1 << 19 },
      session_type: "normal",
      private_channels: [],
      relationships: [],
      presences: [],
      guild_join_requests: [],
    };
  }

  #resume({ token, session_id, seq }: Resume): void {
    const session = this.#gateway.sessions.get(session_id);
    if (!this.#gateway.isTokenGood(token)) {
      this.close(closeCodes.authenticationFailed);
    } else if (!session) {
      this.send({ op: 9, d: false });
    } else {
      this.#session = session;
      this.#gateway.resumes += 1;
      session.resume(this.#encoder, seq);
    }
  }

  #closed(code: number): void {
    const { connections, sessions, changed } = this.#gateway;
    connections.delete(this);
    this.#encoder.close();
    if (this.#session?.encoder === this.#encoder) {
      this.#session.encoder = undefined;
      if (code === 1000 || code === 1001) sessions.delete(this.#session.id); // the client has said goodbye
    }
    changed();
  }
}

function parsed(data: RawData): { op: number; d: unknown } | undefined {
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}
