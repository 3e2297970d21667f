import type { Interaction } from "./interaction.ts";
import { type Fields, fieldsOf, listOf, stringOf } from "./json.ts";
import type { Platform } from "./platform.ts";
import { withIds } from "./reading.ts";
import { Refusal } from "./refusal.ts";
import type { User } from "./user.ts";
import { violationsOf } from "./validate.ts";
import { View } from "./view.ts";

/** Slack's own: the first modal and two more on top. */
const maxStack = 3;

/** The views that were ever shown. */
export class Views {
  readonly #platform: Platform;
  readonly #byId = new Map<string, View>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  open(interaction: Interaction, content: Fields): View {
    const view = this.#make(interaction.user, content);
    interaction.user.modals.splice(0, Number.POSITIVE_INFINITY, view);
    interaction.view = view;
    return view;
  }

  push(interaction: Interaction, content: Fields): View {
    const { user } = interaction;
    if (!user.view) throw new Refusal("invalid_arguments", ["[ERROR] no modal is open to push onto"]);
    if (user.modals.length >= maxStack) throw new Refusal("push_limit_reached");
    const view = this.#make(user, content, user.view);
    user.modals.push(view);
    interaction.view = view;
    return view;
  }

  publish(user: User, content: Fields, hash: string | undefined): View {
    if (user.home) this.#replace(user.home, content, hash);
    else user.home = this.#make(user, content);
    return user.home;
  }

  /** @param of the view's id, or the external id that the app gave it */
  update(of: { id: string; externalId: string }, content: Fields, hash: string | undefined): View {
    const view =
      this.#byId.get(of.id) ??
      [...this.#byId.values()].find((one) => of.externalId !== "" && one.content.external_id === of.externalId);
    if (!view?.user.modals.includes(view)) throw new Refusal("not_found");
    return this.#replace(view, content, hash);
  }

  /** Does what the app answered to a submission: close, clear, update, push, or show errors. */
  answer(interaction: Interaction, view: View): void {
    const { response_action: action, view: next, errors } = fieldsOf(interaction.ack);
    const { modals } = interaction.user;
    const at = modals.indexOf(view);
    if (at < 0) return;
    switch (action) {
      case undefined:
        modals.splice(at);
        break;
      case "clear":
        modals.splice(0);
        break;
      case "update":
        if (this.#accepts("views.update", next)) this.#replace(view, fieldsOf(next), undefined);
        break;
      case "push":
        if (this.#accepts("views.push", next)) this.push(interaction, fieldsOf(next));
        break;
      case "errors":
        this.#checkErrors(fieldsOf(errors), view);
        break;
      default:
        this.#platform.complain(`answered a view with the unknown action ${String(action)}`);
    }
  }

  #accepts(method: string, view: unknown): boolean {
    const problems = this.#platform.validate ? violationsOf(method, { view }) : [];
    for (const problem of problems) this.#platform.complain(`view_submission: ${problem}`);
    return problems.length === 0;
  }

  #checkErrors(errors: Fields, view: View): void {
    const inputs = view.blocks.filter(({ type }) => type === "input").map((block) => stringOf(block.block_id));
    const names = Object.keys(errors);
    if (names.length === 0) this.#platform.complain("answered a view with errors, and named none");
    for (const name of names) {
      if (!inputs.includes(name))
        this.#platform.complain(`answered a view with an error for "${name}", which has no input`);
    }
  }

  #make(user: User, content: Fields, previous?: View): View {
    const view = new View(this.#platform.ids.next("V"), user, this.#named(content), previous);
    this.#byId.set(view.id, view);
    return view;
  }

  #replace(view: View, content: Fields, hash: string | undefined): View {
    if (hash !== undefined && hash !== view.hash) throw new Refusal("hash_conflict");
    view.replace(this.#named(content));
    return view;
  }

  #named(content: Fields): Fields {
    return { ...content, blocks: withIds(listOf(content.blocks), () => this.#platform.ids.next("").slice(-5)) };
  }
}
