import { z } from "zod";
import { nearest } from "../nearest.ts";
import type { FieldPath } from "./fault.ts";

type Explained = { at: FieldPath; problem: string; remedy: string };
type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  description?: string;
};

/** Turn a zod issue into what an editor needs: which field, what is wrong with it, what to write instead. */
export function explain(issue: z.core.$ZodIssue, schema: z.ZodType): Explained[] {
  const at = issue.path;
  const name = fieldName(at);
  const remedy = describe(schema, at);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => {
        const known = fieldsAt(schema, at);
        const [close] = nearest(key, known, 1);
        const fields = `the fields here are ${known.join(", ")}`;
        return {
          at: [...at, key],
          problem: `unknown field "${key}"`,
          remedy: close ? `write "${close}"? ${fields}` : fields,
        };
      });
    case "invalid_type":
      return issue.input === undefined
        ? [{ at, problem: `${name} is missing`, remedy: `add it: ${remedy || kindOf(issue.expected)}` }]
        : [
            {
              at,
              problem: `${name} should be ${kindOf(issue.expected)}, not ${kindOf(typeName(issue.input))}`,
              remedy: remedy || `write ${kindOf(issue.expected)}`,
            },
          ];
    case "invalid_value":
      return [{ at, problem: `${name} is ${show(issue.input)}`, remedy: `write one of ${issue.values.join(", ")}` }];
    case "invalid_union": {
      // Where the alternatives are told apart by a field, the input is the map around it.
      const input = issue.input as Readonly<Record<PropertyKey, unknown>> | undefined;
      const value = "discriminator" in issue ? input?.[at.at(-1) ?? ""] : issue.input;
      return [{ at, problem: `${name} is ${show(value)}`, remedy: unionRemedy(issue) || remedy }];
    }
    case "too_small":
      return issue.origin === "string"
        ? [{ at, problem: `${name} is empty`, remedy: remedy || "write something" }]
        : [{ at, problem: `${name} has too little`, remedy: `at least ${issue.minimum}: ${remedy}` }];
    case "too_big":
      return issue.origin === "string"
        ? [{ at, problem: `${name} is too long`, remedy: `at most ${issue.maximum} characters` }]
        : [{ at, problem: `${name} is too much`, remedy: `at most ${issue.maximum}` }];
    case "invalid_format":
      return [{ at, problem: `${name} is ${show(issue.input)}`, remedy: `write ${remedy || issue.message}` }];
    case "custom":
      return [{ at, problem: `${name} is incomplete or contradicts itself`, remedy: issue.message }];
    default:
      return [{ at, problem: `${name}: ${issue.message}`, remedy }];
  }
}

function unionRemedy(issue: z.core.$ZodIssueInvalidUnion): string {
  const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
  return options.length > 0 ? `write one of ${options.join(", ")}` : "";
}

function fieldName(at: FieldPath): string {
  const text = at.map((key) => (typeof key === "number" ? `[${key + 1}]` : `.${String(key)}`)).join("");
  return text === "" ? "the file" : `"${text.replace(/^\./, "")}"`;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Number.isNaN(value)) return "nan";
  return Array.isArray(value) ? "array" : typeof value;
}

function kindOf(type: string): string {
  const names: Record<string, string> = {
    array: "a list",
    object: "a map of fields",
    string: "text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    null: "empty",
    nan: "no number (.nan)",
  };
  return names[type] ?? type;
}

function show(value: unknown): string {
  if (value === undefined) return "missing";
  // A list or map may even hold itself, through a YAML alias.
  if (typeof value === "object" && value !== null) return kindOf(typeName(value));
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Follow a path into the generated JSON Schema, through lists and alternatives. */
function follow(schema: z.ZodType, at: FieldPath): JsonSchema[] {
  let here = [z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema];
  for (const key of at) {
    here = here
      .flatMap((one) => one.oneOf ?? one.anyOf ?? [one])
      .map((one) => (typeof key === "number" ? one.items : one.properties?.[String(key)]))
      .filter((one) => one !== undefined);
  }
  return here.flatMap((one) => one.oneOf ?? one.anyOf ?? [one]);
}

function fieldsAt(schema: z.ZodType, at: FieldPath): string[] {
  return [...new Set(follow(schema, at).flatMap((one) => Object.keys(one.properties ?? {})))];
}

function describe(schema: z.ZodType, at: FieldPath): string {
  return follow(schema, at).find((one) => one.description)?.description ?? "";
}
