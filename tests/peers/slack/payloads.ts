/** What Slack sends of an interaction. @see https://docs.slack.dev/reference/interaction-payloads */
import type { Interaction } from "./interaction.ts";
import type { Fields } from "./json.ts";
import type { Message } from "./message.ts";
import type { User } from "./user.ts";
import type { View } from "./view.ts";
import type { Workspace } from "./workspace.ts";

export function slashCommand(interaction: Interaction, command: string, text: string): Fields {
  const { user, channel, triggerId, responseUrl } = interaction;
  const { platform, id, domain } = user.workspace;
  const name = channel?.type === "group" ? "privategroup" : channel?.name;
  return {
    token: platform.verificationToken,
    team_id: id,
    team_domain: domain,
    channel_id: channel?.id,
    channel_name: name,
    user_id: user.id,
    user_name: user.name,
    command,
    text,
    api_app_id: platform.appId,
    is_enterprise_install: "false",
    response_url: responseUrl,
    trigger_id: triggerId,
  };
}

export function blockActions(interaction: Interaction, action: Fields): Fields {
  const { message, on } = interaction;
  const place = message ? placeOfMessage(interaction, message) : placeOfView(on);
  const timestamp = interaction.user.workspace.platform.ids.timestamp();
  return { ...common("block_actions", interaction), ...place, actions: [{ ...action, action_ts: timestamp }] };
}

/** An ephemeral message is kept nowhere, so its payload has nothing of it but where it was. */
function placeOfMessage({ responseUrl }: Interaction, message: Message): Fields {
  const { channel, ts, threadTs, ephemeralTo } = message;
  const isEphemeral = ephemeralTo !== undefined;
  return {
    container: {
      type: "message",
      message_ts: ts,
      channel_id: channel.id,
      is_ephemeral: isEphemeral,
      ...(threadTs !== undefined && { thread_ts: threadTs }),
    },
    channel: { id: channel.id, name: channel.name },
    ...(!isEphemeral && { message: message.toJSON() }),
    state: { values: {} },
    response_url: responseUrl,
  };
}

function placeOfView(view: View | undefined): Fields {
  return { container: { type: "view", view_id: view?.id }, view: view?.toJSON() };
}

export function viewSubmission(interaction: Interaction, view: View, values: Fields): Fields {
  return {
    ...common("view_submission", interaction),
    view: { ...view.toJSON(), state: { values } },
    response_urls: [],
  };
}

export function viewClosed(interaction: Interaction, view: View): Fields {
  const { trigger_id: _, ...rest } = common("view_closed", interaction);
  return { ...rest, view: view.toJSON(), is_cleared: false };
}

export function shortcut(interaction: Interaction, callbackId: string): Fields {
  const { message, responseUrl, user } = interaction;
  const base = { callback_id: callbackId, action_ts: user.workspace.platform.ids.timestamp() };
  if (!message) return { ...common("shortcut", interaction), ...base };
  return {
    ...common("message_action", interaction),
    ...base,
    message_ts: message.ts,
    channel: { id: message.channel.id, name: message.channel.name },
    message: message.toJSON(),
    response_url: responseUrl,
  };
}

function common(type: string, { user, triggerId }: Interaction): Fields {
  const { platform, id, domain } = user.workspace;
  return {
    type,
    team: { id, domain },
    user: personOf(user),
    api_app_id: platform.appId,
    token: platform.verificationToken,
    trigger_id: triggerId,
    enterprise: null,
    is_enterprise_install: false,
  };
}

function personOf({ id, name, workspace }: User): Fields {
  return { id, username: name, name, team_id: workspace.id };
}

/** The wrapping of an event. @see https://docs.slack.dev/apis/events-api#event-type-structure */
export function eventCallback(workspace: Workspace, event: Fields): Fields {
  const { platform, id, bot } = workspace;
  const eventId = platform.ids.next("Ev");
  return {
    token: platform.verificationToken,
    team_id: id,
    context_team_id: id,
    context_enterprise_id: null,
    api_app_id: platform.appId,
    event,
    type: "event_callback",
    event_id: eventId,
    event_time: Math.floor(platform.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: id, user_id: bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${eventId}`,
  };
}
