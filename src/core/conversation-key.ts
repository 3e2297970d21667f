import type { Origin } from "./incoming.ts";
import { personId } from "./people.ts";

/** The id of what belongs to one person in one conversation, or to a whole thread where there is one. */
export function threadKey(origin: Origin): string {
  return [origin.platform, origin.conversation, origin.thread ?? origin.person].join("/");
}

/** The id of what belongs to one person in one conversation, the person first: so all of theirs is found. */
export function personKey(origin: Origin): string {
  return [personId(origin), origin.conversation].join("/");
}
