import type { Incoming, Origin } from "../../core/incoming.ts";
import type { PressId } from "../../core/press.ts";

/** The one person at the keyboard, who owns the machine and so may administer. */
export const terminalOrigin: Origin = {
  platform: "terminal",
  conversation: "terminal",
  person: "you",
  locale: "en",
  isDirect: true,
  mayAdminister: true,
};

/**
 * A typed line: a number presses a button on the screen, a slash starts a command, the rest is said.
 *
 * @param presses the buttons on the screen; the first is pressed with 1
 */
export function readLine(line: string, presses: readonly PressId[]): Incoming {
  const text = line.trim();
  const origin = terminalOrigin;
  const id = /^\d{1,2}$/.test(text) ? presses[Number(text) - 1] : undefined;
  if (id !== undefined) return { kind: "press", origin, id };
  const [, name, given = ""] = /^\/([a-z-]+)(?:\s+(.*))?$/is.exec(text) ?? [];
  if (name !== undefined) return { kind: "command", origin, name: name.toLowerCase(), given };
  return { kind: "utterance", origin, text, addressed: "direct" };
}
