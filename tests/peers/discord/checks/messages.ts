import { type Embed, eachComponent, type MessageBody, messageFlags } from "../shapes.ts";
import type { BotRequest } from "../validate.ts";
import { countFaults, duplicates, faultIf, lengthFaults } from "./check.ts";
import { componentFaults, isV2Only } from "./components.ts";

const contentLimit = 2000;
const embedLimits = { embeds: 10, total: 6000, title: 256, description: 4096, fields: 25 } as const;
const fieldLimits = { name: 256, value: 1024, footer: 2048, author: 256 } as const;
const legacyRows = 5;
const nonceLimit = 25;

type Sent = Pick<BotRequest, "files" | "before"> & { isEdit: boolean };

/** What is wrong with a message that is sent or, in part, changed. */
export function messageFaults(body: MessageBody, sent: Sent): string[] {
  const flags = (body.flags ?? 0) | (sent.before?.flags ?? 0);
  const isV2 = (flags & messageFlags.componentsV2) !== 0;
  const components = body.components ?? [];
  const embeds = body.embeds ?? [];
  return [
    ...lengthFaults("content", body.content, 0, contentLimit),
    ...emptinessFaults(body, sent),
    ...embedFaults(embeds),
    ...componentFaults(components, isV2),
    ...(isV2 ? besideV2Faults(body) : legacyFaults(body, sent)),
    ...fileFaults(body, sent),
    ...mentionFaults(body, sent.isEdit),
    ...faultIf(String(body.nonce ?? "").length > nonceLimit, `the nonce has more than ${nonceLimit} characters`),
    ...faultIf(body.enforce_nonce === true && !body.nonce, "a nonce is enforced, and there is none"),
    ...referenceFaults(body),
  ];
}

function emptinessFaults(body: MessageBody, { files = [], isEdit, before }: Sent): string[] {
  const { content, embeds, components, attachments, poll, sticker_ids } = body;
  if (isEdit && before === undefined) {
    const empties = [content === "" || content === null, embeds?.length === 0, components?.length === 0];
    return faultIf(
      empties.every(Boolean) && files.length === 0 && !attachments?.length,
      "the edit empties the message",
    );
  }
  if (isEdit) return [];
  const lengths = [content, embeds, components, files, sticker_ids].map((part) => part?.length ?? 0);
  return faultIf(lengths.every((length) => length === 0) && !poll, "the message is empty");
}

function embedFaults(embeds: readonly Embed[]): string[] {
  const total = embeds.reduce((sum, embed) => sum + textsOf(embed).join("").length, 0);
  return [
    ...countFaults("embeds", embeds.length, 0, embedLimits.embeds),
    ...faultIf(total > embedLimits.total, `the embeds have ${total} characters, of ${embedLimits.total}`),
    ...embeds.flatMap(({ title, description, fields, footer, author }) => [
      ...lengthFaults("an embed's title", title, 0, embedLimits.title),
      ...lengthFaults("an embed's description", description, 0, embedLimits.description),
      ...lengthFaults("an embed's footer", footer?.text, 0, fieldLimits.footer),
      ...lengthFaults("an embed's author", author?.name, 0, fieldLimits.author),
      ...countFaults("fields", fields?.length ?? 0, 0, embedLimits.fields),
      ...(fields ?? []).flatMap(({ name, value }) => [
        ...lengthFaults("a field's name", name, 1, fieldLimits.name),
        ...lengthFaults("a field's value", value, 1, fieldLimits.value),
      ]),
    ]),
  ];
}

function textsOf({ title, description, fields, footer, author }: Embed): string[] {
  const inFields = (fields ?? []).flatMap(({ name, value }) => [name, value]);
  return [title, description, footer?.text, author?.name, ...inFields].map((text) => text ?? "");
}

function besideV2Faults({ content, embeds, poll, sticker_ids }: MessageBody): string[] {
  return [
    ...faultIf(Boolean(content), "content beside V2 components"),
    ...faultIf((embeds?.length ?? 0) > 0, "embeds beside V2 components"),
    ...faultIf(Boolean(poll), "a poll beside V2 components"),
    ...faultIf((sticker_ids?.length ?? 0) > 0, "stickers beside V2 components"),
  ];
}

/** An edit that says no flags may be of a message that has the V2 flag already. */
function legacyFaults({ components, flags }: MessageBody, { isEdit, before }: Sent): string[] {
  const mayBeV2 = isEdit && before === undefined && (flags === undefined || flags === null);
  if (mayBeV2) return [];
  const top = components ?? [];
  return [
    ...faultIf(top.some(isV2Only), "V2 components without the flag"),
    ...countFaults("action rows", top.length, 0, legacyRows),
  ];
}

/** Names that components or embeds take files by have to be files of the message. */
function fileFaults(body: MessageBody, { files = [], isEdit, before }: Sent): string[] {
  const listed = body.attachments ?? [];
  const unnamed = listed.filter(({ id, filename }) => filename === undefined && Number(id) >= files.length);
  if (isEdit && before === undefined && (body.attachments === undefined || unnamed.length > 0)) return [];
  const kept = (before?.attachments ?? []).filter(
    ({ id }) => body.attachments === undefined || listed.some((one) => String(one.id) === id),
  );
  const renamed = listed.flatMap(({ filename }) => filename ?? []);
  const there = new Set([...files, ...renamed, ...kept.map(({ filename }) => filename)]);
  const missing = attachmentNames(body).filter((name) => !there.has(name));
  return [
    ...missing.map((name) => `attachment://${name} is no file of the message`),
    ...duplicates(files).map((name) => `two files are called ${name}`),
  ];
}

function attachmentNames({ components, embeds }: MessageBody): string[] {
  const inComponents = [...eachComponent(components ?? [])].flatMap(({ media, file, items }) => [
    media?.url,
    file?.url,
    ...(items ?? []).map((item) => item.media?.url),
  ]);
  const inEmbeds = (embeds ?? []).flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]);
  return [...inComponents, ...inEmbeds].flatMap((url) => url?.match(/^attachment:\/\/(.+)$/)?.[1] ?? []);
}

/** Ours: what people typed is shown again, so nothing in a message may ping anybody. */
function mentionFaults({ allowed_mentions, ...body }: MessageBody, isEdit: boolean): string[] {
  const says = !isEdit || [body.content, body.components, body.embeds].some((part) => part?.length);
  const parsesNothing = Array.isArray(allowed_mentions?.parse) && allowed_mentions.parse.length === 0;
  return faultIf(says && !parsesNothing, "allowed_mentions.parse is not []");
}

function referenceFaults({ message_reference }: MessageBody): string[] {
  if (!message_reference) return [];
  const isReply = (message_reference.type ?? 0) === 0;
  const ids = Object.entries(message_reference).filter(([key, value]) => key.endsWith("_id") && value !== undefined);
  return [
    ...faultIf(isReply && !message_reference.message_id, "message_reference names no message"),
    ...faultIf(
      ids.some(([, value]) => !/^\d{17,20}$/.test(String(value))),
      "message_reference holds what is no id",
    ),
  ];
}
