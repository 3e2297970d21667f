import { fieldsOf, isFields, listOf } from "./json.ts";
import { readableText } from "./reading.ts";
import { checkBlocks } from "./rules/blocks.ts";
import { checkMrkdwn } from "./rules/mrkdwn.ts";
import { checkOptionalString, checkString, type Report } from "./rules/report.ts";
import { checkOptionalText, checkText } from "./rules/text.ts";

const maxTextLength = 40_000;
/** Undocumented: longer ones come back as msg_blocks_too_long. @see https://github.com/slackapi/bolt-js/issues/2509 */
const maxBlocksLength = 13_000;
const maxTitleLength = 24;
const maxCallbackIdLength = 255;
const maxPrivateMetadataLength = 3000;

/**
 * What Slack would reject of a call, and what our own rules forbid: a message has a text as its fallback, unfolds no
 * links, and calls nobody.
 *
 * @param method `chat.postMessage`; `response_url` for what is sent to one
 * @param body as decoded, so with blocks and views as objects
 * @returns what is wrong, with its place; nothing for methods that carry neither texts nor views
 */
export function violationsOf(method: string, body: unknown): string[] {
  const problems: string[] = [];
  const report: Report = (where, problem) => problems.push(`${where} ${problem}`);
  switch (method) {
    case "chat.postMessage":
      checkUnfurls(body, report);
      checkMessage(body, report);
      break;
    case "chat.update":
    case "chat.postEphemeral":
      checkMessage(body, report);
      break;
    case "response_url":
      if (fieldsOf(body).delete_original !== true) checkMessage(body, report);
      break;
    case "files.completeUploadExternal":
      checkComment(body, report);
      break;
    case "views.open":
    case "views.push":
    case "views.update":
    case "views.publish":
      checkView(fieldsOf(body).view, method === "views.publish" ? "home" : "modal", report);
      break;
  }
  return problems;
}

function checkUnfurls(body: unknown, report: Report): void {
  for (const name of ["unfurl_links", "unfurl_media"]) {
    if (fieldsOf(body)[name] !== false) report(name, "must be false");
  }
}

function checkMessage(body: unknown, report: Report): void {
  const { text, blocks, mrkdwn, metadata } = fieldsOf(body);
  const isText = checkString(text, { where: "text", max: maxTextLength, report });
  if (isText && mrkdwn !== false) checkMrkdwn(text, "text", report);
  if (metadata !== undefined) checkMetadata(metadata, report);
  if (blocks === undefined) return;
  checkBlocks(blocks, "message", "blocks", report);
  const length = readableText(blocks).length;
  if (length > maxBlocksLength) report("blocks", `must have ${maxBlocksLength} or fewer characters, have ${length}`);
}

function checkMetadata(metadata: unknown, report: Report): void {
  const { event_type: type, event_payload: payload } = fieldsOf(metadata);
  checkString(type, { where: "metadata.event_type", max: 255, report });
  if (!isFields(payload)) report("metadata.event_payload", "must be an object");
}

function checkComment(body: unknown, report: Report): void {
  const { initial_comment: comment, blocks } = fieldsOf(body);
  if (comment !== undefined && checkString(comment, { where: "initial_comment", max: maxTextLength, report })) {
    checkMrkdwn(comment, "initial_comment", report);
  }
  if (blocks !== undefined) checkBlocks(blocks, "message", "blocks", report);
}

function checkView(view: unknown, surface: "home" | "modal", report: Report): void {
  if (!isFields(view)) {
    report("view", "must be an object");
    return;
  }
  if (view.type !== surface) report("view.type", `must be ${surface}`);
  checkBlocks(view.blocks, surface, "view.blocks", report);
  checkOptionalString(view.callback_id, { where: "view.callback_id", max: maxCallbackIdLength, report });
  checkOptionalString(view.private_metadata, {
    where: "view.private_metadata",
    max: maxPrivateMetadataLength,
    min: 0,
    report,
  });
  checkOptionalString(view.external_id, { where: "view.external_id", max: maxCallbackIdLength, report });
  const short = (name: string) => ({ where: `view.${name}`, max: maxTitleLength, plain: true, report });
  if (surface === "home") {
    for (const name of ["title", "submit", "close"]) {
      if (view[name] !== undefined) report(`view.${name}`, "does not go with a home view");
    }
    return;
  }
  checkText(view.title, short("title"));
  checkOptionalText(view.submit, short("submit"));
  checkOptionalText(view.close, short("close"));
  const hasInputs = listOf(view.blocks).some((block) => fieldsOf(block).type === "input");
  if (hasInputs && view.submit === undefined) report("view.submit", "is needed where there are inputs");
}
