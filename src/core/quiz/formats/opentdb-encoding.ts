/** The three ways in which Open Trivia DB encodes its texts; an answer doesn't say which it was asked for. */
import { decodeEntities } from "./html-text.ts";

export type Encoding = "html" | "url" | "base64";

/**
 * The encoding of a whole answer: base64 shows in its fixed words, such as "multiple", and an address-encoded answer
 * holds no white space at all.
 *
 * @param types the `type` of each result
 * @param texts every text of every result
 */
export function encodingOf(types: readonly string[], texts: readonly string[]): Encoding {
  if (types.length > 0 && types.every((type) => type === btoa("multiple") || type === btoa("boolean"))) return "base64";
  const isUrl = texts.every((text) => !/\s/.test(text)) && texts.some((text) => /%[\da-f]{2}/i.test(text));
  return isUrl ? "url" : "html";
}

/** @returns `undefined` when the text isn't in that encoding */
export function decode(text: string, encoding: Encoding): string | undefined {
  try {
    switch (encoding) {
      case "html":
        return decodeEntities(text);
      case "url": // a plus is a space in the legacy encoding, and always %2B in the other
        return decodeURIComponent(text.replaceAll("+", " "));
      case "base64":
        return new TextDecoder("utf-8", { fatal: true }).decode(
          Uint8Array.from(atob(text), (one) => one.charCodeAt(0)),
        );
      default:
        return encoding satisfies never;
    }
  } catch (error) {
    // The three ways in which the decoders above refuse a text.
    if (error instanceof URIError || error instanceof TypeError || error instanceof DOMException) return undefined;
    throw error;
  }
}
