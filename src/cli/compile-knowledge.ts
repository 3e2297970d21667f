/**
 * `node compile-knowledge.ts FOLDER LOCALE`: reads the files, learns the model, and writes both, or the faults, in V8's
 * serialization format to standard output.
 */
import { serialize } from "node:v8";
import { trainModel } from "../core/answering/model.ts";
import { toBase } from "../core/knowledge/base.ts";
import { loadKnowledge } from "../core/knowledge/load.ts";
import { readCommonWords } from "../runtime/common-words.ts";
import type { Compiled } from "../runtime/knowledge.ts";
import { readKnowledgeFiles } from "../runtime/knowledge-files.ts";

const [folder = "", locale = ""] = process.argv.slice(2);
const loaded = loadKnowledge(readKnowledgeFiles(folder, locale));
const compiled: Compiled =
  loaded.kind === "faulty"
    ? loaded
    : { kind: "compiled", content: loaded.content, model: trainModel(toBase(loaded.content), readCommonWords()) };
process.stdout.write(serialize(compiled));
