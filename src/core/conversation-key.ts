import type { Origin } from "./incoming.ts";

/** The id of what belongs to one person in one conversation, or to a whole thread where there is one. */
export function threadKey(origin: Origin): string {
  return [origin.platform, origin.conversation, origin.thread ?? origin.person].join("/");
}

/** The id of what belongs to one person in one conversation. */
export function personKey(origin: Origin): string {
  return [origin.platform, origin.conversation, origin.person].join("/");
}
