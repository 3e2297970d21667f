import { whisper } from "../effects.ts";
import { exportPerson, type PersonExport, removePerson } from "../people/privacy.ts";
import { privacy as words } from "../phrases/privacy.ts";
import { encodePress } from "../press.ts";
import { type Button, heading, paragraph, plain, type Reply } from "../reply.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

const actions = ["show", "export", "delete"] as const;
type Action = (typeof actions)[number] | "confirmed";
const exportName = "waymark-about-me.json";

export const privacyCommand = defineCommand({
  name: "privacy",
  summary: "See, export or delete all I hold about you",
  isPrivate: true,
  options: { what: { kind: "choice", summary: "see it, take it along, or delete it", values: actions } },
  examples: ["privacy", "privacy export", "privacy delete"],
  run: async ({ what }, context) => act(what ?? "show", context),
  async press([action], context) {
    const known = [...actions, "confirmed" as const].find((one) => one === action);
    return known && act(known, context);
  },
});

async function act(action: Action, context: Context): Promise<Turn> {
  const { store, origin } = context;
  switch (action) {
    case "show":
      return { effects: [whisper(overview(await exportPerson(store, origin)))], outcome: "shown" };
    case "export": {
      const text = `${JSON.stringify(await exportPerson(store, origin), undefined, 1)}\n`;
      const reply: Reply = [paragraph(words.exportHint), { kind: "file", name: exportName, text }];
      return { effects: [whisper(reply)], outcome: "exported" };
    }
    case "delete": {
      const buttons = [button(words.confirm, "confirmed"), button(words.export, "export")];
      return { effects: [whisper([paragraph(words.sure), { kind: "buttons", buttons }])], outcome: "asked" };
    }
    case "confirmed":
      await removePerson(store, origin);
      return { effects: [whisper([paragraph(words.deleted)])], outcome: "deleted" };
    default:
      return action satisfies never;
  }
}

function overview(held: PersonExport): Reply {
  const fields = (Object.keys(words.labels) as (keyof typeof words.labels)[]).map((key) => ({
    label: words.labels[key],
    value: plain(summary(held[key])),
  }));
  return [
    heading(words.title),
    paragraph(words.intro),
    { kind: "fields", fields },
    { kind: "buttons", buttons: [button(words.export, "export"), button(words.delete, "delete")] },
  ];
}

/** How much of a kind there is. */
function summary(value: unknown): string {
  if (value === undefined) return words.none;
  if (Array.isArray(value)) return value.length === 0 ? words.none : String(value.length);
  if (typeof value === "object" && value !== null) {
    const count = Object.keys(value).length;
    return "answered" in value ? String(value.answered) : count === 0 ? words.none : String(count);
  }
  return words.yes;
}

function button(label: string, action: Action): Button {
  return { label, press: encodePress({ command: "privacy", arguments: [action] }) };
}
