import type { Ids } from "./ids.ts";
import type { Interaction } from "./interaction.ts";
import { Refusal } from "./refusal.ts";

/** Slack's own: a modal must open while the person still waits for it. */
const lifetimeMs = 3000;

/** What lets an app open a modal: valid once, and not for long. */
export class Triggers {
  readonly #now: () => number;
  readonly #ids: Ids;
  readonly #issued = new Map<string, { interaction: Interaction; at: number; isUsed: boolean }>();

  constructor(now: () => number, ids: Ids) {
    this.#now = now;
    this.#ids = ids;
  }

  issue(interaction: Interaction): string {
    const id = `${this.#ids.timestamp()}.${this.#ids.next("")}`;
    this.#issued.set(id, { interaction, at: this.#now(), isUsed: false });
    return id;
  }

  exchange(id: string): Interaction {
    const trigger = this.#issued.get(id);
    if (!trigger) throw new Refusal("invalid_trigger_id");
    if (this.#now() - trigger.at > lifetimeMs) throw new Refusal("expired_trigger_id");
    if (trigger.isUsed) throw new Refusal("exchanged_trigger_id");
    trigger.isUsed = true;
    return trigger.interaction;
  }
}
