/** Who people are, which events do not say: asked of Slack, and known for a while. */
import type { webApi } from "@slack/bolt";
import { isHidden } from "./failures.ts";

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
  /** Whether Slack hides it from us: a private one, or two people's direct messages, where somebody called us. */
  isHidden: boolean;
};

const knownMs = 10 * 60_000;
const mostKnown = 5000;
const stranger: Profile = { name: undefined, locale: "en", isAdmin: false };

export type DirectoryParts = {
  clientOf: (team: string) => Promise<webApi.WebClient>;
  /** Milliseconds from some fixed point, never going back. */
  now: () => number;
};

export class Directory {
  readonly #parts: DirectoryParts;
  readonly #profiles: Known<Profile>;
  readonly #channels: Known<Channel>;

  constructor(parts: DirectoryParts) {
    this.#parts = parts;
    this.#profiles = new Known(parts.now);
    this.#channels = new Known(parts.now);
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
        isAdmin: found?.is_admin === true || found?.is_owner === true,
      };
    });
  }

  channel(team: string, channel: string): Promise<Channel> {
    return this.#channels.get(`${team}.${channel}`, { creator: undefined, isHidden: false }, async () => {
      const client = await this.#parts.clientOf(team);
      try {
        const { channel: found } = await client.conversations.info({ channel });
        return { creator: found?.creator, isHidden: false };
      } catch (error) {
        if (isHidden(error)) return { creator: undefined, isHidden: true };
        throw error;
      }
    });
  }
}

/** Answers that are asked for once, by however many at a time. */
class Known<T> {
  readonly #now: () => number;
  readonly #answers = new Map<string, { answer: Promise<T>; until: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @param otherwise the answer when asking fails; it is asked again the next time */
  get(key: string, otherwise: T, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key);
    if (known && known.until > this.#now()) return known.answer;
    const answer = ask().catch(() => {
      this.#answers.delete(key);
      return otherwise;
    });
    this.#answers.set(key, { answer, until: this.#now() + knownMs });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > mostKnown && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }
}
