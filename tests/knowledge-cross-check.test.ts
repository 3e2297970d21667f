import { describe, expect, it } from "vitest";
import { edited, faultLines, faultsIn, file, tinyKnowledge, withFiles } from "./fakes/knowledge.ts";

const role = "careers/backend-developer.md";
const faq = "faq/first-job.md";
const page = "comparisons/mysql-vs-redis.md";
const path = "paths/backend-path.yaml";
const quiz = "quizzes/databases.yaml";
const terms = "terms/databases.yaml";
const tips = "tips/databases.yaml";

/** A copy of a file of the tiny base under another name, with its first `from` replaced. */
const copied = (original: string, copy: string, from: string, to: string) => ({
  ...edited(original, from, to),
  path: copy,
});

describe("an id that leads nowhere", () => {
  it.each([
    ["related", edited(faq, "[portfolio]", "[portfolo]"), `${faq}:6:11  there is no entry "portfolo"`, "portfolio"],
    ["skills", edited(role, "skills: [mysql]", "skills: [mysq]"), `${role}:5:10  there is no term "mysq"`, "mysql"],
    ["tools", edited(role, "[redis]", "[mysql, rediss]"), `${role}:6:16  there is no term "rediss"`, "redis"],
    ["topics", edited(faq, "[jobs]", "[jobs, jbs]"), `${faq}:5:16  there is no topic "jbs"`, "jobs"],
    ["a step", edited(path, "[mysql]", "[redi]"), `${path}:12:17  there is no term "redi"`, "redis"],
    [
      "a path's career",
      edited(path, "career: backend-developer", "career: backend-dev"),
      `${path}:2:1  there is no role "backend-dev"`,
      "backend-developer, frontend-developer",
    ],
    [
      "learnMore",
      edited(quiz, "learnMore: mysql", "learnMore: portfoli"),
      `${quiz}:12:5  there is no entry "portfoli"`,
      "portfolio",
    ],
    ["read", edited(tips, "read: mysql", "read: first-jop"), `${tips}:5:5  there is no entry "first-jop"`, "first-job"],
    [
      "the name of a quiz",
      copied(quiz, "quizzes/database.yaml", "keeps-tables", "other"),
      'quizzes/database.yaml:1:1  there is no topic "database"',
      "databases",
    ],
  ])("gets a suggestion in %s", (_where, broken, fault, suggestion) => {
    expect(faultLines(broken)).toEqual([`${fault}  did you mean ${suggestion}?`]);
  });

  it("is a term where only a role is related to a role", () => {
    expect(faultLines(edited(role, "related: []", "related: [mysql]"))).toEqual([
      `${role}:7:11  there is no role "mysql"  write the id of one that exists`,
    ]);
    expect(faultLines(edited(role, "related: []", "related: [frontend-developer]"))).toEqual([]);
  });

  it("asks for an id that exists when none is near", () => {
    expect(faultsIn(withFiles(edited(role, "skills: [mysql]", "skills: [zzzz]")))).toMatchObject([
      { file: role, line: 5, column: 10, remedy: "write the id of one that exists" },
    ]);
  });
});

