/** Who people are, which events do not say: asked of Slack, and known for a while. */
import type { webApi } from "@slack/bolt";
import { isHidden } from "./failures.ts";
import { isDirectChannel } from "./ids.ts";

export type Profile = {
  /** Undefined when Slack has not told us. */
  name: string | undefined;
  /** BCP 47. */
  locale: string;
  /** Whether they administer the workspace. */
  isAdmin: boolean;
};

export type Channel = {
  /** Who made it; undefined when that is not known, or it is no channel. */
  creator: string | undefined;
  /** Without its #. */
  name: string | undefined;
  /** Whether Slack hides it from us: a private one, or two people's direct messages, where somebody called us. */
  isHidden: boolean;
};

const knownMs = 10 * 60_000;
const mostKnown = 5000;
const stranger: Profile = { name: undefined, locale: "en", isAdmin: false };

/** Nobody waits longer than this to hear what Slack says of them. */
const patienceMs = 1500;

export type DirectoryParts = {
  clientOf: (team: string) => Promise<webApi.WebClient>;
  /** Milliseconds from some fixed point, never going back. */
  now: () => number;
  /** Resolves once we have waited for an answer long enough. */
  patience: (ms: number) => Promise<void>;
};

export class Directory {
  readonly #parts: DirectoryParts;
  readonly #profiles: Known<Profile>;
  readonly #channels: Known<Channel>;

  constructor(parts: DirectoryParts) {
    this.#parts = parts;
    this.#profiles = new Known(parts);
    this.#channels = new Known(parts);
  }

  /** Whoever Slack will not tell us about is a stranger, who may administer nothing. */
  profile(team: string, user: string): Promise<Profile> {
    return this.#profiles.get(`${team}.${user}`, stranger, async () => {
      const client = await this.#parts.clientOf(team);
      const { user: found } = await client.users.info({ user, include_locale: true });
      const { display_name, real_name } = found?.profile ?? {};
      return {
        name: display_name || real_name || found?.name,
        locale: found?.locale ?? stranger.locale,
        // In a channel that two companies share, the other's administrators are not ours.
        isAdmin: (found?.is_admin === true || found?.is_owner === true) && isOurs(found?.team_id, team),
      };
    });
  }

  /** Direct messages that Slack says nothing of could be two other people's. */
  channel(team: string, channel: string): Promise<Channel> {
    const unknown: Channel = { creator: undefined, name: undefined, isHidden: isDirectChannel(channel) };
    return this.#channels.get(
      `${team}.${channel}`,
      unknown,
      async () => {
        const client = await this.#parts.clientOf(team);
        const { channel: found } = await client.conversations.info({ channel });
        return { creator: found?.creator, name: found?.name, isHidden: false };
      },
      (error) => (isHidden(error) ? { creator: undefined, name: undefined, isHidden: true } : undefined),
    );
  }
}

/** Where a whole organisation let us in, its people are of workspaces of their own. */
const isOurs = (theirs: string | undefined, tenant: string) =>
  theirs === undefined || theirs === tenant || !tenant.startsWith("T");

/** Answers that are asked for once, by however many at a time. */
class Known<T> {
  readonly #parts: DirectoryParts;
  readonly #answers = new Map<string, { answer: Promise<T>; until: number }>();

  constructor(parts: DirectoryParts) {
    this.#parts = parts;
  }

  /**
   * @param otherwise the answer when asking fails or takes long; it is asked again the next time
   * @param read what a failure says, if it says something
   */
  async get(
    key: string,
    otherwise: T,
    ask: () => Promise<T>,
    read: (error: unknown) => T | undefined = () => undefined,
  ): Promise<T> {
    const { now, patience } = this.#parts;
    const known = this.#answers.get(key);
    const isKnown = known !== undefined && known.until > now();
    const answer = isKnown ? known.answer : this.#ask(key, otherwise, ask, read);
    return Promise.race([answer, patience(patienceMs).then(() => otherwise)]);
  }

  #ask(key: string, otherwise: T, ask: () => Promise<T>, read: (error: unknown) => T | undefined): Promise<T> {
    const answer = ask().catch((error) => {
      this.#answers.delete(key);
      return read(error) ?? otherwise;
    });
    this.#answers.set(key, { answer, until: this.#parts.now() + knownMs });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > mostKnown && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }
}
