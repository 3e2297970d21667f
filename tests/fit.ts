import type { Candidate } from "../src/core/answering/candidates.ts";
import { evidenceNames } from "../src/core/answering/confidence.ts";
import type { Sample } from "./question-sets.ts";

/** Only the first few candidates of a question can become its answer. */
const considered = 4;
/** L2 penalty on every weight but the bias: the features overlap, and the questions are few. */
const penalty: number = 0.5;
const rounds = 30;

/** Logistic regression by Newton's method over the candidates of the samples. @returns source text for `confidence.ts` */
export function fitWeights(samples: readonly Sample[], find: (text: string) => readonly Candidate[]): string {
  const rows = samples.flatMap(({ text, entries }) =>
    find(text)
      .slice(0, considered)
      .map(({ entry, evidence }) => ({
        x: [1, ...evidenceNames.map((name) => evidence[name])],
        y: entries.includes(entry) ? 1 : 0,
      })),
  );
  const size = evidenceNames.length + 1;
  let weights = Array.from({ length: size }, () => 0);
  for (let round = 0; round < rounds; round++) {
    const gradient = weights.map((weight, at) => (at === 0 ? 0 : -penalty * weight));
    const curvature = weights.map((_, row) => weights.map((_, column) => (row === column && row > 0 ? penalty : 1e-9)));
    for (const { x, y } of rows) {
      const p = 1 / (1 + Math.exp(-dot(weights, x)));
      for (let row = 0; row < size; row++) {
        gradient[row] = (gradient[row] ?? 0) + (y - p) * (x[row] ?? 0);
        const line = curvature[row] ?? [];
        for (let column = 0; column < size; column++) {
          line[column] = (line[column] ?? 0) + p * (1 - p) * (x[row] ?? 0) * (x[column] ?? 0);
        }
      }
    }
    const step = solve(curvature, gradient);
    weights = weights.map((weight, at) => weight + (step[at] ?? 0));
  }
  const names = ["bias", ...evidenceNames];
  return names.map((name, at) => `  ${name}: ${(weights[at] ?? 0).toFixed(2)},`).join("\n");
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows.slice(column).reduce((best, row) => (Math.abs(row[column] ?? 0) > Math.abs(best[column] ?? 0) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(column, 0, pivot);
    for (let other = 0; other < size; other++) {
      const row = rows[other];
      if (other === column || !row) continue;
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      for (let at = column; at <= size; at++) row[at] = (row[at] ?? 0) - factor * (pivot[at] ?? 0);
    }
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}
