/** Time zones by what people call them: a city, an abbreviation, an IANA name. */
import { choose, type Named } from "../choose.ts";
import { editDistance } from "../edit-distance.ts";
import { findZone } from "./local-day.ts";

/** Zones by their IANA names: the one that somebody means, those it could be, or those whose names look like it. */
export type ZoneChoice =
  | { kind: "found"; zone: string }
  | { kind: "several"; zones: readonly string[] }
  | { kind: "unknown"; nearest: string[] };

/** Comparing a book with all of them would hold up everybody else. */
const longestName = 40;
/** Fewer letters than these say too little. */
const shortestStart = 3;
const shortestSlip = 6;

/** Names that the engine's list of zones still has under the city's former spelling. */
const respelt: Readonly<Record<string, string>> = {
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "America/Godthab": "America/Nuuk",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Atlantic/Faeroe": "Atlantic/Faroe",
  "Europe/Kiev": "Europe/Kyiv",
};

/** Large cities that have no zone of their own. */
const cities: Readonly<Record<string, readonly string[]>> = {
  "Africa/Johannesburg": ["cape town", "durban", "south africa"],
  "Africa/Lagos": ["abuja", "nigeria"],
  "America/Chicago": ["central", "central time", "us central", "austin", "dallas", "houston"],
  "America/Los_Angeles": [
    "pacific",
    "pacific time",
    "us pacific",
    "la",
    "sf",
    "san francisco",
    "seattle",
    "san diego",
    "portland",
  ],
  "America/New_York": [
    "eastern",
    "eastern time",
    "us eastern",
    "nyc",
    "new york city",
    "boston",
    "washington",
    "miami",
    "atlanta",
    "philadelphia",
  ],
  "America/Denver": ["mountain", "mountain time", "us mountain"],
  "America/Halifax": ["atlantic time"],
  "America/Sao_Paulo": ["rio", "rio de janeiro", "brasilia"],
  "America/Toronto": ["montreal", "ottawa"],
  "Asia/Dubai": ["abu dhabi"],
  "Asia/Ho_Chi_Minh": ["hanoi", "vietnam"],
  "Asia/Karachi": ["lahore", "islamabad", "pakistan"],
  "Asia/Kathmandu": ["nepal"],
  "Asia/Kolkata": ["mumbai", "bombay", "delhi", "new delhi", "bangalore", "bengaluru", "hyderabad", "chennai", "india"],
  "Asia/Shanghai": ["beijing", "shenzhen", "guangzhou"],
  "Asia/Tokyo": ["osaka", "kyoto"],
  "Australia/Sydney": ["canberra"],
  "Europe/Berlin": ["munich", "hamburg", "frankfurt", "cologne", "germany"],
  "Europe/London": ["manchester", "edinburgh", "uk"],
  "Europe/Madrid": ["barcelona", "spain"],
  "Europe/Rome": ["milan", "italy"],
  "Europe/Zurich": ["geneva", "basel", "bern"],
};

