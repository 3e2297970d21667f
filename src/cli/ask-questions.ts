/**
 * Questions from scripts: `ask "question"` prints the answer as a person sees it, `ask --json` reads one question a
 * line and prints one JSON line for each, in order. Nothing is remembered between questions, and nothing is recorded.
 */
import { once } from "node:events";
import { parseArgs } from "node:util";
import { renderReply } from "../adapters/terminal/render.ts";
import { loadDotEnv, readConfig } from "../config.ts";
import { Answerer, type Finding } from "../core/answering/answerer.ts";
import { noEvidence, scoreOf } from "../core/answering/confidence.ts";
import { findingReply } from "../core/commands/ask.ts";
import { OperatorError } from "../core/errors.ts";
import { entryTitle, findEntry } from "../core/knowledge/entry.ts";
import { replyText } from "../core/reply.ts";
import { readCommonWords } from "../runtime/common-words.ts";
import { openKnowledge } from "../runtime/knowledge.ts";
import { isStyled, runCli } from "./run.ts";

const usage = `usage: npm run --silent ask -- "question" [--overheard] [--knowledge DIR]
       npm run --silent ask -- --json [--overheard] [--knowledge DIR] < questions`;

/** What `--json` calls the findings. */
const kinds = { answered: "answer", ambiguous: "suggest", unknown: "none", empty: "none" } as const;

await runCli(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      overheard: { type: "boolean", default: false },
      knowledge: { type: "string" },
    },
  });
  loadDotEnv();
  const { base, model } = await openKnowledge(values.knowledge ?? readConfig(process.env).knowledgeDir);
  const answerer = new Answerer(base, readCommonWords(), model);
  const find = (text: string) => answerer.answer({ text, overheard: values.overheard, carried: [] });
  const replyTo = (finding: Finding) =>
    values.overheard && finding.kind !== "answered" ? [] : findingReply(base, finding);

  if (!values.json) {
    if (positionals.length === 0) throw new OperatorError("no question", usage);
    const screen = { width: Math.min(process.stdout.columns ?? 80, 100), styled: isStyled(process.stdout) };
    const { text } = renderReply(replyTo(find(positionals.join(" "))), screen);
    if (text !== "") process.stdout.write(`${text}\n`);
    return;
  }
  if (positionals.length > 0) throw new OperatorError("--json reads its questions from standard input", usage);
  for await (const question of readLines(process.stdin)) {
    const finding = find(question);
    const [best] = finding.candidates;
    const line = JSON.stringify({
      question,
      kind: kinds[finding.kind],
      entry: finding.kind === "answered" ? finding.best.entry : null,
      confidence: round(best?.confidence ?? 0),
      score: round(best?.score ?? scoreOf(noEvidence)),
      text: replyText(replyTo(finding)),
      candidates: finding.candidates.map(({ entry, score }) => {
        const found = findEntry(base, entry);
        return { entry, title: found ? entryTitle(found) : entry, score: round(score) };
      }),
    });
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, "drain");
  }
});

/**
 * Lines end with a line feed and nothing else: `readline` also splits at the separators that JSON lets stand in text.
 */
async function* readLines(input: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of input) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield line.replace(/\r$/, "");
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
