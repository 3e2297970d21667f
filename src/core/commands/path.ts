import { entryButtons } from "../answers.ts";
import { choose } from "../choose.ts";
import { say } from "../effects.ts";
import type { KnowledgeBase } from "../knowledge/base.ts";
import { phrases } from "../phrases.ts";
import { heading, paragraph } from "../reply.ts";
import { answerWith } from "./answer.ts";
import { defineCommand, type Turn } from "./command.ts";

export const pathCommand = defineCommand({
  name: "path",
  summary: "See a learning path, step by step",
  options: { role: { kind: "text", summary: "the role it leads to, such as backend", suggest: named } },
  examples: ["path backend"],
  async run({ role }, context): Promise<Turn> {
    const { base } = context;
    const choice = role === undefined ? undefined : choose(named(base), role);
    if (choice?.kind === "found") return answerWith(choice.one.id, context);
    const buttons = entryButtons(base, [...base.paths.keys()]);
    const intro = role === undefined ? heading(phrases.paths) : paragraph(phrases.noSuch("path", role));
    return {
      effects: [say([intro, { kind: "buttons", buttons }])],
      outcome: role === undefined ? "listed" : "unknown-path",
    };
  },
  async press([id = ""], context) {
    return context.base.paths.has(id) ? { ...(await answerWith(id, context)), outcome: "pressed" } : undefined;
  },
});

function named(base: KnowledgeBase) {
  return [...base.paths.values()].map((path) => {
    const career = base.careers.get(path.career);
    return {
      id: path.id,
      names: [path.title, path.career, ...(career ? [career.title, ...career.aliases] : [])],
      path,
    };
  });
}
