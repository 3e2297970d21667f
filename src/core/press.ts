/**
 * Most characters a press id may have: Discord's `custom_id` is the tightest of the platforms with 100, and adapters tell
 * two buttons apart that press the same with a few at the end.
 */
export const longestPressId = 96;

/** What a button carries: the command it presses and the arguments it was made with, as one short string. */
export type PressId = string;
export type Press = { command: string; arguments: string[] };

/**
 * @throws RangeError when the id would be longer than a platform takes: a fault in the command that made the button
 */
export function encodePress(press: Press): PressId {
  const id = [press.command, ...press.arguments].map(encodeURIComponent).join(":");
  if (id.length > longestPressId) throw new RangeError(`press id of ${id.length} characters: ${id}`);
  return id;
}

/** The press behind an id; `undefined` when no button of ours ever had such an id. */
export function decodePress(id: PressId): Press | undefined {
  if (id.length > longestPressId) return undefined;
  try {
    const [command = "", ...rest] = id.split(":").map(decodeURIComponent);
    return { command, arguments: rest };
  } catch {
    return undefined; // a stranger's id with a broken percent escape
  }
}
