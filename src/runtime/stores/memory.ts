import type { Engine, Range, Row } from "./engine.ts";

/** Keyv's Map, with its keys in order: for tests and trials. */
export class MemoryEngine implements Engine {
  readonly adapter = new Map<string, string>();
  readonly #sorted: string[] = [];
  readonly #expires = new Map<string, number>();
  readonly #due = new Map<string, number>();

  async swap(key: string, before: string | undefined, after: Row | undefined): Promise<boolean> {
    if (this.adapter.get(key) !== before) return false;
    if (before === undefined && after) this.#sorted.splice(this.#place(key), 0, key);
    if (before !== undefined && !after) this.#sorted.splice(this.#place(key), 1);
    put(this.adapter, key, after?.text);
    put(this.#expires, key, after?.expires);
    put(this.#due, key, after?.due);
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
    const all = [...this.#due].map(([key, due]) => ({ key, due })).filter(({ key }) => !isOver(key));
    return all.sort((a, b) => a.due - b.due).slice(0, limit);
  }

  async count(from: string, to: string): Promise<number> {
    return Math.max(this.#place(to) - this.#place(from), 0);
  }

  async prune(now: number): Promise<number> {
    const over = [...this.#expires].filter(([, expires]) => expires <= now);
    for (const [key] of over) await this.swap(key, this.adapter.get(key), undefined);
    return over.length;
  }

  /** Where a key is or would be, by binary search. */
  #place(key: string): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareBytes(this.#sorted[middle] ?? "", key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** JavaScript compares UTF-16 code units, in which characters above U+FFFF come too early. */
const compareBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function put<V>(map: Map<string, V>, key: string, value: V | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
