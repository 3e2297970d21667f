/** Questions that found no answer, or not one answer: what the editors should write next. Never who asked. */
import { z } from "zod";
import type { Origin } from "./incoming.ts";
import type { Clock, Store } from "./ports.ts";

/** How long a question is kept that nobody asks again. */
const keepMs = 30 * 24 * 60 * 60_000;
/** A question longer than this is a story; its beginning is enough to recognise it. */
const longestKept = 300;

const missSchema = z.object({
  text: z.string(),
  outcome: z.enum(["ambiguous", "unknown"]),
  count: z.number().int().positive(),
  last: z.iso.datetime(),
  /** What people then chose of the suggestions, by entry id. */
  chosen: z.record(z.string(), z.number().int().positive()),
});
export type Miss = z.infer<typeof missSchema>;

/**
 * Count a question that was not answered; the same wording in the same space is one record.
 *
 * @returns a short handle for `recordChoice`
 */
export async function recordMiss(
  store: Store,
  clock: Clock,
  origin: Origin,
  text: string,
  outcome: Miss["outcome"],
): Promise<string> {
  const kept = text.replaceAll(/\s+/g, " ").trim().slice(0, longestKept);
  const space = [origin.platform, origin.space ?? "direct"].join("/");
  const handle = fnv1a(`${space}/${kept.toLowerCase()}`);
  await store.update(`misses/${handle}`, (before) => {
    const stored = missSchema.safeParse(before).data;
    // Handles are short, so two questions may share one: then the newer replaces the older.
    const known = stored?.text.toLowerCase() === kept.toLowerCase() ? stored : undefined;
    const after: Miss = {
      text: kept,
      outcome,
      count: (known?.count ?? 0) + 1,
      last: clock.now().toISOString(),
      chosen: known?.chosen ?? {},
    };
    return { after, result: undefined, ttlMs: keepMs };
  });
  return handle;
}

/** Count that somebody took a suggestion: evidence for what the question meant. */
export async function recordChoice(store: Store, handle: string, entry: string): Promise<void> {
  await store.update(`misses/${handle}`, (before) => {
    const known = missSchema.safeParse(before).data;
    if (!known) return { after: before, result: undefined };
    const chosen = { ...known.chosen, [entry]: (known.chosen[entry] ?? 0) + 1 };
    return { after: { ...known, chosen }, result: undefined, ttlMs: keepMs };
  });
}

/** 32-bit FNV-1a over UTF-16 code units, in hexadecimal (draft-eastlake-fnv, section 2): short enough for a button's id. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
