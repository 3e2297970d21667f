import type { Effect } from "../core/effects.ts";
import type { Incoming } from "../core/incoming.ts";

/** A platform: turns what people do into `Incoming`, and performs the effects that come back. */
export interface Adapter {
  readonly platform: string;
  /** Take events until stopped, or until there are no more. */
  run(handle: (incoming: Incoming) => Promise<Effect[]>): Promise<void>;
  stop(): Promise<void>;
}
