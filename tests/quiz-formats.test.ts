import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readYaml } from "../src/core/knowledge/document.ts";
import { parseMarkdown } from "../src/core/knowledge/markdown.ts";
import { type QuestionFields, question } from "../src/core/knowledge/question-schema.ts";
import { schemas } from "../src/core/knowledge/schema.ts";
import { columns } from "../src/core/quiz/formats/csv-columns.ts";
import { readRows, writeRows } from "../src/core/quiz/formats/csv-rows.ts";
import type { Draft, Reading } from "../src/core/quiz/formats/draft.ts";
import { type ImportFormat, readers, writers } from "../src/core/quiz/formats/formats.ts";
import { decodeEntities, fromHtml } from "../src/core/quiz/formats/html-text.ts";
import { judgeLicence } from "../src/core/quiz/formats/licence.ts";
import { asMarkdown } from "../src/core/quiz/formats/plain-text.ts";
import { questionId } from "../src/core/quiz/formats/question-id.ts";
import { appendQuestions, newQuizFile } from "../src/core/quiz/formats/quiz-file.ts";
import { codeSpans, inlineText } from "../src/core/reply.ts";

const fixtures = join(import.meta.dirname, "fixtures", "quiz-formats");
const quizzes = join(import.meta.dirname, "..", "knowledge", "en", "quizzes");
const fixture = (name: string) => readFileSync(join(fixtures, name), "utf8");
const read = (format: ImportFormat, name: string): Reading => readers[format](fixture(name));
const places = ({ problems }: Reading) => problems.map(({ line, column, problem }) => `${line}:${column} ${problem}`);
const startingWith = ({ drafts }: Reading, prompt: string) => drafts.find((draft) => draft.prompt.startsWith(prompt));

/** The whole question that a draft is, when the format brought everything along. */
function whole({ prompt, answers, id, difficulty, explanation, learnMore, source }: Draft): QuestionFields {
  return question.parse({ id, difficulty, prompt, ...answers, explanation, learnMore, source });
}

const shipped = readdirSync(quizzes).map((name) => {
  const sheet = readYaml(name, readFileSync(join(quizzes, name), "utf8"), schemas.quizzes);
  if (sheet.kind === "faulty") throw new Error(JSON.stringify(sheet.faults));
  return { name, questions: sheet.document.value.questions };
});

/** Texts with everything that means something to one format or the other. */
const nasty = fc.constantFrom(
  ..."~=#{}:\\*%[]->,;\"'\n\t |`<>&_.1".split(""),
  ...["\\n", "####", "->", "%50%", "[html]", "//", "::", "a", "é", "🙂", "\n\n", "  ", "T", "&amp;", "= ", "- "],
);
const text = fc.oneof(
  fc.array(nasty, { minLength: 1, maxLength: 12 }).map((parts) => parts.join("")),
  fc.string(),
);
const prose = text.map((one) => one.replaceAll("\r", "").trim()).filter((one) => one !== "");
const list = (minLength: number) => fc.uniqueArray(prose, { minLength, maxLength: 6 });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const common = {
  id: fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}$/),
  difficulty: fc.constantFrom("junior", "mid", "senior"),
  prompt: prose,
  explanation: prose,
  learnMore: fc.stringMatching(/^[a-z]{1,8}(-[a-z0-9]{1,8}){0,2}$/),
  source: fc.record({
    title: prose.map((one) => one.replaceAll(/\s+/g, " ")),
    url: fc.webUrl({ withQueryParameters: true, withFragments: true }),
    checked: fc.constantFrom("2026-11-21", "2024-02-29"),
  }),
};
const options = list(3).chain((texts) =>
  fc.nat(texts.length - 1).map((right) => texts.map((one, index) => ({ text: one, right: index === right }))),
);
const severalRight = list(3).chain((texts) =>
  fc
    .subarray([...texts.keys()], { minLength: 1 })
    .map((right) => texts.map((one, index) => ({ text: one, right: right.includes(index) }))),
);
const questions = fc.oneof(
  fc.record({ kind: fc.constant("single"), ...common, options }),
  fc.record({ kind: fc.constant("multiple"), ...common, options: severalRight }),
  fc.record({ kind: fc.constant("true-false"), ...common, answer: fc.boolean() }),
  fc.record({ kind: fc.constant("short"), ...common, accept: list(1) }),
  fc.record({ kind: fc.constant("short"), ...common, number, margin: number.map((one) => Math.abs(one)) }),
  fc.record({ kind: fc.constant("order"), ...common, items: list(3) }),
);
const anyQuestions = fc.array(
  questions.map((one) => question.parse(one)),
  { minLength: 1, maxLength: 4 },
);

