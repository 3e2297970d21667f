import type { Fields } from "./json.ts";

/** What a person types, and what Slack makes of it. */

/** Mentions and links in the form that Slack puts them into when somebody picks them. */
const token = /<(?:[@#!][^<>\s]+|https?:\/\/[^<>\s]+)>/g;

/** The text of an event: what is no mention or link is escaped. */
export function typed(text: string): string {
  return piecesOf(text)
    .map(({ content, isToken }) =>
      isToken ? content : content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    )
    .join("");
}

/** The ids of the people who are mentioned. */
export function mentionsOf(text: string): string[] {
  return [...text.matchAll(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/g)].map(([, id = ""]) => id);
}

/** The block that the message composer makes. */
export function richTextOf(text: string): Fields {
  const elements = piecesOf(text).map(({ content, isToken }) => {
    const [, id] = /^<@([A-Z0-9]+)/.exec(content) ?? [];
    if (isToken && id !== undefined) return { type: "user", user_id: id };
    if (isToken && content.startsWith("<http")) return { type: "link", url: content.slice(1, -1) };
    return { type: "text", text: content };
  });
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements }] };
}

function piecesOf(text: string): { content: string; isToken: boolean }[] {
  const pieces: { content: string; isToken: boolean }[] = [];
  let at = 0;
  for (const { 0: content, index } of text.matchAll(token)) {
    pieces.push({ content: text.slice(at, index), isToken: false }, { content, isToken: true });
    at = index + content.length;
  }
  pieces.push({ content: text.slice(at), isToken: false });
  return pieces.filter(({ content }) => content !== "");
}
