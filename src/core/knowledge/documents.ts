import type { z } from "zod";
import type { Document } from "./document.ts";
import type { Parsed } from "./markdown.ts";
import type { CareerFields, ComparisonFields, FaqFields, PathFields, schemas } from "./schema.ts";

/** A Markdown file: its front matter as a document, and its parsed body. */
export type Page<T> = { id: string; document: Document<T>; body: Parsed };
/** A YAML file with the id that its name gives it. */
export type Sheet<T> = { id: string; document: Document<T> };

type Sheets<K extends keyof typeof schemas> = Sheet<z.infer<(typeof schemas)[K]>>[];

/** Every file that read well on its own, by kind. */
export type Documents = {
  careers: Page<CareerFields>[];
  faq: Page<FaqFields>[];
  comparisons: Page<ComparisonFields>[];
  terms: Sheets<"terms">;
  paths: Sheet<PathFields>[];
  quizzes: Sheets<"quizzes">;
  tips: Sheets<"tips">;
  topics: Sheets<"topics">;
  phrasings: Sheets<"phrasings">;
  slang: Sheets<"slang">;
  elsewhere: Sheets<"elsewhere">;
};
