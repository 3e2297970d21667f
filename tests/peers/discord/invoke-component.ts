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
  const fields = [...eachComponent(modal.components)].filter(({ custom_id }) => custom_id !== undefined);
  const given = new Map(
    Array.isArray(values)
      ? fields.map(({ custom_id }, at) => [custom_id, values[at] ?? ""])
      : Object.entries(values as Record<string, string>),
  );
  const data = { custom_id: modal.custom_id, components: filledIn(modal.components, given) };
  return begin(world, user, { kind: "form", channel, data, source, manner });
}

type Values = ReadonlyMap<string | null | undefined, string>;

/** The form's components as they come back: the same nesting, with values in the place of everything else. */
function filledIn(components: readonly Component[], values: Values): Json[] {
  return components.map(({ type, custom_id, id, components: inside, component, ...field }) => ({
    type,
    ...(id !== undefined && { id }),
    ...(inside && { components: filledIn(inside, values) }),
    ...(component && { component: filledIn([component], values)[0] }),
    ...(custom_id && { custom_id, ...answerOf({ type, custom_id, ...field }, values.get(custom_id) ?? "") }),
  }));
}

/** @throws if Discord's own client would not let it be sent in */
function answerOf(field: Component, value: string): Json {
  const { type, custom_id, required = true, min_length, max_length, options } = field;
  if (required && value === "") throw new Error(`"${custom_id}" is required`);
  if (type !== componentTypes.textInput) {
    const chosen = options?.find((option) => option.label === value || option.value === value)?.value ?? value;
    return { values: chosen === "" ? [] : [chosen] };
  }
  const isShort = value !== "" && value.length < (min_length ?? 0);
  if (isShort || value.length > (max_length ?? 4000)) throw new Error(`"${custom_id}" can't hold "${value}"`);
  return { value };
}

function idOf(message: Message, customId: string): number {
  return [...eachComponent(message.components)].find(({ custom_id }) => custom_id === customId)?.id ?? 0;
}
