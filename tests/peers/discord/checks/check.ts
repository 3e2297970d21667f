/** A fault for a text of the wrong length, by the characters that Discord counts. */
export function lengthFaults(what: string, text: string | null | undefined, least: number, most: number): string[] {
  const { length } = text ?? "";
  if (length < least) return [`${what} is ${length === 0 ? "empty" : `shorter than ${least}`}`];
  return length > most ? [`${what} has ${length} characters, of ${most}`] : [];
}

export function countFaults(what: string, count: number, least: number, most: number): string[] {
  return count < least || count > most ? [`${count} ${what}, not ${least} to ${most}`] : [];
}

export function duplicates(values: readonly (string | number)[]): (string | number)[] {
  return [...new Set(values.filter((value, at) => values.indexOf(value) !== at))];
}

/** @returns the fault, if there is one */
export function faultIf(is: boolean, fault: string): string[] {
  return is ? [fault] : [];
}
