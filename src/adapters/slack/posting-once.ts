/**
 * Messages that must not stand twice. Slack has no nonces, so each carries its name as metadata, and whoever does not know
 * whether it stands looks for that: https://docs.slack.dev/messaging/message-metadata
 */
import type { types, webApi } from "@slack/bolt";
import { isHistoryClosed, isUncertain } from "./failures.ts";

const eventType = "waymark_post";
const mostTries = 4;
const firstWaitMs = 500;
/** Slack's clock and ours may differ. */
const marginMs = 5 * 60_000;
const pageSize = 100;
const mostPages = 20;

export const nameTag = (name: string): types.MessageMetadata => ({ event_type: eventType, event_payload: { name } });

/** A message under a name. `find` looks for it and `post` tries once; both say its `ts`. */
type Named = { post: () => Promise<string | undefined>; find: () => Promise<string | undefined> };

/**
 * Post, unless it stands. After a try that may have come through, look again before the next.
 *
 * @param mayStand whether it may have been posted before
 * @throws what the last try ended with; what was posted then, if it was, is found later
 */
export async function postOnce(
  { post, find }: Named,
  mayStand: boolean,
  wait: (ms: number) => Promise<void>,
): Promise<string | undefined> {
  for (let tries = 1; ; tries++) {
    const standing = mayStand || tries > 1 ? await find() : undefined;
    if (standing !== undefined) return standing;
    try {
      return await post();
    } catch (error) {
      if (!isUncertain(error) || tries === mostTries) throw error;
      await wait(firstWaitMs * 2 ** (tries - 1));
    }
  }
}

type Search = { channel: string; thread: string | undefined; name: string; since: Date | undefined };

/** @returns the message's `ts`; undefined when there is none @throws CannotLook when nobody can tell */
export async function findNamed(client: webApi.WebClient, search: Search): Promise<string | undefined> {
  const { channel, thread, name, since } = search;
  const oldest = since && String((since.getTime() - marginMs) / 1000);
  const wanted = { channel, limit: pageSize, include_all_metadata: true, ...(oldest !== undefined && { oldest }) };
  for (let page = 0, cursor: string | undefined; page < mostPages; page++) {
    const from = { ...wanted, ...(cursor !== undefined && { cursor }) };
    const { messages, response_metadata: next } = await (thread === undefined
      ? client.conversations.history(from)
      : client.conversations.replies({ ...from, ts: thread })
    ).catch((error) => {
      throw isHistoryClosed(error) ? new CannotLook() : error;
    });
    const found = messages?.find(({ metadata }) => isNamed(metadata, name));
    if (found) return found.ts;
    cursor = next?.next_cursor;
    // A channel's latest come first: without a time it was posted just now, and is among them.
    if (!cursor || (!since && thread === undefined)) return undefined;
  }
  throw new CannotLook();
}

function isNamed(metadata: { event_type?: string; event_payload?: unknown } | undefined, name: string): boolean {
  const { event_type, event_payload } = metadata ?? {};
  return (
    event_type === eventType &&
    typeof event_payload === "object" &&
    event_payload !== null &&
    "name" in event_payload &&
    event_payload.name === name
  );
}

/** We may write there, and not read: the app was let in before it asked for that, or never invited. Or it is too much. */
class CannotLook extends Error {
  constructor() {
    super("cannot see whether a message stands: reinstall the app with the new manifest, and invite it to the channel");
    this.name = "CannotLook";
  }
}
