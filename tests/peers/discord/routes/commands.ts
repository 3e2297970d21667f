import type { CommandBook } from "../command-book.ts";
import { refuse } from "../refusal.ts";
import type { CommandBody } from "../shapes.ts";
import type { World } from "../world.ts";
import { type Call, noContent, ok, type Route, route } from "./route.ts";

/** The routes of a list of commands, which are the same for everybody's and for a server's. */
function routesUnder(prefix: string, guildOf: (ids: readonly string[]) => string | undefined): Route[] {
  const list = (world: World, { query }: Call, guildId: string | undefined) => {
    const withLocalizations = query.get("with_localizations") === "true";
    return ok(world.commands.list(guildId).map((command) => world.commands.wire(command, withLocalizations)));
  };
  return [
    route("GET", prefix, (world, call, ...ids) => list(world, call, known(world, guildOf(ids)))),
    route("PUT", prefix, (world, { body }, ...ids) => {
      const all = world.commands.replaceAll(body as CommandBody[], known(world, guildOf(ids)));
      return ok(all.map((command) => world.commands.wire(command, true)));
    }),
    route("POST", prefix, (world, { body }, ...ids) => {
      const { command, isNew } = world.commands.add(body as CommandBody, known(world, guildOf(ids)));
      return { status: isNew ? 201 : 200, body: world.commands.wire(command, true) };
    }),
    route("GET", `${prefix}/:`, ({ commands }, _, ...ids) => one(commands, ids)),
    route("PATCH", `${prefix}/:`, ({ commands }, { body }, ...ids) =>
      ok(commands.wire(commands.change(ids.at(-1) ?? "", body as CommandBody, guildOf(ids)), true)),
    ),
    route("DELETE", `${prefix}/:`, ({ commands }, _, ...ids) => {
      commands.remove(ids.at(-1) ?? "", guildOf(ids));
      return noContent;
    }),
  ];

  function one(commands: CommandBook, ids: readonly string[]) {
    return ok(commands.wire(commands.get(ids.at(-1) ?? "", guildOf(ids)), true));
  }
}

function known({ servers }: Pick<World, "servers">, guildId: string | undefined): string | undefined {
  if (guildId !== undefined && !servers.has(guildId)) refuse(50001);
  return guildId;
}

export const commandRoutes: Route[] = [
  ...routesUnder("applications/:/commands", () => undefined),
  ...routesUnder("applications/:/guilds/:/commands", ([, guildId]) => guildId),
];
