import { entryButtons, entryReply } from "../answers.ts";
import { choose } from "../choose.ts";
import { say } from "../effects.ts";
import type { KnowledgeBase } from "../knowledge/base.ts";
import { phrases } from "../phrases.ts";
import { heading, paragraph } from "../reply.ts";
import { defineCommand, type Turn } from "./command.ts";

export const pathCommand = defineCommand({
  name: "path",
  summary: "See a learning path, step by step",
  options: { role: { kind: "text", summary: "the role it leads to, such as backend" } },
  examples: ["path backend"],
  async run({ role }, { base }): Promise<Turn> {
    const choice = role === undefined ? undefined : choose(named(base), role);
    if (choice?.kind === "found") {
      return {
        effects: [say(entryReply(base, { kind: "path", path: choice.one.path }))],
        outcome: "answered",
        entry: choice.one.id,
      };
    }
    const buttons = entryButtons(base, [...base.paths.keys()]);
    const intro = role === undefined ? heading(phrases.paths) : paragraph(phrases.noSuch("path", role));
    return {
      effects: [say([intro, { kind: "buttons", buttons }])],
      outcome: role === undefined ? "listed" : "unknown-path",
    };
  },
  async press([id = ""], { base }) {
    const path = base.paths.get(id);
    return path && { effects: [say(entryReply(base, { kind: "path", path }))], outcome: "pressed", entry: id };
  },
});

const named = (base: KnowledgeBase) =>
  [...base.paths.values()].map((path) => {
    const career = base.careers.get(path.career);
    return {
      id: path.id,
      names: [path.title, path.career, ...(career ? [career.title, ...career.aliases] : [])],
      path,
    };
  });
