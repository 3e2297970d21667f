/** Whose questions may be taken in. The project's own texts are under MIT, which binds nobody who passes them on. */

export type Licence =
  /** `credited`: the licence asks for the author's name wherever the text goes. */
  | { kind: "free"; name: string; credited: boolean }
  /** Free, but whatever it is mixed with comes under it too, so that it needs a file of its own. */
  | { kind: "share-alike"; name: string; credited: true }
  | { kind: "refused"; problem: string; remedy: string };

const welcome =
  'accepted are CC0, public domain, CC BY, CC BY-SA (in a file of its own), MIT, Apache-2.0, BSD and "own work"';

const free: [RegExp, name: (version: string) => string, credited: boolean][] = [
  [/^(?:cc ?0|cc zero|creative commons zero|cc0 1 0)(?: 1\.0)?(?: universal)?$/, () => "CC0 1.0", false],
  [/^(?:cc )?(?:public ?domain|pd)(?: mark)?(?: 1\.0)?$/, () => "public domain", false],
  [/^(?:my |our )?own work$/, () => "own work", false],
  [
    /^(?:cc by|creative commons attribution)(?: (\d\.\d))?(?: international| unported| [a-z]{2})?$/,
    (version) => `CC BY${version}`,
    true,
  ],
  [/^(?:the )?mit$|^expat$/, () => "MIT", true],
  [/^apache(?: v?2(?:\.0)?)$/, () => "Apache-2.0", true],
  [/^bsd(?: [23](?: clause)?)?$|^[23] clause bsd$/, () => "BSD", true],
];

/** What the project may do with texts under a licence, named as people write it: `cc-by 4.0`, `MIT License`. */
export function judgeLicence(text: string): Licence {
  const said = text
    .toLowerCase()
    .replaceAll(/[\s_/,-]+|\b(?:licen[cs]ed?|version)\b/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (said === "") return refused("no licence is named", welcome);
  if (/\bnc\b|non ?commercial/.test(said)) {
    return refused(
      `${text} forbids commercial use`,
      "anyone may run this project for money, so such texts cannot be part of it; write questions of your own from the facts",
    );
  }
  if (/\bnd\b|no ?deriv/.test(said)) {
    return refused(
      `${text} forbids changed versions`,
      "a quiz shuffles, shortens and translates, so such texts cannot be part of it; write questions of your own from the facts",
    );
  }
  if (/\b(?:a|l)?gpl|\bgnu\b|\baffero\b|\bgfdl\b|copyleft/.test(said)) {
    return refused(
      `${text} would bind everything that holds such texts`,
      "the project is under MIT and has to stay so; write questions of your own from the facts, which nobody owns",
    );
  }
  const alike =
    /^(?:cc by sa|creative commons attribution share ?alike)(?: (\d\.\d))?(?: international| unported| [a-z]{2})?$/.exec(
      said,
    );
  if (alike) return { kind: "share-alike", name: `CC BY-SA${alike[1] ? ` ${alike[1]}` : ""}`, credited: true };
  for (const [pattern, name, credited] of free) {
    const match = pattern.exec(said);
    if (match) return { kind: "free", name: name(match[1] ? ` ${match[1]}` : ""), credited };
  }
  return refused(`"${text}" is no licence known here`, welcome);
}

const refused = (problem: string, remedy: string): Licence => ({ kind: "refused", problem, remedy });

/** Collections that the project has looked at and may not take from, whatever a copy of them says. */
const closed: [RegExp, why: string][] = [
  [/red-?discordbot|discord\.red/i, "Red's trivia lists are under the GPL"],
  [/linkedin-skill-assessments/i, "the LinkedIn quiz collection is under the AGPL"],
  [/roadmap\.sh|developer-roadmap/i, "roadmap.sh allows no derived works"],
  [/theodinproject|the odin project/i, "The Odin Project forbids commercial use"],
];

/** Why nothing may be taken from a source, by its title and address; `undefined` when nothing speaks against it. */
export function closedSource(source: { title: string; url: string }): string | undefined {
  return closed.find(([pattern]) => pattern.test(source.title) || pattern.test(source.url))?.[1];
}

const wholeFile = "# Licence of this whole file: ";

/** The first comment of a file that is kept under a share-alike licence. */
export const shareAlikeLine = (name: string) => `${wholeFile}${name}. What is added to it comes under it as well.`;

/** The share-alike licence that a quiz file is kept under, if any. */
export function fileLicence(text: string): string | undefined {
  const line = text.split(/\r?\n/).find((one) => one.startsWith(wholeFile));
  return line && /^(CC BY-SA(?: \d\.\d)?)\./.exec(line.slice(wholeFile.length))?.[1];
}
