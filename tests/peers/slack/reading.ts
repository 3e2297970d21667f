import { type Fields, fieldsOf, isFields, listOf, stringOf } from "./json.ts";

/** Something in a message or a view that can be pressed or chosen from. */
type Control = { readonly blockId: string; readonly element: Fields };

/** A choice of a select, an overflow menu or a group of radio buttons. */
export type Choice = { readonly label: string; readonly value: string; readonly option: Fields };

/** What a person reads in blocks, from the top down, a line for each piece of text. */
export function readableText(blocks: unknown): string {
  return linesOf(blocks).join("\n");
}

function linesOf(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(linesOf);
  if (!isFields(node)) return [];
  switch (node.type) {
    case "mrkdwn":
      return [plainText(stringOf(node.text))];
    case "plain_text":
    case "raw_text":
    case "raw_number":
    case "markdown":
      return [stringOf(node.text)];
    case "rich_text_section":
    case "rich_text_quote":
    case "rich_text_preformatted":
      return [listOf(node.elements).map(inlineText).join("")];
    case "image":
      return [...linesOf(node.title), stringOf(node.alt_text)];
    case "section":
      return [...linesOf(node.text), ...linesOf(node.fields), ...linesOf(node.accessory)];
    case "table":
      return listOf(node.rows).map((row) => linesOf(row).join(" | "));
    default:
      return Object.values(node).flatMap(linesOf);
  }
}

function inlineText(node: unknown): string {
  const { type, text, url, name, user_id: user, channel_id: channel, fallback } = fieldsOf(node);
  if (type === "emoji") return `:${stringOf(name)}:`;
  if (type === "user") return `@${stringOf(user)}`;
  if (type === "channel") return `#${stringOf(channel)}`;
  return stringOf(text) || stringOf(url) || stringOf(fallback);
}

/** mrkdwn with its links shown by their labels and its entities resolved; the stars and underscores stay. */
export function plainText(mrkdwn: string): string {
  return mrkdwn
    .replaceAll(/<[^<>|]*\|([^<>]*)>/g, "$1")
    .replaceAll(/<((?:https?|mailto):[^<>]*)>/g, "$1")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

const interactive = /^(?:button|overflow|checkboxes|radio_buttons|\w*picker|\w*select|\w+_input|icon_button)$/;

/** Everything interactive in blocks, from the top down. */
function controlsOf(blocks: readonly Fields[]): Control[] {
  return blocks.flatMap((block) => {
    const blockId = stringOf(block.block_id);
    const found = [block.accessory, block.element, ...listOf(block.elements)].filter(isFields);
    const children = listOf(block.child_blocks).filter(isFields);
    return [
      ...found.flatMap(feedbackApart).flatMap((element) => (isInteractive(element) ? [{ blockId, element }] : [])),
      ...controlsOf(children),
    ];
  });
}

function isInteractive({ type }: Fields): boolean {
  return interactive.test(stringOf(type));
}

/** A pair of feedback buttons is two buttons with one action id. */
function feedbackApart(element: Fields): Fields[] {
  if (element.type !== "feedback_buttons") return [element];
  return [element.positive_button, element.negative_button]
    .filter(isFields)
    .map((button) => ({ ...button, type: "button", action_id: element.action_id }));
}

export function choicesOf(element: Fields): Choice[] {
  const groups = listOf(element.option_groups).flatMap((group) => listOf(fieldsOf(group).options));
  return [...listOf(element.options), ...groups].filter(isFields).map((option) => ({
    label: stringOf(fieldsOf(option.text).text),
    value: stringOf(option.value),
    option,
  }));
}

export type Button = {
  label: string;
  actionId: string;
  blockId: string;
  value: string | undefined;
  url: string | undefined;
  element: Fields;
};

export function buttonsOf(blocks: readonly Fields[]): Button[] {
  return controlsOf(blocks)
    .filter(({ element }) => element.type === "button")
    .map(({ blockId, element }) => ({
      label: stringOf(fieldsOf(element.text).text),
      actionId: stringOf(element.action_id),
      blockId,
      value: typeof element.value === "string" ? element.value : undefined,
      url: typeof element.url === "string" ? element.url : undefined,
      element,
    }));
}

export type Select = {
  placeholder: string;
  actionId: string;
  blockId: string;
  choices: Choice[];
  element: Fields;
};

/** All that offers choices one of which is taken: selects, overflow menus, radio buttons. */
export function selectsOf(blocks: readonly Fields[]): Select[] {
  return controlsOf(blocks)
    .filter(({ element }) => ["static_select", "overflow", "radio_buttons"].includes(stringOf(element.type)))
    .map(({ blockId, element }) => ({
      placeholder: stringOf(fieldsOf(element.placeholder).text),
      actionId: stringOf(element.action_id),
      blockId,
      choices: choicesOf(element),
      element,
    }));
}

/** Blocks as Slack keeps them: with the ids that it makes up where there were none. */
export function withIds(blocks: readonly unknown[], makeId: () => string): Fields[] {
  const named = (element: unknown): unknown =>
    isFields(element) && (isInteractive(element) || element.type === "feedback_buttons")
      ? { action_id: makeId(), ...element }
      : element;
  return blocks.filter(isFields).map((block) => ({
    block_id: makeId(),
    ...block,
    ...(block.accessory !== undefined && { accessory: named(block.accessory) }),
    ...(block.element !== undefined && { element: named(block.element) }),
    ...(Array.isArray(block.elements) && { elements: block.elements.map(named) }),
  }));
}
