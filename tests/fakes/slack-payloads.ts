/** Slack's blocks, briefly written, and read as a person reads them. */
import type { types } from "@slack/bolt";
import type { Rendered } from "../../src/adapters/slack/render.ts";

type Style = { bold?: true; italic?: true; code?: true };
type Element = types.RichTextText | types.RichTextLink;

export const text = (words: string, style?: Style): types.RichTextText => ({
  type: "text",
  text: words,
  ...(style && { style }),
});
export const link = (url: string, words: string): types.RichTextLink => ({ type: "link", url, text: words });
export const section = (...elements: Element[]): types.RichTextSection => ({ type: "rich_text_section", elements });
export const rich = (...elements: types.RichTextBlock["elements"]): types.RichTextBlock => ({
  type: "rich_text",
  elements,
});
export const list = (
  style: "bullet" | "ordered",
  items: string[],
  more: { indent?: number; offset?: number; border?: 1 } = {},
): types.RichTextList => ({
  type: "rich_text_list",
  style,
  indent: 0,
  ...more,
  elements: items.map((item) => section(text(item))),
});
export const preformatted = (words: string): types.RichTextPreformatted => ({
  type: "rich_text_preformatted",
  elements: [text(words)],
});
export const plainText = (words: string) => ({ type: "plain_text" as const, text: words, emoji: false });
export const button = (at: number, label: string, value: string): types.Button => ({
  type: "button",
  text: plainText(label),
  action_id: `press:${at}`,
  value,
});
export const actions = (...elements: types.ActionsBlock["elements"]): types.ActionsBlock => ({
  type: "actions",
  elements,
});

/** Everything that messages say, from the top down: a line a block, an item, a cell. */
export function reading(messages: readonly Pick<Rendered, "blocks">[]): string {
  return messages.flatMap(({ blocks }) => blocks.flatMap(blockLines)).join("\n");
}

function blockLines(block: types.KnownBlock): string[] {
  switch (block.type) {
    case "header":
      return [block.text.text];
    case "rich_text":
      return richLines(block);
    case "section":
      return [block.text?.text ?? "", ...(block.accessory ? controlLines(block.accessory) : [])];
    case "actions":
      return block.elements.flatMap(controlLines);
    case "context":
      return block.elements.flatMap((one) => (one.type === "mrkdwn" ? [mrkdwnText(one.text)] : []));
    case "table":
      return block.rows.flat().flatMap((cell) => (cell.type === "rich_text" ? richLines(cell) : [cell.text ?? ""]));
    case "divider":
      return [];
    default:
      throw new Error(`a ${block.type} block is none of ours`);
  }
}

function richLines(block: types.RichTextBlock): string[] {
  return block.elements.flatMap((element) =>
    element.type === "rich_text_list" ? element.elements.map(inlineText) : [inlineText(element)],
  );
}

function inlineText({ elements }: { elements: types.RichTextElement[] }): string {
  return elements
    .map((element) => ("text" in element && element.text !== undefined ? element.text : `{${element.type}}`))
    .join("");
}

function controlLines(control: { type: string }): string[] {
  const { text, placeholder, options } = control as Partial<types.Button> & Partial<types.StaticSelect>;
  return [text, placeholder, ...(options ?? []).map((option) => option.text)].flatMap((one) => (one ? [one.text] : []));
}

/** Small print as it is shown: its links by their labels. */
function mrkdwnText(mrkdwn: string): string {
  const shown = mrkdwn.replaceAll(/<[^<>|]*\|([^<>|]*)>/g, "$1");
  return shown.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
