import { stemmer } from "stemmer";
import type { Slang } from "../knowledge/schema.ts";
import type { Word } from "./text.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** A word as the search sees it. `known` is false when neither the knowledge nor common English has it. */
export type Token = { text: string; stem: string; known: boolean; capital: boolean };

type Rule = Slang["replace"][number];

/** Reads words: chat slang and contractions, filler, misspellings, stems. */
export class Lexicon {
  readonly #rules = new Map<string, Rule[]>();
  readonly #ignored: ReadonlySet<string>;
  readonly #vocabulary: Vocabulary;
  readonly #common: ReadonlySet<string>;
  readonly #canonical = new Map<string, string>();
  readonly #stems = new Map<string, string>();

  /** @param common common English words, lower case: never taken for misspellings */
  constructor(slang: Slang, vocabulary: Vocabulary, common: ReadonlySet<string>) {
    for (const rule of slang.replace) {
      for (const from of rule.from) this.#rules.set(from, [...(this.#rules.get(from) ?? []), rule]);
    }
    this.#ignored = new Set(slang.ignore);
    this.#vocabulary = vocabulary;
    this.#common = common;
    for (const [first = "", ...others] of slang.synonyms) {
      for (const other of others) this.#canonical.set(stemmer(other), stemmer(first));
    }
  }

  /** A word's stem, the same for words that mean the same. */
  stem(word: string): string {
    const known = this.#stems.get(word);
    if (known !== undefined) return known;
    const plain = stemmer(word);
    const stem = this.#canonical.get(plain) ?? plain;
    // Only words that may come again are kept: anybody can make up others.
    if (this.#vocabulary.has(word) || this.#common.has(word)) this.#stems.set(word, stem);
    return stem;
  }

  /** Words to tokens, in order: slang replaced, filler dropped, misspellings repaired. */
  read(words: readonly Word[]): Token[] {
    return words
      .flatMap((word, index) => this.#replace(word, words[index - 1]?.folded, words[index + 1]?.folded))
      .filter((word) => !this.#ignored.has(word.folded))
      .flatMap((word) => this.#token(word));
  }

  #replace(word: Word, before: string | undefined, after: string | undefined): Word[] {
    const rule = this.#rules.get(word.folded)?.find((one) => applies(one, word, before, after));
    if (rule) return rule.to.split(" ").map((folded) => ({ typed: folded, folded }));
    const [stem = ""] = word.folded.split("'"); // "glassdoor's" is about glassdoor, "rock'n'roll" stays unknown
    return [{ typed: word.typed, folded: word.folded.endsWith("'s") ? stem : word.folded.replaceAll("'", "") }];
  }

  #token(word: Word): Token[] {
    const capital = /^\p{Lu}/u.test(word.typed);
    const token = (text: string, known: boolean): Token => ({ text, stem: this.stem(text), known, capital });
    const text = word.folded;
    if (this.#vocabulary.has(text)) return [token(text, true)];
    if (this.#common.has(text)) return [token(text, true)];
    const parts = this.#split(text);
    if (parts) return parts.map((part) => token(part, true));
    const repaired = this.#vocabulary.nearest(text);
    return [repaired === undefined ? token(text, false) : token(repaired, true)];
  }

  /** Two words typed as one: "backenddeveloper". Both must be the knowledge's own, so that names stay whole. */
  #split(text: string): [string, string] | undefined {
    if (text.length < 7 || text.length > 30) return undefined;
    for (let at = text.length - 3; at >= 3; at--) {
      const parts: [string, string] = [text.slice(0, at), text.slice(at)];
      if (parts.every((part) => part.length >= 3 && this.#vocabulary.has(part))) return parts;
    }
    return undefined;
  }
}

function applies(rule: Rule, word: Word, before: string | undefined, after: string | undefined): boolean {
  const isCapital = rule.capitals && word.typed === word.typed.toUpperCase() && word.typed.length > 1;
  const isBeside = rule.beside.some((one) => one === before || one === after);
  if (!rule.capitals && rule.beside.length === 0) return true;
  return isCapital || isBeside;
}
