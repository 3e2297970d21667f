/** Characters that act on what stands around them, whatever platform shows them. */

/** Control characters, and those that turn the direction of a text. */
const acting = /(?!\n)[\p{Cc}\p{Bidi_Control}]/gu;
/** Marks on one letter: no script needs more; heaps of them cover the lines above and below. */
const mostMarks = 4;
const heaps = new RegExp(`(\\p{M}{${mostMarks}})\\p{M}+`, "gu");

/** Text that stays in its place: line breaks are kept, tabs become spaces. */
export function clean(text: string): string {
  return text.toWellFormed().replaceAll("\t", "  ").replaceAll(acting, "").replaceAll(heaps, "$1");
}