describe("GIFT", () => {
  const every = read("gift", "every-construct.gift");
  const answersOf = (prompt: string) => startingWith(every, prompt)?.answers;

  it("reads every construct of its documentation without a fault", () => {
    expect(every.problems).toEqual([]);
    expect(every.drafts).toHaveLength(22);
  });

  it("tells one right option from several, and true and false from both", () => {
    const single = answersOf("Which statement adds a row?");
    expect(single).toEqual({
      kind: "single",
      options: ["UPDATE", "INSERT", "SELECT", "DROP"].map((one) => ({ text: one, right: one === "INSERT" })),
    });
    const multiple = answersOf("Which of these are kinds of joins?");
    expect(multiple?.kind === "multiple" && multiple.options.map((option) => option.right)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(answersOf("A unique column")).toEqual({ kind: "true-false", answer: true });
    expect(answersOf("A view")).toEqual({ kind: "true-false", answer: false });
    expect(answersOf("A null")).toEqual({ kind: "true-false", answer: false });
  });

  it("reads accepted answers, and numbers with margins and ranges", () => {
    expect(answersOf("Which keyword sorts")).toEqual({ kind: "short", accept: ["ORDER BY", "order by"] });
    expect(answersOf("What is pi")).toEqual({ kind: "short", number: 3.14, margin: 0.005 });
    expect(answersOf("How many bits")).toEqual({ kind: "short", number: 8, margin: 0 });
    expect(answersOf("What is a number from")).toEqual({ kind: "short", number: 3, margin: 2 });
    expect(answersOf("When was SQL")).toEqual({ kind: "short", number: 1986, margin: 0 });
  });

  it("takes numbered pairs and Moodle's ordering questions as an order", () => {
    expect(answersOf("Put them in the order")).toEqual({ kind: "order", items: ["FROM", "WHERE", "SELECT"] });
    expect(answersOf("Sort the steps")).toEqual({ kind: "order", items: ["build", "test", "ship"] });
  });

  it("leaves a gap for a missing word", () => {
    expect(startingWith(every, "The clause")?.prompt).toBe("The clause _____ filters groups after they are made.");
    expect(startingWith(every, "Two and two")?.prompt).toBe("Two and two make _____.");
  });

  it("undoes escapes", () => {
    const draft = startingWith(every, "What does {");
    expect(draft?.prompt).toBe("What does { x : 1 } hold when x ~= y #1 is written as C:\\temp?\nLook closely.");
  });

  it("makes an explanation of general feedback or of what is said about the answers", () => {
    expect(startingWith(every, "A transaction")?.explanation).toBe("That is the A of ACID, atomicity.");
    expect(startingWith(every, "A view")?.explanation).toBe("A view is a stored query.");
    expect(startingWith(every, "What does an index")?.explanation).toContain("“Every write to the table”: Each write");
    expect(startingWith(every, "Which keyword sorts")?.explanation).toBe("“anything else”: No such word.");
    expect(startingWith(every, "What is pi")?.explanation).toBeUndefined();
  });

  it("turns HTML into Markdown, keeps Markdown, and shows plain text as it is", () => {
    const html = startingWith(every, "Which tag");
    expect(html?.prompt).toBe("Which tag marks **code** & keeps its spaces?\n\n```\na < b\nc\n```");
    expect(html?.explanation).toBe("It shows the text *as it is*.");
    const texts = html?.answers.kind === "single" ? html.answers.options.map((option) => option.text) : [];
    expect(texts).toEqual(["`pre`", "<em>", "div"]);
    expect(startingWith(every, "What does `SELECT *`")).toBeDefined();
    expect(startingWith(every, "Is ")?.prompt).toBe("Is \\_\\_init\\_\\_ called for 2 * 3 * 4 \\<b>?");
    expect(startingWith(every, "What does **ACID** stand for, in one word each – the first?")).toBeDefined();
  });

  it("reads ids and difficulties from comments", () => {
    expect(startingWith(every, "What does an index")).toMatchObject({ id: "db-fixture-index", difficulty: "mid" });
  });

  it("names what it leaves out, with the line", () => {
    expect(every.notes).toEqual(
      expect.arrayContaining([
        { line: 3, text: 'the category "Courses/Databases" is left out: --topic says where questions go' },
        { line: 6, text: 'the tag "indexes" is left out' },
        { line: 26, text: '50 % of the points for "Repeatable read" are left out: here an option is right or wrong' },
        { line: 38, text: 'the answer "sort" for 50 % of the points is left out' },
      ]),
    );
  });

  it("points at every item that cannot be a question, and still reads the others", () => {
    const faulty = read("gift", "faulty.gift");
    expect(places(faulty)).toEqual([
      "4:39 an essay, which nobody could mark",
      "6:1 a text without a question",
      "9:2 a matching question, which quizzes here do not have",
      "13:35 2 right options of which one is to be picked",
      "15:16 no option is right",
      "19:21 a { that nothing closes before the blank line",
      "21:8 a } that nothing opens",
      "23:1 a title that nothing ends",
      "25:29 a second { in one question",
      '27:26 "many" is no number',
      "29:9 an answer with a wildcard (*)",
      "31:1 an HTML <img>, which quizzes here cannot show",
      "33:22 no answer is worth all the points",
    ]);
    expect(faulty.drafts.map((draft) => draft.line)).toEqual([2, 17, 35]);
  });

  it("gives back whatever it can hold", () => {
    const holdable = anyQuestions.map((all) =>
      all.filter((one) => one.kind !== "short" || !one.accept?.some((answer) => answer.includes("->"))),
    );
    fc.assert(
      fc.property(holdable, (all) => {
        const { drafts, problems, notes } = readers.gift(writers.gift(all).text);
        expect(problems).toEqual([]);
        expect(notes).toEqual([]);
        expect(drafts.map(whole)).toEqual(all);
      }),
      { numRuns: 500 },
    );
  });

  it.each(shipped)("gives back all of $name", ({ questions: all }) => {
    const { text: gift, notes } = writers.gift(all);
    expect(readers.gift(gift).drafts.map(whole)).toEqual(all);
    expect(readers.gift(gift.replaceAll("\n", "\r\n")).drafts.map(whole)).toEqual(all);
    expect(notes).toHaveLength(all.filter((one) => one.kind === "order").length);
  });

  it("says which question it cannot hold", () => {
    const accept = question.parse({
      ...shipped[0]?.questions.find((one) => one.kind === "short"),
      number: undefined,
      accept: ["a -> b"],
    });
    expect(writers.gift([accept])).toEqual({ text: "", notes: [expect.stringContaining(`${accept.id} is left out`)] });
  });
});

describe("Open Trivia DB", () => {
  const html = read("opentdb", "opentdb-html.json");

  it("decodes character references, and marks what Markdown would misread", () => {
    expect(html.problems).toEqual([]);
    expect(html.drafts.map((draft) => [draft.line, draft.difficulty, draft.prompt])).toEqual([
      [4, "junior", 'Which sign stands for "and" in C & C++, written as \\*twice\\* \\<b>the same\\</b>?'],
      [16, "senior", "Erdős' café has 100% Wi‑Fi… 1 + 1 = 10 in base two."],
      [26, "mid", "Who said “naïve Bayes”?"],
    ]);
    expect(html.drafts[1]?.answers).toEqual({ kind: "true-false", answer: true });
    expect(html.drafts[2]?.answers).toMatchObject({
      kind: "single",
      options: [{ text: "Señor Ñandú", right: true }, { text: "Müller & Söhne", right: false }, {}, {}],
    });
  });

  it.each(["opentdb-url.json", "opentdb-url-legacy.json", "opentdb-base64.json"])("reads the same from %s", (name) => {
    expect(read("opentdb", name)).toEqual(html);
  });

  it("points at items that lack something", () => {
    expect(places(read("opentdb", "opentdb-faulty.json"))).toEqual([
      "16:5 incorrect_answers is missing or of the wrong type",
      '23:5 the right answer "Maybe" is neither True nor False',
      '33:5 the type is "essay"',
    ]);
  });

  it.each([
    ['{ "response_code": 5, "results": [] }', "this answer of Open Trivia DB holds no questions"],
    ['{ "questions": [] }', 'there is no list of "results"'],
    ['{ "results": [,] }', "not valid JSON"],
    ["", "not valid JSON"],
  ])("says what is wrong with %s", (json, problem) => {
    expect(readers.opentdb(json).problems).toEqual([expect.objectContaining({ problem })]);
  });
});

describe("Red's trivia lists", () => {
  it("reads each key that is no setting as a question, and answers as they are written", () => {
    const { drafts, problems, notes } = read("red", "trivia.yaml");
    expect(problems).toEqual([]);
    expect(drafts.map((draft) => [draft.line, draft.prompt, draft.answers])).toEqual([
      [6, "Which port does HTTPS use: the number?", { kind: "short", accept: ["443", "port 443"] }],
      [9, "Which version of HTTP came after 1.0?", { kind: "short", accept: ["1.10", "1.1"] }],
      [12, "A cookie is kept by the browser.", { kind: "true-false", answer: true }],
      [14, "Which header names the site of a request?", { kind: "short", accept: ["Host"] }],
      [15, "What does *args take in Python?", { kind: "short", accept: ["positional arguments"] }],
    ]);
    expect(notes.map((note) => note.line)).toEqual([1, 2]);
  });

  it("points at questions without answers and at questions that are there twice", () => {
    const faulty = read("red", "faulty-trivia.yaml");
    expect(places(faulty)).toEqual([
      "2:1 an answer is empty or no text",
      "3:21 an answer is empty or no text",
      "5:5 an answer is empty or no text",
      "8:1 the question is there twice",
    ]);
    expect(faulty.drafts.map((draft) => draft.answers)).toEqual([{ kind: "short", accept: ["yes"] }]);
  });

  it.each(["- a\n- b\n", "just text", "", "a: [b\n"])("refuses %j with a line", (yaml) => {
    const { drafts, problems } = readers.red(yaml);
    expect(drafts).toEqual([]);
    expect(problems[0]?.line).toBeGreaterThan(0);
  });
});

describe("CSV", () => {
  it("reads quotes, line breaks in cells, columns in any order and a byte-order mark", () => {
    const plain = read("csv", "questions.csv");
    expect(plain.problems).toEqual([]);
    expect(plain.drafts.map((draft) => draft.line)).toEqual([2, 5, 6, 8, 9, 12]);
    expect(plain.drafts.map((draft) => draft.answers)).toEqual([
      {
        kind: "single",
        options: [
          { text: "one, with a comma", right: true },
          { text: "two\nlines", right: false },
          { text: "three", right: false },
        ],
      },
      {
        kind: "multiple",
        options: [
          { text: "a", right: true },
          { text: "b", right: false },
          { text: "c", right: true },
        ],
      },
      { kind: "true-false", answer: true },
      { kind: "short", number: -1500, margin: 0.5 },
      { kind: "short", accept: ["WHERE", "where clause", "C:\\new"], margin: 0 },
      { kind: "order", items: ["first", "second \n on two lines", "third"] },
    ]);
    expect(read("csv", "windows.csv").drafts.map((draft) => draft.line)).toEqual([2, 5, 6, 8, 9, 12]);
  });

  it("points at the cell that is wrong", () => {
    expect(
      places(read("csv", "faulty.csv")).toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)),
    ).toEqual([
      '3:1 "kind" is "guess"',
      '4:25 "right" is "4"',
      "5:17 option2 is empty",
      '6:24 "right" is "maybe"',
      "7:17 a short question takes either text or a number",
      '8:23 "many" is no number',
      "9:1 10 cells under 9 columns",
      '10:13 a quote (") inside a cell that has none around it',
      '11:19 a true-false question has no "option1"',
    ]);
  });

  it.each([
    ["kind;prompt;right\n", "1:1 the columns are not parted by commas"],
    ["kind,promt\n", '1:6 unknown column "promt"'],
    ["kind,prompt,kind\n", '1:13 the column "kind" is there twice'],
    ["kind\n", '1:1 the column "prompt" is missing'],
    ["", "1:1 the file is empty"],
    ['kind,"prompt\nsingle,What?\n', '1:6 a cell starts with a quote (") that nothing closes'],
    ['kind,"prompt" \nsingle,What?\n', "1:14 there is text after a cell's closing quote"],
  ])("says what is wrong with the header %j", (csv, problem) => {
    const reading = readers.csv(csv);
    expect(places(reading)).toContain(problem);
    expect(reading.drafts).toEqual([]);
  });

  it("gives back any cells", () => {
    const cells = fc.array(fc.oneof(text, fc.constantFrom("", " ", "\r\n", '"')), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(cells, (row) => {
        fc.pre(row.some((cell) => cell !== "") && !row[0]?.startsWith("\uFEFF"));
        expect(readRows(writeRows([row, row])).rows.map((one) => one.map((cell) => cell.text))).toEqual([row, row]);
      }),
    );
  });

  it("gives back any questions", () => {
    fc.assert(
      fc.property(anyQuestions, (all) => {
        const { drafts, problems } = readers.csv(writers.csv(all).text);
        expect(problems).toEqual([]);
        expect(drafts.map(whole)).toEqual(all);
      }),
      { numRuns: 500 },
    );
  });

  it.each(shipped)("gives back all of $name", ({ questions: all }) => {
    expect(readers.csv(writers.csv(all).text).drafts.map(whole)).toEqual(all);
  });
});

