import type { Clock, Random } from "../core/ports.ts";

export const systemClock: Clock = { now: () => new Date(), elapsedMs: () => performance.now() };
export const systemRandom: Random = { next: () => Math.random() };
