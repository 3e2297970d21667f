/** Forms as Slack's modals. */
import type { types } from "@slack/bolt";
import type { Form } from "../../core/effects.ts";
import { clean } from "../text/clean.ts";
import { shortened } from "./blocks-controls.ts";
import { longestInput, longestModalLabel, longestModalTitle, longestPrivateMetadata } from "./limits.ts";
import { oneLine } from "./rich-text.ts";

/** Listeners are registered by it, so it is the same for all forms. */
const formCallbackId = "form";

/**
 * A form as a modal; each input's `action_id` is the name of its field.
 *
 * @param privateMetadata comes back with what was filled in, as it is: the form's press id has to be in it, because
 *   the callback id is no place for what differs from form to form
 * @throws RangeError when it is longer than Slack takes: a fault of who made it
 */
export function renderForm(
  { title, fields }: Form,
  privateMetadata: string,
  words: { submit: string; close: string },
): types.ModalView {
  if (privateMetadata.length > longestPrivateMetadata) {
    throw new RangeError(`private metadata of ${privateMetadata.length} characters`);
  }
  return {
    type: "modal",
    callback_id: formCallbackId,
    private_metadata: privateMetadata,
    title: plainText(title, longestModalTitle),
    submit: plainText(words.submit, longestModalTitle),
    close: plainText(words.close, longestModalTitle),
    blocks: fields.map(({ name, label, longest, isLong, value }) => ({
      type: "input",
      // As on other platforms, what is left empty comes in as an empty text, and the core says what to do about it.
      optional: true,
      label: plainText(label, longestModalLabel),
      element: {
        type: "plain_text_input",
        action_id: name,
        multiline: isLong,
        max_length: Math.min(longest, longestInput),
        ...(value && { initial_value: shortened(clean(value), Math.min(longest, longestInput)) }),
      },
    })),
  };
}

function plainText(text: string, longest: number): types.PlainTextElement {
  return { type: "plain_text", text: shortened(oneLine(clean(text)).trim(), longest) || "…", emoji: false };
}
