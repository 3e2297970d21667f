import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Answerer } from "../src/core/answering/answerer.ts";
import { findEntry } from "../src/core/knowledge/entry.ts";
import { readCommonWords } from "../src/runtime/common-words.ts";
import { openKnowledge } from "../src/runtime/knowledge.ts";
import { isAnswered, isAsked, isRight, judge, readSamples, type Sample } from "./question-sets.ts";

const { base, model } = await openKnowledge(join(import.meta.dirname, "..", "knowledge"));
const answerer = new Answerer(base, readCommonWords(), model);
const splits = { development: readSamples("development"), "held-out": readSamples("held-out") } as const;

/** A text as one compares it: case, spaces and punctuation make no other question. */
const wording = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}+#]+/gu, " ")
    .trim() || text.trim();
const developed = new Set(splits.development.map(({ text }) => wording(text)));
const isUnseen = ({ text }: Sample) => !developed.has(wording(text));

const share = (part: readonly unknown[], whole: readonly unknown[]) => part.length / whole.length;

describe("the questions people asked", () => {
  it.each(Object.entries(splits))("of the %s split name only entries that exist", (_split, samples) => {
    const named = new Set(samples.flatMap(({ entries }) => entries));
    expect([...named].filter((id) => !findEntry(base, id))).toEqual([]);
  });

  it.each(Object.entries(splits))("of the %s split are all different, and none is blank", (_split, samples) => {
    const texts = samples.map(({ text }) => text);
    expect(texts.filter((text, at) => text.trim() === "" || texts.indexOf(text) < at)).toEqual([]);
  });

  it("are enough to tune on, and enough to look at", () => {
    const counts = Object.values(splits).map((samples) => samples.filter((sample) => isAsked({ sample })).length);
    expect(counts[0]).toBeGreaterThanOrEqual(300);
    expect(counts[1]).toBeGreaterThanOrEqual(200);
  });

  // Two authors both wrote "azure" and "What is an API?"; what has been seen says nothing about what has not.
  it("are rarely in both splits, and stay a measure without those that are", () => {
    const seen = splits["held-out"].filter((sample) => !isUnseen(sample));
    expect(share(seen, splits["held-out"])).toBeLessThan(0.2);
  });
});

describe("what the development never saw", () => {
  const held = splits["held-out"];

  it.each([
    ["all of it", held],
    ["without what both splits hold", held.filter(isUnseen)],
  ])("is answered right, and the rest left alone: %s", (_which, samples) => {
    const judged = judge(samples, (text) => answerer.answer({ text, overheard: false, carried: [] }));
    const asked = judged.filter(isAsked);
    const silence = judged.filter((one) => !isAsked(one));
    expect(share(asked.filter(isRight), asked)).toBeGreaterThanOrEqual(0.88);
    expect(share(silence.filter(isAnswered), silence)).toBeLessThanOrEqual(0.05);
  });
});
