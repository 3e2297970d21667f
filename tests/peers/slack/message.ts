import type { Channel, Where } from "./channel.ts";
import type { Fields } from "./json.ts";
import { type Button, buttonsOf, plainText, readableText, type Select, selectsOf } from "./reading.ts";

/** @property botId set for what the app posts */
export type Author = { userId: string; botId?: string | undefined };

export type Content = { text: string; blocks: Fields[]; metadata?: Fields | undefined; files?: Fields[] };

type Place = Where & { channel: Channel; ts: string };

/** A message as it stands now. */
export class Message {
  readonly ts: string;
  readonly channel: Channel;
  readonly threadTs: string | undefined;
  readonly author: Author;
  /** Whom alone it is shown to; nobody else, and no method of Slack's, can reach it then. */
  readonly ephemeralTo: string | undefined;
  /** Whether it is in a thread, and in the channel all the same. */
  readonly isBroadcast: boolean;
  text: string;
  blocks: Fields[];
  metadata: Fields | undefined;
  readonly files: Fields[];
  edits = 0;
  isDeleted = false;
  replyCount = 0;
  readonly reactions: { name: string; user: string }[] = [];

  constructor({ channel, ts, threadTs, ephemeralTo, isBroadcast = false }: Place, author: Author, content: Content) {
    this.channel = channel;
    this.ts = ts;
    this.threadTs = threadTs;
    this.ephemeralTo = ephemeralTo;
    this.isBroadcast = isBroadcast && threadTs !== undefined;
    this.author = author;
    this.text = content.text;
    this.blocks = content.blocks;
    this.metadata = content.metadata;
    this.files = content.files ?? [];
  }

  get isByApp(): boolean {
    return this.author.botId !== undefined;
  }

  /** What a person reads: the blocks, or the text where there are none. */
  get fullText(): string {
    return this.blocks.length > 0 ? readableText(this.blocks) : plainText(this.text);
  }

  get buttons(): Button[] {
    return buttonsOf(this.blocks);
  }

  get selects(): Select[] {
    return selectsOf(this.blocks);
  }

  /** As the Web API and the events show it. */
  toJSON(): Fields {
    const { userId, botId } = this.author;
    const { workspace } = this.channel;
    const threadTs = this.threadTs ?? (this.replyCount > 0 ? this.ts : undefined);
    return {
      type: "message",
      ...(this.isBroadcast && { subtype: "thread_broadcast" }),
      user: userId,
      text: this.text,
      ts: this.ts,
      team: workspace.id,
      ...(botId !== undefined && { bot_id: botId, app_id: workspace.platform.appId }),
      ...(this.blocks.length > 0 && { blocks: this.blocks }),
      ...(this.metadata && { metadata: this.metadata }),
      ...(this.files.length > 0 && { files: this.files }),
      ...(threadTs !== undefined && { thread_ts: threadTs }),
      ...(this.threadTs !== undefined && { parent_user_id: this.channel.find(this.threadTs)?.author.userId }),
      ...(this.replyCount > 0 && { reply_count: this.replyCount }),
      ...(this.edits > 0 && { edited: { user: userId, ts: this.ts } }),
    };
  }
}
