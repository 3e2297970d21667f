import type { Engine, Range, Row } from "./engine.ts";

/** Keyv's Map, with its keys in order: for tests and trials. */
export class MemoryEngine implements Engine {
  readonly adapter = new Map<string, string>();
  readonly #sorted: string[] = [];
  readonly #expires = new Map<string, number>();
  readonly #due = new Map<string, number>();
  /** The same by time. */
  readonly #alarms: { key: string; due: number }[] = [];

  async swap(key: string, before: string | undefined, after: Row | undefined): Promise<boolean> {
    if (this.adapter.get(key) !== before) return false;
    if (before === undefined && after) this.#sorted.splice(this.#place(key), 0, key);
    if (before !== undefined && !after) this.#sorted.splice(this.#place(key), 1);
    put(this.adapter, key, after?.text);
    put(this.#expires, key, after?.expires);
    this.#setDue(key, after?.due);
    return true;
  }

  async list({ prefix, after, limit }: Range): Promise<{ key: string; text: string }[]> {
    const next = this.#place(after) + (this.adapter.has(after) ? 1 : 0);
    const from = Math.max(this.#place(prefix), after === "" ? 0 : next);
    const keys = this.#sorted.slice(from, from + limit).filter((key) => key.startsWith(prefix));
    return keys.map((key) => ({ key, text: this.adapter.get(key) ?? "" }));
  }

  async due(limit: number, now: number): Promise<{ key: string; due: number }[]> {
    const isOver = (key: string) => (this.#expires.get(key) ?? Number.POSITIVE_INFINITY) <= now;
    const first: { key: string; due: number }[] = [];
    for (const alarm of this.#alarms) {
      if (first.length === limit) break;
      if (!isOver(alarm.key)) first.push(alarm);
    }
    return first;
  }

  async count(from: string, to: string): Promise<number> {
    return Math.max(this.#place(to) - this.#place(from), 0);
  }

  async prune(now: number): Promise<number> {
    const over = [...this.#expires].filter(([, expires]) => expires <= now);
    for (const [key] of over) await this.swap(key, this.adapter.get(key), undefined);
    return over.length;
  }

  #setDue(key: string, due: number | undefined): void {
    const before = this.#due.get(key);
    if (before === due) return;
    const dueOf = (at: number) => this.#alarms[at]?.due ?? 0;
    if (before !== undefined) {
      let at = lowest(this.#alarms.length, (one) => dueOf(one) >= before);
      while (this.#alarms[at]?.key !== key) at++;
      this.#alarms.splice(at, 1);
    }
    if (due !== undefined)
      this.#alarms.splice(
        lowest(this.#alarms.length, (one) => dueOf(one) > due),
        0,
        { key, due },
      );
    put(this.#due, key, due);
  }

  /** Where a key is or would be. */
  #place(key: string): number {
    return lowest(this.#sorted.length, (at) => compareBytes(this.#sorted[at] ?? "", key) >= 0);
  }
}

/** The first index from which on something holds, by binary search. */
function lowest(length: number, holds: (at: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Order of UTF-8 bytes, which is that of code points: in UTF-16, surrogates come before what they should come after.
 */
function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [one, other] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (one === other) continue;
    return isSurrogate(one) === isSurrogate(other) ? one - other : isSurrogate(one) ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;

function put<V>(map: Map<string, V>, key: string, value: V | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
