import type { Fields } from "./json.ts";

/** A call that Slack does not do: `{"ok":false,"error":"channel_not_found"}`. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: readonly string[];
  /** A scope that the app would have to have. */
  readonly needed: string | undefined;

  constructor(code: string, details: readonly string[] = [], needed?: string) {
    super(details.length > 0 ? `${code}: ${details.join("; ")}` : code);
    this.code = code;
    this.details = details;
    this.needed = needed;
  }

  toJSON(): Fields {
    const { code, details, needed } = this;
    return {
      ok: false,
      error: code,
      ...(needed !== undefined && { needed }),
      ...(details.length > 0 && { response_metadata: { messages: details } }),
    };
  }
}
