import type { Finding } from "../answering/answerer.ts";
import type { SubjectRef } from "../answering/readings.ts";
import { entryButtons, entryReply } from "../answers.ts";
import { say } from "../effects.ts";
import type { KnowledgeBase } from "../knowledge/base.ts";
import { type Entry, type EntryId, findEntry } from "../knowledge/entry.ts";
import { recallAnswer } from "../last-answer.ts";
import { recordChoice, recordMiss } from "../misses.ts";
import { phrases } from "../phrases.ts";
import { encodePress } from "../press.ts";
import { paragraph, type Reply } from "../reply.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

const mostSuggestions = 3;
/** Less likely entries are no help to somebody whose question is not answered. */
const nearestAt = 0.02;

export const askCommand = defineCommand({
  name: "ask",
  summary: "Ask a question about working in software",
  options: { question: { kind: "text", summary: "your question, in your own words", required: true, verbatim: true } },
  examples: ["ask do I need a degree?"],
  run: ({ question }, context) => answerQuestion(question, false, context),
  async press([id = "", miss], context) {
    const entry = findEntry(context.base, id);
    if (!entry) return undefined;
    if (miss !== undefined) await recordChoice(context.store, miss, id);
    return { effects: [say(entryReply(context.base, entry))], outcome: "pressed", entry: id };
  },
});

/** Answer in words, ask back, or say so when there is nothing; overheard questions get an answer or silence. */
export async function answerQuestion(text: string, overheard: boolean, context: Context): Promise<Turn> {
  const { base, answerer, store } = context;
  const lastId = await recallAnswer(store, context.origin);
  const last = lastId === undefined ? undefined : findEntry(base, lastId);
  const finding = answerer.answer({ text, overheard, carried: last ? subjectsOf(last) : [], last: last && idOf(last) });
  const confidence = Math.round((finding.candidates[0]?.confidence ?? 0) * 1000) / 1000;
  if (overheard && finding.kind !== "answered") return { effects: [], outcome: "silent", confidence };
  const answered = finding.kind === "answered" && { entry: finding.best.entry };
  const isMissed = finding.kind === "ambiguous" || finding.kind === "unknown";
  const miss = isMissed ? await recordMiss(store, context.clock, context.origin, text, finding.kind) : undefined;
  return { effects: [say(findingReply(base, finding, miss))], outcome: finding.kind, confidence, ...answered };
}

/** @param miss where a press on a suggestion is counted */
export function findingReply(base: KnowledgeBase, finding: Finding, miss?: string): Reply {
  switch (finding.kind) {
    case "answered": {
      const entry = findEntry(base, finding.best.entry);
      return entry ? entryReply(base, entry) : [paragraph(phrases.unknown)];
    }
    case "ambiguous": {
      const isOneFacet = finding.candidates
        .slice(0, 2)
        .every(({ evidence }) => evidence.assumed === 1 || evidence.carried === 1);
      return [paragraph(isOneFacet ? phrases.whichOne : phrases.ambiguous), ...suggestions(base, finding, miss)];
    }
    case "unknown": {
      const nearest = suggestions(base, finding, miss);
      return [
        paragraph(phrases.unknown),
        ...(nearest.length > 0 ? [paragraph(phrases.unknownNearest), ...nearest] : []),
        paragraph(phrases.unknownHint),
      ];
    }
    case "empty":
      return [paragraph(phrases.empty)];
    default:
      return finding satisfies never;
  }
}

function suggestions(base: KnowledgeBase, finding: Finding, miss: string | undefined): Reply {
  const likely = finding.candidates.filter(({ confidence }) => finding.kind === "ambiguous" || confidence >= nearestAt);
  const ids = likely.slice(0, mostSuggestions).map(({ entry }) => entry);
  const buttons = entryButtons(base, ids).map((button, at) => {
    const id = ids[at];
    if (miss === undefined || id === undefined) return button;
    return { ...button, press: encodePress({ command: "ask", arguments: [id, miss] }) };
  });
  return buttons.length > 0 ? [{ kind: "buttons", buttons }] : [];
}

const idOf = (entry: Entry): EntryId | undefined =>
  entry.kind === "facet" ? `${entry.career.id}#${entry.facet}` : undefined;

/** What "it" may stand for after an answer. */
function subjectsOf(entry: Entry): SubjectRef[] {
  switch (entry.kind) {
    case "facet":
      return [{ kind: "career", id: entry.career.id }];
    case "path":
      return [{ kind: "career", id: entry.path.career }];
    case "term":
      return [{ kind: "term", id: entry.term.id }];
    case "comparison":
    case "pair":
      return entry.sides.map((side) =>
        side.kind === "career" ? { kind: "career", id: side.career.id } : { kind: "term", id: side.term.id },
      );
    case "faq":
      return [];
    default:
      return entry satisfies never;
  }
}
