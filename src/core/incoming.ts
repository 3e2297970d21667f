import type { PressId } from "./press.ts";

/** Who said something, and where. Ids are the platform's own. */
export type Origin = {
  platform: string;
  /** A server or workspace; absent in direct messages. */
  space?: string;
  conversation: string;
  thread?: string;
  /** What the conversation is called there, such as #general. */
  place?: string;
  person: string;
  /** What they are called there, for others to read. */
  name?: string;
  /** BCP 47. */
  locale: string;
  isDirect: boolean;
  /** Whether we are no member there and can only answer the person who called us: nothing can be posted or edited. */
  isGuest?: true;
  /** Whether they administer the whole server or workspace. */
  mayAdminister: boolean;
  /** Whether this conversation is theirs to decide about, and no more than that: they made it. */
  isOwner?: true;
};

/** Where messages go. A person's direct messages are the conversation of their own that the platform has, or makes. */
export type Destination =
  | { platform: string; conversation: string; thread?: string | undefined }
  | { platform: string; person: string };

/** A message of ours. */
export type MessageRef = { platform: string; conversation: string; thread?: string | undefined; message: string };

export type Incoming = { origin: Origin } & (
  | { kind: "utterance"; text: string; addressed: "mention" | "direct" | "overheard" }
  /** `given` is one line where the platform has no options of its own: `databases count:3`. */
  | { kind: "command"; name: string; given: string | Readonly<Record<string, string | number | boolean>> }
  /** `message` is the one that the button is on. */
  | { kind: "press"; id: PressId; message?: MessageRef }
  /** The page was opened that a platform gives each person with us. What is said is what stands there. */
  | { kind: "home" }
  /** A form that was filled in; `values` by the names of its fields. */
  | { kind: "form"; id: PressId; values: Readonly<Record<string, string>> }
);
