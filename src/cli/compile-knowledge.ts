/** `node compile-knowledge.ts FOLDER LOCALE`: reads the files and prints what they hold, or their faults, as JSON. */
import { loadKnowledge } from "../core/knowledge/load.ts";
import { readKnowledgeFiles } from "../runtime/knowledge-files.ts";

const [folder = "", locale = ""] = process.argv.slice(2);
process.stdout.write(JSON.stringify(loadKnowledge(readKnowledgeFiles(folder, locale))));
