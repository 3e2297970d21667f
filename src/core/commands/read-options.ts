import { phrases } from "../phrases.ts";
import type { Command, Option } from "./command.ts";

type Values = Record<string, string | number | undefined>;
/** Names and topics are short; comparing a book with all of them would hold up everybody else. */
const longestText = 100;

export type ReadOptions = { kind: "read"; values: Values } | { kind: "wrong"; problem: string };

/** Options from a platform that has them, or from one typed line. */
export function readOptions(
  command: Command,
  given: string | Readonly<Record<string, string | number | boolean>>,
): ReadOptions {
  const raw = typeof given === "string" ? splitLine(command, given) : new Map(Object.entries(given));
  const known = Object.keys(command.options);
  const values: Values = {};
  for (const [name, value] of raw) {
    const option = Object.hasOwn(command.options, name) ? command.options[name] : undefined;
    if (!option) return { kind: "wrong", problem: phrases.unknownOption(name, known) };
    const read = readValue(name, option, String(value));
    if (read.kind === "wrong") return read;
    values[name] = read.value;
  }
  for (const [name, option] of Object.entries(command.options)) {
    if (option.required && values[name] === undefined) {
      return { kind: "wrong", problem: phrases.missingOption(name, option.summary) };
    }
  }
  return { kind: "read", values };
}

/**
 * `databases count:3` → topic "databases", count "3". Where bare words are not another text, a named one goes on to the
 * next name, but for a word that is a choice or a number for another option: `timezone:New York days:daily`. Values
 * without a name go to the options in order: a choice or number takes one word if it fits, a text takes what is left, and
 * two texts share it at the glue or after one word; unless the command itself knows what they mean.
 */
function splitLine(command: Command, typed: string): Map<string, string> {
  const values = new Map<string, string>();
  const [only, ...others] = Object.entries(command.options);
  if (only && others.length === 0 && only[1].kind === "text" && only[1].verbatim) {
    return typed.trim() === "" ? values : values.set(only[0], typed.trim());
  }
  const line = tidy(typed, Object.keys(command.options));
  const words: string[] = [];
  const isText = (name: string) => command.options[name]?.kind === "text";
  const goesOn = command.readWords !== undefined || Object.keys(command.options).filter(isText).length === 1;
  let open: string | undefined;
  for (const [, name, quoted, bare] of line.matchAll(/(?:([a-z]+):)?(?:"([^"]*)"|(\S+))/g)) {
    const value = quoted ?? bare ?? "";
    if (name !== undefined && !value.startsWith("//")) {
      values.set(name, value);
      open = goesOn && quoted === undefined && isText(name) ? name : undefined;
    } else if (open !== undefined && !fitsAnother(command, value, values)) {
      values.set(open, `${values.get(open)} ${value}`);
    } else words.push(name === undefined ? value : `${name}:${value}`);
  }
  if (command.readWords) {
    for (const [name, value] of Object.entries(command.readWords(words))) values.set(name, values.get(name) ?? value);
    return values;
  }
  const left = Object.entries(command.options).filter(([name]) => !values.has(name));
  const texts = left.filter(([, option]) => option.kind === "text");
  for (const [name, option] of left) {
    if (option.kind === "text") continue;
    const at = words.findIndex((word) => fits(name, option, word));
    if (at >= 0) values.set(name, words.splice(at, 1)[0] ?? "");
  }
  // "count 5" and "reminder on" name the option whose value is read already.
  for (const name of values.keys()) {
    const at = texts.length > 0 && words.length === 1 ? -1 : words.findIndex((word) => word.toLowerCase() === name);
    if (at >= 0) words.splice(at, 1);
  }
  if (words.length === 0) return values;
  const [first, second] = texts;
  if (first && second) {
    const glue = words.findIndex(
      (word, at) => at > 0 && command.glue?.includes(word.toLowerCase().replace(/\W+$/, "")),
    );
    values.set(first[0], words.slice(0, glue > 0 ? glue : 1).join(" "));
    const rest = words.slice(glue > 0 ? glue + 1 : 1).join(" ");
    if (rest !== "") values.set(second[0], rest);
  } else if (first) {
    values.set(first[0], words.join(" "));
  } else {
    // Words that fit no option are handed to one that is still open, so that its own complaint lists what fits.
    const [next] = left.filter(([name]) => !values.has(name));
    values.set(next?.[0] ?? words.join(" "), words.join(" "));
  }
  return values;
}

/** Quotes as keyboards set them, and names as people write them: `Time: 09:00`. */
function tidy(typed: string, names: readonly string[]): string {
  return names.reduce(
    (line, name) => line.replaceAll(new RegExp(`(?<!\\S)${name}:[^\\S\\n]*(?=[^\\s/])`, "gi"), `${name}:`),
    typed.replaceAll(/[“”„]/g, '"'),
  );
}

/** Whether a word is a choice, or a number; one out of range is still meant as one: its complaint says what fits. */
function fits(name: string, option: Option, word: string): boolean {
  const isNumber = /^\d+$/.test(word);
  if (option.kind === "integer") return isNumber;
  return option.kind === "choice" && !isNumber && readValue(name, option, word).kind === "read";
}

const fitsAnother = ({ options }: Command, word: string, values: ReadonlyMap<string, string>): boolean =>
  Object.entries(options).some(
    ([name, option]) => !values.has(name) && option.kind !== "text" && readValue(name, option, word).kind === "read",
  );

type ReadValue = { kind: "read"; value: string | number } | { kind: "wrong"; problem: string };

function readValue(name: string, option: Option, value: string): ReadValue {
  switch (option.kind) {
    case "text":
      return value.length <= longestText || option.verbatim
        ? { kind: "read", value }
        : { kind: "wrong", problem: phrases.tooLong(name, longestText) };
    case "integer": {
      const number = Number(value);
      return /^\d{1,6}$/.test(value) && number >= option.min && number <= option.max
        ? { kind: "read", value: number }
        : { kind: "wrong", problem: phrases.between(name, option.min, option.max) };
    }
    case "choice": {
      const choice = option.values.find((one) => one === value.toLowerCase());
      return choice === undefined
        ? { kind: "wrong", problem: phrases.oneOf(name, option.values) }
        : { kind: "read", value: choice };
    }
    default:
      return option satisfies never;
  }
}
