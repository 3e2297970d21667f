import type { Origin } from "./incoming.ts";
import { personId } from "./people/people.ts";

/** The id of what belongs to a whole thread, or to one person in one conversation where there is none. */
export function threadKey(origin: Origin): string {
  const { platform, conversation, thread } = origin;
  return thread === undefined ? personKey(origin) : `thread/${platform}/${conversation}/${thread}`;
}

/** The id of what belongs to one person in one conversation, the person first: so all of theirs is found. */
export function personKey(origin: Origin): string {
  return [personId(origin), origin.conversation].join("/");
}
