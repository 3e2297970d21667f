import type { Nodes, RootContent, TableCell } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { type Block, type Inline, inlineText } from "../reply.ts";

/** Something Markdown can say and a reply cannot. `line` and `column` count from 1 within the text. */
type Unsupported = { line: number; column: number; what: string };
type Section = { title: string; line: number; blocks: Block[] };

export type Parsed = {
  /** What stands before the first `##`. */
  blocks: Block[];
  /** The `##` sections, in order. */
  sections: Section[];
  unsupported: Unsupported[];
};

/** Marks of quotes or lists within each other, so many that no reader could follow and no parser should. */
const deepest =
  /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){20}|^[ \t]{40,}(?:[-*+]|\d{1,9}[.)])[ \t]|(?:!?\[[^\]\n]{0,9}\]?\(?){50}|[*_]{100}/m;

/** Markdown to reply nodes: paragraphs, lists, quotes, code, tables, links, bold and italics. */
export function parseMarkdown(text: string): Parsed {
  if (deepest.test(text)) {
    return { blocks: [], sections: [], unsupported: [{ line: 1, column: 1, what: "text nested this deeply" }] };
  }
  const tree = fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  const unsupported: Unsupported[] = [];
  const reject = (node: Nodes, what: string) => {
    const start = node.position?.start;
    unsupported.push({ line: start?.line ?? 1, column: start?.column ?? 1, what });
  };
  const before: Block[] = [];
  const sections: Section[] = [];
  for (const node of tree.children) {
    if (node.type === "heading" && node.depth === 2) {
      const title = toInline(node.children, reject);
      sections.push({
        title: inlineText(title),
        line: node.position?.start.line ?? 1,
        blocks: [],
      });
    } else {
      (sections.at(-1)?.blocks ?? before).push(...toBlocks(node, reject));
    }
  }
  return { blocks: before, sections, unsupported };
}

type Reject = (node: Nodes, what: string) => void;

function toBlocks(node: RootContent, reject: Reject): Block[] {
  switch (node.type) {
    case "paragraph":
      return [{ kind: "text", content: toInline(node.children, reject) }];
    case "list":
      return [
        {
          kind: "list",
          ordered: node.ordered === true,
          items: node.children.map((item) => item.children.flatMap((child) => toBlocks(child, reject))),
        },
      ];
    case "blockquote":
      return [{ kind: "quote", blocks: node.children.flatMap((child) => toBlocks(child, reject)) }];
    case "code":
      return [{ kind: "code", language: node.lang ?? "", text: node.value }];
    case "thematicBreak":
      return [{ kind: "divider" }];
    case "table": {
      const cell = (one: TableCell) => toInline(one.children, reject);
      const [header = [], ...rows] = node.children.map((row) => row.children.map(cell));
      return [{ kind: "table", header, rows }];
    }
    case "heading":
      reject(node, "a heading");
      return [];
    case "html":
      reject(node, "HTML");
      return [];
    default:
      reject(node, `a ${node.type}`);
      return [];
  }
}

function toInline(nodes: readonly Nodes[], reject: Reject): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    switch (node.type) {
      case "text":
        return [{ kind: "text", text: node.value.replaceAll(/\s*\n\s*/g, " ") }];
      case "strong":
        return [{ kind: "strong", content: toInline(node.children, reject) }];
      case "emphasis":
        return [{ kind: "emphasis", content: toInline(node.children, reject) }];
      case "inlineCode":
        return [{ kind: "code", text: node.value }];
      case "link":
        if (!/^https?:\/\//.test(node.url)) reject(node, "a link that does not start with https://");
        return [{ kind: "link", url: node.url, content: toInline(node.children, reject) }];
      case "break":
        return [{ kind: "text", text: "\n" }];
      default:
        reject(node, node.type === "html" ? "HTML" : `a ${node.type}`);
        return [];
    }
  });
}
