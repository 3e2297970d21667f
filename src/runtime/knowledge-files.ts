import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { OperatorError } from "../core/errors.ts";
import type { KnowledgeFile } from "../core/knowledge/document.ts";

/**
 * Every knowledge file of one locale, unread. Hidden files, such as an editor's lock on the file it has open, and
 * whatever is no file are passed over.
 *
 * @param folder the base's folder, which holds one folder a locale
 * @throws OperatorError when there is no such folder, or a file cannot be read
 */
export function readKnowledgeFiles(folder: string, locale: string): KnowledgeFile[] {
  const root = join(folder, locale);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new OperatorError(
      `there is no knowledge in ${resolve(root)}`,
      "name the folder that holds the locales: --knowledge DIR, or KNOWLEDGE_DIR in .env",
    );
  }
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[^.].*\.(md|ya?ml)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(root, file).split(sep).join("/"), text: read(file) }));
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`cannot read ${file}: ${why}`, "make it readable, or take it away", { cause });
  }
}
