/** Buttons and selects; what is too long for them is read above. */
import type { Block, Button } from "../../core/reply.ts";
import { clean } from "../text/clean.ts";
import { inSlices } from "../text/runs.ts";
import type { Part } from "./blocks.ts";
import { longestButtonLabel, longestOptionLabel, longestPlaceholder, longestText, mostOptions } from "./limits.ts";
import { oneLine, plainRun } from "./rich-text.ts";
import { paragraphs, tight } from "./rich-text-blocks.ts";

/** Slack takes 25, and breaks lines itself; more than five in a row are a heap. */
const mostButtonsARow = 5;
/** Letters that stand for an option are no longer. */
const longestLetter = 4;

const label = (text: string) => clean(oneLine(text)).trim() || "…";
const lines = (all: readonly string[]) => tight(all.flatMap((text) => paragraphs([plainRun(text)])));

/** Labels too long for a button are read above it, and the button has their number. */
export function buttonParts(buttons: readonly Button[]): Part[] {
  const all = buttons.map((button) => ({ ...button, label: label(button.label) }));
  const isLong = all.some((button) => button.label.length > longestButtonLabel);
  const above = isLong ? all.map((button, at) => `${at + 1}. ${button.label}`) : [];
  const shown = isLong ? all.map((button, at) => ({ ...button, label: String(at + 1) })) : all;
  const rows = inGroups(shown, mostButtonsARow).map((group): Part => ({ kind: "buttons", buttons: group }));
  return [...lines(above), ...rows];
}

/** A prompt or a choice too long for its place is read above it. */
export function selectParts(prompt: string, choices: readonly Button[]): Part[] {
  const asked = label(prompt);
  const isAbove = asked.length > longestPlaceholder || choices.length === 0;
  const all = choices.map((choice) => ({ ...choice, label: label(choice.label) }));
  const long = all.filter((choice) => choice.label.length > longestOptionLabel);
  const cut = all.map((choice) => ({ ...choice, label: shortened(choice.label, longestOptionLabel) }));
  const selects = inGroups(cut, mostOptions).map(
    (group): Part => ({ kind: "select", placeholder: isAbove ? "…" : asked, choices: group }),
  );
  return [...lines([...(isAbove ? [asked] : []), ...long.map((choice) => `• ${choice.label}`)]), ...selects];
}

/**
 * Lettered options, each beside the button that has its letter. Slack puts buttons beside plain text or mrkdwn only:
 * options with code in them are read as rich text, above the buttons.
 *
 * @returns undefined for blocks that are something else, or that cannot be shown so
 */
export function asSections(block: Block, next: Block): Part[] | undefined {
  if (block.kind !== "fields" || next.kind !== "buttons" || block.fields.length !== next.buttons.length)
    return undefined;
  const sections: Part[] = [];
  for (const [at, field] of block.fields.entries()) {
    const button = next.buttons[at];
    if (button?.label !== field.label || field.label.length > longestLetter) return undefined;
    if (field.value.some(({ kind }) => kind !== "text")) return undefined;
    const value = field.value.map((node) => (node.kind === "text" ? node.text : "")).join("");
    const text = clean(`${oneLine(field.label)}: ${value}`).trim();
    if (text.length > longestText) return undefined;
    sections.push({ kind: "section", text, button: { ...button, label: label(button.label) } });
  }
  return sections;
}

export function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${inSlices(text, longest - 1)[0] ?? ""}…`;
}

function inGroups<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}
