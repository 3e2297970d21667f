import type { Reply } from "./reply.ts";

/**
 * What the core asks an adapter to do, in order. The union grows with what needs it: an adapter's `switch` ends in
 * `satisfies never`, so a new kind is a compile error there until it is performed.
 */
export type Effect = { kind: "reply"; audience: "conversation" | "asker"; reply: Reply };

export const say = (reply: Reply): Effect => ({ kind: "reply", audience: "conversation", reply });
export const whisper = (reply: Reply): Effect => ({ kind: "reply", audience: "asker", reply });
