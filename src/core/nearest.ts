import Fuse from "fuse.js";
import { editDistance } from "./edit-distance.ts";

/** Edits that a slip of the finger makes. */
const slip = 2;

/**
 * The choices that look most like a word: "did you mean" for commands, topics, ids and fields.
 *
 * @returns at most `limit` of the choices, closest first; none when nothing is close
 */
export function nearest(word: string, choices: readonly string[], limit: number): string[] {
  const slips = choices
    .map((choice) => ({ choice, edits: editDistance(word, choice, slip) }))
    .filter(({ choice, edits }) => edits <= slip && edits < choice.length / 2)
    .sort((a, b) => a.edits - b.edits)
    .map(({ choice }) => choice);
  const fuse = new Fuse(choices, { threshold: 0.4, ignoreLocation: true });
  const similar = fuse.search(word, { limit }).map((hit) => hit.item);
  return [...new Set([...slips, ...similar])].slice(0, limit);
}
