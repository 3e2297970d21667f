import { type Component, eachComponent, type SelectOption, componentTypes as types } from "../shapes.ts";
import { countFaults, duplicates, faultIf, lengthFaults } from "./check.ts";

const limits = { components: 40, text: 4000, buttonsInRow: 5, options: 25, galleryItems: 10, sectionTexts: 3 } as const;
const lengths = { customId: 100, buttonLabel: 80, option: 100, placeholder: 150, url: 512 } as const;
const buttonStyles = { link: 5, premium: 6 } as const;

const selects: readonly number[] = [types.stringSelect, 5, 6, 7, types.channelSelect];
const v2Types: readonly number[] = [
  types.section,
  types.textDisplay,
  types.thumbnail,
  types.mediaGallery,
  types.file,
  types.separator,
  types.container,
];
const inContainer: readonly number[] = [
  types.actionRow,
  types.section,
  types.textDisplay,
  types.mediaGallery,
  types.file,
  types.separator,
];
const onTop: readonly number[] = [...inContainer, types.container];

export function isV2Only({ type }: Component): boolean {
  return v2Types.includes(type);
}

/** What is wrong with a message's components. */
export function componentFaults(components: readonly Component[], isV2: boolean): string[] {
  const all = [...eachComponent(components)];
  const ids = all.flatMap(({ custom_id }) => custom_id ?? []);
  const numbers = all.flatMap(({ id }) => id || []);
  const texts = all.filter(({ type }) => type === types.textDisplay).map(({ content }) => content ?? "");
  const total = texts.join("").length;
  return [
    ...faultIf(isV2 && all.length > limits.components, `${all.length} components, of ${limits.components}`),
    ...faultIf(total > limits.text, `the texts have ${total} characters, of ${limits.text}`),
    ...duplicates(ids).map((id) => `two components have the custom_id ${id}`),
    ...duplicates(numbers).map((id) => `two components have the id ${id}`),
    ...faultIf(
      components.some(({ type }) => !onTop.includes(type)),
      "a message holds what belongs inside something else",
    ),
    ...all.flatMap(faultsOf),
  ];
}

function faultsOf(component: Component): string[] {
  if (selects.includes(component.type)) return selectFaults(component);
  switch (component.type) {
    case types.actionRow:
      return rowFaults(component.components ?? []);
    case types.button:
      return buttonFaults(component);
    case types.textDisplay:
      return faultIf(!component.content?.trim(), "a text display is empty");
    case types.section:
      return sectionFaults(component);
    case types.container:
      return faultIf(
        !component.components?.length || component.components.some(({ type }) => !inContainer.includes(type)),
        "a container is empty, or holds what it may not",
      );
    case types.mediaGallery:
      return [
        ...countFaults("pictures in a gallery", component.items?.length ?? 0, 1, limits.galleryItems),
        ...(component.items ?? []).flatMap(({ media }) => mediaFaults(media?.url)),
      ];
    case types.thumbnail:
      return mediaFaults(component.media?.url);
    case types.file:
      return faultIf(!component.file?.url?.startsWith("attachment://"), "a file component names no attachment");
    default:
      return [];
  }
}

function rowFaults(inside: readonly Component[]): string[] {
  const selecting = inside.filter(({ type }) => selects.includes(type));
  const pressing = inside.filter(({ type }) => type === types.button);
  return [
    ...countFaults("components in a row", inside.length, 1, limits.buttonsInRow),
    ...faultIf(selecting.length > 0 && inside.length > 1, "a select shares its row"),
    ...faultIf(selecting.length + pressing.length < inside.length, "a row holds neither buttons nor a select"),
  ];
}

function buttonFaults({ style, custom_id, label, emoji, url }: Component): string[] {
  const name = `the button "${label ?? emoji?.name ?? ""}"`;
  if (style === buttonStyles.premium) return [];
  const looks = [
    ...lengthFaults(`${name}: label`, label, 0, lengths.buttonLabel),
    ...faultIf(!label && !emoji, "a button has neither label nor emoji"),
  ];
  if (style !== buttonStyles.link) {
    const target = [...faultIf(url !== undefined && url !== null, `${name} has an address`)];
    return [...looks, ...lengthFaults(`${name}: custom_id`, custom_id, 1, lengths.customId), ...target];
  }
  return [
    ...looks,
    ...faultIf(custom_id !== undefined && custom_id !== null, `${name} is a link with a custom_id`),
    ...faultIf(!/^(https?|discord):\/\/\S+$/.test(url ?? ""), `${name} has no address to go to`),
    ...lengthFaults(`${name}: address`, url, 0, lengths.url),
  ];
}

export function selectFaults({ type, custom_id, placeholder, options, min_values, max_values }: Component): string[] {
  const [least, most] = [min_values ?? 1, max_values ?? 1];
  return [
    ...lengthFaults("a select's custom_id", custom_id, 1, lengths.customId),
    ...lengthFaults("a select's placeholder", placeholder, 0, lengths.placeholder),
    ...faultIf(least > most || most > limits.options, `a select wants ${least} to ${most} values`),
    ...(type === types.stringSelect ? optionFaults(options ?? [], most) : []),
  ];
}

function optionFaults(options: readonly SelectOption[], most: number): string[] {
  const chosen = options.filter((option) => option.default).length;
  return [
    ...countFaults("options of a select", options.length, 1, limits.options),
    ...duplicates(options.map(({ value }) => value)).map((value) => `two options have the value ${value}`),
    ...faultIf(chosen > most, `${chosen} options are chosen beforehand, of ${most}`),
    ...faultIf(most > options.length, `a select wants ${most} values and has ${options.length}`),
    ...options.flatMap(({ label, value, description }) => [
      ...lengthFaults("an option's label", label, 1, lengths.option),
      ...lengthFaults("an option's value", value, 1, lengths.option),
      ...lengthFaults("an option's description", description, 0, lengths.option),
    ]),
  ];
}

function sectionFaults({ components, accessory }: Component): string[] {
  const inside = components ?? [];
  return [
    ...countFaults("texts in a section", inside.length, 1, limits.sectionTexts),
    ...faultIf(
      inside.some(({ type }) => type !== types.textDisplay),
      "a section holds more than texts",
    ),
    ...faultIf(
      accessory?.type !== types.button && accessory?.type !== types.thumbnail,
      "a section has neither a button nor a picture beside it",
    ),
  ];
}

function mediaFaults(url: string | undefined): string[] {
  return faultIf(!/^(https?|attachment):\/\/\S+$/.test(url ?? ""), `a picture comes from "${url ?? ""}"`);
}
