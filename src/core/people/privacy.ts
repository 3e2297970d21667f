/** Everything held about one person on a platform: to be seen, taken along, deleted. */
import type { Origin } from "../incoming.ts";
import { answersOf, forgetAnswers } from "../last-answer.ts";
import type { Store } from "../ports.ts";
import { exportBoards, removeFromBoards } from "../quiz/boards/boards.ts";
import { exportProgress, removeProgress } from "../quiz/progress/progress-privacy.ts";
import { exportSolo, removeSolo } from "../quiz/solo/solo-privacy.ts";
import { exportTips, removeTips } from "../tips/tips-privacy.ts";
import { people, personId } from "./people.ts";

/** By kind: what is held, as plain data. */
export async function exportPerson(store: Store, origin: Origin) {
  const person = personId(origin);
  return {
    preferences: (await store.read(people, person)) ?? {},
    ...(await exportProgress(store, person)),
    ...(await exportSolo(store, person)),
    leaderboards: await exportBoards(store, person),
    ...(await exportTips(store, origin)),
    /** For follow-ups; gone after half an hour. */
    lastAnswers: await answersOf(store, person),
  };
}
export type PersonExport = Awaited<ReturnType<typeof exportPerson>>;

export async function removePerson(store: Store, origin: Origin): Promise<void> {
  const person = personId(origin);
  await removeProgress(store, person);
  await removeSolo(store, person);
  await removeFromBoards(store, person);
  await removeTips(store, origin);
  await forgetAnswers(store, person);
  await store.update(people, person, () => ({ after: undefined, result: undefined }));
}
