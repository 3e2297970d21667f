import { Delivery, type DeliveryKind, type Outcome, type RetryReason, type Transport } from "./delivery.ts";
import type { Fields } from "./json.ts";

/** Slack's own: the first try and three more. */
const maxRetries = 3;

/** @property tookMs from handing it over to the acknowledgement */
export type Acknowledgement = { delivery: Delivery; answer: unknown; at: number; tookMs: number };

/**
 * Hands things to the app, and events again when nobody acknowledges them.
 *
 * Commands and presses come once: somebody waits for them, who sees that they failed.
 */
export class Outbox {
  /** Every attempt, also those that failed, the oldest first. */
  readonly delivered: Delivery[] = [];
  readonly acks: Acknowledgement[] = [];
  readonly #ackTimeoutMs: number;
  readonly #changed: () => void;
  readonly #waiting = new Map<Delivery, NodeJS.Timeout>();
  #transport: Transport;
  #isClosed = false;

  constructor(transport: Transport, { ackTimeoutMs, changed }: { ackTimeoutMs: number; changed: () => void }) {
    this.#transport = transport;
    this.#ackTimeoutMs = ackTimeoutMs;
    this.#changed = changed;
  }

  set transport(transport: Transport) {
    this.#transport = transport;
  }

  deliver(kind: DeliveryKind, payload: Fields): Delivery {
    return this.#send(new Delivery(kind, payload));
  }

  /** The same once more, acknowledged or not. */
  redeliver(before: Delivery, reason: RetryReason = "timeout"): Delivery {
    const attempt = (before.retry?.attempt ?? 0) + 1;
    return this.#send(new Delivery(before.kind, before.payload, { attempt, reason }));
  }

  /** Waits for no timeout. */
  redeliverUnacked(): void {
    for (const delivery of [...this.#waiting.keys()]) this.#giveUp(delivery, this.#transport.silence);
  }

  /** Events that were handed over and not acknowledged yet. */
  get unacked(): Delivery[] {
    return [...this.#waiting.keys()];
  }

  close(): void {
    this.#isClosed = true;
    for (const [delivery, timer] of this.#waiting) {
      clearTimeout(timer);
      delivery.fail("connection_failed");
    }
    this.#waiting.clear();
  }

  #send(delivery: Delivery): Delivery {
    if (this.#isClosed) {
      delivery.fail("connection_failed");
      return delivery;
    }
    this.delivered.push(delivery);
    this.#transport.send(delivery, this.#outcomeOf(delivery));
    return delivery;
  }

  #outcomeOf(delivery: Delivery): Outcome {
    let sentAt = 0;
    return {
      sent: () => {
        sentAt = performance.now();
        this.#waiting.set(
          delivery,
          setTimeout(() => this.#giveUp(delivery, delivery.problem ?? this.#transport.silence), this.#ackTimeoutMs),
        );
      },
      acknowledged: (answer) => {
        if (delivery.isAcknowledged) return false;
        clearTimeout(this.#waiting.get(delivery));
        this.#waiting.delete(delivery);
        const tookMs = performance.now() - sentAt;
        delivery.acknowledge(answer);
        this.acks.push({ delivery, answer, at: Date.now(), tookMs });
        this.#changed();
        return true;
      },
      failed: (problem) => {
        // An event's next attempt comes when the timeout has passed, as Slack's come later and later.
        delivery.problem = problem;
        if (delivery.kind !== "events_api") this.#giveUp(delivery, problem);
        else this.#changed();
      },
    };
  }

  #giveUp(delivery: Delivery, problem: RetryReason): void {
    clearTimeout(this.#waiting.get(delivery));
    this.#waiting.delete(delivery);
    delivery.fail(problem);
    this.#changed();
    if (delivery.kind === "events_api" && (delivery.retry?.attempt ?? 0) < maxRetries) {
      this.redeliver(delivery, problem);
    }
  }
}
