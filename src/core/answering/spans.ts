import type { Token } from "./lexicon.ts";

/** A clause as the search sees it. */
export type ReadClause = { tokens: Token[]; asks: boolean };

/** A stretch of a message that may hold its question. */
export type Span = {
  tokens: Token[];
  asks: boolean;
  /** Share of the message's tokens that are in it, 0..1. */
  share: number;
};

/**
 * What asks is weighed, up to the larger number; what doesn't, while there is room up to the smaller one. Of too many
 * the last ones count, because people who ramble put the question last.
 */
const mostSpans = 24;
const usualSpans = 12;
const mostTokens = 32;
/** Above this many tokens a clause is also cut at the words that start a question. */
const longClause = 8;

/**
 * Where the question of a message may stand: in the whole of it, in a clause, in two clauses that a comma parted, or
 * from a question word to the end of a long clause.
 */
export function findSpans(read: readonly ReadClause[], starters: ReadonlySet<string>): Span[] {
  const total = read.reduce((sum, { tokens }) => sum + tokens.length, 0);
  // A stray number is an answer to something, never a question.
  if (!read.some(({ tokens }) => tokens.some((token) => /\p{L}/u.test(token.text)))) return [];
  const spans = new Map<string, Span>();
  const add = (tokens: readonly Token[], marked: boolean) => {
    const kept = tokens.slice(0, mostTokens);
    if (kept.length === 0) return;
    const asks = marked || starters.has(kept[0]?.text ?? "");
    const key = kept.map((token) => token.text).join(" ");
    if (!spans.has(key) || asks) spans.set(key, { tokens: kept, asks, share: kept.length / total });
  };
  for (const [index, { tokens, asks }] of read.entries()) {
    const before = read[index - 1];
    if (before && before.tokens.length + tokens.length <= mostTokens) {
      add([...before.tokens, ...tokens], asks);
    }
    if (tokens.length > longClause) {
      for (const [at, token] of tokens.entries()) {
        if (at > 0 && at < tokens.length - 1 && starters.has(token.text)) add(tokens.slice(at), true);
      }
    }
    add(tokens, asks);
  }
  if (total <= mostTokens) {
    add(
      read.flatMap(({ tokens }) => tokens),
      read.some(({ asks }) => asks),
    );
  }
  const all = [...spans.values()];
  const asking = all.filter((span) => span.asks || span.share === 1).slice(-mostSpans);
  const others = all.filter((span) => !asking.includes(span)).reverse();
  return [...asking, ...others.slice(0, Math.max(usualSpans - asking.length, 0))];
}
