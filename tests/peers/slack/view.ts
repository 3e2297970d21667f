import { type Fields, fieldsOf, listOf, stringOf } from "./json.ts";
import { type Button, buttonsOf, choicesOf, readableText, type Select, selectsOf } from "./reading.ts";
import type { User } from "./user.ts";

/** A modal or a Home tab, as it is shown now. */
export class View {
  readonly id: string;
  readonly user: User;
  /** The view that it was pushed onto. */
  readonly previous: View | undefined;
  /** The view as the app gave it, with ids for the blocks that had none. */
  content: Fields;
  /** Another one after each change. */
  hash: string;

  constructor(id: string, user: User, content: Fields, previous?: View) {
    this.id = id;
    this.user = user;
    this.content = content;
    this.previous = previous;
    this.hash = this.#newHash();
  }

  get blocks(): Fields[] {
    return listOf(this.content.blocks).map(fieldsOf);
  }

  get title(): string {
    return stringOf(fieldsOf(this.content.title).text);
  }

  get fullText(): string {
    return readableText(this.blocks);
  }

  get buttons(): Button[] {
    return buttonsOf(this.blocks);
  }

  get selects(): Select[] {
    return selectsOf(this.blocks);
  }

  replace(content: Fields): void {
    this.content = content;
    this.hash = this.#newHash();
  }

  toJSON(): Fields {
    const { workspace } = this.user;
    const root: View = this.previous ? rootOf(this.previous) : this;
    return {
      title: null,
      submit: null,
      close: null,
      private_metadata: "",
      callback_id: "",
      external_id: "",
      clear_on_close: false,
      notify_on_close: false,
      ...this.content,
      id: this.id,
      team_id: workspace.id,
      app_id: workspace.platform.appId,
      app_installed_team_id: workspace.id,
      bot_id: workspace.bot.botId,
      state: { values: {} },
      hash: this.hash,
      root_view_id: root.id,
      previous_view_id: this.previous?.id ?? null,
    };
  }

  #newHash(): string {
    const { ids } = this.user.workspace.platform;
    return `${ids.timestamp().split(".")[0]}.${ids.next("h")}`;
  }
}

function rootOf(view: View): View {
  return view.previous ? rootOf(view.previous) : view;
}

export type Given = Readonly<Record<string, string | readonly string[]>>;

/**
 * The state of a modal that was filled in, by block id and action id.
 *
 * @param given by action id, block id or label; what is left out keeps what the app had filled in
 * @throws where the client would not let a person submit: a field that is needed is empty, a choice is not offered
 */
export function valuesOf(view: View, given: Given): Fields {
  const inputs = view.blocks.filter(({ type }) => type === "input").map(inputOf);
  for (const name of Object.keys(given)) {
    if (!inputs.some(({ names }) => names.includes(name))) {
      throw new Error(`no field "${name}" among ${inputs.map(({ label }) => label).join(", ")}`);
    }
  }
  const values: Record<string, Fields> = {};
  for (const { blockId, actionId, label, names, element, isOptional } of inputs) {
    const name = names.find((one) => given[one] !== undefined);
    const state = stateOf(element, name === undefined ? undefined : given[name]);
    const { type: _, ...rest } = state;
    const isEmpty = Object.values(rest).every(
      (value) => value === null || (Array.isArray(value) && value.length === 0),
    );
    if (isEmpty && !isOptional) throw new Error(`the field "${label}" must be filled in`);
    values[blockId] = { [actionId]: state };
  }
  return values;
}

function inputOf(block: Fields) {
  const element = fieldsOf(block.element);
  const [blockId, actionId] = [stringOf(block.block_id), stringOf(element.action_id)];
  const label = stringOf(fieldsOf(block.label).text);
  return { blockId, actionId, label, names: [actionId, blockId, label], element, isOptional: block.optional === true };
}

/** The names under which elements other than text inputs keep what was picked, and start with it. */
const picked: Readonly<Record<string, readonly [state: string, initial: string]>> = {
  datepicker: ["selected_date", "initial_date"],
  timepicker: ["selected_time", "initial_time"],
  users_select: ["selected_user", "initial_user"],
  channels_select: ["selected_channel", "initial_channel"],
  conversations_select: ["selected_conversation", "initial_conversation"],
};

function stateOf(element: Fields, given: string | readonly string[] | undefined): Fields {
  const type = stringOf(element.type);
  switch (type) {
    case "static_select":
    case "radio_buttons":
      return {
        type,
        selected_option: given === undefined ? (element.initial_option ?? null) : optionOf(element, given),
      };
    case "multi_static_select":
    case "checkboxes":
      return {
        type,
        selected_options:
          given === undefined ? listOf(element.initial_options) : [given].flat().map((one) => optionOf(element, one)),
      };
    default: {
      const [name, initial] = picked[type] ?? ["value", "initial_value"];
      return { type, [name]: textWithin(element, String(given ?? element[initial] ?? "")) };
    }
  }
}

function optionOf(element: Fields, given: string | readonly string[]): Fields {
  const choices = choicesOf(element);
  const found = choices.find(({ label, value }) => label === given || value === given);
  if (!found) throw new Error(`no choice "${given}" among ${choices.map(({ label }) => label).join(", ")}`);
  return found.option;
}

function textWithin(element: Fields, text: string): string | null {
  const { min_length: min = 0, max_length: max = Number.POSITIVE_INFINITY } = element;
  if (text !== "" && (text.length < Number(min) || text.length > Number(max))) {
    throw new Error(`the client takes ${min} to ${max} characters, not ${text.length}`);
  }
  return text === "" ? null : text;
}
