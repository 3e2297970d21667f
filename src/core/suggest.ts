/** What a platform offers while somebody still types an option. */
import Fuse from "fuse.js";
import type { Named } from "./choose.ts";
import type { KnowledgeBase } from "./knowledge/base.ts";

/** Things an option may name, from the knowledge in force. The first of their names is the one that is shown. */
export type Suggestible = (base: KnowledgeBase) => readonly Named[];

type Index = { all: readonly Named[]; fuse: Fuse<Named> };

/** People type a letter at a time, and the knowledge changes once a week. */
const indexes = new WeakMap<KnowledgeBase, Map<Suggestible, Index>>();

/**
 * Names that go with what was typed so far: those that begin with it or have a word that does, then those that look
 * like it. All there are, in order, for an empty text.
 */
export function suggest(base: KnowledgeBase, from: Suggestible, typed: string, most: number): string[] {
  const { all, fuse } = indexOf(base, from);
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return all.slice(0, most).map(shownName);
  const begins = (text: string) => text.toLowerCase().startsWith(wanted);
  const started = all.filter(({ names }) => names.some(begins));
  const within = all.filter(({ names }) => names.some((name) => name.split(/[\s/-]+/).some(begins)));
  const similar = fuse.search(wanted, { limit: most }).map(({ item }) => item);
  return [...new Set([...started, ...within, ...similar])].slice(0, most).map(shownName);
}

function indexOf(base: KnowledgeBase, from: Suggestible): Index {
  const known = indexes.get(base) ?? new Map<Suggestible, Index>();
  indexes.set(base, known);
  const all = known.get(from)?.all ?? from(base);
  const index = known.get(from) ?? {
    all,
    fuse: new Fuse(all, { keys: ["id", "names"], threshold: 0.4, ignoreLocation: true, ignoreFieldNorm: true }),
  };
  known.set(from, index);
  return index;
}

const shownName = ({ id, names }: Named) => names[0] ?? id;
