/** What somebody says about a subscription, read. */
import { choose, type Named } from "../choose.ts";
import type { KnowledgeBase } from "../knowledge/base.ts";
import { tips as words } from "../phrases/tips.ts";
import { readClockTime } from "../time/clock-time.ts";
import { everyDay, listWeekdays, readWeekdays } from "../time/weekdays.ts";
import { chooseZone } from "../time/zones.ts";
import type { Kind, Wish } from "./subscription.ts";

/** As typed; what is left out stays as it is, or as it usually is. */
export type Typed = { [K in "time" | "timezone" | "days" | "topics" | "kind"]?: string | undefined };

/** `zones`: those that a time zone could be. */
export type ReadWish = { kind: "read"; wish: Wish } | { kind: "wrong"; problems: string[]; zones: readonly string[] };

const mostTopics = 10;
/** Titles are shorter. */
const longestName = 40;
const kindNames: Readonly<Record<string, Kind>> = {
  tip: "tip",
  tips: "tip",
  question: "question",
  questions: "question",
  quiz: "question",
  qotd: "question",
  "question of the day": "question",
};

/** @param before what is so already; the time and the time zone have to come from somewhere */
export function readWish(typed: Typed, before: Partial<Wish>, base: KnowledgeBase): ReadWish {
  const { place, days: said } =
    typed.days === undefined ? apart(typed.timezone) : { place: typed.timezone, days: typed.days };
  const problems: string[] = [];
  const or = <T>(read: T | { problem: string }): T | undefined => {
    if (typeof read !== "object" || read === null || !("problem" in read)) return read;
    problems.push(read.problem);
    return undefined;
  };
  const kind = typed.kind === undefined ? (before.kind ?? "tip") : readKind(typed.kind);
  const all = topicsOf(typeof kind === "string" ? kind : "tip", base);
  const read = {
    time: or(typed.time === undefined ? (before.time ?? { problem: words.noTime }) : readTime(typed.time)),
    days: or(said === undefined ? (before.days ?? [...everyDay]) : readDays(said)),
    topics: or(typed.topics === undefined ? topicsBefore(before, kind, all) : readTopics(typed.topics, all)),
    kind: or(kind),
  };
  const zone = readZone(place, before.zone);
  if ("problem" in zone) problems.push(zone.problem);
  else if (isWhole(read)) return { kind: "read", wish: { ...read, zone: zone.name } };
  return { kind: "wrong", problems, zones: "zones" in zone ? zone.zones : [] };
}

/** Days that were typed behind a place: `timezone:Cairo weekdays`. */
function apart(timezone: string | undefined): { place: string | undefined; days?: string } {
  const words = timezone?.trim().split(/\s+/) ?? [];
  for (let at = 1; at < words.length; at++) {
    const [place, days] = [words.slice(0, at).join(" "), words.slice(at).join(" ")];
    if (readWeekdays(days) && chooseZone(place).kind !== "unknown") return { place, days };
  }
  return { place: timezone };
}

type Problem = { problem: string };
type Parts = Omit<Wish, "zone">;

const isWhole = (read: { [K in keyof Parts]: Parts[K] | undefined }): read is Parts =>
  Object.values(read).every((part) => part !== undefined);

const readKind = (typed: string): Kind | Problem => {
  const folded = typed.trim().toLowerCase();
  if (folded === "") return "tip";
  return (Object.hasOwn(kindNames, folded) && kindNames[folded]) || { problem: words.wrongKind(typed) };
};

const readTime = (typed: string): string | Problem =>
  readClockTime(typed) ?? { problem: typed.trim() === "" ? words.noTime : words.wrongTime(typed) };

const readDays = (typed: string): number[] | Problem =>
  readWeekdays(typed) ?? { problem: /\p{L}/u.test(typed) ? words.wrongDays(typed) : words.noDays };

