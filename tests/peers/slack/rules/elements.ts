import { type Fields, isFields } from "../json.ts";
import {
  checkList,
  checkOptionalString,
  checkString,
  checkUnique,
  checkWebAddress,
  field,
  type Report,
} from "./report.ts";
import { checkOptionalText, checkText } from "./text.ts";

/** @see https://docs.slack.dev/reference/block-kit/block-elements */
const limits = {
  actionId: 255,
  altText: 2000,
  buttonText: 75,
  buttonValue: 2000,
  choices: 10,
  groups: 100,
  inputLength: 3000,
  options: 100,
  optionText: 75,
  optionValue: 150,
  overflowOptions: 5,
  placeholder: 150,
  url: 3000,
} as const;

const pickers = ["datepicker", "datetimepicker", "timepicker"];
const lists = ["static_select", "multi_static_select", "checkboxes", "radio_buttons"];
const selects = ["users_select", "conversations_select", "channels_select", "external_select"];
const choosers = [...lists, ...pickers, ...selects, ...selects.map((name) => `multi_${name}`)];
const typed = ["plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input"];

/** What may stand where. */
export const allowed = {
  actions: ["button", "overflow", "workflow_button", "rich_text_input", ...choosers],
  accessory: ["button", "overflow", "workflow_button", "image", ...choosers],
  input: [...typed, "file_input", ...choosers],
  contextActions: ["feedback_buttons", "icon_button"],
} as const;

export function checkElement(value: unknown, types: readonly string[], where: string, report: Report): void {
  if (!isFields(value)) {
    report(where, "must be an object");
    return;
  }
  const type = String(value.type);
  if (!types.includes(type)) {
    report(where, `must not have the type ${type}`);
    return;
  }
  if (type === "image") {
    checkImage(value, where, report);
    return;
  }
  checkOptionalString(value.action_id, { where: `${where}.action_id`, max: limits.actionId, report });
  checkOptionalText(value.placeholder, {
    where: `${where}.placeholder`,
    max: limits.placeholder,
    plain: true,
    report,
  });
  if (value.confirm !== undefined) checkConfirm(value.confirm, `${where}.confirm`, report);
  checkByType(type, value, where, report);
}

function checkByType(type: string, value: Fields, where: string, report: Report): void {
  switch (type) {
    case "button":
      checkButton(value, where, report);
      break;
    case "overflow":
      checkOptions(value.options, limits.overflowOptions, `${where}.options`, report);
      break;
    case "checkboxes":
    case "radio_buttons":
      checkOptions(value.options, limits.choices, `${where}.options`, report);
      break;
    case "static_select":
    case "multi_static_select":
      checkSelect(value, where, report);
      break;
    case "plain_text_input":
      checkTextInput(value, where, report);
      break;
    case "number_input":
      if (typeof value.is_decimal_allowed !== "boolean") report(`${where}.is_decimal_allowed`, "must be true or false");
      break;
    case "feedback_buttons":
      for (const name of ["positive_button", "negative_button"]) {
        checkFeedback(value[name], `${where}.${name}`, report);
      }
      break;
  }
}

/** An image, as an element or a block of its own. */
export function checkImage(value: Fields, where: string, report: Report): void {
  checkString(value.alt_text, { where: `${where}.alt_text`, max: limits.altText, report });
  const hasAddress = value.image_url !== undefined;
  if (hasAddress) checkWebAddress(value.image_url, { where: `${where}.image_url`, max: limits.url, report });
  if (hasAddress === (value.slack_file !== undefined)) report(where, "must have either image_url or slack_file");
}

function checkButton(value: Fields, where: string, report: Report): void {
  checkText(value.text, { where: `${where}.text`, max: limits.buttonText, plain: true, report });
  checkOptionalString(value.value, { where: `${where}.value`, max: limits.buttonValue, min: 0, report });
  checkOptionalString(value.accessibility_label, {
    where: `${where}.accessibility_label`,
    max: limits.buttonText,
    report,
  });
  if (value.url !== undefined) checkWebAddress(value.url, { where: `${where}.url`, max: limits.url, report });
  const { style } = value;
  if (style !== undefined && style !== "primary" && style !== "danger") {
    report(`${where}.style`, "must be primary or danger");
  }
}

function checkFeedback(value: unknown, where: string, report: Report): void {
  checkText(field(value, "text"), { where: `${where}.text`, max: limits.buttonText, plain: true, report });
  checkString(field(value, "value"), { where: `${where}.value`, max: limits.buttonValue, report });
}

function checkSelect(value: Fields, where: string, report: Report): void {
  const { options, option_groups: groups } = value;
  if ((options === undefined) === (groups === undefined)) {
    report(where, "must have either options or option_groups");
    return;
  }
  if (groups === undefined) {
    checkOptions(options, limits.options, `${where}.options`, report);
    return;
  }
  const listed = checkList(groups, { where: `${where}.option_groups`, max: limits.groups, report });
  for (const [at, group] of listed.entries()) {
    const place = `${where}.option_groups[${at}]`;
    checkText(field(group, "label"), { where: `${place}.label`, max: limits.optionText, plain: true, report });
    checkOptions(field(group, "options"), limits.options, `${place}.options`, report);
  }
}

function checkOptions(value: unknown, max: number, where: string, report: Report): void {
  const options = checkList(value, { where, max, report });
  for (const [at, option] of options.entries()) {
    const place = `${where}[${at}]`;
    checkText(field(option, "text"), { where: `${place}.text`, max: limits.optionText, report });
    checkString(field(option, "value"), { where: `${place}.value`, max: limits.optionValue, report });
    checkOptionalText(field(option, "description"), {
      where: `${place}.description`,
      max: limits.optionText,
      report,
    });
  }
  const values = options.map((option) => field(option, "value"));
  checkUnique(values, where, report);
}

function checkTextInput(value: Fields, where: string, report: Report): void {
  const { min_length: min = 0, max_length: max = limits.inputLength } = value;
  if (typeof min !== "number" || min < 0 || min > limits.inputLength) {
    report(`${where}.min_length`, `must be from 0 to ${limits.inputLength}`);
  }
  if (typeof max !== "number" || max < 1 || max > limits.inputLength) {
    report(`${where}.max_length`, `must be from 1 to ${limits.inputLength}`);
  }
  if (Number(min) > Number(max)) report(`${where}.min_length`, "must not exceed max_length");
  if (value.initial_value !== undefined) {
    checkString(value.initial_value, { where: `${where}.initial_value`, min: 0, max: Number(max), report });
  }
}

function checkConfirm(value: unknown, where: string, report: Report): void {
  checkOptionalText(field(value, "title"), { where: `${where}.title`, max: 100, plain: true, report });
  checkText(field(value, "text"), { where: `${where}.text`, max: 300, report });
  for (const name of ["confirm", "deny"]) {
    checkOptionalText(field(value, name), { where: `${where}.${name}`, max: 30, plain: true, report });
  }
}
