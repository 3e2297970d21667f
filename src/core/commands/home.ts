/** The page a person has with the bot: how they stand, and where to go from there. */
import { phrases } from "../phrases.ts";
import { paragraph, type Reply } from "../reply.ts";
import type { Context } from "./command.ts";
import { overview } from "./progress.ts";

export async function homeReply(context: Context): Promise<Reply> {
  return [...(await overview(context)), { kind: "divider" }, paragraph(phrases.homeIntro)];
}
