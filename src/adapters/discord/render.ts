/** Replies as Discord messages: containers of Components V2, or embeds where those hold in one message what V2 cannot. */
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ContainerBuilder,
  EmbedBuilder,
  FileBuilder,
  MediaGalleryBuilder,
  MediaGalleryItemBuilder,
  MessageFlags,
  type RawFile,
  type RESTPostAPIChannelMessageJSONBody,
  SectionBuilder,
  SeparatorBuilder,
  StringSelectMenuBuilder,
  StringSelectMenuOptionBuilder,
  TextDisplayBuilder,
} from "discord.js";
import type { Button, Reply } from "../../core/reply.ts";
import { longestDescription, longestEmbeds, mostEmbeds, mostRows } from "./limits.ts";
import { type Page, paginate, type Stretch, stretches } from "./pages.ts";
import { type Part, toParts } from "./parts.ts";

/** The teal of the project. */
const accent = 0x1f8a8c;
/** Ids of selects; what was chosen is the press. */
const selectPrefix = "select:";

type Body = Pick<RESTPostAPIChannelMessageJSONBody, "components" | "embeds" | "allowed_mentions"> & { flags: number };
/** One message: its JSON body, which mentions nobody, and the files it brings. */
export type Rendered = { body: Body; files: RawFile[] };

/**
 * A reply as messages, in order; nothing of its text is left out.
 *
 * @param mayBeEmbeds whether a reply too long for one V2 message may come as embeds; what stands in the place of another
 *   message may not, because a message cannot leave V2
 */
export function renderReply(reply: Reply, mayBeEmbeds = true): Rendered[] {
  const parts = toParts(reply);
  const pages = paginate(parts);
  const embeds = pages.length > 1 && mayBeEmbeds ? asEmbeds(parts) : undefined;
  return embeds ? [embeds] : pages.map(asContainer);
}

/** The press behind a component's id, or behind what was chosen in a select. */
export function pressOf(customId: string, chosen?: readonly string[]): string {
  return ((customId.startsWith(selectPrefix) ? chosen?.[0] : undefined) ?? customId).replace(/#\d+$/, "");
}

function asContainer(page: Page): Rendered {
  const container = new ContainerBuilder().setAccentColor(accent);
  const files: RawFile[] = [];
  const id = uniqueIds();
  for (const stretch of stretches(page)) addTo(container, stretch, id, files);
  return {
    body: { flags: MessageFlags.IsComponentsV2, components: [container.toJSON()], allowed_mentions: { parse: [] } },
    files,
  };
}

function addTo(container: ContainerBuilder, stretch: Stretch, id: UniqueId, files: RawFile[]): void {
  switch (stretch.kind) {
    case "text":
      container.addTextDisplayComponents(new TextDisplayBuilder().setContent(stretch.text));
      break;
    case "section": {
      const text = new TextDisplayBuilder().setContent(stretch.text);
      container.addSectionComponents(
        new SectionBuilder().addTextDisplayComponents(text).setButtonAccessory(button(stretch.button, id)),
      );
      break;
    }
    case "buttons":
    case "select":
      container.addActionRowComponents(row(stretch, id));
      break;
    case "divider":
      container.addSeparatorComponents(new SeparatorBuilder());
      break;
    case "image": {
      const name = `image-${files.length + 1}.png`;
      files.push({ name, data: Buffer.from(stretch.png), contentType: "image/png" });
      const item = new MediaGalleryItemBuilder().setURL(`attachment://${name}`);
      if (stretch.alt !== "") item.setDescription(stretch.alt);
      container.addMediaGalleryComponents(new MediaGalleryBuilder().addItems(item));
      break;
    }
    case "file": {
      const isTaken = files.some(({ name }) => name === stretch.name);
      const name = isTaken ? `${files.length + 1}-${stretch.name}` : stretch.name;
      files.push({ name, data: stretch.text, contentType: "text/plain" });
      container.addFileComponents(new FileBuilder().setURL(`attachment://${name}`));
      break;
    }
    default:
      stretch satisfies never;
  }
}

/** Discord refuses two components with one id; presses that are the same are told apart by a count at their end. */
type UniqueId = (press: string) => string;

function uniqueIds(): UniqueId {
  const counts = new Map<string, number>();
  return (press) => {
    const count = (counts.get(press) ?? 0) + 1;
    counts.set(press, count);
    return count > 1 ? `${press}#${count}` : press;
  };
}

type Row = Extract<Part, { kind: "buttons" | "select" }>;

function row(stretch: Row, id: UniqueId) {
  const actions = new ActionRowBuilder<ButtonBuilder | StringSelectMenuBuilder>();
  if (stretch.kind === "buttons") return actions.addComponents(stretch.buttons.map((one) => button(one, id)));
  const values = uniqueIds();
  const options = stretch.choices.map(({ label, press }) =>
    new StringSelectMenuOptionBuilder().setLabel(label).setValue(values(press)),
  );
  const select = new StringSelectMenuBuilder().setCustomId(id(selectPrefix)).setPlaceholder(stretch.placeholder);
  return actions.addComponents(select.addOptions(options));
}

const button = ({ label, press }: Button, id: UniqueId) =>
  new ButtonBuilder().setLabel(label).setCustomId(id(press)).setStyle(ButtonStyle.Secondary);

/** @returns undefined when one message of embeds cannot hold it either, in this order */
function asEmbeds(parts: readonly Part[]): Rendered | undefined {
  const firstRow = parts.findIndex(({ kind }) => kind === "buttons" || kind === "select");
  const above = firstRow < 0 ? parts : parts.slice(0, firstRow);
  const below = parts.slice(above.length);
  const rows = below.filter((part): part is Row => part.kind === "buttons" || part.kind === "select");
  if (rows.length < below.length || rows.length > mostRows) return undefined;
  const descriptions: string[] = [];
  for (const part of above) {
    if (part.kind !== "text") return undefined;
    const last = descriptions.at(-1);
    const grown = last === undefined ? part.text : `${last}${part.isTight ? "\n" : "\n\n"}${part.text}`;
    if (last === undefined || grown.length > longestDescription) descriptions.push(part.text);
    else descriptions[descriptions.length - 1] = grown;
  }
  const characters = descriptions.reduce((sum, { length }) => sum + length, 0);
  if (descriptions.length > mostEmbeds || characters > longestEmbeds) return undefined;
  const id = uniqueIds();
  return {
    body: {
      flags: 0,
      embeds: descriptions.map((text) => new EmbedBuilder().setColor(accent).setDescription(text).toJSON()),
      components: rows.map((one) => row(one, id).toJSON()),
      allowed_mentions: { parse: [] },
    },
    files: [],
  };
}
