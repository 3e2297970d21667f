/**
 * What the bot can say. Replies are nodes, never platform markup: each adapter's `render.ts` turns them into its
 * platform's own, and escapes there.
 */
import type { PressId } from "./press.ts";

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "strong"; content: Inline[] }
  | { kind: "emphasis"; content: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; url: string; content: Inline[] };

export type Button = { label: string; press: PressId };

export type Block =
  | { kind: "heading"; text: string }
  | { kind: "text"; content: Inline[] }
  /** An item may hold several paragraphs or a nested list. */
  | { kind: "list"; ordered: boolean; items: Block[][] }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "code"; language: string; text: string }
  | { kind: "table"; header: Inline[][]; rows: Inline[][][] }
  /** Label and value, one a line. */
  | { kind: "fields"; fields: { label: string; value: Inline[] }[] }
  | { kind: "buttons"; buttons: Button[] }
  | { kind: "select"; prompt: string; choices: Button[] }
  | { kind: "image"; png: Uint8Array; alt: string }
  /** Something to take along, too long to be read in a conversation. `name` with its extension. */
  | { kind: "file"; name: string; text: string }
  | { kind: "progress"; label: string; done: number; of: number }
  | { kind: "sources"; checked: string; sources: { title: string; url: string }[] }
  | { kind: "divider" };

export type Reply = Block[];

export const plain = (text: string): Inline[] => [{ kind: "text", text }];

/** One line of plain text in which backticks mark code, as the one-line fields of the knowledge are written. */
export function codeSpans(text: string): Inline[] {
  return text
    .split(/`([^`]+)`/)
    .map((part, at) => ({ kind: at % 2 === 1 ? ("code" as const) : ("text" as const), text: part }))
    .filter((node) => node.text !== "");
}

export const paragraph = (text: string): Block => ({ kind: "text", content: plain(text) });
export const heading = (text: string): Block => ({ kind: "heading", text });

export function inlineText(content: readonly Inline[]): string {
  return content
    .map((node) => (node.kind === "text" || node.kind === "code" ? node.text : inlineText(node.content)))
    .join("");
}

/** Every block as plain text: notifications, screen readers, logs and `ask --json`. */
export function replyText(reply: Reply): string {
  return reply
    .map(blockText)
    .filter((text) => text !== "")
    .join("\n\n");
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "heading":
      return block.text;
    case "text":
      return inlineText(block.content);
    case "list":
      return block.items
        .map((item, index) => `${block.ordered ? `${index + 1}.` : "-"} ${item.map(blockText).join("\n")}`)
        .join("\n");
    case "quote":
      return block.blocks.map(blockText).join("\n");
    case "code":
    case "file":
      return block.text;
    case "table":
      return [block.header, ...block.rows].map((row) => row.map(inlineText).join(" | ")).join("\n");
    case "fields":
      return block.fields.map((field) => `${field.label}: ${inlineText(field.value)}`).join("\n");
    case "buttons":
      return block.buttons.map((button) => `[${button.label}]`).join(" ");
    case "select":
      return `${block.prompt}: ${block.choices.map((choice) => choice.label).join(", ")}`;
    case "image":
      return block.alt;
    case "progress":
      return `${block.label}: ${block.done} of ${block.of}`;
    case "sources":
      return `${block.sources.map((source) => `${source.title} (${source.url})`).join(", ")}, checked ${block.checked}`;
    case "divider":
      return "";
    default:
      return block satisfies never;
  }
}
