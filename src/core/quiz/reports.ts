/** What players say is wrong with a question. */
import { z } from "zod";
import type { Form } from "../effects.ts";
import { defineNamespace } from "../namespace.ts";
import { quiz as words } from "../phrases/quiz.ts";
import type { Clock, Random, Store } from "../ports.ts";
import { encodePress } from "../press.ts";
import type { Button } from "../reply.ts";

const longestReport = 500;
const keepMs = 365 * 24 * 60 * 60_000;

export const reports = defineNamespace("question-reports", z.object({ text: z.string(), day: z.iso.date() }));

export function reportButton(question: string): Button {
  return { label: words.report, press: encodePress({ command: "quiz", arguments: ["report", question] }) };
}

export function reportForm(question: string): Form {
  const id = encodePress({ command: "quiz", arguments: ["report", question] });
  const field = { name: "text", label: words.reportLabel, longest: longestReport, isLong: true };
  return { title: words.report, id, fields: [field] };
}

/** It is read in a terminal, which characters could take over. */
const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\p{Bidi_Control}\s]+/gu, " ").trim();

export async function recordReport(
  { store, clock, random }: { store: Store; clock: Clock; random: Random },
  question: string,
  text: string,
): Promise<void> {
  const now = clock.now().toISOString();
  const id = `${question}/${now}-${Math.floor(random.next() * 1e6)}`;
  const after = { text: oneLine(text).slice(0, longestReport), day: now.slice(0, 10) };
  await store.update(reports, id, () => ({ after, result: undefined, ttlMs: keepMs }));
}
