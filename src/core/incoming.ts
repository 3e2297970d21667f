import type { PressId } from "./press.ts";

/** Who said something, and where. Ids are the platform's own. */
export type Origin = {
  platform: string;
  /** A server or workspace; absent in direct messages. */
  space?: string;
  conversation: string;
  thread?: string;
  person: string;
  /** BCP 47. */
  locale: string;
  isDirect: boolean;
  mayAdminister: boolean;
};

export type Incoming = { origin: Origin } & (
  | { kind: "utterance"; text: string; addressed: "mention" | "direct" | "overheard" }
  /** `given` is one line where the platform has no options of its own: `databases count:3`. */
  | { kind: "command"; name: string; given: string | Readonly<Record<string, string | number | boolean>> }
  | { kind: "press"; id: PressId }
  /** A form that was filled in; `values` by the names of its fields. */
  | { kind: "form"; id: PressId; values: Readonly<Record<string, string>> }
);
