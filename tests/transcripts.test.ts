/**
 * Conversations as people see them, in `transcripts/`: `ana> …` is typed, the rest is what the terminal shows.
 *
 * `UPDATE_TRANSCRIPTS=true npx vitest run tests/transcripts.test.ts` writes down what it shows now, also for a new
 * file that holds only what is typed.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { typeLines } from "./fakes/keyboard.ts";
import { makeBot, shippedKnowledge } from "./fakes/parts.ts";

const mark = "ana> ";
const { UPDATE_TRANSCRIPTS } = process.env;
const folder = join(import.meta.dirname, "transcripts");
const files = readdirSync(folder).filter((name) => name.endsWith(".txt"));

/** The conversation with what the bot says today. */
async function replay(transcript: string): Promise<string> {
  const typed = transcript
    .split("\n")
    .filter((line) => line.startsWith(mark))
    .map((line) => line.slice(mark.length));
  const { bot } = makeBot(await shippedKnowledge());
  const screen = await typeLines(bot, typed, { echo: (line) => `${mark}${line}\n` });
  return `${screen.trimEnd()}\n`;
}

describe("the transcript", () => {
  it.each(files)("%s is what the terminal shows", async (name) => {
    const path = join(folder, name);
    const expected = readFileSync(path, "utf8");
    const shown = await replay(expected);
    if (UPDATE_TRANSCRIPTS === "true") writeFileSync(path, shown);
    else expect(shown).toBe(expected);
  });
});
