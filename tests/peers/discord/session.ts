import type { Encoder } from "./encoding.ts";

export type Identify = {
  token: string;
  intents: number;
  shard: [id: number, count: number];
  compress?: boolean;
  properties?: unknown;
  presence?: unknown;
};

/** What one shard of a bot has been told; it outlives its socket, so that nothing is lost when that breaks. */
export class Session {
  readonly id: string;
  readonly shard: readonly [id: number, count: number];
  readonly intents: number;
  /** Where events go now; undefined while nobody is connected. */
  encoder: Encoder | undefined;
  #sequence = 0;
  /** Events that the client has not confirmed yet. */
  #unconfirmed: { sequence: number; json: string }[] = [];

  constructor(id: string, { shard, intents }: Identify, encoder: Encoder) {
    this.id = id;
    this.shard = shard;
    this.intents = intents;
    this.encoder = encoder;
  }

  /** @param data as JSON, since many sessions may get the same */
  dispatch(event: string, data: string): void {
    this.#sequence += 1;
    const json = `{"op":0,"t":"${event}","s":${this.#sequence},"d":${data}}`;
    this.#unconfirmed.push({ sequence: this.#sequence, json });
    this.encoder?.send(json);
  }

  /** The client has seen everything up to there. */
  confirm(sequence: number): void {
    this.#unconfirmed = this.#unconfirmed.filter((event) => event.sequence > sequence);
  }

  /** Go on over another socket, with what was missed first. */
  resume(encoder: Encoder, sequence: number): void {
    this.encoder = encoder;
    this.confirm(sequence);
    for (const { json } of this.#unconfirmed) encoder.send(json);
    this.dispatch("RESUMED", "{}");
  }
}
