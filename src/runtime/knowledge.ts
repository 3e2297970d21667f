/**
 * The knowledge of a folder, compiled.
 *
 * Reading half a megabyte of Markdown and YAML takes a third of a second and leaves a hundred megabytes of heap behind,
 * so a process of its own does it, and what it made is kept beside the installed packages until a file changes: a start
 * reads one JSON file, and a reload never holds up an answer.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { OperatorError } from "../core/errors.ts";
import { type KnowledgeBase, type KnowledgeContent, toBase } from "../core/knowledge/base.ts";
import { type Fault, formatFault } from "../core/knowledge/fault.ts";
import type { Loaded } from "../core/knowledge/load.ts";
import { readKnowledgeFiles } from "./knowledge-files.ts";

const locale = "en";
const project = join(import.meta.dirname, "..", "..");
const cacheFolder = join(project, "node_modules", ".cache", "waymark");
const compiler = join(project, "src", "cli", "compile-knowledge.ts");
const longestOutput = 256 * 1024 * 1024;

/**
 * The base in a folder that holds one folder a locale.
 *
 * @throws OperatorError when there is no such folder, or with every fault of its files
 */
export async function openKnowledge(folder: string): Promise<KnowledgeBase> {
  const cacheFile = join(cacheFolder, `${fingerprint(folder)}.json`);
  const kept = readCache(cacheFile);
  if (kept) return toBase(kept);
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, folder, locale], {
    maxBuffer: longestOutput,
  });
  const loaded = JSON.parse(stdout) as Loaded;
  if (loaded.kind === "faulty") throw faultyKnowledge(folder, loaded.faults);
  writeCache(cacheFile, loaded.content);
  return toBase(loaded.content);
}

function faultyKnowledge(folder: string, faults: readonly Fault[]): OperatorError {
  const lines = faults.map((fault) => formatFault({ ...fault, file: join(folder, locale, fault.file) }));
  const count = lines.length === 1 ? "1 fault" : `${lines.length} faults`;
  const remedy = `\n${count} in the knowledge; knowledge/README.md shows what each kind of file looks like.`;
  return new OperatorError(lines.join("\n"), remedy);
}

/** What the compiled form depends on: every file's path and text, and the code that reads them. */
function fingerprint(folder: string): string {
  const hash = createHash("sha256");
  for (const { path, text } of readKnowledgeFiles(folder, locale)) hash.update(`${path}\0${text}\0`);
  const code = join(project, "src", "core", "knowledge");
  for (const name of readdirSync(code).sort()) hash.update(readFileSync(join(code, name)));
  return hash.digest("hex").slice(0, 32);
}

function readCache(file: string): KnowledgeContent | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as KnowledgeContent;
  } catch {
    return undefined; // not there, or cut short by a full disk: it is made again
  }
}

function writeCache(file: string, content: KnowledgeContent): void {
  try {
    mkdirSync(cacheFolder, { recursive: true });
    // Written aside and renamed, so that another start never reads half of it.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(content));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // A read-only installation compiles at every start instead.
  }
}