describe("Anki cards", () => {
  const topic = { id: "databases", title: "Databases" };
  const all = shipped.flatMap((quiz) => quiz.questions);
  const lines = writers.anki(all, topic).text.trimEnd().split("\n");

  it("start with headers and have three fields a line", () => {
    expect(lines.slice(0, 4)).toEqual(["#separator:tab", "#html:true", "#tags column:3", "#deck:Waymark::Databases"]);
    const cards = lines.slice(4);
    expect(cards).toHaveLength(all.length);
    for (const card of cards) expect(card.split("\t")).toHaveLength(3);
  });

  it("escape HTML, and quote a field that holds a quote or starts with #", () => {
    const base = {
      id: "a",
      difficulty: "junior",
      learnMore: "sql",
      explanation: 'Use `<b>` & "c".\n\n```html\n<p>\n\t{{c1::x}}\n```',
    };
    const source = { title: "A & B", url: "https://example.org/?a=1&b=2", checked: "2026-11-21" };
    const one = question.parse({
      ...base,
      source,
      kind: "short",
      prompt: "\\# What is `a<b`?",
      accept: ["1 < 2", "also"],
    });
    const { text: cards, notes } = writers.anki([one], topic);
    const [front, back, tags] = cards.trimEnd().split("\n").at(-1)?.split("\t") ?? [];
    expect(front).toBe("<p># What is <code>a&lt;b</code>?</p>");
    expect(back).toContain(
      "<b>1 &lt; 2</b></p><p>Also right: also</p><p>Use <code>&lt;b&gt;</code> &amp; &quot;c&quot;.</p>",
    );
    expect(back).toContain("<pre><code>&lt;p&gt;<br>&#9;&#123;&#123;c1::x}}</code></pre>");
    expect(back).toMatch(
      /^".*<a href=""https:\/\/example\.org\/\?a=1&amp;b=2"">A &amp; B<\/a>, checked 2026-11-21<\/small><\/p>"$/,
    );
    expect(tags).toBe("databases junior a");
    expect(notes).toContain("the language of code blocks (html) is left out of the cards");
  });

  it("do not show the right option first, or the items in their order", () => {
    for (const one of all) {
      const [front = ""] = writers.anki([one], topic).text.split("\t");
      if (one.kind === "order") expect(front).not.toContain(one.items.map((item) => `<li>${item}</li>`).join(""));
    }
    const firsts = all
      .filter((one) => one.kind === "single")
      .map((one) => /<li>(.*?)<\/li>/.exec(writers.anki([one], topic).text)?.[1]);
    const rights = all.flatMap((one) =>
      one.kind === "single" ? [one.options.find((option) => option.right)?.text] : [],
    );
    expect(firsts.filter((first, index) => first === rights[index]).length).toBeLessThan(rights.length / 2);
  });
});

