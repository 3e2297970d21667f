/** What is posted and edited without anybody who waits for it. */
import type { OutwardEffect } from "../../core/effects.ts";
import type { MessageRef } from "../../core/incoming.ts";
import { type DiscordApi, placeOf, refOf } from "./api.ts";
import { isMessageGone } from "./failures.ts";
import { renderReply } from "./render.ts";

type Post = Pick<OutwardEffect & { kind: "post" }, "to" | "reply" | "once">;

/** @returns where its first message is */
export async function post({ to, reply, once }: Post, api: DiscordApi): Promise<MessageRef | undefined> {
  const channel = await api.channelOf(to);
  let first: string | undefined;
  // What is posted may be edited later, and an embed cannot become what an edit is.
  for (const [at, message] of renderReply(reply, false).entries()) {
    const { id } = await api.post(channel, message, { once: once && `${once}/${at}` });
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
