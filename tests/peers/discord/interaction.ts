import type { Channel } from "./channel.ts";
import type { Message } from "./message.ts";
import type { Component, Json } from "./shapes.ts";
import type { User } from "./user.ts";

export type InteractionKind = "command" | "message-command" | "press" | "select" | "autocomplete" | "form";

export type Modal = { custom_id: string; title: string; components: Component[] };

export type Choice = { name: string; value: string | number };

/** After that, the first answer comes too late. */
const answerWithinMs = 3000;
const tokenLivesMs = 15 * 60_000;

type Beginning = {
  id: string;
  token: string;
  kind: InteractionKind;
  user: User;
  channel: Channel;
  source: Message | undefined;
  isOutsider: boolean;
  payload: Json;
  now: () => number;
};

/** Something a person did that a bot has to answer: a command, a press, a form sent in, a search while they type. */
export class Interaction {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  readonly user: User;
  readonly channel: Channel;
  /** The message that was pressed, or which a pressed form came from. */
  readonly source: Message | undefined;
  /** Whether the bot was brought along by a person into a place that it is no member of. */
  readonly isOutsider: boolean;
  /** The data of `INTERACTION_CREATE`. */
  readonly payload: Json;
  readonly createdAt: number;
  response: { type: number; data: Json | undefined } | undefined;
  /** What `@original` names. */
  original: Message | undefined;
  modal: Modal | undefined;
  choices: Choice[] | undefined;
  readonly followUps: Message[] = [];
  readonly #now: () => number;
  #isExpired = false;

  constructor(beginning: Beginning) {
    this.id = beginning.id;
    this.token = beginning.token;
    this.kind = beginning.kind;
    this.user = beginning.user;
    this.channel = beginning.channel;
    this.source = beginning.source;
    this.isOutsider = beginning.isOutsider;
    this.payload = beginning.payload;
    this.#now = beginning.now;
    this.createdAt = beginning.now();
  }

  /** What it brought forth, as far as there is something to see: the reply and the follow-ups. */
  get messages(): Message[] {
    const reply = this.original === this.source ? undefined : this.original;
    return [...(reply ? [reply] : []), ...this.followUps].filter(
      ({ isDeleted, isLoading }) => !isDeleted && !isLoading,
    );
  }

  /** Whether the answer was put off; it stays true when the answer has come. */
  get isDeferred(): boolean {
    return this.response?.type === 5 || this.response?.type === 6;
  }

  get isLate(): boolean {
    return this.#isExpired || this.#now() - this.createdAt > answerWithinMs;
  }

  get isTokenDead(): boolean {
    return this.#now() - this.createdAt > tokenLivesMs;
  }

  /** From now on a first answer comes too late. */
  expire(): void {
    this.#isExpired = true;
  }

  /** What a message tells about the interaction that it answers. */
  get metadata(): Json {
    const type = this.payload.type;
    return {
      id: this.id,
      type,
      user: this.user.wire(),
      authorizing_integration_owners: this.payload.authorizing_integration_owners,
    };
  }
}
