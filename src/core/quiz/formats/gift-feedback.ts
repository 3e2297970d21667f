import { asMarkdown } from "./plain-text.ts";

/** Feedback on one answer, in Markdown, with the option it is about. */
export type Said = { about?: string | undefined; text: string };

/** What feedback says that only repeats whether it was right. */
const verdict =
  /^(?:(?:that'?s |that is |you are |you're )?(?:quite |absolutely )?(?:correct|right|wrong|incorrect|false|true)|yes|no|nope|not quite|well done|good(?: job)?|great|excellent|exactly|sorry|try again)(?: answer)?[.!\s]*$/i;

/**
 * One explanation out of the general feedback and that of each answer.
 *
 * @returns `undefined` when nobody explained anything
 */
export function writeExplanation(
  general: string | undefined,
  said: readonly Said[],
  note: (text: string) => void,
): string | undefined {
  const telling = said.filter((one) => one.text !== "" && !verdict.test(one.text));
  if (said.some((one) => verdict.test(one.text))) note("feedback that only says right or wrong is left out");
  const texts = [
    general ?? "",
    ...telling.map(({ about, text }) => (about ? `“${asMarkdown(about)}”: ${text}` : text)),
  ];
  return [...new Set(texts)].filter((text) => text !== "").join("\n\n") || undefined;
}
