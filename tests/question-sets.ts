import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { z } from "zod";

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
