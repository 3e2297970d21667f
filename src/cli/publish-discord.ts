import { REST } from "discord.js";
import { type CommandBody, commandBodies, serverCommandBodies } from "../adapters/discord/commands.ts";
import { badToken, describeFailure, isUnauthorized } from "../adapters/discord/failures.ts";
import {
  type Changes,
  CommandBook,
  compareCommands,
  findApplication,
  inviteLinks,
} from "../adapters/discord/publish.ts";
import type { DiscordConfig } from "../config.ts";
import { registry } from "../core/commands/registry.ts";
import { OperatorError } from "../core/errors.ts";

export type PublishChoices = { server: string | undefined; isDry: boolean; isInvite: boolean };

export async function publishToDiscord({ token, apiUrl }: DiscordConfig, choices: PublishChoices): Promise<void> {
  const rest = new REST({ ...(apiUrl !== undefined && { api: apiUrl }) }).setToken(token);
  try {
    const { id } = await findApplication(rest);
    const wanted = choices.server === undefined ? commandBodies(registry) : serverCommandBodies(registry);
    if (!choices.isInvite) await publish(new CommandBook(rest, id, choices.server), wanted, choices);
    const links = inviteLinks(id);
    process.stdout.write(`Let it into a server:   ${links.server}\nTake it along yourself: ${links.person}\n`);
  } catch (error) {
    if (isUnauthorized(error)) throw badToken();
    if (error instanceof OperatorError) throw error;
    const { code, status, reason, err } = describeFailure(error);
    const said = reason ?? (err instanceof Error ? err.message : `status ${status}`);
    throw new OperatorError(
      `Discord did not take it: ${said}${code === undefined ? "" : ` (${code})`}`,
      choices.server === undefined
        ? "see whether Discord can be reached from here, and try again"
        : "see whether the bot is on that server, and whether the number is the server's id",
    );
  } finally {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  }
}

async function publish(book: CommandBook, wanted: readonly CommandBody[], { isDry }: PublishChoices): Promise<void> {
  const changes = compareCommands(wanted, await book.read());
  if (!isDry) await book.apply(changes);
  process.stdout.write(`${report(changes, isDry).join("\n")}\n`);
}

function report({ create, update, remove, same }: Changes, isDry: boolean): string[] {
  const would = isDry ? "would be " : "";
  return [
    ...create.map(({ name }) => `${name}: ${would}added`),
    ...update.map(({ body }) => `${body.name}: ${would}changed`),
    ...remove.map(({ name }) => `${name}: ${would}removed`),
    `${same} as they should be`,
  ];
}
