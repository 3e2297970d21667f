/** Everything in a store as JSON Lines: one record a line, the same for every engine. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { z } from "zod";
import { type Records, recordSchema } from "./records.ts";

/** `expires` in milliseconds since 1970, as are the instants within a record. */
const lineSchema = z.strictObject({ key: z.string().min(1), record: recordSchema, expires: z.number().optional() });

/** Records written at once: enough to keep a server busy. */
const batch = 64;

export type Exported = { written: number; unreadable: string[] };

/** @param onRecord called with each record's number, counted from 1 */
export async function exportState(
  records: Records,
  write: (line: string) => Promise<void>,
  onRecord: (number: number) => void,
): Promise<Exported> {
  const result: Exported = { written: 0, unreadable: [] };
  for await (const [key, { record, expires }] of records.list("")) {
    if (record.version === 0) {
      result.unreadable.push(key);
      continue;
    }
    await write(`${JSON.stringify({ key, record, expires })}\n`);
    onRecord(++result.written);
  }
  return result;
}

export type Faulty = { line: number; problem: string };

/** Read a whole file before any of it is written. @returns its number of records, and what is wrong with it */
export async function checkStateFile(file: string): Promise<{ records: number; faulty: Faulty[] }> {
  const faulty: Faulty[] = [];
  let records = 0;
  for await (const { line, read } of readLines(file)) {
    if (read.kind === "record") records++;
    else faulty.push({ line, problem: read.problem });
  }
  return { records, faulty };
}

/** Write a file's records over those with the same keys. @param onRecord called with the number of records written */
export async function importState(records: Records, file: string, onRecord: (number: number) => void): Promise<number> {
  let written = 0;
  let pending: Promise<void>[] = [];
  for await (const { read } of readLines(file)) {
    if (read.kind !== "record") continue;
    const { key, record, expires } = read.record;
    const change = records.change(key, () => ({ after: record, result: undefined, expires }));
    pending.push(change.then(() => onRecord(++written)));
    if (pending.length < batch) continue;
    await Promise.all(pending);
    pending = [];
  }
  await Promise.all(pending);
  return written;
}

type Line = { kind: "record"; record: z.infer<typeof lineSchema> } | { kind: "wrong"; problem: string };

async function* readLines(file: string): AsyncGenerator<{ line: number; read: Line }, void> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    if (text.trim() !== "") yield { line, read: readLine(text) };
  }
}

function readLine(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: "wrong", problem: "is not JSON" };
  }
  const read = lineSchema.safeParse(value);
  if (read.success) return { kind: "record", record: read.data };
  const [issue] = read.error.issues;
  return { kind: "wrong", problem: `${issue?.path.join(".") || "the line"}: ${issue?.message}` };
}
