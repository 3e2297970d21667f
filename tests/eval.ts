/**
 * `npm run eval`: how well questions are answered, on the development and the held-out questions.
 *
 *   --misses     also list every question that went wrong
 *   --fit        print new weights for `confidence.ts`, fitted on the development questions
 */
import { parseArgs } from "node:util";
import { Answerer } from "../src/core/answering/answerer.ts";
import { readCommonWords } from "../src/runtime/common-words.ts";
import { openKnowledge } from "../src/runtime/knowledge.ts";
import { fitWeights } from "./fit.ts";
import { isAnswered, isAsked, isRight, judge, readSamples, type Sample } from "./question-sets.ts";

const { values } = parseArgs({
  options: {
    misses: { type: "boolean", default: false },
    fit: { type: "boolean", default: false },
    knowledge: { type: "string", default: "knowledge" },
  },
});
const { base, model } = await openKnowledge(values.knowledge);
const answerer = new Answerer(base, readCommonWords(), model);
const ask = (text: string, overheard = false) => answerer.answer({ text, overheard, carried: [] });
const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1).padStart(5)} %`;

function report(name: string, samples: readonly Sample[]): void {
  const findings = judge(samples, (text) => ask(text));
  const asked = findings.filter(isAsked);
  const silence = findings.filter((one) => !isAsked(one));
  console.log(`\n${name}: ${asked.length} questions`);
  console.log("              right    wrong  suggested (with the right one)  none");
  for (const group of [...new Set(asked.map(({ sample }) => sample.group)), "all"]) {
    const part = asked.filter(({ sample }) => group === "all" || sample.group === group);
    const answered = part.filter(isAnswered);
    const right = part.filter(isRight);
    const suggested = part.filter(({ finding }) => finding.kind === "ambiguous");
    const helpful = suggested.filter(({ sample, finding }) =>
      finding.candidates.slice(0, 3).some(({ entry }) => sample.entries.includes(entry)),
    );
    const none = part.length - answered.length - suggested.length;
    console.log(
      `  ${group.padEnd(9)} ${percent(right.length, part.length)}  ${percent(answered.length - right.length, part.length)}` +
        `    ${percent(suggested.length, part.length)} (${percent(helpful.length, part.length)})           ${percent(none, part.length)}`,
    );
  }
  console.log(`${name}: ${silence.length} messages that should get no answer`);
  console.log("                answered when addressed, when overheard");
  for (const group of [...new Set(silence.map(({ sample }) => sample.group)), "all"]) {
    const part = silence.filter(({ sample }) => group === "all" || sample.group === group);
    const addressed = part.filter(isAnswered).length;
    const overheard = part.filter(({ sample }) => ask(sample.text, true).kind === "answered").length;
    console.log(`  ${group.padEnd(14)} ${percent(addressed, part.length)}, ${percent(overheard, part.length)}`);
  }
  const heard = asked.filter(({ sample }) => isRight({ sample, finding: ask(sample.text, true) })).length;
  console.log(`${name}: ${percent(heard, asked.length)} of the questions answered right when overheard`);
  console.log(`${name}: of the answers with confidence in a band, how many are right`);
  for (const from of [0.6, 0.7, 0.8, 0.9, 0.95]) {
    const to = { 0.6: 0.7, 0.7: 0.8, 0.8: 0.9, 0.9: 0.95, 0.95: 1.01 }[from] ?? 1;
    const band = findings.filter(
      ({ finding }) => finding.kind === "answered" && finding.best.confidence >= from && finding.best.confidence < to,
    );
    const right = band.filter(isRight);
    if (band.length > 0)
      console.log(`  ${from}–${Math.min(to, 1)}: ${percent(right.length, band.length)} of ${band.length}`);
  }
  if (!values.misses) return;
  for (const one of findings) {
    const { sample, finding } = one;
    if (isAsked(one) ? isRight(one) : !isAnswered(one)) continue;
    const tops = finding.candidates.slice(0, 3).map(({ entry, confidence }) => `${entry} ${confidence.toFixed(2)}`);
    console.log(`${finding.kind.padEnd(9)} ${sample.group.padEnd(12)} ${sample.text.slice(0, 200)}`);
    console.log(`          wanted ${sample.entries.join(", ") || "no answer"}; got ${tops.join(", ")}`);
  }
}

if (values.fit) {
  console.log(fitWeights(readSamples("development"), (text) => ask(text).candidates));
} else {
  report("development", readSamples("development"));
  report("held-out", readSamples("held-out"));
}
