import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { z } from "zod";
import type { Finding } from "../src/core/answering/answerer.ts";

const asked = z.array(
  z.strictObject({
    fact: z.string(),
    /** Entries that answer it. */
    entries: z.array(z.string()).min(1),
    questions: z.array(z.strictObject({ style: z.string(), text: z.string() })),
  }),
);
const silence = z.array(z.strictObject({ category: z.string(), messages: z.array(z.string()) }));

/** A message with the entries that answer it: none when it should get no answer. */
export type Sample = { text: string; group: string; entries: readonly string[] };

/** Everything people typed in one split: `development` is for fitting and tuning, `held-out` for nothing but looking. */
export function readSamples(split: "development" | "held-out"): Sample[] {
  const read = (name: string) => load(readFileSync(join(import.meta.dirname, "questions", `${name}.yaml`), "utf8"));
  return [
    ...asked
      .parse(read(split))
      .flatMap(({ entries, questions }) => questions.map(({ style, text }) => ({ text, group: style, entries }))),
    ...silence
      .parse(read(`${split}-silence`))
      .flatMap(({ category, messages }) => messages.map((text) => ({ text, group: category, entries: [] }))),
  ];
}

/** A message with what was found for it. */
export type Judged = { sample: Sample; finding: Finding };

/** Ask every message, as it was typed, of an answerer that remembers nothing between them. */
export function judge(samples: readonly Sample[], ask: (text: string) => Finding): Judged[] {
  return samples.map((sample) => ({ sample, finding: ask(sample.text) }));
}

/** Somebody wants an answer to it. */
export const isAsked = ({ sample }: Pick<Judged, "sample">) => sample.entries.length > 0;
export const isAnswered = ({ finding }: Pick<Judged, "finding">) => finding.kind === "answered";
/** It was answered with an entry that answers it. */
export const isRight = ({ sample, finding }: Judged) =>
  finding.kind === "answered" && sample.entries.includes(finding.best.entry);
