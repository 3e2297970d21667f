import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadKnowledge } from "../src/core/knowledge/load.ts";
import { edited, faultLines, faultsIn, file, tinyKnowledge, withFiles } from "./fakes/knowledge.ts";

const role = "careers/backend-developer.md";
const faq = "faq/first-job.md";
const quiz = "quizzes/databases.yaml";
const tips = "tips/databases.yaml";
const blocks = "use paragraphs, lists, quotes, code, tables, bold, italics and links to https:// addresses";
const folders = "see the table of folders in knowledge/README.md";

describe("loading good files", () => {
  const loaded = loadKnowledge(tinyKnowledge);
  const content = loaded.kind === "loaded" ? loaded.content : undefined;

  it("gives every entry the id of its file", () => {
    expect(content?.careers.map(({ id }) => id)).toEqual(["backend-developer", "frontend-developer"]);
    expect(content?.faqs.map(({ id }) => id)).toEqual(["first-job", "portfolio"]);
    expect(content?.comparisons.map(({ id }) => id)).toEqual(["mysql-vs-redis"]);
    expect(content?.paths.map(({ id }) => id)).toEqual(["backend-path"]);
    expect(content?.quizzes.map(({ id }) => id)).toEqual(["databases"]);
  });

  it("reads Markdown into blocks", () => {
    const item = { kind: "text", content: [{ kind: "text", text: "Ask people." }] };
    expect(content?.faqs[0]?.body).toMatchObject([
      { kind: "text", content: [{ text: "Show what you " }, { kind: "strong" }, { text: "." }] },
      { kind: "list", ordered: false, items: [[item]] },
    ]);
    expect(content?.quizzes[0]?.questions[0]?.prompt[0]).toMatchObject({ content: [{}, { kind: "strong" }, {}] });
  });

  it("sorts a role's text into its facets", () => {
    const sections = content?.careers[0]?.sections;
    expect(Object.keys(sections ?? {})).toEqual(["what", "skills", "becoming", "day", "pay", "growing", "fit"]);
    expect(sections?.pay).toEqual([{ kind: "text", content: [{ kind: "text", text: "The answer." }] }]);
  });

  it("fills in what may be left out, and the family of a term", () => {
    expect(content?.faqs[1]).toMatchObject({ related: [], review: "12 months" });
    expect(content?.terms.map(({ id, family }) => `${family}/${id}`)).toEqual(["databases/mysql", "databases/redis"]);
  });

  it("makes the same of them in any order", () => {
    expect(loadKnowledge(tinyKnowledge.toReversed())).toEqual(loaded);
  });

  it("reads files with Windows line ends alike", () => {
    const windows = tinyKnowledge.map(({ path, text }) => ({ path, text: text.replaceAll("\n", "\r\n") }));
    expect(loadKnowledge(windows)).toEqual(loaded);
  });

  it("passes over the byte-order mark that some editors write first", () => {
    const marked = tinyKnowledge.map(({ path, text }) => ({ path, text: `\uFEFF${text}` }));
    expect(loadKnowledge(marked)).toEqual(loaded);
  });

  it("knows a section by its title also when that is in bold or italics", () => {
    const dressed = edited(role, "## Skills", "## **Sk***ills*");
    expect(loadKnowledge(withFiles(dressed))).toEqual(loaded);
  });
});

