import Fuse from "fuse.js";

/** Something that goes by several names. */
export type Named = { id: string; names: readonly string[] };

export type Choice<T> = { kind: "found"; one: T } | { kind: "unclear"; nearest: T[] };

const fold = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[\s._-]+/g, " ")
    .trim();

/** The one that goes by a name, whatever its case and hyphens; else those whose names look most like it. */
export function choose<T extends Named>(all: readonly T[], given: string): Choice<T> {
  const wanted = fold(given);
  const exact = all.find((one) => [one.id, ...one.names].some((name) => fold(name) === wanted));
  if (exact) return { kind: "found", one: exact };
  const fuse = new Fuse(all, {
    keys: ["id", "names"],
    threshold: 0.4,
    ignoreLocation: true,
    ignoreFieldNorm: true,
    includeScore: true,
    minMatchCharLength: 2,
  });
  const hits = fuse.search(wanted, { limit: 5 });
  const [first, second] = hits;
  // A slip of the finger ("databse") scores under 0.2; a clear first needs no question back.
  if (first && (first.score ?? 1) < 0.2 && (!second || (second.score ?? 1) - (first.score ?? 1) > 0.1)) {
    return { kind: "found", one: first.item };
  }
  return { kind: "unclear", nearest: hits.map((hit) => hit.item) };
}
