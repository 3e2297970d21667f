/** What is kept of the quizzes a person plays alone: to be shown to them, and to be forgotten. */
import type { Namespace } from "../../namespace.ts";
import type { Store } from "../../ports.ts";
import { recent } from "../recent.ts";
import { type SoloQuiz, seasonAnswers, soloQuizzes } from "./solo.ts";

export type SoloExport = { openQuizzes: SoloQuiz[]; askedLately: Record<string, string[]>; scoredThisSeason: string[] };

/** @param person a `personId`, as in all of these */
export async function exportSolo(store: Store, person: string): Promise<SoloExport> {
  const start = `${person}/`;
  const found: SoloExport = { openQuizzes: [], askedLately: {}, scoredThisSeason: [] };
  for await (const [, quiz] of store.entries(soloQuizzes, start)) found.openQuizzes.push(quiz);
  for await (const [id, ids] of store.entries(recent, start)) found.askedLately[id.slice(start.length)] = ids;
  for await (const id of store.keys(seasonAnswers, start)) found.scoredThisSeason.push(id.slice(start.length));
  return found;
}

export async function removeSolo(store: Store, person: string): Promise<void> {
  const start = `${person}/`;
  await removeAll(store, soloQuizzes, start);
  await removeAll(store, recent, start);
  await removeAll(store, seasonAnswers, start);
}

async function removeAll<T>(store: Store, space: Namespace<T>, prefix: string): Promise<void> {
  for await (const id of store.keys(space, prefix))
    await store.update(space, id, () => ({ after: undefined, result: undefined }));
}
