import type { Finding } from "../answering/answerer.ts";
import type { SubjectRef } from "../answering/readings.ts";
import { entryButtons, entryReply } from "../answers.ts";
import { say } from "../effects.ts";
import { unlessUnavailable } from "../errors.ts";
import { type Handle, recordChoice } from "../insights/asked.ts";
import type { KnowledgeBase } from "../knowledge/base.ts";
import { type Entry, type EntryId, findEntry } from "../knowledge/entry.ts";
import { recallAnswer } from "../last-answer.ts";
import { phrases } from "../phrases.ts";
import { encodePress } from "../press.ts";
import { paragraph, type Reply } from "../reply.ts";
import { answerWith, note } from "./answer.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

const mostSuggestions = 3;
/** Less likely entries are no help to somebody whose question is not answered. */
const nearestAt = 0.02;

export const askCommand = defineCommand({
  name: "ask",
  summary: "Ask a question about working in software",
  options: {
    question: {
      kind: "text",
      summary: "your question, in your own words",
      required: true,
      verbatim: true,
      suggest: ({ faqs }) => [...faqs.values()].map(({ id, questions }) => ({ id, names: questions })),
    },
  },
  examples: ["ask do I need a degree?"],
  shortcut: { title: "Answer this", option: "question" },
  run: ({ question }, context) => answerQuestion(question, false, context),
  async press([id = "", handle], context) {
    if (!findEntry(context.base, id)) return undefined;
    if (handle !== undefined) await unlessUnavailable(recordChoice(context, handle, id));
    return { ...(await answerWith(id, context)), outcome: "pressed" };
  },
});

/** Answer in words, ask back, or say so when there is nothing; overheard questions get an answer or silence. */
export async function answerQuestion(text: string, overheard: boolean, context: Context): Promise<Turn> {
  const { base, answerer, store } = context;
  const lastId = await unlessUnavailable(recallAnswer(store, context.origin));
  const last = lastId === undefined ? undefined : findEntry(base, lastId);
  const finding = answerer.answer({ text, overheard, carried: last ? subjectsOf(last) : [], last: last && idOf(last) });
  const confidence = Math.round((finding.candidates[0]?.confidence ?? 0) * 1000) / 1000;
  if (finding.kind === "answered") return { ...(await answerWith(finding.best.entry, context, text)), confidence };
  if (overheard) return { effects: [], outcome: "silent", confidence };
  const handle = finding.kind === "empty" ? undefined : await note(context, { text, outcome: finding.kind });
  return { effects: [say(findingReply(base, finding, handle))], outcome: finding.kind, confidence };
}

/** @param handle where a press on a suggestion is counted */
export function findingReply(base: KnowledgeBase, finding: Finding, handle?: Handle): Reply {
  switch (finding.kind) {
    case "answered": {
      const entry = findEntry(base, finding.best.entry);
      return entry ? entryReply(base, entry) : [paragraph(phrases.unknown)];
    }
    case "ambiguous": {
      const isOneFacet = finding.candidates
        .slice(0, 2)
        .every(({ evidence }) => evidence.assumed === 1 || evidence.carried === 1);
      return [paragraph(isOneFacet ? phrases.whichOne : phrases.ambiguous), ...suggestions(base, finding, handle)];
    }
    case "unknown": {
      const nearest = suggestions(base, finding, handle);
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

function suggestions(base: KnowledgeBase, finding: Finding, handle: Handle | undefined): Reply {
  const likely = finding.candidates.filter(({ confidence }) => finding.kind === "ambiguous" || confidence >= nearestAt);
  const ids = likely.slice(0, mostSuggestions).map(({ entry }) => entry);
  const buttons = entryButtons(base, ids).map((button, at) => {
    const id = ids[at];
    if (handle === undefined || id === undefined) return button;
    return { ...button, press: encodePress({ command: "ask", arguments: [id, handle] }) };
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
