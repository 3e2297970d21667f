/** Typed answers against the accepted ones. */
import { editDistance } from "../edit-distance.ts";
import type { Question } from "../knowledge/base.ts";

/** Letters of an answer for each one that may be wrong without it being another word. */
const lettersASlip = 5;
/** Thousands in groups of exactly three, then perhaps a decimal point or comma; a sign only where a number starts. */
const number = /(?:(?<=^|\s)[-−+])?(?:[1-9]\d{0,2}(?:[ ,_']\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+)/g;

/** Numbers within their margin; words with a slip for every five letters, but none in a word with a digit. */
export function isRightText(question: Question & { kind: "short" }, text: string): boolean {
  if (question.number !== undefined) {
    const said = numberIn(text);
    return said !== undefined && Math.abs(said - question.number) <= question.margin + rounding(question.number);
  }
  const said = words(text);
  return (question.accept ?? []).some((accepted) => isSaid(said, words(accepted)));
}

/** What 0.1 + 0.2 is off by. */
const rounding = (value: number) => Math.abs(value) * 1e-9;

/** The one number in a text; undefined when there is none, or several that differ. */
function numberIn(text: string): number | undefined {
  const found = (text.trim().match(number) ?? []).map(readNumber);
  const [first] = found;
  return first !== undefined && found.every((one) => one === first) && !Number.isNaN(first) ? first : undefined;
}

function readNumber(text: string): number {
  const plain = text.replace("−", "-");
  const isGrouped = /^[-+]?[1-9]\d{0,2}(?:[ ,_']\d{3})+(?:\.\d+)?$/.test(plain);
  return Number(isGrouped ? plain.replaceAll(/[ ,_']/g, "") : plain.replace(",", "."));
}

/**
 * The same words in the same order, each with its slips: so an accepted answer inside a longer word that means
 * something else ("sql" in "nosql") is never right.
 */
function isSaid(said: readonly string[], wanted: readonly string[]): boolean {
  // Two words for one, or one for two; slips are for each word alone.
  if (said.join("") === wanted.join("")) return true;
  return said.length === wanted.length && said.every((word, at) => isClose(word, wanted[at] ?? ""));
}

function isClose(said: string, wanted: string): boolean {
  if (said === wanted || said === `${wanted}s`) return true;
  // "asymmetric" is not symmetric, nor "denormalization" normalization.
  if (said[0] !== wanted[0] || said.includes(wanted)) return false;
  // "http2" is not "http3", and "O(n)" not "O(1)".
  const most = /\d/.test(wanted) ? 0 : Math.floor(wanted.length / lettersASlip);
  return editDistance(said, wanted, most) <= most;
}

/** Words without case, quotes and articles; signs stay, since "c" is not "c++". */
function words(text: string): string[] {
  return (
    text
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll(/["'`“”‘’]/g, "")
      .replace(/[.!?\s]+$/, "")
      .split(/[\s_-]+/)
      // An article before something, not a word that is all there is.
      .filter((word, at, all) => word !== "" && !(at < all.length - 1 && ["a", "an", "the"].includes(word)))
  );
}
