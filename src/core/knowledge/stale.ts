import type { KnowledgeBase } from "./base.ts";
import type { Source } from "./fields.ts";

/** An entry due for a second look: the day its oldest source was checked, and the day that was good for. */
export type Stale = { id: string; checked: string; due: string };

/**
 * Entries whose oldest source is older than their `review` span, longest overdue first.
 *
 * @param today a date written YYYY-MM-DD
 */
export function staleEntries(base: KnowledgeBase, today: string): Stale[] {
  const reviewed = [
    ...[...base.careers.values()].map((career) => ({
      ...career,
      sources: [...career.sources, ...career.pay.map((figure) => figure.source)],
    })),
    ...base.faqs.values(),
    ...base.comparisons.values(),
    ...[...base.terms.values()].map((term) => ({ ...term, sources: [term.link, ...term.sources] })),
    ...base.paths.values(),
  ];
  return reviewed
    .map(({ id, sources, review }) => {
      const checked = oldestCheck(sources);
      return { id, checked, due: after(checked, review) };
    })
    .filter(({ due }) => due < today)
    .toSorted((a, b) => a.due.localeCompare(b.due));
}

/** The day from which on nothing has been checked again; dates sort as text. */
export function oldestCheck(sources: readonly Source[]): string {
  return sources.map((source) => source.checked).toSorted()[0] ?? "";
}

function after(day: string, span: string): string {
  const [count = "0", unit] = span.split(" ");
  const date = new Date(`${day}T00:00:00Z`);
  if (unit === "days") date.setUTCDate(date.getUTCDate() + Number(count));
  else {
    const dayOfMonth = date.getUTCDate();
    date.setUTCMonth(date.getUTCMonth() + Number(count) * (unit === "years" ? 12 : 1));
    // 31 August and six months is the last of February, not the third of March.
    if (date.getUTCDate() !== dayOfMonth) date.setUTCDate(0);
  }
  return date.toISOString().slice(0, 10);
}
