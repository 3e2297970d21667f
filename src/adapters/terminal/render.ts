import { styleText } from "node:util";
import stringWidth from "fast-string-width";
import { wrapAnsi } from "fast-wrap-ansi";
import type { PressId } from "../../core/press.ts";
import type { Block, Button, Inline, Reply } from "../../core/reply.ts";

/** `width` in columns; `styled` when a person looks at a terminal that knows colours and links. */
export type Screen = { width: number; styled: boolean };

/** Text for the screen, and what the numbers in its buttons press, in order. */
export type Rendered = { text: string; presses: PressId[] };

/** Labels up to this long may stand beside each other. */
const longestInlineLabel = 34;
const widestLabel = 24;

/** Control, escape and direction characters would let a text move the cursor or turn itself round. */
const unsafe = /(?!\n)[\p{Cc}\p{Bidi_Control}]/gu;

/** @param firstNumber of the buttons: replies that stand on the screen together share one count */
export function renderReply(reply: Reply, screen: Screen, firstNumber = 1): Rendered {
  const presses: PressId[] = [];
  const number = (button: Button) => `[${firstNumber - 1 + presses.push(button.press)}]`;
  const text = reply
    .map((block) => renderBlock(block, screen, number))
    .filter((block) => block !== "")
    .join("\n\n");
  return { text, presses };
}

type Number = (button: Button) => string;

function renderBlock(block: Block, screen: Screen, number: Number): string {
  // A word longer than the line is broken, but for an address, which has to be copied whole.
  const wrap = (text: string) => wrapAnsi(text, screen.width, { hard: screen.styled || !text.includes("://") });
  switch (block.kind) {
    case "heading":
      return style("bold", wrap(clean(block.text)), screen);
    case "text":
      return wrap(inline(block.content, screen));
    case "list":
      return block.items
        .map((item, at) => {
          const bullet = block.ordered ? `${at + 1}. ` : "• ";
          return hang(bullet, (inner) => blocks(item, inner, number, "\n"), screen);
        })
        .join("\n");
    case "quote":
      return prefix("│ ", blocks(block.blocks, { ...screen, width: screen.width - 2 }, number, "\n"));
    case "code":
    case "file":
      return prefix(
        "    ",
        style("cyan", wrapAnsi(clean(block.text), screen.width - 4, { hard: true, trim: false }), screen),
      );
    case "table":
      return table(block.header, block.rows, screen);
    case "fields": {
      const labels = block.fields.map((field) => clean(field.label));
      const longest = Math.max(...labels.map((label) => stringWidth(label)));
      const widest = Math.min(longest, widestLabel, Math.floor(screen.width / 2) - 2) + 2;
      return block.fields
        .map((field, at) => {
          const value = (inner: Screen) => wrapAnsi(inline(field.value, inner), inner.width, { hard: true });
          const label = labels[at] ?? "";
          const isLong = stringWidth(label) + 2 > widest;
          // A label too long for its column stands on a line of its own.
          if (!isLong) return hang(style("bold", pad(label, widest), screen), value, screen, widest);
          const below = hang(" ".repeat(widest), value, screen, widest);
          return `${style("bold", wrap(label), screen)}\n${below}`;
        })
        .join("\n");
    }
    case "buttons":
      return buttons(block.buttons, screen, number);
    case "select":
      return `${wrap(clean(block.prompt))}\n${buttons(block.choices, screen, number)}`;
    case "image":
      return wrap(`[${clean(block.alt)}]`);
    case "progress": {
      const cells = 20;
      const full = block.of === 0 ? 0 : Math.round((block.done / block.of) * cells);
      return wrap(`${clean(block.label)} ${"█".repeat(full)}${"░".repeat(cells - full)} ${block.done}/${block.of}`);
    }
    case "sources": {
      const titles = block.sources.map((source) => link(clean(source.title), source.url, screen));
      // On paper the addresses are part of the text, and long: each has a line to be copied from.
      if (!screen.styled) return [`checked ${block.checked}`, ...titles.map((title) => `· ${title}`)].join("\n");
      return style("dim", wrap(`checked ${block.checked} · ${titles.join(" · ")}`), screen);
    }
    case "divider":
      return style("dim", "─".repeat(Math.min(screen.width, 40)), screen);
    default:
      return block satisfies never;
  }
}