/** Abbreviations; with several zones it has to be asked which. */
const abbreviations: Readonly<Record<string, readonly string[]>> = {
  utc: ["UTC"],
  z: ["UTC"],
  gmt: ["UTC", "Europe/London"],
  bst: ["Europe/London", "Asia/Dhaka"],
  wet: ["Europe/Lisbon"],
  west: ["Europe/Lisbon"],
  cet: ["Europe/Berlin", "Africa/Algiers"],
  cest: ["Europe/Berlin"],
  eet: ["Africa/Cairo", "Europe/Athens"],
  eest: ["Africa/Cairo", "Europe/Athens"],
  msk: ["Europe/Moscow"],
  wat: ["Africa/Lagos"],
  cat: ["Africa/Maputo"],
  eat: ["Africa/Nairobi"],
  sast: ["Africa/Johannesburg"],
  gst: ["Asia/Dubai"],
  pkt: ["Asia/Karachi"],
  ist: ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"],
  npt: ["Asia/Kathmandu"],
  ict: ["Asia/Bangkok"],
  wib: ["Asia/Jakarta"],
  sgt: ["Asia/Singapore"],
  hkt: ["Asia/Hong_Kong"],
  jst: ["Asia/Tokyo"],
  kst: ["Asia/Seoul"],
  awst: ["Australia/Perth"],
  acst: ["Australia/Adelaide", "Australia/Darwin"],
  aest: ["Australia/Sydney", "Australia/Brisbane"],
  aedt: ["Australia/Sydney"],
  nzst: ["Pacific/Auckland"],
  nzdt: ["Pacific/Auckland"],
  est: ["America/New_York", "America/Panama", "America/Jamaica"],
  edt: ["America/New_York"],
  et: ["America/New_York"],
  cst: ["America/Chicago", "Asia/Shanghai", "America/Havana"],
  cdt: ["America/Chicago", "America/Havana"],
  ct: ["America/Chicago"],
  mst: ["America/Denver", "America/Phoenix"],
  mdt: ["America/Denver"],
  mt: ["America/Denver"],
  pst: ["America/Los_Angeles", "Asia/Manila"],
  pdt: ["America/Los_Angeles"],
  pt: ["America/Los_Angeles"],
  akst: ["America/Anchorage"],
  hst: ["Pacific/Honolulu"],
  ast: ["America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"],
  brt: ["America/Sao_Paulo"],
  art: ["America/Argentina/Buenos_Aires"],
};

/** A zone goes by its city, in present and former spelling, and by other cities in it. */
export function listZones(): Named[] {
  const former = new Map(Object.entries(respelt).map(([old, name]) => [name, old]));
  const ids = Intl.supportedValuesOf("timeZone").map((name) => respelt[name] ?? name);
  return [...new Set([...ids, "UTC"])].map((id) => ({
    id,
    names: [...[id, former.get(id) ?? id].map(cityOf), ...(cities[id] ?? [])],
  }));
}

const cityOf = (zone: string) => zone.split("/").at(-1) ?? zone;
let listed: Named[] | undefined;

export function chooseZone(given: string): ZoneChoice {
  const typed = given.trim();
  if (typed === "" || typed.length > longestName) return { kind: "unknown", nearest: [] };
  const short = Object.hasOwn(abbreviations, typed.toLowerCase()) ? abbreviations[typed.toLowerCase()] : undefined;
  const [only, ...others] = short ?? [];
  if (short && only) return others.length === 0 ? { kind: "found", zone: only } : { kind: "several", zones: short };
  listed ??= listZones();
  const choice = choose(listed, typed);
  if (choice.kind === "found") {
    if (isSure(choice.one, typed)) return { kind: "found", zone: choice.one.id };
    // Nice is not Niue: whoever is taken for somebody else's neighbour hears nothing of it.
    return { kind: "unknown", nearest: [choice.one.id] };
  }
  // Countries and former names, such as Egypt or US/Pacific, which are in no list.
  const known = /^[a-z]+[a-z_/+\d -]*$/i.test(typed) ? findZone(typed.replaceAll(" ", "_")) : undefined;
  if (known !== undefined) return { kind: "found", zone: respelt[known] ?? known };
  return { kind: "unknown", nearest: [...new Set([...namedIn(typed, listed), ...choice.nearest])].map(({ id }) => id) };
}

/** Whether it is a name, the start of one, or a long one with a slip of the finger. */
function isSure({ id, names }: Named, typed: string): boolean {
  const fold = (text: string) => text.toLowerCase().replaceAll(/[\s_-]+/g, " ");
  const wanted = fold(typed);
  return [id, ...names].map(fold).some((name) => {
    if (name.startsWith(wanted)) return name === wanted || wanted.length > shortestStart;
    return wanted.length >= shortestSlip && editDistance(wanted, name, 1) <= 1;
  });
}

/** Zones that one of several words names: “greater cairo”, “Berlin, Germany”. */
function namedIn(typed: string, zones: readonly Named[]): Named[] {
  const words = typed.toLowerCase().split(/[\s,]+/);
  return zones.filter(({ names }) => names.some((name) => words.includes(name.toLowerCase())));
}
