import Fuse from "fuse.js";
import { editDistance } from "./edit-distance.ts";

/** Something that goes by several names. */
export type Named = { id: string; names: readonly string[] };

export type Choice<T> = { kind: "found"; one: T } | { kind: "unclear"; nearest: T[] };

/** Letters of a name for each one that may be wrong: "databse" is databases, "knitting" is not monitoring. */
const lettersASlip = 4;
/** Fewer letters than this start too many names. */
const shortestStart = 3;

const fold = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[\s._-]+/g, " ")
    .trim();

/**
 * The one that goes by a name, whatever its case and hyphens, misspelt a little, or by the start of one; else those
 * whose names look most like it.
 */
export function choose<T extends Named>(all: readonly T[], given: string): Choice<T> {
  const wanted = fold(given);
  const named = all.map((one) => ({ one, names: [one.id, ...one.names].map(fold) }));
  const exact = named.find(({ names }) => names.includes(wanted));
  if (exact) return { kind: "found", one: exact.one };
  const most = Math.floor(wanted.length / lettersASlip);
  const close = named
    .map(({ one, names }) => ({ one, edits: Math.min(...names.map((name) => editDistance(wanted, name, most))) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits);
  const [first, second] = close;
  if (first && first.edits < (second?.edits ?? most + 1)) return { kind: "found", one: first.one };
  const started = named.filter(({ names }) => names.some((name) => name.startsWith(wanted)));
  if (wanted.length >= shortestStart && started.length === 1 && started[0])
    return { kind: "found", one: started[0].one };
  const fuse = new Fuse(all, { keys: ["id", "names"], threshold: 0.4, ignoreLocation: true, ignoreFieldNorm: true });
  const similar = fuse.search(wanted, { limit: 5 }).map((hit) => hit.item);
  return { kind: "unclear", nearest: [...new Set([...close.map(({ one }) => one), ...similar])].slice(0, 5) };
}

/** What to offer when a choice was unclear: the nearest first, and all there are while they fit a glance. */
export function offer<T extends Named>(all: readonly T[], nearest: readonly T[]): T[] {
  const glance = 10;
  return all.length <= glance || nearest.length === 0
    ? [...new Set([...nearest, ...all])].slice(0, glance * 2)
    : [...nearest];
}
