/**
 * What GIFT carries in comments: Moodle's own [id:…] and [tag:…], and the same form for what only our questions have.
 */

const fields = ["id", "learnMore", "sourceTitle", "sourceUrl", "sourceChecked"] as const;
export type GiftTags = { [field in (typeof fields)[number]]?: string } & { tags: string[] };

export function readTags(comments: readonly string[]): GiftTags {
  const read: GiftTags = { tags: [] };
  for (const [, name, value = ""] of comments.join("\n").matchAll(/\[(\w+):((?:\\.|[^\]\\\n])*)\]/g)) {
    const text = value.replaceAll(/\\([\\\]rn])/g, (_, mark) => ({ n: "\n", r: "\r" })[mark as string] ?? mark).trim();
    const field = fields.find((one) => one === name);
    if (name === "tag") read.tags.push(text);
    else if (field) read[field] = text;
  }
  return read;
}

export function writeTag(name: (typeof fields)[number] | "tag", value: string): string {
  const text = value
    .replaceAll(/[\\\]]/g, "\\$&")
    .replaceAll("\r", "\\r")
    .replaceAll("\n", "\\n");
  return `[${name}:${text}]`;
}
