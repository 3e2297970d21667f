import type { Report } from "./report.ts";

/**
 * Where a text that is ours would call people, or would not be shown as it was meant.
 *
 * `&`, `<` and `>` stand for themselves only as entities. Left are links to the web, to a channel, dates, and a `>`
 * that opens a line, which is how a quotation is written.
 *
 * @see https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function checkMrkdwn(text: string, where: string, report: Report): void {
  const rest = text.replaceAll(/<([^<>]*)>/g, (whole, inside: string) => {
    const problem = problemWith(inside);
    if (problem) report(where, `${problem}: ${whole}`);
    return " ";
  });
  if (rest.includes("<")) report(where, "has a < that is not escaped");
  if (rest.replaceAll(/^>{1,3}/gm, "").includes(">")) report(where, "has a > that is not escaped");
  if (/&(?!(?:amp|lt|gt);)/.test(text)) report(where, "has an & that is not escaped");
}

function problemWith(inside: string): string | undefined {
  if (/^!(?:channel|here|everyone|subteam\^)/.test(inside)) return "calls a whole group";
  if (/^@[UWB]/.test(inside)) return "calls somebody";
  if (/^#[CG][A-Z0-9]+(?:\|[^|]*)?$/.test(inside)) return undefined;
  if (/^!date\^\d+\^[^|^]+(?:\^[^|^]+)?\|[^|]+$/.test(inside)) return undefined;
  const [, address, label] = /^((?:https?:\/\/|mailto:)[^\s|]+)(?:\|([^|\n]+))?$/.exec(inside) ?? [];
  if (address === undefined || !URL.canParse(address)) return "is no link";
  return label !== undefined && label.trim() === "" ? "is a link without a label" : undefined;
}
