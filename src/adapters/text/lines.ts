/** Long texts cut where lines end, and long lines where words do. */
import { inSlices } from "./runs.ts";

/** Lines put together to texts of at most `longest` characters, if none of them is longer. */
export function packLines(lines: readonly string[], longest: number): string[] {
  return pack(lines, "\n", longest);
}

/** Between words; within one only when it alone is longer. The spaces stay. */
export function cutLine(line: string, longest: number): string[] {
  if (line.length <= longest) return [line];
  const words = line.match(/\S*\s+|\S+/g) ?? [];
  return pack(
    words.flatMap((word) => inSlices(word, longest)),
    "",
    longest,
  );
}

function pack(pieces: readonly string[], gap: string, longest: number): string[] {
  const texts: string[] = [];
  for (const piece of pieces) {
    const last = texts.at(-1);
    const grown = `${last}${gap}${piece}`;
    if (last !== undefined && grown.length <= longest) texts[texts.length - 1] = grown;
    else texts.push(piece);
  }
  return texts;
}
