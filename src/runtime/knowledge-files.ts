import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { OperatorError } from "../core/errors.ts";
import type { KnowledgeBase } from "../core/knowledge/base.ts";
import type { KnowledgeFile } from "../core/knowledge/document.ts";
import { formatFault } from "../core/knowledge/fault.ts";
import { loadKnowledge } from "../core/knowledge/load.ts";

/**
 * The base in a folder that holds one folder a locale.
 *
 * @throws OperatorError when there is no such folder, or with every fault of its files
 */
export function openKnowledge(folder: string, locale = "en"): KnowledgeBase {
  const loaded = loadKnowledge(readKnowledgeFiles(folder, locale));
  if (loaded.kind === "loaded") return loaded.base;
  const faults = loaded.faults.map((fault) => formatFault({ ...fault, file: join(folder, locale, fault.file) }));
  const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
  throw new OperatorError(faults.join("\n"), `\n${count} in the knowledge; knowledge/README.md shows every kind of file.`);
}

function readKnowledgeFiles(folder: string, locale: string): KnowledgeFile[] {
  const root = join(folder, locale);
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) {
    throw new OperatorError(
      `there is no knowledge in ${resolve(root)}`,
      "name the folder that holds the locales: --knowledge DIR, or KNOWLEDGE_DIR in .env",
    );
  }
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(md|ya?ml)$/.test(path))
    .map((path) => ({ path: path.split(sep).join("/"), text: readFileSync(join(root, path), "utf8") }));
}
