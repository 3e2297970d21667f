const longestId = 40;
/** Words that tell nothing about what is asked. */
const light = new Set(
  "a an and are as at be by can did do does for from has have how in into is it its of on one or pick that the their them then these they this those to was were what when where which who whose why will with would you your all apply following answer".split(
    " ",
  ),
);

/**
 * An id that a question's text leads to, the same one each time, unless it is taken: then it ends in -2, -3, …
 *
 * @param topic goes in front, shortened when it is long
 */
export function questionId(topic: string, prompt: string, taken: ReadonlySet<string>): string {
  const words = prompt
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}+|['’]/gu, "")
    .split(/[^a-z0-9]+/)
    .filter((word, index, all) => word !== "" && all.indexOf(word) === index);
  const telling = words.filter((word) => !light.has(word));
  const start = fit(topic.split("-"), 16) || topic.slice(0, 16);
  const id = fit([start, ...(telling.length > 0 ? telling : words)], longestId - 4);
  if (!taken.has(id) && id !== topic) return id;
  for (let count = 2; ; count += 1) {
    const numbered = `${id}-${count}`;
    if (!taken.has(numbered)) return numbered;
  }
}

/** As many whole words as fit. */
function fit(words: readonly string[], length: number): string {
  let text = "";
  for (const word of words) {
    const longer = text === "" ? word : `${text}-${word}`;
    if (longer.length > length) break;
    text = longer;
  }
  return text;
}