describe("what stands in two places", () => {
  it("is an id of two kinds of entry", () => {
    expect(
      faultLines(
        copied(faq, "faq/mysql.md", "questions:\n  - How do I find a first job?\n  - first job", "questions: [a]"),
      ),
    ).toEqual([`${terms}:3:5  the id "mysql" is used twice  rename one; the other is at faq/mysql.md:2`]);
  });

  it("is an id of a tip and a question", () => {
    expect(faultLines(edited(tips, "tip-explain", "keeps-tables"))).toEqual([
      `${tips}:2:5  the id "keeps-tables" is used twice  rename one; the other is at ${quiz}:3`,
    ]);
  });

  it("is a topic", () => {
    expect(faultLines(edited("topics.yaml", "Databases }", "Databases }\n  - { id: jobs, title: Work }"))).toEqual([
      'topics.yaml:4:7  the topic "jobs" is there twice  remove one; the other is at topics.yaml:2',
    ]);
  });

  it("is a question, whatever its case and punctuation", () => {
    expect(faultLines(edited("faq/portfolio.md", "[Do I need a portfolio?]", "[Portfolio?, FIRST… job!]"))).toEqual([
      `faq/portfolio.md:2:25  "FIRST… job!" is asked by two entries  keep it in one of them; the other is at ${faq}:4`,
    ]);
  });

  it("is an alias, of two terms or of a term and a role", () => {
    const remedy = "keep the alias in one of them; the other is at";
    expect(faultLines(edited(terms, "[redis server]", "[MySQL-server]"))).toEqual([
      `${terms}:16:5  "MySQL-server" names two things  ${remedy} ${terms}:5`,
    ]);
    expect(faultLines(edited(terms, "[redis server]", "[backend developer]"))).toEqual([
      `${terms}:16:5  "backend developer" names two things  ${remedy} ${role}:3`,
    ]);
  });

  it("is no fault when an entry repeats its own name", () => {
    expect(faultLines(edited(terms, "[redis server]", "[redis, REDIS]"))).toEqual([]);
  });

  it("keeps C, C# and C++ apart", () => {
    const named = [
      edited(role, "aliases: []", "aliases: [c]"),
      edited("careers/frontend-developer.md", "aliases: []", 'aliases: ["c#"]'),
      edited(terms, "[mysql server]", "[c++]"),
    ];
    expect(faultLines(...named)).toEqual([]);
  });

  it("is a pair with two pages, in whichever order, or twice on one page", () => {
    const fault = `mysql and redis are compared twice  merge the two pages; the other is at ${page}:2`;
    expect(faultLines(copied(page, "comparisons/redis-vs-mysql.md", "[mysql, redis]", "[redis, mysql]"))).toEqual([
      `comparisons/redis-vs-mysql.md:2:1  ${fault}`,
    ]);
    expect(faultLines(edited(page, "summary:", "also: [[redis, mysql]]\nsummary:"))).toEqual([`${page}:3:8  ${fault}`]);
  });
});

describe("a comparison", () => {
  it.each([
    ["a term with a role", "[mysql, backend-developer]", '"mysql" and "backend-developer"'],
    ["a term with itself", "[mysql, mysql]", '"mysql" and "mysql"'],
    ["a term with an FAQ entry", "[mysql, portfolio]", '"mysql" and "portfolio"'],
    ["a term with nothing known", "[mysql, oracle]", '"mysql" and "oracle"'],
  ])("cannot be of %s", (_what, pair, names) => {
    expect(faultLines(edited(page, "[mysql, redis]", pair))).toEqual([
      `${page}:2:1  ${names} cannot be compared  name two different roles, or two different terms, by their ids`,
    ]);
  });

  it("may be of two roles", () => {
    expect(faultLines(edited(page, "[mysql, redis]", "[backend-developer, frontend-developer]"))).toEqual([]);
  });
});

describe("the list of faults", () => {
  it("holds those of every file at once, sorted by file, line and column", () => {
    const faults = faultsIn(
      withFiles(
        file("tips/Jobs.yaml", "tips: []"),
        edited(quiz, "kind: single\n    difficulty: junior", "kind: single\n    difficulty: hard"),
        edited(faq, "[jobs]", "jobs"),
        edited("topics.yaml", "id: jobs, title: Jobs", "title: 5, id: 6"),
        edited(role, "## Skills", "<hr>\n\n## Skils"),
      ).toReversed(),
    );
    expect(faults.map(({ file: where, line, column }) => `${where}:${line}:${column}`)).toEqual([
      `${role}:19:1`,
      `${role}:22:1`,
      `${role}:24:1`,
      `${faq}:5:1`,
      `${quiz}:5:5`,
      "tips/Jobs.yaml:1:1",
      "topics.yaml:2:7",
      "topics.yaml:2:17",
    ]);
  });

  it("leaves references for later while a file cannot be read", () => {
    const unread = edited(faq, "[jobs]", "jobs");
    const lost = edited(tips, "read: mysql", "read: nowhere");
    expect(faultsIn(withFiles(unread, lost)).map((fault) => fault.file)).toEqual([faq]);
  });

  it("holds every reference that is broken", () => {
    const lost = [edited(faq, "[portfolio]", "[x, y]"), edited(tips, "read: mysql", "read: z")];
    expect(faultsIn(withFiles(...lost)).map(({ file: where, line }) => `${where}:${line}`)).toEqual([
      `${faq}:6`,
      `${faq}:6`,
      `${tips}:5`,
    ]);
  });

  it("is empty for the tiny base that these tests break", () => {
    expect(faultsIn(tinyKnowledge)).toEqual([]);
  });
});
