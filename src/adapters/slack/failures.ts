/** What Slack's refusals mean: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
import { RespondError, webApi } from "@slack/bolt";
import { OperatorError } from "../../core/errors.ts";
import { NotInstalled } from "./installations.ts";

const { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } = webApi;

/** The token is no good any more. */
const revoked = ["invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"];

/** The place is gone, or closed to us: asking again would not help. */
const closed = [
  "channel_not_found",
  "not_in_channel",
  "is_archived",
  "user_not_in_channel",
  "user_not_found",
  "message_not_found",
  "cant_update_message",
  "edit_window_closed",
  "thread_not_found",
  "restricted_action",
  "restricted_action_read_only_channel",
  "restricted_action_thread_only_channel",
  "restricted_action_non_threadable_channel",
  "cannot_dm_bot",
  "messages_tab_disabled",
  "user_disabled",
  "is_inactive",
];
const gone = ["message_not_found", "cant_update_message", "edit_window_closed"];

function reasonOf(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

const isOneOf = (error: unknown, reasons: readonly string[]) => reasons.includes(reasonOf(error) ?? "");

export const isRevoked = (error: unknown) => isOneOf(error, revoked);
export const isClosed = (error: unknown) => isOneOf(error, closed) || error instanceof NotInstalled;
/** There may be such a channel, but not for us. */
export const isHidden = (error: unknown) => isOneOf(error, ["channel_not_found"]);
export const isMessageGone = (error: unknown) => isOneOf(error, gone);

/** A form opens within three seconds of the press, and once. */
export const isTriggerOver = (error: unknown) =>
  isOneOf(error, [
    "expired_trigger_id",
    "exchanged_trigger_id",
    "trigger_exchanged",
    "trigger_expired",
    "invalid_trigger_id",
  ]);
/** The address that came with an interaction does not take an answer; other ways are open. */
export const isAddressFailure = (error: unknown) => error instanceof RespondError;

/** What was said there is not for us to read. */
export const isHistoryClosed = (error: unknown) => isOneOf(error, ["missing_scope", "not_in_channel"]);

/** It may have been done all the same: no answer came, or one that something went wrong on Slack's side. */
export const isUncertain = (error: unknown) =>
  error instanceof WebAPIRequestError ||
  error instanceof WebAPIHTTPError ||
  isOneOf(error, ["internal_error", "fatal_error", "service_unavailable", "request_timeout"]);

/** A token of another kind, such as a bot's where an app's is wanted. */
export const isWrongKind = (error: unknown) => isOneOf(error, ["not_allowed_token_type"]);

/** How long Slack said to wait; undefined when that is not what is wrong. */
export function retryAfterMs(error: unknown): number | undefined {
  return error instanceof WebAPIRateLimitedError ? error.retryAfter * 1000 : undefined;
}

/** An error as a log line may have it: no bodies, which hold what people wrote, and no tokens. */
export function describeFailure(error: unknown): Record<string, unknown> {
  const reason = reasonOf(error);
  if (reason !== undefined) return { reason };
  if (error instanceof WebAPIHTTPError) return { status: error.statusCode };
  if (error instanceof RespondError || error instanceof NotInstalled) return { reason: error.message };
  return error === undefined ? {} : { err: error };
}

export const badToken = (name: string) =>
  new OperatorError(
    `Slack does not take ${name}`,
    `set ${name} to the one shown at https://api.slack.com/apps: your app, “OAuth & Permissions” or “Basic Information”`,
  );
