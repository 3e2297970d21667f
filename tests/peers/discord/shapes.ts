/** What travels between a bot and Discord, as far as the peer looks into it; keys as Discord spells them. */

export type Json = Record<string, unknown>;

export type SelectOption = { label: string; value: string; description?: string | null; default?: boolean | null };

export type Component = {
  type: number;
  id?: number;
  custom_id?: string | null;
  label?: string | null;
  style?: number;
  url?: string | null;
  disabled?: boolean | null;
  emoji?: { id?: string | null; name?: string | null } | null;
  placeholder?: string | null;
  options?: SelectOption[];
  content?: string;
  components?: Component[];
  component?: Component;
  accessory?: Component;
  items?: { media?: { url?: string }; description?: string | null }[];
  media?: { url?: string };
  file?: { url?: string };
  min_values?: number | null;
  max_values?: number | null;
  min_length?: number | null;
  max_length?: number | null;
  required?: boolean | null;
  value?: string | null;
  description?: string | null;
};

export type Embed = {
  title?: string | null;
  description?: string | null;
  url?: string | null;
  author?: { name?: string | null } | null;
  footer?: { text?: string | null } | null;
  fields?: { name: string; value: string }[] | null;
  image?: { url?: string | null } | null;
  thumbnail?: { url?: string | null } | null;
};

export type AllowedMentions = {
  parse?: string[] | null;
  users?: string[] | null;
  roles?: string[] | null;
  replied_user?: boolean | null;
};

type MessageReference = {
  message_id?: string;
  channel_id?: string;
  guild_id?: string;
  fail_if_not_exists?: boolean;
  type?: number;
};

export type MessageBody = {
  content?: string | null;
  embeds?: Embed[] | null;
  components?: Component[] | null;
  flags?: number | null;
  attachments?: { id: string | number; filename?: string; description?: string | null }[] | null;
  allowed_mentions?: AllowedMentions | null;
  message_reference?: MessageReference | null;
  nonce?: string | number | null;
  enforce_nonce?: boolean | null;
  poll?: Json | null;
  sticker_ids?: string[] | null;
};

export type CommandOption = {
  type: number;
  name: string;
  description: string;
  required?: boolean;
  autocomplete?: boolean;
  choices?: { name: string; value: string | number; name_localizations?: Record<string, string> | null }[];
  options?: CommandOption[];
  name_localizations?: Record<string, string> | null;
  description_localizations?: Record<string, string> | null;
};

export type CommandBody = {
  type?: number | null;
  name: string;
  description?: string | null;
  options?: CommandOption[] | null;
  default_member_permissions?: string | null;
  contexts?: number[] | null;
  integration_types?: number[] | null;
  name_localizations?: Record<string, string> | null;
  description_localizations?: Record<string, string> | null;
};

/** A file that came with a request. */
export type Upload = { field: string; name: string; bytes: Uint8Array };

export const messageFlags = { ephemeral: 1 << 6, loading: 1 << 7, componentsV2: 1 << 15 } as const;

export const componentTypes = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
} as const;

/** A component and all inside it, in reading order: an accessory comes after the texts that it stands beside. */
export function* eachComponent(components: readonly Component[]): Generator<Component> {
  for (const component of components) {
    yield component;
    yield* eachComponent(component.components ?? []);
    if (component.component) yield* eachComponent([component.component]);
    if (component.accessory) yield* eachComponent([component.accessory]);
  }
}
