import { isFields } from "../json.ts";
import { checkMrkdwn } from "./mrkdwn.ts";
import { checkString, type Report } from "./report.ts";

type Limits = { where: string; max: number; plain?: boolean; report: Report };

/** A text object: `plain_text`, or `mrkdwn` where that is allowed. */
export function checkText(value: unknown, { where, max, plain = false, report }: Limits): void {
  if (!isFields(value)) {
    report(where, "must be a text object");
    return;
  }
  const { type, text, emoji } = value;
  if (type !== "plain_text" && (plain || type !== "mrkdwn")) {
    report(where, plain ? "must be plain_text" : "must be plain_text or mrkdwn");
  }
  if (type === "mrkdwn" && emoji !== undefined) report(where, "emoji goes with plain_text only");
  if (checkString(text, { where: `${where}.text`, max, report }) && type === "mrkdwn") {
    checkMrkdwn(text, `${where}.text`, report);
  }
}

/** As {@link checkText}, for what may be left out. */
export function checkOptionalText(value: unknown, limits: Limits): void {
  if (value !== undefined) checkText(value, limits);
}
