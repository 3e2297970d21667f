import { existsSync } from "node:fs";
import { OperatorError } from "../core/errors.ts";

/** @throws OperatorError for a store in which there is nothing to look at */
export function checkStoreUrl(url: string, { mayBeNew = false } = {}): void {
  const remedy = "start the bot once, or name another store with --store URL";
  if (url === "memory:") throw new OperatorError("memory: holds nothing that lasts", remedy);
  const [, file] = /^sqlite:(.+)$/.exec(url) ?? [];
  if (file !== undefined && !mayBeNew && !existsSync(file)) throw new OperatorError(`there is no ${file} yet`, remedy);
}
