/**
 * Whether a message of ours stands already: a process that died while it posted cannot say. Later fetches don't tell a
 * message's nonce, but they do tell its buttons, whose ids say what they are for.
 */
import { isDeepStrictEqual } from "node:util";
import { type APIMessage, SnowflakeUtil } from "discord.js";
import type { DiscordApi } from "./api.ts";
import { isClosed, isMessageGone } from "./failures.ts";
import type { Rendered } from "./render.ts";

/** Discord's clock and ours may differ. */
const marginMs = 5 * 60_000;
const mostPages = 20;

/**
 * @param pages one reply's messages
 * @returns the id of each that stands; one without buttons, which nothing tells from others, stands with the next
 * @throws CannotLook when the channel's history is closed to us, or too long
 */
export async function findStanding(
  pages: readonly Rendered[],
  channel: string,
  since: Date,
  api: DiscordApi,
): Promise<(string | undefined)[]> {
  const wanted = pages.map(({ body }) => customIds(body.components));
  const found: (string | undefined)[] = wanted.map(() => undefined);
  let after = SnowflakeUtil.generate({ timestamp: since.getTime() - marginMs }).toString();
  for (let page = 0; page < mostPages; page++) {
    const messages: APIMessage[] = await api.messagesAfter(channel, after);
    for (const { id, components } of messages) {
      const ids = customIds(components);
      const at = wanted.findIndex((one) => one.length > 0 && isDeepStrictEqual(one, ids));
      if (at >= 0) found[at] = id;
    }
    const isWhole = wanted.every((ids, at) => ids.length === 0 || found[at] !== undefined);
    const newest = messages[0];
    if (newest) after = newest.id;
    if (isWhole || (!newest && !(await hasMore(channel, after, api)))) return withSilent(found, wanted);
  }
  throw new CannotLook();
}

/** Messages are posted in order, so what has no buttons stands when the next one does. */
const withSilent = (found: readonly (string | undefined)[], wanted: readonly (readonly string[])[]) =>
  found.map((id, at) => id ?? (wanted[at]?.length === 0 ? found.slice(at + 1).find((next) => next) : undefined));

/**
 * Whether there is a message after one, though none was listed: it may have come meanwhile.
 *
 * @throws CannotLook when there is one that we may not read: whoever may not is told that there is none
 */
async function hasMore(channel: string, after: string, api: DiscordApi): Promise<boolean> {
  const latest = await api.latestIn(channel);
  if (latest === undefined || BigInt(latest) <= BigInt(after)) return false;
  try {
    await api.message({ channel, message: latest });
    return true;
  } catch (error) {
    // It is still called the latest when it is deleted.
    if (isMessageGone(error)) return false;
    throw isClosed(error) ? new CannotLook() : error;
  }
}

/** Nobody can tell whether it stands. */
class CannotLook extends Error {
  constructor() {
    super("cannot see whether a message stands: let the bot read the channel's message history");
    this.name = "CannotLook";
  }
}

/** Of everything that can be pressed, in order, however deep it stands. */
function customIds(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(customIds);
  if (typeof part !== "object" || part === null) return [];
  const own = "custom_id" in part && typeof part.custom_id === "string" ? [part.custom_id] : [];
  const inside = [("components" in part && part.components) || [], ("accessory" in part && part.accessory) || []];
  return [...own, ...inside.flatMap(customIds)];
}
