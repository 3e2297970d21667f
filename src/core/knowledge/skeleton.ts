import { facetTitles, type Kind } from "./schema.ts";

/** A file with every field in place, ready to be filled in. `undefined` for kinds that have only one file. */
export function skeleton(kind: Kind, id: string, today: string): { path: string; text: string } | undefined {
  const source = `{ title: The page's title, url: "https://example.org/", checked: ${today} }`;
  const schemaLine = `# yaml-language-server: $schema=../../schema/${kind}.json`;
  const title = id.replaceAll("-", " ").replace(/^./, (letter) => letter.toUpperCase());
  switch (kind) {
    case "faq":
      return page(kind, id, [
        "questions:",
        `  - ${title}?`,
        "  - another wording people really type",
        "topics: [becoming]",
        "related: []",
        "sources:",
        `  - ${source}`,
        "review: 12 months",
        "---",
        "The answer, in the first sentence.",
        "",
        "- Then what helps to act on it.",
      ]);
    case "comparisons": {
      const [one = "one", other = "other"] = id.split("-vs-");
      return page(kind, id, [
        `between: [${one}, ${other}]`,
        "summary: The difference in one sentence.",
        "questions: []",
        "related: []",
        "sources:",
        `  - ${source}`,
        "review: 12 months",
        "---",
        `| | ${one} | ${other} |`,
        "| --- | --- | --- |",
        "| Best at | … | … |",
        "",
        "One sentence that helps to choose.",
      ]);
    }
    case "careers":
      return page(kind, id, [
        `title: ${title}`,
        "aliases: []",
        "summary: What the role is, in one line.",
        "skills: []",
        "tools: []",
        "related: []",
        "interests: { realistic: 4, investigative: 4, artistic: 4, social: 4, enterprising: 4, conventional: 4 }",
        "pay: []",
        "sources:",
        `  - ${source}`,
        "review: 6 months",
        "---",
        ...Object.values(facetTitles).flatMap((facet) => [`## ${facet}`, "", "The answer.", ""]),
      ]);
    case "terms":
      return sheet(kind, id, [
        schemaLine,
        `title: ${title}`,
        "terms:",
        "  - id: an-id",
        "    name: A name",
        "    aliases: []",
        "    kind: what sort of thing it is",
        "    summary: What it is, in one sentence.",
        "    usedFor: What it is used for.",
        "    strengths: [Something it is good at]",
        "    tradeOffs: [Something it costs]",
        "    level: junior",
        `    link: ${source}`,
        "    related: []",
      ]);
    case "paths":
      return sheet(kind, id, [
        schemaLine,
        `title: ${title}`,
        "career: backend-developer",
        "summary: From where to where.",
        "sources:",
        `  - ${source}`,
        "stages:",
        "  - title: First steps",
        "    steps:",
        "      - learn: What to learn",
        "        why: Why it is worth it.",
        "        prove: A small project that shows it.",
        "        hours: 10",
        "        terms: []",
        `        links: [${source}]`,
      ]);
    case "quizzes":
      return sheet(kind, id, [
        schemaLine,
        `title: ${title}`,
        "aliases: []",
        "questions:",
        `  - id: ${id.slice(0, 30)}-first`,
        "    kind: single",
        "    difficulty: junior",
        "    prompt: What is asked?",
        "    options:",
        "      - { text: The right answer, right: true }",
        "      - text: A tempting wrong one",
        "      - text: Another",
        "    explanation: Why it is right, and why the others are not.",
        "    learnMore: an-entry-id",
        `    source: ${source}`,
      ]);
    case "tips":
      return sheet(kind, id, [
        schemaLine,
        "tips:",
        `  - id: tip-${id.slice(0, 30)}`,
        "    text: One thing to do or remember today.",
        "    topics: [becoming]",
        "    do: A small exercise.",
      ]);
    case "topics":
    case "phrasings":
    case "slang":
    case "elsewhere":
      return undefined;
    default:
      return kind satisfies never;
  }
}

function page(kind: Kind, id: string, lines: string[]) {
  return { path: `${kind}/${id}.md`, text: `---\n${lines.join("\n").trimEnd()}\n` };
}

function sheet(kind: Kind, id: string, lines: string[]) {
  return { path: `${kind}/${id}.yaml`, text: `${lines.join("\n")}\n` };
}