function blocks(all: readonly Block[], screen: Screen, number: Number, gap: string): string {
  return all.map((block) => renderBlock(block, screen, number)).join(gap);
}

function inline(content: readonly Inline[], screen: Screen): string {
  return content
    .map((node) => {
      switch (node.kind) {
        case "text":
          return clean(node.text);
        case "strong":
          return style("bold", inline(node.content, screen), screen);
        case "emphasis":
          return style("italic", inline(node.content, screen), screen);
        case "code":
          return style("cyan", screen.styled ? clean(node.text) : `\`${clean(node.text)}\``, screen);
        case "link":
          return link(inline(node.content, screen), node.url, screen);
        default:
          return node satisfies never;
      }
    })
    .join("");
}

/** OSC 8, which terminals without it skip; on paper the address in brackets. */
function link(text: string, url: string, screen: Screen): string {
  const address = clean(url);
  if (screen.styled) return `\u001b]8;;${asciiOnly(address)}\u0007${style("underline", text, screen)}\u001b]8;;\u0007`;
  return text === address ? text : `${text} <${address}>`;
}

/** OSC 8 takes no other bytes (https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda). */
const asciiOnly = (address: string) => address.toWellFormed().replaceAll(/[^\u0021-\u007e]/gu, encodeURIComponent);

function buttons(all: readonly Button[], screen: Screen, number: Number): string {
  const shown = all.map((button) => `${style("yellow", number(button), screen)} ${clean(button.label)}`);
  const areShort = all.every((button) => stringWidth(button.label) <= longestInlineLabel);
  if (!areShort) return shown.map((one) => wrapAnsi(one, screen.width, { hard: true })).join("\n");
  const lines: string[] = [];
  for (const one of shown) {
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(last.split("\n").at(-1) ?? "") + 3 + stringWidth(one) <= screen.width)
      lines[lines.length - 1] = `${last}   ${one}`;
    else lines.push(wrapAnsi(one, screen.width, { hard: true }));
  }
  return lines.join("\n");
}

/** Columns as wide as they need, the widest narrowed until the table fits. */
function table(header: readonly Inline[][], rows: readonly Inline[][][], screen: Screen): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => inline(cell, screen)));
  const plainWidths = cells.map((row) => row.map((cell) => stringWidth(cell)));
  const widths = Array.from({ length: header.length }, (_, column) =>
    Math.max(...plainWidths.map((row) => row[column] ?? 0), 1),
  );
  const gap = 2;
  const room = Math.max(screen.width - gap * (widths.length - 1), widths.length * 4);
  while (widths.reduce((sum, width) => sum + width, 0) > room) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return cells
    .map((row, at) => {
      const columns = widths.map((width, column) => {
        const isTitle = at === 0 || column === 0;
        const text = wrapAnsi(row[column] ?? "", width, { hard: true });
        return text.split("\n").map((one) => style(isTitle ? "bold" : "reset", one, screen));
      });
      const height = Math.max(...columns.map((lines) => lines.length));
      return Array.from({ length: height }, (_, line) =>
        columns
          .map((lines, column) => pad(lines[line] ?? "", widths[column] ?? 0))
          .join(" ".repeat(gap))
          .trimEnd(),
      ).join("\n");
    })
    .join("\n");
}

/** A first line that starts with a mark, and the rest below its text. */
function hang(mark: string, render: (inner: Screen) => string, screen: Screen, indent = stringWidth(mark)): string {
  const text = render({ ...screen, width: Math.max(screen.width - indent, 2) });
  return text
    .split("\n")
    .map((line, at) => (at === 0 ? `${mark}${line}` : `${" ".repeat(indent)}${line}`))
    .join("\n");
}

const prefix = (mark: string, text: string) =>
  text
    .split("\n")
    .map((line) => `${mark}${line}`)
    .join("\n");

const pad = (text: string, width: number) => text + " ".repeat(Math.max(width - stringWidth(text), 0));
const clean = (text: string) => text.replaceAll("\t", "  ").replaceAll(unsafe, "");

function style(format: Parameters<typeof styleText>[0], text: string, screen: Screen): string {
  // The caller knows whether the screen takes styles; `styleText` would ask this process's own output.
  return screen.styled ? styleText(format, text, { validateStream: false }) : text;
}
