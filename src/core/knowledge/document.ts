import { load, YAMLException } from "js-yaml";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { z } from "zod";
import { explain } from "./explain.ts";
import type { Fault, FieldPath } from "./fault.ts";

/** One file of the base. `path` is relative to the locale's folder, with forward slashes. */
export type KnowledgeFile = { path: string; text: string };

/** A validated file that can still say where each of its fields stands. */
export type Document<T> = {
  file: string;
  value: T;
  /** A fault at a field, or at the nearest field around it that exists. */
  fault(at: FieldPath, problem: string, remedy: string): Fault;
};

export type Read<T> = { kind: "read"; document: Document<T> } | { kind: "faulty"; faults: Fault[] };

/**
 * Parse YAML and hold it to a schema.
 *
 * Two parsers: js-yaml reads the values, several times faster than `yaml`, which keeps where everything stands and so
 * is asked only when there is a fault to point at.
 *
 * @param firstLine the line of the file on which `text` starts, counted from 1 (front matter starts on 2)
 */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>, firstLine = 1): Read<T> {
  const fault = (at: FieldPath, problem: string, remedy: string): Fault => {
    const { line, column } = positionOf(text, at);
    return { file, line: line + firstLine - 1, column, problem, remedy };
  };
  let value: unknown;
  try {
    value = load(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const { line = 0, column = 0 } = error.mark ?? {};
    const problem = `not valid YAML: ${error.reason}`;
    const remedy = "see “YAML that bites” in knowledge/README.md";
    return { kind: "faulty", faults: [{ file, line: line + firstLine, column: column + 1, problem, remedy }] };
  }
  const checked = schema.safeParse(value, { reportInput: true });
  if (checked.success) return { kind: "read", document: { file, value: checked.data, fault } };
  const faults = checked.error.issues.flatMap((issue) =>
    explain(issue, schema).map(({ at, problem, remedy }) => fault(at, problem, remedy)),
  );
  return { kind: "faulty", faults };
}

/** Where a field starts, counted from 1: its key in a map, its item in a list; a missing one is where its parent is. */
function positionOf(text: string, at: FieldPath): { line: number; column: number } {
  const lines = new LineCounter();
  let node: unknown = parseDocument(text, { lineCounter: lines }).contents;
  let offset = startOf(node) ?? 0;
  for (const key of at) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = startOf(node) ?? offset;
    } else break;
  }
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

const startOf = (node: unknown) => (node as Node | undefined)?.range?.[0];
