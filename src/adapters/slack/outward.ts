/** What is posted and edited without anybody who waits for it. */
import type { OutwardEffect, Post } from "../../core/effects.ts";
import type { MessageRef } from "../../core/incoming.ts";
import type { SlackApi } from "./api.ts";
import { isMessageGone } from "./failures.ts";
import { unscoped } from "./ids.ts";
import { renderReply } from "./render.ts";

/** @returns where its first message is */
export async function post(
  { to, reply, once, maybeSince, withinMs }: Omit<Post, "kind">,
  api: SlackApi,
): Promise<MessageRef | undefined> {
  const place = await api.placeOf(to);
  const until = withinMs === undefined ? undefined : api.now() + withinMs;
  let first: string | undefined;
  for (const [at, message] of renderReply(reply).entries()) {
    const name = once && `${once}/${at}`;
    const ts = name ? await api.postOnce(place, message, { name, maybeSince, until }) : await api.post(place, message);
    first ??= ts;
  }
  return first === undefined ? undefined : api.refOf(place, first);
}

export async function edit(
  { message, reply }: OutwardEffect & { kind: "edit" },
  api: SlackApi,
): Promise<MessageRef | undefined> {
  const [first, ...more] = renderReply(reply);
  const channel = unscoped(message.conversation);
  try {
    if (first) await api.update(channel, message.message, first);
  } catch (error) {
    if (!isMessageGone(error)) throw error;
    // Somebody has deleted it: what it should say now is said below.
    return post({ to: message, reply }, api);
  }
  for (const page of more) await api.post({ channel, thread: message.thread }, page);
  return message;
}
