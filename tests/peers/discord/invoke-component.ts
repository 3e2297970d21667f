import { begin, type Manner } from "./begin-interaction.ts";
import type { Interaction } from "./interaction.ts";
import type { Message } from "./message.ts";
import { type Component, componentTypes, eachComponent, type Json } from "./shapes.ts";
import type { User } from "./user.ts";
import type { World } from "./world.ts";

export function beginPress(world: World, user: User, message: Message, customId: string, manner: Manner): Interaction {
  const data = { custom_id: customId, component_type: componentTypes.button, id: idOf(message, customId) };
  return begin(world, user, { kind: "press", channel: message.channel, data, source: message, manner });
}

export function beginChoice(
  world: World,
  user: User,
  message: Message,
  labels: readonly string[],
  manner: Manner,
): Interaction {
  const select = message.selects.find(({ options }) =>
    labels.every((label) => options.some((option) => option.label === label)),
  );
  if (!select) throw new Error(`no select offers ${labels.join(", ")}`);
  if (select.disabled) throw new Error(`the select of ${labels.join(", ")} is disabled`);
  const values = select.options.filter(({ label }) => labels.includes(label)).map(({ value }) => value);
  const { customId } = select;
  const data = {
    custom_id: customId,
    component_type: componentTypes.stringSelect,
    id: idOf(message, customId),
    values,
  };
  return begin(world, user, { kind: "select", channel: message.channel, data, source: message, manner });
}

export function beginForm(
  world: World,
  user: User,
  opener: Interaction,
  values: readonly string[] | Record<string, string>,
  manner: Manner,
): Interaction {
  const { modal, channel, source } = opener;
  if (!modal) throw new Error("no form was opened");
  const names = [...eachComponent(modal.components)].flatMap(({ custom_id }) => custom_id ?? []);
  const given = new Map<string | undefined, string>(
    Array.isArray(values) ? values.map((value, at) => [names[at], value]) : Object.entries(values),
  );
  for (const name of given.keys()) {
    // What stood in a field stays there unless it is mentioned, so that a wrong name would go unnoticed.
    if (name === undefined || !names.includes(name)) throw new Error(`no field "${name}" among ${names.join(", ")}`);
  }
  const data = { custom_id: modal.custom_id, components: filledIn(modal.components, given) };
  return begin(world, user, { kind: "form", channel, data, source, manner });
}

type Values = ReadonlyMap<string | undefined, string>;

/** The form's components as they come back: the same nesting, with values in the place of everything else. */
function filledIn(components: readonly Component[], values: Values): Json[] {
  return components.map(({ type, custom_id, id, components: inside, component, ...field }) => ({
    type,
    ...(id !== undefined && { id }),
    ...(inside && { components: filledIn(inside, values) }),
    ...(component && { component: filledIn([component], values)[0] }),
    ...(custom_id && { custom_id, ...answerOf({ type, custom_id, ...field }, values.get(custom_id)) }),
  }));
}

/**
 * @param given nothing for a field that is left as it stood there
 * @throws if Discord's own client would not let it be sent in
 */
function answerOf(field: Component, given: string | undefined): Json {
  const { type, custom_id, required = true, min_length, max_length } = field;
  if (type !== componentTypes.textInput) {
    const values = chosenOf(field, given);
    if (required && values.length === 0) throw new Error(`"${custom_id}" is required`);
    return { values };
  }
  const value = given ?? field.value ?? "";
  if (required && value === "") throw new Error(`"${custom_id}" is required`);
  const isShort = value !== "" && value.length < (min_length ?? 0);
  if (isShort || value.length > (max_length ?? 4000)) throw new Error(`"${custom_id}" can't hold "${value}"`);
  return { value };
}

function chosenOf({ options = [] }: Component, given: string | undefined): string[] {
  if (given === undefined) return options.filter((option) => option.default).map(({ value }) => value);
  const chosen = options.find(({ label, value }) => label === given || value === given)?.value ?? given;
  return chosen === "" ? [] : [chosen];
}

function idOf(message: Message, customId: string): number {
  return [...eachComponent(message.components)].find(({ custom_id }) => custom_id === customId)?.id ?? 0;
}
