import type { Origin } from "./incoming.ts";

/** A store key for what belongs to one person in one conversation, or to a whole thread where there is one. */
export function threadKey(kind: string, origin: Origin): string {
  return [kind, origin.platform, origin.conversation, origin.thread ?? origin.person].join("/");
}

/** A store key for what belongs to one person in one conversation. */
export function personKey(kind: string, origin: Origin): string {
  return [kind, origin.platform, origin.conversation, origin.person].join("/");
}
