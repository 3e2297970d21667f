import type { BotRequest } from "./validate.ts";

/** Requests that are right and requests that are wrong in one way each, for the validator to tell apart. */
export type Sample = [what: string, request: BotRequest];

const mentions = { allowed_mentions: { parse: [] } };
const v2 = 1 << 15;
const ids = { channel: "1573706141483925505", message: "1573706141483925506" };

const post = (body: object, files: string[] = []): BotRequest => ({
  method: "POST",
  path: `/channels/${ids.channel}/messages`,
  body: { ...mentions, ...body },
  files,
});

const edit = (body: object): BotRequest => ({
  method: "PATCH",
  path: `/channels/${ids.channel}/messages/${ids.message}`,
  body: { ...mentions, ...body },
});

const call = (type: number, data: object): BotRequest => ({
  method: "POST",
  path: `/interactions/${ids.message}/token/callback`,
  body: { type, data },
});

const publish = (...commands: object[]): BotRequest => ({
  method: "PUT",
  path: `/applications/${ids.channel}/commands`,
  body: commands,
});

const button = { type: 2, style: 1, label: "Go", custom_id: "go" };
const link = { type: 2, style: 5, label: "Read", url: "https://example.org" };
const row = (...components: object[]) => ({ type: 1, components });
const options = (count: number) => Array.from({ length: count }, (_, at) => ({ label: `l${at}`, value: `v${at}` }));
const select = (more: object = {}) => ({ type: 3, custom_id: "pick", options: options(2), ...more });
const text = (content = "words") => ({ type: 10, content });
const display = (...components: object[]) => post({ flags: v2, components });
const pressed = (more: object) => post({ content: "a", components: [row({ ...button, ...more })] });
const offered = (more: object) => post({ content: "a", components: [row(select(more))] });
const embedded = (embed: object) => post({ embeds: [embed] });
const command = (more: object = {}) => ({ name: "ask", description: "Ask away", ...more });
const option = (more: object = {}) => ({ type: 3, name: "topic", description: "About what", ...more });
const choices = (count: number) => Array.from({ length: count }, (_, at) => ({ name: `c${at}`, value: `c${at}` }));
const field = { type: 4, custom_id: "f", style: 1 };
const label = (more: object = {}, inside: object = field) => ({ type: 18, label: "Name", component: inside, ...more });
const modal = (more: object = {}) => call(9, { custom_id: "m", title: "Form", components: [label()], ...more });
const filled = (more: object) => modal({ components: [label({}, { ...field, ...more })] });
const many = <T>(count: number, make: (at: number) => T) => Array.from({ length: count }, (_, at) => make(at));

/** Wrong ones that only Discord's description knows of. */
export const onlyDescribed: readonly string[] = ["an unknown style", "an answer of an unknown type"];

export const rightSamples: Sample[] = [
  ["text", post({ content: "hello" })],
  ["text of the greatest length", post({ content: "a".repeat(2000) })],
  ["buttons and a link", post({ content: "a", components: [row(button, link)] })],
  ["a button with an emoji alone", pressed({ label: undefined, emoji: { name: "👍" } })],
  ["a select", offered({})],
  ["an embed", embedded({ title: "T", description: "D", fields: [{ name: "n", value: "v" }] })],
  ["V2 components", display(text(), { type: 14 }, row(button), { type: 17, components: [text()] })],
  ["a section with a button", display({ type: 9, components: [text()], accessory: button })],
  [
    "a gallery with a file of its own",
    post({ flags: v2, components: [{ type: 12, items: [{ media: { url: "attachment://a.png" } }] }] }, ["a.png"]),
  ],
  ["a reply", post({ content: "a", message_reference: { message_id: ids.message, fail_if_not_exists: false } })],
  ["a nonce", post({ content: "a", nonce: "1234", enforce_nonce: true })],
  ["an edit of the text", edit({ content: "b" })],
  ["an edit that takes the buttons away", edit({ content: "b", components: [] })],
  ["an answer", call(4, { content: "a", ...mentions })],
  ["an answer put off", call(5, { flags: 64 })],
  ["an update put off", { ...call(6, {}), body: { type: 6 } }],
  ["a form", modal()],
  ["a form that comes filled in", filled({ value: "v".repeat(4000), placeholder: "p".repeat(100) })],
  ["a form filled in to the brim", filled({ value: "v".repeat(20), max_length: 20 })],
  ["a form in rows", modal({ components: [row({ ...field, label: "Name" })] })],
  ["suggestions", call(8, { choices: choices(25) })],
  ["no suggestions", call(8, { choices: [] })],
  [
    "commands",
    publish(
      command({ options: [option({ required: true, autocomplete: true })], default_member_permissions: "32" }),
      { type: 3, name: "Answer this" },
      command({ name: "tips", options: [option({ type: 1, name: "add", options: [option()] })] }),
      command({ name: "quiz", name_localizations: { de: "quiz" }, options: [option({ choices: choices(3) })] }),
    ),
  ],
];