describe("a fault in the fields of a file", () => {
  it("suggests the nearest field for an unknown one", () => {
    expect(faultLines(edited(faq, "topics:", "reviw: 6 months\ntopics:"))).toEqual([
      `${faq}:5:1  unknown field "reviw"  write "review"? the fields here are questions, topics, related, sources, review`,
    ]);
  });

  it("says what a missing field should hold", () => {
    expect(faultLines(edited(faq, "topics: [jobs]\n", ""))).toEqual([
      `${faq}:2:1  "topics" is missing  add it: at least one id from topics.yaml`,
    ]);
  });

  it("names the type it wants instead of the one it got", () => {
    expect(faultLines(edited(faq, "[jobs]", "jobs"))).toEqual([
      `${faq}:5:1  "topics" should be a list, not text  at least one id from topics.yaml`,
    ]);
  });

  it("points at an item of a list", () => {
    expect(faultsIn(withFiles(edited(faq, "- first job", "- 2026")))).toMatchObject([
      { file: faq, line: 4, column: 5, problem: '"questions[2]" should be text, not a number' },
    ]);
  });

  it("lists the words a field may hold", () => {
    expect(faultLines(edited("terms/databases.yaml", "level: junior", "level: novice"))).toEqual([
      'terms/databases.yaml:11:5  "terms[1].level" is "novice"  write one of junior, mid, senior',
    ]);
  });

  it("is found where YAML stops being valid, in a sheet and in front matter", () => {
    const remedy = "see “YAML that bites” in knowledge/README.md";
    expect(faultLines(edited("terms/databases.yaml", "kind: database", "kind: a: b"))).toEqual([
      `terms/databases.yaml:6:12  not valid YAML: bad indentation of a mapping entry  ${remedy}`,
    ]);
    expect(faultLines(edited(faq, "topics:", "related: []\ntopics:"))).toEqual([
      `${faq}:7:1  not valid YAML: duplicated mapping key  ${remedy}`,
    ]);
  });

  it("is a figure without its source", () => {
    expect(faultLines(edited(role, "    source: {", "    # source: {"))).toEqual([
      `${role}:10:5  "pay[1].source" is missing  ` +
        "add it: { title, url, checked }: a figure without its source is not shown to anyone",
    ]);
  });

  it("is a quiz question without a right option, or with two", () => {
    const fault = `${quiz}:7:5  "questions[1].options" is incomplete or contradicts itself  exactly one option has \`right: true\``;
    expect(faultLines(edited(quiz, ", right: true", ""))).toEqual([fault]);
    expect(faultLines(edited(quiz, "text: Redis", "text: Redis, right: true"))).toEqual([fault]);
  });

  it.each(["Redis", "' Redis '"])("is a quiz option that is there twice, here as %s", (text) => {
    expect(faultLines(edited(quiz, "text: Neither", `text: ${text}`))).toEqual([
      `${quiz}:7:5  "questions[1].options" is incomplete or contradicts itself  no option twice`,
    ]);
  });

  it.each([
    ['is "singel"', "kind: singel"],
    ["is missing", ""],
  ])("says of the kind of a question that it %s, and which kinds there are", (what, line) => {
    expect(faultsIn(withFiles(edited(quiz, "kind: single", line)))).toMatchObject([
      {
        file: quiz,
        problem: `"questions[1].kind" ${what}`,
        remedy: "write one of single, multiple, true-false, short, order",
      },
    ]);
  });

  it.each(["low: 90001", "high: 89999", "low: 90001\n    high: 89999"])(
    "is a figure whose bounds do not hold its amount of 90000: %j",
    (bounds) => {
      expect(faultLines(edited(role, "amount: 90000", `amount: 90000\n    ${bounds}`))).toEqual([
        `${role}:10:5  "pay[1]" is incomplete or contradicts itself  \`low\`, \`amount\` and \`high\` go upwards`,
      ]);
    },
  );

  it.each(["2026-02-31", "2026-13-01", "2025-02-29"])("is a date that no calendar has: %s", (day) => {
    expect(faultLines(edited(faq, "checked: 2026-11-21", `checked: ${day}`))).toEqual([
      `${faq}:7:57  "sources[1].checked" is "${day}"  write the day you last looked at it, such as 2026-11-21`,
    ]);
  });

  it("is a source whose address no browser should open", () => {
    expect(faultLines(edited(faq, "https://example.org/", "javascript:alert(1)"))).toEqual([
      `${faq}:7:28  "sources[1].url" is "javascript:alert(1)"  write the page's address, starting with https://`,
    ]);
  });

  it("is a list or map that holds itself through an alias", () => {
    const level = (kind: string) => [
      `${quiz}:5:5  "questions[1].difficulty" is ${kind}  write one of junior, mid, senior`,
    ];
    expect(faultLines(edited(quiz, "difficulty: junior", "difficulty: &all [*all]"))).toEqual(level("a list"));
    expect(faultLines(edited(quiz, "difficulty: junior", "difficulty: &all { of: *all }"))).toEqual(
      level("a map of fields"),
    );
    expect(faultsIn(withFiles(edited(faq, "[jobs]", "&all [*all]")))).toMatchObject([
      { file: faq, line: 5, problem: '"topics[1]" should be text, not a list' },
    ]);
  });

  it.each([
    ["a prompt", edited(quiz, "**tables**", "<b>tables</b>"), `${quiz}:6:5  HTML`],
    ["a prompt", edited(quiz, "Which one keeps **tables**?", '"## Which?"'), `${quiz}:6:5  a heading`],
    ["an explanation", edited(quiz, "MySQL does.", "<i>MySQL</i> does."), `${quiz}:11:5  HTML`],
    ["an explanation", edited(quiz, "MySQL does.", '"# MySQL"'), `${quiz}:11:5  a heading`],
    ["a tip", edited(tips, "the query plan", "<b>the query plan</b>"), `${tips}:3:5  HTML`],
    ["a tip", edited(tips, "Read the query plan.", '"## Read"'), `${tips}:3:5  a heading`],
  ])("is Markdown in %s that cannot be shown", (_where, broken, fault) => {
    expect(faultLines(broken)).toEqual([`${fault} cannot be shown  ${blocks}`]);
  });
});

