import { autocompleteFaults, commandFaults, commandListFaults } from "./checks/commands.ts";
import { messageFaults } from "./checks/messages.ts";
import { modalFaults } from "./checks/modals.ts";
import type { CommandBody, Json, MessageBody } from "./shapes.ts";
import type { BotRequest } from "./validate.ts";

/** What Discord turns down although its description lets it pass, and what we ask of a bot of ours besides. */
export function ownViolationsOf(request: BotRequest): string[] {
  const { method, path, body } = request;
  const [root, , , last] = path.split("/").slice(1);
  if (body === undefined || body === null) return [];
  if (root === "interactions" && last === "callback") return callbackFaults(request, body as Callback);
  if (
    /^\/channels\/[^/]+\/messages(\/[^/]+)?$/.test(path) ||
    /^\/webhooks\/[^/]+\/[^/]+(\/messages\/[^/]+)?$/.test(path)
  ) {
    return messageFaults(body as MessageBody, { ...request, isEdit: method === "PATCH" });
  }
  if (/^\/applications\/[^/]+(\/guilds\/[^/]+)?\/commands$/.test(path)) {
    return method === "PUT" ? commandListFaults(body as CommandBody[]) : commandFaults(body as CommandBody);
  }
  return [];
}

type Callback = { type?: number; data?: Json | null };

function callbackFaults(request: BotRequest, { type, data }: Callback): string[] {
  const content = data ?? {};
  switch (type) {
    case 4:
      return messageFaults(content as MessageBody, { ...request, isEdit: false });
    case 7:
      return messageFaults(content as MessageBody, { ...request, isEdit: true });
    case 8:
      return autocompleteFaults(content as { choices?: { name: string; value: string | number }[] });
    case 9:
      return modalFaults(content as Parameters<typeof modalFaults>[0]);
    default:
      return [];
  }
}
