import { editDistance } from "../edit-distance.ts";

/** Misspellings that are remembered; people make the same ones again and again. */
const mostCached = 5000;

/**
 * The words that the knowledge itself uses, with how often, and the way back to one of them from a misspelling.
 *
 * Candidates come from shared letter pairs rather than from Fuse.js: over this vocabulary Fuse needs about a
 * millisecond a word, which is the whole budget of an answer; pairs need a hundredth of that.
 */
export class Vocabulary {
  readonly #counts = new Map<string, number>();
  readonly #words: string[] = [];
  readonly #byPair = new Map<string, number[]>();
  /** What words were repaired to; empty for those that stay. */
  readonly #cache = new Map<string, string>();

  constructor(counts: ReadonlyMap<string, number>) {
    for (const [word, count] of counts) {
      this.#counts.set(word, count);
      const index = this.#words.push(word) - 1;
      for (const pair of letterPairs(word)) {
        const postings = this.#byPair.get(pair);
        if (postings) postings.push(index);
        else this.#byPair.set(pair, [index]);
      }
    }
  }

  has(word: string): boolean {
    return this.#counts.has(word);
  }

  /**
   * The known word that a misspelt one most likely stands for: fewest edits, then the more frequent.
   *
   * @returns undefined when nothing is close: one edit for words of up to five letters, two for longer ones
   */
  nearest(word: string): string | undefined {
    const cached = this.#cache.get(word);
    if (cached !== undefined) return cached === "" ? undefined : cached;
    const found = this.#search(word);
    if (this.#cache.size >= mostCached) this.#cache.clear();
    this.#cache.set(word, found ?? "");
    return found;
  }

  #search(word: string): string | undefined {
    if (word.length < 3 || word.length > 24 || /\d/.test(word)) return undefined;
    const most = word.length <= 5 ? 1 : 2;
    let best: { word: string; edits: number; count: number } | undefined;
    for (const candidate of this.#sharing(word, most)) {
      const distance = editDistance(word, candidate, most);
      if (distance > most) continue;
      // Of three letters any other three are one edit away: only a swap is a slip there.
      if (word.length <= 3 && sortedLetters(word) !== sortedLetters(candidate)) continue;
      const edits = weigh(word, candidate, distance);
      const count = this.#counts.get(candidate) ?? 0;
      if (edits > most) continue;
      if (!best || edits < best.edits || (edits === best.edits && count > best.count)) {
        best = { word: candidate, edits, count };
      }
    }
    return best?.word;
  }

  /** Words of nearly the same length that share enough letter pairs to be within `most` edits. */
  #sharing(word: string, most: number): string[] {
    const pairs = letterPairs(word);
    const shared = new Map<number, number>();
    for (const pair of pairs) {
      for (const index of this.#byPair.get(pair) ?? []) shared.set(index, (shared.get(index) ?? 0) + 1);
    }
    // An edit breaks at most two pairs, a swap three.
    const least = Math.max(1, pairs.length - 3 * most);
    const words: string[] = [];
    for (const [index, count] of shared) {
      const candidate = this.#words[index] ?? "";
      if (count >= least && Math.abs(candidate.length - word.length) <= most) words.push(candidate);
    }
    return words;
  }
}

/** People rarely miss the first letter, and a swap or a doubled letter is the slip of a finger, not another word. */
function weigh(typed: string, candidate: string, edits: number): number {
  const firstLetter = typed[0] === candidate[0] ? 0 : 0.5;
  const sameLetters = distinctLetters(typed) === distinctLetters(candidate) ? -0.25 : 0;
  return edits === 0 ? 0 : edits + firstLetter + sameLetters;
}

const sortedLetters = (word: string) => [...word].sort().join("");
const distinctLetters = (word: string) => [...new Set(word)].sort().join("");

/** Neighbouring letters, the edges marked: "sql" gives ^s sq ql l$. */
function letterPairs(word: string): string[] {
  const edged = `^${word}$`;
  return Array.from({ length: edged.length - 1 }, (_, index) => edged.slice(index, index + 2));
}
