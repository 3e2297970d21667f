/** Flash cards for Anki's text import: https://docs.ankiweb.net/importing/text-files.html */
import { parseMarkdown } from "../../knowledge/markdown.ts";
import type { QuestionFields } from "../../knowledge/question-schema.ts";
import { type Block, codeSpans, type Inline } from "../../reply.ts";
import type { Writing } from "./draft.ts";

/** Front, back and tags of a card, parted by tabs. The front comes first: by it Anki knows a card again. */
export function writeAnki(questions: readonly QuestionFields[], topic: { id: string; title: string }): Writing {
  const header = ["#separator:tab", "#html:true", "#tags column:3", `#deck:Waymark::${oneLine(topic.title)}`];
  const cards = questions.map((question) => {
    const tags = [topic.id, question.difficulty, question.id].join(" ");
    return [front(question), back(question), tags].map(writeField).join("\t");
  });
  return { text: `${[...header, ...cards].join("\n")}\n`, notes: questions.flatMap(lost) };
}

function lost(question: QuestionFields): string[] {
  const code = [question.prompt, question.explanation].flatMap((text) => parseMarkdown(text).blocks);
  const languages = code.flatMap((block) => (block.kind === "code" && block.language !== "" ? [block.language] : []));
  return [
    ...(languages.length > 0
      ? [`the language of code blocks (${[...new Set(languages)].join(", ")}) is left out of the cards`]
      : []),
    "what to read next (learnMore) is left out of the cards",
  ];
}

function front(question: QuestionFields): string {
  const prompt = markdownHtml(question.prompt);
  switch (question.kind) {
    case "single":
    case "multiple":
      return prompt + list("ul", inAlphabet(question.options.map((option) => option.text)));
    case "true-false":
      return `${prompt}<p>True or false?</p>`;
    case "short":
      return prompt;
    case "order":
      return prompt + list("ul", inAlphabet(question.items));
    default:
      return question satisfies never;
  }
}

/** In our files the right option mostly comes first, and an order in its order. Neither may show on the front. */
function inAlphabet(texts: readonly string[]): string[] {
  const sorted = texts.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return sorted.every((text, index) => text === texts[index]) ? sorted.reverse() : sorted;
}

function back(question: QuestionFields): string {
  const { title, url, checked } = question.source;
  const source = `<p><small><a href="${escapeHtml(url)}">${escapeHtml(title)}</a>, checked ${checked}</small></p>`;
  return answerHtml(question) + markdownHtml(question.explanation) + source;
}

function answerHtml(question: QuestionFields): string {
  switch (question.kind) {
    case "single":
    case "multiple": {
      const right = question.options.filter((option) => option.right).map((option) => option.text);
      const [only = ""] = right;
      return right.length === 1 ? strong(only) : list("ul", right);
    }
    case "true-false":
      return strong(question.answer ? "True" : "False");
    case "short": {
      if (question.number !== undefined)
        return strong(`${question.number}${question.margin > 0 ? ` ± ${question.margin}` : ""}`);
      const [first = "", ...others] = question.accept ?? [];
      const also = others.map((text) => inlineHtml(codeSpans(text))).join(", ");
      return strong(first) + (also === "" ? "" : `<p>Also right: ${also}</p>`);
    }
    case "order":
      return list("ol", question.items);
    default:
      return question satisfies never;
  }
}

const strong = (text: string) => `<p><b>${inlineHtml(codeSpans(text))}</b></p>`;

function list(tag: "ul" | "ol", texts: readonly string[]): string {
  return `<${tag}>${texts.map((text) => `<li>${inlineHtml(codeSpans(text))}</li>`).join("")}</${tag}>`;
}

const markdownHtml = (text: string) => blocksHtml(parseMarkdown(text).blocks);
const blocksHtml = (blocks: readonly Block[]) => blocks.map(blockHtml).join("");

/** The blocks that Markdown makes; no other can stand in a question. */
function blockHtml(block: Block): string {
  switch (block.kind) {
    case "text":
      return `<p>${inlineHtml(block.content)}</p>`;
    case "code":
      return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case "list": {
      const tag = block.ordered ? "ol" : "ul";
      return `<${tag}>${block.items.map((item) => `<li>${blocksHtml(item)}</li>`).join("")}</${tag}>`;
    }
    case "quote":
      return `<blockquote>${blocksHtml(block.blocks)}</blockquote>`;
    case "table": {
      const row = (cells: Inline[][], tag: string) =>
        `<tr>${cells.map((cell) => `<${tag}>${inlineHtml(cell)}</${tag}>`).join("")}</tr>`;
      return `<table>${row(block.header, "th")}${block.rows.map((cells) => row(cells, "td")).join("")}</table>`;
    }
    case "divider":
      return "<hr>";
    default:
      return "";
  }
}

function inlineHtml(content: readonly Inline[]): string {
  return content.map(nodeHtml).join("");
}

function nodeHtml(node: Inline): string {
  switch (node.kind) {
    case "text":
      return escapeHtml(node.text);
    case "code":
      return `<code>${escapeHtml(node.text)}</code>`;
    case "strong":
      return `<b>${inlineHtml(node.content)}</b>`;
    case "emphasis":
      return `<i>${inlineHtml(node.content)}</i>`;
    case "link":
      return `<a href="${escapeHtml(node.url)}">${inlineHtml(node.content)}</a>`;
    default:
      return node satisfies never;
  }
}

const references: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Braces become references as well: Anki would take {{c1::…}} for a cloze, and [sound:…] for a recording. */
function escapeHtml(text: string): string {
  return text
    .replaceAll(/[&<>"]/g, (char) => references[char] ?? char)
    .replaceAll("{{", "&#123;&#123;")
    .replaceAll("[sound:", "&#91;sound:")
    .replaceAll(/\r\n|\r|\n/g, "<br>")
    .replaceAll("\t", "&#9;");
}

/** A field that holds a quote must be quoted itself, and one that starts with # would be a comment. */
const writeField = (html: string) => (/"|^#/.test(html) ? `"${html.replaceAll('"', '""')}"` : html);

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");
