import { unlessUnavailable } from "../core/errors.ts";
import type { Store } from "../core/ports.ts";

/** Longer than any platform waits before it delivers an event again. */
const rememberMs = 60 * 60_000;

/**
 * Whether an event is delivered for the first time, to any process that shares the store.
 *
 * @param forMs how long it is remembered; an hour, if left out
 */
export type IsFirstDelivery = (platform: string, event: string, forMs?: number) => Promise<boolean>;

/** While the store cannot be reached, answering twice is better than not at all. */
export function rememberDeliveries(store: Store): IsFirstDelivery {
  return async (platform, event, forMs = rememberMs) =>
    (await unlessUnavailable(store.claim(`deliveries/${platform}/${event}`, forMs))) ?? true;
}