describe("a licence", () => {
  it.each([
    ["CC0", "CC0 1.0"],
    ["cc0-1.0", "CC0 1.0"],
    ["Public Domain", "public domain"],
    ["own work", "own work"],
    ["CC BY 4.0", "CC BY 4.0"],
    ["cc-by-3.0", "CC BY 3.0"],
    ["Creative Commons Attribution 4.0 International", "CC BY 4.0"],
    ["The MIT License", "MIT"],
    ["Apache License, Version 2.0", "Apache-2.0"],
    ["Apache-2.0", "Apache-2.0"],
    ["BSD-3-Clause", "BSD"],
  ])("%s is free", (said, name) => {
    expect(judgeLicence(said)).toMatchObject({ kind: "free", name });
  });

  it.each(["CC BY-SA 4.0", "cc-by-sa-3.0", "Creative Commons Attribution-ShareAlike 4.0 International"])(
    "%s needs a file of its own",
    (said) => {
      expect(judgeLicence(said).kind).toBe("share-alike");
    },
  );

  it.each([
    ["GPL", "would bind"],
    ["GPLv3", "would bind"],
    ["GNU General Public License v3.0", "would bind"],
    ["AGPL-3.0-or-later", "would bind"],
    ["LGPL-2.1", "would bind"],
    ["CC BY-NC 4.0", "commercial use"],
    ["cc-by-nc-sa-4.0", "commercial use"],
    ["Creative Commons Attribution-NonCommercial 4.0", "commercial use"],
    ["CC BY-ND 4.0", "changed versions"],
    ["MIT, pictures CC BY-NC", "commercial use"],
    ["all rights reserved", "no licence known"],
    ["not public domain", "no licence known"],
    [" ", "no licence is named"],
  ])("%s is refused and told why", (said, why) => {
    const judged = judgeLicence(said);
    expect(judged.kind === "refused" && judged.problem).toContain(why);
    expect(judged.kind === "refused" && judged.remedy).toBeTruthy();
  });
});