export const wrongSamples: Sample[] = [
  ["text over 2,000", post({ content: "a".repeat(2001) })],
  ["nothing at all", post({})],
  ["nothing but empty text", post({ content: "" })],
  ["an edit that leaves nothing", edit({ content: "", embeds: [], components: [] })],
  ["mentions not suppressed", post({ content: "a", allowed_mentions: undefined })],
  ["mentions parsed", post({ content: "a", allowed_mentions: { parse: ["users"] } })],
  ["an edit without suppressing mentions", edit({ content: "a", allowed_mentions: undefined })],
  ["a button without custom_id", pressed({ custom_id: undefined })],
  ["an empty custom_id", pressed({ custom_id: "" })],
  ["a custom_id over 100", pressed({ custom_id: "i".repeat(101) })],
  ["a label over 80", pressed({ label: "l".repeat(81) })],
  ["neither label nor emoji", pressed({ label: undefined })],
  ["a link with a custom_id", pressed({ style: 5, url: "https://example.org" })],
  ["a link without an address", pressed({ style: 5, custom_id: undefined })],
  ["a link to a script", pressed({ style: 5, custom_id: undefined, url: "javascript:alert(1)" })],
  ["an unknown style", pressed({ style: 9 })],
  ["two of one custom_id", post({ content: "a", components: [row(button, button)] })],
  [
    "six buttons in a row",
    post({ content: "a", components: [row(...many(6, (at) => ({ ...button, custom_id: `b${at}` })))] }),
  ],
  ["six rows", post({ content: "a", components: many(6, (at) => row({ ...button, custom_id: `b${at}` })) })],
  ["an empty row", post({ content: "a", components: [row()] })],
  ["a button without a row", post({ content: "a", components: [button] })],
  ["a select beside a button", post({ content: "a", components: [row(select(), button)] })],
  ["a select without options", offered({ options: [] })],
  ["26 options", offered({ options: options(26) })],
  ["two options of one value", offered({ options: [...options(1), ...options(1)] })],
  ["an option's label over 100", offered({ options: [{ label: "l".repeat(101), value: "v" }] })],
  ["an option's value over 100", offered({ options: [{ label: "l", value: "v".repeat(101) }] })],
  [
    "an option's description over 100",
    offered({ options: [{ label: "l", value: "v", description: "d".repeat(101) }] }),
  ],
  ["a placeholder over 150", offered({ placeholder: "p".repeat(151) })],
  ["more values wanted than there are", offered({ max_values: 3 })],
  ["V2 components without the flag", post({ components: [text()] })],
  ["content beside V2 components", post({ flags: v2, content: "a", components: [text()] })],
  ["embeds beside V2 components", post({ flags: v2, embeds: [{ title: "t" }], components: [text()] })],
  ["41 components", display(...many(41, () => text()))],
  ["41 components, nested", display({ type: 17, components: many(20, () => text()) }, ...many(20, () => text()))],
  ["4,001 characters", display(...many(4, () => text("a".repeat(1001))))],
  ["an empty text display", display(text(""))],
  ["a section without accessory", display({ type: 9, components: [text()] })],
  ["a section of four texts", display({ type: 9, components: many(4, () => text()), accessory: button })],
  ["a section of buttons", display({ type: 9, components: [button], accessory: button })],
  ["a container in a container", display({ type: 17, components: [{ type: 17, components: [text()] }] })],
  ["an empty container", display({ type: 17, components: [] })],
  ["an empty gallery", display({ type: 12, items: [] })],
  ["eleven pictures", display({ type: 12, items: many(11, () => ({ media: { url: "https://example.org/a.png" } })) })],
  ["a file that isn't there", display({ type: 12, items: [{ media: { url: "attachment://a.png" } }] })],
  ["an embed's file that isn't there", embedded({ image: { url: "attachment://a.png" } })],
  ["an embed's title over 256", embedded({ title: "t".repeat(257) })],
  ["an embed's description over 4,096", embedded({ description: "d".repeat(4097) })],
  ["26 fields", embedded({ fields: many(26, () => ({ name: "n", value: "v" })) })],
  ["a field's name over 256", embedded({ fields: [{ name: "n".repeat(257), value: "v" }] })],
  ["a field's value over 1,024", embedded({ fields: [{ name: "n", value: "v".repeat(1025) }] })],
  ["an empty field", embedded({ fields: [{ name: "n", value: "" }] })],
  ["a footer over 2,048", embedded({ footer: { text: "f".repeat(2049) } })],
  ["eleven embeds", post({ embeds: many(11, () => ({ title: "t" })) })],
  ["embeds over 6,000", post({ embeds: many(2, () => ({ description: "d".repeat(3001) })) })],
  ["a nonce over 25", post({ content: "a", nonce: "n".repeat(26) })],
  ["a reply to nothing", post({ content: "a", message_reference: {} })],
  ["a reply to what is no id", post({ content: "a", message_reference: { message_id: "first" } })],
  ["an answer of an unknown type", call(3, { content: "a", ...mentions })],
  ["an answer that pings", call(4, { content: "a" })],
  ["a form's title over 45", modal({ title: "t".repeat(46) })],
  ["a form's custom_id over 100", modal({ custom_id: "i".repeat(101) })],
  ["an empty form", modal({ components: [] })],
  ["six fields", modal({ components: many(6, (at) => label({}, { ...field, custom_id: `f${at}` })) })],
  ["two fields of one custom_id", modal({ components: [label(), label()] })],
  ["a form's label over 45", modal({ components: [label({ label: "l".repeat(46) })] })],
  ["a field of 4,001 characters", modal({ components: [label({}, { ...field, max_length: 4001 })] })],
  ["a field of no characters", modal({ components: [label({}, { ...field, max_length: 0 })] })],
  ["a field's value over 4,000", filled({ value: "v".repeat(4001) })],
  ["a field's value over what it takes", filled({ value: "v".repeat(21), max_length: 20 })],
  ["a field's placeholder over 100", filled({ placeholder: "p".repeat(101) })],
  ["a field in a row without a label", modal({ components: [row(field)] })],
  ["26 suggestions", call(8, { choices: choices(26) })],
  ["a suggestion over 100", call(8, { choices: [{ name: "n".repeat(101), value: "v" }] })],
  ["a suggestion's value over 100", call(8, { choices: [{ name: "n", value: "v".repeat(101) }] })],
  ["a command in capitals", publish(command({ name: "Ask" }))],
  ["a command of two words", publish(command({ name: "ask me" }))],
  ["a command over 32", publish(command({ name: "a".repeat(33) }))],
  ["a translated name in capitals", publish(command({ name_localizations: { de: "Frag" } }))],
  ["no description", publish(command({ description: "" }))],
  ["a description over 100", publish(command({ description: "d".repeat(101) }))],
  ["a message command with a description", publish({ type: 3, name: "Answer this", description: "d" })],
  ["26 command options", publish(command({ options: many(26, (at) => option({ name: `o${at}` })) }))],
  [
    "a required option last",
    publish(command({ options: [option({ name: "a" }), option({ name: "b", required: true })] })),
  ],
  ["26 choices", publish(command({ options: [option({ choices: choices(26) })] }))],
  ["a choice over 100", publish(command({ options: [option({ choices: [{ name: "n".repeat(101), value: "v" }] })] }))],
  ["choices and completion", publish(command({ options: [option({ choices: choices(2), autocomplete: true })] }))],
  ["two commands of one name", publish(command(), command())],
  ["101 commands", publish(...many(101, (at) => command({ name: `c${at}` })))],
  [
    "8,000 characters",
    publish(
      command({
        options: many(4, (at) =>
          option({
            name: `o${at}`,
            choices: many(25, (choice) => ({ name: `${choice}`.padEnd(50, "n"), value: `${choice}`.padEnd(50, "v") })),
          }),
        ),
      }),
    ),
  ],
];
