import { subjectName } from "../knowledge/base.ts";
import { type Entry, entryBody } from "../knowledge/entry.ts";
import { replyText } from "../reply.ts";

/** The texts that an entry says, for a weak kind of evidence: the question's words occur in the answer. */
export function entryWords(entry: Entry): string[] {
  const body = replyText(entryBody(entry));
  switch (entry.kind) {
    case "faq":
      return [body];
    case "facet":
      return [body, entry.career.summary, ...(entry.facet === "pay" ? entry.career.pay.map((one) => one.label) : [])];
    case "term": {
      const { name, kind, summary, usedFor, strengths, tradeOffs } = entry.term;
      return [name, kind, summary, usedFor, ...strengths, ...tradeOffs];
    }
    case "comparison":
      return [body, entry.comparison.summary, ...entry.sides.map(subjectName)];
    case "pair":
      return entry.sides.map(subjectName);
    case "path":
      return [
        entry.path.summary,
        ...entry.path.stages.flatMap((stage) => [stage.title, ...stage.steps.map((step) => step.learn)]),
      ];
    default:
      return entry satisfies never;
  }
}
