import type { KnowledgeBase, Question } from "../core/knowledge/base.ts";
import { discrimination, type Health, health, type Suspicion, suspicionsOf } from "../core/quiz/health.ts";
import { reports } from "../core/quiz/reports.ts";
import { openLog } from "../runtime/log.ts";
import { openStore } from "../runtime/stores/open-store.ts";
import { systemClock } from "../runtime/system.ts";
import { checkStoreUrl } from "./store-url.ts";

const suspicionTexts: Record<Suspicion, string> = {
  "nobody-right": "nobody gets it right",
  "everybody-right": "everybody gets it right",
  "strong-players-wrong": "those who know the rest get it wrong",
};

/** List the questions that players' answers or reports speak against. */
export async function quizHealth(base: KnowledgeBase, storeUrl: string): Promise<void> {
  checkStoreUrl(storeUrl);
  const { logger } = await openLog("warn", process.stderr.isTTY === true);
  const { store, close } = await openStore(storeUrl, systemClock, logger);
  try {
    const counted = new Map<string, Health>();
    for await (const [id, one] of store.entries(health)) counted.set(id, one);
    const reported = new Map<string, string[]>();
    for await (const [id, { day, text }] of store.entries(reports)) {
      const [question = ""] = id.split("/");
      reported.set(question, [...(reported.get(question) ?? []), `${day}: ${text}`]);
    }
    let found = 0;
    for (const quiz of base.quizzes.values()) {
      for (const question of quiz.questions) {
        const lines = faultsOf(counted.get(question.id), reported.get(question.id) ?? []);
        if (lines.length === 0) continue;
        found++;
        console.log(`${quiz.id}/${question.id}  ${figures(question, counted.get(question.id))}`);
        for (const line of lines) console.log(`  ${line}`);
      }
    }
    console.log(
      found === 0 ? `Nothing suspicious among ${counted.size} answered questions.` : `\n${found} to look at.`,
    );
  } finally {
    await close();
  }
}

function faultsOf(one: Health | undefined, said: readonly string[]): string[] {
  const suspicions = one ? suspicionsOf(one).map((suspicion) => suspicionTexts[suspicion]) : [];
  return [...suspicions, ...said.map((text) => `reported ${text}`)];
}

function figures({ difficulty }: Question, one: Health | undefined): string {
  if (!one) return `${difficulty}, no answers yet`;
  const share = Math.round((100 * one.right) / one.asked);
  const r = discrimination(one);
  const known = r === undefined ? "" : `, discrimination ${r.toFixed(2)}`;
  return `${difficulty}, ${one.asked} answers, ${share} % right${known}`;
}
