import { channelTypes } from "../channel.ts";
import { refuse } from "../refusal.ts";
import type { Server } from "../server.ts";
import type { User } from "../user.ts";
import type { World } from "../world.ts";
import { ok, type Route, route } from "./route.ts";

/** Who there is: the bot, its application, people and servers. */
export const accountRoutes: Route[] = [
  route("GET", "users/@me", (world) => ok({ ...world.bot.wire(), mfa_enabled: false, verified: true, email: null })),
  route("GET", "users/@me/guilds", (world) =>
    ok(joined(world).map(({ id, name }) => ({ id, name, icon: null, owner: false, permissions: "0", features: [] }))),
  ),
  route("POST", "users/@me/channels", (world, { body }) => {
    const { recipient_id } = body as { recipient_id?: unknown };
    return ok(world.directChannel(person(world, String(recipient_id))).wire());
  }),
  route("GET", "users/:", (world, _, id = "") => ok(person(world, id).wire())),
  route("GET", "applications/@me", (world) => ok(application(world))),
  route("GET", "oauth2/applications/@me", (world) => ok(application(world))),
  route("GET", "guilds/:", (world, _, id = "") => ok(server(world, id).wire())),
  route("GET", "guilds/:/channels", (world, _, id = "") =>
    ok(server(world, id).channels.map((channel) => channel.wire())),
  ),
  route("GET", "guilds/:/members/:", (world, _, id = "", userId = "") => {
    server(world, id);
    const user = userId === "@me" ? world.bot : world.users.get(userId);
    return user ? ok({ ...user.memberWire(), user: user.wire() }) : refuse(10007);
  }),
  route("GET", "channels/:", (world, _, id = "") => {
    const channel = world.channels.get(id) ?? refuse(10003);
    if (!channel.botMaySee) refuse(50001);
    return ok(channel.wire());
  }),
  route("POST", "channels/:/threads", (world, { body }, id = "") => {
    const channel = world.channels.get(id) ?? refuse(10003);
    if (channel.type !== channelTypes.text) refuse(50035, "threads are opened in text channels");
    return { status: 201, body: channel.addThread(String((body as { name?: unknown }).name)).wire() };
  }),
];

function person(world: World, id: string): User {
  return world.users.get(id) ?? refuse(10013);
}

function joined(world: World): Server[] {
  return [...world.servers.values()].filter(({ hasBot }) => hasBot);
}

function server(world: World, id: string): Server {
  const found = world.servers.get(id) ?? refuse(10004);
  return found.hasBot ? found : refuse(50001);
}

function application(world: World) {
  const { id, name } = world.bot;
  const look = { icon: null, description: "", bot_public: true, bot_require_code_grant: false, team: null };
  const owner = { id: "1", username: "owner", avatar: null, discriminator: "0", global_name: null };
  return {
    ...look,
    id,
    name,
    owner,
    bot: world.bot.wire(),
    verify_key: "0".repeat(64),
    flags: 1 << 19, // reads message content, as bots in fewer than a hundred servers may
    approximate_guild_count: joined(world).length,
  };
}
