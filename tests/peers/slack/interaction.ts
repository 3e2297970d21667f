import type { Channel } from "./channel.ts";
import type { DeliveryKind } from "./delivery.ts";
import { type Fields, fieldsOf } from "./json.ts";
import type { Message } from "./message.ts";
import type { User } from "./user.ts";
import type { View } from "./view.ts";

type Where = { channel?: Channel | undefined; message?: Message | undefined; view?: View | undefined };

/** Something that a person did with the app, and what has come of it until now. */
export class Interaction {
  readonly user: User;
  readonly channel: Channel | undefined;
  /** What it was done to. */
  readonly message: Message | undefined;
  readonly on: View | undefined;
  readonly triggerId: string;
  /** Where the app may answer, except from a view. */
  readonly responseUrl: string | undefined;
  payload: Fields = {};
  isAcknowledged = false;
  /** What came with the acknowledgement: a message, or what to do with the view. */
  ack: unknown;
  /** Messages that came by the acknowledgement or the response_url, the oldest first. */
  readonly messages: Message[] = [];
  /** The modal that was opened for it. */
  view: View | undefined;

  constructor(user: User, { channel, message, view }: Where) {
    const { platform } = user.workspace;
    this.user = user;
    this.channel = channel;
    this.message = message;
    this.on = view;
    this.triggerId = platform.triggers.issue(this);
    this.responseUrl = channel ? platform.responseUrls.issue(this) : undefined;
  }

  /** Why a view was not accepted, by block id. */
  get errors(): Fields {
    return fieldsOf(fieldsOf(this.ack).errors);
  }

  /** Hands it to the app. @returns itself, when it was acknowledged or that has failed */
  async send(kind: DeliveryKind, payload: Fields): Promise<this> {
    this.payload = payload;
    const { platform } = this.user.workspace;
    const delivery = platform.outbox.deliver(kind, payload);
    await delivery.settled;
    this.isAcknowledged = delivery.isAcknowledged;
    this.ack = delivery.answer;
    if (kind === "slash_commands" && delivery.answer !== undefined) {
      platform.responseUrls.answer(this, fieldsOf(delivery.answer));
    }
    return this;
  }
}
