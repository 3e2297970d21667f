import Fuse from "fuse.js";

/**
 * The choices that look most like a word: "did you mean" for commands, topics, ids and fields.
 *
 * @returns at most `limit` of the choices, closest first; none when nothing is close
 */
export function nearest(word: string, choices: readonly string[], limit: number): string[] {
  const fuse = new Fuse(choices, { threshold: 0.4, ignoreLocation: true, includeScore: true });
  return fuse.search(word, { limit }).map((hit) => hit.item);
}
