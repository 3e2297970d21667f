import { watch } from "node:fs";
import { Answerer } from "../core/answering/answerer.ts";
import { OperatorError } from "../core/errors.ts";
import type { KnowledgeBase } from "../core/knowledge/base.ts";
import type { Logger } from "../core/ports.ts";
import { readCommonWords } from "./common-words.ts";
import { openKnowledge } from "./knowledge.ts";

/** Editors save in several steps; a reload waits until they have been quiet for this long. */
const quietMs = 300;

export type LiveKnowledge = {
  current(): { base: KnowledgeBase; answerer: Answerer };
  close(): void;
};

/**
 * The knowledge of a folder, read anew whenever a file changes. A broken edit is logged with every fault, and the
 * last good version goes on serving.
 *
 * @throws OperatorError when it cannot be read the first time
 */
export async function openLiveKnowledge(folder: string, logger: Logger): Promise<LiveKnowledge> {
  const common = readCommonWords();
  const load = async () => {
    const { base, model } = await openKnowledge(folder);
    return { base, answerer: new Answerer(base, common, model) };
  };
  let current = await load();
  let pending: NodeJS.Timeout | undefined;
  const reload = async () => {
    try {
      current = await load();
      logger.info({ folder }, "knowledge reloaded");
    } catch (error) {
      if (!(error instanceof OperatorError)) throw error;
      logger.error({ folder }, `the edit is not served, the last good version is:\n${error.message}`);
    }
  };
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(pending);
    pending = setTimeout(reload, quietMs);
  });
  watcher.unref();
  return {
    current: () => current,
    close() {
      clearTimeout(pending);
      watcher.close();
    },
  };
}
