import { isFields } from "../json.ts";
import { checkList, checkString, checkWebAddress, type Report } from "./report.ts";

/** No limit is documented; a message's own is reached first. */
const maxElements = 1000;
const maxTextLength = 13_000;
const maxUrlLength = 3000;
const maxIndent = 8;

const styles = ["bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"];

/** @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function checkRichText(block: unknown, where: string, report: Report): void {
  if (!isFields(block) || block.type !== "rich_text") {
    report(where, "must be rich_text");
    return;
  }
  const parts = checkList(block.elements, { where: `${where}.elements`, max: maxElements, report });
  for (const [at, part] of parts.entries()) checkPart(part, `${where}.elements[${at}]`, report);
}

function checkPart(part: unknown, where: string, report: Report): void {
  if (!isFields(part)) {
    report(where, "must be an object");
    return;
  }
  const elements = checkList(part.elements, { where: `${where}.elements`, max: maxElements, report });
  switch (part.type) {
    case "rich_text_list":
      checkListStyle(part, where, report);
      for (const [at, item] of elements.entries()) {
        const place = `${where}.elements[${at}]`;
        if (isFields(item) && item.type === "rich_text_section") checkPart(item, place, report);
        else report(place, "must be rich_text_section");
      }
      break;
    case "rich_text_section":
    case "rich_text_quote":
    case "rich_text_preformatted":
      for (const [at, element] of elements.entries()) checkElement(element, `${where}.elements[${at}]`, report);
      break;
    default:
      report(where, `has the unknown type ${String(part.type)}`);
  }
}

function checkListStyle({ style, indent }: { style?: unknown; indent?: unknown }, where: string, report: Report): void {
  if (style !== "bullet" && style !== "ordered") report(`${where}.style`, "must be bullet or ordered");
  if (indent === undefined) return;
  if (!Number.isInteger(indent) || Number(indent) < 0 || Number(indent) > maxIndent) {
    report(`${where}.indent`, `must be from 0 to ${maxIndent}`);
  }
}

function checkElement(element: unknown, where: string, report: Report): void {
  if (!isFields(element)) {
    report(where, "must be an object");
    return;
  }
  const { type, style } = element;
  if (style !== undefined) {
    if (!isFields(style)) report(`${where}.style`, "must be an object");
    else {
      for (const [name, isOn] of Object.entries(style)) {
        if (!styles.includes(name) || typeof isOn !== "boolean") report(`${where}.style`, `has a wrong ${name}`);
      }
    }
  }
  switch (type) {
    case "text":
      checkString(element.text, { where: `${where}.text`, max: maxTextLength, report });
      break;
    case "link":
      checkWebAddress(element.url, { where: `${where}.url`, max: maxUrlLength, report });
      if (element.text !== undefined) {
        checkString(element.text, { where: `${where}.text`, max: maxTextLength, report });
      }
      break;
    case "emoji":
      checkString(element.name, { where: `${where}.name`, max: 100, report });
      break;
    case "date":
      if (!Number.isInteger(element.timestamp)) report(`${where}.timestamp`, "must be a number of seconds");
      checkString(element.format, { where: `${where}.format`, max: maxTextLength, report });
      break;
    case "channel":
    case "color":
      break;
    case "user":
    case "usergroup":
    case "team":
    case "broadcast":
      report(where, "calls somebody");
      break;
    default:
      report(where, `has the unknown type ${String(type)}`);
  }
}
