import { say, whisper } from "../effects.ts";
import type { Origin } from "../incoming.ts";
import { phrases } from "../phrases.ts";
import { encodePress } from "../press.ts";
import { difficulties } from "../quiz/draw.ts";
import { type Button, heading, type Inline, paragraph, plain, type Reply } from "../reply.ts";
import {
  changeSettings,
  locales,
  type Made,
  mostQuestions,
  readMade,
  readSettings,
  type Scope,
  type Settings,
} from "../settings.ts";
import { type Context, defineCommand, type Turn } from "./command.ts";

const words = phrases.settings;
const back = "default";
const keys = Object.keys(words.names) as (keyof Settings)[];

/** How a setting's values are written. */
type Notation<V> = { takes: string; read(typed: string): V | undefined; show(value: V): string };

const switches = new Map([
  [words.on as string, true],
  ["yes", true],
  ["true", true],
  [words.off, false],
  ["no", false],
  ["false", false],
]);
const onOff: Notation<boolean> = {
  takes: words.oneOf([words.on, words.off]),
  read: (typed) => switches.get(typed),
  show: (value) => (value ? words.on : words.off),
};

function oneOf<const V extends string>(values: readonly V[]): Notation<V> {
  return {
    takes: words.oneOf(values),
    read: (typed) => values.find((value) => value.toLowerCase() === typed),
    show: (value) => value,
  };
}

const notations: { [K in keyof Settings]: Notation<Settings[K]> } = {
  overhear: onOff,
  locale: oneOf(locales),
  quizCount: {
    takes: words.wholeNumber(1, mostQuestions),
    read: (typed) => (/^\d{1,2}$/.test(typed) && +typed >= 1 && +typed <= mostQuestions ? +typed : undefined),
    show: String,
  },
  quizDifficulty: oneOf(difficulties),
  quizClock: onOff,
  quizSpeed: onOff,
};

export const settingsCommand = defineCommand({
  name: "settings",
  summary: "See and change how I behave here (administrators)",
  isPrivate: true,
  isFor: "administrators",
  options: {
    setting: { kind: "choice", summary: "which one; without it you see all", values: Object.values(words.names) },
    where: {
      kind: "choice",
      summary: "this conversation, or the whole server or workspace",
      values: ["here", "everywhere"],
    },
    value: { kind: "text", summary: "on, off, a number …, or “default” to take it back" },
  },
  examples: ["settings", "settings overhear on", "settings quiz-count 10 everywhere"],
  async run({ setting, where, value }, context): Promise<Turn> {
    if (!mayChange(context)) return refused;
    const key = keys.find((one) => words.names[one] === setting);
    if (key === undefined && value !== undefined) {
      const text = words.noSuch(value.split(" ")[0] ?? value, Object.values(words.names));
      return { effects: [whisper([paragraph(text)])], outcome: "unknown-setting" };
    }
    if (key === undefined) return { effects: [whisper(await overview(context))], outcome: "listed" };
    if (value === undefined) {
      return {
        effects: [whisper([paragraph(words.takes(words.names[key], notations[key].takes))])],
        outcome: "explained",
      };
    }
    return change(key, value, where === "everywhere" ? "space" : "conversation", context);
  },
  async press([name, value = ""], context) {
    const key = keys.find((one) => words.names[one] === name);
    if (key === undefined) return undefined;
    return mayChange(context) ? change(key, value, "conversation", context) : refused;
  },
});

/** In direct messages nothing is overheard; a language needs no setting while there is one. */
const concerns = (key: keyof Settings, { isDirect }: Origin) =>
  key === "overhear" ? !isDirect : key !== "locale" || locales.length > 1;

/** In direct messages there is nobody else whom it concerns. */
const mayChange = ({ origin }: Context) => origin.mayAdminister || origin.isOwner === true || origin.isDirect;
const refused: Turn = { effects: [whisper([paragraph(phrases.onlyAdministrators)])], outcome: "refused" };

async function change(key: keyof Settings, typed: string, scope: Scope, context: Context): Promise<Turn> {
  const { store, origin } = context;
  const name = words.names[key];
  if (scope === "space" && origin.space === undefined) {
    return { effects: [whisper([paragraph(words.nowhere)])], outcome: "nowhere" };
  }
  if (scope === "space" && !origin.mayAdminister) return refused;
  const folded = typed.trim().toLowerCase();
  const value = folded === back ? undefined : notations[key].read(folded);
  if (value === undefined && folded !== back) {
    return { effects: [whisper([paragraph(words.takes(name, notations[key].takes))])], outcome: "wrong-value" };
  }
  await changeSettings(store, origin, scope, { [key]: value });
  const made = (await readMade(store, origin))[scope];
  const inForce = cell(await readSettings(store, origin), key) ?? words.unset;
  const shown = cell(made, key);
  // Everybody whom it concerns sees that it was changed.
  const where = words.scopes[scope];
  const changed = paragraph(
    shown === undefined ? words.takenBack(name, where, inForce) : words.changed(name, shown, where),
  );
  return { effects: [say([changed]), whisper(await overview(context))], outcome: "changed" };
}

async function overview({ store, origin }: Context): Promise<Reply> {
  const [made, inForce] = await Promise.all([readMade(store, origin), readSettings(store, origin)]);
  const isDirect = origin.space === undefined;
  const row = (key: keyof Settings): Inline[][] => [
    [{ kind: "code", text: words.names[key] }, ...plain(` ${words.meanings[key]}`)],
    plain(cell(made.conversation, key) ?? words.unset),
    ...(isDirect ? [] : [plain(cell(made.space, key) ?? words.unset)]),
    plain(cell(inForce, key) ?? words.unset),
  ];
  const titles = [words.here, ...(isDirect ? [] : [words.everywhere]), words.inForce];
  const shown = keys.filter((key) => concerns(key, origin));
  const toggles = shown
    .filter((key) => typeof inForce[key] === "boolean")
    .map((key): Button => {
      const name = words.names[key];
      const press = encodePress({ command: "settings", arguments: [name, inForce[key] ? words.off : words.on] });
      return { label: inForce[key] ? words.turnOff(name) : words.turnOn(name), press };
    });
  return [
    heading(words.title),
    { kind: "table", header: [[], ...titles.map(plain)], rows: shown.map(row) },
    paragraph(isDirect ? words.directHint : words.hint),
    { kind: "buttons", buttons: toggles },
  ];
}

/** A setting as it is written; undefined when it is not made. */
function cell<K extends keyof Settings>(made: Made, key: K): string | undefined {
  const value = made[key];
  return value === undefined ? undefined : notations[key].show(value as Settings[K]);
}
