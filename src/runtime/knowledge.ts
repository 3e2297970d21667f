/**
 * The knowledge of a folder, compiled.
 *
 * Reading half a megabyte of Markdown and YAML and learning from it takes most of a second and leaves a hundred
 * megabytes of heap behind, so a process of its own does it, and what it made is kept beside the installed packages
 * until a file changes: a start reads one file, and a reload never holds up an answer.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { deserialize, serialize } from "node:v8";
import type { Model } from "../core/answering/model.ts";
import { OperatorError } from "../core/errors.ts";
import { type KnowledgeBase, type KnowledgeContent, toBase } from "../core/knowledge/base.ts";
import type { KnowledgeFile } from "../core/knowledge/document.ts";
import { type Fault, formatFault } from "../core/knowledge/fault.ts";
import { readKnowledgeFiles } from "./knowledge-files.ts";

/** What the compiler writes. */
export type Compiled =
  | { kind: "compiled"; content: KnowledgeContent; model: Model }
  | { kind: "faulty"; faults: Fault[] };

const locale = "en";
const project = join(import.meta.dirname, "..", "..");
const cacheFolder = join(project, "node_modules", ".cache", "waymark");
const compiler = join(project, "src", "cli", "compile-knowledge.ts");
/** Compiled versions that are kept: enough for a few folders, or for going back and forth. */
const keptVersions = 4;
const longestOutput = 512 * 1024 * 1024;
const longestCompileMs = 60_000;

/**
 * The base in a folder that holds one folder a locale, and the model learnt from it.
 *
 * @throws OperatorError when there is no such folder, or with every fault of its files
 */
export async function openKnowledge(folder: string): Promise<{ base: KnowledgeBase; model: Model }> {
  const files = readKnowledgeFiles(folder, locale);
  const cacheFile = join(cacheFolder, `${fingerprint(files)}.bin`);
  const kept = readCache(cacheFile);
  if (kept) return { base: toBase(kept.content), model: kept.model };
  const output = await compile(files);
  const compiled = deserialize(output) as Compiled;
  if (compiled.kind === "faulty") throw faultyKnowledge(folder, compiled.faults);
  writeCache(cacheFile, output);
  return { base: toBase(compiled.content), model: compiled.model };
}

async function compile(files: readonly KnowledgeFile[]): Promise<Buffer> {
  const compiling = promisify(execFile)(process.execPath, [compiler], {
    maxBuffer: longestOutput,
    timeout: longestCompileMs,
    encoding: "buffer",
  });
  compiling.child.stdin?.on("error", () => {}); // a compiler that died is reported by its exit
  compiling.child.stdin?.end(serialize(files));
  try {
    return (await compiling).stdout;
  } catch (cause) {
    throw new OperatorError(
      "the knowledge could not be compiled: its process failed or took longer than a minute",
      "look for a very large or deeply nested file; npm run knowledge -- check says more",
      { cause },
    );
  }
}

function faultyKnowledge(folder: string, faults: readonly Fault[]): OperatorError {
  const lines = faults.map((fault) => formatFault({ ...fault, file: join(folder, locale, fault.file) }));
  const count = lines.length === 1 ? "1 fault" : `${lines.length} faults`;
  const remedy = `\n${count} in the knowledge; knowledge/README.md shows what each kind of file looks like.`;
  return new OperatorError(lines.join("\n"), remedy);
}

/** What the compiled form depends on: every file's path and text, the code that reads and learns, and its packages. */
function fingerprint(files: readonly KnowledgeFile[]): string {
  const hash = createHash("sha256").update(process.version);
  const lock = join(project, "package-lock.json");
  if (existsSync(lock)) hash.update(readFileSync(lock));
  for (const { path, text } of files) hash.update(`${path}\0${text}\0`);
  const core = join(project, "src", "core");
  for (const name of readdirSync(core, { recursive: true, encoding: "utf8" }).sort()) {
    if (name.endsWith(".ts")) hash.update(readFileSync(join(core, name)));
  }
  return hash.digest("hex").slice(0, 32);
}

function readCache(file: string): (Compiled & { kind: "compiled" }) | undefined {
  try {
    const compiled = deserialize(readFileSync(file)) as Compiled;
    return compiled.kind === "compiled" ? compiled : undefined;
  } catch {
    return undefined; // not there, or cut short by a full disk: it is made again
  }
}

function writeCache(file: string, compiled: Buffer): void {
  try {
    mkdirSync(cacheFolder, { recursive: true });
    // Written aside and renamed, so that another start never reads half of it.
    writeFileSync(`${file}.${process.pid}`, compiled);
    renameSync(`${file}.${process.pid}`, file);
    const byAge = readdirSync(cacheFolder)
      .map((name) => join(cacheFolder, name))
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
    for (const old of byAge.slice(keptVersions)) rmSync(old, { force: true });
  } catch {
    // A read-only installation compiles at every start instead.
  }
}
