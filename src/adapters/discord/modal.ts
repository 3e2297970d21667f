/** Forms as Discord's modals. */
import {
  type APIModalInteractionResponseCallbackData,
  LabelBuilder,
  ModalBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import type { Form } from "../../core/effects.ts";
import { clean } from "../text/clean.ts";
import { inSlices } from "../text/runs.ts";
import { longestInput, longestModalLabel, longestModalTitle } from "./limits.ts";

export function renderForm({ title, id, fields }: Form): APIModalInteractionResponseCallbackData {
  const labels = fields.map(({ name, label, longest, isLong, value }) => {
    const most = Math.min(longest, longestInput);
    const input = new TextInputBuilder()
      .setCustomId(name)
      .setStyle(isLong ? TextInputStyle.Paragraph : TextInputStyle.Short)
      .setMaxLength(most)
      .setRequired(false);
    const [shown] = inSlices(clean(value ?? ""), most);
    if (shown) input.setValue(shown);
    return new LabelBuilder().setLabel(cut(label, longestModalLabel)).setTextInputComponent(input);
  });
  return new ModalBuilder().setCustomId(id).setTitle(cut(title, longestModalTitle)).addLabelComponents(labels).toJSON();
}

const cut = (text: string, longest: number) => inSlices(clean(text), longest)[0] ?? "…";
