/** What is posted and edited without anybody who waits for it. */
import type { OutwardEffect, Post } from "../../core/effects.ts";
import type { MessageRef } from "../../core/incoming.ts";
import { TooLate } from "../adapter.ts";
import { type DiscordApi, placeOf, refOf } from "./api.ts";
import { isMessageGone } from "./failures.ts";
import { renderReply } from "./render.ts";
import { findStanding } from "./standing.ts";

/** @returns where its first message is */
export async function post(
  { to, reply, once, maybeSince, withinMs }: Omit<Post, "kind">,
  api: DiscordApi,
): Promise<MessageRef | undefined> {
  const signal = !withinMs ? undefined : AbortSignal.timeout(withinMs);
  const channel = await api.channelOf(to);
  // What is posted may be edited later, and an embed cannot become what an edit is.
  const pages = renderReply(reply, false);
  const standing = maybeSince ? await findStanding(pages, channel, maybeSince, api) : [];
  if (withinMs === 0 && standing.includes(undefined)) throw new TooLate();
  let first: string | undefined;
  for (const [at, message] of pages.entries()) {
    const id = standing[at] ?? (await api.post(channel, message, { once: once && `${once}/${at}`, signal })).id;
    first ??= id;
  }
  const where = "person" in to ? { conversation: channel } : to;
  return first === undefined ? undefined : refOf(where, first);
}

export async function edit(
  { message, reply }: OutwardEffect & { kind: "edit" },
  api: DiscordApi,
): Promise<MessageRef | undefined> {
  const [first, ...more] = renderReply(reply, false);
  const place = placeOf(message);
  try {
    if (first) await api.edit(place, first);
  } catch (error) {
    if (!isMessageGone(error)) throw error;
    // Somebody has deleted it: what it should say now is said below.
    return post({ to: message, reply }, api);
  }
  for (const page of more) await api.post(place.channel, page);
  return message;
}
