import { type Component, eachComponent, componentTypes as types } from "../shapes.ts";
import { countFaults, duplicates, faultIf, lengthFaults } from "./check.ts";
import { selectFaults } from "./components.ts";

const limits = { title: 45, customId: 100, components: 5, label: 45, description: 100, placeholder: 100 } as const;
const valueLimit = 4000;

/** What is wrong with a form. */
export function modalFaults(modal: { custom_id?: string; title?: string; components?: Component[] }): string[] {
  const components = modal.components ?? [];
  const ids = [...eachComponent(components)].flatMap(({ custom_id }) => custom_id ?? []);
  return [
    ...lengthFaults("the form's custom_id", modal.custom_id, 1, limits.customId),
    ...lengthFaults("the form's title", modal.title, 1, limits.title),
    ...countFaults("components in a form", components.length, 1, limits.components),
    ...duplicates(ids).map((id) => `two fields have the custom_id ${id}`),
    ...components.flatMap(partFaults),
  ];
}

function partFaults(part: Component): string[] {
  switch (part.type) {
    case types.label:
      return [
        ...lengthFaults("a label", part.label, 1, limits.label),
        ...lengthFaults("a label's description", part.description, 0, limits.description),
        ...(part.component ? fieldFaults(part.component) : ["a label is for nothing"]),
      ];
    case types.actionRow:
      return [
        ...countFaults("fields in a row of a form", part.components?.length ?? 0, 1, 1),
        ...(part.components ?? []).flatMap((field) => [
          ...lengthFaults("a field's label", field.label, 1, limits.label),
          ...fieldFaults(field),
        ]),
      ];
    case types.textDisplay:
      return faultIf(!part.content, "a text in a form is empty");
    default:
      return [`a form can't hold a component of type ${part.type}`];
  }
}

function fieldFaults(field: Component): string[] {
  if (field.type === types.stringSelect) return selectFaults(field);
  if (field.type !== types.textInput) return lengthFaults("a field's custom_id", field.custom_id, 1, limits.customId);
  const { custom_id, style, min_length, max_length, placeholder, value } = field;
  const most = max_length ?? valueLimit;
  return [
    ...lengthFaults("a field's custom_id", custom_id, 1, limits.customId),
    ...faultIf(style !== 1 && style !== 2, "a text field is neither short nor long"),
    ...faultIf(most < 1 || most > valueLimit, `a text field takes ${most} characters`),
    ...faultIf(
      (min_length ?? 0) < 0 || (min_length ?? 0) > most,
      `a text field wants at least ${min_length} characters`,
    ),
    ...lengthFaults("a text field's placeholder", placeholder, 0, limits.placeholder),
    ...lengthFaults("a text field's value", value, 0, most),
  ];
}
