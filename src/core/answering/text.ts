/** What someone typed, cut into clauses and words. Knows writing, not careers. */

/** Longest message that is read; the rest is somebody's log file or book. */
const longestUtterance = 4000;

/** One word as typed, and folded: lower case, without accents or look-alike compatibility characters. */
export type Word = { typed: string; folded: string };

/** A stretch between punctuation marks. */
export type Clause = { words: Word[]; asks: boolean };

/** A link, a mention in any platform's spelling, an emoji shortcode. */
const noise = /https?:\/\/\S+|www\.\S+|<[@#!:a-z][^<>\s]{0,100}>|@(?:everyone|here)\b|:[a-z0-9_+-]{2,40}:/giu;
const fencedCode = /```[\s\S]*?(?:```|$)/gu;
const pieces = /c#|f#|c\+\+|\.net\b|[\p{L}\p{N}]+(?:'[\p{L}]+)*|[.?!;\n]+(?=\s|$)|[,()–—]|-{2,}/giu;
const endsClause = /^[.?!;,\n()–—-]/u;

/** Unicode folding that keeps what letters mean: NFKD, no combining marks, no invisible or direction characters. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}+|\p{Cf}+/gu, "")
    .replaceAll(/[‘’ʼ`´]/gu, "'");
}

/**
 * Cut a message into clauses, in order. Code blocks, links and mentions are not words.
 *
 * @returns no clause at all for a message without a letter or digit
 */
export function readClauses(text: string): Clause[] {
  const readable = fold(text.slice(0, longestUtterance).replaceAll(fencedCode, "\n").replaceAll(noise, " "));
  const clauses: Clause[] = [];
  let words: Word[] = [];
  const close = (asks: boolean) => {
    if (words.length > 0) clauses.push({ words, asks });
    else if (asks && clauses.length > 0) (clauses.at(-1) as Clause).asks = true;
    words = [];
  };
  for (const [piece] of readable.matchAll(pieces)) {
    if (endsClause.test(piece) && !/^\.net$/i.test(piece)) close(piece.includes("?"));
    else words.push({ typed: piece, folded: piece.toLowerCase() });
  }
  close(false);
  return clauses;
}
