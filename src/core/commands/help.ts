import { choose } from "../choose.ts";
import { say } from "../effects.ts";
import { phrases } from "../phrases.ts";
import { type Block, heading, paragraph, plain } from "../reply.ts";
import { type Command, defineCommand, type Turn } from "./command.ts";

/** The help of a registry, its own entry included. */
export function makeHelpCommand(others: readonly Command[]): Command {
  const command: Command = defineCommand({
    name: "help",
    summary: "See what I can do",
    options: {
      command: {
        kind: "text",
        summary: "a command to explain",
        suggest: () => [...others, command].map(({ name }) => ({ id: name, names: [name] })),
      },
    },
    examples: ["help", "help quiz"],
    async run({ command: given }): Promise<Turn> {
      const all = [...others, command];
      if (given === undefined) return { effects: [say(overview(all))], outcome: "answered" };
      const choice = choose(
        all.map((one) => ({ id: one.name, names: [], one })),
        given.replace(/^\//, ""),
      );
      if (choice.kind === "found") return { effects: [say(explain(choice.one.one))], outcome: "answered" };
      return {
        effects: [say([paragraph(phrases.unknownCommand(given)), ...overview(all)])],
        outcome: "unknown-command",
      };
    },
  });
  return command;
}

function overview(commands: readonly Command[]): Block[] {
  return [
    heading(phrases.helpTitle),
    paragraph(phrases.helpIntro),
    { kind: "fields", fields: commands.map((one) => ({ label: `/${one.name}`, value: plain(one.summary) })) },
    paragraph(phrases.helpTry),
    {
      kind: "list",
      ordered: false,
      items: [...phrases.startingQuestions.slice(0, 2), "/quiz databases", "/tip"].map((line) => [
        { kind: "text", content: [{ kind: "code", text: line }] },
      ]),
    },
  ];
}

function explain(command: Command): Block[] {
  const options = Object.entries(command.options);
  return [
    heading(`/${command.name}`),
    paragraph(`${command.summary}.`),
    ...(options.length > 0
      ? [
          {
            kind: "fields" as const,
            fields: options.map(([name, option]) => ({
              label: name,
              value: plain(`${option.summary}${describe(option)}`),
            })),
          },
        ]
      : []),
    {
      kind: "list",
      ordered: false,
      items: command.examples.map((example) => [{ kind: "text", content: [{ kind: "code", text: `/${example}` }] }]),
    },
  ];
}

function describe(option: Command["options"][string]): string {
  if (option.kind === "choice") return `: ${option.values.join(", ")}`;
  if (option.kind === "integer") return ` (${option.min} to ${option.max})`;
  return option.required ? "" : " (optional)";
}
