import { entryButtons } from "../answers.ts";
import { choose } from "../choose.ts";
import { say } from "../effects.ts";
import { findSubject, type KnowledgeBase, type Subject, subjectId, subjectName } from "../knowledge/base.ts";
import { comparisonId, findEntry } from "../knowledge/entry.ts";
import { phrases } from "../phrases.ts";
import { paragraph } from "../reply.ts";
import { answerWith } from "./answer.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

export const compareCommand = defineCommand({
  name: "compare",
  summary: "Lay two roles or two technologies side by side",
  options: {
    one: { kind: "text", summary: "a role or technology, such as postgres", required: true, suggest: subjects },
    other: { kind: "text", summary: "what to compare it with, such as mysql", required: true, suggest: subjects },
  },
  glue: ["vs", "versus", "or", "and", "with", "to"],
  examples: ["compare postgres vs mysql", "compare backend frontend"],
  run: async ({ one, other }, context) => compare(one, other, context),
  press: async ([one = "", other = ""], context) => {
    const isKnown = findSubject(context.base, one) && findSubject(context.base, other);
    return isKnown ? compare(one, other, context) : undefined;
  },
});

async function compare(one: string, other: string, context: Context): Promise<Turn> {
  const { base } = context;
  const sides: Subject[] = [];
  for (const given of [one, other]) {
    const choice = choose(subjects(base), given);
    if (choice.kind === "unclear") {
      const buttons = entryButtons(
        base,
        choice.nearest.slice(0, 3).map(({ id }) => id),
      );
      return {
        effects: [
          say([
            paragraph(
              `${phrases.noSuch("role or technology", given)}${buttons.length > 0 ? ` ${phrases.unknownNearest}` : ""}`,
            ),
            ...(buttons.length > 0 ? [{ kind: "buttons" as const, buttons }] : []),
          ]),
        ],
        outcome: "unknown-subject",
      };
    }
    sides.push(choice.one.subject);
  }
  const [first, second] = sides;
  if (!first || !second) return { effects: [say([paragraph(phrases.compareTwo)])], outcome: "unknown-subject" };
  if (subjectId(first) === subjectId(second)) {
    return { effects: [say([paragraph(phrases.sameTwice(subjectName(first)))])], outcome: "same-subject" };
  }
  const id = comparisonId(base, subjectId(first), subjectId(second));
  if (!findEntry(base, id)) {
    const text = phrases.notComparable(subjectName(first), subjectName(second));
    const buttons = entryButtons(base, sides.map(subjectId));
    return { effects: [say([paragraph(text), { kind: "buttons", buttons }])], outcome: "not-comparable" };
  }
  return answerWith(id, context);
}

function subjects(base: KnowledgeBase) {
  return [
    ...[...base.careers.values()].map((career) => ({
      id: career.id,
      names: [career.title, ...career.aliases],
      subject: { kind: "career", career } as Subject,
    })),
    ...[...base.terms.values()].map((term) => ({
      id: term.id,
      names: [term.name, ...term.aliases],
      subject: { kind: "term", term } as Subject,
    })),
  ];
}
