/** What Discord's refusals mean. */
import {
  CannotSendMessagesToThisUserErrorCodes,
  DiscordAPIError,
  GatewayCloseCodes,
  HTTPError,
  RESTJSONErrorCodes,
} from "discord.js";
import { OperatorError } from "../../core/errors.ts";

type Code = RESTJSONErrorCodes;
const { UnknownInteraction, InteractionHasAlreadyBeenAcknowledged, UnknownMessage } = RESTJSONErrorCodes;

/** The place is gone, or closed to us: asking again would not help. */
const closed: readonly Code[] = [
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  ...CannotSendMessagesToThisUserErrorCodes,
  RESTJSONErrorCodes.CannotSendMessagesInNonTextChannel,
  RESTJSONErrorCodes.InvalidActionOnArchivedThread,
];

const isOneOf = (error: unknown, codes: readonly Code[]) =>
  error instanceof DiscordAPIError && codes.some((code) => code === error.code);

export const isClosed = (error: unknown) => isOneOf(error, closed);
/** We may write there, but not quote what was written before. */
export const isReplyRefused = (error: unknown) =>
  isOneOf(error, [RESTJSONErrorCodes.CannotReplyWithoutPermissionToReadMessageHistory]);
export const isMessageGone = (error: unknown) => isOneOf(error, [UnknownMessage]);
/** Somebody has answered it, or its three seconds are over. */
export const isAnswered = (error: unknown) => isOneOf(error, [InteractionHasAlreadyBeenAcknowledged]);
/** An interaction's own token is good for a quarter of an hour; that it is over says nothing about ours. */
const isInteractionOver = (error: unknown) => isOneOf(error, [RESTJSONErrorCodes.InvalidWebhookToken]);
export const isTooLate = (error: unknown) => isOneOf(error, [UnknownInteraction]) || isInteractionOver(error);
export const isUnauthorized = (error: unknown) =>
  (error instanceof DiscordAPIError || error instanceof HTTPError) && error.status === 401 && !isInteractionOver(error);

/** An error as a log line may have it: no bodies, which hold what people wrote, and no tokens of interactions. */
export function describeFailure(error: unknown): Record<string, unknown> {
  if (error instanceof DiscordAPIError) return { code: error.code, status: error.status, reason: error.message };
  if (error instanceof HTTPError) return { status: error.status };
  return { err: error };
}

export const badToken = () =>
  new OperatorError(
    "Discord does not take the bot's token",
    "set DISCORD_TOKEN to the token from the Developer Portal: your application, Bot, Reset Token",
  );

/** Why the gateway turned us away for good. @param code https://docs.discord.com/developers/topics/opcodes-and-status-codes */
export function turnedAway(code: number): OperatorError {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return badToken();
    case GatewayCloseCodes.DisallowedIntents:
      return new OperatorError(
        "Discord does not let this bot read messages that are not addressed to it",
        "switch on Message Content Intent in the Developer Portal (your application, Bot), or set DISCORD_OVERHEAR=false",
      );
    case GatewayCloseCodes.InvalidShard:
    case GatewayCloseCodes.ShardingRequired:
      return new OperatorError(
        "Discord does not take these shards",
        "leave DISCORD_SHARDS empty, or set it to a range such as 0-3/8 that covers enough of them",
      );
    default:
      return new OperatorError(
        `Discord has closed the connection for good (${code})`,
        "see whether there is a newer version",
      );
  }
}
