/** Characters that act on what stands around them, whatever platform shows them. */

/** Control characters, and those that turn the direction of a text. */
const acting = /(?!\n)[\p{Cc}\p{Bidi_Control}]/gu;
/** Marks on one letter: no script needs more; heaps of them cover the lines above and below. */
const mostMarks = 4;
const heaps = new RegExp(`(\\p{M}{${mostMarks}})\\p{M}+`, "gu");

/** Most text there is, which needs no second look. */
const harmless = /^[\n\u0020-\u007e]*$/;

/** Text that stays in its place: line breaks are kept, tabs become spaces. */
export function clean(text: string): string {
  if (harmless.test(text)) return text;
  return text.toWellFormed().replaceAll("\t", "  ").replaceAll(acting, "").replaceAll(heaps, "$1");
}
