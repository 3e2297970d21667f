import { entryReply } from "../answers.ts";
import { say } from "../effects.ts";
import { unlessUnavailable } from "../errors.ts";
import { type Handle, type Question, recordAsked } from "../insights/asked.ts";
import { type EntryId, findEntry } from "../knowledge/entry.ts";
import { phrases } from "../phrases.ts";
import { encodePress } from "../press.ts";
import { type Button, paragraph } from "../reply.ts";
import type { Context, Turn } from "./command.ts";

/**
 * Answer with an entry, with 👍 and 👎 below it.
 *
 * @param text the question, when it was asked in words
 */
export async function answerWith(id: EntryId, context: Context, text?: string): Promise<Turn> {
  const entry = findEntry(context.base, id);
  if (!entry) return { effects: [say([paragraph(phrases.unknown)])], outcome: "unknown" };
  const handle = await note(context, { outcome: "answered", entry: id, ...(text !== undefined && { text }) });
  const reply = entryReply(context.base, entry, handle === undefined ? [] : voteButtons(handle));
  return { effects: [say(reply)], outcome: "answered", entry: id };
}

/** Keep a question for the insights; while the store cannot be reached, the answer goes on without. */
export function note(context: Context, question: Question): Promise<Handle | undefined> {
  return unlessUnavailable(recordAsked(context, question));
}

function voteButtons(handle: Handle): Button[] {
  return [
    { label: phrases.vote.up, press: encodePress({ command: "feedback", arguments: ["up", handle] }) },
    { label: phrases.vote.down, press: encodePress({ command: "feedback", arguments: ["down", handle] }) },
  ];
}
