import { phrases } from "../phrases.ts";

/** Longer names would push everything else out of a table. Visible characters. */
const longest = 32;

/** What a person is called where others read it. */
export function displayName(name: string | undefined): string {
  const characters = Array.from(
    new Intl.Segmenter().segment((name ?? "").replaceAll(/[\p{Cc}\s]+/gu, " ").trim()),
    ({ segment }) => segment,
  );
  if (characters.length === 0) return phrases.nameless;
  return characters.length > longest
    ? `${characters
        .slice(0, longest - 1)
        .join("")
        .trimEnd()}…`
    : characters.join("");
}
