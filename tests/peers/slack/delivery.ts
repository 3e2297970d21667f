import { type Fields, fieldsOf, stringOf } from "./json.ts";

export type DeliveryKind = "events_api" | "slash_commands" | "interactive";
export type RetryReason = "timeout" | "http_timeout" | "http_error" | "connection_failed";
export type Retry = { attempt: number; reason: RetryReason };

/** One attempt to hand something to the app. */
export class Delivery {
  readonly kind: DeliveryKind;
  readonly payload: Fields;
  readonly retry: Retry | undefined;
  /** Resolves when it was acknowledged, or never will be. */
  readonly settled: Promise<void>;
  isAcknowledged = false;
  /** What came with the acknowledgement. */
  answer: unknown;
  /** Why it failed, if it has. */
  problem: RetryReason | undefined;
  readonly #settle: () => void;

  constructor(kind: DeliveryKind, payload: Fields, retry?: Retry) {
    this.kind = kind;
    this.payload = payload;
    this.retry = retry;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.settled = promise;
    this.#settle = resolve;
  }

  /** The same for all attempts. */
  get eventId(): string | undefined {
    return this.kind === "events_api" ? stringOf(this.payload.event_id) : undefined;
  }

  /** `app_mention`, `message`, `/quiz`, `block_actions`. */
  get type(): string {
    const { event, command, type } = this.payload;
    return stringOf(fieldsOf(event).type) || stringOf(command) || stringOf(type);
  }

  acknowledge(answer: unknown): void {
    this.isAcknowledged = true;
    this.answer = answer;
    this.#settle();
  }

  fail(problem: RetryReason): void {
    this.problem = problem;
    this.#settle();
  }
}

/** A way to the app. */
export interface Transport {
  /** What a retry gives as its reason when no answer came in time. */
  readonly silence: RetryReason;
  /** Hands it over, now or as soon as the app can be reached, and tells the outbox when and what became of it. */
  send(delivery: Delivery, outcome: Outcome): void;
  close(): Promise<void>;
}

export interface Outcome {
  sent(): void;
  /** @returns false when it was acknowledged before */
  acknowledged(answer: unknown): boolean;
  failed(problem: RetryReason): void;
}
