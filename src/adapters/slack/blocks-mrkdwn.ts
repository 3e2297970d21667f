/** The few texts that Slack parses: small print, because links are to stand in it, and a message's fallback. */
import type { Block } from "../../core/reply.ts";
import { clean } from "../text/clean.ts";
import { inSlices } from "../text/runs.ts";
import type { Part } from "./blocks.ts";
import { longestContext, longestText } from "./limits.ts";
import { oneLine, plainRun, webAddress } from "./rich-text.ts";
import { paragraphs } from "./rich-text-blocks.ts";

type Sources = Extract<Block, { kind: "sources" }>;

/** https://docs.slack.dev/messaging/formatting-message-text#escaping */
const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
/** No mark can be longer when it is escaped. */
const longestEntity = 5;
/** The marks of styles have no escape, and a bar ends an address: what looks like them takes their place. */
const lookalikes: Record<string, string> = { "*": "∗", _: "ˍ", "~": "∼", "`": "ˋ", "|": "│" };
/** `:smile:` */
const shortcode = /:(?=[\w+'-]+:)/g;

const escaped = (text: string) => text.replaceAll(/[&<>]/g, (mark) => entities[mark] ?? mark);

const line = (text: string) => oneLine(clean(text)).trim();

function literal(text: string): string {
  return escaped(text.replaceAll(/[*_~`|]/g, (mark) => lookalikes[mark] ?? mark).replaceAll(shortcode, "∶"));
}

/** What stands between two dots of the small print, as Slack parses it and as it reads. */
type Entry = { mrkdwn: string; text: string; url?: string };

/**
 * Where an answer comes from, as small print.
 *
 * Rich text could carry it, links included, but only as large and as dark as the answer itself. A title too long for
 * small print is rich text nevertheless.
 */
export function sourceParts({ checked, sources }: Sources): Part[] {
  const parts: Part[] = [];
  for (const entry of [toEntry(`checked ${checked}`), ...sources.map(({ title, url }) => toEntry(title, url))]) {
    const last = parts.at(-1);
    if (entry.mrkdwn.length > longestContext) {
      parts.push(...paragraphs([{ ...plainRun(entry.text), ...(entry.url !== undefined && { url: entry.url }) }]));
    } else if (last?.kind === "context" && `${last.mrkdwn} · ${entry.mrkdwn}`.length <= longestContext) {
      last.mrkdwn += ` · ${entry.mrkdwn}`;
      last.text += ` · ${entry.text}`;
    } else {
      parts.push({ kind: "context", mrkdwn: entry.mrkdwn, text: entry.text });
    }
  }
  return parts;
}

/** What has no title is called by its address; what has no address that Slack takes is no link. */
function toEntry(title: string, url = ""): Entry {
  const text = line(title) || line(url) || "…";
  const target = webAddress(url);
  if (target === undefined) return { mrkdwn: literal(text), text };
  return { mrkdwn: `<${inLink(target)}|${literal(text)}>`, text, url };
}

/** A parsed address holds no space; what would end it is encoded. */
function inLink(href: string): string {
  return escaped(href.replaceAll(/[<>|`]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`));
}

/** What notifications and screen readers say; cut between words, because the blocks hold everything. */
export function fallbackText(text: string): string {
  const safe = clean(text).trim();
  const whole = escaped(safe);
  if (whole.length <= longestText) return whole || "…";
  const longest = longestText - 1;
  let cut = "";
  for (const word of safe.match(/\s*\S+/g) ?? []) {
    const grown = cut + escaped(word);
    if (grown.length > longest) break;
    cut = grown;
  }
  return `${cut || escaped(inSlices(safe, Math.floor(longest / longestEntity))[0] ?? "")}…`;
}
