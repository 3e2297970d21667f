/** The formats that questions come in and go out as, by the names that an editor types. */
import type { QuestionFields } from "../../knowledge/question-schema.ts";
import { writeAnki } from "./anki.ts";
import { readCsv } from "./csv-read.ts";
import { writeCsv } from "./csv-write.ts";
import type { Reading, Writing } from "./draft.ts";
import { readGift } from "./gift-read.ts";
import { writeGift } from "./gift-write.ts";
import { readOpenTriviaDb } from "./opentdb.ts";
import { readRed } from "./red.ts";

export const readers = {
  gift: readGift,
  opentdb: readOpenTriviaDb,
  red: readRed,
  csv: readCsv,
} as const satisfies Record<string, (text: string) => Reading>;
export type ImportFormat = keyof typeof readers;
export const importFormats = Object.keys(readers) as ImportFormat[];

export const writers = {
  gift: writeGift,
  csv: writeCsv,
  anki: writeAnki,
} as const satisfies Record<
  string,
  (questions: readonly QuestionFields[], topic: { id: string; title: string }) => Writing
>;
export type ExportFormat = keyof typeof writers;
export const exportFormats = Object.keys(writers) as ExportFormat[];
