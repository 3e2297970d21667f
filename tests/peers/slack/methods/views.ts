import { fieldsOf, optionalString, stringOf } from "../json.ts";
import type { View } from "../view.ts";
import { type Method, userOf } from "./method.ts";

const shown = (view: View) => ({ view: view.toJSON() });

/** @see https://docs.slack.dev/reference/methods#views */
export const views: Readonly<Record<string, Method>> = {
  "views.open": ({ platform }, body) => {
    const interaction = platform.triggers.exchange(stringOf(body.trigger_id));
    return shown(platform.views.open(interaction, fieldsOf(body.view)));
  },

  "views.push": ({ platform }, body) => {
    const interaction = platform.triggers.exchange(stringOf(body.trigger_id));
    return shown(platform.views.push(interaction, fieldsOf(body.view)));
  },

  "views.update": ({ platform }, body) => {
    const of = { id: stringOf(body.view_id), externalId: stringOf(body.external_id) };
    return shown(platform.views.update(of, fieldsOf(body.view), optionalString(body.hash)));
  },

  "views.publish": (workspace, body) => {
    const user = userOf(workspace, body, "user_id");
    return shown(workspace.platform.views.publish(user, fieldsOf(body.view), optionalString(body.hash)));
  },
};
