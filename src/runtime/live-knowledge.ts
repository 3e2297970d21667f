import { existsSync, type FSWatcher, watch } from "node:fs";
import type { Answerer } from "../core/answering/answerer.ts";
import { RememberingAnswerer } from "../core/answering/remembering.ts";
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
    return { base, answerer: new RememberingAnswerer(base, common, model) };
  };
  // Watched before it is read, so that no edit falls in between.
  let isChanged = false;
  let isReloading = false;
  let pending: NodeJS.Timeout | undefined;
  const watcher = watchFolder(folder, logger, () => {
    isChanged = true;
    clearTimeout(pending);
    pending = setTimeout(() => void reload(), quietMs);
  });
  let current: Awaited<ReturnType<typeof load>>;
  try {
    current = await load();
  } catch (error) {
    clearTimeout(pending);
    watcher?.close();
    throw error;
  }
  /** One at a time, and again while files changed meanwhile: the last version always wins. */
  async function reload(): Promise<void> {
    if (isReloading) return;
    isReloading = true;
    while (isChanged) {
      isChanged = false;
      try {
        current = await load();
        logger.info({ folder }, "knowledge reloaded");
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        logger.error({ folder }, `the edit is not served, the last good version is:\n${why}`);
      }
    }
    isReloading = false;
  }
  return {
    current: () => current,
    close() {
      clearTimeout(pending);
      watcher?.close();
    },
  };
}

/** Without a watcher the bot works; only edits wait for the next start. */
function watchFolder(folder: string, logger: Logger, onChange: () => void): FSWatcher | undefined {
  const warn = (error: unknown) =>
    logger.error({ folder, err: error }, "knowledge is not watched: restart the bot after an edit");
  if (!existsSync(folder)) return undefined; // reading it says so better
  try {
    const watcher = watch(folder, { recursive: true }, onChange);
    // Not chained: the recursive watcher of Linux returns nothing from either, whatever its types say.
    watcher.on("error", warn);
    watcher.unref();
    return watcher;
  } catch (error) {
    warn(error);
    return undefined;
  }
}
