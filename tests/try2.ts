import { Answerer } from "../src/core/answering/answerer.ts";
import { readCommonWords } from "../src/runtime/common-words.ts";
import { openKnowledge } from "../src/runtime/knowledge.ts";
import { readSamples } from "./question-sets.ts";
const { base, model } = await openKnowledge("knowledge");
const answerer = new Answerer(base, readCommonWords(), model);
const questions = readSamples("development").filter(({ entries }) => entries.length > 0).map((q) => q.text);
for (let round = 0; round < 6; round++) {
  const ts: number[] = []; const c = process.cpuUsage().user;
  for (const text of questions) { const a = performance.now(); answerer.answer({ text, overheard: false, carried: [], last: undefined }); ts.push(performance.now() - a); }
  const cpu = (process.cpuUsage().user - c) / 1000 / questions.length;
  ts.sort((a, b) => a - b);
  console.log(questions.length, "median", ts[ts.length >> 1]!.toFixed(3), "mean", (ts.reduce((a, b) => a + b) / ts.length).toFixed(3), "p99", ts[Math.floor(ts.length * 0.99)]!.toFixed(2), "cpu", cpu.toFixed(3));
}