describe("a fault in the text of a page", () => {
  it("is missing front matter", () => {
    expect(faultLines(file(faq, "Just ask."))).toEqual([
      `${faq}:1:1  has no front matter  start the file with --- , the fields, and --- again`,
    ]);
  });

  it("is a missing answer", () => {
    expect(faultLines(edited(faq, "Show what you **built**.\n\n- Ask people.\n", ""))).toEqual([
      `${faq}:9:1  the answer is missing  write it below the front matter`,
    ]);
  });

  it("is HTML, within a line or on its own", () => {
    const fault = `HTML cannot be shown  ${blocks}`;
    expect(faultLines(edited(faq, "Show what", "Show <b>what"))).toEqual([`${faq}:9:6  ${fault}`]);
    expect(faultLines(edited(faq, "- Ask people.", "<hr>"))).toEqual([`${faq}:11:1  ${fault}`]);
  });

  it("is a heading in an answer", () => {
    expect(faultLines(edited(faq, "- Ask", "## Ask"))).toEqual([
      `${faq}:11:1  an answer has no headings  write the title in bold instead`,
    ]);
    expect(faultLines(edited(faq, "- Ask", "# Ask"))).toEqual([`${faq}:11:1  a heading cannot be shown  ${blocks}`]);
  });

  it("is a link that is no address of a page", () => {
    expect(faultLines(edited(faq, "Show what", "[Show](javascript:alert(1)) what"))).toEqual([
      `${faq}:9:1  a link that does not start with https:// cannot be shown  ${blocks}`,
    ]);
  });

  it.each([">", "> ", "- ", "1. ", "> - "])("is nesting without end, of %j", (mark) => {
    expect(faultLines(edited(faq, "- Ask", `${mark.repeat(10_000)}Ask`))).toContain(
      `${faq}:9:1  text nested this deeply cannot be shown  ${blocks}`,
    );
  });

  it("is a missing, repeated, unknown or empty section of a role", () => {
    expect(faultLines(edited(role, "## Skills\nThe answer.\n", ""))).toEqual([
      `${role}:19:1  section "Skills" is missing  add ## Skills and its answer`,
    ]);
    expect(faultLines(edited(role, "## Skills", "## What they do\nMore.\n\n## Skills"))).toEqual([
      `${role}:22:1  section "What they do" is there twice  merge the two`,
    ]);
    expect(faultLines(edited(role, "## Skills", "## Salary\nMuch.\n\n## Skills"))).toEqual([
      `${role}:22:1  unknown section "Salary"  use ## What they do, ## Skills, ## Becoming one, ` +
        "## A typical day, ## Pay and outlook, ## Growing in it, ## Is it for me?",
    ]);
    expect(faultLines(edited(role, "## Skills\nThe answer.", "## Skills"))).toEqual([
      `${role}:22:1  section "Skills" is empty  write its answer`,
    ]);
  });
});

describe("a fault in the name of a file", () => {
  it.each([
    ["faq/first-job.yaml", "files in faq/ end in .md  rename it to first-job.md"],
    ["tips/jobs.md", "files in tips/ end in .yaml  rename it to jobs.yaml"],
    ["constructor/soup.md", `no kind of knowledge file  ${folders}`],
    ["constructor.yaml", `no kind of knowledge file  ${folders}`],
    ["recipes/soup.md", `no kind of knowledge file  ${folders}`],
    ["faq/more/soup.md", `no kind of knowledge file  ${folders}`],
    ["topics/jobs.yaml", `no kind of knowledge file  ${folders}`],
    ["faq/First_Job.md", "the file name is the id  use kebab-case, at most 40 characters"],
    [`faq/${"a".repeat(41)}.md`, "the file name is the id  use kebab-case, at most 40 characters"],
  ])("is reported for %s", (path, fault) => {
    expect(faultLines(file(path, "anything"))).toEqual([`${path}:1:1  ${fault}`]);
  });

  it.each(["topics.yaml", "phrasings.yaml", "slang.yaml", "elsewhere.yaml"])("is that there is no %s", (path) => {
    const faults = faultsIn(tinyKnowledge.filter((one) => one.path !== path));
    expect(faults).toEqual([{ file: path, line: 1, column: 1, problem: "is missing", remedy: folders }]);
  });
});

describe("any text at all in a file", () => {
  const fragments = fc.constantFrom(
    ..."questions:~topics: [jobs]~related:~sources:~---\n~\n~\r\n~  ~- ~: ~? ~[~]~{~}~&a ~*a~<<: *a~!!int ~'~\"".split(
      "~",
    ),
    ..."#~\t~\0~%YAML 1.2\n~null~1~2026-11-21~>-\n~|\n~## ~# ~* ~> ~1. ~```\n~**~[a](b)~![a](b)~<b>~<!--~| a |\n| - |\n".split(
      "~",
    ),
  );
  const fragmented = fc.array(fragments, { maxLength: 40 }).map((parts) => parts.join(""));
  const part = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fragmented);
  const page = fc.tuple(part, part).map(([fields, body]) => `---\n${fields}\n---\n${body}`);

  it("is knowledge or a list of faults within that file, never an exception", () => {
    fc.assert(
      fc.property(fc.oneof(part, page), (text) => {
        const lastLine = text.split("\n").length;
        for (const { file: where, line, column } of faultsIn(withFiles({ path: faq, text }))) {
          expect(where).toBe(faq);
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(lastLine);
          expect(column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });
});