function readZone(typed: string | undefined, before: string | undefined) {
  if (typed === undefined && before !== undefined) return { name: before };
  const choice = chooseZone(typed ?? "");
  switch (choice.kind) {
    case "found":
      return { name: choice.zone };
    case "several":
      return { problem: words.zone.which(typed ?? ""), zones: choice.zones };
    case "unknown": {
      if (!typed?.trim()) return { problem: words.noZone };
      const { zone } = words;
      const hint = choice.nearest.length > 0 ? [zone.nearest] : [];
      return { problem: [zone.unknown(typed), ...hint].join(" "), zones: choice.nearest };
    }
    default:
      return choice satisfies never;
  }
}

/** Topics that there is something on. */
export function topicsOf(kind: Kind, base: KnowledgeBase): Named[] {
  if (kind === "question")
    return [...base.quizzes.values()].map(({ id, title, aliases }) => ({ id, names: [title, ...aliases] }));
  const used = new Set(base.tips.flatMap(({ topics }) => topics));
  return [...base.topics.values()]
    .filter(({ id }) => used.has(id))
    .map(({ id, title, aliases }) => ({ id, names: [title, ...aliases] }));
}

/** Those of a tip may have no questions on them, and the other way round. */
function topicsBefore({ topics = [], kind: before }: Partial<Wish>, kind: Kind | Problem, all: readonly Named[]) {
  const known = topics.filter((id) => all.some((one) => one.id === id));
  // Without any it would be about everything.
  const isLost = topics.length > 0 && known.length === 0;
  if (before === kind || before === undefined) return topics;
  return isLost ? { problem: words.wrongTopic(topics.join(", "), titlesOf(all)) } : known;
}

const titlesOf = (all: readonly Named[]) => all.map(({ id, names }) => names[0] ?? id);

/** `backend, databases`; ids of what there is something on, none for all. */
function readTopics(typed: string, all: readonly Named[]): string[] | Problem {
  const text = typed.trim();
  if (["", words.all, "any", "every", "everything", words.allTopics].includes(text.toLowerCase())) return [];
  const ids: string[] = [];
  for (const name of text.split(/[,;/\n]/).flatMap((part) => namesIn(part.trim(), all))) {
    const choice = choose(all, name.slice(0, longestName));
    if (choice.kind === "unclear") return { problem: words.wrongTopic(name, titlesOf(all)) };
    ids.push(choice.one.id);
  }
  const distinct = [...new Set(ids)];
  return distinct.length > mostTopics ? { problem: words.tooManyTopics(mostTopics) } : distinct;
}

/** A name, or several that stand side by side: `backend and databases`, `backend databases`, but “Pay and demand”. */
function namesIn(text: string, all: readonly Named[]): string[] {
  const isName = all.some(({ id, names }) => [id, ...names].some((name) => isSame(name, text)));
  if (text === "" || isName) return text === "" ? [] : [text];
  const between = /\s+(?:and|\+|&)\s+/i;
  for (const separator of [between, /\s+/]) {
    const parts = text.split(separator);
    const areNames = parts.every((part) => choose(all, part.slice(0, longestName)).kind === "found");
    if (parts.length > 1 && parts.length <= mostTopics && areNames) return parts;
  }
  return choose(all, text.slice(0, longestName)).kind === "found" ? [text] : text.split(between);
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

/** As it may be typed again. */
export function typedOf({ time, zone, days, topics, kind }: Partial<Wish>, base: KnowledgeBase): Typed {
  return {
    time,
    timezone: zone,
    days: days && showDays(days),
    topics: topics && (topics.length === 0 ? words.all : topicNames(topics, base)),
    kind,
  };
}

export const showDays = (days: readonly number[]) =>
  days.length === everyDay.length ? words.everyDay : listWeekdays(days);

export function topicNames(topics: readonly string[], base: KnowledgeBase): string {
  if (topics.length === 0) return words.allTopics;
  return topics.map((id) => base.topics.get(id)?.title ?? base.quizzes.get(id)?.title ?? id).join(", ");
}
