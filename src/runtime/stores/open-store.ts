import { Keyv } from "keyv";
import { OperatorError } from "../../core/errors.ts";
import { KeyvStore } from "./keyv-store.ts";
import { SqliteAdapter } from "./sqlite.ts";

/**
 * The engine that a `STORE_URL` names.
 *
 * @throws OperatorError for an unknown scheme, or when the engine cannot be opened
 */
export function openStore(url: string): KeyvStore {
  const [, scheme, rest = ""] = /^([a-z]+):(.*)$/.exec(url) ?? [];
  switch (scheme) {
    case "memory":
      return new KeyvStore(new Keyv({ throwOnErrors: true }));
    case "sqlite":
      if (rest === "")
        throw new OperatorError("STORE_URL names no file", "use sqlite:FILE, such as sqlite:data/waymark.sqlite");
      return new KeyvStore(new Keyv({ store: new SqliteAdapter(rest), throwOnErrors: true }));
    default:
      throw new OperatorError(
        `STORE_URL names no engine: ${scheme === undefined ? "it has no scheme" : `unknown scheme "${scheme}:"`}`,
        "use sqlite:FILE, such as sqlite:data/waymark.sqlite, or memory: to forget everything at the end",
      );
  }
}
