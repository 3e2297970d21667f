/** What a space asked in a stretch of time, summed up for whoever looks after it. */

import type { Origin } from "../incoming.ts";
import type { Store } from "../ports.ts";
import { type Asked, askedSince, type DislikeReason } from "./asked.ts";
import { groupAlike, type Weights } from "./likeness.ts";

export type Insights = {
  asked: number;
  outcomes: Record<Asked["outcome"], number>;
  up: number;
  down: number;
  /** By what was answered, the most frequent first. */
  answered: Topic[];
  /** By likeness, the most frequent first; asked back ones among them. */
  unanswered: Topic[];
  /** Answers somebody disliked, the most disliked first. */
  disliked: Topic[];
};

/** Questions that belong together. */
export type Topic = {
  /** The entry that answered them. */
  entry: string | undefined;
  count: number;
  /** The most frequent first. */
  wordings: { text: string; count: number }[];
  up: number;
  down: number;
  reasons: [reason: DislikeReason, count: number][];
  comments: string[];
  /** Suggestions that were taken, the most frequent first. */
  chosen: [entry: string, count: number][];
};

/** @param weightsOf how alike two questions are is measured by these */
export async function readInsights(
  store: Store,
  origin: Origin,
  from: Date,
  weightsOf: (text: string) => Weights,
): Promise<Insights> {
  const all: Asked[] = [];
  for await (const record of askedSince(store, origin, from)) all.push(record);
  const outcome = (kind: Asked["outcome"]) => sum(all.filter((one) => one.outcome === kind).map(({ count }) => count));
  const answered = [...Map.groupBy(all.filter(isAnswered), ({ entry }) => entry).values()].map(toTopic);
  const missed = byFrequency(toWordings(all.filter((one) => !isAnswered(one) && one.text !== undefined)));
  const unanswered = groupAlike(missed, ([first]) => weightsOf(first?.text ?? "")).map((group) =>
    toTopic(group.flat()),
  );
  return {
    asked: sum(all.map(({ count }) => count)),
    outcomes: { answered: outcome("answered"), ambiguous: outcome("ambiguous"), unknown: outcome("unknown") },
    up: sum(all.map(({ up }) => up)),
    down: sum(all.map(({ down }) => down)),
    answered: answered.toSorted((a, b) => b.count - a.count),
    unanswered: unanswered.toSorted((a, b) => b.count - a.count),
    disliked: answered.filter(({ down }) => down > 0).toSorted((a, b) => b.down - a.down),
  };
}

const isAnswered = (one: Asked) => one.outcome === "answered";
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** The same wording on several days. */
const toWordings = (all: readonly Asked[]) => [...Map.groupBy(all, ({ text }) => text?.toLowerCase()).values()];
const byFrequency = (groups: Asked[][]) => groups.toSorted((a, b) => frequency(b) - frequency(a));
const frequency = (group: readonly Asked[]) => sum(group.map(({ count }) => count));

function toTopic(records: readonly Asked[]): Topic {
  return {
    entry: records[0]?.entry,
    count: frequency(records),
    wordings: byFrequency(toWordings(records)).flatMap((same) => {
      const text = same[0]?.text;
      return text === undefined ? [] : [{ text, count: frequency(same) }];
    }),
    up: sum(records.map(({ up }) => up)),
    down: sum(records.map(({ down }) => down)),
    reasons: tally(records.map(({ reasons }) => reasons)),
    comments: records.flatMap(({ comments }) => comments),
    chosen: tally(records.map(({ chosen }) => chosen)),
  };
}

/** Counts added up by name, the largest first. */
function tally<K extends string>(counts: readonly Partial<Record<K, number>>[]): [name: K, count: number][] {
  const totals = new Map<K, number>();
  for (const one of counts) {
    for (const [name, count] of Object.entries(one) as [K, number][]) totals.set(name, (totals.get(name) ?? 0) + count);
  }
  return [...totals].sort((a, b) => b[1] - a[1]);
}
