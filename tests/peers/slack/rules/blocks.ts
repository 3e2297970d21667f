import { type Fields, fieldsOf, isFields, listOf } from "../json.ts";
import { allowed, checkElement, checkImage } from "./elements.ts";
import { checkList, checkOptionalString, checkString, checkUnique, field, type Report } from "./report.ts";
import { checkRichText } from "./rich-text.ts";
import { checkTable } from "./table.ts";
import { checkOptionalText, checkText } from "./text.ts";

export type Surface = "message" | "modal" | "home";

/** @see https://docs.slack.dev/reference/block-kit/blocks */
const limits = {
  actions: 25,
  blockId: 255,
  blocks: { message: 50, modal: 100, home: 100 },
  contextActions: 5,
  contextElements: 10,
  contextText: 2000,
  fields: 10,
  fieldText: 2000,
  header: 150,
  imageTitle: 2000,
  label: 2000,
  markdown: 12_000,
  section: 3000,
} as const;

const onlyInMessages = ["markdown", "table", "context_actions"];

/** All blocks of a message or a view. */
export function checkBlocks(value: unknown, surface: Surface, where: string, report: Report): void {
  const blocks = checkList(value, { where, max: limits.blocks[surface], min: 0, report });
  for (const [at, block] of blocks.entries()) checkBlock(block, surface, `${where}[${at}]`, report);
  checkUnique(
    blocks.map((block) => field(block, "block_id")),
    `${where}: block_id`,
    report,
  );
  const ofType = (type: string) => blocks.filter((block) => field(block, "type") === type);
  if (ofType("table").length > 1) report(where, "must have one table at most");
  const markdown = ofType("markdown").reduce<number>((sum, block) => sum + String(field(block, "text")).length, 0);
  if (markdown > limits.markdown) report(where, `must have ${limits.markdown} or fewer characters of markdown`);
}

function checkBlock(block: unknown, surface: Surface, where: string, report: Report): void {
  if (!isFields(block)) {
    report(where, "must be an object");
    return;
  }
  checkOptionalString(block.block_id, { where: `${where}.block_id`, max: limits.blockId, report });
  const type = String(block.type);
  if (surface !== "message" && onlyInMessages.includes(type)) report(where, `${type} goes into messages only`);
  checkByType(type, block, where, report);
  const elements = [...listOf(block.elements), block.accessory, block.element];
  checkUnique(
    elements.map((element) => field(element, "action_id")),
    `${where}: action_id`,
    report,
  );
}

function checkByType(type: string, block: Fields, where: string, report: Report): void {
  switch (type) {
    case "divider":
      break;
    case "section":
      checkSection(block, where, report);
      break;
    case "header":
      checkText(block.text, { where: `${where}.text`, max: limits.header, plain: true, report });
      break;
    case "actions":
      checkElements(block, allowed.actions, limits.actions, where, report);
      break;
    case "context_actions":
      checkElements(block, allowed.contextActions, limits.contextActions, where, report);
      break;
    case "context":
      checkContext(block, where, report);
      break;
    case "image":
      checkImage(block, where, report);
      checkOptionalText(block.title, { where: `${where}.title`, max: limits.imageTitle, plain: true, report });
      break;
    case "input":
      checkInput(block, where, report);
      break;
    case "markdown":
      checkString(block.text, { where: `${where}.text`, max: limits.markdown, report });
      break;
    case "rich_text":
      checkRichText(block, where, report);
      break;
    case "table":
      checkTable(block, where, report);
      break;
    default:
      report(where, `has the unknown type ${type}`);
  }
}

function checkSection(block: Fields, where: string, report: Report): void {
  if (block.text === undefined && block.fields === undefined) report(where, "must have text or fields");
  checkOptionalText(block.text, { where: `${where}.text`, max: limits.section, report });
  if (block.fields !== undefined) {
    const fields = checkList(block.fields, { where: `${where}.fields`, max: limits.fields, report });
    for (const [at, one] of fields.entries()) {
      checkText(one, { where: `${where}.fields[${at}]`, max: limits.fieldText, report });
    }
  }
  if (block.accessory !== undefined) checkElement(block.accessory, allowed.accessory, `${where}.accessory`, report);
}

function checkElements(block: Fields, types: readonly string[], max: number, where: string, report: Report): void {
  const elements = checkList(block.elements, { where: `${where}.elements`, max, report });
  for (const [at, element] of elements.entries()) checkElement(element, types, `${where}.elements[${at}]`, report);
}

function checkContext(block: Fields, where: string, report: Report): void {
  const elements = checkList(block.elements, { where: `${where}.elements`, max: limits.contextElements, report });
  for (const [at, element] of elements.entries()) {
    const place = `${where}.elements[${at}]`;
    if (field(element, "type") === "image") checkImage(fieldsOf(element), place, report);
    else checkText(element, { where: place, max: limits.contextText, report });
  }
}

function checkInput(block: Fields, where: string, report: Report): void {
  checkText(block.label, { where: `${where}.label`, max: limits.label, plain: true, report });
  checkOptionalText(block.hint, { where: `${where}.hint`, max: limits.label, plain: true, report });
  checkElement(block.element, allowed.input, `${where}.element`, report);
  if (block.optional !== undefined && typeof block.optional !== "boolean") {
    report(`${where}.optional`, "must be true or false");
  }
}
