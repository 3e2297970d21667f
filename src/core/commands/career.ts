import { entryButtons } from "../answers.ts";
import { choose, offer } from "../choose.ts";
import { say } from "../effects.ts";
import type { Career, KnowledgeBase } from "../knowledge/base.ts";
import { facetId } from "../knowledge/entry.ts";
import { type Facet, facets } from "../knowledge/schema.ts";
import { phrases } from "../phrases.ts";
import { type Block, heading, paragraph, plain } from "../reply.ts";
import { answerWith } from "./answer.ts";
import { defineCommand, type Turn } from "./command.ts";

export const careerCommand = defineCommand({
  name: "career",
  summary: "Read about a role",
  options: {
    role: { kind: "text", summary: "which role, such as backend", suggest: named },
    about: { kind: "choice", summary: "what about it", values: facets },
  },
  examples: ["career backend", "career frontend pay"],
  async run({ role, about }, context): Promise<Turn> {
    const { base } = context;
    if (role === undefined) return { effects: [say(roleList(base, about))], outcome: "listed" };
    const choice = choose(named(base), role);
    if (choice.kind === "unclear") {
      const ids = offer(named(base), choice.nearest).map(({ id }) => facetId(id, about ?? "what"));
      return {
        effects: [
          say([
            paragraph(`${phrases.noSuch("role", role)} ${phrases.choose("role")}`),
            { kind: "buttons", buttons: entryButtons(base, ids) },
          ]),
        ],
        outcome: "unknown-role",
      };
    }
    return answerWith(facetId(choice.one.id, about ?? "what"), context);
  },
});

function named(base: KnowledgeBase) {
  return [...base.careers.values()].map((career) => ({
    id: career.id,
    names: [career.title, ...career.aliases],
    career,
  }));
}

function roleList(base: KnowledgeBase, about: Facet | undefined): Block[] {
  const careers: Career[] = [...base.careers.values()];
  return [
    heading(phrases.roles),
    { kind: "fields", fields: careers.map((career) => ({ label: career.title, value: plain(career.summary) })) },
    paragraph(phrases.rolesHint),
    {
      kind: "buttons",
      buttons: entryButtons(
        base,
        careers.map((career) => facetId(career.id, about ?? "what")),
      ),
    },
  ];
}
