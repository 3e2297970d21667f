import type { Fields } from "./json.ts";

/** A call that Slack does not do: `{"ok":false,"error":"channel_not_found"}`. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: readonly string[];

  constructor(code: string, details: readonly string[] = []) {
    super(details.length > 0 ? `${code}: ${details.join("; ")}` : code);
    this.code = code;
    this.details = details;
  }

  toJSON(): Fields {
    const { code, details } = this;
    return { ok: false, error: code, ...(details.length > 0 && { response_metadata: { messages: details } }) };
  }
}
