import type { Channel } from "./channel.ts";
import { Interaction, type InteractionKind } from "./interaction.ts";
import type { Message } from "./message.ts";
import type { Json } from "./shapes.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

/** How somebody acts, where it differs from what is usual for them. */
export type Manner = {
  locale?: string;
  permissions?: bigint;
  /** Whether they brought the bot along into a place that it is no member of. */
  userInstalled?: boolean;
};

const types: Record<InteractionKind, number> = {
  command: 2,
  "message-command": 2,
  press: 3,
  select: 3,
  autocomplete: 4,
  form: 5,
};

const sizeLimit = 10 * 1024 * 1024;

type Act = { kind: InteractionKind; channel: Channel; data: Json; source?: Message | undefined; manner: Manner };

/** Tell the bot what somebody did. */
export function begin(world: World, user: User, { kind, channel, data, source, manner }: Act): Interaction {
  const { server } = channel;
  const isOutsider = manner.userInstalled ?? server?.hasBot === false;
  const locale = manner.locale ?? user.locale;
  const id = world.ids.next();
  const token = `${id}_${world.interactions.size}`;
  const payload = {
    id,
    application_id: world.bot.id,
    type: types[kind],
    token,
    version: 1,
    data,
    channel: channel.wire(),
    channel_id: channel.id,
    ...(server
      ? {
          guild_id: server.id,
          guild: { id: server.id, locale: "en-US", features: [] },
          guild_locale: "en-US",
          member: {
            ...user.memberWire(),
            user: user.wire(),
            permissions: String(manner.permissions ?? user.permissions),
          },
        }
      : { user: user.wire() }),
    ...(source && { message: source.wire() }),
    locale,
    app_permissions: String(channel.botPermissions),
    entitlements: [],
    authorizing_integration_owners: isOutsider ? { "1": user.id } : { "0": server?.id ?? "0" },
    context: server ? 0 : 1,
    attachment_size_limit: sizeLimit,
  };
  const { now } = world;
  const interaction = new Interaction({ id, token, kind, user, channel, source, isOutsider, payload, now });
  world.interactions.set(token, interaction);
  world.dispatch("INTERACTION_CREATE", payload, isOutsider ? undefined : server?.id);
  return interaction;
}
