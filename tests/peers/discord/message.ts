import type { Channel } from "./channel.ts";
import type { Interaction } from "./interaction.ts";
import { type Component, componentTypes, type Embed, eachComponent, type Json, messageFlags } from "./shapes.ts";
import type { User } from "./user.ts";

export type Attachment = { id: string; filename: string; size: number; bytes: Uint8Array; description?: string };

export type ShownButton = { label: string; customId?: string; disabled: boolean; style: number; url?: string };

export type ShownSelect = {
  customId: string;
  placeholder: string;
  disabled: boolean;
  options: { label: string; value: string; description?: string }[];
};

type Beginning = {
  id: string;
  channel: Channel;
  author: User;
  createdAt: number;
  reference?: Message | undefined;
  interaction?: Interaction | undefined;
  ephemeralTo?: User | undefined;
};

/** A message as it stands at the moment. */
export class Message {
  readonly id: string;
  readonly channel: Channel;
  readonly author: User;
  readonly createdAt: number;
  readonly reference: Message | undefined;
  readonly interaction: Interaction | undefined;
  /** The only person who sees it, if it isn't for everybody. */
  readonly ephemeralTo: User | undefined;
  content = "";
  flags = 0;
  components: Component[] = [];
  embeds: Embed[] = [];
  attachments: Attachment[] = [];
  /** Whom it pings. */
  mentions: User[] = [];
  nonce: string | number | undefined;
  edits = 0;
  editedAt: number | undefined;
  isDeleted = false;

  constructor({ id, channel, author, createdAt, reference, interaction, ephemeralTo }: Beginning) {
    this.id = id;
    this.channel = channel;
    this.author = author;
    this.createdAt = createdAt;
    this.reference = reference;
    this.interaction = interaction;
    this.ephemeralTo = ephemeralTo;
  }

  /** Whether it only says yet that the bot is thinking. */
  get isLoading(): boolean {
    return (this.flags & messageFlags.loading) !== 0;
  }

  get isComponentsV2(): boolean {
    return (this.flags & messageFlags.componentsV2) !== 0;
  }

  /** All there is to read, in reading order, a line each. */
  get text(): string {
    const embeds = this.embeds.flatMap(({ author, title, description, fields, footer }) => [
      author?.name,
      title,
      description,
      ...(fields ?? []).flatMap(({ name, value }) => [name, value]),
      footer?.text,
    ]);
    const displays = this.#all(componentTypes.textDisplay).map(({ content }) => content);
    const files = this.attachments.map(({ filename }) => filename);
    return [this.content, ...embeds, ...displays, ...files].filter(Boolean).join("\n");
  }

  get buttons(): ShownButton[] {
    return this.#all(componentTypes.button).map(({ label, emoji, custom_id, disabled, style, url }) => ({
      label: label ?? emoji?.name ?? "",
      ...(custom_id && { customId: custom_id }),
      disabled: disabled ?? false,
      style: style ?? 0,
      ...(url && { url }),
    }));
  }

  get selects(): ShownSelect[] {
    return this.#all(componentTypes.stringSelect).map(({ custom_id, placeholder, disabled, options }) => ({
      customId: custom_id ?? "",
      placeholder: placeholder ?? "",
      disabled: disabled ?? false,
      options: (options ?? []).map(({ label, value, description }) => ({
        label,
        value,
        ...(description && { description }),
      })),
    }));
  }

  /**
   * As Discord's API gives it.
   *
   * @param isNew whether it is told as having just been made: only then does it come with its nonce
   */
  wire({ isNew = false } = {}): Json {
    const { interaction, reference, nonce } = this;
    return {
      id: this.id,
      channel_id: this.channel.id,
      type: this.#type,
      author: this.author.wire(),
      content: this.content,
      timestamp: new Date(this.createdAt).toISOString(),
      edited_timestamp: this.editedAt === undefined ? null : new Date(this.editedAt).toISOString(),
      tts: false,
      pinned: false,
      mention_everyone: false,
      mentions: this.mentions.map((user) => user.wire()),
      mention_roles: [],
      attachments: this.attachments.map((attachment) => this.#attachmentWire(attachment)),
      embeds: this.embeds.map((embed) => ({ type: "rich", ...embed })),
      components: this.components,
      flags: this.flags,
      ...(isNew && nonce !== undefined && { nonce }),
      ...(this.author.isBot && { application_id: this.author.id }),
      ...(interaction && { webhook_id: this.author.id, interaction_metadata: interaction.metadata }),
      ...(reference && {
        message_reference: { type: 0, message_id: reference.id, ...reference.channel.address },
        referenced_message: reference.isDeleted ? null : reference.#asReferenced(),
      }),
    };
  }

  /** As the gateway tells it, which adds where and by whom it was written. */
  event({ isNew = false } = {}): Json {
    const { server, type } = this.channel;
    return {
      ...this.wire({ isNew }),
      // Discord promises it for direct messages only.
      ...(server ? {} : { channel_type: type }),
      ...(server && { guild_id: server.id, member: this.author.memberWire() }),
    };
  }

  get #type(): number {
    if (this.interaction) return this.interaction.kind === "message-command" ? 23 : 20;
    return this.reference ? 19 : 0;
  }

  /** A message that is quoted comes without what it quotes itself. */
  #asReferenced(): Json {
    const { referenced_message: _, ...rest } = this.wire();
    return rest;
  }

  #all(type: number): Component[] {
    return [...eachComponent(this.components)].filter((component) => component.type === type);
  }

  #attachmentWire({ id, filename, size, description }: Attachment): Json {
    const url = `https://cdn.discordapp.com/attachments/${this.channel.id}/${id}/${encodeURIComponent(filename)}`;
    const contentType = filename.endsWith(".png") ? "image/png" : "application/octet-stream";
    return {
      id,
      filename,
      size,
      url,
      proxy_url: url,
      content_type: contentType,
      ...(description !== undefined && { description }),
    };
  }
}
