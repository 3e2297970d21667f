/**
 * Reads knowledge files from standard input, learns the model, and writes both, or the faults, to standard output; both
 * ways in V8's serialization format. It is given the files, not the folder, so that they are the ones its caller saw.
 */
import { readFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { trainModel } from "../core/answering/model.ts";
import { toBase } from "../core/knowledge/base.ts";
import type { KnowledgeFile } from "../core/knowledge/document.ts";
import { loadKnowledge } from "../core/knowledge/load.ts";
import { readCommonWords } from "../runtime/common-words.ts";
import type { Compiled } from "../runtime/knowledge.ts";

const standardInput = 0;
const loaded = loadKnowledge(deserialize(readFileSync(standardInput)) as KnowledgeFile[]);
const compiled: Compiled =
  loaded.kind === "faulty"
    ? loaded
    : { kind: "compiled", content: loaded.content, model: trainModel(toBase(loaded.content), readCommonWords()) };
process.stdout.write(serialize(compiled));
