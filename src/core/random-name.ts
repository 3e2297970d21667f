import type { Random } from "./ports.ts";

/** So many of the digits 0 to 9 and a to z. @param digits at most 10 */
export const randomName = (random: Random, digits: number): string =>
  Math.floor(random.next() * 36 ** digits)
    .toString(36)
    .padStart(digits, "0");
