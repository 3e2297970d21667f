import type { KnowledgeBase } from "../knowledge/base.ts";
import type { Lexicon, Token } from "./lexicon.ts";
import { readClauses } from "./text.ts";

/** A role, term or path that a clause names, and which of its tokens do so: `from` inclusive, `to` exclusive. */
export type Mention = { id: string; kind: SubjectKind; from: number; to: number };
export type SubjectKind = "career" | "term" | "path";

type Name = { id: string; kind: SubjectKind; common: boolean; words: readonly string[] };
type Node = { next: Map<string, Node>; names: Name[] };
/** Endings may differ by this many letters after at least as many shared ones: encrypt, encryption. */
const longestEnding = 4;
const shortestShared = 5;

/** Finds names and aliases in token sequences, longest first, whatever their number or ending. */
export class Subjects {
  readonly #root: Node = { next: new Map(), names: [] };
  readonly #lexicon: Lexicon;
  readonly #comparing: ReadonlySet<string>;

  /** @param common common English words: a name such as REST or Spring needs more than its letters to be meant */
  constructor(base: KnowledgeBase, lexicon: Lexicon, common: ReadonlySet<string>) {
    this.#lexicon = lexicon;
    this.#comparing = new Set(base.slang.compares.map((word) => lexicon.stem(word)));
    const add = (kind: SubjectKind, id: string, names: readonly string[]) => {
      for (const name of names) this.#add(kind, id, name, common);
    };
    for (const term of base.terms.values()) add("term", term.id, [term.name, ...term.aliases]);
    for (const career of base.careers.values()) add("career", career.id, [career.title, ...career.aliases]);
    for (const path of base.paths.values()) add("path", path.id, [path.title]);
  }

  #add(kind: SubjectKind, id: string, name: string, common: ReadonlySet<string>): void {
    // Read as a message is, so that slang in a name ("maria db") meets the same slang in a question.
    const read = readClauses(name).flatMap((clause) => this.#lexicon.read(clause.words).map((token) => token.text));
    const words = read.length > 0 ? read : nameWords(name);
    let node = this.#root;
    for (const word of words) {
      const key = this.#lexicon.stem(word);
      const next = node.next.get(key) ?? { next: new Map(), names: [] };
      node.next.set(key, next);
      node = next;
    }
    node.names.push({ id, kind, words, common: words.length === 1 && common.has(words[0] ?? "") });
  }

  /** Whether a clause has a word that makes two names a comparison. */
  compares(tokens: readonly Token[]): boolean {
    return tokens.some((token) => this.#comparing.has(token.stem));
  }

  /** Every mention in a clause, left to right, without overlaps. */
  find(tokens: readonly Token[]): Mention[] {
    const found: (Mention & { common: boolean })[] = [];
    for (let from = 0; from < tokens.length; from++) {
      let node: Node | undefined = this.#root;
      let longest: (Mention & { common: boolean }) | undefined;
      for (let to = from; to < tokens.length; to++) {
        node = node.next.get(tokens[to]?.stem ?? "");
        if (!node) break;
        const name = node.names.find(({ words }) =>
          words.every((word, at) => isForm(tokens[from + at]?.text ?? "", word)),
        );
        if (name) longest = { id: name.id, kind: name.kind, common: name.common, from, to: to + 1 };
      }
      if (longest) {
        found.push(longest);
        from = longest.to - 1;
      }
    }
    // "Go or Rust" means the language; "how do I go about databases" doesn't.
    const compares = this.compares(tokens);
    return found.filter(
      (mention) =>
        !mention.common ||
        tokens.length <= 4 ||
        (mention.from > 0 && tokens[mention.from]?.capital === true) ||
        found.some((other) => other !== mention && (compares || distance(mention, other) <= 1)),
    );
  }
}

/** Whether a word is a form of a name's word. Stems alone would take "normal" for normalization and "guy" for GUI. */
function isForm(word: string, name: string): boolean {
  if (word === name) return true;
  const [short, long] = word.length < name.length ? [word, name] : [name, word];
  if (long === `${short}s` || long === `${short}es`) return true;
  let shared = 0;
  while (shared < short.length && short[shared] === long[shared]) shared++;
  return shared >= shortestShared && long.length - shared <= longestEnding;
}

/** Tokens between two mentions. */
function distance(one: Mention, other: Mention): number {
  return Math.max(other.from - one.to, one.from - other.to);
}

/** A name cut into words the way a message is. */
export function nameWords(name: string): string[] {
  return readClauses(name).flatMap((clause) => clause.words.map((word) => word.folded.replaceAll("'", "")));
}