describe("an id made from a question", () => {
  it("is the same each time, and a number tells it from one that is taken", () => {
    const prompt = "Which HTTP status code says “Übung macht den Meister”?";
    const first = questionId("web-servers", prompt, new Set());
    expect(first).toBe("web-servers-http-status-code-says");
    expect(questionId("web-servers", prompt, new Set([first]))).toBe(`${first}-2`);
    expect(questionId("web-servers", prompt, new Set([first, `${first}-2`]))).toBe(`${first}-3`);
  });

  it("is a valid id whatever the text", () => {
    fc.assert(
      fc.property(common.learnMore, text, (topic, prompt) => {
        expect(questionId(topic, prompt, new Set())).toMatch(/^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/);
      }),
    );
  });
});

describe("plain text", () => {
  it("keeps the space between code and what is escaped", () => {
    expect(asMarkdown("\\`*` *")).toMatch(/` \\?\*$/);
  });

  it("reads the same as Markdown", () => {
    const words = fc.array(
      fc.constantFrom(..."*_`[]()<>&#+-=~|\\!1.)ab ".split(""), "&amp;", "__", "```", "http://a.b"),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(words, (parts) => {
        const plain = parts.join("").trim();
        const { blocks, unsupported } = parseMarkdown(asMarkdown(plain));
        const shown = blocks
          .map((block) => (block.kind === "text" ? inlineText(block.content) : `<${block.kind}>`))
          .join(" ");
        expect(unsupported).toEqual([]);
        expect(shown.replaceAll(/\s+/g, " ").trim()).toBe(
          (plain.includes("``") ? plain : inlineText(codeSpans(plain))).replaceAll(/\s+/g, " ").trim(),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it("is not touched where it reads the same anyway", () => {
    for (const plain of ["2 * 3 * 4", "snake_case", "List<String>?", "C & C++", "a `*b*` c"]) {
      expect([plain, plain.replace("<S", "\\<S")]).toContain(asMarkdown(plain));
    }
  });
});

describe("HTML", () => {
  it("knows every kind of character reference", () => {
    expect(decodeEntities("&eacute;&#233;&#xe9;&#150;&hellip;&nope;&amp;lt;&#0;& x")).toBe("ééé–…&nope;&lt;\uFFFD& x");
  });

  it("becomes Markdown, and names what Markdown cannot hold", () => {
    const html =
      'A <a href="https://a.org/?b=1&amp;c">link</a>,<br>a <code>x*y</code><ul><li>one</li><li>t_w_o *</li></ul><img src="a.png">x<sup>2</sup>';
    expect(fromHtml(html, "markdown")).toEqual({
      text: "A [link](https://a.org/?b=1&c),\\\na `x*y`\n\n- one\n- t_w_o *\n\nx2",
      lost: ["img", "sup"],
    });
  });
});

describe("a quiz file", () => {
  const readBack = (yaml: string) => {
    const sheet = readYaml("x.yaml", yaml, schemas.quizzes);
    if (sheet.kind === "faulty") throw new Error(JSON.stringify(sheet.faults));
    return sheet.document.value.questions;
  };
  const writable = anyQuestions.filter(
    (all) => !/[^\P{Cc}\n\t]|\p{Cs}|[\uFFFE\uFFFF]/u.test(all.map((one) => Object.values(one).map(String)).join()),
  );

  it.each(shipped)("holds all of $name again", ({ questions: all }) => {
    expect(readBack(newQuizFile("Again: yes", [], ["# a comment"], all))).toEqual(all);
  });

  it("holds any questions", () => {
    fc.assert(
      fc.property(writable, (all) => {
        expect(readBack(newQuizFile("T", ["# top"], [], all))).toEqual(all);
      }),
    );
  });

  it("keeps what it had when questions are added", () => {
    for (const { name, questions: all } of shipped) {
      const before = readFileSync(join(quizzes, name), "utf8");
      const added = all.slice(0, 2).map((one, index) => ({ ...one, id: `added-${index}` }));
      const appended = appendQuestions(before, ["# added"], added);
      if (appended.kind === "refused") throw new Error(appended.problem);
      expect(appended.text.startsWith(before.trimEnd())).toBe(true);
      expect(readBack(appended.text)).toEqual([...all, ...added]);
    }
  });

  it("adds below the last question, where other keys come after them, in the file's own line ends", () => {
    const [one] = shipped[0]?.questions ?? [];
    if (!one) throw new Error("a shipped quiz has questions");
    const file = newQuizFile("T", [], [], [one])
      .replace("title: T\naliases: []\n", "")
      .concat("# end\ntitle: T # why\naliases: []\n");
    const appended = appendQuestions(file.replaceAll("\n", "\r\n"), [], [{ ...one, id: "two" }]);
    if (appended.kind === "refused") throw new Error(appended.problem);
    expect(readBack(appended.text).map((each) => each.id)).toEqual([one.id, "two"]);
    expect(appended.text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(appended.text).toContain("title: T # why\r\n");
  });

  it("is left alone when it has no list to add to", () => {
    for (const file of ["title: T\nquestions: []\n", "title: T\n", "- a\n"]) {
      expect(appendQuestions(file, [], []).kind).toBe("refused");
    }
  });
});

it("has a CSV column for every field of a question", () => {
  const fields = question.options.flatMap((option) => Object.keys(option.shape));
  const renamed: Record<string, string> = { options: "option1", answer: "right", source: "sourceTitle" };
  for (const field of fields) expect(columns).toContain(renamed[field] ?? field);
});
