import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { OperatorError } from "../core/errors.ts";
import type { KnowledgeFile } from "../core/knowledge/document.ts";

/**
 * Every knowledge file of one locale, unread.
 *
 * @param folder the base's folder, which holds one folder a locale
 * @throws OperatorError when there is no such folder
 */
export function readKnowledgeFiles(folder: string, locale: string): KnowledgeFile[] {
  const root = join(folder, locale);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new OperatorError(
      `there is no knowledge in ${resolve(root)}`,
      "name the folder that holds the locales: --knowledge DIR, or KNOWLEDGE_DIR in .env",
    );
  }
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(md|ya?ml)$/.test(path))
    .sort()
    .map((path) => ({ path: path.split(sep).join("/"), text: readFileSync(join(root, path), "utf8") }));
}
